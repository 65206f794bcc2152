"""Levels of a hierarchy in one table: lines that are blank, or *All*, where deeper lines have a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kpisheet.worksheet.totals.lines import Line
from kpisheet.worksheet.totals.sums import Group

_MOST_LEVELS = 12
_Values = tuple[str | None, ...]
_Level = tuple[bool, ...]


def groups_below(
    lines: Sequence[Line],
    dimensions: Sequence[str],
    value: Callable[[str], str | None],
    counts: Callable[[Line], bool],
    *,
    by_day: bool = False,
) -> Iterator[tuple[Line, Group]]:
    """Each line that lacks a dimension, deepest level first, with the lines that have it and are alike else.

    Lines of one month are alike, or with `by_day` only those of one day, where days differ from months.
    `value` gives what a label stands for, None where it is blank or says *all*; `counts` is asked anew on
    each level, so that what was found to be a total below isn't added up again above.
    """
    if by_day and not any(line.day for line in lines):
        return
    leveled = [
        _Leveled(
            line,
            tuple([value(line.labels.get(key, "")) for key in dimensions]),
            line.day if by_day else "",
        )
        for line in lines
    ]
    levels = Counter(one.level for one in leveled)
    if len(levels) < 2:
        return
    chosen = sorted(levels, key=lambda level: -levels[level])[:_MOST_LEVELS]
    for level in sorted(chosen, key=sum, reverse=True):
        deeper = {other for other in levels if other != level and _covers(other, level)}
        if deeper:
            yield from _groups(leveled, level, deeper, counts)


class _Leveled(NamedTuple):
    """A line and what it says in each dimension."""

    line: Line
    values: _Values
    day: str

    @property
    def level(self) -> _Level:
        """Which dimensions it fills."""
        return tuple([value is not None for value in self.values])


def _covers(deeper: _Level, level: _Level) -> bool:
    return all(own or not needed for own, needed in zip(deeper, level, strict=True))


def _groups(
    leveled: Sequence[_Leveled], level: _Level, deeper: set[_Level], counts: Callable[[Line], bool]
) -> Iterator[tuple[Line, Group]]:
    """The lines of one level with those of deeper ones that are alike in what the level fills."""
    places = [at for at, needed in enumerate(level) if needed]
    own = [(one.line, _key(one, places)) for one in leveled if one.level == level]
    wanted = {key for _, key in own}
    groups: dict[_Values, Group] = {}
    for one in leveled:
        if one.level in deeper and (key := _key(one, places)) in wanted and counts(one.line):
            groups.setdefault(key, Group(one.line.number, one.line.number)).add(one.line)
    yield from ((line, groups[key]) for line, key in own if key in groups)


def _key(one: _Leveled, places: Sequence[int]) -> _Values:
    return (one.day, *[one.values[at] for at in places])
