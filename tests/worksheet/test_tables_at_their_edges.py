"""Headers, settings and whole tables where it is close: which is read, how far it reaches, what is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place, Severity
from kpisheet.worksheet.header import header_meaning, is_unit, says_thousands, setting_meaning, tax_said
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.recognise import in_order
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import CellKind, CellRange, RawBook, RawCell, RawTable, Worksheet
from tests.support.effort import calls_of
from tests.support.raw_books import codes, formula, money, percent, sheet, understood

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
HEADER = ["Month", "Channel", "Spend", "Leads"]
TABLE: list[list[Any]] = [HEADER, [OCTOBER, "SEO", 100, 10], [OCTOBER, "Radio", 50, 5]]
EUROS, DOLLARS = "[$€-407] #,##0", '"$"#,##0'


def told(worksheet: Worksheet, code: str) -> list[Finding]:
    return [one for one in worksheet.findings if one.code == code]


def places(worksheet: Worksheet, code: str) -> list[str]:
    return [f"{one.place.sheet}!{one.place.cell}" for one in told(worksheet, code) if one.place]


# --- headers ------------------------------------------------------------------------------------------


def test_units_behind_a_header_are_no_part_of_its_name() -> None:
    for text in ("Spend ($)", "Spend USD", "Spend (incl. VAT) (USD)", "HARCAMA (TL)", "Spend ($000)"):
        meaning = header_meaning(text, Table.CHANNELS)
        assert meaning is not None, text
        assert meaning.key == "spend"
    setting = setting_meaning("Monthly revenue per new customer (USD)")
    assert setting is not None
    assert setting.key == "monthly_revenue_per_customer"


def test_a_text_longer_than_a_header_is_none() -> None:
    """80 characters: longer ones are sentences."""
    for meaning in (lambda text: header_meaning(text, Table.CHANNELS), setting_meaning):
        name = "Leads" if meaning is not setting_meaning else "Currency"
        assert meaning(name + " " * (80 - len(name))) is not None
        assert meaning(name + " " * (81 - len(name))) is None


def test_what_a_header_says_of_tax_and_of_thousands() -> None:
    assert tax_said("Spend (incl. VAT)") == "with"
    assert tax_said("Spend (excl. VAT)") == "without"
    assert tax_said("Spend") is None
    assert tax_said("incl. VAT") == "with"
    assert tax_said("Net new customers") is None  # before the name, not behind it
    assert says_thousands("Spend ($000)")
    assert says_thousands("Harcama (bin TL)")
    assert not says_thousands("Spend ($)")


def test_what_is_nothing_but_a_unit() -> None:
    assert is_unit("(USD)")
    assert is_unit("$")
    assert is_unit("(#)")
    assert not is_unit("(((((")
    assert not is_unit("Spend")


def test_a_header_knows_its_languages_and_whether_it_is_the_templates_own() -> None:
    def meaning(text: str) -> tuple[str, set[str], bool]:
        found = header_meaning(text, Table.CHANNELS)
        assert found is not None
        return found.key, set(found.languages), found.official

    assert meaning("Harcama") == ("spend", {"tr"}, True)
    assert meaning("Amount spent") == ("spend", {"en"}, False)
    assert meaning("SQL") == ("sql", {"en", "tr"}, True)
    assert meaning("Spend") == ("spend", {"en", "tr"}, True)  # the key is a name in every language


@pytest.mark.parametrize(
    ("header", "meanings", "affects"),
    [
        ("Conversions", ["leads", "new_customers"], {"new_customers"}),
        ("Conversion rate", ["visitor_to_lead_rate"], None),
        (
            "Lead conversion rate",
            ["visitor_to_lead_rate", "close_rate"],
            {"visitor_to_lead_rate", "close_rate"},
        ),
        ("Clicks", ["visitors"], {"visitors"}),
        ("Amount", ["spend", "revenue"], {"revenue"}),
        ("Profit margin", ["gross_margin"], {"gross_margin"}),
        ("Total sales", ["sales", "revenue"], {"sales", "revenue"}),
        ("Average value", ["average_revenue_per_sale"], {"average_revenue_per_sale"}),
        ("Qualified leads", ["mql", "sql"], {"mql", "sql"}),
    ],
)
def test_an_ambiguous_header_names_what_it_may_mean(
    header: str, meanings: list[str], affects: set[str] | None
) -> None:
    """What has a column of its own already isn't spoilt."""
    worksheet = understood(sheet("A", [[*HEADER, header], [*TABLE[1], 5]]))
    found = told(worksheet, "K201")
    if affects is None:
        assert not found
        return
    assert [one.key for one in found[0].facts["meanings"]] == [f"columns.{key}.header" for key in meanings]
    assert found[0].affects == affects
    assert (found[0].typed, places(worksheet, "K201")) == (header, ["A!E1"])


def test_an_ambiguous_header_needs_no_answer_where_both_meanings_have_a_column() -> None:
    lines = [[*HEADER, "New customers", "Conversions", "CPA"], [*TABLE[1], 5, 6, 7]]
    worksheet = understood(sheet("A", lines))
    assert codes(worksheet) == ["K206"]
    assert places(worksheet, "K206") == ["A!G1"]


