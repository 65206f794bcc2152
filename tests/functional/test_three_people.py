"""Three people's businesses with a slip each: what they are told before and after they correct it.

The owner of a dental clinic, an agency for one of its clients, a B2B marketer before the CFO. All verdicts
are worked out by hand from customers won against spend ÷ gross profit per customer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.worksheet.sheet import RawSheet
from tests.support.raw_books import percent, sheet, understood

TODAY = date(2026, 11, 5)
Line = tuple[str, int, int, int, int]  # channel; each month's spend, leads, customers, revenue


def months(head: list[str], lines: Iterable[Line], slip: tuple[str, int, int, Any] | None) -> list[list[Any]]:
    """Six months of the same; `slip`: channel, month, column and what is typed there instead."""
    rows: list[list[Any]] = [head]
    for month in range(5, 11):
        for channel, *numbers in lines:
            row: list[Any] = [date(2026, month, 1), channel, *numbers]
            if slip is not None and (channel, month) == slip[:2]:
                row[slip[2]] = slip[3]
            rows.append(row)
    return rows


def report(*sheets: RawSheet) -> Report:
    return build_report(understood(*sheets), file="x.xlsx", today=TODAY)


def verdicts(made: Report) -> dict[str, str]:
    return {each.channel.name: each.verdict.pays.value for each in made.judged}


# --- the owner of a dental clinic ------------------------------------------------------------------------

CLINIC: tuple[Line, ...] = (
    ("Google Ads", 40_000, 60, 20, 180_000),
    ("Instagram reklamı", 15_000, 40, 3, 27_000),
    ("Yerel gazete ve dergi", 30_000, 4, 1, 9_000),
    ("Tavsiye", 0, 15, 9, 81_000),
)


def clinic(slip: tuple[str, int, int, Any] | None = None) -> Report:
    """A patient brings 9,000 ₺ at 50 %: 4,500 ₺ of gross profit."""
    head = ["Ay", "Kanal", "Harcama", "Potansiyel müşteri (lead)", "Yeni müşteri", "Ciro"]
    business = [["Para birimi", "TRY"], ["Brüt kâr marjı", percent("0.5")]]
    return report(sheet("İşletme bilgileri", business), sheet("Kanallar", months(head, CLINIC, slip)))


def test_one_zero_too_many_does_not_make_the_clinics_best_channel_a_loser() -> None:
    """July's 40,000 typed as 400,000: 600,000 ÷ 4,500 = 134 patients would break even, and 120 came."""
    made = clinic(("Google Ads", 7, 2, 400_000))
    assert verdicts(made)["Google Ads"] == "check_first"
    google = next(each.verdict for each in made.judged if each.channel.name == "Google Ads")
    assert made.words.say(google.reason) == (
        "Yazıldığı gibi alınırsa henüz söylenemez; C10 hücresinde 400.000 yerine 40.000 olursa "
        "masrafını çıkarıyor."
    )
    assert made.findings[0].decides == ("Google Ads",)
    assert made.words.say(made.next_step).startswith("Önce şunu kontrol edin: Kanallar C10.")
    assert made.words.say(made.headline) == (
        "Zarar eden: Yerel gazete ve dergi. Belirgin biçimde kazandıran kanal henüz yok. "
        "Önce kontrol edin: Kanallar C10."
    )


def test_the_clinic_is_told_who_earns_who_loses_and_what_to_move() -> None:
    """Google Ads: 240,000 ÷ 4,500 = 54 of 120. Print: 180,000 ÷ 4,500 = 40 of 6. Instagram: 20 of 18."""
    made = clinic()
    assert verdicts(made) == {
        "Google Ads": "pays",
        "Yerel gazete ve dergi": "loses_money",
        "Instagram reklamı": "cannot_tell",
        "Tavsiye": "no_spend",
    }
    assert made.words.say(made.headline) == (
        "Kazandıran: Google Ads. Zarar eden: Yerel gazete ve dergi. Ayda 30.000 ₺ kaydırın: "
        "Yerel gazete ve dergi → Google Ads."
    )
    # 85,000 a month; 24 patients a month from what was paid for, 24 × 4,500 ÷ 85,000 = 1.27
    assert made.sums is not None
    assert made.words.say(made.sums) == (
        "510.000 ₺ pazarlama harcaması 624 lead ve 144 yeni müşteri getirdi. Harcadığınız her 1 ₺, 1,27 ₺ "
        "brüt kâr getirdi. 54 müşteri daha geldi; pazarlamaya yazılmadı (Tavsiye)."
    )
    # 20 patients a month come anyway; in two months 2 × 30,000 ÷ 4,500 = 13.3 more pay for the test
    assert made.words.say(made.next_step).startswith(
        "Sıradaki adım: 2 ay boyunca ayda 30.000 ₺ kaydırın: Yerel gazete ve dergi → Google Ads. Bu 2 ayda "
        "Google Ads kanalından en az 54 yeni müşteri gelirse deneme işe yaramış demektir: bugünkü harcamanın "
        "getireceği yaklaşık 40 müşteriden 14 fazla. Neden 14 müşteri fazla: ek 60.000 ₺ harcamayı ancak bu "
        "kadar müşteri çıkarır (müşteri başına brüt kâr 4.500 ₺). Para neden oradan: Yerel gazete ve dergi "
        "zarar ediyor;"
    )


