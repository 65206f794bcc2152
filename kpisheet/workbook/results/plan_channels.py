"""The lower half of Plan: what each channel's spend brings, and the spend of the two scenarios."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct
from xlsxwriter.format import Format

from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.planning import (
    DAYS_OF_A_MONTH,
    MONTHS,
    TYPED_SCENARIOS,
    ChannelTyped,
    Plan,
    PlanLine,
    Scenario,
)
from kpisheet.analysis.scenarios import LineResult, Outcome
from kpisheet.texts.units import Unit
from kpisheet.workbook.names import Role
from kpisheet.workbook.plan_inputs import COLUMNS, LEVEL, MONTH, NAME, RATE_COLUMNS, RATES, SPEND
from kpisheet.workbook.results import plan_layout as at
from kpisheet.workbook.results.canvas import Canvas, area, fixed, reference
from kpisheet.workbook.results.plan_formulas import PlanFormulas
from kpisheet.workbook.results.plan_layout import Place
from kpisheet.workbook.results.sources import Sources

_HEADERS = {
    at.LABEL: "channel",
    at.NOW: "now",
    at.COST: "cost",
    at.PROFIT_EACH: "profit_each",
    at.AVERAGE: "average",
    at.MARGINAL: "marginal",
    at.EXPONENT: "exponent",
    at.DAYS: "days",
    at.UP_TO: "up_to",
    at.MOST: "most",
    at.SUGGESTED: "suggested",
    at.VERDICT: "verdict",
    at.ABOUT: "about",
}
_MONEY = frozenset(
    {at.NOW, at.COST, at.PROFIT_EACH, at.AVERAGE, at.MARGINAL, at.UP_TO, at.MOST, at.SUGGESTED}
)
_UNITS = {
    at.COST: Unit.UNIT_MONEY,
    at.PROFIT_EACH: Unit.UNIT_MONEY,
    at.AVERAGE: Unit.MULTIPLE,
    at.MARGINAL: Unit.MULTIPLE,
    at.EXPONENT: Unit.MULTIPLE,
    at.DAYS: Unit.DAYS,
}
_INPUTS = {
    at.COST: "cost_per_customer",
    at.PROFIT_EACH: "profit_per_customer",
    at.EXPONENT: "exponent",
    at.DAYS: "days",
}


class ChannelBlocks(Struct, frozen=True):
    """Writes them."""

    sources: Sources
    canvas: Canvas
    plan: Plan
    place: Place
    formulas: PlanFormulas
    outcomes: Mapping[Scenario, Outcome]

    def write(self) -> None:
        """Rates first, then each scenario's spend."""
        self._write_rate_headers()
        for number, line in enumerate(self.place.lines):
            self._write_rates(number, line)
        for scenario in TYPED_SCENARIOS:
            self._write_spend_headers(scenario)
            for number, line in enumerate(self.place.lines):
                self._write_spend(scenario, number, line)
            self._write_total(scenario)

    @property
    def last_row(self) -> int:
        """The last one that is written."""
        return self.place.spend_last(Scenario.B) + 1

    def _say(self, key: str, /, **facts: object) -> str:
        return self.sources.words.text(f"plan.{key}", **facts)

    @property
    def _unknown(self) -> str:
        return self.sources.say("short.unknown")

    def _tag_row(self, row: int, tags: Mapping[int, str]) -> None:
        for column, tag in {**tags, at.KEY: COLUMNS}.items():
            self.canvas.text(row, column, tag, self.sources.styles.get("id"))
        self.canvas.worksheet.set_row(row, None, None, {"hidden": True})

    def _or_unknown(self, row: int, column: int, value: float | None, style: Format) -> None:
        if value is None:
            self.canvas.text(row, column, self._unknown, self.sources.styles.get("undefined"))
        else:
            self.canvas.number(row, column, value, style)

    # --- rates ------------------------------------------------------------------------------------

    def _write_rate_headers(self) -> None:
        canvas, styles, title = self.canvas, self.sources.styles, self.place.rates_title
        canvas.blank(title, 0, at.REMARK, styles.get("section"))
        canvas.text(title, 0, self._say("rates"), styles.get("section"))
        canvas.paragraph(title + 1, 0, at.LAST_MONTH, self._say("rates_explained"), styles.get("note"))
        names = {column: RATE_COLUMNS[key] for column, key in _INPUTS.items()}
        self._tag_row(title + 2, {at.LABEL: NAME, **names})
        header = title + 3
        canvas.blank(header, 0, at.REMARK, styles.get("header"))
        for column, key in _HEADERS.items():
            left = column in (at.LABEL, at.VERDICT, at.ABOUT)
            label = self._say(f"column_{key}")
            shown = self.sources.words.in_currency(label) if column in _MONEY else label
            style = styles.get("header" if left else "header_right")
            if column == at.VERDICT:
                self._over_two(header, shown, style)
            else:
                canvas.text(header, column, shown, style)
        canvas.worksheet.set_row(header, 86)

    def _write_rates(self, number: int, line: PlanLine) -> None:
        canvas, styles, row = self.canvas, self.sources.styles, self.place.rates_first + number
        typed = self.plan.typed_of(line)
        rates = Rates(line, typed)
        self._write_name(row, line)
        self._write_facts(row, line, rates)
        values = _rate_values(line, rates, self._say("below_seen"))
        for column, formula in self.formulas.of_rates(row).items():
            self._write_rate(row, column, formula, values[column], typed)
        now = self.outcomes[Scenario.NOW].lines[number]
        for month, units in enumerate(now.arriving):
            formula = self.formulas.arriving_now(row, month)
            canvas.formula(row, at.ARRIVING_NOW + month, formula, units, styles.get("machine"))
        self._write_results(Scenario.NOW, row, row, now)
        canvas.text(row, at.KEY, RATES + line.channel.key, styles.get("machine"))
        self._validate(row)

    def _write_name(self, row: int, line: PlanLine) -> None:
        free = not line.channel.name and line.channel.key.startswith("+")
        styles = self.sources.styles
        if free:
            self.canvas.blank(row, at.LABEL, at.LABEL, styles.get("input", align="left"))
        else:
            self.canvas.text(row, at.LABEL, self._name(line), styles.get("cell"))

    def _name(self, line: PlanLine) -> str:
        return line.channel.name or self._say("others")

    def _write_facts(self, row: int, line: PlanLine, rates: Rates) -> None:
        """What comes from the worksheet as it is."""
        canvas, styles = self.canvas, self.sources.styles
        money, plain = styles.figure(Unit.MONEY), styles.get("machine")
        canvas.number(row, at.NOW, line.now, money)
        self._or_unknown(row, at.MOST, line.most or None, money)
        moves = {move.key: move for move in self.plan.suggestion.moves} if self.plan.suggestion else {}
        move = moves.get(line.channel.key)
        self._or_unknown(row, at.SUGGESTED, None if move is None else move.suggested, money)
        self._write_verdict(row, line)
        about = self._say(self._about(line, rates))
        if move is not None and move.at_limit:
            about = f"{about}; {self._say('about_limit')}"
        canvas.text(row, at.ABOUT, about, styles.get("cell", font_color="#6B7280"))
        facts = {
            at.DATA_CUSTOMERS: line.brings.customers,
            at.DATA_REVENUE: line.brings.revenue,
            at.DATA_PROFIT: line.brings.profit,
            at.COUNT_VARIANCE: rates.count_variance,
            at.PROFIT_VARIANCE: rates.profit_variance,
            at.SINGLE: line.chance.single,
            at.REPEATED: line.chance.repeated,
            at.VALUES: line.chance.values,
            at.USUAL_EXPONENT: line.returns.exponent,
            at.UNCERTAINTY: line.returns.uncertainty,
            at.CURVE_KNOWN: float(line.returns.known),
            at.TOLD: float(line.told),
            at.LEAST: line.least,
            at.USUAL_DAYS: line.days,
            at.USUAL_PROFIT: line.usual_profit,
            at.REVENUE_PER_PROFIT: line.revenue_per_profit,
            at.USUAL_BEFORE: line.before,
        }
        for column, value in facts.items():
            self._or_unknown(row, column, value, plain)

    def _write_verdict(self, row: int, line: PlanLine) -> None:
        """As the report's verdict over the window says; the plan has none of its own."""
        judged = {entry.channel.key: entry.verdict.pays for entry in self.sources.report.judged}
        pays = judged.get(line.channel.key)
        if pays is None:
            self._over_two(row, self._unknown, self.sources.styles.get("cell"))
            return
        word = self.sources.words.raw(f"verdicts.{pays}")
        self._over_two(row, word, self.sources.styles.verdict(pays))

    def _over_two(self, row: int, text: str, style: Format) -> None:
        self.canvas.merged(row, at.VERDICT, at.ABOUT - 1, text, style)

    def _about(self, line: PlanLine, rates: Rates) -> str:
        """What its exponent rests on, or what is missing."""
        if line.now <= 0:
            return "about_no_history"
        if line.doubtful:
            return "about_doubtful"
        if rates.typed.exponent is not None:
            return "about_typed"
        return "about_known" if line.returns.known else "about_assumed"

    def _write_rate(
        self, row: int, column: int, formula: str, value: float | str | None, typed: ChannelTyped
    ) -> None:
        styles, unit = self.sources.styles, _UNITS.get(column, Unit.MONEY)
        if column not in _INPUTS:
            style = styles.get("machine") if column > at.KEY else styles.figure(unit)
            self.canvas.formula(row, column, formula, self._unknown if value is None else value, style)
            return
        given = getattr(typed, _INPUTS[column])
        style = styles.figure(unit, "input")
        if given is not None:
            self.canvas.number(row, column, given, style)
        else:
            self.canvas.formula(row, column, formula, self._unknown if value is None else value, style)

    def _validate(self, row: int) -> None:
        title = self.sources.names[Role.PLAN]
        rule = {"validate": "decimal", "error_title": title, "ignore_blank": True}
        least = {"criteria": ">=", "value": 0, "error_message": self._say("spend_wrong")}
        for column in (at.COST, at.DAYS):
            self.canvas.worksheet.data_validation(row, column, row, column, rule | least)
        between = {
            "criteria": "between",
            "minimum": 0.05,
            "maximum": 1,
            "input_title": self._say("exponent_title"),
            "input_message": self._say("exponent_help"),
            "error_message": self._say("exponent_wrong"),
        }
        self.canvas.worksheet.data_validation(row, at.EXPONENT, row, at.EXPONENT, rule | between)

    # --- spend ------------------------------------------------------------------------------------

    def _write_spend_headers(self, scenario: Scenario) -> None:
        canvas, styles, title = self.canvas, self.sources.styles, self.place.spend_title(scenario)
        name = self.sources.words.raw(f"plan.scenario_{scenario.value}")
        canvas.blank(title, 0, at.REMARK, styles.get("section"))
        canvas.text(title, 0, self._say("spend", scenario=name), styles.get("section"))
        months = {at.FIRST_MONTH + n: MONTH + month.key for n, month in enumerate(self.plan.months)}
        self._tag_row(title + 1, {at.VALUE: LEVEL, **months})
        header = title + 2
        canvas.blank(header, 0, at.REMARK, styles.get("header"))
        canvas.text(header, at.LABEL, self._say("column_channel"), styles.get("header"))
        label = self.sources.words.in_currency(self._say("column_level"))
        canvas.text(header, at.VALUE, label, styles.get("header_right"))
        for number in range(MONTHS):
            named = self.sources.words.writing.short_month(self.plan.months[number].start)
            canvas.text(header, at.FIRST_MONTH + number, named, styles.get("header_right"))
        canvas.worksheet.set_row(header, 32)

    def _write_spend(self, scenario: Scenario, number: int, line: PlanLine) -> None:
        canvas, styles = self.canvas, self.sources.styles
        row, rates = self.place.spend_first(scenario) + number, self.place.rates_first + number
        result = self.outcomes[scenario].lines[number]
        self._write_spend_name(row, rates, line)
        self._write_typed_spend(scenario, row, rates, line, result)
        for month in range(MONTHS):
            plain = styles.get("machine")
            earned = self.formulas.earned(row, rates, month)
            canvas.formula(row, at.EARNED + month, earned, result.earned[month], plain)
            arriving = self.formulas.arriving(row, rates, month)
            canvas.formula(row, at.ARRIVING + month, arriving, result.arriving[month], plain)
        self._write_results(scenario, row, rates, result)
        self._write_remark(row, rates, result)
        canvas.text(row, at.KEY, SPEND[scenario] + line.channel.key, styles.get("machine"))

    def _write_spend_name(self, row: int, rates: int, line: PlanLine) -> None:
        style, name = self.sources.styles.get("cell"), fixed(rates, at.LABEL)
        if line.channel.name or not line.channel.key.startswith("+"):
            self.canvas.text(row, at.LABEL, self._name(line), style)
        else:
            self.canvas.formula(
                row, at.LABEL, self.formulas.known(f"ISTEXT({name})", name), self._unknown, style
            )

    def _write_typed_spend(
        self, scenario: Scenario, row: int, rates: int, line: PlanLine, result: LineResult
    ) -> None:
        """Untouched, a spend is a formula: that tells it from a typed one."""
        canvas, typed = self.canvas, self.plan.typed_of(line)
        style = self.sources.styles.figure(Unit.MONEY, "input")
        level = typed.level.get(scenario)
        if level is None:
            canvas.formula(row, at.VALUE, fixed(rates, at.NOW), line.now, style)
        else:
            canvas.number(row, at.VALUE, level, style)
        for number, month in enumerate(self.plan.months):
            given, column = typed.spend.get((scenario, month.key)), at.FIRST_MONTH + number
            if given is None:
                own = reference(row, at.VALUE, fixed_column=True)
                canvas.formula(row, column, own, result.spend[number], style)
            else:
                canvas.number(row, column, given, style)
        rule = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "ignore_blank": True,
            "error_title": self.sources.names[Role.PLAN],
            "error_message": self._say("spend_wrong"),
        }
        canvas.worksheet.data_validation(row, at.VALUE, row, at.LAST_MONTH, rule)

    def _write_results(self, scenario: Scenario, row: int, rates: int, result: LineResult) -> None:
        values = {
            "units": result.units,
            "later": result.later,
            "tilt": result.tilt,
            "profit": result.profit,
            "customers": result.customers,
            "profit_spread": result.profit_spread,
            "customer_spread": result.customer_spread,
            "profit_chance": result.profit_chance,
            "customer_chance": result.customer_chance,
            "better_spread": result.better_spread,
            "without": float(result.without_return),
        }
        plain = self.sources.styles.get("machine")
        formulas = self.formulas.of_line(scenario, row, rates)
        for number, key in enumerate(at.RESULT_KEYS):
            self.canvas.formula(row, at.RESULTS + number, formulas[key], values[key], plain)

    def _write_remark(self, row: int, rates: int, result: LineResult) -> None:
        without, beyond = self._say("without_return"), self._say("beyond_seen")
        formula = self.formulas.remark(row, rates, without=without, beyond=beyond, fine=self._unknown)
        shown = without if result.without_return else beyond if result.beyond_seen else self._unknown
        self.canvas.formula(row, at.REMARK, formula, shown, self.sources.styles.get("cell", bold=True))

    def _write_total(self, scenario: Scenario) -> None:
        canvas, styles, row = self.canvas, self.sources.styles, self.place.spend_last(scenario) + 1
        canvas.blank(row, 0, at.REMARK, styles.get("total"))
        canvas.text(row, at.LABEL, self.sources.say("total"), styles.get("total"))
        first, last = self.place.spend_first(scenario), self.place.spend_last(scenario)
        lines = self.outcomes[scenario].lines
        for column in range(at.VALUE, at.LAST_MONTH + 1):
            month = column - at.FIRST_MONTH
            amounts = [self._level(scenario, one) if month < 0 else one.spend[month] for one in lines]
            formula = f"SUM({area(first, column, last, column)})"
            canvas.formula(
                row,
                column,
                formula,
                math.fsum(map(float, amounts)),
                styles.figure(Unit.MONEY, "total_figure"),
            )

    def _level(self, scenario: Scenario, result: LineResult) -> float:
        level = result.rates.typed.level.get(scenario)
        return result.rates.now if level is None else float(level)


