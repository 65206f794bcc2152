from __future__ import annotations

import re
import string
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.fair_test import rounded_down
from kpisheet.analysis.figures import MISSING_REASONS
from kpisheet.analysis.questions import QUESTIONS
from kpisheet.analysis.report import Claim, Pays, Report
from kpisheet.analysis.spans import before, shifted, window_of, year_before
from kpisheet.analysis.wording import about
from kpisheet.texts.language import table
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Row
from tests.support.worksheets import deal, month, month_row, row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")

TODAY = date(2026, 12, 31)
TABLES = ("answers", "missing", "headline", "notes", "questions", "benchmarks")


def report(*rows: Row, language: str = "en", **chosen: Any) -> Report:
    return build_report(worksheet(*rows, language=language, **chosen), file="x", today=TODAY)


def verdict_of(**values: Any) -> Pays:
    margin = {"gross_margin": values.pop("margin", 0.5)}
    return report(row(period="2026-10", **values), **margin).channels[0].verdict.pays


@pytest.mark.parametrize(
    ("values", "pays"),
    [
        ({"spend": 0, "new_customers": 9, "revenue": 900}, Pays.NO_SPEND),
        ({"spend": 900, "leads": 9}, Pays.CANNOT_TELL),
        ({"spend": 900, "new_customers": 0}, Pays.CANNOT_TELL),  # no profit per customer is known at all
        ({"spend": 900, "new_customers": 9, "revenue": 900, "margin": 0}, Pays.LOSES_MONEY),
        ({"spend": 100, "new_customers": 20, "revenue": 2000}, Pays.PAYS),  # 2 break even
        ({"spend": 100, "new_customers": 4, "revenue": 40000}, Pays.CANNOT_TELL),  # guard: 5 customers
        ({"spend": 9000, "new_customers": 4, "revenue": 400}, Pays.LOSES_MONEY),  # no guard mutes a loser
        ({"spend": 500, "new_customers": 11, "revenue": 1100}, Pays.CANNOT_TELL),  # 10 break even
    ],
)
def test_does_the_channel_pay_for_itself(values: dict[str, Any], pays: Pays) -> None:
    assert verdict_of(**values) is pays


def test_a_channel_without_customers_is_judged_by_all_channels_profit() -> None:
    """50 gross profit a customer elsewhere: 1,000 needs 20, none came."""
    made = report(
        row("radio", "2026-10", spend=1000, leads=3, new_customers=0),
        row("google_ads", "2026-10", spend=100, leads=30, new_customers=20, revenue=2000),
        gross_margin=0.5,
    )
    radio = made.channels[0].verdict
    assert (radio.pays, radio.needed, radio.profit_per_customer) == (Pays.LOSES_MONEY, 20, 50)


def test_a_short_report_period_is_judged_over_twelve_months() -> None:
    rows = [
        row(period=f"2026-{m:02}", number=5 + m, spend=100, new_customers=3, revenue=300)
        for m in range(1, 13)
    ]
    rows.append(row(period="2025-12", number=30, spend=10**6, new_customers=0))
    made = report(*rows, gross_margin=0.5, report_from="2026-12", report_to="2026-12")
    assert made.period == month("2026-12")
    assert made.window == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert made.channels[0].verdict.spend == 1200
    assert made.totals["spend"].value == 100
    assert "notes.window" in [note.key for note in made.notes]


def test_campaigns_have_their_own_verdicts() -> None:
    made = report(
        row(period="2026-10", number=5, campaign="Good", spend=100, new_customers=30, revenue=3000),
        row(period="2026-10", number=6, campaign="Bad", spend=9000, new_customers=5, revenue=500),
        gross_margin=0.5,
    )
    shown = {each.campaign: each.verdict.pays for each in made.channels[0].campaigns}
    assert shown == {"Good": Pays.PAYS, "Bad": Pays.LOSES_MONEY}
    answer = next(each for each in made.answers if each.id == "investment_pays")
    assert "Campaigns that pay: Google ads – Good." in made.words.say(answer.text)


@pytest.mark.parametrize(
    ("organic", "social", "claim"),
    [
        ((100, 1000), (40, 1000), Claim.YES),
        ((40, 1000), (100, 1000), Claim.NO),
        ((10, 100), (4, 100), "cannot_tell"),
    ],
)
def test_organic_against_social(organic: tuple[int, int], social: tuple[int, int], claim: Claim) -> None:
    made = report(
        row("organic_search", "2026-10", leads=organic[0], visitors=organic[1], spend=1),
        row("organic_social", "2026-10", leads=social[0], visitors=social[1], spend=1),
    )
    assert next(each for each in made.answers if each.id == "organic_vs_social").verdict == claim


