"""An agency's folder of made-up clients, in both languages: some late, some broken, exports beside.

Client number `n` is always the same: its language, channels and figures follow from the number, so that a
test can say of each what has to become of it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling, Typed

MADE_ON = date(2026, 11, 3)
MONTH = "2026-10"  # the month that the agency reports on
_MONTHS = [date(2025, month, 1) for month in (11, 12)] + [date(2026, month, 1) for month in range(1, 11)]
_TOWNS = {
    "en": ("Dayton", "Akron", "Toledo", "Lima", "Marietta", "Athens", "Salem", "Troy", "Oxford", "Hudson"),
    "tr": ("Bursa", "Konya", "Rize", "Edirne", "Manisa", "Mersin", "Sivas", "Uşak", "Bolu", "Artvin"),
}
_TRADES = {
    "en": ("Plumbing", "Dental", "Roofing"),
    "tr": ("Tesisat", "Diş Kliniği", "Halı Yıkama"),
}
# Channel, usual spend, leads, customers and revenue of a month.
_CHANNELS = {
    "en": (
        ("Google Ads", 1800, 30, 9, 6400),
        ("Organic search", 700, 22, 8, 5200),
        ("Facebook Ads", 600, 12, 1, 700),
        ("Referral", 100, 14, 9, 5900),
        ("Radio", 500, 3, 0, 0),
    ),
    "tr": (
        ("Google Ads", 18000, 60, 18, 61000),
        ("Organik arama", 5000, 30, 12, 39000),
        ("Instagram reklamı", 9000, 40, 4, 9000),
        ("Tavsiye", 1000, 20, 14, 46000),
        ("El ilanı", 4000, 4, 0, 0),
    ),
}


@dataclass(frozen=True)
class Client:
    """One client: what it is called, in which language, and what is wrong with its file, if anything."""

    number: int

    @property
    def language(self) -> str:
        return "tr" if self.number % 2 else "en"

    @property
    def name(self) -> str:
        kinds = len(_TRADES["en"])
        town = _TOWNS[self.language][self.number // 2 % 10]
        return f"{town} {_TRADES[self.language][self.number // 20 % kinds]}"

    @property
    def file(self) -> str:
        return f"{self.name}.xlsx"

    @property
    def is_broken(self) -> bool:
        """Its workbook was cut short on its way."""
        return self.number % 20 == 7

    @property
    def is_late(self) -> bool:
        """It has no rows for the month yet."""
        return self.number % 10 == 4

    @property
    def has_mistakes(self) -> bool:
        """Some cells hold no number, or one too many."""
        return self.number % 5 == 1

    @property
    def months(self) -> list[date]:
        return _MONTHS[:-2] if self.is_late else _MONTHS

    @cache  # noqa: B019 - sixty at most
    def workbook(self) -> bytes:
        """The worksheet as the client filled it in; made once, for it is always the same."""
        made = author_template(
            language=self.language,
            currency=None,
            year=None,
            filling=Filling(self._settings(), list(self._rows())),
            made_on=MADE_ON,
        )
        return made[: len(made) // 2] if self.is_broken else made

    def _settings(self) -> dict[str, Typed]:
        return {
            "business_name": self.name,
            "currency": "TRY" if self.language == "tr" else "USD",
            "gross_margin": Decimal("0.5"),
            "target_cac": 900 if self.language == "tr" else 150,
            "report_from": _MONTHS[-3],
            "report_to": _MONTHS[-3],
        }

    def _rows(self) -> Iterator[dict[str, Typed]]:
        chance = random.Random(self.number)  # noqa: S311 - the same figures each time
        for month in self.months:
            for channel, *usual in _CHANNELS[self.language]:
                spend, leads, customers, revenue = (round(each * chance.uniform(0.8, 1.25)) for each in usual)
                row: dict[str, Typed] = {
                    "period": month,
                    "channel": channel,
                    "spend": spend,
                    "leads": leads,
                    "new_customers": customers,
                    "revenue": revenue if customers else 0,
                    "note": f"agency only: {self.name}",
                }
                if self.has_mistakes and month == self.months[-1] and channel == "Google Ads":
                    row |= {"leads": "about 30", "revenue": f"{revenue},5 approx"}
                yield row

    def export(self) -> str:
        """The ad system's download for the month after the last one that the worksheet has."""
        cost = 1000 + self.number
        currency = "TRY" if self.language == "tr" else "USD"
        return (
            "Campaign report\n"
            '"November 1, 2026 - November 30, 2026"\n'
            "Campaign status,Campaign,Currency code,Clicks,Impr.,CTR,Cost,Avg. CPC,Conversions,Cost / conv.\n"
            f"Enabled,Brand,{currency},120,4000,3.00%,{cost}.00,1.00,10.00,100.00\n"
            f"Total: Account,,{currency},120,4000,3.00%,{cost}.00,1.00,10.00,100.00\n"
        )


def clients(count: int) -> list[Client]:
    """The first `count` clients; at most 60 have names of their own."""
    return [Client(number) for number in range(count)]


def write_worksheets(folder: Path, count: int) -> list[Client]:
    """Their worksheets in one folder, as they arrived."""
    folder.mkdir(parents=True)
    made = clients(count)
    for client in made:
        (folder / client.file).write_bytes(client.workbook())
    return made


def write_exports(folder: Path, made: list[Client]) -> None:
    """A folder for each client with what was downloaded for it."""
    for client in made:
        own = folder / client.name
        own.mkdir(parents=True)
        (own / "google.csv").write_text(client.export(), encoding="utf-8")