def test_a_header_that_is_nearly_known_is_asked_about_only_if_its_column_is_wanted() -> None:
    def near(*headers: str) -> list[tuple[Any, Any]]:
        worksheet = understood(sheet("A", [[*HEADER, *headers], [*TABLE[1], *[5] * len(headers)]]))
        return [(one.typed, one.facts["likely"]) for one in told(worksheet, "K202")]

    assert near("Revenu") == [("Revenu", "Revenue")]
    assert near("Revenu", "Revenue") == []
    assert near("Lead") == []
    assert near("Spendd") == []  # there is one
    assert near("Note1") == []
    assert near("Conversionss") == []  # the questions are no answer
    assert near("Budgett") == []
    assert near("ROASS") == []  # computed anew anyway


def test_of_two_columns_of_a_kind_the_templates_own_header_wins_else_the_first() -> None:
    first = understood(sheet("A", [["Channel", "Cost", "Ad cost"], ["SEO", 1, 2]]))
    assert first.rows[0].values == {"spend": 1}
    assert places(first, "K161") == ["A!C1"]
    (finding,) = told(first, "K161")
    assert [finding.facts[fact] for fact in ("kept", "read", "total", "other")] == ["B", "Cost", 1, 2]
    leads = understood(sheet("A", [["Channel", "Cost", "Leads", "Total leads"], ["SEO", 1, 2, 3]]))
    (finding,) = told(leads, "K203")
    assert (finding.facts["kept"], finding.facts["column"].key) == ("C", "columns.leads.header")
    official = understood(sheet("A", [["Channel", "Cost", "Spend"], ["SEO", 1, 2]]))
    assert official.rows[0].values == {"spend": 2}
    assert places(official, "K161") == ["A!B1"]
    again = understood(sheet("A", [["Channel", "Spend", "Spend"], ["SEO", 1, 2]]))
    assert again.rows[0].values == {"spend": 1}
    computed = understood(sheet("A", [[*HEADER, "CPL", "CPL"], [*TABLE[1], 5, 6]]))
    assert codes(computed) == []


def test_a_budget_beside_spend_is_kept_beside_it_and_never_spend() -> None:
    worksheet = understood(sheet("A", [["Channel", "Spend", "Budget"], ["SEO", 5, 9]]))
    assert (worksheet.rows[0].values, codes(worksheet)) == ({"spend": 5, "budget": 9}, [])
    lone = understood(sheet("A", [["Channel", "Budget ($000)"], ["SEO", 5]]))
    assert sorted(codes(lone)) == ["K204", "K208"]


def test_tax_and_thousands_are_said_of_amounts_that_are_read() -> None:
    def said(*header: str, vat: str | None = None) -> list[str]:
        business = [sheet("Business", [["VAT", vat]])] if vat else []
        return codes(understood(sheet("A", [list(header), ["SEO", 5, 9]]), *business))

    assert said("Channel", "Spend (incl. VAT)") == ["K207"]  # without, unless Business says so
    assert said("Channel", "Spend (excl. VAT)") == []
    assert said("Channel", "Spend (excl. VAT)", vat="With VAT or sales tax") == ["K207"]
    assert said("Channel", "Spend (incl. VAT)", vat="With VAT or sales tax") == []
    assert said("Channel", "Spend", "Revenue (incl. VAT)") == ["K207"]
    assert said("Channel", "Spend", "Ad cost (incl. VAT)") == ["K161"]  # that column isn't read
    assert said("Channel", "Spend", "Leads ($000)") == []


def test_the_unit_of_an_amount_may_stand_in_a_second_line() -> None:
    lines = [["Channel", "Spend"], [None, "($000)"], ["SEO", 5]]
    worksheet = understood(sheet("A", lines))
    assert (codes(worksheet), places(worksheet, "K208")) == (["K208"], ["A!B1"])
    taxed = understood(sheet("A", [["Channel", "Spend"], [None, "(incl. VAT)"], ["SEO", 5]]))
    assert codes(taxed) == ["K207"]


def test_amounts_of_months_and_deals_may_say_thousands_too() -> None:
    months = sheet("Months", [["Month", "Payroll ($000)"], [OCTOBER, 5]])
    deals = sheet("Deals", [["Created", "Value ($000)"], [OCTOBER, 5]])
    worksheet = understood(sheet("A", TABLE), months, deals)
    assert places(worksheet, "K208") == ["Months!B1", "Deals!B1"]


# --- where a table stands -----------------------------------------------------------------------------


def test_a_header_far_down_is_found() -> None:
    for top in (59, 60, 61, 200):
        lines = [["x"]] * top
        assert len(understood(sheet("A", [*lines, *TABLE])).rows) == 2


def test_a_header_over_two_lines_far_down_is_found_by_its_known_words() -> None:
    lines: list[list[Any]] = [["x"]] * 100
    two = [[None, None, None, "New"], ["Month", "Channel", "Spend", "customers"], [OCTOBER, "SEO", 1, 2]]
    worksheet = understood(sheet("A", [*lines, *two]))
    assert worksheet.rows[0].values == {"spend": 1, "new_customers": 2}
    assert codes(worksheet) == []  # its second line is no table of its own


def test_words_merged_over_two_columns_belong_to_both() -> None:
    lines = [
        ["Month", "Channel", "Spend", "New", None],
        [None, None, None, "customers", "revenue"],
        [OCTOBER, "SEO", 10, 3, 400],
    ]
    worksheet = understood(sheet("A", lines, merged=(CellRange(1, 4, 1, 5),)))
    assert worksheet.rows[0].values == {"spend": 10, "new_customers": 3, "revenue": 400}


