"""Numbers, rates, dates and months at the limits of what is read: the last that is, the first that isn't."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from kpisheet.texts.language import Words
from kpisheet.worksheet.dates import label_of, read_day
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.serial_dates import serial_date
from kpisheet.worksheet.sheet import CellKind, NumberStyle, RawCell, Worksheet
from tests.support.raw_books import codes, error, formula, money, percent, sheet, understood

OCTOBER = date(2026, 10, 1)
EUROS, DOLLARS = "[$€-407] #,##0", '"$"#,##0'


def cells(header: str, *values: Any, language: str | None = None) -> Worksheet:
    """Rows of one month, each of its own channel, that differ in the column under `header` only."""
    lines: list[list[Any]] = [["Month", "Channel", "Spend", header]]
    lines += [[OCTOBER, f"{chr(65 + place)}-channel", 10, value] for place, value in enumerate(values)]
    return understood(sheet("A", lines), language=language)


def read(header: str, key: str, *values: Any) -> tuple[list[Decimal | None], list[str]]:
    """What was read of the column, and the codes of its findings."""
    worksheet = cells(header, *values)
    found = [one.code for one in worksheet.findings if one.place and one.place.column == 4]
    return [row.values.get(key) for row in worksheet.rows], found


def margins(*values: Any) -> tuple[list[Decimal | None], list[str]]:
    return read("Gross margin", "gross_margin", *values)


def close_rates(*values: Any) -> tuple[list[Decimal | None], list[str]]:
    return read("Close rate", "close_rate", *values)


def revenues(*values: Any) -> tuple[list[Decimal | None], list[str]]:
    return read("Revenue", "revenue", *values)


def numbers(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


# --- numbers ------------------------------------------------------------------------------------------


def test_a_number_with_two_readings_is_settled_by_three_numbers_of_its_size() -> None:
    """The column's other cells are evidence; two are too few, a percentage or date is none."""
    assert revenues("1.234", 1100, 1300, 1250) == ([1234, 1100, 1300, 1250], ["K317"])
    assert revenues("1.234", 1100, 1300) == ([None, 1100, 1300], ["K303"])
    assert revenues("1.234", 1100, 1300, OCTOBER)[1] == ["K303", "K306"]
    assert revenues("1.234", 1100, 1300, percent("0.5"))[1] == ["K303", "K316"]
    assert revenues("1.234", 1100, 1300, 0)[1] == ["K303"]
    # A number up to 30 times the usual, or down to a thirtieth of it, is of its size.
    for usual, value in (
        ("37020", "1234"),
        ("37021", None),
        ("41.14", "1234"),
        ("41.13", None),
        ("37.03", None),
        ("37.02", "1.234"),
        ("0.042", "1.234"),
        ("0.041", None),
    ):
        (first, *_), _ = revenues("1.234", *numbers(usual, usual, usual))
        assert first == (None if value is None else Decimal(value)), usual


def test_thirty_times_the_usual_to_the_digit_is_still_of_its_size() -> None:
    assert revenues("1.230", 41, 41, 41)[0][0] == 1230
    assert revenues("1.231", 41, 41, 41)[0][0] is None


def test_a_number_with_two_readings_says_both() -> None:
    (finding,) = cells("Revenue", "1.234").findings
    assert (finding.facts["one"], finding.facts["other"]) == (1234, Decimal("1.234"))


def test_signs_that_other_cells_prove_settle_a_number_before_sizes_do() -> None:
    assert revenues("1.234", "2.345,50", 1, 2, 3)[0][0] == 1234
    assert revenues("1.234", "2,345.50", 1100, 1300, 1250)[0][0] == Decimal("1.234")


def test_white_space_and_placeholders_are_blank_and_no_error() -> None:
    worksheet = cells("Leads", "  ", "n/a", 5)
    assert [row.values.get("leads") for row in worksheet.rows] == [None, None, 5]
    assert not any(row.unusable for row in worksheet.rows)


