"""Scales and ticks: where a value stands in a drawing, and which round values get a tick. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import takewhile

from msgspec import Struct

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_ZERO = Decimal(0)


class Scale(Struct, frozen=True):
    """Maps values from `low` to `high` onto positions from `start` to `end`; beyond them it clamps."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def __call__(self, value: Decimal) -> float:
        """The position of `value`, to a tenth of a unit."""
        inside = min(max(value, self.low), self.high)
        share = float((inside - self.low) / (self.high - self.low))
        return round(self.start + share * (self.end - self.start), 1)

    def cuts(self, value: Decimal) -> bool:
        """Whether `value` lies beyond the scale."""
        return not self.low <= value <= self.high


def tick_step(span: Decimal, count: int) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that divides `span` into at most `count` steps."""
    rough = span / count
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step * power for step in _STEPS if step * power >= rough)


def ticks(low: Decimal, high: Decimal, count: int = 4, *, whole: bool = False) -> tuple[Decimal, ...]:
    """Round values that span `low` to `high`, the outer ones at or beyond them; whole ones for counts.

    Where `low` equals `high` the span is from 0 to it, or from 0 to 1.
    """
    if low == high:
        low, high = min(low, _ZERO), max(high, _ZERO)
    if low == high:
        high = Decimal(1)
    step = tick_step(high - low, count)
    if whole:
        step = max(Decimal(1), step.to_integral_value(ROUND_CEILING))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(step * (first + n) for n in range(int(last - first) + 1))


def upper_limit(values: Iterable[Decimal], beyond: int = 4) -> Decimal | None:
    """Where to cut a scale so that one giant doesn't flatten the rest; None where nothing is to be cut.

    The limit is one and a half times the upper quartile of the sizes; it applies where the largest is
    more than `beyond` times the limit.
    """
    sizes = sorted(abs(value) for value in values)
    if len(sizes) < 4:
        return None
    quartile = sizes[(3 * (len(sizes) - 1) + 3) // 4]
    limit = quartile * 3 / 2
    return limit if limit > 0 and sizes[-1] > beyond * limit else None


def middle_limit(values: Iterable[Decimal], holding: Decimal | None = None) -> Decimal | None:
    """Where to cut a scale on which a few large values would make stubs of all others; None if nowhere.

    The limit is four times the middle size, and a little beyond `holding`, which has to stay on the scale;
    it applies where the largest is more than twice as large.
    """
    sizes = sorted(abs(value) for value in values)
    if len(sizes) < 4:
        return None
    limit = max(sizes[(len(sizes) - 1) // 2] * 4, (holding or _ZERO) * 5 / 4)
    return limit if limit > 0 and sizes[-1] > 2 * limit else None


def decimals_of(marks: Sequence[Decimal]) -> int:
    """How many decimal places the ticks need."""
    exponents = (mark.normalize().as_tuple().exponent for mark in marks if mark)
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)


# Widths of letters in hundredths of an em (whole numbers: every Python agrees on their sum), those of the
# widest usual sans-serifs (DejaVu Sans, Verdana): which font a reader has is unknown, and a text that is
# narrower than its room looks right where one that sticks out doesn't.
_SLIM = frozenset("iıjlJİI.,:;'’| \u00a0·")
_NARROW = frozenset("frt-()[]!/")
_WIDE = frozenset("mwMW@%&+−×÷→—…")
_SLIM_EM, _NARROW_EM, _USUAL_EM, _CAPITAL_EM, _WIDE_EM, _IDEOGRAPH_EM = 34, 42, 64, 78, 100, 105
_SIGNS = range(0x2000, 0x2100)  # punctuation and currency signs


def text_width(text: str, size: float) -> float:
    """About how wide `text` is at this font size; a browser knows better, a drawing must guess."""
    return size * sum(_letter_width(letter) for letter in text) / 100


def _letter_width(letter: str) -> int:
    if letter in _SLIM:
        return _SLIM_EM
    if letter in _NARROW:
        return _NARROW_EM
    if letter in _WIDE:
        return _WIDE_EM
    if ord(letter) >= 0x1100 and ord(letter) not in _SIGNS:
        return _IDEOGRAPH_EM
    return _CAPITAL_EM if letter.isupper() else _USUAL_EM


def fit(text: str, width: float, size: float) -> str:
    """`text`, or its beginning and its end with an ellipsis between them: names often differ at the end."""
    if text_width(text, size) <= width:
        return text
    room = width - text_width("…", size)
    head = _as_much(text, room * 0.6, size)
    tail = _as_much(text[::-1], room - text_width(head, size), size)[::-1]
    return f"{head.rstrip()}…{tail.lstrip()}"


def fit_apart(names: Sequence[str], width: float, size: float) -> dict[str, str]:
    """Each name cut to `width`; those that would look alike show the words in which they differ."""
    cut = {name: fit(name, width, size) for name in names}
    alike: dict[str, list[str]] = {}
    for name, text in cut.items():
        alike.setdefault(text, []).append(name)
    for group in alike.values():
        if len(group) > 1:
            cut |= {name: _apart(name, group, width, size) for name in group}
    return cut


def _apart(name: str, others: Sequence[str], width: float, size: float) -> str:
    """The beginning that the names share, as much as there is room for, and the words of this one alone."""
    words, all_words = name.split(" "), [other.split(" ") for other in others]
    shared = _leading(all_words)
    behind = min(_leading([each[::-1] for each in all_words]), len(words) - shared - 1)
    if behind < 0:  # the others begin with this whole name
        return fit(name, width, size)
    own = "…" + " ".join(words[shared : len(words) - behind]) + ("…" if behind else "")
    room = width - text_width(own, size)
    beginning = _as_much(" ".join(words[:shared]), room, size) if room > 0 else ""
    return fit(beginning.rstrip() + own, width, size)


def _leading(lists: Sequence[Sequence[str]]) -> int:
    """How many words all the lists begin with."""
    return sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, zip(*lists, strict=False)))


def _as_much(text: str, room: float, size: float) -> str:
    used = 0
    for position, letter in enumerate(text):
        used += _letter_width(letter)
        if size * used / 100 > room:
            return text[:position]
    return text
