"""Plan: next month's spend is typed in per channel; leads, customers, revenue and ROI follow from it.

What scales is (planned ÷ now) ^ exponent: with 1 every further unit brings as much as the average one so
far, below 1 each brings less. Average is not marginal, and the sheet says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from xlsxwriter.format import Format

from kpisheet.analysis.report import Pays, PlanLine
from kpisheet.texts.units import Unit
from kpisheet.workbook.names import Role
from kpisheet.workbook.plan_inputs import PLAN_TAGS, PlanInput
from kpisheet.workbook.results.canvas import Canvas, area, reference, text_in_formula
from kpisheet.workbook.results.sources import Sources
from kpisheet.worksheet.channels import Channel, Group

_TAG_ROW, _HEADER_ROW, _FIRST_ROW = 4, 5, 6
CHANNEL, NOW, PLANNED, EXPONENT = 0, 1, 2, 3
LEADS, CUSTOMERS, REVENUE, PROFIT, ROI, MARK, UP_TO = 4, 5, 6, 7, 8, 9, 10
FACTOR, NOW_LEADS, NOW_CUSTOMERS, NOW_REVENUE, NOW_PROFIT, KEY = 11, 12, 13, 14, 15, 16
_SCALED = {LEADS: NOW_LEADS, CUSTOMERS: NOW_CUSTOMERS, REVENUE: NOW_REVENUE, PROFIT: NOW_PROFIT}
_WIDTHS = (30, 13, 13, 12, 11, 12, 13, 13, 10, 18, 16)
_UNITS = {
    NOW: Unit.MONEY,
    PLANNED: Unit.MONEY,
    EXPONENT: Unit.MULTIPLE,
    LEADS: Unit.DAYS,  # expected numbers, so with one decimal
    CUSTOMERS: Unit.DAYS,
    REVENUE: Unit.MONEY,
    PROFIT: Unit.MONEY,
    ROI: Unit.RETURN,
    UP_TO: Unit.MONEY,
}
_MONEY = frozenset({NOW, PLANNED, REVENUE, PROFIT, UP_TO})
_HEADERS = {
    CHANNEL: "plan.channel",
    NOW: "plan.now",
    PLANNED: "plan.planned",
    EXPONENT: "plan.exponent",
    LEADS: "plan.leads",
    CUSTOMERS: "plan.customers",
    REVENUE: "plan.revenue",
    PROFIT: "plan.profit",
    ROI: "plan.roi",
    MARK: "plan.mark",
    UP_TO: "plan.up_to",
    FACTOR: "plan.factor",
    NOW_LEADS: "plan.now_leads",
    NOW_CUSTOMERS: "plan.now_customers",
    NOW_REVENUE: "plan.now_revenue",
    NOW_PROFIT: "plan.now_profit",
    KEY: "plan.key",
}
_UNKNOWN = "{unknown}"  # stands in a formula for the short word of the language
_BOUNDLESS = 1e12  # a break-even spend beyond this is none that anybody can spend


class Expected(Struct, frozen=True):
    """What a line of the plan comes to now; None where something is not known."""

    planned: float | None
    factor: float | None
    scaled: dict[int, float | None]

    @property
    def roi(self) -> float | None:
        """(Gross profit − spend) ÷ spend."""
        profit = self.scaled[PROFIT]
        return (profit - self.planned) / self.planned if profit is not None and self.planned else None


def expected_of(line: PlanLine, typed: PlanInput) -> Expected:
    """The same reckoning as the formulas', for their cached values."""
    now = None if line.spend is None else float(line.spend)
    planned = now if typed.spend is None else float(typed.spend)
    exponent = 1.0 if typed.exponent is None else float(typed.exponent)
    factor = None
    if now and planned is not None:
        factor = (planned / now) ** exponent if planned else 0.0
    bases = {LEADS: line.leads, CUSTOMERS: line.customers, REVENUE: line.revenue, PROFIT: line.gross_profit}
    scaled = {
        column: None if base is None or factor is None else factor * float(base)
        for column, base in bases.items()
    }
    return Expected(planned, factor, scaled)


