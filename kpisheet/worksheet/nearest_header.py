"""Headers that lack what a table needs: what a refusal, or a finding, says came nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from kpisheet.worksheet.header import BUDGET, header_meaning
from kpisheet.worksheet.locate import FIRST_ROWS, REQUIRED, HeaderCell, input_keys, qualifies, texts_of
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import RawSheet


def incomplete(sheet: RawSheet, of: Table) -> HeaderCell | None:
    """The first header of a row that has at least two columns of the table, but not the required one."""
    for number in sheet.numbers[:FIRST_ROWS]:
        headers = tuple(
            HeaderCell(number, column, text, header_meaning(text, of))
            for column, text in sorted(texts_of(sheet.rows[number]).items())
        )
        if len(input_keys(headers)) >= 2 and not qualifies(of, headers):
            return headers[0]
    return None


class NearHeader(Struct, frozen=True):
    """The row of a sheet that comes nearest to a header of Channels: its required columns, as headed.

    `languages`: how often a header anywhere on the sheet is of one language only.
    """

    sheet: str
    row: int
    found: Mapping[str, str]
    languages: Mapping[str, int]


def nearest_header(sheet: RawSheet) -> NearHeader:
    """The first of the rows with most of the required columns of Channels; `found` is empty without any."""
    best, row = dict[str, str](), 0
    languages: Counter[str] = Counter()
    for number, cells in sheet.rows.items():
        found: dict[str, str] = {}
        for text in texts_of(cells).values():
            meaning = header_meaning(text, Table.CHANNELS)
            if meaning is None:
                continue
            if len(meaning.languages) == 1:
                languages.update(meaning.languages)
            key = "spend" if meaning.key == BUDGET else meaning.key
            if key in REQUIRED[Table.CHANNELS]:
                found.setdefault(key, text)
        if len(found) > len(best):
            best, row = found, number
    return NearHeader(sheet.name, row, best, languages)