def test_merged_words_are_read_with_those_below_each_of_their_columns() -> None:
    """Neither *start* nor *end* is a header by itself."""
    months = [
        ["Month", "Customers at", None, "Note"],
        [None, "start", "end", None],
        [OCTOBER, 100, 110, "fair"],
    ]
    worksheet = understood(
        sheet("A", TABLE),
        sheet("B", [["Our year"], *months], merged=(CellRange(2, 2, 2, 3), CellRange(1, 1, 1, 4))),
    )
    assert worksheet.months[0].values == {"customers_start": 100, "customers_end": 110}
    for merged in ((), (CellRange(2, 2, 2, 3),)):  # what is merged on another line says nothing of this one
        apart = understood(sheet("A", TABLE), sheet("B", months, merged=merged))
        assert apart.months_table is not None
        assert apart.months_table.columns == {"period": 1, "customers_start": 2}


def test_of_a_line_and_both_lines_together_the_one_that_says_more_is_the_header() -> None:
    """*New* over *leads* is no header that anybody knows; *leads* is one."""
    lines = [
        ["All", None, "Money", "New"],
        ["Month", "Channel", "Spend", "Leads"],
        [OCTOBER, "SEO", 100, 10],
    ]
    worksheet = understood(sheet("A", lines))
    assert worksheet.table.header_row == 2
    assert worksheet.rows[0].values == {"spend": 100, "leads": 10}


@pytest.mark.parametrize(
    "again", [["MONTH", "channel", "SPEND", "leads"], ["Ay", "Kanal", "Harcama", "Lead"]]
)
def test_a_header_repeated_in_other_words_is_no_row(again: list[str | None]) -> None:
    worksheet = understood(sheet("A", [HEADER, again, *TABLE[1:], again]))
    assert worksheet.table.header_row == 1
    assert [row.number for row in worksheet.rows] == [3, 4]
    assert places(worksheet, "K415") == ["A!A2", "A!A5"]
    assert set(codes(worksheet)) == {"K415"}
    named = understood(sheet("A", [*TABLE, [OCTOBER, "Channel", 5, 1], [OCTOBER, "Kanal", "Harcama", None]]))
    assert [row.number for row in named.rows] == [2, 3, 4]  # a channel may be called so, where a number tells


def test_a_second_line_is_no_header_where_it_holds_numbers_or_says_less() -> None:
    numbers = understood(sheet("A", [HEADER, [OCTOBER, "customers", 5, 1]]))
    assert numbers.rows[0].values == {"spend": 5, "leads": 1}
    words = understood(sheet("A", [HEADER, ["notes", "below", None, None], *TABLE[1:]]))
    assert words.table.header_row == 1
    assert len(words.rows) == 2


def test_a_line_of_units_below_is_part_of_the_header() -> None:
    worksheet = understood(sheet("A", [HEADER, [None, None, "(USD)", "(#)"], *TABLE[1:]]))
    assert (worksheet.table.header_row, worksheet.table.first_row) == (1, 2) or (
        worksheet.table.header_row,
        worksheet.table.first_row,
    ) == (2, 3)
    mixed = understood(sheet("A", [HEADER, [None, "Email", "(USD)", 5], *TABLE[1:]]))
    assert "K302" in codes(mixed)  # a row of data with a unit for its spend


def test_two_tables_with_a_gap_between_them_stay_apart_and_one_with_a_gap_stays_one() -> None:
    side = [
        ["Channel", "Spend", None, "Channel", "Spend", "Leads"],
        ["SEO", 1, None, "Radio", 2, 3],
        ["TV", 4, None, "Email", 5, 6],
    ]
    worksheet = understood(sheet("A", side))
    assert [row.values["spend"] for row in worksheet.rows] == [2, 5]  # richer in columns
    assert places(worksheet, "K102") == ["A!A1"]
    gap = understood(sheet("A", [["Channel", "Spend", None, "Leads"], ["SEO", 1, None, 3]]))
    assert gap.rows[0].values == {"spend": 1, "leads": 3}


def test_two_excel_tables_side_by_side_without_a_gap_stay_apart() -> None:
    side = [["Channel", "Spend", "Channel", "Spend", "Leads"], ["SEO", 1, "Radio", 2, 3]]
    tables = (RawTable("One", CellRange(1, 1, 2, 2)), RawTable("Two", CellRange(1, 3, 2, 5)))
    worksheet = understood(sheet("A", side, tables=tables))
    assert [dict(row.values) for row in worksheet.rows] == [{"spend": 2, "leads": 3}]
    assert codes(worksheet) == ["K102"]
    plain = understood(sheet("A", side))
    assert [dict(row.values) for row in plain.rows] == [{"spend": 1, "leads": 3}]
    assert sorted(codes(plain)) == ["K161", "K203"]


def test_a_table_ends_above_another_one_in_its_columns() -> None:
    below: list[list[Any]] = [[], ["Month", "Customers at start", "Customers at end"], [NOVEMBER, 1, 2]]
    worksheet = understood(sheet("A", [*TABLE, *below]))
    assert [row.number for row in worksheet.rows] == [2, 3]
    assert worksheet.months[0].values == {"customers_start": 1, "customers_end": 2}
    aside: list[list[Any]] = [[None] * 6 + line for line in below[1:]]
    worksheet = understood(sheet("A", [*TABLE, *aside, [NOVEMBER, "TV", 7, 1]]))
    assert [row.number for row in worksheet.rows] == [2, 3, 6]


