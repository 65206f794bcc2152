"""Amounts of several tables in one download are added only where they are counted alike."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.combine import combined
from kpisheet.exports.lines import NOTHING_TAUGHT, Extract, Remark
from kpisheet.exports.read import extracts, page_of
from kpisheet.worksheet.catalogue import CATALOGUE
from kpisheet.worksheet.findings import Severity


def read(text: str) -> list[Extract]:
    return extracts([page_of("file.csv", text.encode(), NOTHING_TAUGHT)], NOTHING_TAUGHT)


def spends(found: list[Extract]) -> Mapping[str, Decimal]:
    return {line.channel: line.values["spend"] for each in found for line in each.channels}


def left_out(found: list[Extract]) -> list[Remark]:
    return [remark for each in found for remark in each.remarks if remark.code == "K970"]


def two_tables(first: str, second: str, *, between: str = "", above: str = "") -> str:
    return (
        f"{above}Month,Channel,{first}\n2026-10,Radio,5\n{between}"
        f"Month,Channel,{second}\n2026-10,Print,6000\n2026-10,Cinema,700\n"
    )


@pytest.mark.parametrize("between", ["", "\n", "\nSecond half\n"])
@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("Spend (EUR)", "Spend", "one_currency"),
        ("Spend", "Cost EUR", "one_currency"),
        ("Harcama (TL)", "Harcama", "one_currency"),
        ("Cost (bin TL)", "Cost (TL)", "thousands"),
        ("Harcama (TL)", "Harcama (bin TL)", "thousands"),
        ("Cost (bin TL)", "Cost", "thousands"),
        ("Spend ($)", "Spend ($K)", "thousands"),
        ("Spend (excl. VAT)", "Spend (incl. VAT)", "tax"),
    ],
)
def test_a_table_counted_otherwise_than_the_first_is_left_out_and_told(
    first: str, second: str, how: str, between: str
) -> None:
    found = read(two_tables(first, second, between=between))
    assert spends(found) == {"Radio": 5}
    (remark,) = left_out(found)
    facts = {**remark.facts, "how": remark.facts["how"].key}
    row = 3 + between.count("\n")  # below two lines
    how = f"findings.unlike.{how}"
    assert facts == {"row": row, "typed": second, "usual": first, "how": how, "n": 2}
    assert CATALOGUE["K970"].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Spend (EUR)", "Spend (EUR)"),
        ("Spend (EUR)", "Cost EUR"),
        ("Spend", "Cost"),
        ("Spend ($K)", "Cost ($K)"),
        ("Spend (USD)", "Spend ($)"),
    ],
)
def test_tables_counted_alike_are_added(first: str, second: str) -> None:
    found = read(two_tables(first, second))
    assert spends(found) == {"Radio": 5, "Print": 6000, "Cinema": 700}
    assert not left_out(found)


def test_a_line_above_both_tables_speaks_of_the_currency_of_both() -> None:
    found = read(two_tables("Spend", "Spend", above="All amounts in EUR\n\n"))
    assert sum(spends(found).values()) == 6705
    assert not left_out(found)


def test_a_line_above_the_second_table_only_leaves_it_out() -> None:
    found = read(two_tables("Spend", "Spend", between="\nAll amounts in thousands\n"))
    assert spends(found) == {"Radio": 5}
    assert [remark.facts["typed"] for remark in left_out(found)] == ["All amounts in thousands"]


def test_lines_above_two_tables_that_name_two_currencies_leave_the_second_out() -> None:
    found = read(two_tables("Spend", "Spend", above="Amounts in EUR\n\n", between="\nAmounts in USD\n"))
    assert spends(found) == {"Radio": 5}
    assert [remark.facts["how"].key for remark in left_out(found)] == ["findings.unlike.currency"]


def test_a_currency_in_each_cell_is_as_good_as_one_in_the_header() -> None:
    found = read("Month,Channel,Spend (EUR)\n2026-10,Radio,5\n\nMonth,Channel,Spend\n2026-10,Print,€6\n")
    assert spends(found) == {"Radio": 5, "Print": 6}
    assert not left_out(found)


def test_the_same_spend_again_without_its_currency_is_counted_once() -> None:
    found = read("Month,Channel,Spend (EUR)\n2026-10,Radio,5\n\nMonth,Channel,Spend\n2026-10,Radio,5\n")
    assert spends(found) == {"Radio": 5}
    assert not left_out(found)


def test_what_was_left_out_is_told_where_another_table_says_the_first_one_better() -> None:
    other = "Month,Channel,Spend ($K)\n2026-10,Print,6\n"
    better = "Month,Channel,Spend\n2026-09,Radio,2\n2026-10,Radio,3\n"
    found = read(f"Channel,Spend,Clicks\nRadio,5,1\n\n{other}\n{better}")
    assert spends(found) == {"Radio": 3}  # of its two months the latter
    assert len(left_out(found)) == 1


def test_two_named_currencies_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="export_two_currencies"):
        combined(read(two_tables("Spend (EUR)", "Spend (USD)")), [], "en")


def test_won_deals_without_the_currency_of_those_above_are_left_out() -> None:
    head = "Record ID,Deal Stage,{},Close Date,Create Date,Lead source\n"
    row = "{},Won,5,2026-10-02,2026-10-01,Radio\n"
    text = head.format("Amount (EUR)") + row.format(1) + "\n" + head.format("Amount") + row.format(2)
    found = read(text)
    assert sum(each.rows_used for each in found) == 1
    assert [remark.facts["usual"] for remark in left_out(found)] == ["Amount (EUR)"]
