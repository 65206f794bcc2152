"""The overview of several workbooks as a workbook of its own: one table to sort and filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpisheet.analysis.overview import Entry, by_urgency
from kpisheet.texts.harmless import harmless
from kpisheet.texts.language import Words

_FIGURES = {"spend": "#,##0.00", "leads": "#,##0", "new_customers": "#,##0", "cac": "#,##0.00", "roi": "0%"}
_CHANGE = "+0%;-0%;0%"
_WIDTHS = {0: 28, 2: 56, 3: 18, 4: 18}  # of the columns with names and sentences
_USUAL_WIDTH = 14
_VERDICTS = ("pays", "loses_money", "check_first", "cannot_tell", "no_spend")
_LONGEST_LINK = 255  # characters; Excel takes somewhat more, other programs don't

Cell = str | int | Decimal | None


def author_overview(entries: Sequence[Entry], *, language: str, made_on: date) -> bytes:
    """The workbook's bytes: a row for each client, in the order of the page. Same input, same bytes."""
    words, stream = Words(language), BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": words.raw("overview.title"), "created": datetime.combine(made_on, time.min)}
    )
    sheet = book.add_worksheet(words.raw("overview.client"))
    rows = [_row(entry, words) for entry in by_urgency(tuple(entries))]
    headers = _headers(words)
    _write(sheet, headers, rows, {text: book.add_format({"num_format": text}) for text in _formats(headers)})
    book.close()
    return stream.getvalue()


def _headers(words: Words) -> dict[str, str | None]:
    """Each column's heading, and its number format if it has numbers."""
    made: dict[str, str | None] = {
        words.raw(f"overview.{key}"): None for key in ("client", "state", "to_do", "period", "latest")
    }
    made[words.raw("columns.currency.label")] = None
    for key, number_format in _FIGURES.items():
        label = words.raw(f"kpis.{key}.short")
        made[label] = number_format
        made[words.text("overview.change", label=label)] = _CHANGE
    made |= {words.raw(f"verdicts.{verdict}"): None for verdict in _VERDICTS}
    made[words.raw("overview.missed")] = None
    made[words.raw("overview.cells")] = "0"
    made |= {words.raw(f"overview.{key}"): None for key in ("report", "file", "page")}
    return made


def _row(entry: Entry, words: Words) -> list[Cell]:
    figures = {figure.key: figure for figure in entry.figures}
    named = {str(verdict): ", ".join(names) for verdict, names in entry.verdicts}
    numbers: list[Cell] = []
    for key in _FIGURES:
        figure = figures.get(key)
        numbers += [figure.value, figure.change] if figure else [None, None]
    return [
        entry.business or entry.file,
        words.raw(f"overview.state_{entry.state}"),
        entry.failure or entry.to_do,
        entry.period,
        entry.latest,
        entry.currency,
        *numbers,
        *(named.get(verdict) for verdict in _VERDICTS),
        "; ".join(entry.missed),
        entry.cells,
        _report(entry, words),
        entry.file,
        entry.page,
    ]


def _report(entry: Entry, words: Words) -> str | None:
    if entry.page is None:
        return None
    return words.raw("overview.made_anew" if entry.unchanged_since is None else "overview.unchanged")


def _formats(headers: dict[str, str | None]) -> set[str]:
    return {each for each in headers.values() if each is not None}


def _write(
    sheet: Worksheet,
    headers: dict[str, str | None],
    rows: Sequence[Sequence[Cell]],
    formats: dict[str, Format],
) -> None:
    columns = [{"header": header} for header in headers]
    sheet.add_table(0, 0, max(len(rows), 1), len(columns) - 1, {"columns": columns, "name": "Overview"})
    sheet.freeze_panes(1, 1)
    for column, number_format in enumerate(headers.values()):
        sheet.set_column(column, column, _WIDTHS.get(column, _USUAL_WIDTH), formats.get(number_format or ""))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, harmless(value))
            elif value is not None:
                sheet.write_number(number, column, float(value))
        page = row[-1]
        if isinstance(page, str) and len(page) <= _LONGEST_LINK and harmless(page) == page:
            sheet.write_url(number, len(row) - 1, f"external:{page}", string=page)
