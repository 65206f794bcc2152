"""Reports for the tests of the page and the overview: a believable year and every awkward shape."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.worksheet.channels import Channel, Group
from kpisheet.worksheet.findings import Finding, Place, Severity
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Row
from tests.support import worksheets as by_hand

TODAY = date(2026, 11, 2)
MONTHS = [f"2025-{month}" for month in (11, 12)] + [f"2026-{month:02}" for month in range(1, 11)]

# Channel, spend, visitors, leads, customers, revenue of an ordinary month; None is blank.
_YEAR: tuple[tuple[str, int, int | None, int | None, int | None, int | None], ...] = (
    ("local_services_ads", 1600, None, 28, 9, 5800),
    ("google_ads", 1840, 135, 13, 6, 3900),
    ("organic_search", 900, 700, 27, 12, 7800),
    ("facebook_ads", 450, 250, 9, 1, 640),
    ("organic_social", 50, 100, 2, 0, 0),
    ("email", 60, 120, 6, 1, 650),
    ("local_print", 450, None, 2, 0, 0),
    ("signs", 75, None, 5, 2, 1600),
    ("referral", 150, None, 16, 11, 7100),
    ("radio", 900, None, None, None, None),
    ("unknown", 0, None, 8, 3, 1950),
)


def year_rows(months: list[str] | None = None) -> list[Row]:
    """The ordinary month, again and again, a little busier each time."""
    rows: list[Row] = []
    for at, month in enumerate(MONTHS if months is None else months):
        for key, *values in _YEAR:
            spend, visitors, leads, customers, revenue = values
            more = {"visitors": visitors, "leads": leads, "new_customers": customers, "revenue": revenue}
            grown: dict[str, Any] = {
                name: None if value is None else value + value * at // 20 for name, value in more.items()
            }
            rows.append(by_hand.row(key, month, number=5 + len(rows), spend=spend, **grown))
    return rows


def findings() -> tuple[Finding, ...]:
    """One finding of each severity."""
    return (
        Finding(
            "K301",
            Severity.WARNING,
            Place("Channels", 6, 3),
            {"typed": "1.840,00", "read_as": Decimal(1840)},
            "1.840,00",
            Decimal(1840),
            frozenset({"spend"}),
        ),
    )


def report(*rows: Row, language: str = "en", **chosen: Any) -> Report:
    """The report of a worksheet built by hand."""
    return build_report(
        by_hand.worksheet(*rows, language=language, **chosen), file="october.xlsx", today=TODAY
    )


def year(language: str = "en", **chosen: Any) -> Report:
    """Eleven channels over twelve months."""
    settings = {
        "business_name": "Buckeye Plumbing",
        "prepared_by": "Dana",
        "gross_margin": 0.48,
        "target_cac": 150,
        "target_cpl": 60,
        "target_roi": 1.0,
        **chosen,
    }
    return report(*year_rows(), language=language, currency="TRY" if language == "tr" else "USD", **settings)


def empty(language: str = "en") -> Report:
    """A sheet with headers and no rows."""
    return report(language=language, business_name="Buckeye Plumbing")


def one_channel(language: str = "en") -> Report:
    """One channel in one month."""
    return report(
        by_hand.row(
            "google_ads", "2026-10", spend=1000, visitors=100, leads=10, new_customers=4, revenue=2000
        ),
        language=language,
        gross_margin=0.5,
    )


def forty_channels(language: str = "en") -> Report:
    """Forty channels with long names: with and without customers, spend and visitors, gains and losses."""
    rows: list[Row] = []
    for number in range(40):
        name = f"Regional trade fair sponsorship and partner newsletter number {number + 1}"
        spend = 0 if number % 9 == 8 else 300 + 137 * number % 2900
        customers = number % 7
        rows.append(
            replace(
                by_hand.row(
                    "x",
                    "2026-10",
                    number=5 + number,
                    spend=spend,
                    visitors=None if number % 3 else 90 + number,
                    leads=number % 11,
                    new_customers=customers,
                    revenue=customers * (120 + 31 * number),
                ),
                channel=Channel(name.lower(), name, Group.OTHER, known=False),
            )
        )
    return report(*rows, language=language, gross_margin=0.4)


def millions(language: str = "en") -> Report:
    """Ten channels, names that are hard to break, amounts of nine digits, a blank in the last month."""
    rows: list[Row] = []
    for month in MONTHS:
        for number in range(10):
            name = f"{'InternationalConferenceSponsorship' if number % 2 else 'Fairs and partners'} {number}"
            rows.append(
                replace(
                    by_hand.row(
                        "x",
                        month,
                        number=5 + len(rows),
                        spend=12_345_678 + 999_999 * number,
                        visitors=123_456,
                        leads=None if number == 3 and month == MONTHS[-1] else 12_345 - number,
                        new_customers=1234 * (number % 5) + number,
                        revenue=98_765_432 * (number % 4 + 1),
                    ),
                    channel=Channel(name.lower(), name, Group.OTHER, known=False),
                )
            )
    return report(*rows, language=language, currency="TRY" if language == "tr" else "USD", gross_margin=0.4)


def many_months(count: int = 36, language: str = "en") -> Report:
    """Two channels over so many months, some of them blank."""
    rows: list[Row] = []
    for number in range(count):
        period = Period.month(2023 + number // 12 + (0 if number % 12 < 12 else 1), number % 12 + 1)
        leads = None if number % 10 == 5 else 10 + number % 7
        for key in ("google_ads", "organic_search"):
            rows.append(
                by_hand.row(
                    key,
                    period,
                    number=5 + len(rows),
                    spend=500 + 40 * number,
                    visitors=200 + 9 * number,
                    leads=leads,
                    new_customers=2 + number % 4,
                    revenue=900 + 100 * (number % 4),
                )
            )
    return report(*rows, language=language, gross_margin=0.5)


HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe\u202c",
    "A" * 10_000,
    "bell\x07 null\x00 escape\x1b",
    "{{ 7 * 7 }} {% raw %}",
    "</style><style>*{display:none}",
)


def hostile(language: str = "en") -> Report:
    """Every text that a person can type, used to attack."""
    rows = [
        replace(
            by_hand.row(
                "x", "2026-10", number=5 + at, spend=100 + at, leads=5 + at, new_customers=1, revenue=400
            ),
            channel=Channel(f"hostile {at}", name, Group.OTHER, known=False),
            campaign=name,
        )
        for at, name in enumerate(HOSTILE_NAMES)
    ]
    found = tuple(
        Finding(
            "K301", Severity.WARNING, Place(name[:31], 5, 3), {"typed": name, "read_as": Decimal(1)}, name
        )
        for name in HOSTILE_NAMES
    )
    made = report(
        *rows,
        language=language,
        business_name=HOSTILE_NAMES[0],
        prepared_by=HOSTILE_NAMES[1],
        comment=" ".join(HOSTILE_NAMES),
        gross_margin=0.5,
    )
    return replace(made, file=HOSTILE_NAMES[1], findings=(*made.findings, *found))


def with_findings(language: str = "en") -> Report:
    """The year with a doubtful spend, a blank month and the changes of a short report period."""
    rows = [
        replace(each, values={k: v for k, v in each.values.items() if k != "leads"})
        if each.number == 28
        else each
        for each in year_rows()
    ]
    worksheet = by_hand.worksheet(
        *rows,
        language=language,
        currency="TRY" if language == "tr" else "USD",
        findings=findings(),
        business_name="Buckeye Plumbing",
        prepared_by="Dana",
        comment="Radio ran all year.",
        gross_margin=0.48,
        target_cac=150,
        target_roi=1.0,
        deals=[
            by_hand.deal(
                date(2026, 9, 1), date(2026, 9, 20), value=900, channel_key="google_ads", salesperson="Ece"
            ),
            by_hand.deal(
                date(2026, 9, 5), date(2026, 10, 2), value=700, channel_key="referral", salesperson="Ece"
            ),
        ],
    )
    return build_report(worksheet, file="october.xlsx", today=TODAY)
