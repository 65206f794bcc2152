"""The provided worksheet filled in by other programs than ours, as a person would, and read right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

import kpisheet
from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.ooxml.package.package import Package
from kpisheet.texts.language import Words
from kpisheet.workbook.reader import read_book
from kpisheet.workbook.template.author import author_template
from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import Row, Worksheet
from tests.support.annotated_workbooks import differences_after_recalculation
from tests.support.libreoffice_hands import Desk, Work

TODAY = date(2026, 11, 23)
MADE_ON = date(2026, 11, 1)


def blank(language: str) -> bytes:
    return author_template(language=language, currency=None, year=None, made_on=MADE_ON)


def understood(content: bytes) -> Worksheet:
    return understand(read_book(Package.open(content)), today=TODAY)


def reported(content: bytes) -> Report:
    return build_report(understood(content), file="typed.xlsx", today=TODAY)


def told(row: Row) -> tuple[str, str | None, dict[str, Decimal]]:
    return row.channel.key, row.period.key if row.period else None, dict(row.values)


# Typed in English and in Turkish: decimals, percentages and dates are written as each country writes them.
DESKS = {
    "en": ("en-US", "1,850.50", "$900", "48%", "50%", "Aug 2026"),
    "tr": ("tr-TR", "1.850,50", "900", "%48", "%50", "Ağu 2026"),
}

CURRENCIES = {"en": "USD", "tr": "TRY"}


@pytest.fixture(scope="module", params=DESKS)
def typed_by_hand(
    request: pytest.FixtureRequest, program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, bytes]:
    """Typing, a copied block, rows past the table's end, sorting, and the file saved by LibreOffice."""
    language = str(request.param)
    locale, spend, radio, margin, rate, month_name = DESKS[language]
    words = Words(language)
    ads, print_, flyers = (words.raw(f"channels.{key}") for key in ("google_ads", "local_print", "flyers"))
    folder = tmp_path_factory.mktemp(f"desk-{language}")
    path, saved = folder / "blank.xlsx", folder / "saved.xlsx"
    path.write_bytes(blank(language))
    actions: list[tuple[str, ...]] = [
        ("GoToSheet", words.raw("sheets.business")),
        ("TypeIn", "C5", "Buckeye Plumbing"),
        ("TypeIn", beside("currency", path, language), CURRENCIES[language]),
        ("TypeIn", beside("gross_margin", path, language), margin),
        ("GoToSheet", words.raw("sheets.channels")),
        *(
            ("TypeIn", f"{column}6", text)
            for column, text in zip("ABCEFG", ("2026-10-01", ads, spend, "14", "6", "4120"), strict=True)
        ),
        *(
            ("TypeIn", f"{column}7", text)
            for column, text in zip("ABCE", ("2026-10-01", print_, radio, "3"), strict=True)
        ),
        ("TypeIn", "O7", rate),
        ("CopyTo", "A6:O7", "A8"),
        ("TypeIn", "A8", "2026-09-01"),
        ("TypeIn", "A9", "2026-09-01"),
        *(
            ("TypeIn", f"{column}66", text)
            for column, text in zip("ABCEF", (month_name, flyers, "300", "5", "0"), strict=True)
        ),
        ("SortBy", "A6:Z66", "1"),
    ]
    Desk(program("soffice"), folder, locale).work(Work(path, actions, saved))
    return language, saved.read_bytes()


@pytest.mark.program("soffice")
def test_every_row_that_was_typed_is_read_and_no_other(typed_by_hand: tuple[str, bytes]) -> None:
    _, content = typed_by_hand
    ads = {
        "spend": Decimal("1850.5"),
        "leads": Decimal(14),
        "new_customers": Decimal(6),
        "revenue": Decimal(4120),
    }
    local_print = {"spend": Decimal(900), "leads": Decimal(3), "close_rate": Decimal("0.5")}
    flyers = {"spend": Decimal(300), "leads": Decimal(5), "new_customers": Decimal(0)}
    expected = [
        ("flyers", "2026-08", flyers),
        ("google_ads", "2026-09", ads),
        ("google_ads", "2026-10", ads),
        ("local_print", "2026-09", local_print),
        ("local_print", "2026-10", local_print),
    ]
    assert sorted((told(row) for row in understood(content).rows), key=lambda row: row[:2]) == expected


