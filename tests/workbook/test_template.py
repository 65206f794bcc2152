"""The provided worksheet as another reader sees it: every input of the schema, guided and ready."""

from __future__ import annotations

import importlib
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.texts.units import Unit
from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling
from kpisheet.worksheet.schema import (
    CHANNEL_COLUMNS,
    COLUMNS,
    COMPUTED_COLUMNS,
    DEAL_OUTCOMES,
    SETTINGS,
    Column,
    Table,
)
from tests.support.validity import problems_of

MADE_ON = date(2026, 11, 1)
HEADER_ROW = 5
SHEETS = ("start", "business", "months", "channels", "deals")


def template(language: str = "en", **options: Any) -> bytes:
    asked = {"currency": None, "year": None, "made_on": MADE_ON} | options
    return author_template(language=language, **asked)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def sheet(book: openpyxl.Workbook, language: str, key: str) -> Worksheet:
    return book[Words(language).raw(f"sheets.{key}")]


def validation_of(page: Worksheet, cell: str) -> DataValidation:
    found: list[DataValidation] = [one for one in page.data_validations.dataValidation if cell in one.sqref]
    assert len(found) == 1, f"{cell} of {page.title} has {len(found)} validations"
    return found[0]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def blank(language: str) -> openpyxl.Workbook:
    return opened(template(language))


def test_the_sheets_stand_in_the_order_in_which_a_person_meets_them(
    blank: openpyxl.Workbook, language: str
) -> None:
    assert blank.sheetnames == [Words(language).raw(f"sheets.{key}") for key in SHEETS]
    assert blank.active is blank.worksheets[0]


@pytest.mark.parametrize("table", list(Table))
def test_a_table_has_every_column_of_the_schema_under_its_header(
    blank: openpyxl.Workbook, language: str, table: Table
) -> None:
    page = sheet(blank, language, table)
    columns: list[Any] = [*COLUMNS[table], *(COMPUTED_COLUMNS if table is Table.CHANNELS else ())]
    headers = [Words(language).raw(f"columns.{column.key}.header") for column in columns]
    assert [cell.value for cell in page[HEADER_ROW]][: len(headers)] == headers
    assert list(page.tables) == [table.value.capitalize()], "the name is the same in every language"
    assert page.tables[table.value.capitalize()].column_names == headers


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_a_setting_has_a_named_tinted_input_cell_beside_its_label(
    blank: openpyxl.Workbook, language: str, setting: Any
) -> None:
    ((title, reference),) = blank.defined_names[setting.name].destinations
    page = blank[title]
    cell = page[reference]
    assert title == Words(language).raw("sheets.business")
    assert page.cell(cell.row, cell.column - 1).value == Words(language).raw(f"columns.{setting.key}.label")
    assert page.cell(cell.row, cell.column + 1).value, "a sentence beside it says what it is for"
    assert cell.fill.fgColor.rgb == "FFE8F3F0"
    if setting.unit in {Unit.RATE, Unit.RETURN}:
        assert "%" in cell.number_format


def test_choices_are_drop_downs_that_name_every_choice(blank: openpyxl.Workbook, language: str) -> None:
    words = Words(language)
    for setting in SETTINGS:
        if setting.choices:
            ((title, reference),) = blank.defined_names[setting.name].destinations
            rule = validation_of(blank[title], reference.replace("$", ""))
            named = [words.raw(f"choices.{setting.key}.{choice}") for choice in setting.choices]
            assert rule.formula1.strip('"').split(",") == named
    outcome = validation_of(sheet(blank, language, "deals"), "E6")
    assert outcome.formula1.strip('"').split(",") == [
        words.raw(f"choices.outcome.{key}") for key in DEAL_OUTCOMES
    ]


@pytest.mark.parametrize("table", list(Table))
def test_every_input_says_what_it_wants_also_below_the_ready_rows(
    blank: openpyxl.Workbook, language: str, table: Table
) -> None:
    page = sheet(blank, language, table)
    for place, column in enumerate(COLUMNS[table], start=1):
        letter = get_column_letter(place)
        for row in (HEADER_ROW + 1, 5000):
            rule = validation_of(page, f"{letter}{row}")
            assert rule.showInputMessage
            assert rule.prompt
        if column.unit not in {Unit.TEXT, Unit.CHOICE}:
            assert rule.error, f"{column.key} must say what is wrong"


