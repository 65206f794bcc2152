"""Buckeye Plumbing, Columbus, Ohio: a made-up plumber with twelve channels."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpisheet.workbook.template.filling import Filling, Typed

from .deals import Desk, deal_rows
from .mistakes import Mistakes, with_mistakes
from .months import Customers, month_rows
from .series import LAST, Season, Series, rows

_SEASON = Season({1: 1.3, 2: 1.3, 6: 0.9, 7: 0.9, 8: 0.9}, spend_step=10, average_sale=650)


def _october(
    spend: int, leads: int, customers: int, revenue: int, visitors: int | None = None
) -> dict[str, int]:
    row = {"spend": spend, "leads": leads, "new_customers": customers, "revenue": revenue}
    return row if visitors is None else row | {"visitors": visitors}


SERIES = (
    Series("Local Services Ads", (1300, 1900), (22, 34), 103, last=_october(1850, 31, 9, 5870)),
    Series("Google Ads", (1500, 2200), (10, 16), 70, (110, 160), last=_october(2150, 14, 6, 4120, 148)),
    Series("Organic search", (900, 900), (20, 34), 144, (550, 850), last=_october(900, 27, 11, 7205, 760)),
    Series("Facebook Ads", (350, 550), (6, 12), 17, (180, 320), last=_october(525, 10, 1, 610, 290)),
    Series("Organic social", (50, 50), (0, 3), 5, (60, 140), last=_october(50, 1, 0, 0, 110)),
    Series("E-mail", (60, 60), (4, 8), 10, (90, 160), last=_october(60, 6, 1, 640, 130)),
    Series("Postcards and direct mail", (1900, 1900), (19, 30), 30, pieces=2500, months=(11, 3, 6, 9)),
    Series("Local print", (450, 450), (1, 3), 6, last=_october(450, 2, 1, 580)),
    Series("Radio", (900, 900), (2, 4), 2, months=(1, 2)),
    Series("Yard and truck signs", (75, 75), (3, 7), 30, last=_october(75, 5, 3, 1935)),
    Series("Referral", (150, 150), (12, 20), 130, last=_october(150, 17, 12, 7740)),
    Series("Unknown / not asked", (0, 0), (5, 12), 38, last=_october(0, 8, 3, 1850)),
)

_SETTINGS: dict[str, Typed] = {
    "business_name": "Buckeye Plumbing",
    "prepared_by": "Dana, office manager",
    "comment": "Local Services Ads got a higher weekly budget in October. Radio ran in January and February.",
    "report_from": LAST,
    "report_to": LAST,
    "currency": "USD",
    "vat": "without",
    "gross_margin": Decimal("0.48"),
    "selling": "inside",
    "target_cpl": 60,
    "target_cac": 150,
    "target_roi": 1,
    "target_leads": 120,
    "target_close_rate": Decimal("0.35"),
}

_CUSTOMERS = Customers(
    start=1450,
    end=1610,
    new=620,
    average_sale=650,
    yearly_profit=165,
    years=Decimal("3.6"),
    costs={"shared_costs": 2490},
)

_DESK = Desk(
    salespeople=("Dana", "Luis"),
    jobs=(
        "Water heater",
        "Drain cleaning",
        "Leak repair",
        "Sump pump",
        "Toilet",
        "Faucet",
        "Garbage disposal",
    ),
    longest=24,
    first_number=2041,
)

_MISTAKES = Mistakes(
    number_as_text=("Local Services Ads", LAST, "$1,850"),
    extra_zero=("Google Ads", date(2026, 6, 1)),
    misspelled=("Facebook Ads", date(2026, 8, 1), "Facebok Ads"),
    twice=("E-mail", date(2026, 5, 1)),
    blank_leads=("Organic search", date(2026, 3, 1)),
    total="Total",
)


def clean() -> Filling:
    """The whole year without a mistake."""
    channels = rows(SERIES, _SEASON)
    return Filling(_SETTINGS, channels, month_rows(_CUSTOMERS, channels), deal_rows(_DESK, channels))


def sample() -> Filling:
    """The year as it is shipped, with the mistakes that people make left in."""
    return with_mistakes(clean(), _MISTAKES)
