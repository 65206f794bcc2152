"""Which of many names another one is most likely a slip of, in a time that grows with the names alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping

from kpisheet.worksheet.naming import nearest

_MOST_PAIRS = 150_000  # so many are held against each other in a tenth of a second
_BESIDE = 5  # names looked at on either side, in either order


class NearNames:
    """Names to suggest, by folded name. `asked`: how many names will be held against them.

    Where that makes few pairs, each is held against all. Otherwise against those that stand beside it in the
    order of the alphabet, read from the front and from the back: a slip leaves the beginning of a name or
    its end as it was.
    """

    def __init__(self, names: Mapping[str, str], asked: int) -> None:
        self._names = names
        self._all = asked * len(names) <= _MOST_PAIRS
        self._forwards: list[str] = []
        self._backwards: list[str] = []
        if not self._all:
            self._forwards = sorted(names)
            self._backwards = sorted(name[::-1] for name in names)

    def nearest(self, name: str, *, but: Collection[str] = ()) -> str | None:
        """The name to suggest for `name`, which is folded; it may be one of the names, `but` are left out."""
        beside = self._names if self._all else dict.fromkeys(self._beside(name))
        return nearest(name, {one: self._names[one] for one in beside if one != name and one not in but})

    def _beside(self, name: str) -> Iterator[str]:
        place = bisect_left(self._forwards, name)
        yield from self._forwards[max(place - _BESIDE, 0) : place + _BESIDE + 1]
        place = bisect_left(self._backwards, name[::-1])
        for one in self._backwards[max(place - _BESIDE, 0) : place + _BESIDE + 1]:
            yield one[::-1]
