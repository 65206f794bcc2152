"""LibreOffice is the oracle: every formula of the result sheets comes to the value that we stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kpisheet.workbook.names import Role
from kpisheet.workbook.results import authoring, data_layout
from kpisheet.workbook.verify import differences
from tests.support.annotated_workbooks import (
    HEADERS,
    RECALCULATED,
    Finished,
    differences_after_recalculation,
    differences_between,
    filled,
    finish,
    finish_anew,
    opened,
    sample,
)
from tests.support.validity import problems_beyond_the_schema, problems_of

pytestmark = pytest.mark.program("soffice")


def months(count: int) -> list[date]:
    return [date(2025 + number // 12, number % 12 + 1, 1) for number in range(count)]


def no_rows() -> bytes:
    return filled([])


def one_channel() -> bytes:
    return filled([(date(2026, 10, 1), "Google Ads", 1000, 1000, 100, 30, 15000)])


def forty_channels() -> bytes:
    rows = [
        (
            month,
            f"Channel {number}",
            37.5 * number,
            100 + number,
            number % 7,
            number % 3,
            211.1 * (number % 3),
        )
        for month in months(3)
        for number in range(40)
    ]
    return filled(rows, settings={"gross_margin": 0.4})


def blanks_and_errors() -> bytes:
    rows: list[tuple[Any, ...]] = [
        (date(2026, 9, 1), "SEO", 100, 50, None, 2, 900),
        (date(2026, 10, 1), "SEO", 120, None, 6, None, None),
        (date(2026, 10, 1), "Radio", 0, None, 4, 1, 500),
        (date(2026, 10, 1), "E-mail", "abc", 10, 2, 0, None),
        (date(2026, 10, 1), "Signs", 80, None, 0, 0, None),
        (None, "Referral", 10, None, 3, 1, 100),
        (date(2026, 10, 1), "Total", 310, None, 15, 4, 1500),
    ]
    return filled(rows)


def campaigns() -> bytes:
    rows = [
        (month, "Google Ads", 100 + number, 80, 9 - number, 2, 600, name, 5, 0.3)
        for month in months(2)
        for number, name in enumerate(("Spring*", ">5", "ILICA", "ılıca"))
    ]
    return filled(rows, headers=(*HEADERS, "Campaign", "MQL", "Gross margin"))


def shops(count: int) -> bytes:
    """24 rows for each shop."""
    rows = [
        (month, f"Shop {number}", 10.25 + number % 13, 40, number % 5, number % 2, 90.9 * (number % 2))
        for month in months(24)
        for number in range(count)
    ]
    return filled(rows, settings={"gross_margin": 0.5})


def costs_of_several_months() -> bytes:
    """A sign of 60,000 for the year, joined by rows of its own; a fair over a quarter."""
    radio = [(month, "Radio", 900, None, 30, 6, 5400) for month in months(22)[12:]]
    rows: list[tuple[Any, ...]] = [
        *radio,
        (date(2026, 1, 1), "Signs", 60_000, None, 4, 2, 1800, 12),
        (date(2026, 3, 1), "Signs", None, None, 6, 3, 2500),
        (date(2026, 4, 1), "Signs", 250, None, 0, 0, 0),
        ("Jan–Mar 2026", "Trade fairs", 1000),
        (date(2026, 5, 1), "Signs", 90, None, 3, 1, 900, "a year"),
    ]
    asked = {"gross_margin": 0.5, "report_from": "2026-03", "report_to": "2026-10"}
    return filled(rows, headers=(*HEADERS, "Spread over (months)"), settings=asked)


def with_vat() -> bytes:
    """Amounts typed with 20 % in what is spent and 10 % in what is sold; a cost is shared out, too."""
    rows: list[tuple[Any, ...]] = [
        (month, channel, 1_234.5 * place, 900, 40 + place, 8 + place, 6_789.1 * place)
        for month in months(14)
        for place, channel in enumerate(("Google Ads", "Radio", "SEO"), 1)
    ]
    rows.append((date(2025, 1, 1), "Signs", 60_000, None, 4, 2, 1800, 12))
    asked = {"gross_margin": 0.5, "vat": "with", "vat_rate": 0.2, "vat_rate_sales": 0.1}
    return filled(rows, headers=(*HEADERS, "Spread over (months)"), settings=asked)


SUMS = "sums in place of rows"
CASES: dict[str, Callable[[], bytes]] = {
    "the English sample": lambda: sample("en"),
    "the Turkish sample": lambda: sample("tr"),
    "headers without rows": no_rows,
    "one channel": one_channel,
    "forty channels": forty_channels,
    "blanks and errors": blanks_and_errors,
    "campaigns": campaigns,
    "costs of several months": costs_of_several_months,
    "amounts typed with VAT": with_vat,
    SUMS: lambda: shops(3),
}


@cache
def finished(case: str) -> Finished:
    """Its report; fewer rows are already too many for Data used where sums are to stand there."""
    return with_sums(CASES[case](), above=50) if case == SUMS else finish(CASES[case]())


def with_sums(content: bytes, *, above: int) -> Finished:
    """Its report, with sums in Data used above so many rows: a tenth of the usual ones say as much."""
    assert data_layout.MOST_ROWS == 5000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authoring, "MOST_ROWS", above)
        return finish_anew(content)


def test_recalculation_changes_no_figure(
    libreoffice_at_once: Callable[..., list[Path]], tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    before = {}
    for case in CASES:
        before[case] = tmp_path / f"{case}.xlsx"
        before[case].write_bytes(finished(case).content)
    after = libreoffice_at_once([*before.values()], RECALCULATED, tmp_path / "out")
    compared = {
        case: differences_between(path.read_bytes(), again.read_bytes())
        for (case, path), again in zip(before.items(), after, strict=True)
    }
    assert all(count > 0 for count, _ in compared.values())
    assert {case: found for case, (_, found) in compared.items() if found} == {}


@pytest.mark.parametrize("case", CASES)
def test_the_package_is_valid_and_openpyxl_reads_the_report_s_figures(case: str) -> None:
    made = finished(case)
    assert problems_of(made.content) == []
    assert differences(made.content, made.report) == []


def test_the_oracle_does_recalculate(libreoffice: Callable[..., Path], tmp_path: Path) -> None:
    made = finish(one_channel())
    summary = next(
        name for name in zipfile.ZipFile(io.BytesIO(made.content)).namelist() if name.endswith("sheet2.xml")
    )
    spoiled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.content)) as before, zipfile.ZipFile(spoiled, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == summary:
                content = content.replace(b"</f><v>1000</v>", b"</f><v>1001</v>")
                assert content != before.read(name)
            after.writestr(name, content)
    _, found = differences_after_recalculation(spoiled.getvalue(), libreoffice, tmp_path)
    assert found
    assert all("1001.0 became 1000.0" in each for each in found)


def test_above_five_thousand_rows_data_used_holds_sums() -> None:
    """24 months × 21 shops, each once: as many sums as rows, and they add up to the same spend."""
    made = with_sums(shops(21), above=500)
    data = opened(made.content, values=True)[made.names[Role.DATA_USED]]
    spend = [cell.value for cell in data["D"][5:] if cell.value is not None]
    assert len(spend) >= 24 * 21
    by_hand = 24 * sum(10.25 + number % 13 for number in range(21))
    assert abs(sum(spend[: 24 * 21]) - by_hand) < 1e-6
    assert any(cell.data_type == "f" for cell in opened(made.content)[made.names[Role.DATA_USED]]["D"][5:])


def test_worked_example_of_the_articles_stands_in_the_cells() -> None:
    """$1,000, 100 leads, 30 customers, $15,000: CPL 10, CAC 33.33, ROAS 15, revenue ROI 1400 %."""
    made = finish(one_channel())
    sheet = opened(made.content, values=True)[made.names[Role.SUMMARY]]
    values = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    for expected in (10, 1000 / 30, 15, 14, 0.1):
        assert any(abs(value - expected) < 1e-9 for value in values), expected


def test_above_five_thousand_rows_campaigns_share_their_channels_sums() -> None:
    """Sums are per month and channel, however many campaigns there are; campaigns' figures are values."""
    rows: list[tuple[Any, ...]] = [
        (month, channel, 10, 40, 2, 1, 30, f"Campaign {number}")
        for month in months(2)
        for channel in ("Google Ads", "Radio")
        for number in range(1, 131)
    ]
    made = with_sums(filled(rows, headers=(*HEADERS, "Campaign")), above=500)
    book = opened(made.content, values=True)
    data = book[made.names[Role.DATA_USED]]
    spend = [cell.value for cell in data["D"][5:] if isinstance(cell.value, int | float)]
    assert spend[:4] == [1300, 1300, 1300, 1300]
    formulas = opened(made.content, values=False)[made.names[Role.SUMMARY]]
    campaigns = [row for row in formulas.iter_rows(values_only=True) if "Google Ads · Campaign 1" in row]
    assert 20 in campaigns[0]
    assert not any(str(value).startswith("=") for value in campaigns[0])
    assert problems_beyond_the_schema(made.content) == []
    assert differences(made.content, made.report) == []