def test_the_same_header_again_goes_on_with_the_table() -> None:
    worksheet = understood(
        sheet("A", [*TABLE, HEADER, [NOVEMBER, "TV", 7, 1], HEADER, [NOVEMBER, "SMS", 7, 1]])
    )
    assert [row.number for row in worksheet.rows] == [2, 3, 5, 7]
    assert places(worksheet, "K415") == ["A!A4", "A!A6"]


def test_another_table_below_a_repeated_header_is_told() -> None:
    below: list[list[Any]] = [[], ["Channel", "Spend", "Note"], ["SMS", 9, "x"]]
    worksheet = understood(sheet("A", [*TABLE, HEADER, [NOVEMBER, "TV", 7, 1], *below]))
    assert [row.number for row in worksheet.rows] == [2, 3, 5]
    assert places(worksheet, "K102") == ["A!A7"]


def test_a_table_ends_above_the_header_of_an_earlier_one_again() -> None:
    lines: list[list[Any]] = [
        ["Channel", "Spend", None, "Weather"],
        ["SEO", 1, None, "fine"],
        ["Channel", "Spend", "Leads"],
        ["Radio", 2, 3],
        ["Channel", "Spend", None, "Weather"],
        ["TV", 4, 5, "fine"],
    ]
    worksheet = understood(sheet("A", lines))
    assert [row.channel.key for row in worksheet.rows] == ["radio"]
    assert places(worksheet, "K102") == ["A!A1", "A!A5"]


MONTHS = [["Month", "Customers at start", "Customers at end"], [OCTOBER, 100, 110], [NOVEMBER, 110, 115]]
DEALS = [["Deal", "Created", "Outcome", "Value"], ["x", OCTOBER, "open", 20], ["y", NOVEMBER, "open", 30]]


@pytest.mark.parametrize("other", [MONTHS, DEALS])
def test_a_table_that_goes_on_below_another_is_not_mixed_with_it_and_its_rest_is_told(other: Any) -> None:
    """The upper part has two rows, the lower one."""
    worksheet = understood(sheet("A", [*TABLE, [], *other, [], HEADER, [NOVEMBER, "TV", 7, 1]]))
    assert [row.number for row in worksheet.rows] == [2, 3]
    assert [row.number for table in (worksheet.months, worksheet.deals) for row in table] == [6, 7]
    assert places(worksheet, "K106") == ["A!A9"]
    assert {one.severity for one in worksheet.findings} <= {Severity.WARNING, Severity.INFO}


def test_of_two_parts_the_longer_is_read_and_the_other_told_if_it_holds_rows() -> None:
    part = [[NOVEMBER, "TV", 7, 1], [NOVEMBER, "SMS", 7, 1], [NOVEMBER, "Radio", 7, 1]]
    worksheet = understood(sheet("A", [*TABLE, [], *MONTHS, [], HEADER, *part]))
    assert [row.number for row in worksheet.rows] == [10, 11, 12]
    assert (places(worksheet, "K106"), places(worksheet, "K102")) == (["A!A1"], [])
    assert codes(understood(sheet("A", [*TABLE, [], *MONTHS, [], HEADER]))) == []


@pytest.mark.parametrize("months", [MONTHS, DEALS])
def test_months_and_deals_may_go_on_below_channels_too(months: Any) -> None:
    again = [months[0], [*months[1][:-1], 7]]
    worksheet = understood(sheet("A", [*months, [], *TABLE, [], *again]))
    assert [row.number for row in worksheet.rows] == [6, 7]
    assert [row.number for table in (worksheet.months, worksheet.deals) for row in table] == [2, 3]
    assert places(worksheet, "K106") == ["A!A9"]


def test_a_table_ends_above_both_lines_of_another_ones_header() -> None:
    """The upper line has a text and a number where the table has its channel and its spend."""
    other: list[list[Any]] = [[None, "Customers", 99], ["Month", "at start"], [NOVEMBER, 1]]
    worksheet = understood(sheet("A", [*TABLE, *other]))
    assert [row.number for row in worksheet.rows] == [2, 3]
    assert [dict(row.values) for row in worksheet.months] == [{"customers_start": 1}]


def test_the_headers_of_a_part_that_is_not_read_are_no_settings() -> None:
    head = [*HEADER, "Gross margin", "x"]
    rest = [[NOVEMBER, "TV", 7, 1, percent("0.3"), 1]]
    worksheet = understood(sheet("A", [head, *TABLE[1:], [], *MONTHS, [], head, *rest]))
    assert worksheet.settings.number("gross_margin") is None
    assert codes(worksheet) == ["K106"]


def test_the_work_of_tables_that_take_turns_grows_with_their_number() -> None:
    """Each row begins another table, and each may be the one that is meant."""
    turns: list[list[Any]] = [HEADER, [OCTOBER, "SEO", 5, 1], ["Month", "Customers at start"], [OCTOBER, 5]]
    assert understood(sheet("A", turns * 200)).rows[0].number == 2
    few, many = (calls_of(partial(understood, sheet("A", turns * n))) for n in (50, 200))
    assert many < 6 * few


def test_a_header_of_two_columns_may_be_repeated_too() -> None:
    worksheet = understood(sheet("A", [["Channel", "Spend"], ["SEO", 1], ["Channel", "Spend"], ["TV", 2]]))
    assert [row.values["spend"] for row in worksheet.rows] == [1, 2]
    assert codes(worksheet) == ["K415"]


