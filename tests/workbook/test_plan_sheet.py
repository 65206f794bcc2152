"""Plan as a person uses it: spend is typed in, the formulas follow, and the next run carries it over."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kpisheet.analysis.planning import ChannelTyped, Plan, PlanLine, Scenario
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.earlier_run import typed_into_plan
from kpisheet.workbook.reader import read_book
from tests.support import second_plan
from tests.support.annotated_workbooks import HEADERS, Finished, filled, finish, opened, sample, sheet_names

MONTHS = [date(2025 + number // 12, number % 12 + 1, 1) for number in range(12)]
NEXT_MONTH = date(2026, 2, 23)


TWO_YEARS = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(24)]


def rows(months: list[date] = MONTHS) -> list[tuple[Any, ...]]:
    """Ads whose spend varies, radio that hardly sells, and referrals that cost nothing."""
    made: list[tuple[Any, ...]] = []
    for number, month in enumerate(months):
        ads = (800, 1600, 1200, 2000)[number % 4]
        made.append((month, "Google Ads", ads, 500, 60 + number, 6 + number % 3, 9000 + 100 * number))
        made.append((month, "Radio", 300, None, 5, number % 2, 900 * (number % 2)))
        made.append((month, "Referral", 0, None, 9, 3, 2500))
    return made


def rows_with_a_season() -> list[tuple[Any, ...]]:
    """The same over two years: the first four months of each bring three times as many customers."""
    return [(*line[:5], 3 * line[5], 3 * line[6]) if line[0].month <= 4 else line for line in rows(TWO_YEARS)]


@pytest.fixture(scope="module")
def first() -> Finished:
    return finish(filled(rows(), settings={"gross_margin": 0.5}))


def cells_of(sheet: Worksheet) -> dict[str, int]:
    """The rows of the plan by the hidden keys of their lines."""
    return {
        str(cell.value): cell.row
        for column in sheet.iter_cols()
        for cell in column
        if isinstance(cell.value, str) and cell.value.startswith("kpisheet:") and cell.value.count(":") == 2
    }


def typed_in(content: bytes, typed: dict[tuple[str, str], float | str]) -> bytes:
    """The workbook with numbers typed: by the key of the row and the letter of the column."""
    book = opened(content)
    sheet = book["Plan"]
    places = cells_of(sheet)
    for (key, column), value in typed.items():
        sheet[f"{column}{places[key]}"] = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


SPEND_A, SPEND_B, RATES, SETTING = (f"kpisheet:{key}:" for key in ("spend-a", "spend-b", "rates", "setting"))
TYPED: dict[tuple[str, str], float | str] = {
    (SETTING + "months", "B"): 7,
    (SETTING + "shared_costs", "B"): 410,
    (SETTING + "cash", "B"): 2500,
    (SPEND_A + "google_ads", "B"): 2600,
    (SPEND_A + "google_ads", "E"): 0,
    (SPEND_A + "radio", "C"): 950,
    (SPEND_B + "radio", "B"): 0,
    (SPEND_B + "referral", "D"): 120,
    (RATES + "google_ads", "G"): 0.8,
    (RATES + "google_ads", "H"): 40,
    (RATES + "radio", "C"): 500,
    (RATES + "+1", "A"): "Fair in May",
    (RATES + "+1", "C"): 900,
    (RATES + "+1", "D"): 1500,
    (RATES + "+1", "H"): 98,
    (SPEND_A + "+1", "G"): 3800,
    (RATES + "+2", "A"): "Blimp",
    (SPEND_B + "+2", "F"): 700,
}


@pytest.mark.program("soffice")
@pytest.mark.parametrize("season", [False, True])
def test_after_typing_other_spends_the_sheet_comes_to_what_a_second_reckoning_does(
    first: Finished, libreoffice: Callable[..., Path], tmp_path: Path, *, season: bool
) -> None:
    if season:
        first = finish(filled(rows_with_a_season(), settings={"gross_margin": 0.5}))
        assert first.report.plan is not None
        assert min(first.report.plan.seasonal[:4]) > 1.5
    typed = tmp_path / "typed.xlsx"
    typed.write_bytes(typed_in(first.content, TYPED))
    made = libreoffice(typed, "xlsx:Calc MS Excel 2007 XML", tmp_path / "out").read_bytes()
    sheet = opened(made, values=True)["Plan"]
    assert first.report.plan is not None
    shown = {scenario: shown_of(sheet, scenario) for scenario in Scenario}
    expected = {scenario: reckoned(first.report.plan, scenario) for scenario in Scenario}
    now = expected[Scenario.NOW]
    for scenario in Scenario:
        assert shown[scenario].pop("cash") == pytest.approx(expected[scenario].cash, rel=1e-9)
        for key, value in shown[scenario].items():
            assert value == pytest.approx(getattr(expected[scenario], key), rel=1e-9), (scenario, key)
    backs = [second_plan.paid_back(expected[one].cash, now.cash, 7) for one in (Scenario.A, Scenario.B)]
    names = [str(cell.value) for cell in sheet[month_names(sheet)][2:14]]
    said = [sheet.cell(result_row(sheet, "The extra spend is back by"), column).value for column in (6, 9)]
    assert said == [names[back] if isinstance(back, int) else back for back in backs]
    warning = str(sheet["A4"].value)
    assert "Blimp" in warning
    assert "Referral" in warning
    assert "Fair" not in warning


def result_row(sheet: Worksheet, label: str) -> int:
    return next(row for row in range(1, 60) if sheet.cell(row, 1).value == label)


def month_names(sheet: Worksheet) -> int:
    return next(row for row in range(1, 60) if sheet.cell(row, 3).value == "Jan 2026")


def shown_of(sheet: Worksheet, scenario: Scenario) -> dict[str, Any]:
    """What the comparison shows of a scenario, and its cash by month."""
    column = 3 + 3 * list(Scenario).index(scenario)
    labels = {
        "spend": "Spend",
        "customers": "New customers",
        "profit": "Gross profit",
        "after": "Left after all costs",
        "later": "Gross profit that arrives later",
    }
    shown: dict[str, Any] = {
        key: sheet.cell(result_row(sheet, label), column).value for key, label in labels.items()
    }
    profit = result_row(sheet, "Gross profit")
    shown["low"], shown["high"] = (sheet.cell(profit, column + off).value for off in (-1, 1))
    cash = [row for row in range(1, 90) if sheet.cell(row, 1).value == "Cash at the month’s end"]
    row = cash[list(Scenario).index(scenario)]
    shown["cash"] = [sheet.cell(row, month).value for month in range(3, 15)]
    return shown


def reckoned(plan: Plan, scenario: Scenario) -> second_plan.Result:
    """The same by the second reckoning, from what was typed above and the report's own rates."""
    lines = {line.channel.key: line for line in plan.lines}
    ads, radio, referral = lines["google_ads"], lines["radio"], lines["referral"]
    channels = [
        channel(plan, ads, exponent=0.8, days=40.0),
        channel(plan, radio, cost=500.0),
        channel(plan, referral),
        channel(plan, plan.blank, cost=900.0, worth=1500.0, days=98.0),
        channel(plan, plan.blank),
    ]
    spends = [[one.now] * 12 for one in channels]
    if scenario is Scenario.A:
        spends[0] = [2600.0, 2600.0, 0.0, *[2600.0] * 9]
        spends[1][0] = 950.0
        spends[3][4] = 3800.0
    if scenario is Scenario.B:
        spends[1] = [0.0] * 12
        spends[2][1] = 120.0
        spends[4][3] = 700.0
    season = plan.season[6]
    return second_plan.scenario(
        channels,
        spends,
        months=7,
        shared=410.0,
        till=2500.0,
        t=plan.quantile,
        season=season,
        busy=plan.seasonal,
    )


