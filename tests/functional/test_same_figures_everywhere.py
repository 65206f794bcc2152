"""One run, three outputs: each figure of the page equals the JSON's and the workbook's cell as displayed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest

from kpisheet.texts.language import table
from kpisheet.texts.resources import find

TABLE, TEXT = (
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
)
KEYS = (
    *("spend", "visitors", "leads", "visitor_to_lead_rate", "cpl", "new_customers", "close_rate", "cac"),
    *("break_even_cac", "revenue", "gross_profit", "roas", "roi"),
)
Figures = dict[tuple[str, str], str]


SMALL = 300_000  # bytes: what may be mailed and opened on a phone


@dataclass(frozen=True)
class Outputs:
    """What one run gave: figures by channel and key as page and workbook show them, and the JSON."""

    page: Figures
    workbook: Figures
    told: dict[str, Any]
    page_size: int


@pytest.fixture(scope="module", params=["en", "tr"])
def outputs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, libreoffice: Callable[..., Path]
) -> Outputs:
    language, folder = request.param, tmp_path_factory.mktemp(f"outputs-{request.param}")
    command = [sys.executable, "-m", "kpisheet", "report", str(find(f"sample.{language}.xlsx"))]
    run = subprocess.run(
        [*command, "-o", f"{folder}/", "--json"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    shown = libreoffice(folder / f"sample.{language}.kpi.xlsx", "fods", folder)
    keys = {table(language, "kpis")[f"{key}.short"]: key for key in KEYS}
    summary = table(language, "sheets")["summary"]
    return Outputs(
        _page_figures((folder / f"sample.{language}.kpi.html").read_text(encoding="utf-8"), keys),
        _sheet_figures(shown, summary, keys),
        json.loads(run.stdout),
        (folder / f"sample.{language}.kpi.html").stat().st_size,
    )


def _page_figures(html: str, keys: dict[str, str]) -> Figures:
    tree = lxml.html.document_fromstring(html)
    for extra in tree.xpath("//*[contains(@class, 'doubt') or @class='base']"):
        extra.drop_tree()
    tables = tree.xpath("//table[@id='table-channels' or starts-with(@id, 'table-further')]")
    figures: Figures = {}
    for found in tables:
        headings = [keys.get(heading.text_content()) for heading in found.xpath(".//thead//th")]
        for row in found.xpath("./tbody/tr"):
            cells = [cell.text_content().strip() for cell in row]
            figures |= {(cells[0], key): text for key, text in zip(headings, cells, strict=True) if key}
    return figures


def _sheet_figures(path: Path, name: str, keys: dict[str, str]) -> Figures:
    """The table of channels: below the row whose cells begin with the KPIs' short names, to the total."""
    rows = iter(_displayed(path, name))
    row: list[str] = []
    while not {"cac", "roas"} <= set(_keys_of(row, keys)):
        row = next(rows)
    headings = _keys_of(row, keys)
    figures: Figures = {}
    for row in rows:
        if not row[0].isdigit():
            return figures
        figures |= {(row[1], key): text for key, text in zip(headings, row, strict=False) if key}
    return figures


def _keys_of(row: list[str], keys: dict[str, str]) -> list[str | None]:
    return [keys.get(re.sub(r" \((USD|TRY)\)$", "", text)) for text in row]


def _displayed(path: Path, name: str) -> Iterator[list[str]]:
    tree = lxml.etree.parse(path)
    for row in tree.iterfind(f".//{{{TABLE}}}table[@{{{TABLE}}}name='{name}']//{{{TABLE}}}table-row"):
        texts: list[str] = []
        for cell in row:
            text = "\n".join("".join(part.itertext()) for part in cell.iterfind(f"{{{TEXT}}}p"))
            texts += [text] * min(int(cell.get(f"{{{TABLE}}}number-columns-repeated", "1")), 50)
        yield texts


def _digits(text: str) -> str:
    """A figure without its separators, sign and percent mark: LibreOffice writes them for its own locale."""
    return "".join(re.findall(r"-|\d", text))


def test_the_page_of_the_sample_is_small(outputs: Outputs) -> None:
    assert outputs.page_size < SMALL


def test_every_figure_of_the_page_is_the_jsons_rounded_half_up(outputs: Outputs) -> None:
    told = {channel["channel"]: channel for channel in outputs.told["channels"]}
    compared = 0
    for (name, key), text in outputs.page.items():
        value = told[name][key]
        if value is None:
            continue
        compared += 1
        point = "," if outputs.told["language"] == "tr" else "."
        places = len(re.sub(r"\D", "", text.rpartition(point)[2])) if point in text else 0
        exact = Decimal(repr(value)) * (100 if "%" in text else 1)
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        assert _digits(text) == _digits(f"{rounded:f}"), (name, key, value)
    assert compared > 100


def test_every_figure_of_the_page_is_the_workbooks_cell_as_displayed(outputs: Outputs) -> None:
    both = outputs.page.keys() & outputs.workbook.keys()
    written = {place for place in both if re.search(r"\d", outputs.page[place])}
    assert len(written) > 100
    assert {key for _, key in written} == set(KEYS)
    different = {
        place: (outputs.page[place], outputs.workbook[place])
        for place in written
        if _digits(outputs.page[place]) != _digits(outputs.workbook[place])
    }
    assert different == {}
