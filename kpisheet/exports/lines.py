"""What a download gives: lines of Channels, Months and Deals, and what a person should know of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.exports.systems import Kind, System
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding
from kpisheet.worksheet.periods import Period


class Conversions(StrEnum):
    """What a system's conversions are, as the person says."""

    LEADS = "leads"
    CUSTOMERS = "customers"
    IGNORE = "ignore"


class Taught(Struct, frozen=True):
    """What the person says of a download that it doesn't say itself.

    `columns`: folded header → meaning. `usual`: what Business says that conversions are. `known_channels`:
    the channels that were named before for files of a shape (`Extract.shape`).
    """

    channel: str | None = None
    month: Period | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    conversions: Conversions | None = None
    campaigns: bool = False
    sheet: str | None = None
    usual: Conversions | None = None
    known_channels: Mapping[str, str] = field(default_factory=dict)


NOTHING_TAUGHT = Taught()


class ChannelLine(Struct, frozen=True):
    """A sum for one month (or span; None where none is told), channel and campaign (None: all of them)."""

    period: Period | None
    channel: str
    values: Mapping[str, Decimal]
    campaign: str | None = None


class MonthLine(Struct, frozen=True):
    """What the business as a whole won in one month."""

    period: Period
    values: Mapping[str, Decimal]


class DealLine(Struct, frozen=True):
    """One deal, by its own id; a person's name is in none of it."""

    deal: str | None
    created: date
    closed: date | None
    outcome: str
    value: Decimal | None
    channel: str | None


class Remark(Struct, frozen=True):
    """Something that a person should know of a download: the code of a finding and its facts."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def finding(self, file: str = "") -> Finding:
        """The finding that says it; it stands in no cell of the worksheet."""
        return finding(self.code, None, **{"file": file, **self.facts})


class Extract(Struct, frozen=True):
    """Everything that one download gives."""

    file: str
    kind: Kind
    system: System | None
    channels: tuple[ChannelLine, ...] = ()
    months: tuple[MonthLine, ...] = ()
    deals: tuple[DealLine, ...] = ()
    currency: str | None = None
    rows_used: int = 0
    rows_left_out: int = 0
    remarks: tuple[Remark, ...] = ()
    reported: Mapping[str, int] = field(default_factory=dict)  # what people said brought them
    language: str = "en"
    sheet: str | None = None
    shape: str = ""  # by which next month's download of the same form is known

    @property
    def place(self) -> str:
        """Where it stands, as a person calls it: the sheet, else the file."""
        return self.sheet or self.file

    def with_remark(self, remark: Remark) -> Extract:
        """The same with one more remark."""
        return replace(self, remarks=(*self.remarks, remark))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The months or spans that it tells of, in order."""
        told = {line.period for line in self.channels if line.period}
        return tuple(sorted(told | {line.period for line in self.months}))
