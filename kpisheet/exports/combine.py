"""Several downloads to one filling: which file a figure is taken from, and what an umbrella stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.lines import ChannelLine, DealLine, Extract, MonthLine, Remark
from kpisheet.exports.mapping import UMBRELLAS, key_of, shown_name
from kpisheet.exports.systems import Kind
from kpisheet.texts.language import Term
from kpisheet.worksheet.periods import Period

# Where two kinds tell the same column, the first is taken: who counts people before who counts clicks.
_FIRST: Mapping[str, tuple[Kind, ...]] = {
    "spend": (Kind.ADS,),
    "visitors": (Kind.VISITS, Kind.SEARCH, Kind.ADS),
    "leads": (Kind.CONTACTS, Kind.LEADS, Kind.CALLS, Kind.PROFILE, Kind.OUTCOMES, Kind.ADS, Kind.VISITS),
    "new_customers": (Kind.DEALS, Kind.ORDERS, Kind.OUTCOMES, Kind.ADS, Kind.VISITS),
    "revenue": (Kind.DEALS, Kind.ORDERS, Kind.OUTCOMES, Kind.ADS),
}


class Combined(Struct, frozen=True):
    """What all downloads give together. `remarks`: what a person should know of how they meet."""

    channels: tuple[ChannelLine, ...]
    months: tuple[MonthLine, ...]
    deals: tuple[DealLine, ...]
    currency: str | None
    language: str
    remarks: tuple[Remark, ...] = ()


class _Told(Struct):
    """One figure and the extract that tells it."""

    value: Decimal
    by: Extract


class _Cell(Struct, frozen=True):
    """Where a figure belongs."""

    period: Period | None
    channel: str  # its key
    campaign: str | None
    column: str


class _Meeting(Struct):
    """The figures met so far, each channel under the first of its names."""

    language: str
    told: dict[_Cell, _Told] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def take(self, line: ChannelLine, by: Extract) -> None:
        """Take a line's figures, each where no better file tells it."""
        key = key_of(line.channel, self.language)
        self.names.setdefault(key, shown_name(line.channel, self.language))
        for column, value in line.values.items():
            cell = _Cell(line.period, key, line.campaign, column)
            known = self.told.get(cell)
            if known is None:
                self.told[cell] = _Told(value, by)
            elif known.by is by:
                known.value += value
            else:
                self.told[cell] = self._better(cell, known, _Told(value, by))

    def _better(self, cell: _Cell, one: _Told, other: _Told) -> _Told:
        """Of two files that tell the same figure the one to believe; two of a kind are refused."""
        first, second = (_rank(cell.column, each.by.kind) for each in (one, other))
        if one.value == other.value:
            return one if first <= second else other
        if first == second:
            raise UnreadableFileError(
                "exports_meet", one=one.by.file, other=other.by.file, channel=self.names[cell.channel]
            )
        taken, left = (one, other) if first < second else (other, one)
        facts = {
            "column": Term(f"columns.{cell.column}.header"),
            "channel": self.names[cell.channel],
            "file": taken.by.file,
        }
        remark = Remark("K933", {**facts, "other": left.by.file})
        if remark not in self.remarks:
            self.remarks.append(remark)
        return taken

    def lines(self) -> Iterator[ChannelLine]:
        """A line for each month, channel and campaign, in the order of time and name."""
        found: dict[tuple[Period | None, str, str | None], dict[str, Decimal]] = {}
        for cell, told in self.told.items():
            found.setdefault((cell.period, cell.channel, cell.campaign), {})[cell.column] = told.value
        for (period, key, campaign), values in sorted(found.items(), key=lambda each: _order(each[0])):
            yield ChannelLine(period, self.names[key], values, campaign)


def _order(place: tuple[Period | None, str, str | None]) -> tuple[bool, str, str, str]:
    period, channel, campaign = place
    return (period is None, period.start.isoformat() if period else "", channel, campaign or "")


def _rank(column: str, kind: Kind) -> int:
    kinds = _FIRST.get(column, ())
    return kinds.index(kind) if kind in kinds else len(kinds)


def combined(extracts: Sequence[Extract], there: Iterable[str], language: str) -> Combined:
    """All downloads as one filling. `there`: the names of channels that the worksheet has already.

    Raises `UnreadableFileError` `exports_meet` where two files of a kind tell the same figure differently,
    and `export_two_currencies` where their money can't be added.
    """
    meeting = _Meeting(language)
    umbrellas = _Umbrellas(extracts, there, language)
    for extract in extracts:
        for line in extract.channels:
            meeting.take(umbrellas.resolved(line, meeting.remarks), extract)
    return Combined(
        channels=tuple(meeting.lines()),
        months=_months(extracts),
        deals=tuple(
            replace(deal, channel=umbrellas.name(deal.channel)) if deal.channel else deal
            for extract in extracts
            for deal in extract.deals
        ),
        currency=currency_of(extracts),
        language=language,
        remarks=tuple(meeting.remarks),
    )


class _Umbrellas(Struct, dict=True):
    """What *Paid search* and the like stand for among the channels of this filling."""

    extracts: Sequence[Extract]
    there: Iterable[str]
    language: str

    def __post_init__(self) -> None:
        spending = [
            line.channel for extract in self.extracts for line in extract.channels if "spend" in line.values
        ]
        self.keys = {key_of(name, self.language): name for name in (*spending, *self.there)}

    def _members(self, name: str) -> list[str]:
        members = UMBRELLAS.get(key_of(name, self.language), frozenset())
        return [channel for key, channel in self.keys.items() if key in members]

    def name(self, name: str) -> str:
        """The one channel that the umbrella stands for, or its own name."""
        members = self._members(name)
        return members[0] if len(members) == 1 else name

    def resolved(self, line: ChannelLine, remarks: list[Remark]) -> ChannelLine:
        """The line under the one channel that it means; said, or asked where there are several."""
        members = self._members(line.channel)
        if not members or "spend" in line.values:
            return line
        if len(members) == 1:
            remark = Remark("K934", {"umbrella": line.channel, "channel": members[0]})
        else:
            remark = Remark("K935", {"umbrella": line.channel, "channels": sorted(members)})
        if remark not in remarks:
            remarks.append(remark)
        return replace(line, channel=members[0]) if len(members) == 1 else line


def _months(extracts: Sequence[Extract]) -> tuple[MonthLine, ...]:
    """What each month won in all. Two shops of one business may sell in the same month: they add up."""
    found: dict[Period, dict[str, Decimal]] = {}
    for extract in extracts:
        for line in extract.months:
            values = found.setdefault(line.period, {})
            for key, value in line.values.items():
                values[key] = values.get(key, Decimal(0)) + value
    return tuple(MonthLine(period, found[period]) for period in sorted(found))


def currency_of(extracts: Sequence[Extract]) -> str | None:
    """The one currency of all amounts. Raises `UnreadableFileError` where there are several."""
    told = list(dict.fromkeys(extract.currency for extract in extracts if extract.currency))
    if len(told) > 1:
        raise UnreadableFileError("export_two_currencies", currencies=told)
    return told[0] if told else None


def language_of(extracts: Sequence[Extract]) -> str:
    """The language that most downloads speak."""
    languages = [extract.language for extract in extracts]
    return max(languages, key=languages.count)
