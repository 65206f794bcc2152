"""The page's tables of what Deals shows: months of leads, open deals, how long deals took."""

from __future__ import annotations

from collections.abc import Sequence

from kpisheet.analysis.deal_views import COHORT_COLUMNS, OPEN_COLUMNS, Cohort
from kpisheet.analysis.report import SalesCycle
from kpisheet.html.wording import Cell, Column, Row, Table, Wording, shortened
from kpisheet.texts.units import Unit


def cohort_table(wording: Wording) -> Table | None:
    """What the leads of each month cost and became; the ripe ones are added up."""
    cohorts = wording.report.cohorts
    if cohorts is None:
        return None
    words = wording.words
    rows = [_cohort_row(wording, one) for one in cohorts.months]
    totals = tuple(
        Row((Cell(words.raw(f"deals.{key}")), *_plain_cells(wording, one, COHORT_COLUMNS)))
        for key, one in cohorts.totals
    )
    columns = _deal_columns(wording, "cohort", "month", COHORT_COLUMNS)
    notes = tuple(map(wording.say, cohorts.said))
    return Table(
        "table-cohorts",
        words.raw("deals.cohorts_title"),
        columns,
        tuple(rows),
        totals,
        broad=True,
        notes=notes,
    )


def _cohort_row(wording: Wording, one: Cohort) -> Row:
    name = Cell(wording.report.period_name(one.month), one.month.key)
    return Row((name, *_plain_cells(wording, one, COHORT_COLUMNS)))


def open_deals_table(wording: Wording) -> Table | None:
    """The open deals by stage, with what may come of them."""
    still = wording.report.open_deals
    if still is None:
        return None
    words = wording.words
    rows = tuple(
        Row((Cell(words.raw(f"deals.stage_{one.stage}")), *_plain_cells(wording, one, OPEN_COLUMNS)))
        for one in still.stages
    )
    together = Row((Cell(words.raw("deals.stage_any")), *_plain_cells(wording, still.together, OPEN_COLUMNS)))
    return Table(
        "table-open-deals",
        words.raw("deals.open_title"),
        _deal_columns(wording, "open", "stage", OPEN_COLUMNS),
        rows,
        (together,) if len(rows) > 1 else (),
        notes=tuple(map(wording.say, still.said)),
    )


def _plain_cells(wording: Wording, one: object, columns: Sequence[tuple[str, Unit]]) -> tuple[Cell, ...]:
    return tuple(wording.plain(getattr(one, key), unit) for key, unit in columns)


def _deal_columns(
    wording: Wording, what: str, first: str, columns: Sequence[tuple[str, Unit]]
) -> tuple[Column, ...]:
    raw = wording.words.raw
    return (
        Column(raw(f"deals.{what}_{first}"), numeric=False),
        *(Column(raw(f"deals.{what}_{key}")) for key, _ in columns),
    )


def cycle_table(wording: Wording, key: str, who: str, cycles: Sequence[SalesCycle]) -> Table | None:
    """How long deals took, by channel or by salesperson."""
    if not cycles:
        return None
    rows = tuple(
        Row(
            (
                Cell(shortened(cycle.name)),
                wording.plain(cycle.won),
                wording.plain(cycle.mean_days, Unit.DAYS),
                wording.plain(cycle.median_days, Unit.DAYS),
                wording.plain(cycle.overdue),
            )
        )
        for cycle in cycles
    )
    columns = (
        Column(wording.text(who), numeric=False),
        Column(wording.text("page.won_deals")),
        Column(wording.text("page.mean_days")),
        Column(wording.text("page.median_days")),
        Column(wording.text("page.overdue")),
    )
    days = wording.report.business["sales_cycle_days"].value
    explained = wording.words.text("deals.overdue_explained", days=days)
    notes = (explained,) if any(cycle.overdue for cycle in cycles) else ()
    return Table(f"table-{key}", wording.text(f"page.{key}"), columns, rows, sortable=True, notes=notes)
