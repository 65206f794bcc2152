"""The page's tables of figures: per channel, campaign and month, of the business, and beside each chart."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from kpisheet.analysis.report import (
    CampaignFigures,
    Change,
    ChannelFigures,
    Claim,
    EarlierChannel,
    Figures,
)
from kpisheet.html.wording import Cell, Column, Row, Table, Wording, known_keys, order_of, shortened
from kpisheet.texts.units import Unit

MAIN = ("spend", "leads", "cpl", "new_customers", "cac", "revenue", "roi")
FURTHER = (
    "visitors",
    "cost_per_visitor",
    "visitor_to_lead_rate",
    "mql",
    "mql_rate",
    "cost_per_mql",
    "sql",
    "sql_rate",
    "cost_per_sql",
    "sql_close_rate",
    "quotes",
    "quote_close_rate",
    "close_rate",
    "sales",
    "cost_per_sale",
    "average_revenue_per_sale",
    "gross_profit",
    "roas",
    "revenue_roi",
    "break_even_cpl",
    "break_even_cac",
    "pieces_sent",
    "response_rate",
    "spend_share",
    "revenue_share",
)
MOST_CAMPAIGNS = 40  # nobody reads more in a summary; the workbook has more of them, the JSON all
# As many columns as a page of A4 holds legibly.
_COLUMNS_AT_ONCE = 7


def channel_table(wording: Wording) -> Table:
    """What each channel cost and brought, with its verdict; the rows that charts and verdicts link to."""
    keys = _main_keys(wording)
    known = _known_anywhere(wording.report.totals, [channel.figures for channel in wording.report.channels])
    rows = tuple(
        Row(
            (*_name_and_verdict(channel), *_cells(wording, channel.figures, keys, known)), f"channel-{number}"
        )
        for number, channel in enumerate(wording.report.channels, start=1)
    )
    totals = tuple(
        Row((Cell(name), Cell(""), *_cells(wording, figures, keys))) for name, figures in together(wording)
    )
    columns = (
        Column(wording.text("page.channel"), numeric=False),
        Column(wording.text("page.verdict"), numeric=False),
        *(wording.heading(key) for key in keys),
    )
    caption = wording.text("page.table_channels")
    return Table("table-channels", caption, columns, rows, totals, sortable=True, broad=True)


def together(wording: Wording) -> tuple[tuple[str, Figures], ...]:
    """The rows of several channels: what marketing paid for, and all together where more came."""
    report = wording.report
    if not report.came_anyway:
        return ((wording.text("page.total"), report.totals),)
    return (
        (wording.text("page.total_marketing"), report.marketing),
        (wording.text("page.total_together"), report.totals),
    )


def _main_keys(wording: Wording) -> tuple[str, ...]:
    """Without any margin there is no ROI: the return on revenue takes its place."""
    if wording.report.channels and not known_keys([c.figures for c in wording.report.channels], ("roi",)):
        return (*MAIN[:-1], "revenue_roi")
    return MAIN


def _name_and_verdict(scope: ChannelFigures | EarlierChannel) -> tuple[Cell, Cell]:
    verdict = scope.verdict
    return (
        Cell(shortened(scope.channel.name)),
        Cell("", sort=verdict.pays, verdict=verdict.pays, doubtful=verdict.doubtful),
    )


def _cells(
    wording: Wording, figures: Figures, keys: Iterable[str], known: Container[str] | None = None
) -> tuple[Cell, ...]:
    """A row's cells; of a column that nothing is `known` in, the reason is left to the total."""
    return tuple(wording.cell(figures if known is None or key in known else {}, key) for key in keys)


def _known_anywhere(totals: Figures, rows: Iterable[Figures]) -> frozenset[str]:
    """The figures that have a value or a bound in the totals or in any row."""
    return frozenset(
        key
        for figures in (totals, *rows)
        for key, figure in figures.items()
        if figure.value is not None or figure.lower_bound is not None
    )


def further_tables(wording: Wording) -> tuple[Table, ...]:
    """All other figures that any channel knows, as many columns at once as a page holds."""
    scopes = [channel.figures for channel in wording.report.channels]
    keys = known_keys(scopes, FURTHER)
    cuts = range(0, len(keys), _COLUMNS_AT_ONCE)
    return tuple(
        figure_table(
            wording,
            f"table-further-{number}",
            wording.text("page.table_further", number=number),
            keys[start : start + _COLUMNS_AT_ONCE],
            broad=True,
        )
        for number, start in enumerate(cuts, start=1)
    )


