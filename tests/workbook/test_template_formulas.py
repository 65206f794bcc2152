"""The live formulas of the provided worksheet: reckoned by hand, and again by LibreOffice."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling, Typed
from kpisheet.worksheet.schema import CHANNEL_COLUMNS, COMPUTED_COLUMNS
from tests.sample_business import buckeye, ladin

MADE_ON = date(2026, 11, 1)
BLANK: tuple[float | str | None, ...] = (None,) * 7

# What is typed, and by hand what the grey cells show: leads, customers and revenue used, CPL, CAC, ROAS,
# ROI at a margin of 40 %. The first is the worked example of the source article on marketing KPIs.
CASES: tuple[tuple[str, Mapping[str, Typed], tuple[float | str | None, ...]], ...] = (
    (
        "the article's example",
        {"spend": 1000, "visitors": 1000, "leads": 100, "new_customers": 30, "revenue": 15000},
        (100, 30, 15000, 10, 1000 / 30, 15, (15000 * 0.4 - 1000) / 1000),
    ),
    (
        "derived forward",
        {
            "spend": 300,
            "visitors": 200,
            "visitor_to_lead_rate": Decimal("0.1"),
            "close_rate": Decimal("0.25"),
            "average_revenue_per_sale": 500,
        },
        (20, 5, 2500, 15, 60, 2500 / 300, (2500 * 0.4 - 300) / 300),
    ),
    (
        "sales before customers",
        {"spend": 100, "new_customers": 4, "sales": 10, "average_revenue_per_sale": 50},
        (None, 4, 500, None, 25, 5, 1),
    ),
    (
        "the typed value wins",
        {"spend": 100, "visitors": 50, "visitor_to_lead_rate": Decimal("0.5"), "leads": 10},
        (10, None, None, 10, None, None, None),
    ),
    (
        "no spend",
        {"spend": 0, "leads": 5, "new_customers": 2, "revenue": 900},
        (5, 2, 900, "no spend", "no spend", "no spend", "no spend"),
    ),
    ("no leads", {"spend": 50, "leads": 0}, (0, None, None, "no leads", None, None, None)),
    (
        "nothing sold is no revenue",
        {"spend": 50, "leads": 3, "new_customers": 0},
        (3, 0, 0, 50 / 3, "no customers", 0, -1),
    ),
    (
        "blank customers leave revenue unknown",
        {"spend": 50, "leads": 2},
        (2, None, None, 25, None, None, None),
    ),
    (
        "the row's own margin",
        {"spend": 100, "revenue": 400, "gross_margin": Decimal("0.5")},
        (None, None, 400, None, None, 4, 1),
    ),
    (
        "text is no number",
        {"spend": "1,850 USD", "leads": 10, "new_customers": "two", "revenue": 100},
        (10, None, 100, None, None, None, None),
    ),
    ("a blank row", {}, BLANK),
)


WITH_VAT: dict[str, Typed] = {"gross_margin": Decimal("0.4"), "vat": "with", "vat_rate": Decimal("0.2")}


def grey_cells(page: Worksheet, row: int) -> tuple[Any, ...]:
    first = len(CHANNEL_COLUMNS) + 1
    return tuple(page.cell(row, first + place).value or _zero(page, row, first + place) for place in range(7))


def _zero(page: Worksheet, row: int, column: int) -> float | None:
    return 0 if page.cell(row, column).value == 0 else None


def filled(margin: Decimal | None = Decimal("0.4"), language: str = "en") -> bytes:
    rows = [{"period": date(2026, 10, 1), "channel": "Radio", **row} if row else {} for _, row, _ in CASES]
    filling = Filling({"gross_margin": margin}, rows)
    return author_template(language=language, currency=None, year=None, filling=filling, made_on=MADE_ON)


def close(one: float | str | None, other: float | str | None) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other


@pytest.mark.parametrize("place", range(len(CASES)), ids=[name for name, _, _ in CASES])
def test_a_grey_cell_shows_what_is_reckoned_by_hand(place: int) -> None:
    page = openpyxl.load_workbook(BytesIO(filled()), data_only=True)["Channels"]
    shown = grey_cells(page, 6 + place)
    expected = CASES[place][2]
    assert all(close(one, other) for one, other in zip(shown, expected, strict=True)), (shown, expected)


@pytest.mark.parametrize(
    ("of_sales", "expected"),
    [(None, (50, 5, 1000, 20, 200, 1, -0.6)), (Decimal(0), (50, 5, 1200, 20, 200, 1.2, -0.52))],
)
def test_the_grey_cells_take_vat_out(of_sales: Decimal | None, expected: tuple[float, ...]) -> None:
    """1,200 typed with 20 % are 1,000 spent; 1,200 sold are 1,000, or 1,200 where sales bear none."""
    row: dict[str, Typed] = {
        "channel": "Radio",
        "spend": 1200,
        "leads": 50,
        "new_customers": 5,
        "revenue": 1200,
    }
    filling = Filling({**WITH_VAT, "vat_rate_sales": of_sales}, [row])
    content = author_template(language="en", currency=None, year=None, filling=filling, made_on=MADE_ON)
    shown = grey_cells(openpyxl.load_workbook(BytesIO(content), data_only=True)["Channels"], 6)
    assert all(close(one, other) for one, other in zip(shown, expected, strict=True)), shown


def test_a_missing_margin_is_named() -> None:
    page = openpyxl.load_workbook(BytesIO(filled(margin=None)), data_only=True)["Channels"]
    assert grey_cells(page, 6)[-1] == "no margin"


def formula_cells(book: openpyxl.Workbook) -> Iterator[tuple[str, str]]:
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield page.title, cell.coordinate


def differences(content: bytes, recalculated: Path) -> tuple[int, list[str]]:
    """How many formulas there are, and those whose stored value isn't what LibreOffice makes of them."""
    stored = openpyxl.load_workbook(BytesIO(content), data_only=True)
    anew = openpyxl.load_workbook(recalculated, data_only=True)
    different = []
    cells = list(formula_cells(openpyxl.load_workbook(BytesIO(content))))
    for title, cell in cells:
        one, other = stored[title][cell].value or None, anew[title][cell].value or None
        if not close(one, other):
            different.append(f"{title}!{cell}: {one!r} stored, {other!r} recalculated")
    return len(cells), different