@pytest.mark.parametrize(
    ("empty", "rows"),
    [
        (0, [2, 3, 7]),  # columns A and B, before the table
        (1, [2, 3]),  # B and C, the table's first
        (5, [2, 3]),  # F and G, the table's last
        (6, [2, 3, 7]),  # G and H, behind it
    ],
)
def test_a_table_ends_above_another_that_shares_even_one_column(empty: int, rows: list[int]) -> None:
    """The table stands in C to F, with a row below the other one."""
    lines: list[list[Any]] = [[None] * 2 + line for line in TABLE]
    other: list[list[Any]] = [[None] * empty + line for line in (["Created", "Value"], [NOVEMBER, 7])]
    last = [None, None, NOVEMBER, "TV", 7, 1]
    worksheet = understood(sheet("A", [*lines, [], *other, last]))
    assert [row.number for row in worksheet.rows] == rows


def test_a_row_that_repeats_one_header_only_is_a_row() -> None:
    worksheet = understood(sheet("A", [["Month", "Channel", "Spend"], [OCTOBER, "Channel", 5]]))
    assert [row.channel.name for row in worksheet.rows] == ["Channel"]


@pytest.mark.parametrize(
    ("poor", "rich"),
    [
        # seen before hidden
        (sheet("One", TABLE, hidden=True), sheet("Two", [["Channel", "Spend"], ["SEO", 1]])),
        # filled before empty
        (sheet("One", TABLE[:1]), sheet("Two", [["Channel", "Spend"], ["SEO", 1]])),
        # richer in columns
        (sheet("Channels", [["Channel", "Spend"], ["SEO", 1]]), sheet("Two", TABLE)),
        # named so
        (sheet("One", [*TABLE, [OCTOBER, "TV", 1, 1]]), sheet("Channels", TABLE)),
        (sheet("One", TABLE), sheet("KANALLAR", TABLE)),
        # longer
        (sheet("One", TABLE), sheet("Two", [*TABLE, [OCTOBER, "TV", 1, 1]])),
    ],
)
def test_which_of_two_tables_is_meant(poor: Any, rich: Any) -> None:
    for sheets in ((poor, rich), (rich, poor)):
        assert understood(*sheets).table.sheet == rich.name


def test_other_tables_are_named_once_a_sheet_and_only_if_they_hold_rows() -> None:
    old = [["Channel", "Spend"], ["SEO", 1], [], ["Channel", "Spend", "Note"], ["SEO", 1, "x"]]
    worksheet = understood(sheet("A", TABLE), sheet("Old", old), sheet("Empty", [["Channel", "Spend"]]))
    assert places(worksheet, "K101") == ["Old!A1"]
    (finding,) = told(worksheet, "K101")
    assert (finding.facts["sheet"], finding.facts["other"]) == ("A", "Old")


def test_months_and_deals_are_chosen_by_rows_name_sight_and_columns() -> None:
    months = ["Month", "Customers at start", "Customers at end"]
    full = [[OCTOBER, 1, 2]]
    table = sheet("A", TABLE)

    def read(*sheets: Any) -> Any:
        worksheet = understood(table, *sheets)
        return worksheet.months_table and worksheet.months_table.sheet

    assert read(sheet("Months", [months]), sheet("X", [months, *full])) == "X"
    assert (
        read(sheet("X", [[*months, "Payroll"], [OCTOBER, 1, 2, 3]]), sheet("Months", [months, *full]))
        == "Months"
    )
    assert read(sheet("X", [months, *full], hidden=True), sheet("Y", [months, *full])) == "Y"
    assert read(sheet("X", [months, *full]), sheet("Y", [[*months, "Payroll"], [OCTOBER, 1, 2, 3]])) == "Y"
    assert read(sheet("X", [["Month", "What"], [OCTOBER, 1]])) is None  # a month alone is no table of Months


def test_a_second_table_of_channels_is_not_taken_for_months() -> None:
    """It has a month and a customer count, and a channel."""
    lines = [["Month", "Channel", "All new customers", "Payroll"], [OCTOBER, "SEO", 5, 9]]
    worksheet = understood(sheet("A", TABLE), sheet("B", lines))
    assert (worksheet.months, worksheet.months_table) == ((), None)


def test_tables_that_are_read_are_described_to_the_report() -> None:
    worksheet = understood(
        sheet("A", [["x"], *TABLE]),
        sheet("Months", [["Month", "Payroll"], [OCTOBER, 1], [NOVEMBER, 2]]),
        sheet("Deals", [["Created", "Value"]]),
    )
    table = worksheet.table
    assert (table.sheet, table.header_row, table.first_row, table.last_row) == ("A", 2, 3, 4)
    assert table.columns == {"period": 1, "channel": 2, "spend": 3, "leads": 4}
    assert worksheet.months_table is not None
    assert (worksheet.months_table.first_row, worksheet.months_table.last_row) == (2, 3)
    assert worksheet.deals_table is not None
    assert worksheet.deals_table.last_row == 1


def test_an_incomplete_table_of_months_or_deals_is_said_on_its_own_sheet_only() -> None:
    lines: list[list[Any]] = [["Customers at start", "Customers at end"], [1, 2]]
    for name in ("Months", "AYLAR"):
        worksheet = understood(sheet("A", TABLE), sheet(name, [[], ["x"], *lines]))
        assert places(worksheet, "K205") == [f"{name}!A3"]
    assert told(worksheet, "K205")[0].facts["column"].key == "columns.period.header"
    assert codes(understood(sheet("A", TABLE), sheet("Months", [["Customers at start", "x"], [1, 2]]))) == []
    deals = understood(sheet("A", TABLE), sheet("Deals", [["Deal", "Value"], ["a", 2]]))
    assert told(deals, "K205")[0].facts["column"].key == "columns.created.header"