def figure_table(
    wording: Wording,
    key: str,
    caption: str,
    keys: Sequence[str],
    *,
    interval_of: str | None = None,
    channels: Iterable[ChannelFigures] | None = None,
    broad: bool = False,
) -> Table:
    """A row per channel with these figures, and the likely range of one of them."""
    shown = wording.report.channels if channels is None else channels
    rows = tuple(
        Row((Cell(shortened(entry.channel.name)), *_with_range(wording, entry.figures, keys, interval_of)))
        for entry in shown
    )
    sums = tuple(
        Row((Cell(name), *_with_range(wording, figures, keys, interval_of)))
        for name, figures in together(wording)
    )
    columns = [Column(wording.text("page.channel"), numeric=False), *(wording.heading(k) for k in keys)]
    if interval_of is not None:
        columns.append(Column(wording.text("page.likely_range")))
    return Table(key, caption, tuple(columns), rows, sums, sortable=True, broad=broad)


def _with_range(
    wording: Wording, figures: Figures, keys: Iterable[str], interval_of: str | None
) -> tuple[Cell, ...]:
    cells = _cells(wording, figures, keys)
    if interval_of is None:
        return cells
    figure = figures.get(interval_of)
    if figure is None or figure.interval is None:
        return (*cells, Cell("–", missing=True))
    return (
        *cells,
        Cell(wording.interval(interval_of, figure.interval), sort=order_of(figure.interval.low)),
    )


def listed_figures(wording: Wording, key: str, caption: str, figures: Figures, keys: Iterable[str]) -> Table:
    """One figure a row: its name, its value and its likely range."""
    rows = []
    for name in keys:
        figure = figures.get(name)
        if figure is None:
            continue
        likely = "–" if figure.interval is None else wording.interval(name, figure.interval)
        rows.append(
            Row((Cell(wording.label(name)), wording.cell(figures, name), Cell(likely, missing=likely == "–")))
        )
    columns = (
        Column(wording.text("page.figure"), numeric=False),
        Column(wording.text("page.value")),
        Column(wording.text("page.likely_range")),
    )
    return Table(key, caption, columns, tuple(rows))


def evidence_table(wording: Wording) -> Table:
    """What each verdict rests on: customers won against those needed, and the reason in words."""
    rows = tuple(
        Row(
            (
                *_name_and_verdict(entry),
                wording.plain(entry.verdict.customers),
                wording.plain(entry.verdict.whole_customers_needed),
                wording.plain(entry.verdict.profit_per_customer, Unit.UNIT_MONEY),
                Cell(wording.say(entry.verdict.reason)),
            )
        )
        for entry in wording.report.judged
    )
    columns = (
        Column(wording.text("page.channel"), numeric=False),
        Column(wording.text("page.verdict"), numeric=False),
        Column(wording.text("page.customers_won")),
        Column(wording.text("page.customers_needed")),
        Column(wording.text("page.profit_per_customer")),
        Column(wording.text("page.reason"), numeric=False),
    )
    return Table("table-evidence", wording.text("page.table_evidence"), columns, rows, broad=True)


def campaign_table(
    wording: Wording, foremost: Iterable[tuple[ChannelFigures, CampaignFigures]]
) -> Table | None:
    """These campaigns, by channel; None where no row names one."""
    keys = _main_keys(wording)
    rows = [
        Row((*_campaign_names(wording, entry, campaign), *_cells(wording, campaign.figures, keys)))
        for entry, campaign in foremost
    ]
    if not rows:
        return None
    columns = (
        Column(wording.text("page.campaign"), numeric=False),
        Column(wording.text("page.channel"), numeric=False),
        Column(wording.text("page.verdict"), numeric=False),
        *(wording.heading(key) for key in keys),
    )
    caption = wording.text("page.table_campaigns")
    return Table("table-campaigns", caption, columns, tuple(rows), sortable=True, broad=True)


def _campaign_names(wording: Wording, entry: ChannelFigures, campaign: CampaignFigures) -> tuple[Cell, ...]:
    name = campaign.campaign or wording.text("page.no_campaign")
    verdict = campaign.verdict.pays
    return Cell(shortened(name)), Cell(shortened(entry.channel.name)), Cell("", sort=verdict, verdict=verdict)


