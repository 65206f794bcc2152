"""What a doubted cell may mean otherwise: its likely correction, or nothing at all.

Two kinds of cells are doubted: those that a finding of reading asks to check, and those whose size
nothing else in the file bears out, so that a zero too many (or too few) would go unnoticed.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis.ledger import Entry, Ledger, inside
from kpisheet.analysis.report import Otherwise
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place, Severity, each_cell
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import DataTable, Row

RESTS_ON = ("spend", "new_customers", "revenue", "sales", "average_revenue_per_sale", "gross_margin")
_COUNTS = frozenset({"new_customers", "sales"})
_ROW_DOUBTED = frozenset(
    {"K171", "K174", "K176", "K178", "K405", "K407", "K413", "K432", "K434"}
)  # the row may be there once too often
_CHANNEL_DOUBTED = frozenset({"K510", "K511"})
_TEN, _ONE, _ZERO = Decimal(10), Decimal(1), Decimal(0)
_MOST_ZEROS = 3
_CENTS = -2
LEAST_WEIGHT = 0.02  # less of a channel's amount than that turns no verdict that chance wouldn't
_AT_MOST = 4  # times the largest of its like, a corrected cell may be
# Half a decade off its like, a cell fits as well with a zero more or less; at seven times it fits badly.
_HALF_DECADE, _FAR_OFF = 0.5, math.log10(7)
# What stands beside a number in its row and goes along with it.
_BESIDE = {"spend": ("leads",), "new_customers": ("revenue", "leads"), "revenue": ("new_customers",)}
_FEWEST_OTHERS = 2  # rows that tell how much of one usually comes to each of the other


class Alternative(Struct, frozen=True):
    """One cell taken otherwise. `rows`: the rows as they then are, by their place in the ledger.

    `typed`: what is used now, None of a cell that is blank or can't be used; `text`: as it stands there.
    `doubted`: there is reason to doubt it, beyond that nothing bears it out. `found`: a finding asks to
    check it; `single`: it has no like. `weight`: the part of its channel's amount that is at stake.
    """

    place: Place
    key: str
    channel: str
    otherwise: Otherwise
    rows: Mapping[int, Row]
    typed: Decimal | None = None
    value: Decimal | None = None
    text: str | None = None
    name: str | None = None
    doubted: bool = True
    found: bool = True
    single: bool = False
    weight: float = 1.0


def alternatives(
    ledger: Ledger, table: DataTable, window: Period | None, findings: Sequence[Finding]
) -> Iterator[Alternative]:
    """All of them: of the cells that findings ask to check, then of those that nothing bears out."""
    counting = {
        at: entry
        for at, entry in enumerate(ledger.entries)
        if entry.row.excluded is None and inside(entry.row.period, window)
    }
    found = list(_of_findings(ledger, counting, table, findings))
    yield from found
    asked = {(one.place, one.key) for one in found}
    for one in _not_borne_out(counting, table):
        if (one.place, one.key) not in asked:
            yield one


# --- cells that findings ask to check ------------------------------------------------------------------


def _of_findings(
    ledger: Ledger, counting: Mapping[int, Entry], table: DataTable, findings: Sequence[Finding]
) -> Iterator[Alternative]:
    asked = _by_row(findings)
    if not asked:
        return
    moved: set[str] = set()
    of_channel = _rows_of_channels(counting)
    by_name = {channel.name: channel for channel in reversed(list(ledger.channels.values()))}
    for at, entry in counting.items():
        row = entry.row
        for one in _findings_of(row, asked):
            place = one.place or Place(row.sheet, row.number)
            if one.code in _CHANNEL_DOUBTED:
                likely = by_name.get(str(one.facts.get("likely", one.facts.get("other"))))
                if likely is not None and row.channel.key not in moved:
                    yield _as_another_channel(of_channel[row.channel.key], row, likely, place)
                moved.add(row.channel.key)
            elif one.code in _ROW_DOUBTED:
                yield _without_the_row(at, row, one, place)
            else:
                for key in sorted(one.affects.intersection(RESTS_ON)):
                    if row.place(key, table.columns) == place:
                        yield from _of_cell(at, row, one, place, key)


def _by_row(findings: Sequence[Finding]) -> dict[tuple[str, int], list[Finding]]:
    """The findings to be looked at, by sheet and row."""
    asked: defaultdict[tuple[str, int], list[Finding]] = defaultdict(list)
    for one in each_cell(findings):
        if one.severity is not Severity.INFO and one.place is not None and one.place.row is not None:
            asked[one.place.sheet, one.place.row].append(one)
    return asked


def _rows_of_channels(counting: Mapping[int, Entry]) -> dict[str, dict[int, Row]]:
    """The rows of each channel, by their place in the ledger."""
    of_channel: defaultdict[str, dict[int, Row]] = defaultdict(dict)
    for at, entry in counting.items():
        of_channel[entry.row.channel.key][at] = entry.row
    return of_channel


def _without_the_row(at: int, row: Row, one: Finding, place: Place) -> Alternative:
    return Alternative(
        place,
        "",
        row.channel.key,
        Otherwise.WITHOUT_ROW,
        {at: replace(row, excluded=one.code)},
        typed=Decimal(row.number),
    )


def _findings_of(row: Row, asked: Mapping[tuple[str, int], Sequence[Finding]]) -> Iterator[Finding]:
    if not row.places:
        yield from asked.get((row.sheet, row.number), ())
        return
    own = set(row.places.values())
    for spot in sorted({(place.sheet, place.row or 0) for place in own}):
        yield from (one for one in asked.get(spot, ()) if one.place in own)


def _as_another_channel(rows: Mapping[int, Row], row: Row, likely: Channel, place: Place) -> Alternative:
    """All rows of a channel, as those of the one that its name may be a slip of."""
    moved = {at: replace(one, channel=likely) for at, one in rows.items()}
    return Alternative(
        place, "channel", row.channel.key, Otherwise.ANOTHER_CHANNEL, moved, name=row.channel.name
    )


def _of_cell(at: int, row: Row, one: Finding, place: Place, key: str) -> Iterator[Alternative]:
    typed = row.values.get(key)
    for value in _corrections(one, row, key):
        if value != typed:
            yield Alternative(
                place,
                key,
                row.channel.key,
                Otherwise.INSTEAD,
                {at: with_value(row, key, value)},
                typed=typed,
                value=value,
                text=text_of(row, key),
            )
    if typed is not None:
        left = {name: value for name, value in row.values.items() if name != key}
        without = replace(row, values=left, unusable=row.unusable | {key})
        yield Alternative(
            place, key, row.channel.key, Otherwise.LEFT_OUT, {at: without}, typed, text=text_of(row, key)
        )


def text_of(row: Row, key: str) -> str | None:
    """What stands in a cell of the row."""
    return shown(row.cells[key]) if key in row.cells else None


def with_value(row: Row, key: str, value: Decimal) -> Row:
    """The row as it were with another value in one cell."""
    return replace(row, values={**row.values, key: value}, unusable=row.unusable - {key})


def _corrections(one: Finding, row: Row, key: str) -> Iterator[Decimal]:
    """What the finding takes for likely, if the cell isn't right as it is."""
    typed, facts = row.values.get(key), one.facts
    match one.code:
        case "K410" | "K408" | "K409" if typed is not None:
            yield from _scaled(key, typed, down=True, zeros=_zeros_of(facts.get("times")))
        case "K416" if typed is not None:
            yield from _scaled(key, typed, down=False, zeros=_zeros_of(facts.get("times")))
        case "K303":
            yield from (facts[name] for name in ("one", "other") if isinstance(facts.get(name), Decimal))
        case "K308":
            yield from (
                facts[name] for name in ("points", "fraction") if isinstance(facts.get(name), Decimal)
            )
        case "K310" if key in row.cells and row.cells[key].number is not None:
            yield abs(row.cells[key].number or _ZERO)
        case "K317" if typed is not None:
            yield typed / 1000 if typed == typed.to_integral_value() and abs(typed) >= 1000 else typed * 1000
        case "K701" | "K702" if isinstance(facts.get("derived"), Decimal):
            yield facts["derived"]
        case "K403" | "K411" if key == "new_customers" and typed is None:
            yield _ZERO
        case _:
            return


