"""What a report assumes in place of what the file says, each value beside the one that it replaces."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis.planning import ChannelTyped, Plan, Scenario, Typed
from kpisheet.texts.language import Sentence, Term
from kpisheet.texts.units import Unit
from kpisheet.worksheet.assumptions import ASSUMABLE, Assumptions
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.schema import SETTINGS
from kpisheet.worksheet.sheet import Worksheet

PLANNED_SPEND = "spend"  # the key of what is planned for each month of scenario A
_HUNDREDTHS = Decimal("0.01")
_UNITS = {one.key: one.unit for one in SETTINGS if one.key in ASSUMABLE}


class Assumed(Struct, frozen=True):
    """One value that was assumed; `before` is the file's own, None where it has none (or one a month).

    `key`: the setting's, or `PLANNED_SPEND` of a channel. `of_rows`: rows have a margin of their own, which
    they keep.
    """

    key: str
    value: Decimal
    before: Decimal | None = None
    channel: Channel | None = None
    of_rows: bool = False

    @property
    def sentence(self) -> Sentence:
        """Which value, in place of which."""
        unit = Unit.MONEY if self.channel else _UNITS[self.key]
        facts = {
            "what": self.channel.name if self.channel else Term(f"columns.{self.key}.label"),
            "value": Sentence(f"assumed.as_{unit.value}", {"value": self.value}),
        }
        if self.before is not None:
            facts["before"] = Sentence(f"assumed.as_{unit.value}", {"value": self.before})
        known = "new" if self.before is None else "instead"
        said = Sentence(f"assumed.planned_{known}" if self.channel else f"assumed.{known}", facts)
        return Sentence("assumed.rows_keep", {"said": said}) if self.of_rows else said


def assumed_of(worksheet: Worksheet, plan: Plan, typed: Typed) -> tuple[Assumed, ...]:
    """Everything assumed that differs from what the file says; `typed`: its own plan."""
    return (*_settings(worksheet), *_spends(worksheet.assumed, plan, typed))


def _settings(worksheet: Worksheet) -> Iterator[Assumed]:
    assumed, filled_in = worksheet.assumed.settings, worksheet.filled_in
    for key in ASSUMABLE:
        before = filled_in.number(key)
        if key in assumed and assumed[key] != before:
            of_rows = key == "gross_margin" and has_margins_of_rows(worksheet)
            yield Assumed(key, assumed[key], before, of_rows=of_rows)


def has_margins_of_rows(worksheet: Worksheet) -> bool:
    """Whether a row has a gross margin of its own, which goes before that of Business."""
    return any("gross_margin" in row.values or "gross_margin" in row.unusable for row in worksheet.rows)


def _spends(assumed: Assumptions, plan: Plan, typed: Typed) -> Iterator[Assumed]:
    for line in plan.lines:
        key = line.channel.key
        before = planned_spend(typed.channels.get(key, ChannelTyped()), line.now)
        if key in assumed.spend and assumed.spend[key] != before:
            yield Assumed(PLANNED_SPEND, assumed.spend[key], before, line.channel)


def planned_spend(typed: ChannelTyped, now: float) -> Decimal | None:
    """What is planned for every month of scenario A: typed, else as now; None where months differ."""
    if any(scenario is Scenario.A for scenario, _ in typed.spend):
        return None
    return typed.level.get(Scenario.A, Decimal(repr(now)).quantize(_HUNDREDTHS))


def with_assumed(typed: Typed, assumed: Assumptions) -> Typed:
    """A plan with the assumed spend in every month of scenario A, whatever was typed for single ones."""
    channels = {key: _planned(typed.channels.get(key), spend) for key, spend in assumed.spend.items()}
    return replace(typed, channels={**typed.channels, **channels})


def _planned(typed: ChannelTyped | None, spend: Decimal) -> ChannelTyped:
    one = typed or ChannelTyped()
    single = {place: amount for place, amount in one.spend.items() if place[0] is not Scenario.A}
    return replace(one, level={**one.level, Scenario.A: spend}, spend=single)
