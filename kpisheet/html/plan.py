"""The plan on the page: one table of what it comes to, one chart of its months, what each channel brings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.planning import TYPED_SCENARIOS, Plan, Scenario
from kpisheet.analysis.report import Interval
from kpisheet.analysis.scenarios import Comparison, Estimate, Month, Outcome, against_now, outcomes
from kpisheet.html.charts import Chart
from kpisheet.html.drawing import Box, Dot, Entry, Label, Line, Picture, Shape
from kpisheet.html.frames import GAP, TICK_SIZE, Axis
from kpisheet.html.items import axis_over
from kpisheet.html.plan_assumptions import plan_assumptions
from kpisheet.html.rows import NARROW, WIDE
from kpisheet.html.scales import Scale, text_width
from kpisheet.html.wording import Cell, Column, Row, Table, Wording, in_one_piece, shortened
from kpisheet.texts.units import Unit

_ZERO = Decimal(0)
_WHOLE_FROM = 10
_HEIGHT, _TOP, _BOTTOM = 210.0, 28.0, 180.0
_UNITS = {"roi": Unit.RETURN, "chance": Unit.RETURN}
_ROWS = ("spend", "customers", "profit", "shared", "after", "roi", "later", "lowest_cash")
_COMPARED = ("paid_back", "chance")


class PlanView(Struct, frozen=True):
    """The plan in words: the comparison, the chart of its months, what it says and assumes, the channels.

    `said`: what is to be known with the result; `how`: how other spends get here, where there are none.
    `typed`: a scenario was, so that it is printed without being asked for.
    """

    comparison: Table
    chart: Chart
    said: tuple[str, ...]
    assumptions: tuple[str, ...]
    how: str | None
    channels: Table
    typed: bool


def plan_view(wording: Wording) -> PlanView | None:
    """The plan, where there is a channel to plan for, and a figure or the person tells what one brings."""
    plan = wording.report.plan
    if plan is None or not plan.lines:
        return None
    view = _View(wording, plan)
    told = any(line.brings.customers is not None or line.brings.profit is not None for line in plan.lines)
    return view.view() if told or view.typed else None


class _View(Struct, frozen=True, dict=True):
    wording: Wording
    plan: Plan

    def view(self) -> PlanView:
        """All of it."""
        typed = self.typed
        how = None if typed or self.wording.for_client else self._text("page_try")
        return PlanView(
            self._comparison(),
            self._chart(),
            tuple(self._said()),
            plan_assumptions(self.wording, self.plan, compared=typed),
            how,
            self._channels(),
            typed,
        )

    @property
    def typed(self) -> bool:
        """Whether the person typed a scenario."""
        return len(self._shown) > 1

    @cached_property
    def _all(self) -> dict[Scenario, Outcome]:
        return outcomes(self.plan)

    @cached_property
    def _shown(self) -> tuple[Scenario, ...]:
        """As now, and the scenarios for which something was typed."""
        typed = self.plan.typed.channels.values()
        spends = {scenario for one in typed for scenario in (*one.level, *(key for key, _ in one.spend))}
        return (Scenario.NOW, *(scenario for scenario in TYPED_SCENARIOS if scenario in spends))

    def _text(self, key: str, /, **facts: object) -> str:
        return self.wording.text(f"plan.{key}", **facts)

    def _name(self, scenario: Scenario) -> str:
        return self._text(f"scenario_{scenario.value}")

    def _month_name(self, index: int) -> str:
        return self.wording.words.writing.short_month(self.plan.months[index].start)

    # --- sentences --------------------------------------------------------------------------------

    def _said(self) -> list[str]:
        plan, said = self.plan, []
        if plan.lacks_margin:
            said.append(self._text("no_margin"))
        left_out = {
            one.rates.line.channel.name: None
            for scenario in self._shown
            for one in self._all[scenario].without_return
        }
        if left_out and not plan.lacks_margin:
            said.append(self._text("page_left_out", names=list(left_out)))
        if plan.suggestion is not None:
            said.append(self._suggested())
        elif plan.no_suggestion is not None:
            said.append(self.wording.say(plan.no_suggestion))
        return said

    def _suggested(self) -> str:
        found = self.plan.suggestion
        if found is None:
            return ""
        names = {line.channel.key: line.channel.name for line in self.plan.lines}
        money = self.wording.words.writing.money
        moves = [
            f"{names[move.key]} {money(_decimal(move.now))} → {money(_decimal(move.suggested))}"
            for move in found.moves
        ]
        return self._text(
            "page_suggestion",
            budget=_decimal(found.budget),
            moves="; ".join(moves),
            gain=_decimal(found.gain),
            low=_decimal(found.low),
            chance=_decimal(found.chance),
        )

    # --- the comparison ---------------------------------------------------------------------------

    def _comparison(self) -> Table:
        counted = self.plan.months[: self.plan.counted]
        span = type(counted[0])(counted[0].start, counted[-1].end)
        columns = (
            Column(self._text("result"), numeric=False),
            *(Column(self._name(scenario)) for scenario in self._shown),
        )
        keys = (*_ROWS, *_COMPARED) if len(self._shown) > 1 else _ROWS
        rows = tuple(
            Row((Cell(self._text(f"row_{key}")), *(self._cell(key, scenario) for scenario in self._shown)))
            for key in keys
        )
        return Table("table-plan", self._text("results", span=span), columns, rows)

    def _cell(self, key: str, scenario: Scenario) -> Cell:
        if key in _COMPARED:
            return self._compared(key, scenario)
        value, unit = getattr(self._all[scenario], key), _UNITS.get(key, Unit.MONEY)
        estimate = value if isinstance(value, Estimate) else Estimate(value)
        if key == "customers":
            estimate, unit = _in_persons(estimate), Unit.COUNT
        if estimate.value is None:
            return Cell("–", missing=True)
        writing = self.wording.words.writing
        shown = _decimal(estimate.value)
        base = None
        if estimate.low is not None and estimate.high is not None:
            ends = Interval(_decimal(estimate.low), _decimal(estimate.high))
            base = in_one_piece(writing.between(unit, ends.low, ends.high or ends.low))
        return Cell(writing.figure(unit, shown), sort=str(estimate.value), base=base)

    def _compared(self, key: str, scenario: Scenario) -> Cell:
        if scenario is Scenario.NOW:
            return Cell("–", missing=True)
        compared = against_now(self._all[scenario], self._all[Scenario.NOW])
        if key == "paid_back":
            return Cell(self._paid_back(compared))
        return self.wording.plain(None if compared.chance is None else _decimal(compared.chance), Unit.RETURN)

    def _paid_back(self, compared: Comparison) -> str:
        if compared.after is None:
            return "–"
        if not compared.outlay:
            return self._text("no_outlay")
        return (
            self._text("not_paid_back")
            if compared.paid_back is None
            else self._month_name(compared.paid_back)
        )

    # --- the chart --------------------------------------------------------------------------------

    def _chart(self) -> Chart:
        months = {scenario: self._all[scenario].months[: self.plan.counted] for scenario in self._shown}
        amounts = [
            _decimal(amount)
            for own in months.values()
            for month in own
            for amount in (month.spend, month.profit.value, month.profit.low, month.profit.high)
            if amount is not None
        ]
        axis = axis_over(self.wording, Unit.MONEY, [_ZERO, *amounts])
        now = months[Scenario.NOW]
        ends = [self._month_note(index, now[index]) for index in (0, len(now) - 1)]
        description = self._text("chart_description", first=ends[0], last=ends[1])
        wide, narrow = (
            tuple(self._picture(scenario, own, axis, narrow=small) for scenario, own in months.items())
            for small in (False, True)
        )
        legend = (Entry("second", self._text("row_spend")), Entry("dot", self._text("legend_profit")))
        return Chart("plan", self._text("chart"), description, wide, narrow, self._month_table(), legend)

    def _month_note(self, index: int, month: Month) -> str:
        money = self.wording.words.writing.money
        profit = "–" if month.profit.value is None else money(_decimal(month.profit.value))
        return (
            f"{self._month_name(index)}: {self._text('row_spend')} {money(_decimal(month.spend))}, "
            f"{self._text('row_profit')} {profit}"
        )

    def _picture(self, scenario: Scenario, months: Sequence[Month], axis: Axis, *, narrow: bool) -> Picture:
        """A bar for each month's spend, beside it the expected gross profit and its likely range."""
        width = NARROW if narrow else WIDE
        start = max(text_width(text, TICK_SIZE) for text in axis.texts) + GAP
        step = (width - start) / len(months)
        height = Scale(axis.low, axis.high, _BOTTOM, _TOP)
        shapes: list[Shape] = [Label(0, 14, self._name(scenario))]
        for mark, text in zip(axis.marks, axis.texts, strict=True):
            y = height(mark)
            shapes.append(Line(start, y, width, y, "zero" if mark == 0 else "grid"))
            shapes.append(Label(round(start - 6, 1), y + 4, text, "tick", "end"))
        every = max(1, round(len(months) / (3 if narrow else 6)))
        for index, month in enumerate(months):
            middle = round(start + step * (index + 0.5), 1)
            shapes += self._month_shapes(index, month, middle, step, height)
            if index % every == 0 and middle + 30 < width:
                shapes.append(Label(middle, _BOTTOM + 20, self._month_name(index), "tick", "middle"))
        form = "narrow" if narrow else "wide"
        return Picture(f"plan-{scenario.value}-{form}", width, _HEIGHT, tuple(shapes))

    def _month_shapes(
        self, index: int, month: Month, middle: float, step: float, height: Scale
    ) -> list[Shape]:
        note, bar = self._month_note(index, month), round(min(step * 0.36, 22.0), 1)
        left, right = round(middle - bar - 1, 1), round(middle + bar / 2 + 2, 1)
        top = height(_decimal(month.spend))
        shapes: list[Shape] = [Box(left, top, bar, round(height(_ZERO) - top, 1), "second", note)]
        profit = month.profit
        if profit.value is None:
            return shapes
        if profit.low is not None and profit.high is not None:
            ends = [height(_decimal(end)) for end in (profit.low, profit.high)]
            shapes.append(Line(right, ends[0], right, ends[1], "range"))
            shapes += [Line(right - 3, end, right + 3, end, "range") for end in ends]
        shapes.append(Dot(right, height(_decimal(profit.value)), 4, "dot", note))
        return shapes

    def _month_table(self) -> Table:
        columns = (
            Column(self._text("column_month"), numeric=False),
            *(
                Column(f"{self._name(scenario)}: {self._text(f'row_{key}')}")
                for scenario in self._shown
                for key in ("spend", "profit", "after", "cash")
            ),
        )
        rows = tuple(
            Row((Cell(self._month_name(index)), *self._month_cells(index)))
            for index in range(self.plan.counted)
        )
        return Table("table-plan-months", self._text("chart"), columns, rows)

    def _month_cells(self, index: int) -> tuple[Cell, ...]:
        months = [self._all[scenario].months[index] for scenario in self._shown]
        return tuple(
            self._money(amount)
            for month in months
            for amount in (month.spend, month.profit.value, month.after, month.cash)
        )

    def _money(self, amount: float | None, unit: Unit = Unit.MONEY) -> Cell:
        return self.wording.plain(None if amount is None else _decimal(amount), unit)

    # --- channels ---------------------------------------------------------------------------------

    def _channels(self) -> Table:
        columns = (
            Column(self._text("column_channel"), numeric=False),
            Column(self._text("column_now")),
            Column(self._text("column_average")),
            Column(self._text("column_marginal")),
            Column(self._text("column_exponent")),
            Column(self._text("column_up_to")),
            Column(self._text("column_verdict"), numeric=False),
        )
        rows = tuple(self._channel(Rates(line, self.plan.typed_of(line))) for line in self.plan.lines)
        return Table("table-plan-channels", self._text("rates"), columns, rows, sortable=True, broad=True)

    def _channel(self, rates: Rates) -> Row:
        verdicts = {entry.channel.key: entry.verdict.pays for entry in self.wording.report.judged}
        pays = verdicts.get(rates.line.channel.key)
        up_to = rates.pays_up_to
        known = rates.now > 0
        assumed = known and not rates.line.returns.known and rates.typed.exponent is None
        exponent = self._money(rates.exponent if known else None, Unit.MULTIPLE)
        return Row(
            (
                Cell(shortened(rates.line.channel.name or self._text("others"))),
                self._money(rates.now),
                self._money(rates.average_return if known else None, Unit.MULTIPLE),
                self._money(rates.marginal_return if known else None, Unit.MULTIPLE),
                Cell(exponent.text, exponent.sort, self._text("assumed") if assumed else None),
                Cell(self._text("below_seen")) if up_to == 0 else self._money(up_to),
                Cell("–", missing=True) if pays is None else Cell("", verdict=pays),
            )
        )


def _in_persons(customers: Estimate) -> Estimate:
    """Whole ones where there are ten; below, a tenth of one still tells two plans apart."""
    places = 0 if abs(customers.value or 0) >= _WHOLE_FROM else 1
    ends = (customers.low, customers.value, customers.high)
    low, value, high = (None if each is None else round(each, places) for each in ends)
    return replace(customers, low=low, value=value, high=high)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))
