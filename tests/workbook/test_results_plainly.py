"""Plain text stays plain on the result sheets, figures are written as on the page, words pair up."""

from __future__ import annotations

import io
import re
import string
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from kpisheet.analysis.figures import MISSING_REASONS
from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Counted, Figure, Shortfall
from kpisheet.ooxml.grafting.renaming import rename_sheets
from kpisheet.ooxml.package.package import Package
from kpisheet.texts.language import Words, table
from kpisheet.workbook.names import Role, free_name, quoted, sheet_names
from kpisheet.workbook.results.charts import axis_end
from kpisheet.workbook.results.definitions import METHODS
from kpisheet.workbook.results.figures import short_word
from kpisheet.workbook.verify import differences
from tests.support.annotated_workbooks import HEADERS, filled, finish, finish_anew, opened, sample

HOSTILE = [
    '=HYPERLINK("http://example.com","x")',
    "+1+1",
    "-2+3|cmd",
    "@SUM(A1:A9)",
    "http://example.com/a",
    "internal:'Channels'!A1",
    "<script>alert(1)</script>",
    "mailto:a@example.com",
    "{=1+1}",
    'Türkçe & "İ" \' ı',
]


def hostile_workbook() -> bytes:
    headers = ("Month", "Channel", "Spend", "Leads", "New customers", "Revenue", "Campaign")
    rows = [(date(2026, 10, 1), name, 100 + number, 5, 2, 900, name) for number, name in enumerate(HOSTILE)]
    return filled(rows, headers=headers)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_hostile_names_stay_plain_text() -> None:
    made = finish(hostile_workbook())
    book = opened(made.content)
    shown = set()
    for role in Role:
        for row in book[made.names[role]].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert not any(name in str(cell.value) for name in HOSTILE)
                elif isinstance(cell.value, str):
                    shown.add(cell.value)
    assert set(HOSTILE) <= shown


def test_no_link_leads_out_of_the_workbook() -> None:
    made = finish(hostile_workbook())
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        for name in archive.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in archive.read(name), name


def test_each_finding_and_each_row_links_to_its_cell() -> None:
    made = finish(sample("en"))
    book = opened(made.content)
    to_check = book[made.names[Role.FINDINGS]]
    linked = links(to_check)
    expected = {
        f"{quoted(one.place.sheet)}!{one.place.cell or 'A1'}" for one in made.report.findings if one.place
    }
    assert linked == expected
    data = book[made.names[Role.DATA_USED]]
    assert {f"'Channels'!B{row.number}" for row in made.report.rows} <= links(data)


def links(sheet: Worksheet) -> set[str]:
    return {str(cell.hyperlink.location) for row in sheet.iter_rows() for cell in row if cell.hyperlink}


@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_cell_shows_what_the_page_writes(language: str) -> None:
    made = finish(sample(language))
    writing = made.report.words.writing
    summary = opened(made.content)[made.names[Role.SUMMARY]]
    header = next(row for row in summary.iter_rows() if row[0].value == "#")
    places = {str(cell.value): cell.column for cell in header if cell.value}
    roi = places[made.report.words.raw("kpis.roi.short")]
    plain = writing.excel_format(KPIS["roi"].unit)
    assert summary.cell((header[0].row or 0) + 1, int(roi or 0)).number_format == plain


def test_exactly_one_sheet_is_selected_and_it_is_the_summary() -> None:
    made = finish(sample("tr"))
    book = opened(made.content)
    assert book.active is not None
    assert book.active.title == made.names[Role.SUMMARY]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [book.active.title]


def test_every_result_sheet_fits_the_page_s_width_and_repeats_its_header() -> None:
    made = finish(sample("en"))
    book = opened(made.content)
    for role in Role:
        sheet = book[made.names[role]]
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows
        assert "&P" in str(sheet.oddFooter.right.text)
        assert sheet.freeze_panes


def test_the_same_report_gives_the_same_bytes() -> None:
    assert finish_anew(sample("en")).content == finish(sample("en")).content


def test_the_1904_date_system_is_passed_to_the_result_sheets() -> None:
    import xlsxwriter

    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"date_1904": True})
    sheet = workbook.add_worksheet("Channels")
    sheet.write_row(0, 0, ["Month", "Channel", "Spend"])
    sheet.write_datetime(1, 0, date(2026, 10, 1), workbook.add_format({"num_format": "mmm yyyy"}))
    sheet.write_row(1, 1, ["Radio", 100])
    workbook.close()
    made = finish(content.getvalue())
    assert [period.key for period in made.report.periods] == ["2026-10"]
    assert opened(made.content)["Channels"]["A2"].value.date() == date(2026, 10, 1)