def test_a_channel_is_picked_from_the_list_or_typed_freely(blank: openpyxl.Workbook, language: str) -> None:
    rule = validation_of(sheet(blank, language, "channels"), "B6")
    assert (rule.type, rule.formula1, rule.showErrorMessage) == ("list", "kpi_channel_list", False)
    ((title, reference),) = blank.defined_names["kpi_channel_list"].destinations
    offered = [cell.value for (cell,) in blank[title][reference]]
    words = Words(language)
    assert {words.raw("channels.google_ads"), words.raw("channels.referral")} <= set(offered)
    assert offered[-1] is None, "blank cells at the end are there for names of one's own"


def test_a_month_that_is_no_date_is_asked_about_but_may_stay(blank: openpyxl.Workbook, language: str) -> None:
    rule = validation_of(sheet(blank, language, "channels"), "A6")
    assert (rule.type, rule.errorStyle) == ("date", "warning"), "a quarter is text, and is read"


@pytest.mark.parametrize(("key", "low", "high"), [("gross_margin", -1.0, 1.0), ("close_rate", 0.0, 1.0)])
def test_a_rate_is_held_to_the_bounds_of_the_schema(
    blank: openpyxl.Workbook, language: str, key: str, low: float, high: float
) -> None:
    place = [column.key for column in CHANNEL_COLUMNS].index(key) + 1
    rule = validation_of(sheet(blank, language, "channels"), f"{get_column_letter(place)}6")
    assert (rule.type, rule.operator) == ("decimal", None) or rule.operator == "between"
    assert (float(str(rule.formula1)), float(str(rule.formula2))) == (low, high)


def test_the_everyday_columns_are_in_view_and_the_rest_in_a_collapsed_group(
    blank: openpyxl.Workbook, language: str
) -> None:
    page = sheet(blank, language, "channels")
    hidden = {
        number
        for group in page.column_dimensions.values()
        if group.hidden
        for number in range(group.min or 0, (group.max or 0) + 1)
    }
    more = {place for place, column in enumerate(CHANNEL_COLUMNS, start=1) if not column.everyday}
    assert hidden == more
    assert len(CHANNEL_COLUMNS) - len(more) == 7
    after = get_column_letter(max(more) + 1)
    assert page.column_dimensions[after].collapsed, "the + that opens the group"


@pytest.mark.parametrize("key", SHEETS)
def test_no_sheet_is_protected_and_each_prints_on_the_width_of_a_page(
    blank: openpyxl.Workbook, language: str, key: str
) -> None:
    page = sheet(blank, language, key)
    assert not page.protection.sheet, "protection would stop the table from growing"
    assert page.page_setup.fitToWidth in {None, 1}, "one page wide, the default where it isn't said"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in str(page.oddFooter.right.text)
    if key in set(Table):
        assert page.print_title_rows == "$5:$5"
        assert page.freeze_panes is not None
        assert page.freeze_panes.endswith("6")


def test_the_formulas_name_the_table_and_the_functions_of_every_spreadsheet(
    blank: openpyxl.Workbook, language: str
) -> None:
    page = sheet(blank, language, "channels")
    first = len(CHANNEL_COLUMNS) + 1
    for place in range(first, first + len(COMPUTED_COLUMNS)):
        formula = str(page.cell(6, place).value)
        assert "Channels[[#This Row],[" in formula
        assert "@" not in formula, "LibreOffice can't read [@Column]"
        assert not any(name in formula for name in ("XLOOKUP", "LET(", "FILTER(", "IFS("))


def test_no_font_belongs_to_the_theme_which_would_show_its_own_instead(language: str) -> None:
    with zipfile.ZipFile(BytesIO(template(language))) as archive:
        styles = archive.read("xl/styles.xml")
    assert b'<name val="Arial"/>' in styles
    assert b"<scheme" not in styles


def test_the_same_arguments_give_the_same_bytes(language: str) -> None:
    assert template(language, year=2026, channels=["Radio"]) == template(
        language, year=2026, channels=["Radio"]
    )