@pytest.mark.program("soffice")
def test_the_settings_that_were_typed_are_read(typed_by_hand: tuple[str, bytes]) -> None:
    language, content = typed_by_hand
    worksheet = understood(content)
    assert worksheet.language == language
    assert worksheet.currency == CURRENCIES[language]
    assert worksheet.settings.number("gross_margin") == Decimal("0.48")
    assert worksheet.settings.text("business_name") == "Buckeye Plumbing"


@pytest.mark.program("soffice")
def test_the_grey_cells_moved_with_their_rows(typed_by_hand: tuple[str, bytes]) -> None:
    """Sorting moves formulas; each still works out its own row: 1850.5 ÷ 14 leads, 900 ÷ 3.

    The row typed past the table's end has none: LibreOffice doesn't grow a table.
    """
    language, content = typed_by_hand
    page = openpyxl.load_workbook(BytesIO(content), data_only=True)[Words(language).raw("sheets.channels")]
    cost_per_lead = {
        page.cell(row, 3).value: page.cell(row, 24).value for row in range(6, 66) if page.cell(row, 24).value
    }
    assert cost_per_lead == {1850.5: pytest.approx(1850.5 / 14), 900: pytest.approx(300)}


# A second person picks from the drop-downs, fills in all sheets, and pastes what another program exported.
PICKED = {
    # locale, VAT, how they sell, outcomes, a day, a month's first day, the agency's export
    "en": (
        "en-US",
        "Without VAT or sales tax",
        "Inside sales (phone or online)",
        ("Won", "Open"),
        "10/5/2026",
        "10/1/2026",
        ("Oct 2026", "Facebook Ads", "$1,200.50", "31"),
    ),
    "tr": (
        "tr-TR",
        "KDV hariç",
        "Ofisten satış (telefon veya internet)",
        ("Kazanıldı", "Açık"),
        "05.10.2026",
        "01.10.2026",
        ("Ekim 2026", "Facebook reklamları", "1.200,50 TL", "31"),
    ),
}


def beside(key: str, path: Path, language: str) -> str:
    """The cell in which a setting of Business is typed."""
    words = Words(language)
    page = openpyxl.load_workbook(path)[words.raw("sheets.business")]
    (row,) = [cell.row for cell in page["B"] if cell.value == words.raw(f"columns.{key}.label")]
    return f"C{row}"


