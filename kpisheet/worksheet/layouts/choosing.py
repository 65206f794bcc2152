"""Which blocks of a workbook are its facts: read together, each once, the deepest where they say the same.

Blocks of one shape are parts of one table. Blocks whose figures are the sums of others' are summaries of
them: they are held against the facts, never added.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from kpisheet.worksheet.layouts.addresses import weight
from kpisheet.worksheet.layouts.evidence import are_channels, headers_of_channels
from kpisheet.worksheet.layouts.facts import (
    Fact,
    Reading,
    Spent,
    Summing,
    known_share,
    names_channels,
)
from kpisheet.worksheet.layouts.parts import Relations, Unsure, relations_among, shape_of
from kpisheet.worksheet.layouts.times import Span, Spans
from kpisheet.worksheet.layouts.unlike_facts import UnlikeFacts, leave_out_unlike
from kpisheet.worksheet.layouts.words import Aside, Role, words

_CERTAIN = frozenset({"side", "header", "part", "heading"})
_CLOSE = Decimal("0.005")  # of a sum: people round summaries
_CENT = Decimal("0.5")
_MOSTLY_KNOWN = 0.4
_NUMBERED = re.compile(r"(?<!\s)\s*+(?<!\d)\d++$")

_Shape = tuple[str, bool]


class Summary(Struct, frozen=True):
    """A block that sums up what was read. `differs`: the first figure that isn't the sum, and that sum."""

    reading: Reading
    differs: tuple[Fact, Decimal] | None


class Choice(Struct, frozen=True):
    """The blocks that are read, those that sum them up, and what was left aside."""

    readings: tuple[Reading, ...]
    summaries: tuple[Summary, ...] = ()
    rivals: tuple[Reading, ...] = ()  # other readings of blocks that explain nearly as much
    others: tuple[
        Reading, ...
    ] = ()  # blocks of the same sheets that lack a channel, or aren't of these months
    parts: tuple[Reading, ...] = ()  # blocks of one shape and the same months: of regions, say
    unsure: tuple[Unsure, ...] = ()  # blocks that may be such parts, or other versions of what is read
    aside: tuple[Reading, ...] = ()  # blocks that a title or a sheet's name calls a plan, or others'
    unlike: tuple[UnlikeFacts, ...] = ()  # figures that can't be added to those that are read
    spent: Spent = Spent.SAID  # what tells which figures were spent

    def addresses(self, spans: Spans) -> int:
        """How many full addresses have a figure; two figures of one address count once, but for parts."""
        if self.parts:
            return sum(reading.filled for reading in self.readings)
        return len(
            {
                (
                    fact.channel.key,
                    fact.metric,
                    fact.campaign and fact.campaign.key,
                    spans.of(fact.time),
                )
                for reading in self.readings
                for fact in reading.facts
                if fact.time is not None and fact.cell is not None
            }
        )


def choose(blocks: Iterable[Sequence[Reading]], spans: Spans) -> Choice | None:
    """The facts of a workbook from the readings of its blocks; None where they aren't those of channels."""
    blocks = list(blocks)
    for readings in blocks:
        for reading in readings:
            leave_out_longer(reading, spans)
    best = [readings for readings in (_certain_first(each) for each in blocks) if readings]
    known = _known_metrics(readings[0] for readings in best)
    accepted = _of_channels([readings for readings in best if _is_accepted(readings[0], known)])
    accepted, aside = _without_asides(accepted)
    offered = {id(readings[0].block) for readings in (*accepted, *aside)}
    refused = [each[0] for each in blocks if each and id(each[0].block) not in offered]
    if not accepted:
        return None
    related = relations_among((readings[0] for readings in accepted), spans)
    taken = _Taken(spans, alone=len(accepted) == 1 and not refused)
    for reading in _deepest_first(accepted, related):
        taken.offer(reading)
    sheets = {reading.sheet.name for reading in taken.readings}
    others = [
        one
        for one in refused
        if (_counts_of_channels(one) if one.is_nameless else one.sheet.name in sheets or _is_of_channels(one))
        and not taken.holds_against(one)
    ]
    choice = Choice(
        tuple(_in_order(taken.readings, accepted)),
        tuple(taken.summaries),
        tuple(_rivals(readings for readings in accepted if readings[0] in taken.readings)),
        tuple(others),
        tuple(related.parts),
        tuple(related.unsure),
        tuple(readings[0] for readings in aside),
        tuple(leave_out_unlike(taken.readings)),
    )
    return choice if are_channels(choice.readings) else None


