"""Understanding a workbook: which sheets hold what, in which language and currency, and what their rows say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from kpisheet.errors import UnreadableFileError
from kpisheet.texts.aliases import plain
from kpisheet.texts.currencies import currency_code, currency_of_format
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.worksheet.business import SettingCell, SettingsReader, setting_cells
from kpisheet.worksheet.channel_rows import LABEL_KEYS, ChannelRows, Setup
from kpisheet.worksheet.findings import SEVERITY_ORDER, Finding
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.locate import Candidate, candidates, nearest_headers
from kpisheet.worksheet.naming import ChannelNames
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import CellKind, NumberStyle, RawBook, RawSheet, Worksheet

_DEFAULT_CURRENCY = {"en": "USD", "tr": "TRY"}
_MONEY_KEYS = ("spend", "revenue")


def understand(
    book: RawBook, *, language: str | None = None, sheet: str | None = None, today: date
) -> Worksheet:
    """Everything that the workbook says, as typed rows, settings and findings.

    `language` and `sheet` override what would be recognised. Raises `UnreadableFileError`: `no_such_sheet`
    (facts: sheet, sheets) or `no_table` (facts: sheets that were looked at, missing headers' keys).
    """
    sheets = _sheets_to_search(book, sheet)
    found = [candidate for one in sheets for candidate in candidates(one, Table.CHANNELS)]
    if not found:
        raise _no_table(sheets)
    grids = [Grid(candidate, LABEL_KEYS) for candidate in found]
    grid = max(grids, key=_worth)
    setting_places = setting_cells(book, [grid.place])
    spoken = language or recognised_language(grid.place, setting_places, book)
    currency = recognised_currency(grid, setting_places, spoken)
    setup = Setup(spoken, currency, book.date_1904)
    settings = SettingsReader(spoken, currency, book.date_1904)
    understood = settings.read(setting_places)
    names = ChannelNames(spoken)
    reader = ChannelRows(grid, setup, names)
    rows = tuple(reader.read())
    del today
    return Worksheet(
        language=spoken,
        currency=currency,
        table=grid.described(max((row.number for row in rows), default=grid.place.header_row)),
        rows=rows,
        settings=understood,
        findings=in_order([*settings.findings, *reader.findings], book),
    )


def _sheets_to_search(book: RawBook, sheet: str | None) -> list[RawSheet]:
    """All sheets that may be input; only the one asked for, by its name or its folded name."""
    inputs = [one for one in book.sheets if not one.own]
    if sheet is None:
        return inputs
    chosen = [one for one in inputs if one.name == sheet] or [
        one for one in inputs if fold(one.name) == fold(sheet)
    ]
    if not chosen:
        raise UnreadableFileError("no_such_sheet", sheet=sheet, sheets=[one.name for one in inputs])
    return chosen[:1]


def _no_table(sheets: list[RawSheet]) -> UnreadableFileError:
    nearest = max((nearest_headers(one) for one in sheets), key=len, default=frozenset[str]())
    missing = [key for key in ("channel", "spend") if key not in nearest]
    return UnreadableFileError("no_table", sheets=[one.name for one in sheets], missing=missing)


def _worth(grid: Grid) -> tuple[int, ...]:
    """How likely a candidate is the table meant: seen, filled, rich in columns, long, named so."""
    place = grid.place
    named = fold(place.sheet.name) in {fold(table(code, "sheets")["channels"]) for code in LANGUAGES}
    filled = sum(1 for _, cells in grid.rows if "channel" in cells and "spend" in cells)
    return (not place.sheet.hidden, filled > 0, len(grid.columns), named, filled)


def recognised_language(place: Candidate, settings: Iterable[SettingCell], book: RawBook) -> str:
    """The worksheet's own language: by its headers, its labels, its sheets' names; English where nothing tells."""
    votes: Counter[str] = Counter()
    told = [header.meaning.languages for header in place.headers if header.meaning]
    told += [one.languages for one in settings]
    names = {plain(one.name) for one in book.sheets}
    for code in LANGUAGES:
        votes[code] += len(names & {plain(name) for name in table(code, "sheets").values()})
        votes[code] += sum(1 for languages in told if languages == frozenset({code}))
    return max(LANGUAGES, key=lambda code: votes[code])


def recognised_currency(grid: Grid, settings: Iterable[SettingCell], language: str) -> str:
    """The currency set in Business, else the one that most money cells show, else the language's usual one."""
    for one in settings:
        if one.key == "currency" and one.cell is not None and (code := currency_code(one.cell.text)):
            return code
    return shown_currency(grid) or _DEFAULT_CURRENCY[language]


def shown_currency(grid: Grid) -> str | None:
    """The currency that most of the table's money cells show by their number format, or None."""
    votes: Counter[str] = Counter()
    for key in _MONEY_KEYS:
        for cell in grid.column_cells(key):
            if cell.kind is CellKind.NUMBER and cell.style is NumberStyle.CURRENCY:
                code = currency_of_format(cell.number_format)
                if code is not None:
                    votes[code] += 1
    return votes.most_common(1)[0][0] if votes else None


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