def test_money_in_another_currency_is_refused_typed_or_formatted() -> None:
    assert revenues("€500", 10) == ([None, 10], ["K313"])
    assert read("Average sale", "average_revenue_per_sale", "€500", 5) == ([None, 5], ["K313"])
    assert read("Leads", "leads", "€5") == ([None], ["K302"])
    assert read("Leads", "leads", "$5") == ([None], ["K302"])
    assert read("Gross margin", "gross_margin", "$5") == ([None], ["K302"])
    dollars = [money("1", DOLLARS), money("2", DOLLARS)]
    assert revenues(*dollars, money("3", EUROS)) == ([1, 2, None], ["K319"])
    assert read("Leads", "leads", money("3", EUROS)) == ([3], [])


def test_only_counts_are_asked_to_be_whole() -> None:
    assert read("Leads", "leads", Decimal("12.5")) == (numbers("12.5"), ["K311"])
    assert read("Leads", "leads", "12.5") == (numbers("12.5"), ["K301"])
    assert revenues(Decimal("12.5")) == (numbers("12.5"), [])
    assert revenues(0) == ([0], [])


def test_a_percentage_has_no_place_among_counts_or_money() -> None:
    for header, key in (("Revenue", "revenue"), ("Leads", "leads")):
        assert read(header, key, percent("0.1")) == ([None], ["K316"])
        assert read(header, key, "10 %") == ([None], ["K316"])


def test_a_formula_that_was_never_worked_out_is_quoted_as_a_formula() -> None:
    (finding,) = cells("Revenue", formula("B2*5")).findings
    assert (finding.code, finding.typed) == ("K304", "=B2*5")


def test_truth_is_no_number() -> None:
    assert revenues(RawCell(0, 0, CellKind.BOOLEAN, "TRUE")) == ([None], ["K302"])


# --- rates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "values", "found"),
    [
        # above 1 is percent points; up to 1 a fraction, as nobody does business below 1 % …
        (["1.1"], ["0.011"], ["K307"]),
        (["1"], ["1"], ["K329"]),
        # … unless another value of the column exceeds 1, or two of them, itself included, are below 1.
        (["1", "40"], ["0.01", "0.4"], ["K307", "K307"]),
        (["0.5", "1"], ["0.5", "1"], ["K329", "K329"]),
        (["0.5", "0.4"], ["0.5", "0.4"], ["K309", "K309"]),
        (["0.5", "0.4", "1"], ["0.5", "0.4", "1"], ["K309", "K309", "K309"]),
        (["0.5", "0"], ["0.5", "0"], ["K329"]),
        (["0"], ["0"], []),
        # Margins may be negative: size counts.
        (["-40"], ["-0.4"], ["K307"]),
        (["-0.5", "-0.4"], ["-0.5", "-0.4"], ["K309", "K309"]),
        (["-0.5"], ["-0.5"], ["K329"]),
        (["-0.5", "-40"], ["-0.005", "-0.4"], ["K307", "K307"]),
        # The bounds of a margin: from −100 to 100 %.
        (["100"], ["1"], ["K307"]),
        (["101"], [None], ["K312"]),
        (["-100"], ["-1"], ["K307"]),
        (["-101"], [None], ["K312"]),
    ],
)
def test_a_margin_without_a_percent_sign(
    typed: list[str], values: list[str | None], found: list[str]
) -> None:
    read_as, told = margins(*(Decimal(text) for text in typed))
    assert read_as == [None if text is None else Decimal(text) for text in values]
    assert told == found


@pytest.mark.parametrize(
    ("typed", "values", "found"),
    [
        (["1.1"], ["0.011"], ["K307"]),
        (["1"], [None], ["K308"]),
        (["1", "40"], ["0.01", "0.4"], ["K307", "K307"]),
        (["0.5", "1"], [None, None], ["K308", "K308"]),
        (["0.5", "0.4"], ["0.5", "0.4"], ["K309", "K309"]),
        (["0.5", "0"], [None, "0"], ["K308"]),
    ],
)
def test_another_rate_up_to_1_is_a_question(
    typed: list[str], values: list[str | None], found: list[str]
) -> None:
    read_as, told = close_rates(*(Decimal(text) for text in typed))
    assert read_as == [None if text is None else Decimal(text) for text in values]
    assert told == found