def _counts_of_channels(reading: Reading) -> bool:
    """Whether a block has figures of known channels of which nothing says what they count."""
    return bool(reading.unread) and names_channels(reading.block)


def _is_of_channels(reading: Reading) -> bool:
    """Whether a block of known channels says what was planned, or counts without a month."""
    is_plan = Aside.PLANNED in reading.asides and not reading.facts
    return (is_plan or (bool(reading.facts) and not reading.filled)) and names_channels(reading.block)


def _deepest_first(accepted: list[list[Reading]], related: Relations) -> list[Reading]:
    """The blocks in the order in which they are taken: those that add up others last."""
    unsure = {id(one.reading) for one in related.unsure}
    alike: dict[_Shape, list[Reading]] = {}
    for readings in accepted:
        alike.setdefault(_shape(readings[0]), []).append(readings[0])
    depths = {shape: _depth(readings) for shape, readings in alike.items()}
    every = [readings[0] for readings in accepted if id(readings[0]) not in unsure]

    def deepness(one: Reading) -> tuple[int, ...]:
        return id(one) not in related.sums, *depths[_shape(one)], is_certain(one), one.filled

    return sorted(every, key=deepness, reverse=True)


def _without_asides(
    accepted: list[list[Reading]],
) -> tuple[list[list[Reading]], list[list[Reading]]]:
    """The blocks that are read, and those that are called a plan, or others', beside some that aren't."""
    real = [readings for readings in accepted if readings[0].called is None]
    aside = [readings for readings in accepted if readings[0].called is not None]
    return (real, aside) if real else (accepted, [])


def without_periods(blocks: Iterable[Sequence[Reading]]) -> Choice | None:
    """A table of known channels, one to a row, that tells no period: a pivot table pasted by itself."""
    for readings in blocks:
        for reading in readings:
            headed = {label.word.role for header in reading.block.headers for label in header.labels.values()}
            is_pivot = reading.channels.place == "side" and Role.NAMES in headed
            if is_pivot and known_share(reading) >= _MOSTLY_KNOWN and are_channels([reading]):
                return Choice((reading,))
    return None


def _in_order(readings: Sequence[Reading], offered: Iterable[Sequence[Reading]]) -> Iterator[Reading]:
    kept = set(map(id, readings))
    return (each[0] for each in offered if id(each[0]) in kept)


def _certain_first(readings: Sequence[Reading]) -> list[Reading]:
    """The readings that give figures a full address, the best first; guesses at a name behind all others."""
    told = [reading for reading in readings if reading.filled and not _is_summary_name(reading)]
    return sorted(told, key=lambda reading: (is_certain(reading), weight(reading)), reverse=True)


def is_certain(reading: Reading) -> bool:
    """Whether its channels are labels of the table, or known by their names."""
    return reading.channels.place in _CERTAIN or known_share(reading) > 0


def _is_summary_name(reading: Reading) -> bool:
    """Whether the one name that a title or sheet gives can't be a channel's."""
    if reading.channels.place in _CERTAIN or len(reading.names) != 1:
        return False
    name = _NUMBERED.sub("", next(iter(reading.names)))
    return not name or name in words("any_sheet") or any(part in words("summary") for part in name.split())


def _known_metrics(readings: Iterable[Reading]) -> dict[str, set[str]]:
    """What blocks with channels of known names count, by the place of these names."""
    found: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        if known_share(reading) > 0:
            found[reading.channels.place] |= reading.counted
    return found


def _is_accepted(reading: Reading, known: Mapping[str, set[str]]) -> bool:
    """An unknown name of a sheet or title is a channel's where others like it are known."""
    return is_certain(reading) or bool(known.get(reading.channels.place, set()) & reading.counted)