def month_table(wording: Wording) -> Table:
    """What each period cost and brought."""
    keys = _main_keys(wording)
    whole = not wording.report.shows_months_before
    totals = wording.report.totals
    known = _known_anywhere(totals, [entry.figures for entry in wording.months]) if whole else None
    rows = tuple(
        Row(
            (
                Cell(wording.report.period_name(entry.period), entry.period.key),
                *_cells(wording, entry.figures, keys, known),
            )
        )
        for entry in wording.months
    )
    columns = (Column(wording.text("page.period"), numeric=False), *(wording.heading(key) for key in keys))
    name = together(wording)[-1][0]
    sums = () if not whole else (Row((Cell(name), *_cells(wording, totals, keys))),)
    return Table("table-months", wording.text("page.table_months"), columns, rows, sums, broad=True)


def target_table(wording: Wording) -> Table | None:
    """The targets of Business against what came out."""
    rows = []
    for target in wording.report.targets:
        unit_key = target.actual.key
        met = {None: "page.target_unknown", True: "page.target_met", False: "page.target_missed"}[target.met]
        rows.append(
            Row(
                (
                    Cell(wording.label(unit_key)),
                    Cell(wording.value(unit_key, target.target)),
                    wording.cell({unit_key: target.actual}, unit_key),
                    Cell(wording.text(met)),
                )
            )
        )
    columns = (
        Column(wording.text("page.figure"), numeric=False),
        Column(wording.text("page.target")),
        Column(wording.text("page.actual")),
        Column(wording.text("page.target_state"), numeric=False),
    )
    return Table("table-targets", wording.text("page.table_targets"), columns, tuple(rows)) if rows else None


def benchmark_table(wording: Wording) -> Table | None:
    """The source articles' benchmarks beside what came out."""
    rows = []
    for benchmark in wording.report.benchmarks:
        key = benchmark.actual.key
        low = wording.value(key, benchmark.low)
        high = None if benchmark.high is None else wording.value(key, benchmark.high)
        band = wording.text("page.at_least", value=low) if high is None else f"{low} – {high}"
        rows.append(
            Row(
                (
                    Cell(wording.label(key)),
                    Cell(band),
                    wording.cell({key: benchmark.actual}, key),
                    Cell(wording.say(benchmark.source)),
                )
            )
        )
    columns = (
        Column(wording.text("page.figure"), numeric=False),
        Column(wording.text("page.benchmark")),
        Column(wording.text("page.actual")),
        Column(wording.text("page.source"), numeric=False),
    )
    caption = wording.text("page.table_benchmarks")
    return Table("table-benchmarks", caption, columns, tuple(rows)) if rows else None


def change_tables(wording: Wording) -> tuple[Table, ...]:
    """What changed against the periods before: first the totals and all that is clear, then the rest."""
    first = [change for change in wording.report.changes if _in_view(change)]
    rest = [change for change in wording.report.changes if not _in_view(change)]
    made = (
        _change_table(wording, "table-changes", "page.table_changes", first),
        _change_table(wording, "table-changes-rest", "page.table_changes_rest", rest),
    )
    return tuple(table for table in made if table.rows)


def _in_view(change: Change) -> bool:
    return change.channel is None or change.claim is not Claim.CANNOT_TELL


def _change_table(wording: Wording, key: str, caption: str, changes: Iterable[Change]) -> Table:
    names = {entry.channel.key: entry.channel.name for entry in wording.report.channels}
    rows = tuple(_change_row(wording, change, names) for change in changes)
    columns = (
        Column(wording.text("page.channel"), numeric=False),
        Column(wording.text("page.figure"), numeric=False),
        Column(wording.text("page.before")),
        Column(wording.text("page.now")),
        Column(wording.text("page.clear"), numeric=False),
        Column(wording.text("page.compared"), numeric=False),
    )
    return Table(key, wording.text(caption), columns, rows, broad=True)


def _change_row(wording: Wording, change: Change, names: Mapping[str, str]) -> Row:
    name = together(wording)[0][0] if change.channel is None else names.get(change.channel, change.channel)
    writing = wording.words.writing
    compared = wording.text(
        "page.year_ago" if change.year_ago else "page.period_before",
        now=writing.period(change.period, short=True),
        before=writing.period(change.earlier, short=True),
    )
    return Row(
        (
            Cell(shortened(name)),
            Cell(wording.label(change.key)),
            wording.cell({change.key: change.before}, change.key),
            wording.cell({change.key: change.now}, change.key),
            Cell(wording.text(f"page.change_{change.claim}")),
            Cell(compared),
        )
    )