def test_percent_formats_and_dates_are_no_evidence_for_a_bare_rate() -> None:
    assert close_rates(Decimal("0.5"), percent("0.4")) == ([None, Decimal("0.4")], ["K308"])
    assert close_rates(Decimal("0.5"), OCTOBER)[1] == ["K308", "K306"]
    assert close_rates(Decimal("0.5"), "40 %") == ([None, Decimal("0.4")], ["K308", "K318"])
    assert close_rates(Decimal("0.5"), error("#N/A"))[1] == ["K308", "K305"]


def test_rates_typed_as_text() -> None:
    assert margins("%40") == (numbers("0.4"), ["K318"])
    assert margins("40") == (numbers("0.4"), ["K318"])
    assert margins("0.5", "0.4") == (numbers("0.5", "0.4"), ["K318", "K318"])
    assert close_rates("0.5") == ([None], ["K308"])
    assert margins("480 %") == ([None], ["K312"])


@pytest.mark.parametrize(
    ("typed", "half"),
    [
        (percent("0.123", "0.0%"), "0.0005"),
        (percent("0.12", "0%"), "0.005"),
        (percent("0.12", "0.00%"), "0.00005"),
        (percent("0.12", "0.0#%;[Red]-0.000%"), "0.00005"),
        (percent("0.12", "0.?%"), "0.0005"),
        (percent("0.12", "0%;-0.00%"), "0.005"),  # of negative numbers only
        (Decimal(40), "0.005"),
        (Decimal("12.5"), "0.0005"),
        ("12.5 %", "0.0005"),
        ("40 %", "0.005"),
        ("120 %", None),
    ],
)
def test_a_rate_keeps_half_its_last_shown_place_however_it_is_typed(typed: Any, half: str | None) -> None:
    """12.5 % may be 12.45 to 12.55 %."""
    (row,) = cells("Gross margin", typed).rows
    assert row.tolerances.get("gross_margin") == (None if half is None else Decimal(half))


def test_a_fraction_keeps_half_its_own_last_place() -> None:
    worksheet = cells("Gross margin", Decimal("0.12"), Decimal("0.125"))
    assert [row.tolerances["gross_margin"] for row in worksheet.rows] == numbers("0.005", "0.0005")


@pytest.mark.parametrize(
    ("label", "value", "english", "turkish"),
    [
        ("Gross margin", percent("1.01"), "-100% to 100%", "-%100 ile %100 arası"),
        ("Target close rate", percent("1.01"), "0% to 100%", "%0 ile %100 arası"),
        ("Target ROI", percent("-1.01"), "-100% or more", "-%100 veya üzeri"),
    ],
)
def test_a_setting_out_of_bounds_says_the_bounds_as_each_language_writes_them(
    label: str, value: Any, english: str, turkish: str
) -> None:
    table = sheet("A", [["Channel", "Spend"], ["SEO", 5]])
    (finding,) = understood(table, sheet("Business", [[label, value]])).findings
    assert finding.code == "K312"
    assert [Words(code).say(finding.facts["bounds"]) for code in ("en", "tr")] == [english, turkish]


def months_sheet(header: str, value: Any) -> Worksheet:
    """One figure of Months beside the customers at its start."""
    head = ["Month", "Customers at start", header]
    return understood(
        sheet("A", [["Month", "Channel", "Spend"], [OCTOBER, "SEO", 5]]),
        sheet("Months", [head, [OCTOBER, 5, value]]),
    )


def months(header: str, value: Any) -> tuple[Decimal | None, list[str]]:
    """What was read of one figure of Months, and the codes of the findings."""
    worksheet = months_sheet(header, value)
    (row,) = worksheet.months
    found: list[Decimal | None] = [value for key, value in row.values.items() if key != "customers_start"]
    (read_as,) = found or [None]
    return read_as, codes(worksheet)


def test_years_end_at_a_hundred_and_a_yearly_profit_may_be_a_loss() -> None:
    assert months("Years a customer stays", 100) == (100, [])
    assert months("Years a customer stays", 101) == (None, ["K312"])
    (told,) = months_sheet("Years a customer stays", 101).findings
    said = [Words(code).say(told.facts["bounds"]) for code in ("en", "tr")]
    assert said == ["0 to 100", "0 ile 100 arası"]
    assert months("Yearly profit per customer", -5) == (-5, [])
    assert months("Payroll", -5) == (None, ["K310"])
    assert months("Payroll", "-") == (None, ["K314"])