def test_a_clear_change_is_claimed_and_an_unclear_one_is_not() -> None:
    def rows(leads: int) -> list[Row]:
        return [
            row(period="2026-09", number=5, spend=1000, leads=100),
            row(period="2026-10", number=6, spend=1000, leads=leads),
        ]

    chosen = {"report_from": "2026-10", "report_to": "2026-10"}
    clear = {change.key: change for change in report(*rows(30), **chosen).changes if change.channel is None}
    assert clear["cpl"].claim is Claim.YES
    assert clear["leads"].claim is Claim.NO
    assert clear["cpl"].earlier == month("2026-09")
    unclear = report(*rows(90), **chosen)
    assert {change.claim for change in unclear.changes} == {Claim.CANNOT_TELL}
    note = unclear.cards[1].note
    assert note is not None
    assert "no clear change since Sep 2026" in unclear.words.say(note)


def test_a_year_ago_in_money_is_not_adjusted_for_inflation() -> None:
    made = report(
        row(period="2025-10", number=5, spend=1000, leads=100),
        row(period="2026-10", number=6, spend=1000, leads=100),
        report_from="2026-10",
        report_to="2026-10",
    )
    notes = {change.key: change.note for change in made.changes if change.year_ago and change.channel is None}
    assert notes["cpl"] is not None
    assert notes["leads"] is None


def test_spans() -> None:
    quarter = Period(date(2026, 7, 1), date(2026, 9, 30))
    assert before(quarter) == Period(date(2026, 4, 1), date(2026, 6, 30))
    assert year_before(month("2024-02")) == Period(date(2023, 2, 1), date(2023, 2, 28))
    assert before(Period(date(2026, 3, 9), date(2026, 3, 15))) == Period(date(2026, 3, 2), date(2026, 3, 8))
    assert shifted(month("2026-01"), -1) == month("2025-12")
    assert window_of(month("2026-10"), date(2026, 3, 1)).start == date(2026, 3, 1)


def test_the_next_step_is_modest_and_rests_on_a_verdict() -> None:
    paying = [
        row("google_ads", f"2026-{m:02}", number=5 + m, spend=1600, new_customers=9, revenue=9000)
        for m in range(1, 13)
    ]
    made = report(*paying, gross_margin=0.5)
    assert made.words.say(made.next_step).startswith(
        "Next: for 5 months, try $750 a month more on Google ads. It has worked if at least 59 new customers"
    ), "45 come anyway, 14 more are beyond chance; 45 × (1 + 750 ÷ 1,600) = 66 are above 59 + 0.84 × 8.1"
    losing = report(row(period="2026-10", spend=9000, new_customers=5, revenue=500), gross_margin=0.5)
    assert losing.next_step.key == "headline.next_less"
    silent = report(row(period="2026-10", spend=9000, new_customers=5, revenue=500))
    assert silent.next_step.key == "headline.next_record_no_margin"


@pytest.mark.parametrize(
    ("amount", "shown"), [("318", 300), ("99", 75), ("1000", 1000), ("1.6", "1.5"), ("0", 0)]
)
def test_amounts_are_rounded_down_to_round_sums(amount: str, shown: object) -> None:
    assert rounded_down(Decimal(amount)) == Decimal(str(shown))


def full(language: str) -> Report:
    rows: list[Row] = []
    for m in range(1, 13):
        for key, spend, visitors, leads, customers in (
            ("google_ads", 1800, 130, 13, 6),
            ("organic_search", 900, 700, 27, 12),
            ("facebook_ads", 450, 250, 9, 1),
            ("local_services_ads", 1600, None, 28, 9),
        ):
            rows.append(
                row(
                    key,
                    f"2026-{m:02}",
                    number=len(rows) + 5,
                    spend=spend,
                    visitors=visitors,
                    leads=leads,
                    mql=leads,
                    sql=leads // 2,
                    new_customers=customers,
                    revenue=650 * customers,
                )
            )
    months = [
        month_row(
            f"2026-{m:02}",
            customers_start=1440 + 10 * m,
            customers_end=1450 + 10 * m,
            all_new_customers=30,
            shared_costs=2490,
            yearly_profit_per_customer=300 + m,
            customer_years=3,
        )
        for m in range(1, 13)
    ]
    return report(
        *rows,
        language=language,
        months=months,
        deals=[deal(date(2026, 11, 1), date(2026, 11, 20))],
        gross_margin=0.48,
        vat="with",
        report_from="2026-12",
        report_to="2026-12",
        target_cac=200,
        target_leads=50,
        target_visitors=500,
        target_organic_visitors=900,
        target_visitor_to_lead_rate=0.05,
        target_close_rate=0.2,
    )


