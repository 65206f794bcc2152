"""Small workbooks as typed, for the tests of understanding: a grid of plain values becomes a `RawBook`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import CellKind, NumberStyle, RawBook, RawCell, RawSheet, Worksheet

TODAY = date(2026, 11, 23)


def raw(value: Any, row: int, column: int) -> RawCell:
    if isinstance(value, RawCell):
        return replace(value, row=row, column=column)
    if isinstance(value, str):
        return RawCell(row, column, CellKind.TEXT, value)
    if isinstance(value, date):
        serial = value.toordinal() - date(1899, 12, 30).toordinal()
        return RawCell(
            row, column, CellKind.NUMBER, str(serial), Decimal(serial), NumberStyle.DATE, "d.m.yyyy"
        )
    return RawCell(row, column, CellKind.NUMBER, str(value), Decimal(str(value)))


def percent(value: str, number_format: str = "0.0%") -> RawCell:
    return RawCell(0, 0, CellKind.NUMBER, value, Decimal(value), NumberStyle.PERCENT, number_format)


def money(value: str, number_format: str) -> RawCell:
    return RawCell(0, 0, CellKind.NUMBER, value, Decimal(value), NumberStyle.CURRENCY, number_format)


def error(text: str) -> RawCell:
    return RawCell(0, 0, CellKind.ERROR, text, formula="1/0")


def formula(text: str, value: str | None = None) -> RawCell:
    if value is None:
        return RawCell(0, 0, CellKind.BLANK, "", formula=text)
    return RawCell(0, 0, CellKind.NUMBER, value, Decimal(value), formula=text)


def sheet(name: str, lines: Iterable[Any], *, top: int = 1, left: int = 1, **more: Any) -> RawSheet:
    rows = {}
    for row, line in enumerate(lines, top):
        cells = {c: raw(value, row, c) for c, value in enumerate(line, left) if value is not None}
        if cells:
            rows[row] = cells
    return RawSheet(name, rows, **more)


def understood(*sheets: RawSheet, **more: Any) -> Worksheet:
    options = {key: more.pop(key) for key in ("language", "sheet") if key in more}
    return understand(RawBook(tuple(sheets), **more), today=TODAY, **options)


def codes(worksheet: Worksheet) -> list[str]:
    return [one.code for one in worksheet.findings]