def _of_channels(accepted: list[list[Reading]]) -> list[list[Reading]]:
    """The blocks, but not those of other matters (salaries, products): of no known name, of another shape."""
    known = [each[0] for each in accepted if known_share(each[0]) > 0]
    names = frozenset[str]().union(*(one.names for one in known))
    shapes = set(map(shape_of, known))

    def belongs(reading: Reading) -> bool:
        is_named = reading.channels.place not in _CERTAIN or any(headers_of_channels(reading))
        return is_named or not names.isdisjoint(reading.names) or shape_of(reading) in shapes

    return [each for each in accepted if belongs(each[0])] if known else accepted


def _shape(reading: Reading) -> _Shape:
    """The same for blocks that may be parts of one table."""
    return reading.channels.place, any(fact.campaign for fact in reading.facts)


def _depth(alike: Sequence[Reading]) -> tuple[int, int]:
    """How deep the facts of all blocks of one shape go: spend first, then how many there are."""
    has_spend = any("spend" in one.counted for one in alike)
    return int(has_spend), sum(one.filled for one in alike)


def _rivals(blocks: Iterable[Sequence[Reading]]) -> Iterator[Reading]:
    """Readings that give as many figures an address, with other names that are as well known."""
    for readings in blocks:
        best = readings[0]
        for other in readings[1:]:
            close = other.filled >= best.filled and known_share(other) >= known_share(best)
            if close and other.channels.place in _CERTAIN and len(other.names) > 1:
                yield other
                break


class _Taken(Struct):
    """The facts taken so far, added up by metric, channel and span."""

    spans: Spans
    alone: bool  # there is one block only, to be held against nothing
    readings: list[Reading] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    sums: dict[tuple[str, str], dict[Span | str | None, Decimal]] = field(default_factory=dict)
    every: dict[str, dict[Span | str | None, Decimal]] = field(default_factory=dict)

    def offer(self, reading: Reading) -> None:
        """Take a block's facts, or hold them against those taken where it sums them up."""
        if self.alone:
            self.readings.append(reading)
            return
        own = self._added(reading)
        if reading.part is not None:
            self._take(reading, own)
            return
        if self._sums_up(reading, own):
            return
        if self._is_sum_of_all(own):
            self.summaries.append(Summary(reading, None))
            return
        self._take(reading, own)

    def _sums_up(self, reading: Reading, own: dict[tuple[str, str, Span | str | None], Decimal]) -> bool:
        """Whether a block says of the same channels what was taken, in one sum; where it differs is kept."""
        inside = {key: self._inside(self.sums.get(key[:2], {}), key[2]) for key in own}
        known = [key for key in own if inside[key] is not None]
        if not known or len(known) * 2 < len(own):
            return False
        self.summaries.append(Summary(reading, self._difference(reading, own, inside)))
        return True

    def _take(self, reading: Reading, own: dict[tuple[str, str, Span | str | None], Decimal]) -> None:
        self.readings.append(reading)
        for (metric, channel, span), value in own.items():
            by_span = self.sums.setdefault((metric, channel), {})
            by_span[span] = by_span.get(span, Decimal(0)) + value
            every = self.every.setdefault(metric, {})
            every[span] = every.get(span, Decimal(0)) + value

    def holds_against(self, reading: Reading) -> bool:
        """Whether a block without channels, or months, adds up to what was taken: one of the summaries."""
        own = self._added(reading)
        if reading.facts and names_channels(reading.block) and self._sums_up(reading, own):
            return True
        if not self._is_sum_of_all(own) and not self._comes_to_the_same(reading):
            return False
        self.summaries.append(Summary(reading, None))
        return True

    def _comes_to_the_same(self, reading: Reading) -> bool:
        """Whether figures of which nothing says what they count come to one of the totals."""
        total = sum((one.cell.number or Decimal(0) for one in reading.unread), Decimal(0))
        wholes = (sum(by_span.values(), Decimal(0)) for by_span in self.every.values())
        return reading.is_nameless and bool(total) and any(agree(total, whole) for whole in wholes)

    def _added(self, reading: Reading) -> dict[tuple[str, str, Span | str | None], Decimal]:
        found: defaultdict[tuple[str, str, Span | str | None], Decimal] = defaultdict(Decimal)
        for fact in reading.facts:
            if fact.cell is not None and fact.cell.number is not None:
                span = self.spans.of(fact.time)
                found[fact.metric, fact.channel.channel, span] += fact.cell.number
        return dict(found)

    def _inside(self, sums: dict[Span | str | None, Decimal], span: Span | str | None) -> Decimal | None:
        """What the facts taken within a span come to; None where there is none."""
        if span in sums:
            return sums[span]
        if isinstance(span, str):
            return None
        found = [value for one, value in sums.items() if contains(span, one)]
        return sum(found, Decimal(0)) if found else None

    def _difference(
        self,
        reading: Reading,
        own: dict[tuple[str, str, Span | str | None], Decimal],
        inside: dict[tuple[str, str, Span | str | None], Decimal | None],
    ) -> tuple[Fact, Decimal] | None:
        """The first figure of a summary that isn't what was read for it."""
        for fact in reading.facts:
            if fact.cell is None or fact.cell.number is None:
                continue
            span = self.spans.of(fact.time)
            key = (fact.metric, fact.channel.channel, span)
            read = inside.get(key)
            if read is not None and not agree(own[key], read):
                return fact, read
        return None

    def _is_sum_of_all(self, own: dict[tuple[str, str, Span | str | None], Decimal]) -> bool:
        """Whether a block of other names adds up, metric by metric and span by span, to what was taken."""
        whole: defaultdict[tuple[str, Span | str | None], Decimal] = defaultdict(Decimal)
        for (metric, _, span), value in own.items():
            whole[metric, span] += value
        pairs = [
            (value, read)
            for (metric, span), value in whole.items()
            if (read := self._inside(self.every.get(metric, {}), span)) is not None
        ]
        return bool(pairs) and any(value for value, _ in pairs) and all(agree(*pair) for pair in pairs)