def test_months_and_channels_can_be_typed_in_beforehand() -> None:
    book = opened(template(year=2027, channels=["Google Ads", "Our newsletter"]))
    page = book["Channels"]
    rows = [(page.cell(row, 1).value, page.cell(row, 2).value) for row in range(6, 31)]
    months = [(month.date(), name) for month, name in rows[:24]]
    assert months[:2] == [(date(2027, 1, 1), "Google Ads"), (date(2027, 1, 1), "Our newsletter")]
    assert months[-1] == (date(2027, 12, 1), "Our newsletter")
    assert rows[24] == (None, None)
    assert book["Months"]["A17"].value.date() == date(2027, 12, 1)
    ((_, reference),) = book.defined_names["kpi_channel_list"].destinations
    offered = [cell.value for (cell,) in book["Business"][reference]]
    assert offered[:2] == ["Google Ads", "Our newsletter"]
    assert len(offered) == len({name for name in offered if name}) + offered.count(None), "each name once"


def test_channels_without_a_year_come_once_each_without_a_month() -> None:
    page = opened(template(channels=["Radio", "Flyers"]))["Channels"]
    assert [(page.cell(row, 1).value, page.cell(row, 2).value) for row in (6, 7, 8)] == [
        (None, "Radio"),
        (None, "Flyers"),
        (None, None),
    ]


def test_a_year_without_channels_fills_the_months_sheet_only() -> None:
    book = opened(template(year=2027))
    assert book["Channels"]["A6"].value is None
    assert book["Months"]["A6"].value.date() == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("language", "currency", "written", "spend_format"),
    [
        ("en", None, None, "#,##0"),
        ("en", "EUR", "EUR", '"€"#,##0'),
        ("tr", None, "TRY", '#,##0 "₺"'),
        ("tr", "EUR", "EUR", '#,##0 "€"'),
    ],
)
def test_money_is_shown_in_the_currency_and_without_a_sign_where_none_is_known(
    language: str, currency: str | None, written: str | None, spend_format: str
) -> None:
    book = opened(template(language, currency=currency))
    ((title, reference),) = book.defined_names["kpi_currency"].destinations
    assert book[title][reference].value == written
    assert sheet(book, language, "channels")["C6"].number_format == spend_format


def test_what_is_typed_in_stays_as_typed() -> None:
    """Text in a number column stays text, and nothing becomes a formula or a link."""
    rows: list[dict[str, Any]] = [
        {"period": date(2026, 10, 1), "channel": "=1+1", "spend": "$1,850", "note": "https://example.com"}
    ]
    filling = Filling({"business_name": "=HYPERLINK(A1)", "gross_margin": Decimal("0.4")}, rows)
    book = opened(template(filling=filling))
    page = book["Channels"]
    assert (page["B6"].value, page["B6"].data_type) == ("=1+1", "s")
    assert (page["C6"].value, page["C6"].data_type) == ("$1,850", "s")
    assert page["R6"].hyperlink is None
    ((title, reference),) = book.defined_names["kpi_business_name"].destinations
    assert book[title][reference].data_type == "s"


def test_a_provided_worksheet_is_valid_as_a_package(language: str) -> None:
    assert problems_of(template(language, year=2026, channels=["Radio"])) == []
    assert problems_of(template(language)) == []


def test_a_new_column_is_one_row_of_the_schema_and_its_words(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template takes it up by itself, with its header, message, bounds and place in the group."""
    added = Column("phone_calls", Unit.COUNT)
    monkeypatch.setitem(COLUMNS, Table.CHANNELS, (*CHANNEL_COLUMNS, added))
    for name, key, text in (
        ("columns", "phone_calls.header", "Phone calls"),
        ("template", "channels.phone_calls.help", "Calls that lasted a minute."),
    ):
        texts = importlib.import_module(f"kpisheet.texts.{language}.{name}").TEXTS
        monkeypatch.setitem(texts, key, text)
    page = sheet(opened(template(language)), language, "channels")
    place = len(CHANNEL_COLUMNS) + 1
    letter = get_column_letter(place)
    assert page.cell(HEADER_ROW, place).value == "Phone calls"
    rule = validation_of(page, f"{letter}6")
    assert (rule.prompt, rule.type) == ("Calls that lasted a minute.", "whole")
    assert "Channels[[#This Row],[" in str(page.cell(6, place + 1).value), "the grey block moves to the right"