FILLINGS: dict[str, Callable[[], tuple[str, Filling | None]]] = {
    "sample.en": lambda: ("en", buckeye.sample()),
    "sample.tr": lambda: ("tr", ladin.sample()),
    "blank.en": lambda: ("en", None),
    "blank.tr": lambda: ("tr", None),
    "cases": lambda: ("en", Filling({"gross_margin": Decimal("0.4")}, [row for _, row, _ in CASES])),
    "with VAT": lambda: ("tr", Filling(WITH_VAT, [row for _, row, _ in CASES])),
    "with VAT of two rates": lambda: (
        "en",
        Filling({**WITH_VAT, "vat_rate_sales": Decimal("0.1")}, [row for _, row, _ in CASES]),
    ),
    "no margin": lambda: ("tr", Filling({}, [row for _, row, _ in CASES])),
}


@pytest.fixture(scope="module")
def written_and_anew(
    libreoffice_at_once: Callable[..., list[Path]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[bytes, Path]]:
    """Each filling as written, and as LibreOffice saves it, which is started once for all of them."""
    folder = tmp_path_factory.mktemp("formulas")
    (folder / "anew").mkdir()
    written = []
    for name, make in FILLINGS.items():
        language, filling = make()
        content = author_template(
            language=language, currency=None, year=None, filling=filling, made_on=MADE_ON
        )
        written.append(folder / f"{name}.xlsx")
        written[-1].write_bytes(content)
    anew = libreoffice_at_once(written, "xlsx", folder / "anew")
    return {path.stem: (path.read_bytes(), again) for path, again in zip(written, anew, strict=True)}


@pytest.mark.program("soffice")
@pytest.mark.parametrize("name", FILLINGS)
def test_libreoffice_recalculates_every_formula_to_the_value_that_is_stored(
    name: str, written_and_anew: dict[str, tuple[bytes, Path]]
) -> None:
    _, filling = FILLINGS[name]()
    count, different = differences(*written_and_anew[name])
    rows = max(60, len(filling.channels)) if filling else 60
    assert count == rows * len(COMPUTED_COLUMNS) + 10 + 14 + 2, (
        "and ten checks on the first sheet, 14 sums, two divisors"
    )
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_start_here_says_what_is_still_empty(language: str) -> None:
    words = Words(language)
    rows: list[Mapping[str, Typed]] = [
        {"period": date(2026, 10, 1), "channel": "Radio", "spend": 900, "leads": 3, "new_customers": 1},
        {"channel": "Flyers", "leads": 2, "close_rate": Decimal("0.5")},
    ]
    filling = Filling({"business_name": "Buckeye Plumbing"}, rows)
    content = author_template(language=language, currency=None, year=None, filling=filling, made_on=MADE_ON)
    page = openpyxl.load_workbook(BytesIO(content), data_only=True)[words.raw("sheets.start")]
    shown = {page.cell(row, 2).value: page.cell(row, 5).value for row in range(1, 40)}
    empty = words.raw("template.check.still_empty_word")

    def check(key: str) -> object:
        return shown[words.raw(f"template.check.{key}")]

    business = words.raw("sheets.business")
    assert shown[f"{business}: {words.raw('columns.business_name.label')}"] == words.raw(
        "template.check.filled"
    )
    assert shown[f"{business}: {words.raw('columns.gross_margin.label')}"] == words.raw(
        "template.check.empty"
    )
    assert check("rows") == f"2 {words.raw('template.check.rows_word')}"
    assert check("period") == f"1 {empty}"
    assert check("spend") == f"1 {empty}"
    assert check("leads") == words.raw("template.check.none_empty")
    assert check("new_customers") == words.raw("template.check.none_empty"), "a close rate stands in for them"
    assert check("revenue") == f"2 {empty}"