def test_what_is_missing_of_a_table_is_said_of_the_nearest_sheet() -> None:
    def missing(*sheets: Any) -> list[str]:
        with pytest.raises(UnreadableFileError) as caught:
            understood(*sheets)
        return [one.key for one in caught.value.facts["missing"]]

    both = ["columns.channel.header", "columns.spend.header"]
    assert missing(sheet("A", [["Channel", "Leads"]])) == ["columns.spend.header"]
    assert missing(sheet("A", [["x"]]), sheet("B", [["Spend", "Leads"]])) == ["columns.channel.header"]
    assert missing(sheet("A", [["Budget", "Leads"]])) == ["columns.channel.header"]
    assert missing(sheet("A", [["x"]])) == both
    assert missing(sheet("A", [["Channel"], ["x"], ["Spend"]])) == ["columns.spend.header"]


def test_without_any_sheet_there_is_nothing_to_name() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        understood(sheet("A", TABLE, own=True))
    assert caught.value.facts["sheets"] == ["–"]


def test_eight_sheets_are_named_and_no_more() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        understood(*(sheet(f"S{number}", [["x"]]) for number in range(8)))
    assert caught.value.facts["sheets"] == [f"S{number}" for number in range(8)]


def test_a_sheet_is_chosen_by_its_name_exactly_or_else_whatever_its_case() -> None:
    one, other = sheet("data", TABLE[:2]), sheet("DATA", TABLE)
    assert len(understood(one, other, sheet="DATA").rows) == 2
    assert len(understood(one, other, sheet="data").rows) == 1
    assert len(understood(one, other, sheet="Data").rows) == 1
    with pytest.raises(UnreadableFileError) as caught:
        understood(one, other, sheet="B")
    assert caught.value.facts == {"sheet": "B", "sheets": ["data", "DATA"]}


# --- rows of a table ----------------------------------------------------------------------------------


def test_rows_out_of_order_are_read_in_the_sheets_order() -> None:
    made = sheet("A", TABLE)
    shuffled = type(made)("A", {3: made.rows[3], 1: made.rows[1], 2: made.rows[2]})
    assert [row.number for row in understood(shuffled).rows] == [2, 3]


def test_labels_merged_over_rows_are_used_for_all_and_only_for_labels() -> None:
    lines = [HEADER, [OCTOBER, "SEO", 1, 1], [None, None, 2, 2], [None, "TV", 3, 3], ["x"]]
    merged = (CellRange(2, 1, 4, 1), CellRange(2, 2, 3, 2))
    worksheet = understood(sheet("A", lines, merged=merged))
    assert [(row.channel.key, row.period and row.period.key) for row in worksheet.rows] == [
        ("organic_search", "2026-10"),
        ("organic_search", "2026-10"),
        ("tv", "2026-10"),
    ]
    assert [(one.facts["n"], one.typed) for one in told(worksheet, "K414")] == [
        (3, str(worksheet.rows[0].cells["period"].text)),
        (2, "SEO"),
    ]


def test_a_merged_label_says_nothing_of_the_row_above_it() -> None:
    lines = [HEADER, [None, "SEO", 1, 1], [OCTOBER, "TV", 2, 2], [None, "Radio", 3, 3], [None, "SMS", 4, 4]]
    worksheet = understood(sheet("A", lines, merged=(CellRange(3, 1, 4, 1),)))
    assert [row.period and row.period.key for row in worksheet.rows] == [None, "2026-10", "2026-10", None]


def test_merges_that_change_nothing_are_not_spoken_of() -> None:
    def said(*areas: CellRange) -> list[str]:
        lines = [[*HEADER, "Note"], [OCTOBER, "SEO", 1, 1, "n"], [OCTOBER, "TV", 2, 2, None]]
        return codes(understood(sheet("A", lines, merged=areas)))

    assert said(CellRange(2, 1, 2, 1)) == []  # one row
    assert said(CellRange(2, 5, 3, 5)) == []  # a note
    assert said(CellRange(3, 5, 4, 5)) == []  # blank
    assert said(CellRange(2, 9, 3, 9)) == []  # outside
    assert said(CellRange(1, 3, 1, 4)) == []  # in the header
    assert said(CellRange(2, 3, 3, 3)) == ["K413"]
    assert said(CellRange(3, 3, 3, 4)) == ["K413"]  # across columns, in the last row


def test_a_formula_typed_over_is_said_beside_formulas_only_and_inside_the_table() -> None:
    def said(*values: Any) -> list[str]:
        lines = [[*HEADER, "CPL"], *([OCTOBER, f"c{n}", 10, 1, value] for n, value in enumerate(values))]
        return places(understood(sheet("A", lines)), "K315")

    made = formula("C2/D2", "10")
    assert said(made, 99, made, 98) == ["A!E3", "A!E5"]
    assert said(99, 98) == []
    assert said(made, "  ", made) == []
    assert said(made, None, made) == []
    above = understood(
        sheet("A", [[None, None, None, None, 77], [*HEADER, "CPL"], [OCTOBER, "SEO", 10, 1, made]])
    )
    assert not told(above, "K315")