def _rate_values(line: PlanLine, rates: Rates, below_seen: str) -> dict[int, float | str | None]:
    """What the formulas of a channel's rates come to."""
    up_to = rates.pays_up_to
    months = rates.days / DAYS_OF_A_MONTH
    spread = (line.chance.single + line.chance.values) * rates.worth
    return {
        at.COST: rates.cost_per_customer,
        at.PROFIT_EACH: rates.profit_per_customer,
        at.EXPONENT: rates.exponent,
        at.DAYS: rates.days,
        at.AVERAGE: rates.average_return,
        at.MARGINAL: rates.marginal_return,
        at.UP_TO: below_seen if up_to == 0 else up_to,
        at.UNIT_CUSTOMERS: rates.customers,
        at.UNIT_PROFIT: rates.profit,
        at.UNIT_REVENUE: rates.revenue,
        at.FREE_CUSTOMERS: rates.free_customers,
        at.FREE_PROFIT: rates.free_profit,
        at.FREE_REVENUE: rates.free_revenue,
        at.WORTH: rates.worth,
        at.HAS_RATE: float(rates.has_rate),
        at.USED_EXPONENT: rates.exponent,
        at.USED_DAYS: rates.days,
        at.WHOLE_MONTHS: float(int(months)),
        at.LATER_SHARE: months - int(months),
        at.BEFORE: rates.before,
        at.MONTH_CHANCE: abs(rates.profit) * spread,
        at.FREE_CHANCE: abs(rates.free_profit) * spread,
    }
