"""Plan: twelve months ahead, as now and in two scenarios whose spend is typed in; the rest is formulas.

Above stand what a person sets, the comparison and the months; below what each channel's spend brings and
the spend itself. The values beside the formulas are those of `analysis.scenarios`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis.planning import MONTHS, TYPED_SCENARIOS, Plan, Scenario
from kpisheet.analysis.scenarios import Comparison, Estimate, Outcome, against_now, outcomes
from kpisheet.texts.units import Unit
from kpisheet.workbook.names import Role
from kpisheet.workbook.plan_inputs import COLUMNS, SETTING, VALUE
from kpisheet.workbook.results import plan_layout as at
from kpisheet.workbook.results.canvas import Canvas, fixed, text_in_formula
from kpisheet.workbook.results.plan_channels import ChannelBlocks
from kpisheet.workbook.results.plan_formulas import PlanFormulas
from kpisheet.workbook.results.plan_layout import Place
from kpisheet.workbook.results.sources import Sources
from kpisheet.worksheet.periods import Period

_LABEL_WIDTH, _WIDTH, _REMARK_WIDTH = 30, 12.5, 34
_UNITS = {
    "customers": Unit.DAYS,  # expected numbers, so with one decimal
    "roi": Unit.RETURN,
    "chance": Unit.RETURN,
    "months": Unit.COUNT,
}
_DIFFERENCES = ("spend", "customers", "revenue", "profit", "after", "later")
_STRONG = frozenset({"profit", "after"})


class PlanSheet(Struct, frozen=True, dict=True):
    """The writer of the sheet."""

    sources: Sources
    canvas: Canvas
    plan: Plan

    @cached_property
    def place(self) -> Place:
        """Where everything stands."""
        return Place(self.plan)

    @cached_property
    def formulas(self) -> PlanFormulas:
        """The formulas there."""
        return PlanFormulas(self.place, self._unknown, self._say("below_seen"))

    @cached_property
    def outcomes(self) -> dict[Scenario, Outcome]:
        """What each scenario comes to, the free lines among its own."""
        return outcomes(replace(self.plan, lines=self.place.lines))

    @property
    def _unknown(self) -> str:
        return self.sources.say("short.unknown")

    def _say(self, key: str, /, **facts: object) -> str:
        return self.sources.words.text(f"plan.{key}", **facts)

    def write(self) -> None:
        """The whole sheet."""
        canvas, styles = self.canvas, self.sources.styles
        canvas.columns((_LABEL_WIDTH, *(_WIDTH,) * (MONTHS + 1), _REMARK_WIDTH), styles.get("plain"))
        hidden = {"level": 1, "hidden": True}
        canvas.worksheet.set_column(at.KEY, at.LAST_COLUMN, 12, styles.get("plain"), hidden)
        canvas.worksheet.set_column(at.LAST_COLUMN + 1, at.LAST_COLUMN + 1, 4, None, {"collapsed": True})
        self._write_top()
        self._write_settings()
        self._write_comparison()
        self._write_months()
        blocks = ChannelBlocks(self.sources, canvas, self.plan, self.place, self.formulas, self.outcomes)
        blocks.write()
        canvas.worksheet.freeze_panes(0, 1)
        canvas.print_on(header=self.sources.heading, footer=self.sources.names[Role.PLAN], repeat=(0, 0))
        canvas.worksheet.print_area(0, 0, blocks.last_row, at.REMARK)
        # What it comes to is one page, what to type another.
        canvas.worksheet.set_h_pagebreaks([self.place.rates_title])

    # --- top --------------------------------------------------------------------------------------

    def _write_top(self) -> None:
        canvas, styles, plan = self.canvas, self.sources.styles, self.plan
        canvas.text(0, 0, self.sources.names[Role.PLAN], styles.get("title"))
        canvas.worksheet.set_row(0, 28)
        canvas.paragraph(1, 0, at.LAST_MONTH, self._introduction(), styles.get("wrapped"))
        canvas.paragraph(2, 0, at.LAST_MONTH, self._suggested(), styles.get("wrapped_bold"))
        if plan.lacks_margin:
            canvas.paragraph(3, 0, at.LAST_MONTH, self._say("no_margin"), styles.get("wrapped_bold"))
        else:
            self._write_left_out(3)

    def _introduction(self) -> str:
        plan = self.plan
        said = [self._say("introduction", window=plan.window) if plan.window else self._say("no_window")]
        said.append(self._say("cycle_known" if plan.cycle_known else "cycle_unknown"))
        said.append(self.sources.words.say(plan.season_said))
        return " ".join(said)

    def _suggested(self) -> str:
        found = self.plan.suggestion
        if found is None:
            reason = self.plan.no_suggestion
            return self.sources.words.say(reason) if reason else ""
        return self.sources.words.text(
            "plan.suggestion",
            budget=_decimal(found.budget),
            gain=_decimal(found.gain),
            low=_decimal(found.low),
            chance=_decimal(found.chance),
        )

    def _write_left_out(self, row: int) -> None:
        """Live: which planned spend counts as bringing nothing, because nothing tells what it brings."""
        place = self.place
        flags = [place.of_results(scenario, "without") for scenario in TYPED_SCENARIOS]
        count = "+".join(f"SUM({area})" for area in flags)
        column = at.RESULTS + at.RESULT_KEYS.index("without")
        names = "&".join(
            f"IF({'+'.join(fixed(place.spend_first(s) + n, column) for s in TYPED_SCENARIOS)}>0,"
            f'{fixed(place.rates_first + n, at.LABEL)}&"; ","")'
            for n in range(len(place.lines))
        )
        begins, ends, none = (self._say(f"left_out_{part}") for part in ("begins", "ends", "none"))
        formula = (
            f"IF({count}=0,{text_in_formula(none)},{text_in_formula(begins)}&{names}&{text_in_formula(ends)})"
        )
        found = [
            line.channel.name
            for number, line in enumerate(place.lines)
            if any(self.outcomes[scenario].lines[number].without_return for scenario in TYPED_SCENARIOS)
        ]
        shown = begins + "".join(f"{name}; " for name in found) + ends if found else none
        style = self.sources.styles.get("wrapped_bold" if found else "note")
        self.canvas.merged(row, 0, at.LAST_MONTH, "", style)
        self.canvas.formula(row, 0, formula, shown, style)

    def _write_settings(self) -> None:
        canvas, styles, place, typed = self.canvas, self.sources.styles, self.place, self.plan.typed
        tags = place.setting_tags
        canvas.text(tags, at.VALUE, VALUE, styles.get("id"))
        canvas.text(tags, at.KEY, COLUMNS, styles.get("id"))
        canvas.worksheet.set_row(tags, None, None, {"hidden": True})
        usual: Mapping[str, float | None] = {
            "months": float(MONTHS),
            "shared_costs": self.plan.shared,
            "cash": 0.0,
            "budget": None,
        }
        for key in at.SETTING_ROWS:
            row, number = place.setting(key), getattr(typed, key)
            style = styles.figure(_UNITS.get(key, Unit.MONEY), "input")
            canvas.text(row, at.LABEL, self._money_label(f"setting_{key}"), styles.get("cell"))
            shown = usual[key] if number is None else float(number)
            # Untouched, it is a formula: that tells it from what was typed.
            if number is not None:
                canvas.number(row, at.VALUE, number, style)
            elif shown is not None:
                canvas.formula(row, at.VALUE, repr(shown), shown, style)
            else:
                canvas.blank(row, at.VALUE, at.VALUE, style)
            canvas.text(row, at.FIRST_MONTH, self._about(key), styles.get("subtitle", indent=1))
            canvas.text(row, at.KEY, SETTING + key, styles.get("machine"))
            self._validate(row, key)

    def _about(self, key: str) -> str:
        if key == "shared_costs" and self.plan.shared is None:
            return self._say("about_shared_costs_unknown")
        return self._say(f"about_{key}")

    def _validate(self, row: int, key: str) -> None:
        limits: dict[str, object] = {"criteria": ">=", "value": 0}
        if key == "months":
            limits = {"criteria": "between", "minimum": 1, "maximum": MONTHS}
        elif key == "cash":
            return
        rule = {
            "validate": "decimal",
            "ignore_blank": True,
            "error_title": self.sources.names[Role.PLAN],
            "error_message": self._say("months_wrong" if key == "months" else "spend_wrong"),
        }
        self.canvas.worksheet.data_validation(row, at.VALUE, row, at.VALUE, rule | limits)

    def _money_label(self, key: str) -> str:
        label = self._say(key)
        return label if key in _PLAIN_LABELS else self.sources.words.in_currency(label)

    # --- the comparison ---------------------------------------------------------------------------

    def _write_comparison(self) -> None:
        canvas, styles, place = self.canvas, self.sources.styles, self.place
        title = place.results_title
        canvas.blank(title, 0, 11, styles.get("section"))
        first, last = self.plan.months[0], self.plan.months[-1]
        canvas.text(title, 0, self._say("results", span=Period(first.start, last.end)), styles.get("section"))
        top, below = title + 1, title + 2
        canvas.text(top, 0, "", styles.get("header"))
        canvas.text(below, 0, self.sources.words.in_currency(self._say("result")), styles.get("header"))
        for scenario in Scenario:
            column = place.result_column(scenario)
            canvas.merged(top, column, column + 2, self._name(scenario), styles.get("header", align="center"))
            for offset, key in enumerate(("from", "expected", "to")):
                canvas.text(below, column + offset, self._say(key), styles.get("header_right"))
        for scenario in TYPED_SCENARIOS:
            column = place.difference_column(scenario)
            canvas.text(top, column, "", styles.get("header"))
            heading = self._say("difference", scenario=self._name(scenario))
            canvas.text(below, column, heading, styles.get("header_right"))
        canvas.worksheet.set_row(below, 32)
        for key in at.RESULT_ROWS:
            self._write_result(key)

    def _name(self, scenario: Scenario) -> str:
        return self.sources.words.raw(f"plan.scenario_{scenario.value}")

    def _write_result(self, key: str) -> None:
        place, row = self.place, self.place.result(key)
        style = self.sources.styles.get("total" if key in _STRONG else "cell")
        self.canvas.text(row, 0, self._say(f"row_{key}"), style)
        for scenario in Scenario:
            column = place.result_column(scenario)
            formulas, estimate = self._result(key, scenario)
            for offset, (formula, value) in enumerate(
                zip(formulas, (estimate.low, estimate.value, estimate.high), strict=True)
            ):
                self._figure(row, column + offset, key, formula, value)
        for scenario in TYPED_SCENARIOS:
            self._write_difference(row, key, scenario)

    def _figure(
        self, row: int, column: int, key: str, formula: str | None, value: float | str | None
    ) -> None:
        style = "total_figure" if key in _STRONG else "figure"
        form = self.sources.styles.figure(_UNITS.get(key, Unit.MONEY), style)
        if formula is None:
            self.canvas.blank(row, column, column, form)
        else:
            self.canvas.formula(row, column, formula, self._unknown if value is None else value, form)

    def _write_difference(self, row: int, key: str, scenario: Scenario) -> None:
        place, column = self.place, self.place.difference_column(scenario)
        if key not in _DIFFERENCES:
            self._figure(row, column, key, None, None)
            return
        own, now = (fixed(row, place.result_column(one) + 1) for one in (scenario, Scenario.NOW))
        formula = self.formulas.known(f"AND(ISNUMBER({own}),ISNUMBER({now}))", f"{own}-{now}")
        values = [self._result(key, one)[1].value for one in (scenario, Scenario.NOW)]
        value = None if values[0] is None or values[1] is None else values[0] - values[1]
        self._figure(row, column, key, formula, value)

    def _result(
        self, key: str, scenario: Scenario
    ) -> tuple[tuple[str | None, str | None, str | None], Estimate]:
        """The three formulas of a result and its three values."""
        outcome, formulas, place = self.outcomes[scenario], self.formulas, self.place
        column = place.result_column(scenario)

        def at_row(name: str, offset: int = 1) -> str:
            return fixed(place.result(name), column + offset)

        def of_profit(formula: Callable[[str], str]) -> tuple[str, str, str]:
            low, value, high = (at_row("profit", offset) for offset in range(3))
            return formula(low), formula(value), formula(high)

        if key in ("customers", "profit"):
            return self._summed(key, scenario), getattr(outcome, key)
        if key == "spend":
            return (None, formulas.total_of_months(scenario, key), None), Estimate(outcome.spend)
        if key == "revenue":
            low, value, high = (at_row("profit", offset) for offset in range(3))
            own = at_row("revenue")
            ends = [
                formulas.known(f"AND(ISNUMBER({end}),N({value})>0)", f"{own}*{end}/{value}")
                for end in (low, high)
            ]
            return (ends[0], formulas.total_of_months(scenario, key), ends[1]), outcome.revenue
        if key == "shared":
            cell = f"N({fixed(place.setting('shared_costs'), at.VALUE)})*{place.count}"
            return (None, cell, None), Estimate(outcome.shared)
        if key == "after":
            costs = f"{at_row('spend')}-{at_row('shared')}"
            left = of_profit(lambda one: formulas.known(f"ISNUMBER({one})", f"{one}-{costs}"))
            return left, outcome.after
        if key == "roi":
            spend = at_row("spend")
            returned = of_profit(
                lambda one: formulas.known(f"AND(ISNUMBER({one}),{spend}>0)", f"({one}-{spend})/{spend}")
            )
            return returned, outcome.roi
        only = Estimate(self._single_value(key, scenario))  # type: ignore[arg-type]  # a month's name is no number
        return (None, self._single(key, scenario), None), only

    def _summed(self, key: str, scenario: Scenario) -> tuple[str, str, str]:
        """The sum over channels, with a range of their variances."""
        place, formulas = self.place, self.formulas
        spread, chance = (
            ("profit_spread", "profit_chance") if key == "profit" else ("customer_spread", "customer_chance")
        )
        value = fixed(place.result(key), place.result_column(scenario) + 1)
        season = f"{value}^2*INDEX({place.months_of(place.season)},1,{place.count})"
        own = f"SUMSQ({place.of_results(scenario, spread)})+SUM({place.of_results(scenario, chance)})"
        variance = f"({own}+{season})"
        ends = [formulas.low(value, variance), formulas.high(value, variance)]
        total = f"SUM({place.of_results(scenario, key)})"
        if key == "profit":
            known = f"{formulas.range_known(scenario)}=1"
            ends = [formulas.known(known, end) for end in ends]
            total = formulas.known(f"{place.known}=1", total)
        return ends[0], total, ends[1]

    def _single(self, key: str, scenario: Scenario) -> str | None:
        place, formulas = self.place, self.formulas
        if key == "later":
            later = f"SUMPRODUCT({place.of_results(scenario, 'later')},{place.of_rates(at.UNIT_PROFIT)})"
            return formulas.known(f"{place.known}=1", later)
        if key == "lowest_cash":
            months = formulas.counted_months(place.month_row(scenario, "cash"))
            return formulas.known(f"{place.known}=1", f"MIN({months})")
        if scenario is Scenario.NOW:
            return None
        if key == "paid_back":
            return formulas.paid_back(scenario, none=self._say("no_outlay"), never=self._say("not_paid_back"))
        return formulas.chance(scenario)

    def _single_value(self, key: str, scenario: Scenario) -> float | str | None:
        outcome = self.outcomes[scenario]
        if key in ("later", "lowest_cash"):
            value: float | None = getattr(outcome, key)
            return value
        compared = against_now(outcome, self.outcomes[Scenario.NOW])
        return self._paid_back(compared) if key == "paid_back" else compared.chance

    def _paid_back(self, compared: Comparison) -> str | None:
        if compared.after is None:
            return None
        if not compared.outlay:
            return self._say("no_outlay")
        if compared.paid_back is None:
            return self._say("not_paid_back")
        return self._month_name(compared.paid_back)

    # --- months -----------------------------------------------------------------------------------

    def _month_name(self, index: int) -> str:
        return self.sources.words.writing.short_month(self.plan.months[index].start)

    def _write_months(self) -> None:
        canvas, styles, place, plan = self.canvas, self.sources.styles, self.place, self.plan
        canvas.blank(place.months_title, 0, at.LAST_MONTH, styles.get("section"))
        canvas.text(place.months_title, 0, self._say("months"), styles.get("section"))
        canvas.text(
            place.month_names, 0, self.sources.words.in_currency(self._say("result")), styles.get("header")
        )
        canvas.text(place.month_names, at.VALUE, self._say("counted"), styles.get("header_right"))
        hidden = {"hidden": True}
        for row in (place.flags, place.repeats, place.season):
            canvas.worksheet.set_row(row, None, None, hidden)
        canvas.formula(place.flags, at.VALUE, place.counted, float(plan.counted), styles.get("id"))
        canvas.number(place.repeats, at.VALUE, plan.quantile, styles.get("id"))
        known = f"IF(SUM({place.of_rates(at.HAS_RATE)})+COUNT({place.of_rates(at.DATA_PROFIT)})>0,1,0)"
        knows = self.outcomes[Scenario.NOW].knows_profit
        canvas.formula(place.flags, at.REMARK, known, float(knows), styles.get("id"))
        self._write_season()
        for index in range(MONTHS):
            column = at.FIRST_MONTH + index
            canvas.text(place.month_names, column, self._month_name(index), styles.get("header_right"))
            flag = f"IF({index + 1}<={place.count},1,0)"
            canvas.formula(place.flags, column, flag, float(index < plan.counted), styles.get("id"))
            canvas.number(place.repeats, column, plan.repeats[index], styles.get("id"))
            canvas.number(place.season, column, plan.season[index], styles.get("id"))
            canvas.number(place.seasonal, column, plan.seasonal[index], styles.figure(Unit.MULTIPLE))
        for scenario in Scenario:
            self._write_month_block(scenario)

    def _write_season(self) -> None:
        """The row's name and its sum over the months that count; in view where a season is known."""
        canvas, styles, place = self.canvas, self.sources.styles, self.place
        canvas.text(place.seasonal, at.LABEL, self._say("row_season"), styles.get("cell"))
        weight = f"SUMPRODUCT({place.busy})"
        canvas.formula(place.seasonal, at.VALUE, weight, self.plan.weight, styles.figure(Unit.MULTIPLE))
        if self.plan.no_season is not None:
            canvas.worksheet.set_row(place.seasonal, None, None, {"hidden": True})

    def _write_month_block(self, scenario: Scenario) -> None:
        canvas, styles, place = self.canvas, self.sources.styles, self.place
        title = place.month_block(scenario)
        canvas.blank(title, 0, at.LAST_MONTH, styles.get("total"))
        canvas.text(title, 0, self._name(scenario), styles.get("total"))
        for key in at.HIDDEN_MONTH_ROWS:
            canvas.worksheet.set_row(place.month_row(scenario, key), None, None, {"hidden": True})
        for key in at.MONTH_ROWS:
            canvas.text(place.month_row(scenario, key), 0, self._say(f"row_{key}"), styles.get("cell"))
        for index in range(MONTHS):
            values = self._month_values(scenario, index)
            for key, formula in self.formulas.of_month(scenario, at.FIRST_MONTH + index).items():
                self._figure(
                    place.month_row(scenario, key), at.FIRST_MONTH + index, key, formula, values[key]
                )
        self._write_month_totals(scenario)
        outcome = self.outcomes[scenario]
        row = place.month_row(scenario, "variance")
        canvas.formula(
            row, at.VALUE, self.formulas.knows_range(scenario), float(outcome.knows_range), styles.get("id")
        )

    def _month_values(self, scenario: Scenario, index: int) -> dict[str, float | None]:
        outcome = self.outcomes[scenario]
        month, now = outcome.months[index], self.outcomes[Scenario.NOW].months[index]
        return {
            "spend": month.spend,
            "customers": month.customers,
            "revenue": month.revenue,
            "profit": month.profit.value,
            "low": month.profit.low,
            "high": month.profit.high,
            "after": month.after,
            "cash": month.cash,
            "variance": outcome.month_variance(index),
            "ahead": 0.0 if month.cash is None else month.cash - (now.cash or 0.0),
        }

    def _write_month_totals(self, scenario: Scenario) -> None:
        place, outcome, formulas = self.place, self.outcomes[scenario], self.formulas
        column = place.result_column(scenario)
        profit = [fixed(place.result("profit"), column + offset) for offset in range(3)]
        cash = place.month_row(scenario, "cash")
        made: dict[str, tuple[str, float | None]] = {
            "spend": (formulas.total_of_months(scenario, "spend"), outcome.spend),
            "customers": (formulas.total_of_months(scenario, "customers"), outcome.customers.value),
            "revenue": (formulas.total_of_months(scenario, "revenue"), outcome.revenue.value),
            "profit": (profit[1], outcome.profit.value),
            "low": (profit[0], outcome.profit.low),
            "high": (profit[2], outcome.profit.high),
            "after": (fixed(place.result("after"), column + 1), outcome.after.value),
            "cash": (
                f"INDEX({place.months_of(cash)},1,{place.count})",
                outcome.months[outcome.plan.counted - 1].cash,
            ),
        }
        for key, (formula, value) in made.items():
            self._figure(place.month_row(scenario, key), at.VALUE, key, formula, value)


_PLAIN_LABELS = frozenset({"setting_months"})


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value)) if math.isfinite(value) else Decimal(0)