def _zeros_of(times: object) -> int:
    """How many zeros too many or too few make a number so many times as large."""
    size = float(times) if isinstance(times, Decimal | int) and times > 0 else 10.0
    return min(_MOST_ZEROS, max(1, round(math.log10(size))))


def _scaled(key: str, typed: Decimal, *, down: bool, zeros: int) -> Iterator[Decimal]:
    """The number with so many zeros less or more, where such a number can be typed."""
    for power in range(1, zeros + 1):
        value = typed.scaleb(-power if down else power)
        if _can_be_typed(key, value):
            yield value


def _can_be_typed(key: str, value: Decimal) -> bool:
    if key == "gross_margin":
        return value <= _ONE
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= (0 if key in _COUNTS else _CENTS)


# --- cells that nothing bears out ----------------------------------------------------------------------


_Alike = tuple[str, str | None, int]  # channel, campaign, months of the period


def _alike(row: Row) -> _Alike:
    return row.channel.key, row.campaign, row.period.months if row.period is not None else 0


class _Beside(Struct, frozen=True, dict=True):
    """What bears a small number out beside its like: a weak month has few customers and little revenue.

    Only small ones: a large number that is a slip makes a verdict, a small one mostly leaves it open.
    """

    rows: Sequence[Row]

    @cached_property
    def _shares(self) -> Mapping[tuple[_Alike, str, str], Sequence[Decimal]]:
        """How much of one number comes to each of another, row by row, in order."""
        found: defaultdict[tuple[_Alike, str, str], list[Decimal]] = defaultdict(list)
        for row in self.rows:
            for key, others in _BESIDE.items():
                for other in others:
                    if (share := _share(row, key, other)) is not None:
                        found[_alike(row), key, other].append(share)
        return {name: sorted(shares) for name, shares in found.items()}

    def bears_out(self, row: Row, key: str) -> bool:
        """Whether as much of it as usual comes to each number beside it of which that can be told."""
        fits = [fit for other in _BESIDE.get(key, ()) if (fit := self._fits(row, key, other)) is not None]
        return bool(fits) and all(fits)

    def _fits(self, row: Row, key: str, other: str) -> bool | None:
        shares, share = self._shares.get((_alike(row), key, other), ()), _share(row, key, other)
        if share is None or len(shares) <= _FEWEST_OTHERS:
            return None
        usual = median_of_others(shares, bisect_left(shares, share))
        return usual is not None and abs(math.log10(float(share / usual))) < _HALF_DECADE