def test_no_formula_needs_more_than_excel_2016_and_libreoffice_know() -> None:
    known = (
        "ABS AND COUNT COUNTA COUNTIFS EXACT IF IFERROR ISBLANK ISERROR ISLOGICAL ISNUMBER ISTEXT LN MAX N"
    )
    known += " SUM SUMIF SUMIFS INDEX INT COLUMN MIN OR NORMSDIST SQRT SUMPRODUCT SUMSQ"
    made = finish(sample("en"))
    used: set[str] = set()
    book = opened(made.content)
    for role in Role:
        for row in book[made.names[role]].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    unquoted = re.sub(r"\"[^\"]*\"|'[^']*'", "", str(cell.value))
                    used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", unquoted))
    assert used <= set(known.split())


def test_the_languages_have_the_same_words_and_places() -> None:
    english, turkish = table("en", "workbook"), table("tr", "workbook")
    assert english.keys() == turkish.keys()
    for key in english:
        assert places(english[key]) == places(turkish[key]), key


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_reason_for_an_undefined_figure_fits_a_cell(language: str) -> None:
    words = Words(language)
    for reason in MISSING_REASONS:
        short = short_word(words, reason)
        assert 0 < len(short) <= 14, (reason, short)


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_method_is_worded(language: str) -> None:
    words = Words(language)
    assert all(words.raw(f"workbook.method.{key}.{part}") for key in METHODS for part in ("name", "text"))


def test_names_are_free_short_and_compared_without_case() -> None:
    names = sheet_names(Words("en"), ["kpi SUMMARY", "Plan", "plan 2"])
    assert names[Role.SUMMARY] == "KPI summary 2"
    assert names[Role.PLAN] == "Plan 3"
    assert free_name("x" * 40, set()) == "x" * 31
    assert free_name("x" * 31, {"x" * 31}) == "x" * 29 + " 2"


def test_the_axis_of_a_chart_shows_error_bars_but_none_dwarfs_the_values() -> None:
    assert axis_end([10, 40], [3, 8]) == 50
    assert axis_end([10, 40], [3, 800]) == 80
    assert axis_end([], []) is None
    assert axis_end([0], [0]) is None


def test_error_bars_keep_their_lengths_in_the_chart() -> None:
    """XlsxWriter leaves the cache of custom error bars empty unless it is given; readers show it."""
    made = finish(filled([(date(2026, 10, 1), "Google Ads", 1000, 1000, 100, 30, 15000)]))
    caches = list(error_bars(made.content))
    # One month: a dispersion of 2.25 and t of 8. 30 customers on 1,000: CAC 33.33 [18.16, 69.93];
    # 100 leads: CPL 10 [7.12, 14.56] (Byar's interval of 30 and 100 ÷ 2.25, by SciPy's t).
    assert any(abs(plus - 36.60) < 0.02 and abs(minus - 15.18) < 0.02 for plus, minus in caches), caches
    assert any(abs(plus - 4.56) < 0.01 and abs(minus - 2.88) < 0.01 for plus, minus in caches), caches


