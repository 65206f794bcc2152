"""Understanding a workbook: which sheets hold what, in which language and currency, what the rows say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec.structs import replace

from kpisheet.errors import UnreadableFileError
from kpisheet.texts.aliases import plain
from kpisheet.texts.currencies import currency_code
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES, Term, table
from kpisheet.worksheet.assumptions import NOTHING_ASSUMED, Assumptions
from kpisheet.worksheet.business import SettingCell, SettingsReader, setting_cells
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.channel_rows import ChannelRows
from kpisheet.worksheet.chosen_tables import ChosenTables, chosen_tables, inputs
from kpisheet.worksheet.conversions import conversions_set, with_conversions
from kpisheet.worksheet.cost_shares import SPREAD, with_shares
from kpisheet.worksheet.currency import formats_of, told
from kpisheet.worksheet.date_columns import told_dates
from kpisheet.worksheet.deal_rows import DealRows
from kpisheet.worksheet.exchange_rates import ExchangeRates
from kpisheet.worksheet.findings import SEVERITY_ORDER, Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.group_sums import GroupSums
from kpisheet.worksheet.layouts.lines import AddressedGrid
from kpisheet.worksheet.layouts.rows import AddressedRows
from kpisheet.worksheet.layouts.telling import layout_of
from kpisheet.worksheet.lead_columns import with_leads
from kpisheet.worksheet.locate import LocatedTable
from kpisheet.worksheet.long_costs import LongCosts, long_costs, without_unknown_spread
from kpisheet.worksheet.money import MONEY_UNITS, Money
from kpisheet.worksheet.month_rows import MonthRows
from kpisheet.worksheet.naming import ChannelNames
from kpisheet.worksheet.nearest_header import incomplete
from kpisheet.worksheet.other_amounts import other_amounts
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.plan_rows import plans_among
from kpisheet.worksheet.reading_context import ReadingContext
from kpisheet.worksheet.repeated_rows import words_beside
from kpisheet.worksheet.rules import RULES, CountedRows, overlaps, unused_marketing_channels
from kpisheet.worksheet.sales import with_sales
from kpisheet.worksheet.schema import SETTINGS, Table
from kpisheet.worksheet.sheet import (
    CellKind,
    DataTable,
    Deal,
    MonthRow,
    RawBook,
    RawCell,
    Row,
    Settings,
    Worksheet,
)
from kpisheet.worksheet.spend_columns import with_spend
from kpisheet.worksheet.tables_judged import channels_judged, headers_judged
from kpisheet.worksheet.totals import denies_total
from kpisheet.worksheet.unread import with_amounts
from kpisheet.worksheet.vat import vat_findings

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MOST_CHANNELS = 5_000
_LONGEST_EXAMPLE = 40
_OF_THE_SET_PERIOD = frozenset({"K604", "K607"})  # what is wrong with the report period of Business


def understand(
    book: RawBook,
    *,
    language: str | None = None,
    sheet: str | None = None,
    period: Period | None = None,
    assumed: Assumptions = NOTHING_ASSUMED,
    today: date,
) -> Worksheet:
    """Everything that the workbook says, as typed rows, settings and findings.

    `language` and `sheet` override what would be recognised, `period` what Business says, and
    `assumed` what stands in some of its cells. Raises
    `UnreadableFileError`: `no_such_sheet` (facts: sheet, sheets), `no_table` (facts: the first sheets that
    were looked at, missing headers), `not_channels` or `no_spend_figures` (a list whose cells are something
    else than its headers say).
    """
    tables = chosen_tables(book, sheet, language)
    return _Understanding(book, tables, language, today, period=period, assumed=assumed).worksheet()


class _Understanding:
    """One workbook on its way to a worksheet: tables chosen, language and currency known."""

    def __init__(
        self,
        book: RawBook,
        tables: ChosenTables,
        language: str | None,
        today: date,
        *,
        period: Period | None,
        assumed: Assumptions,
    ) -> None:
        self.book, self.tables, self.today, self.period = book, tables, today, period
        self.assumed = assumed
        settings = setting_cells(book, [grid.table for grid in tables.read], tables.located)
        self.setting_cells = settings.cells
        self.language = language or recognised_language(self.grid.table, self.setting_cells, book)
        self.findings: list[Finding] = []
        if not isinstance(self.grid, AddressedGrid):
            plainly, told_of_costs = with_spend(with_sales(self.grid))
            plainly, told_of_leads = with_leads(plainly)
            read_as, self.findings = with_conversions(plainly, conversions_set(self.setting_cells))
            self.findings += (*told_of_costs, *told_of_leads, *told_dates(self.grid))
            lists = [read_as if one is self.grid else one for one in tables.lists]
            self.tables = replace(tables, channels=read_as, lists=lists)
        self.findings += settings.elsewhere
        self.sums = GroupSums()
        self.money = self._money()

    def worksheet(self) -> Worksheet:
        """Reads everything and puts it together."""
        settings = self._settings()
        context = ReadingContext(self.language, self.money, self.book.date_1904, self._years(settings))
        filled_in = settings
        settings = settings.for_period(self.period)  # only now: no option tells the year of a bare month
        settings = settings.assuming(self.assumed.settings)
        spoken = self.assumed.language or self.language
        names = ChannelNames(spoken)
        reader: ChannelRows | AddressedRows
        if isinstance(self.grid, AddressedGrid):
            reader = AddressedRows(self.grid, context, names)
        else:
            reader = ChannelRows(self.grid, context, names)
        rows = self._without_plans(without_unknown_spread(tuple(reader.read())))
        self._refuse_too_many_channels(rows)
        self.findings += other_amounts(self.grid, rows)
        self.findings += reader.findings
        rows = self._without_group_sums(rows)
        long = long_costs(rows, self.grid.columns)
        rows = self._without_overlaps(rows, long)
        reckoned, told = with_shares(rows, long, self.grid.columns, _report_period(settings))
        self.findings += (*long.findings, *told)
        table = self.grid.described(reader.last_row)
        months, deals = self._months(context), self._deals(context, names)
        self._judge(reckoned, table, settings, context)
        return Worksheet(
            language=spoken,
            currency=self.money.currency,
            rates=self.money.rates,
            table=table,
            rows=rows,
            settings=settings,
            months=months,
            deals=deals,
            findings=in_order(with_amounts(self.findings, table, self.book), self.book),
            months_table=_described(self.tables.months),
            deals_table=_described(self.tables.deals),
            layout=layout_of(self.grid, rows),
            renamed=names.renamed,
            asked_period=self.period,
            assumed=self.assumed,
            filled_in=filled_in,
            rows_with_shares=reckoned if long.costs else None,
        )

    @property
    def grid(self) -> Grid:
        """The channels' lines."""
        return self.tables.channels

    def _money(self) -> Money:
        """The currency set in Business, else that which the tables tell; and what others are worth in it."""
        chosen = set_currency(self.setting_cells)
        may_be = (
            (chosen,) if chosen else told(self.tables.read, amounts_set(self.setting_cells), self.language)
        )
        currency = may_be[0] if len(may_be) == 1 else None
        reader = ExchangeRates(self.language, currency)
        rates = reader.read(self.book)
        self.findings += reader.findings
        money = Money(currency, rates, may_be=may_be)
        shown = {money.other_than_own(codes) for codes in formats_of(self.grid)}
        left_over = chosen is not None and len(shown) == 1 and shown.isdisjoint({None, *rates})
        return Money(currency, rates, trusts_formats=not left_over, may_be=may_be)

    def _settings(self) -> Settings:
        reader = SettingsReader(self.language, self.money, self.book.date_1904)
        settings = reader.read(self.setting_cells)
        first, last = settings.values.get("report_from"), settings.values.get("report_to")
        if isinstance(first, Period) and isinstance(last, Period) and last.end < first.start:
            affects = ("report_from", "report_to")
            self.findings.append(finding("K604", settings.places["report_to"], affects=affects))
            kept = {key: value for key, value in settings.values.items() if key not in affects}
            settings = Settings(kept, settings.places)
        if not self.money.trusts_formats:
            shown = self.money.other_than_own(next(iter(formats_of(self.grid))))
            facts: dict[str, Any] = {"usual": self.money.usual, "currency": shown}
            self.findings.append(finding("K602", settings.places["currency"], affects=("currency",), **facts))
        self.findings += [one for one in reader.findings if self.assumed.leaves(one)]
        if self.period is not None:  # then it doesn't matter
            self.findings = [one for one in self.findings if one.code not in _OF_THE_SET_PERIOD]
        return settings

    def _years(self, settings: Settings) -> frozenset[int]:
        """Years that the sheet's name, the lines above the table, or else the report period tell.

        A year that heads some of the rows is one of them.
        """
        located = self.grid.table
        texts, top = [located.sheet.name], located.top_row
        for number, cells in located.sheet.rows.items():
            if number < top:
                texts += [
                    cell.text for cell in cells.values() if cell.kind in (CellKind.TEXT, CellKind.NUMBER)
                ]
            elif len(cells) == 1:  # a heading among the rows: with another year above, neither is told
                texts += [cell.text for cell in cells.values() if _YEAR.fullmatch(cell.text.strip())]
        years = {int(year) for text in texts for year in _YEAR.findall(text)}
        if not years:
            bounds = (settings.values.get(key) for key in ("report_from", "report_to"))
            years = {bound.start.year for bound in bounds if isinstance(bound, Period)}
        return frozenset(years)

    def _without_overlaps(self, rows: tuple[Row, ...], long: LongCosts) -> tuple[Row, ...]:
        """The rows, those that overlap with others of the same channel marked as left out."""
        left_out = dict(long.left_out)  # by the row's identity: several lines may stand in one row
        for row, rival in overlaps([row for row in rows if id(row) not in long.apart]):
            left_out[id(row)] = "K406"
            where = row.place("period", self.grid.columns)
            facts: dict[str, Any] = {
                "channel": row.channel.name,
                "period": row.period,
                "other": rival.period,
                "row": rival.number,
            }
            self.findings.append(finding("K406", where, affects=tuple(row.values), **facts))
        if not left_out:
            return rows
        return tuple(replace(row, excluded=left_out[id(row)]) if id(row) in left_out else row for row in rows)

    def _without_plans(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows, those of plans among what happened marked as left out."""
        if isinstance(self.grid, AddressedGrid):
            return rows
        planned, told = plans_among(self.grid)
        self.findings += told
        return tuple(
            replace(row, excluded="K163") if row.number in planned and row.excluded is None else row
            for row in rows
        )

    def _without_group_sums(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows, those of channels that are the sum of others marked as left out."""
        self.sums = GroupSums.among(rows, self.grid.columns, self._is_no_total)
        self.findings = [one for one in self.findings if not self.sums.settle(one)]
        self.findings += (one.said(self.grid.columns) for one in self.sums.found)
        return self.sums.without(rows)

    def _is_no_total(self, row: Row) -> bool:
        """Whether something beside a list's row says that it is no total."""
        beside = {} if isinstance(self.grid, AddressedGrid) else self.grid.beside(row.number)
        return any(denies_total(cell.text) for cell in beside.values() if cell.kind is CellKind.TEXT)

    def _refuse_too_many_channels(self, rows: tuple[Row, ...]) -> None:
        """Nobody has thousands: those are campaigns, keywords, customers or addresses."""
        channels = dict.fromkeys(row.channel.name for row in rows)
        if len(channels) > _MOST_CHANNELS:
            error = UnreadableFileError(
                "too_many_channels",
                sheet=self.grid.table.sheet.name,
                channels=len(channels),
                most=_MOST_CHANNELS,
                example=next(iter(channels))[:_LONGEST_EXAMPLE],
            )
            error.language = self.language
            raise error

    def _months(self, context: ReadingContext) -> tuple[MonthRow, ...]:
        if self.tables.months is None:
            self._say_incomplete(Table.MONTHS, "period")
            return ()
        reader = MonthRows(self.tables.months, context)
        rows = reader.read()
        self.findings += reader.findings
        return rows

    def _deals(self, context: ReadingContext, names: ChannelNames) -> tuple[Deal, ...]:
        if self.tables.deals is None:
            self._say_incomplete(Table.DEALS, "created")
            return ()
        reader = DealRows(self.tables.deals, context, names, self.today)
        deals = reader.read()
        self.findings += reader.findings
        return deals

    def _say_incomplete(self, of: Table, key: str) -> None:
        """A sheet that bears the table's name and has some of its headers, but not the required one."""
        names = {fold(table(code, "sheets")[of.value]) for code in LANGUAGES}
        for sheet in inputs(self.book):
            if fold(sheet.name) in names and (header := incomplete(sheet, of)) is not None:
                place = Place(sheet.name, header.row, header.column)
                self.findings.append(finding("K205", place, column=Term(f"columns.{key}.header")))

    def _judge(
        self, rows: tuple[Row, ...], table: DataTable, settings: Settings, context: ReadingContext
    ) -> None:
        """Findings about the tables as a whole and the rules over the rows."""
        self.findings += channels_judged(self.tables, self.sums, context, empty=not rows)
        self.findings += headers_judged(self.tables, self.language, self.money, settings.text("vat"))
        counted = [row for row in rows if row.typed and row.excluded in (None, SPREAD)]
        evidence = CountedRows(
            counted, table, self.language, self.today, _report_period(settings), self.period is not None
        )
        grid = self.grid
        beside = grid.beside_row if isinstance(grid, AddressedGrid) else words_beside(grid)
        asked = frozenset(one.place for one in self.findings if one.code == "K432" and one.place)
        evidence = replace(evidence, beside=beside, asked=asked)
        for rule in RULES:
            self.findings += rule(evidence)
        self.findings += unused_marketing_channels(evidence, settings)
        self.findings += vat_findings(settings)


def _report_period(settings: Settings) -> Period | None:
    first, last = settings.values.get("report_from"), settings.values.get("report_to")
    if not isinstance(first, Period) and not isinstance(last, Period):
        return None
    return Period(
        first.start if isinstance(first, Period) else date.min,
        last.end if isinstance(last, Period) else date.max,
    )


def _described(grid: Grid | None) -> DataTable | None:
    if grid is None:
        return None
    return grid.described(max((number for number, _ in grid.rows), default=grid.table.header_row))


def recognised_language(located: LocatedTable, settings: Iterable[SettingCell], book: RawBook) -> str:
    """The worksheet's own language: by its headers, its labels, its sheets' names; or English."""
    votes: Counter[str] = Counter()
    told = [header.meaning.languages for header in located.headers if header.meaning]
    told += [one.languages for one in settings]
    names = {plain(one.name) for one in book.sheets}
    for code in LANGUAGES:
        votes[code] += len(names & {plain(name) for name in table(code, "sheets").values()})
        votes[code] += sum(1 for languages in told if languages == frozenset({code}))
    return max(LANGUAGES, key=lambda code: votes[code])


def set_currency(settings: Iterable[SettingCell]) -> str | None:
    """The currency set in Business, if it is one."""
    cells = (one.cell for one in settings if one.key == "currency" and one.cell is not None)
    return next((code for cell in cells if (code := currency_code(cell.text))), None)


def amounts_set(settings: Iterable[SettingCell]) -> list[RawCell]:
    """The filled cells of the settings that are amounts of money."""
    money = {one.key for one in SETTINGS if one.unit in MONEY_UNITS}
    return [one.cell for one in settings if one.key in money and one.cell is not None]


def in_order(findings: Iterable[Finding], book: RawBook) -> tuple[Finding, ...]:
    """Findings by sheet, row, column, severity and code; those of a whole sheet first."""
    order = {sheet.name: index for index, sheet in enumerate(book.sheets)}

    def position(one: Finding) -> tuple[int, int, int, int, str]:
        place = one.place
        if place is None:
            return (-1, 0, 0, SEVERITY_ORDER[one.severity], one.code)
        return (
            order.get(place.sheet, len(order)),
            place.row or 0,
            place.column or 0,
            SEVERITY_ORDER[one.severity],
            one.code,
        )

    return tuple(sorted(findings, key=position))
