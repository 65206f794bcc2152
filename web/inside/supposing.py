"""What a person may assume in place of what the file says, as the page’s form has it and gives it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.adjustable import Adjustable, AdjustableSetting
from kpisheet.texts.units import Unit
from kpisheet.worksheet.assumptions import Assumptions
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.schema import SETTINGS

_PER_CENT = 100
_UNITS = {one.key: one.unit for one in SETTINGS}


class Supposed(Struct, frozen=True):
    """What the person assumes in place of what the file says; rates and returns are typed per cent.

    `first` and `last`: the days that bound the report, both or neither; `language`: of the report.
    """

    first: date | None = None
    last: date | None = None
    language: str | None = None
    settings: dict[str, Decimal] = {}
    spend: dict[str, Decimal] = {}

    @property
    def period(self) -> Period | None:
        """The report period, where another one than the file's is wanted."""
        return None if self.first is None or self.last is None else Period(self.first, self.last)

    @property
    def assumptions(self) -> Assumptions:
        """All the rest."""
        settings = {key: value / _typed_as(_UNITS[key]) for key, value in self.settings.items()}
        return Assumptions(self.language, settings, self.spend)


class SettingField(Struct, frozen=True):
    """A setting that can be assumed, as it is typed; `value` None: the file has none."""

    key: str
    percent: bool
    value: str | None
    minimum: str | None
    maximum: str | None


class SpendField(Struct, frozen=True):
    """The planned spend of a channel that can be assumed; `value` None: the months of the plan differ."""

    key: str
    name: str
    value: str | None


class Fields(Struct, frozen=True, rename="camel"):
    """What can be assumed, with what the file says. Of periods the first and last days, in order."""

    starts: tuple[date, ...]
    ends: tuple[date, ...]
    first: date | None
    last: date | None
    settings: tuple[SettingField, ...]
    margins_of_rows: bool
    spends: tuple[SpendField, ...]


def fields_of(known: Adjustable) -> Fields:
    """The form's fields."""
    return Fields(
        starts=tuple(sorted({period.start for period in known.periods})),
        ends=tuple(sorted({period.end for period in known.periods})),
        first=known.period.start if known.period else None,
        last=known.period.end if known.period else None,
        settings=tuple(_field(one) for one in known.settings),
        margins_of_rows=known.margins_of_rows,
        spends=tuple(SpendField(one.key, one.name, _typed(one.planned)) for one in known.spends),
    )


def _field(one: AdjustableSetting) -> SettingField:
    factor = _typed_as(one.unit)
    bounds = (one.value, one.minimum, one.maximum)
    typed = [None if bound is None else _typed(bound * factor) for bound in bounds]
    return SettingField(one.key, factor != 1, *typed)


def _typed_as(unit: Unit) -> int:
    """How many times as large as it is reckoned with a value is typed: 40 for 0.4."""
    return _PER_CENT if unit in {Unit.RATE, Unit.RETURN} else 1


def _typed(value: Decimal | None) -> str | None:
    """A number as a field of a form holds it."""
    return None if value is None else f"{value.normalize():f}"
