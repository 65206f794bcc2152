"""Has openpyxl, as an independent reader, read the finished workbook back and compare every figure."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Figures, Report
from kpisheet.texts.harmless import harmless
from kpisheet.texts.language import Words
from kpisheet.texts.units import Unit
from kpisheet.workbook.names import Role
from kpisheet.workbook.results.data_layout import MOST_CAMPAIGNS

_CLOSE = Decimal("1e-9")
_NAME_COLUMN, _ID_COLUMN, _FIRST_FIGURE = 2, 1, 4  # 1-based, as openpyxl counts


def differences(workbook: bytes, report: Report) -> list[str]:
    """What the finished workbook says otherwise than the report, in words; nothing where all agree."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it would drop on saving; nothing is saved
        book = load_workbook(io.BytesIO(workbook), data_only=True)
    named = book.defined_names.get(Role.SUMMARY.defined_name)
    if named is None:
        return [f"no sheet is named {Role.SUMMARY.defined_name}"]
    name, _ = next(iter(named.destinations))
    rows = [tuple(_as_read(cell.value) for cell in row) for row in book[name].iter_rows()]
    return list(_compared(rows, report))


def _as_read(value: Any) -> Any:
    """A cell's value; openpyxl leaves a text's escapes (`_x000D_`, `_x005F_`) as they stand in the XML."""
    return unescape(value) if isinstance(value, str) else value


def _compared(rows: list[tuple[Any, ...]], report: Report) -> Iterator[str]:
    """Find each table again by the names in its first column and its headers, not by where it was put."""
    words = report.words
    scopes = {harmless(name): figures for name, figures in _scopes(report)}
    found: set[tuple[str, str]] = set()
    headers: dict[int, str] = {}
    for row in rows:
        if row[_ID_COLUMN - 1] == "#":
            headers = _headers(row, words)
            continue
        name = row[_NAME_COLUMN - 1] if len(row) >= _NAME_COLUMN else None
        if not headers or not isinstance(name, str) or name not in scopes:
            headers = headers if isinstance(name, str) and name in scopes else {}
            continue
        for place, key in headers.items():
            found.add((name, key))
            yield from _difference(name, key, row[place], scopes[name], words)
    yield from (
        f"{name}: {key} is not in the workbook"
        for name, figures in scopes.items()
        for key in ("spend", "cpl", "cac", "revenue", "roi")
        if key in figures and figures[key].value is not None and (name, key) not in found
    )


def _scopes(report: Report) -> Iterator[tuple[str, Figures]]:
    yield (
        report.words.raw("workbook.total_together" if report.came_anyway else "workbook.total"),
        report.totals,
    )
    if report.came_anyway:
        yield report.words.raw("workbook.total_marketing"), report.marketing
    for channel in report.channels:
        yield channel.channel.name, channel.figures
    for channel, one in report.foremost_campaigns(MOST_CAMPAIGNS):
        campaign = one.campaign or report.words.raw("workbook.no_campaign")
        yield f"{channel.channel.name} · {campaign}", one.figures
    months = report.months_shown
    for period in months if len(months) > 1 else ():
        yield report.period_name(period.period, short=True), period.figures


def _headers(row: Iterable[Any], words: Words) -> dict[int, str]:
    labels: dict[str, str] = {}
    for key, kpi in KPIS.items():
        label = words.raw(f"kpis.{key}.short")
        labels[words.in_currency(label) if kpi.unit in (Unit.MONEY, Unit.UNIT_MONEY) else label] = key
    return {
        place: labels[value] for place, value in enumerate(row) if isinstance(value, str) and value in labels
    }


def _difference(name: str, key: str, value: Any, figures: Mapping[str, Any], words: Words) -> Iterator[str]:
    expected = figures[key].value
    if expected is None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{name}: {key} is {value}, expected no figure"
        return
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield f"{name}: {key} is {value!r}, expected {expected}"
        return
    if abs(Decimal(repr(value)) - expected) > _CLOSE * max(1, abs(expected)):
        shown = words.writing.plain(expected)
        yield f"{name}: {key} is {value}, expected {shown}"