# --- dates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("0", None),
        ("1", date(1900, 1, 1)),
        ("59", date(1900, 2, 28)),
        ("60", None),  # Excel's 29 February 1900
        ("61", date(1900, 3, 1)),
        ("46296.75", date(2026, 10, 1)),
        ("2958465", date(9999, 12, 31)),
        ("2958466", None),
    ],
)
def test_serial_dates_of_the_1900_system(serial: str, day: date | None) -> None:
    """Microsoft: serial 1 is 1 January 1900, 2,958,465 is 31 December 9999."""
    assert serial_date(Decimal(serial), date_1904=False) == day


def test_serial_dates_of_the_1904_system() -> None:
    """Microsoft: serial 0 is 1 January 1904, 1,462 days later than in the other system."""
    assert serial_date(Decimal(0), date_1904=True) == date(1904, 1, 1)
    assert serial_date(Decimal(46296 - 1462), date_1904=True) == date(2026, 10, 1)


def typed_months(*values: Any, name: str = "A", **more: Any) -> tuple[list[str | None], list[str]]:
    """What was read of a month column, and the codes of its findings."""
    lines = [[value, f"{chr(65 + place)}-channel", 10, 5] for place, value in enumerate(values)]
    worksheet = understood(sheet(name, [["Month", "Channel", "Spend", "Leads"], *lines], **more))
    found = [
        one.code
        for one in worksheet.findings
        if one.place and one.place.column == 1 and one.code not in ("K507", "K509")
    ]
    return [row.period.key if row.period else None for row in worksheet.rows], found


@pytest.mark.parametrize(
    ("typed", "key", "code"),
    [
        (date(1990, 1, 1), "1990-01", None),
        (date(1989, 12, 31), None, "K502"),
        (date(2099, 12, 31), "2099-12", None),
        (date(2100, 1, 1), None, "K502"),
        (1990, "1990", None),
        (2099, "2099", None),
        (1989, None, "K502"),
        (2100, None, "K502"),
        (199001, "1990-01", "K503"),
        (209912, "2099-12", "K503"),
        (198912, None, "K502"),
        (202600, None, "K502"),
        (202613, None, "K502"),
        (46296, "2026-10", "K503"),
        (36526, "2000-01", "K503"),  # as a serial number: 1 January 2000
        (36525, None, "K502"),
        (73050, "2099-12", "K503"),  # 31 December 2099
        (73051, None, "K502"),
        (Decimal("1.2026"), "2026-01", "K503"),
        (Decimal("12.2026"), "2026-12", "K503"),
        (Decimal("13.2026"), None, "K502"),
        (Decimal("0.2026"), None, "K502"),
        (Decimal("10.2000"), "2000-10", "K503"),
        (Decimal("10.1999"), None, "K502"),
        (Decimal("10.2099"), "2099-10", "K503"),
        (Decimal("10.21"), None, "K502"),
        (Decimal("10.20261"), None, "K502"),
    ],
)
def test_what_a_number_means_as_a_month(typed: Any, key: str | None, code: str | None) -> None:
    assert typed_months(typed) == ([key], [code] if code else [])


def test_what_is_no_month_at_all() -> None:
    assert typed_months(error("#REF!")) == ([None], ["K305"])
    assert typed_months(formula("A1")) == ([None], ["K304"])
    assert typed_months(RawCell(0, 0, CellKind.BOOLEAN, "TRUE")) == ([None], ["K502"])
    assert typed_months("05/10/2026") == ([None], ["K504"])
    assert typed_months("lately") == ([None], ["K502"])


def test_a_month_without_a_year_takes_the_only_year_that_is_told() -> None:
    assert typed_months("October", "Sep 2025") == (["2025-10", "2025-09"], ["K506"])
    assert typed_months("October", date(2025, 9, 1)) == (["2025-10", "2025-09"], ["K506"])
    assert typed_months("October", "Sep 2025", "Sep 2026")[1] == ["K505"]
    assert typed_months("October", name="Year 2024") == (["2024-10"], ["K506"])
    assert typed_months("October", "Sep 2025", name="2024")[0] == ["2024-10", "2025-09"]
    assert typed_months("October", name="2024 and 2025")[1] == ["K505"]
    assert typed_months("October", name="12024")[1] == ["K505"]