def error_bars(content: bytes) -> Iterator[tuple[float, float]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if "charts/chart" not in name or not name.endswith(".xml"):
                continue
            text = archive.read(name).decode()
            for plus, minus in re.findall(r"<c:plus>(.*?)</c:plus><c:minus>(.*?)</c:minus>", text, re.DOTALL):
                yield tuple(float(re.findall(r"<c:v>([^<]*)</c:v>", part)[0]) for part in (plus, minus))  # type: ignore[misc]


def test_verify_finds_a_figure_that_is_not_the_report_s() -> None:
    made = finish(filled([(date(2026, 10, 1), "Google Ads", 1000, 1000, 100, 30, 15000)]))
    assert differences(made.content, made.report) == []
    spoiled = Package.open(made.content)
    summary = next(name for name in spoiled.names if b"<v>15</v>" in spoiled.read(name))
    changed = spoiled.read(summary).replace(b"<v>15</v>", b"<v>15.001</v>")
    found = differences(spoiled.replaced({summary: changed}).to_bytes(), made.report)
    assert any("Google Ads: roas is 15.001, expected 15" in each for each in found), found


def summary_tables(content: bytes, sheet: str) -> list[dict[str, object]]:
    """The first row below each header of figures: its values by their headers."""
    rows = list(opened(content, values=True)[sheet].iter_rows(values_only=True))
    return [
        {str(name): value for name, value in zip(header, first, strict=True) if name is not None}
        for header, first in pairwise(rows)
        if header[0] == "#"
    ]


def test_without_a_margin_the_return_on_revenue_stands_where_roi_would() -> None:
    """As on the page. 15,000 on 1,000 is a return on revenue of 1400 %, the source article's example."""
    rows = [
        (date(2026, 9, 1), "Google Ads", 1000, 1000, 100, 30, 15000, "Spring"),
        (date(2026, 10, 1), "Google Ads", 1000, 1000, 100, 30, 15000, "Spring"),
    ]
    headers = (*HEADERS, "Campaign")
    made = finish(filled(rows, headers=headers))
    channels, months, campaigns, more = summary_tables(made.content, made.names[Role.SUMMARY])
    for table_shown in (channels, months, campaigns):
        assert "ROI" not in table_shown
        assert table_shown["Revenue ROI"] == pytest.approx(14)
    assert more
    assert "Revenue ROI" not in more
    with_margin = finish(filled(rows, headers=headers, settings={"gross_margin": 0.5}))
    channels, *_, more = summary_tables(with_margin.content, with_margin.names[Role.SUMMARY])
    assert channels["ROI"] == pytest.approx(6.5)
    assert "Revenue ROI" not in channels
    assert more["Revenue ROI"] == pytest.approx(14)


@pytest.mark.parametrize(("language", "setting"), [("en", "Business"), ("tr", "İşletme bilgileri")])
def test_plan_without_a_margin_says_what_is_missing_and_shows_no_profit_of_0(
    language: str, setting: str
) -> None:
    headers = (
        HEADERS
        if language == "en"
        else ("Ay", "Kanal", "Harcama", "Ziyaretçi", "Lead", "Yeni müşteri", "Ciro")
    )
    rows = [(date(2026, 10, 1), "Google Ads", 1000, 1000, 100, 30, 15000)]
    for settings in (None, {"gross_margin": 0.5}):
        made = finish(filled(rows, headers=headers, settings=settings))
        plan = opened(made.content, values=True)[made.names[Role.PLAN]]
        said, label = str(plan["A4"].value), made.report.words.raw("plan.row_profit")
        profits = {
            round(row[2], 6) if isinstance(row[2], float | int) else row[2]
            for row in plan.iter_rows(values_only=True)
            if row[0] == label
        }
        if settings:
            assert setting not in said
            # Twelve months at 7,500, and a month's beside each scenario's name.
            assert profits == {12 * 7500, 7500}
        else:
            assert setting in said
            assert profits == {"–"}


def test_a_figure_that_misses_rows_falls_short() -> None:
    whole = Figure("cpl", Decimal(10), known=4, of=4, rows_known=8, rows=8)
    assert whole.shortfall is None
    assert replace(whole, known=3).shortfall == Shortfall(3, 4, Counted.PERIODS)
    assert replace(whole, rows_known=7).shortfall == Shortfall(7, 8, Counted.ROWS)
    assert (
        replace(whole, key="visitors", rows_known=7).shortfall is None
    )  # of offline channels there are none
    assert replace(whole, key="visitor_to_lead_rate", rows_known=7).shortfall is None
    assert replace(whole, value=None, known=0).shortfall is None


def test_a_sheet_called_like_a_function_keeps_its_name_in_formulas() -> None:
    rows = [(date(2026, 10, 1), "Google Ads", 1000, 1000, 100, 30, 15000)]
    renamed = rename_sheets(Package.open(filled(rows)), {"Channels": "MAP(1) UNIQUE(2)"})
    made = finish(renamed.to_bytes())
    data = opened(made.content)[made.names[Role.DATA_USED]]
    guards = [cell.value for row in data.iter_rows() for cell in row if cell.data_type == "f"]
    assert any("'MAP(1) UNIQUE(2)'!$C$2" in str(formula) for formula in guards)
    assert not any("_xlfn" in str(formula) for formula in guards)


def test_a_bar_without_a_likely_range_has_no_whisker() -> None:
    """A whisker of no length would look like certainty. Radio has too few leads and customers for a range."""
    rows = [
        (date(2026, 10, 1), "Google Ads", 1000, 1000, 100, 30, 15000),
        (date(2026, 10, 1), "Radio", 500, None, 2, 1, 300),
        (date(2026, 10, 1), "E-mail", 900, 500, 80, 20, 9000),
    ]
    made = finish(filled(rows))
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        charts = [archive.read(each).decode() for each in archive.namelist() if "charts/chart" in each]
    whiskered = [each for each in charts if "<c:errBars>" in each]
    assert len(whiskered) == 2  # cost per lead and per customer
    for chart in whiskered:
        with_range, without = re.findall("<c:ser>.*?</c:ser>", chart, re.DOTALL)
        assert ("<c:errBars>" in with_range, "<c:errBars>" in without) == (True, False)
        assert '<c:overlap val="100"/>' in chart
        values = [each.partition("<c:val>")[2] for each in (with_range, without)]
        points = [re.findall('<c:pt idx="([0-9])"><c:v>', each) for each in values]
        assert points == [["0", "1"], ["2"]]  # best first: Radio is the dearest
        whiskers = re.findall("<c:(?:plus|minus)>.*?</c:(?:plus|minus)>", with_range, re.DOTALL)
        assert [re.findall('idx="([0-9])"', each) for each in whiskers] == [["0", "1"]] * 2
    summary = opened(made.content, values=True)[made.names[Role.SUMMARY]]
    radio = [
        row
        for row in summary.iter_rows(values_only=True)
        if row[1] == "Radio" and row[4] == row[5] == row[6] == row[7] == "–"
    ]
    assert len(radio) == 2
    assert {row[9] for row in radio} == {row[3] for row in radio} == {250, 500}