def up_to(line: PlanLine, exponent: float) -> float | str:
    """The spend up to which a channel breaks even, or the key of a word where there is no such number."""
    if not line.spend or line.gross_profit is None:
        return "short.unknown"
    now, profit = float(line.spend), float(line.gross_profit)
    if profit <= 0:
        return "plan.never"
    if exponent >= 1:
        return "plan.boundless" if profit >= now else "plan.never"
    if math.log(profit / now) / (1 - exponent) + math.log(now) > math.log(_BOUNDLESS):
        return "plan.boundless"
    return float(now * (profit / now) ** (1 / (1 - exponent)))


class Plan(Struct, frozen=True):
    """The writer of the sheet."""

    sources: Sources
    canvas: Canvas

    def write(self) -> None:
        """Title, warning, the table with its inputs, and the total."""
        sources, canvas = self.sources, self.canvas
        canvas.columns(_WIDTHS, sources.styles.get("plain"))
        hidden = {"level": 1, "hidden": True}
        canvas.worksheet.set_column(FACTOR, KEY, 12, sources.styles.get("plain"), hidden)
        canvas.worksheet.set_column(KEY + 1, KEY + 1, 4, sources.styles.get("plain"), {"collapsed": True})
        self._write_top()
        lines = self._lines
        for row, line in enumerate(lines, _FIRST_ROW):
            self._write_line(row, line)
        last = _FIRST_ROW + max(1, len(lines)) - 1
        if lines:
            self._write_total(last)
            self._mark(last)
        canvas.worksheet.freeze_panes(_FIRST_ROW, 1)
        canvas.print_on(
            header=sources.heading, footer=sources.names[Role.PLAN], repeat=(_HEADER_ROW, _HEADER_ROW)
        )
        canvas.worksheet.print_area(0, 0, last + 1, UP_TO)

    @property
    def _lines(self) -> tuple[PlanLine, ...]:
        """The report's channels, and below them those that only have a spend typed in before."""
        lines = self.sources.report.plan
        there = {line.channel.key for line in lines}
        gone = [
            PlanLine(Channel(key, typed.name or key, Group.OTHER), None, None, None, None, None)
            for key, typed in self.sources.carried.items()
            if key not in there and typed.spend is not None
        ]
        return (*lines, *gone)

    def _write_top(self) -> None:
        sources, canvas = self.sources, self.canvas
        styles = sources.styles
        canvas.text(0, 0, sources.names[Role.PLAN], styles.get("title"))
        canvas.worksheet.set_row(0, 28)
        canvas.paragraph(1, 0, UP_TO, sources.say("plan.introduction"), styles.get("wrapped"))
        canvas.paragraph(2, 0, UP_TO, sources.say("plan.warning", one=Decimal(1)), styles.get("wrapped_bold"))
        if self._lacks_margin:
            canvas.paragraph(3, 0, UP_TO, sources.say("plan.no_margin"), styles.get("wrapped"))
        for column, tag in ((CHANNEL, "name"), (KEY, "key"), (PLANNED, "spend"), (EXPONENT, "exponent")):
            canvas.text(_TAG_ROW, column, PLAN_TAGS[tag], styles.get("id"))
        canvas.worksheet.set_row(_TAG_ROW, None, None, {"hidden": True})
        for column, key in _HEADERS.items():
            style = styles.get("header" if column in (CHANNEL, MARK, KEY) else "header_right")
            label = sources.say(key)
            named = sources.words.in_currency(label) if column in _MONEY else label
            canvas.text(_HEADER_ROW, column, named, style)
        canvas.worksheet.set_row(_HEADER_ROW, 44)

    @property
    def _lacks_margin(self) -> bool:
        """Whether there is revenue to plan with, but no line knows what of it is profit."""
        lines = self._lines
        return any(line.revenue is not None for line in lines) and all(
            line.gross_profit is None for line in lines
        )

    def _write_line(self, row: int, line: PlanLine) -> None:
        sources, canvas = self.sources, self.canvas
        typed = sources.carried.get(line.channel.key, PlanInput())
        expected = expected_of(line, typed)
        canvas.text(row, CHANNEL, line.channel.name, sources.styles.get("cell"))
        self._write_base(row, NOW, line.spend)
        self._write_inputs(row, line, typed)
        self._write_base(row, NOW_LEADS, line.leads)
        self._write_base(row, NOW_CUSTOMERS, line.customers)
        self._write_base(row, NOW_REVENUE, line.revenue)
        self._write_base(row, NOW_PROFIT, line.gross_profit)
        canvas.text(row, KEY, line.channel.key, sources.styles.get("machine"))
        self._formula(row, FACTOR, _factor(row), expected.factor)
        for column, base in _SCALED.items():
            self._formula(row, column, _scaled(row, base), expected.scaled[column])
        self._formula(row, ROI, _roi(row), expected.roi)
        self._write_break_even(row, line, typed, expected)

    def _write_base(self, row: int, column: int, value: Decimal | None) -> None:
        styles = self.sources.styles
        if value is None:
            self.canvas.text(row, column, self._unknown, styles.get("undefined"))
        else:
            self.canvas.number(row, column, value, self._style(column))

    def _write_inputs(self, row: int, line: PlanLine, typed: PlanInput) -> None:
        """Untouched, the planned spend is today's, by a formula: that tells it from a typed one."""
        canvas, styles = self.canvas, self.sources.styles
        style = styles.figure(Unit.MONEY, "input")
        if typed.spend is not None:
            canvas.number(row, PLANNED, typed.spend, style)
        elif line.spend is not None:
            canvas.formula(row, PLANNED, reference(row, NOW), line.spend, style)
        else:
            canvas.blank(row, PLANNED, PLANNED, style)
        exponent = Decimal(1) if typed.exponent is None else typed.exponent
        canvas.number(row, EXPONENT, exponent, styles.figure(Unit.MULTIPLE, "input"))
        self._validate(row)

    def _validate(self, row: int) -> None:
        sources, worksheet = self.sources, self.canvas.worksheet
        rule = {"validate": "decimal", "error_title": sources.names[Role.PLAN], "ignore_blank": True}
        least = {"criteria": ">=", "value": 0, "error_message": sources.say("plan.spend_wrong")}
        worksheet.data_validation(row, PLANNED, row, PLANNED, rule | least)
        between = {
            "criteria": "between",
            "minimum": 0.05,
            "maximum": 1,
            "input_title": sources.say("plan.exponent_title"),
            "input_message": sources.say("plan.exponent_help"),
            "error_message": sources.say("plan.exponent_wrong"),
        }
        worksheet.data_validation(row, EXPONENT, row, EXPONENT, rule | between)

    def _write_break_even(self, row: int, line: PlanLine, typed: PlanInput, expected: Expected) -> None:
        canvas, styles = self.canvas, self.sources.styles
        above, below = self.sources.say("plan.above"), self.sources.say("plan.below")
        unknown = text_in_formula(self._unknown)
        roi = reference(row, ROI)
        words = f"IF({roi}>=0,{text_in_formula(above)},{text_in_formula(below)})"
        mark = self._unknown if expected.roi is None else above if expected.roi >= 0 else below
        canvas.formula(row, MARK, f"IF(ISNUMBER({roi}),{words},{unknown})", mark, styles.get("cell"))
        bound = up_to(line, 1.0 if typed.exponent is None else float(typed.exponent))
        shown = self.sources.say(bound) if isinstance(bound, str) else bound
        self._formula(row, UP_TO, self._up_to_formula(row), shown)

    def _up_to_formula(self, row: int) -> str:
        now, exponent, profit = reference(row, NOW), reference(row, EXPONENT), reference(row, NOW_PROFIT)
        never = text_in_formula(self.sources.say("plan.never"))
        boundless = text_in_formula(self.sources.say("plan.boundless"))
        limit = f"LN({profit}/{now})/(1-{exponent})+LN({now})>LN({_BOUNDLESS:.0f})"
        diminishing = f"IF({limit},{boundless},{now}*({profit}/{now})^(1/(1-{exponent})))"
        constant = f"IF({profit}>={now},{boundless},{never})"
        known = f"AND(N({now})>0,ISNUMBER({profit}),ISNUMBER({exponent}))"
        inner = f"IF({profit}<=0,{never},IF({exponent}>=1,{constant},{diminishing}))"
        return f"IF({known},{inner},{text_in_formula(self._unknown)})"

    def _write_total(self, last: int) -> None:
        sources, canvas, row = self.sources, self.canvas, last + 1
        style = sources.styles.get("total")
        canvas.blank(row, 0, UP_TO, style)
        canvas.text(row, CHANNEL, sources.say("total"), style)
        lines = self._lines
        expected = [expected_of(line, sources.carried.get(line.channel.key, PlanInput())) for line in lines]
        sums: dict[int, float | None] = {
            NOW: _sum(None if line.spend is None else float(line.spend) for line in lines),
            PLANNED: _sum(one.planned for one in expected),
            **{column: _sum(one.scaled[column] for one in expected) for column in _SCALED},
        }
        for column, value in sums.items():
            cells = area(_FIRST_ROW, column, last, column)
            formula = f"IF(COUNT({cells})=0,{_UNKNOWN},SUM({cells}))"
            self._formula(row, column, formula, value, "total_figure")
        spent = math.fsum(one.planned or 0 for one in expected if one.scaled[PROFIT] is not None)
        roi = ((sums[PROFIT] or 0.0) - spent) / spent if spent else None
        planned, profit = area(_FIRST_ROW, PLANNED, last, PLANNED), area(_FIRST_ROW, PROFIT, last, PROFIT)
        invested = f'SUMIFS({planned},{profit},">-1E+300")'
        ratio = f"IF({invested}=0,{_UNKNOWN},(SUM({profit})-{invested})/{invested})"
        self._formula(row, ROI, ratio, roi, "total_figure")

    def _mark(self, last: int) -> None:
        """Green where a line breaks even, red where it doesn't."""
        sources, worksheet = self.sources, self.canvas.worksheet
        roi = reference(_FIRST_ROW, ROI, fixed_column=True)
        for test, pays in (
            (f"=AND(ISNUMBER({roi}),{roi}>=0)", Pays.PAYS),
            (f"=N({roi})<0", Pays.LOSES_MONEY),
        ):
            rule = {"type": "formula", "criteria": test, "format": sources.styles.mark(pays)}
            worksheet.conditional_format(_FIRST_ROW, ROI, last, MARK, rule)

    @property
    def _unknown(self) -> str:
        return self.sources.say("short.unknown")

    def _style(self, column: int, style: str = "figure") -> Format:
        base = {NOW_LEADS: LEADS, NOW_CUSTOMERS: LEADS, NOW_REVENUE: NOW, NOW_PROFIT: NOW, FACTOR: EXPONENT}
        return self.sources.styles.figure(_UNITS[base.get(column, column)], style)

    def _formula(
        self, row: int, column: int, formula: str, value: float | str | None, style: str = "figure"
    ) -> None:
        shown = self._unknown if value is None else value
        filled = formula.replace(_UNKNOWN, text_in_formula(self._unknown))
        self.canvas.formula(row, column, filled, shown, self._style(column, style))


def _sum(values: Iterable[float | None]) -> float | None:
    """The sum of the known values; where none is known there is no sum either, and it isn't 0."""
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def _factor(row: int) -> str:
    now, planned, exponent = reference(row, NOW), reference(row, PLANNED), reference(row, EXPONENT)
    known = f"AND(ISNUMBER({planned}),ISNUMBER({exponent}),N({now})>0)"
    return f"IF({known},IF({planned}>0,({planned}/{now})^{exponent},IF({planned}=0,0,{_UNKNOWN})),{_UNKNOWN})"


def _scaled(row: int, base: int) -> str:
    factor, now = reference(row, FACTOR), reference(row, base)
    return f"IF(AND(ISNUMBER({factor}),ISNUMBER({now})),{factor}*{now},{_UNKNOWN})"


def _roi(row: int) -> str:
    profit, planned = reference(row, PROFIT), reference(row, PLANNED)
    return f"IF(AND(ISNUMBER({profit}),N({planned})>0),({profit}-{planned})/{planned},{_UNKNOWN})"