def leave_out_longer(reading: Reading, spans: Spans) -> None:
    """Leave out the quarters and years among the months that they hold: they are sums."""
    times = {id(fact.time): fact.time for fact in reading.facts}
    known = {span for time in times.values() if isinstance(span := spans.of(time), tuple)}
    longer = set(_holding_others(known))
    if not longer:
        return
    shorter: defaultdict[tuple[str, str, str], set[Span]] = defaultdict(set)
    for fact in reading.facts:
        if isinstance(span := spans.of(fact.time), tuple):
            shorter[_series(fact)].add(span)
    kept: list[Fact] = []
    for fact in reading.facts:
        span = spans.of(fact.time)
        inner = shorter[_series(fact)] if span in longer else ()
        if fact.time is None or not isinstance(span, tuple) or not _holds_any(span, inner):
            kept.append(fact)
        elif fact.time.cell.row:
            label = fact.time.cell
            where = reading.total_rows if label.row == fact.row else reading.total_columns
            where.setdefault((label.row, label.column), label)
            if where is reading.total_columns:
                reading.summing[fact.column] = Summing(label, fact.metric, fact.time)
    reading.facts = kept


def _holding_others(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that hold another one.

    From the last to begin, and of those that begin together the shortest first, one holds another where the
    earliest end so far is not after its own.
    """
    earliest: date | None = None
    for span in sorted(spans, key=lambda one: (one[0], -one[1].toordinal()), reverse=True):
        if earliest is not None and earliest <= span[1]:
            yield span
        earliest = span[1] if earliest is None else min(earliest, span[1])


def _holds_any(span: Span, others: Iterable[Span]) -> bool:
    return any(span != other and contains(span, other) for other in others)


def _series(fact: Fact) -> tuple[str, str, str]:
    return fact.metric, fact.channel.key, "" if fact.campaign is None else fact.campaign.key


def contains(outer: Span | None, inner: Span | str | None) -> bool:
    """Whether a span lies inside another; everything lies in none."""
    if outer is None:
        return True
    return isinstance(inner, tuple) and outer[0] <= inner[0] and inner[1] <= outer[1]


def agree(one: Decimal, other: Decimal) -> bool:
    """Whether two sums are the same but for rounding."""
    return abs(one - other) <= max(_CENT, abs(other) * _CLOSE)