def test_an_answer_names_its_period_where_others_rest_on_a_longer_one() -> None:
    """Twelve months of 100 visitors and 10 leads each, of which one is reported."""
    rows = [
        row("google_ads", f"2026-{m:02}", spend=100, visitors=100, leads=10, new_customers=2)
        for m in range(1, 13)
    ]
    words: dict[Decimal | None, list[str]] = {}
    for span in ({}, {"report_from": "2026-12", "report_to": "2026-12"}):
        made = report(*rows, target_visitors=90, target_visitor_to_lead_rate=0.05, **span)
        answer = next(answer for answer in made.answers if answer.id == "enough_right_visitors")
        label, visitors = answer.figures[0]
        words[visitors.value] = [made.words.say(answer.text), made.words.say(label)]
    whole, of_all = words[Decimal(1200)]
    assert whole.startswith("Visitors came to 100 a month; the target of 90 is met. Visitor")
    assert of_all == "All channels: Visitors"
    part, of_december = words[Decimal(100)]
    assert part.startswith(
        "December 2026: Visitors came to 100 a month; the target of 90 is met. December 2026: Visi"
    )
    assert of_december == "All channels, Dec 2026: Visitors"


@pytest.mark.parametrize(("count", "said"), [(7, 7), (99, 99), (101, 110), (33864, 34000), (990001, 1000000)])
def test_a_number_still_needed_promises_two_digits(count: int, said: int) -> None:
    assert about(count) == said


def test_customers_that_break_even_are_whole_ones() -> None:
    """1,000 at 2,000 × 50 % ÷ 60 of gross profit each: exactly 60 break even, and 1,001 need 61."""
    for spend, needed in ((1000, "about 60 "), (1001, "about 61 ")):
        made = report(
            row("google_ads", "2026-10", spend=spend, leads=99, new_customers=60, revenue=2000),
            gross_margin=0.5,
        )
        assert needed in made.words.say(made.channels[0].verdict.reason)


def sentences(made: Report) -> list[str]:
    said = [made.headline, made.sums, made.next_step, *made.notes, *(card.note for card in made.cards)]
    for answer in made.answers:
        said += [answer.text, answer.unknown, answer.helps, *(label for label, _ in answer.figures)]
    said += [channel.verdict.reason for channel in made.channels]
    said += [benchmark.source for benchmark in made.benchmarks]
    return [made.words.say(each) for each in said if each is not None]


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_question_is_answered_in_words_with_figures_and_limits(language: str) -> None:
    made = full(language)
    assert [answer.id for answer in made.answers] == list(QUESTIONS)
    assert len(made.answers) == 14
    for answer in made.answers:
        assert made.words.has(f"questions.{answer.id}")
        assert answer.unknown is not None
        assert answer.figures
        assert answer.rows > 0
    for sentence in sentences(made):
        assert not re.search(r"[{}]|None| – [.,]|\s$|  ", sentence), sentence


@pytest.mark.parametrize("language", ["en", "tr"])
def test_without_the_inputs_the_answer_says_which_would_help(language: str) -> None:
    made = report(row(period="2026-10", spend=10), language=language)
    for answer in made.answers:
        assert answer.verdict is Claim.CANNOT_TELL
        assert answer.helps is not None or answer.id == "investment_pays"
    assert all(sentences(made))


def test_no_sentence_claims_a_cause() -> None:
    for sentence in sentences(full("en")):
        assert not re.search(r"\b(because of|caused|thanks to|led to|drove|driven|generated)\b", sentence), (
            sentence
        )


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_have_the_same_sentences_with_the_same_places(name: str) -> None:
    english, turkish = table("en", name), table("tr", name)
    assert english.keys() == turkish.keys()
    for key in english:
        assert places(english[key]) == places(turkish[key]), key


def test_every_reason_is_worded() -> None:
    assert table("en", "missing").keys() >= MISSING_REASONS


def test_organic_visitors_are_not_labelled_as_those_of_all_channels() -> None:
    made = report(
        row("organic_search", "2026-10", spend=100, visitors=70, leads=7, new_customers=2),
        row("google_ads", "2026-10", spend=100, visitors=30, leads=3, new_customers=1),
    )
    answer = next(answer for answer in made.answers if answer.id == "enough_organic")
    ((label, figure),) = answer.figures
    assert (made.words.say(label), figure.value) == ("Organic: Visitors", 70)
