"""Serial numbers of workbooks as days, in both date systems."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

_1904_LAG = 1462  # days between the two date systems
_HALF_A_SECOND = Decimal("0.5") / 86_400  # a hair before midnight is the day that programs show


def serial_date(serial: Decimal, *, date_1904: bool) -> date | None:
    """The day of a serial number (1900's false 29 February minded), or None outside 1900–9999."""
    days = int(serial + _HALF_A_SECOND) + (_1904_LAG if date_1904 else 0)
    if days < 1 or days > 2_958_465 or days == 60:
        return None
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)