# --- settings -----------------------------------------------------------------------------------------


def business(*lines: list[Any], **more: Any) -> Worksheet:
    return understood(sheet("A", TABLE), sheet("Business", list(lines), **more))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (["Gross margin", percent("0.4")], "0.4"),
        (["Gross margin", None, percent("0.4")], "0.4"),
        (["Gross margin", None, None, None, percent("0.4")], "0.4"),
        (["Gross margin", None, None, None, None, percent("0.4")], None),  # too far to the right
        (["Gross margin", "as a share of revenue", percent("0.4")], None),  # help beside an empty input
        ([None, None, "Gross margin", percent("0.4")], "0.4"),
    ],
)
def test_a_settings_value_stands_beside_its_label_or_a_little_further(
    line: list[Any], value: str | None
) -> None:
    worksheet = business(["Currency", "USD"], line)
    found = worksheet.settings.number("gross_margin")
    assert found == (None if value is None else Decimal(value))


def test_a_label_may_be_merged_over_columns() -> None:
    line = ["Gross margin", None, None, None, None, percent("0.4")]
    assert business(line, merged=(CellRange(1, 1, 1, 5),)).settings.number("gross_margin") == Decimal("0.4")
    for elsewhere in (CellRange(2, 1, 2, 5), CellRange(1, 2, 1, 5)):
        assert business(line, merged=(elsewhere,)).settings.number("gross_margin") is None


def test_the_label_of_another_setting_is_no_value() -> None:
    worksheet = business(["Currency", "VAT", "With VAT or sales tax"])
    assert worksheet.settings.text("currency") is None
    assert worksheet.settings.text("vat") == "with"


def test_a_header_of_a_table_is_no_setting() -> None:
    """Gross margin is a column of Channels, too."""
    lines = [[*HEADER, "Gross margin", "x"], [*TABLE[1], percent("0.3"), 1]]
    assert understood(sheet("A", lines)).settings.number("gross_margin") is None
    above = [["Gross margin", percent("0.4")], [], *lines]
    assert understood(sheet("A", above)).settings.number("gross_margin") == Decimal("0.4")


def test_a_header_of_a_second_sheet_of_channels_is_no_setting_either() -> None:
    """Last year's sheet stands before Business and has a column Gross margin, with another one beside it."""
    head = [*HEADER, "Gross margin", "Pieces sent"]
    old = sheet("2025", [head, [date(2025, 10, 1), "SEO", 100, 10, percent("0.3"), None]])
    new = sheet("2026", [head, *([*line, None, None] for line in TABLE[1:])])
    worksheet = understood(old, sheet("Business", [["Gross margin", percent("0.4")]]), new)
    assert [row.sheet for row in worksheet.rows] == ["2025", *["2026"] * len(TABLE[1:])]
    assert worksheet.settings.number("gross_margin") == Decimal("0.4")
    assert "K101" not in codes(worksheet)


def test_blank_settings_keep_their_place() -> None:
    worksheet = business(["Gross margin"], ["VAT or sales tax", "  "])
    assert worksheet.settings.values == {}
    cells = {key: place.cell for key, place in worksheet.settings.places.items()}
    assert cells == {"gross_margin": "B1", "vat": "B2"}


def test_a_setting_that_stands_twice_is_read_where_it_is_filled() -> None:
    blank_first = business(["Gross margin"], ["Gross margin", percent("0.5")])
    assert blank_first.settings.number("gross_margin") == Decimal("0.5")
    assert codes(blank_first) == []
    assert blank_first.settings.places["gross_margin"].cell == "B2"
    twice = business(["Currency", "USD"], ["Currency", "EUR"])
    assert twice.settings.text("currency") == "USD"
    (finding,) = told(twice, "K603")
    assert (finding.facts["first"], finding.typed) == ("USD", "EUR")
    assert codes(business(["Currency", "USD"], ["Currency", "usd"])) == []
    assert codes(business(["Currency", "USD"], ["Currency"])) == []


def test_a_setting_by_name_is_read_even_where_its_label_was_changed() -> None:
    names = {
        "kpi_gross_margin": ("Business", CellRange(1, 2, 1, 2)),
        "kpi_currency": ("Gone", CellRange(1, 1, 1, 1)),
    }
    sheets = (sheet("A", TABLE), sheet("Business", [["Marge", percent("0.4")], ["Currency", "EUR"]]))
    worksheet = understood(*sheets, names=names)
    assert worksheet.settings.number("gross_margin") == Decimal("0.4")
    assert worksheet.settings.text("currency") == "EUR"
    assert worksheet.currency == "EUR"
    blank = understood(sheet("A", TABLE), sheet("Business", [["Marge"]]), names=names)
    assert blank.settings.places["gross_margin"].cell == "B1"


@pytest.mark.parametrize(
    ("label", "typed", "value"),
    [
        ("Business name", " Buckeye ", "Buckeye"),
        ("Business name", 1848, "1848"),
        ("VAT", "KDV hariç", "without"),
        ("VAT", "without", "without"),
        ("How you sell", "cold_calls", "cold_calls"),
        ("Shared costs are shared out", "spend", "spend"),
        ("Report from", "Oct 2026", Period.month(2026, 10)),
        ("Report to", OCTOBER, Period.month(2026, 10)),
        ("Target CAC", "$1,200", Decimal(1200)),
        ("Target ROI", percent("2.5"), Decimal("2.5")),
        ("Target retention", 80, Decimal("0.8")),
    ],
)
def test_settings_of_every_kind(label: str, typed: Any, value: Any) -> None:
    assert next(iter(business([label, typed]).settings.values.values())) == value