def test_the_line_above_the_table_and_the_report_period_may_tell_the_year() -> None:
    lines: list[list[Any]] = [["Report of 2023"], [], ["Month", "Channel", "Spend"], ["October", "SEO", 5]]
    (row,) = understood(sheet("A", lines)).rows
    assert row.period == Period.month(2023, 10)
    number: list[list[Any]] = [[2022], [], ["Month", "Channel", "Spend"], ["October", "SEO", 5]]
    (row,) = understood(sheet("A", number)).rows
    assert row.period == Period.month(2022, 10)
    for label in ("Report from", "Report to"):
        business = sheet("Business", [[label, "Nov 2021"]])
        (row,) = understood(sheet("A", lines[2:]), business).rows
        assert row.period == Period.month(2021, 10)


def test_dates_that_prove_which_part_is_the_day_settle_the_others() -> None:
    assert typed_months("05/10/2026", "25/10/2026") == (["2026-10", "2026-10"], [])
    assert typed_months("05/10/2026", "10/25/2026") == (["2026-05", "2026-10"], [])
    assert typed_months("05/10/2026", "25/10/2026", "10/25/2026")[1] == ["K504"]


def test_days_of_deals() -> None:
    def day(text: str, **more: Any) -> date | None:
        return read_day(RawCell(1, 1, CellKind.TEXT, text), "en", date_1904=False, **more)

    assert day("2026-10-05") == date(2026, 10, 5)
    assert day("Oct 2026") is None
    assert day("05/10/2026", day_first=True) == date(2026, 10, 5)
    assert day("soon") is None
    number = RawCell(1, 1, CellKind.NUMBER, "46296", Decimal(46296))
    assert read_day(number, "en", date_1904=False) is None
    assert read_day(replace(number, style=NumberStyle.DATE), "en", date_1904=False) == OCTOBER


def test_a_label_is_shown_as_a_person_sees_it() -> None:
    number = RawCell(1, 1, CellKind.NUMBER, "46296", Decimal(46296))
    assert label_of(number, date_1904=False) == "46296"
    assert label_of(replace(number, style=NumberStyle.DATE), date_1904=False) == Period.month(2026, 10)
    assert label_of(RawCell(1, 1, CellKind.TEXT, "Brand"), date_1904=False) == "Brand"


# --- periods ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "key", "months"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "2026-10", 1),
        (date(2026, 7, 1), date(2026, 9, 30), "2026-Q3", 3),
        (date(2026, 10, 1), date(2026, 12, 31), "2026-Q4", 3),
        (date(2026, 1, 1), date(2026, 12, 31), "2026", 12),
        (date(2026, 2, 1), date(2026, 4, 30), "2026-02-01/2026-04-30", 3),
        (date(2026, 2, 1), date(2027, 1, 31), "2026-02-01/2027-01-31", 12),
        (date(2026, 1, 1), date(2026, 6, 30), "2026-01-01/2026-06-30", 6),
        (date(2026, 10, 5), date(2026, 10, 11), "2026-10-05/2026-10-11", 1),
        (date(2026, 7, 2), date(2026, 9, 30), "2026-07-02/2026-09-30", 3),
        (date(2026, 7, 1), date(2026, 9, 29), "2026-07-01/2026-09-29", 3),
        (date(2025, 12, 1), date(2026, 1, 31), "2025-12-01/2026-01-31", 2),
    ],
)
def test_a_periods_key_and_how_many_months_it_touches(start: date, end: date, key: str, months: int) -> None:
    period = Period(start, end)
    assert (period.key, period.months, period.is_month) == (key, months, key == "2026-10")


def test_periods_that_share_a_day_overlap_and_only_what_lies_wholly_inside_is_contained() -> None:
    october = Period.month(2026, 10)
    last, next_day = date(2026, 10, 31), date(2026, 11, 1)
    assert october.overlaps(Period(last, next_day))
    assert Period(last, next_day).overlaps(october)
    assert not october.overlaps(Period(next_day, next_day))
    assert not Period(next_day, next_day).overlaps(october)
    assert october.contains(october)
    assert october.contains(Period(last, last))
    assert not october.contains(Period(last, next_day))
    assert not october.contains(Period(date(2026, 9, 30), last))