@pytest.fixture(scope="module", params=PICKED)
def picked_and_pasted(
    request: pytest.FixtureRequest, program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    language = str(request.param)
    locale, vat, selling, (won, open_), day, month, exported = PICKED[language]
    words = Words(language)
    radio, referral = words.raw("channels.radio"), words.raw("channels.referral")
    folder = tmp_path_factory.mktemp(f"picked-{language}")
    path, export, saved = folder / "blank.xlsx", folder / "export.xlsx", folder / "october.xlsx"
    path.write_bytes(blank(language))
    other = openpyxl.Workbook()
    page = other.worksheets[0]
    page.append(exported)
    page.append([date(2026, 10, 1), "TikTok", 300, 12])
    for cell in page[1]:
        cell.font = Font(name="Courier New", bold=True)
    other.save(export)
    actions: list[tuple[str, ...]] = [
        ("GoToSheet", words.raw("sheets.business")),
        ("Pick", beside("currency", path, language), CURRENCIES[language]),
        ("Pick", beside("vat", path, language), vat),
        ("Pick", beside("selling", path, language), selling),
        ("GoToSheet", words.raw("sheets.months")),
        *(
            ("TypeIn", f"{column}6", text)
            for column, text in zip("ABCDH", (month, "100", "104", "10", "400"), strict=True)
        ),
        ("GoToSheet", words.raw("sheets.channels")),
        ("TypeIn", "A6", month),
        ("Pick", "B6", radio),
        *(("TypeIn", f"{column}6", text) for column, text in zip("CEF", ("500", "5", "2"), strict=True)),
        ("CopyFrom", export.as_uri(), "A1:C2", "A7"),
        ("CopyFrom", export.as_uri(), "D1:D2", "E7"),
        ("GoToSheet", words.raw("sheets.deals")),
        ("TypeIn", "A6", "Kitchen"),
        ("TypeIn", "B6", month),
        ("TypeIn", "D6", day),
        ("Pick", "E6", won),
        ("TypeIn", "F6", "900"),
        ("Pick", "G6", referral),
        ("TypeIn", "A7", "Bath"),
        ("TypeIn", "B7", day),
        ("Pick", "E7", open_),
    ]
    Desk(program("soffice"), folder, locale).work(Work(path, actions, saved))
    return language, saved


@pytest.mark.program("soffice")
def test_what_was_picked_and_pasted_is_read(picked_and_pasted: tuple[str, Path]) -> None:
    language, path = picked_and_pasted
    worksheet = understood(path.read_bytes())
    assert (worksheet.language, worksheet.currency) == (language, CURRENCIES[language])
    assert {key: worksheet.settings.text(key) for key in ("vat", "selling")} == {
        "vat": "without",
        "selling": "inside",
    }
    assert sorted((told(row) for row in worksheet.rows), key=lambda row: row[0]) == [
        ("facebook_ads", "2026-10", {"spend": Decimal("1200.5"), "leads": Decimal(31)}),
        ("radio", "2026-10", {"spend": Decimal(500), "leads": Decimal(5), "new_customers": Decimal(2)}),
        ("tiktok", "2026-10", {"spend": Decimal(300), "leads": Decimal(12)}),
    ]
    (month,) = worksheet.months
    assert (month.period.key, month.values["customers_end"], month.values["shared_costs"]) == (
        "2026-10",
        104,
        400,
    )
    first, second = worksheet.deals
    assert (first.outcome, first.closed, first.value) == ("won", date(2026, 10, 5), 900)
    assert first.channel
    assert first.channel.key == "referral"
    assert (second.outcome, second.created) == ("open", date(2026, 10, 5))


@pytest.mark.program("soffice")
def test_its_report_is_right_and_libreoffice_comes_to_the_same_figures(
    picked_and_pasted: tuple[str, Path], libreoffice: Callable[..., Path], tmp_path: Path
) -> None:
    """2,000.50 spent, 48 leads: 41.68 a lead. 500 ÷ 2 on the row that knows its customers: 250."""
    _, path = picked_and_pasted
    evaluation = kpisheet.evaluate(path, made_on=TODAY)
    totals = evaluation.report.totals
    assert totals["spend"].value == Decimal("2000.5")
    assert round(totals["cpl"].value or 0, 2) == Decimal("41.68")
    assert totals["cac"].value == 250
    assert evaluation.report.business["crr"].value == Decimal("0.94")
    written = evaluation.write(kpisheet.Writing(tmp_path, verify=True))
    formulas, differences = differences_after_recalculation(
        written.workbook.read_bytes(), libreoffice, tmp_path
    )
    assert formulas > 100
    assert differences == []


# The source articles' worked examples, typed into the blank worksheet by openpyxl.
ARTICLE = {"B": "Google Ads", "C": 1000, "D": 1000, "E": 100, "F": 30, "G": 15000}


def typed_by_openpyxl(language: str, cells: dict[str, Any]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(blank(language)))
    page = book[Words(language).raw("sheets.channels")]
    for cell, value in cells.items():
        page[cell] = value
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_articles_worked_example_comes_out_to_the_digit(language: str) -> None:
    """$1,000, 100 leads: CPL 10; 30 of them buy: CAC 33.33; × $500: 15,000, ROAS 15, revenue ROI 1400 %."""
    report = reported(typed_by_openpyxl(language, {f"{column}6": value for column, value in ARTICLE.items()}))
    totals = {key: figure.value for key, figure in report.totals.items()}
    assert totals["cpl"] == 10
    assert round(totals["cac"] or 0, 2) == Decimal("33.33")
    assert totals["revenue"] == 15000
    assert totals["roas"] == 15
    assert totals["revenue_roi"] == 14
    assert totals["visitor_to_lead_rate"] == Decimal("0.1")


def test_the_same_rows_in_both_languages_give_the_same_figures() -> None:
    cells = {f"{column}6": value for column, value in ARTICLE.items()} | {
        "A7": date(2026, 10, 1),
        "B7": "Radio",
        "C7": 900,
        "E7": 2,
        "F7": 0,
    }
    one, other = (reported(typed_by_openpyxl(language, cells)).totals for language in ("en", "tr"))
    assert {key: figure.value for key, figure in one.items()} == {
        key: figure.value for key, figure in other.items()
    }