# --- an agency, for one of its clients --------------------------------------------------------------------

CLIENT: tuple[Line, ...] = (
    ("Google Ads", 3_000, 90, 30, 15_000),
    ("Facebook Ads", 1_500, 30, 4, 2_000),
    ("Local print", 450, 5, 1, 500),
)
HEAD = ["Month", "Channel", "Spend", "Leads", "New customers", "Revenue"]


def client(slip: tuple[str, int, int, Any] | None = None, **settings: Any) -> Report:
    """A customer brings $500 at 40 %: $200 of gross profit."""
    business = [["Currency", "USD"], ["Gross margin", percent("0.4")], *map(list, settings.items())]
    return report(sheet("Business", business), sheet("Channels", months(HEAD, CLIENT, slip)))


def test_ten_times_the_customers_do_not_save_the_clients_losing_channel() -> None:
    """August's 4 as 40: 60 came, and at 12,000 ÷ 60 × 40 % = $80 each 113 would break even."""
    assert verdicts(client())["Facebook Ads"] == "loses_money"  # 24 of 9,000 ÷ 200 = 45
    made = client(("Facebook Ads", 8, 4, 40))
    assert verdicts(made)["Facebook Ads"] == "check_first"
    paid = client(("Facebook Ads", 8, 5, 20_000))  # revenue: 30,000 ÷ 24 × 40 % = $500 each, 18 are needed
    assert verdicts(paid)["Facebook Ads"] == "check_first"
    assert [one.place.cell for one in paid.findings if one.decides and one.place] == ["F12"]


def test_the_clients_report_says_what_to_do_on_monday() -> None:
    """Google Ads 180 of 18,000 ÷ 200 = 90; Facebook 24 of 45; print 6 of 2,700 ÷ 200 = 14."""
    made = client()
    assert verdicts(made)["Google Ads"] == "pays"
    step = made.words.say(made.next_step)
    assert step.startswith("Next: for 2 months, move $1,500 a month from Facebook Ads to Google Ads.")
    assert "at least 75 new customers come from Google Ads in these 2 months: 15 more than the 60 or" in step
    assert "15 more customers: they pay for the additional $3,000, at $200 of gross profit each." in step
    assert "Why from Facebook Ads: it loses money, and $1,500 a month is all that it costs." in step
    assert made.words.say(made.headline) == (
        "Google Ads earns, Facebook Ads loses. Move $1,500 a month from Facebook Ads to Google Ads."
    )


# --- a B2B marketer before the CFO ------------------------------------------------------------------------

B2B: tuple[Line, ...] = (("LinkedIn Ads", 15_000, 30, 10, 200_000), ("Webinar", 5_000, 12, 4, 80_000))


def b2b(*, shared: int | None) -> Report:
    """40 deals of 120 days each; a target CAC of 2,000 against 20,000 ÷ 14 = 1,429 a month."""
    business = [["Currency", "USD"], ["Gross margin", percent("0.5")], ["Target CAC", 2000]]
    deals: list[list[Any]] = [["Deal", "Created", "Closed", "Outcome", "Value", "Channel"]]
    for number in range(40):
        closed = date(2026, 5, 10) + timedelta(days=4 * number)
        deals.append([f"D{number}", closed - timedelta(days=120), closed, "won", 20_000, "LinkedIn Ads"])
    sheets = [sheet("Business", business), sheet("Channels", months(HEAD, B2B, None)), sheet("Deals", deals)]
    if shared is not None:
        lines = [[date(2026, month, 1), shared] for month in range(5, 11)]
        sheets.append(sheet("Months", [["Month", "Payroll"], *lines]))
    return report(*sheets)


def test_a_target_is_met_only_with_the_shared_costs_that_were_typed() -> None:
    """20,000 + 12,000 of payroll over 14 customers is 2,286."""
    without, loaded = b2b(shared=None), b2b(shared=12_000)
    assert [target.met for target in without.targets] == [True]
    assert [target.met for target in loaded.targets] == [False]
    assert [card.target_met for card in loaded.cards if card.target] == [False]


def test_the_next_step_says_why_not_the_channel_that_brought_more() -> None:
    """Webinar: 80,000 × 50 % ÷ 5,000 = 8 for each 1, LinkedIn 6.67; nobody sells webinars by the lead."""
    step = (made := b2b(shared=None)).words.say(made.next_step)
    assert made.words.say(made.headline) == (
        "LinkedIn Ads and Webinar earn; no channel clearly loses. Try $7,500 a month more on LinkedIn Ads."
    )
    assert step.startswith("Next: for 5 months, try $7,500 a month more on LinkedIn Ads.")
    assert "of the 2 channels that pay, the other can’t simply be bought more of." in step
    assert "Why not Webinar, where each $1 brought $8.00 of gross profit on average: it isn’t bought" in step


def test_the_test_lasts_no_shorter_than_a_sale_takes() -> None:
    """120 days are four months, rounded up to whole ones of 30.4 days."""
    made = b2b(shared=None)
    step = made.words.say(made.next_step)
    (length,) = re.findall(r"for (\d+) months,", step)
    assert int(length) >= 4
