"""What a person may assume in place of what a file says, each with what the file itself says of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.assumed import has_margins_of_rows, planned_spend
from kpisheet.analysis.report import Report
from kpisheet.texts.units import Unit
from kpisheet.worksheet.assumptions import ASSUMABLE
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.schema import SETTINGS
from kpisheet.worksheet.sheet import Worksheet


class AdjustableSetting(Struct, frozen=True):
    """A setting, within its bounds; `value` None: the file has none."""

    key: str
    unit: Unit
    value: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None


class AdjustableSpend(Struct, frozen=True):
    """A channel of the plan: what each month of scenario A spends on it; None where the months differ."""

    key: str
    name: str
    planned: Decimal | None


class Adjustable(Struct, frozen=True):
    """Everything that can be assumed. `periods`: all that were read; `period`: that of the report.

    `margins_of_rows`: some rows have a margin of their own, which goes before the setting.
    """

    periods: tuple[Period, ...]
    period: Period | None
    settings: tuple[AdjustableSetting, ...]
    margins_of_rows: bool
    spends: tuple[AdjustableSpend, ...]


def adjustable(worksheet: Worksheet, report: Report) -> Adjustable:
    """What can be changed of a report that assumes nothing."""
    counted = {row.period for row in report.rows if row.period is not None and row.excluded is None}
    return Adjustable(
        tuple(sorted(counted)),
        report.period,
        tuple(_settings(worksheet)),
        has_margins_of_rows(worksheet),
        tuple(_spends(report)),
    )


def _settings(worksheet: Worksheet) -> Iterator[AdjustableSetting]:
    known = {one.key: one for one in SETTINGS}
    for key in ASSUMABLE:
        one = known[key]
        yield AdjustableSetting(key, one.unit, worksheet.filled_in.number(key), one.minimum, one.maximum)


def _spends(report: Report) -> Iterator[AdjustableSpend]:
    """The channels that bear a name: what gathers small ones can't be planned for."""
    plan = report.plan
    if plan is None:
        return
    for line in plan.lines:
        if line.channel.name:
            planned = planned_spend(plan.typed_of(line), line.now)
            yield AdjustableSpend(line.channel.key, line.channel.name, planned)
