"""Worksheets built by hand, for tests of the rooms that come after understanding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kpisheet.worksheet.channels import CHANNELS, Channel, Group
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import DataTable, Deal, MonthRow, Row, Settings, Worksheet

_KNOWN = {channel.key: channel for channel in CHANNELS}
_COLUMNS = ("period", "channel", "spend", "visitors", "leads", "new_customers", "revenue")
SHEET = "Channels"


def channel(key: str) -> Channel:
    """A known channel by its key, anything else as an unknown name."""
    if key not in _KNOWN:
        return Channel(key.lower(), key, Group.OTHER, known=False)
    known = _KNOWN[key]
    name = key.replace("_", " ").capitalize()
    return Channel(key, name, known.group, known.website, known.paid, known.marketing)


def month(text: str) -> Period:
    """`2026-10` as a period."""
    year, number = text.split("-")
    return Period.month(int(year), int(number))


def decimals(values: Mapping[str, Any]) -> dict[str, Decimal]:
    """Numbers and texts of numbers as decimals; None is blank."""
    return {key: Decimal(str(value)) for key, value in values.items() if value is not None}


def row(
    channel_key: str = "google_ads",
    period: str | Period | None = None,
    *,
    number: int = 5,
    campaign: str | None = None,
    unusable: Iterable[str] = (),
    tolerances: Mapping[str, Any] | None = None,
    excluded: str | None = None,
    **values: Any,
) -> Row:
    """One row of Channels."""
    when = month(period) if isinstance(period, str) else period
    return Row(
        SHEET,
        number,
        channel(channel_key),
        when,
        campaign,
        decimals(values),
        frozenset(unusable),
        decimals(tolerances or {}),
        excluded,
    )


def month_row(period: str, *, number: int = 5, unusable: Iterable[str] = (), **values: Any) -> MonthRow:
    """One row of Months."""
    return MonthRow("Months", number, month(period), decimals(values), frozenset(unusable))


def deal(
    created: date,
    closed: date | None = None,
    *,
    outcome: str | None = None,
    number: int = 5,
    value: Any = None,
    channel_key: str | None = None,
    salesperson: str | None = None,
    quoted: date | None = None,
) -> Deal:
    """One row of Deals; won if closed, unless said otherwise."""
    return Deal(
        "Deals",
        number,
        created,
        quoted,
        closed,
        outcome or ("won" if closed else "open"),
        None if value is None else Decimal(str(value)),
        channel(channel_key) if channel_key else None,
        salesperson,
    )


def settings(**values: Any) -> Settings:
    """Settings: numbers become decimals, `2026-10` of the report period a month."""
    made: dict[str, Any] = {}
    for key, value in values.items():
        if key in ("report_from", "report_to") and isinstance(value, str):
            made[key] = month(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            made[key] = Decimal(str(value))
        else:
            made[key] = value
    places = {key: Place("Business", 5 + index, 2) for index, key in enumerate(made)}
    return Settings(made, places)


def worksheet(
    *rows: Row,
    language: str = "en",
    currency: str = "USD",
    months: Iterable[MonthRow] = (),
    deals: Iterable[Deal] = (),
    findings: Iterable[Finding] = (),
    **chosen: Any,
) -> Worksheet:
    """A worksheet of these rows; the keyword arguments left over are settings of Business."""
    last = max((each.number for each in rows), default=5)
    table = DataTable(SHEET, 4, 5, last, {key: index + 1 for index, key in enumerate(_COLUMNS)})
    return Worksheet(
        language,
        currency,
        table,
        rows,
        settings(**chosen),
        tuple(months),
        tuple(deals),
        tuple(findings),
    )