def channel(
    plan: Plan,
    line: PlanLine,
    *,
    cost: float | None = None,
    worth: float | None = None,
    exponent: float | None = None,
    days: float | None = None,
) -> second_plan.Channel:
    brings = line.brings
    own = None if not brings.customers or brings.profit is None else brings.profit / brings.customers
    value = worth or own
    seven = line.chance.single + line.chance.repeated * plan.repeats[6] + line.chance.values
    return second_plan.Channel(
        line.now,
        cost or (line.now / brings.customers if line.now and brings.customers else None),
        value,
        exponent or line.returns.exponent,
        line.days if days is None else days,
        0.0 if line.now else brings.customers or 0.0,
        0.0 if line.now else brings.profit or 0.0,
        0.0625 if brings.profit is None else line.profit_variance,
        line.returns.uncertainty if line.now else 0.0,
        (value or line.usual_profit or 0.0) * seven,
        line.before,
    )


def test_what_was_typed_is_carried_over_by_channel_and_month(first: Finished) -> None:
    again = finish(typed_in(first.content, TYPED))
    assert again.report.plan is not None
    typed = again.report.plan.typed
    assert typed.channels["google_ads"] == ChannelTyped(
        "Google Ads",
        exponent=Decimal("0.8"),
        days=Decimal(40),
        level={Scenario.A: Decimal(2600)},
        spend={(Scenario.A, "2026-03"): Decimal(0)},
    )
    assert (typed.months, typed.shared_costs, typed.cash, typed.budget) == (7, 410, 2500, None)
    assert {line.channel.name for line in again.report.plan.lines} == {
        *("Google Ads", "Radio", "Referral"),
        *("Fair in May", "Blimp"),
    }