def test_a_setting_that_had_to_be_interpreted_is_said() -> None:
    assert codes(business(["Report from", 202610])) == ["K503"]
    assert codes(business(["Target CAC", "$1,200"])) == ["K301"]
    assert codes(business(["Target retention", 80])) == ["K307"]
    assert told(business(["Target close rate", Decimal("0.4")]), "K308")[0].facts["column"].key == (
        "columns.target_close_rate.label"
    )
    assert codes(business(["Gross margin", Decimal("0.4")])) == ["K329"]


def test_a_period_that_begins_and_ends_in_one_month_is_one() -> None:
    worksheet = business(["Report from", "Oct 2026"], ["Report to", "Oct 2026"])
    assert codes(worksheet) == []
    assert len(worksheet.settings.values) == 2


# --- language and currency ----------------------------------------------------------------------------


def test_the_language_is_that_of_most_headers_labels_and_sheet_names() -> None:
    mixed = [["Ay", "Kanal", "Amount spent", "Enquiries"], [OCTOBER, "SEO", 1, 2]]
    assert understood(sheet("A", mixed)).language == "en"  # two each: English
    assert understood(sheet("Kanallar", mixed)).language == "tr"
    assert understood(sheet("A", mixed), sheet("B", [["Para birimi", "TRY"]])).language == "tr"
    more = [["Ay", "Kanal", "Amount spent", "SQL"], [OCTOBER, "SEO", 1, 2]]
    assert understood(sheet("A", more)).language == "tr"  # SQL is both


def test_the_currency_is_the_one_set_else_the_one_most_amounts_show() -> None:
    def currency(*values: Any, setting: str | None = None) -> str | None:
        lines = [HEADER, *([OCTOBER, f"c{n}", value, 1] for n, value in enumerate(values))]
        more = [sheet("Business", [["Currency", setting]])] if setting else []
        return understood(sheet("A", lines), *more).currency

    assert currency(5) is None  # nothing tells it
    assert currency(money("1", EUROS)) == "EUR"
    assert currency(money("1", EUROS), money("1", DOLLARS), money("1", DOLLARS)) == "USD"
    assert currency(money("1", EUROS), setting="Taler") == "EUR"
    assert currency(money("1", EUROS), setting="TRY") == "TRY"
    plain = RawCell(0, 0, CellKind.NUMBER, "1", Decimal(1), number_format=EUROS)
    assert currency(plain) is None  # the reader says that it is no currency format
    revenue = [["Channel", "Spend", "Revenue"], ["SEO", 1, money("2", EUROS)]]
    assert understood(sheet("A", revenue)).currency == "EUR"


def test_an_unknown_currency_is_no_setting() -> None:
    worksheet = business(["Currency", "Taler"])
    (finding,) = told(worksheet, "K605")
    assert (finding.typed, worksheet.currency) == ("Taler", None)


def test_the_currency_set_and_shown_are_held_against_each_other_only_if_one_is_set() -> None:
    lines = [HEADER, [OCTOBER, "SEO", money("1", EUROS), 1]]
    assert codes(understood(sheet("A", lines))) == []
    told_apart = understood(sheet("A", lines), sheet("Business", [["Currency", "USD"]]))
    (finding,) = told(told_apart, "K602")
    assert (finding.facts["usual"], finding.facts["currency"]) == ("USD", "EUR")


# --- the order of findings ----------------------------------------------------------------------------


def test_findings_stand_by_sheet_row_and_column_those_of_a_sheet_first() -> None:
    lines = [
        [*HEADER, "Conversions"],
        [OCTOBER, "SEO", "about 30", "x1", 5],
        [OCTOBER, "Radio", "much", 1, 5],
    ]
    worksheet = understood(
        sheet("Business", [["VAT", "maybe"]]),
        sheet("A", lines, hidden_rows=frozenset({2})),
        sheet("Months", [["Month", "Payroll"], [OCTOBER, "much"]]),
    )
    found = [(one.code, one.place and f"{one.place.sheet}!{one.place.cell}") for one in worksheet.findings]
    assert found == [
        ("K601", "Business!B1"),
        ("K105", "A!None"),
        ("K201", "A!E1"),
        ("K302", "A!C2"),
        ("K302", "A!D2"),
        ("K302", "A!C3"),
        ("K302", "Months!B2"),
    ]


def test_a_finding_without_a_place_comes_first() -> None:
    book = RawBook((sheet("A", TABLE),))
    placed = finding("K302", Place("A", 1, 1))
    nowhere, unknown = finding("K104", None), finding("K302", Place("Gone", 1, 1))
    assert in_order([unknown, placed, nowhere], book) == (nowhere, placed, unknown)


def test_in_one_cell_errors_come_before_warnings() -> None:
    lines = [["Month", "Channel", "Spend"], ["05/10/2062", "SEO", 5], ["25/10/2062", "SEO", 5]]
    worksheet = understood(sheet("Channels", [["Month", "Channel", "Spend"], [OCTOBER, "a", 1]]))
    assert worksheet.findings == ()
    overlapping = understood(sheet("A", [lines[0], ["2062", "SEO", 5], ["Oct 2062", "SEO", 5]]))
    first = [one.code for one in overlapping.findings if one.place and one.place.cell == "A2"]
    assert first == ["K406"]
