"""The source articles' worked examples, typed by openpyxl, through the command, to the digit in all outputs.

100 visitors, 10 leads: 10 %. $1,000, 100 leads: CPL 10; 30 of them buy: CAC 33.33; × $500: revenue 15,000,
ROAS 15, revenue ROI 1400 % (and, at a margin of 48 %, ROI 620 %). $10,000, 10 customers: CAC 1,000.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import openpyxl
import pytest

from kpisheet.command.run import run
from kpisheet.texts.language import table
from kpisheet.texts.resources import find

COLUMNS = ("period", "channel", "spend", "visitors", "leads", "new_customers", "revenue")
ROWS = (
    (date(2026, 10, 1), "Google Ads", 1000, 1000, 100, 30, 15000),
    (date(2026, 10, 1), "Radio", 10000, None, 20, 10, 40000),
    (date(2026, 10, 1), "Instagram", 0, 100, 10, 0, None),
)
JSON = {
    "google_ads": {
        "visitor_to_lead_rate": 0.1,
        "cpl": 10.0,
        "cac": 1000 / 30,
        "revenue": 15000.0,
        "roas": 15.0,
        "revenue_roi": 14.0,
        "roi": 6.2,
    },
    "radio": {"cac": 1000.0},
}
SHOWN = {
    "en": ("10.0%", "$10.00", "$33.33", "$15,000", "15.00", "620%"),
    "tr": ("%10,0", "10,00 $", "33,33 $", "15.000 $", "15,00", "%620"),
}


def filled(language: str, folder: Path) -> Path:
    """The shipped template with the examples typed in by openpyxl."""
    book = openpyxl.load_workbook(find(f"marketing-channel-roi.{language}.xlsx"))
    sheet = book[table(language, "sheets")["channels"]]
    headers = table(language, "columns")
    top = next(row for row in sheet.iter_rows() if headers["channel.header"] in [cell.value for cell in row])
    places: dict[Any, Any] = {cell.value: cell.column for cell in top}
    header_row = top[0].row or 0
    for offset, row in enumerate(ROWS, start=1):
        for key, value in zip(COLUMNS, row, strict=True):
            sheet.cell(header_row + offset, places[headers[f"{key}.header"]]).value = value
    settings: tuple[tuple[str, Any], ...] = (("kpi_gross_margin", 0.48), ("kpi_currency", "USD"))
    for name, setting in settings:
        page, cell = book.defined_names[name].attr_text.split("!")
        book[page.strip("'")][cell.replace("$", "")] = setting
    path = folder / f"article.{language}.xlsx"
    book.save(path)
    return path


def displayed(path: Path, sheet: str) -> list[list[str]]:
    """The texts of a sheet's cells as LibreOffice displays them."""
    office = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    tree = lxml.etree.parse(path)
    rows = tree.iterfind(f".//{office}table[@{office}name='{sheet}']//{office}table-row")
    return [["".join(cell.itertext()).strip() for cell in row] for row in rows]


def digits(text: str) -> str:
    """A figure without its separators and signs, which LibreOffice writes for its own locale."""
    return "".join(re.findall(r"\d", text))


@pytest.mark.program("soffice")
@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_worked_examples_come_out_to_the_digit_everywhere(
    language: str, tmp_path: Path, libreoffice: Callable[..., Path]
) -> None:
    path = filled(language, tmp_path)
    output, errors = io.StringIO(), io.StringIO()
    status = run(["report", str(path), "--json"], io.StringIO(), output, errors, {})
    assert (status, errors.getvalue().count("Traceback")) == (0, 0), errors.getvalue()

    told = {channel["key"]: channel for channel in json.loads(output.getvalue())["channels"]}
    for channel, figures in JSON.items():
        for key, value in figures.items():
            assert told[channel][key] == pytest.approx(value, rel=1e-15), (channel, key)

    page = lxml.html.document_fromstring((tmp_path / f"article.{language}.kpi.html").read_text("utf-8"))
    on_page = next(
        [cell.text_content().strip() for cell in row]
        for row in page.xpath("//table[@id='table-channels']//tr")
        if row[0].text_content().strip() == "Google Ads"
    )
    further = " ".join(cell.text_content() for cell in page.xpath("//td"))
    for text in SHOWN[language]:
        assert text in " ".join(on_page) or text in further, text

    shown = displayed(
        libreoffice(tmp_path / f"article.{language}.kpi.xlsx", "fods", tmp_path),
        table(language, "sheets")["summary"],
    )
    in_workbook = next(
        row for row in shown if "Google Ads" in row and len([text for text in row if text]) > 8
    )
    wanted = {digits(text) for text in SHOWN[language]}
    assert wanted <= {digits(text) for text in in_workbook}