def _share(row: Row, key: str, other: str) -> Decimal | None:
    value, beside = row.values.get(key), row.values.get(other)
    return value / beside if value and beside and value > 0 and beside > 0 else None


class _Like(Struct, frozen=True):
    """One column, channel and campaign, for periods as long: values in order; `total` of the channel."""

    key: str
    values: Sequence[Decimal]
    total: float
    beside: _Beside

    def off(self, value: Decimal) -> float | None:
        """How many powers of ten a value lies above the usual of the others; None where there is none."""
        usual = median_of_others(self.values, bisect_left(self.values, value))
        return None if usual is None or usual <= 0 or value <= 0 else math.log10(float(value / usual))


def _not_borne_out(counting: Mapping[int, Entry], table: DataTable) -> Iterator[Alternative]:
    """Cells that fit their like no worse with a zero less or more, or that have no like at all.

    One without any like may only have a zero too many: of a zero too few there is no end.
    """
    beside = _Beside([entry.row for entry in counting.values()])
    for key in RESTS_ON:
        alike: defaultdict[_Alike, list[tuple[Decimal, int]]] = defaultdict(list)
        for at, entry in counting.items():
            value = entry.row.values.get(key)
            if value:
                alike[_alike(entry.row)].append((value, at))
        totals: defaultdict[str, Decimal] = defaultdict(Decimal)
        for (channel, _, _), cells in alike.items():
            totals[channel] += sum((abs(value) for value, _ in cells), _ZERO)
        for (channel, _, _), cells in alike.items():
            values, total = sorted(value for value, _ in cells), float(totals[channel])
            if abs(float(values[-1])) * _AT_MOST < LEAST_WEIGHT * total:
                continue  # even its largest cell, or a small one made like it, would hardly count
            like = _Like(key, values, total, beside)
            for value, at in cells:
                yield from _off_its_like(like, value, at, counting[at].row, table)


def _off_its_like(like: _Like, value: Decimal, at: int, row: Row, table: DataTable) -> Iterator[Alternative]:
    off = like.off(value)
    if off is not None and (abs(off) < _HALF_DECADE or (off < 0 and like.beside.bears_out(row, like.key))):
        return
    zeros = 1 if off is None else min(_MOST_ZEROS, max(1, round(abs(off))))
    for other in _scaled(like.key, value, down=off is None or off > 0, zeros=zeros):
        yield Alternative(
            row.place(like.key, table.columns),
            like.key,
            row.channel.key,
            Otherwise.INSTEAD,
            {at: with_value(row, like.key, other)},
            typed=value,
            value=other,
            text=text_of(row, like.key),
            doubted=off is not None and abs(off) >= _FAR_OFF,
            found=False,
            single=off is None,
            weight=float(abs(value - other)) / like.total,
        )


def median_of_others(values: Sequence[Decimal], at: int) -> Decimal | None:
    """The median of sorted values without the one at a place; None where there is no other."""
    count = len(values) - 1
    if count == 0:
        return None
    low, high = (middle if middle < at else middle + 1 for middle in ((count - 1) // 2, count // 2))
    return (values[low] + values[high]) / 2