def test_typing_into_plan_is_no_change_that_keeps_the_sheet_and_twice_is_as_good_as_once(
    first: Finished,
) -> None:
    again = finish(typed_in(first.content, TYPED))
    assert "Plan" in sheet_names(again.content)
    assert not any("Plan 20" in name for name in sheet_names(again.content))
    thrice = finish(again.content)
    assert thrice.earlier.changed == frozenset()
    assert thrice.content == again.content


def test_a_remark_beside_the_plan_keeps_the_sheet() -> None:
    made = finish(filled(rows(), settings={"gross_margin": 0.5}))
    book = opened(made.content)
    book["Plan"]["N20"] = "the bank agrees"
    saved = io.BytesIO()
    book.save(saved)
    again = finish(saved.getvalue(), made_on=NEXT_MONTH)
    assert "Plan 2026-02-23" in sheet_names(again.content)


def test_a_month_later_a_typed_month_still_stands_over_its_own_name(first: Finished) -> None:
    typed = typed_in(first.content, {(SPEND_A + "radio", "D"): 777, (SPEND_A + "radio", "C"): 5})
    book = opened(typed)
    for number, value in enumerate((date(2026, 1, 1), "Radio", 300, None, 5, 1, 900), 1):
        book["Channels"].cell(38, number, value)
    saved = io.BytesIO()
    book.save(saved)
    plan = opened(finish(saved.getvalue()).content, values=True)["Plan"]
    row = cells_of(plan)[SPEND_A + "radio"]
    assert plan.cell(row, 3).value == 777
    header = next(n for n in range(row, 1, -1) if plan.cell(n, 3).value == "Feb 2026")
    assert header < row


def test_the_plan_of_the_first_releases_is_carried_over_into_scenario_a() -> None:
    """There, a planned spend of next month and an exponent stood in whole columns under hidden names."""
    content = filled(rows(), settings={"gross_margin": 0.5})
    book = opened(content)
    sheet = book.create_sheet("Plan")
    names = {
        "A5": "kpisheet:channel",
        "Q5": "kpisheet:key",
        "C5": "kpisheet:spend",
        "D5": "kpisheet:exponent",
    }
    for cell, text in names.items():
        sheet[cell] = text
    for row, (key, name, spend, exponent) in enumerate(
        [("radio", "Radio", 450, 1), ("google_ads", "Google Ads", "=B8", 0.7), ("tv", "TV", 90, 1)], 7
    ):
        sheet[f"A{row}"], sheet[f"Q{row}"], sheet[f"C{row}"], sheet[f"D{row}"] = name, key, spend, exponent
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names["kpisheet_plan"] = DefinedName("kpisheet_plan", attr_text="Plan!$A$1")
    saved = io.BytesIO()
    book.save(saved)
    typed = typed_into_plan(read_book(Package.open(saved.getvalue())))
    assert typed.channels == {
        "radio": ChannelTyped("Radio", level={Scenario.A: Decimal(450)}),
        "google_ads": ChannelTyped("Google Ads", exponent=Decimal("0.7")),
        "tv": ChannelTyped("TV", level={Scenario.A: Decimal(90)}),
    }


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_verdict_beside_a_channel_is_the_report_s(language: str) -> None:
    made = finish(sample(language))
    sheet = opened(made.content, values=True)[made.report.words.raw("sheets.plan")]
    places = cells_of(sheet)
    shown = {
        entry.channel.key: sheet.cell(places[RATES + entry.channel.key], 12).value
        for entry in made.report.judged
    }
    assert shown == {
        entry.channel.key: made.report.words.raw(f"verdicts.{entry.verdict.pays}")
        for entry in made.report.judged
    }


def texts(sheet: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows(values_only=True, max_col=15):
        yield from (value for value in row if isinstance(value, str))


def test_many_channels_are_forty_lines_and_one_for_all_others() -> None:
    many = [(MONTHS[0], f"Shop {number}", 100 + number, None, 9, 2, 500) for number in range(60)]
    made = finish(filled(many, headers=HEADERS, settings={"gross_margin": 0.5}))
    assert made.report.plan is not None
    lines = made.report.plan.lines
    assert len(lines) == 40
    assert sum(line.now for line in lines) == sum(100 + number for number in range(60))
    shown = list(texts(opened(made.content, values=True)["Plan"]))
    assert "All other channels" in shown
    assert not any(re.search(r"#(N/A|VALUE|REF|DIV)", text) for text in shown)
