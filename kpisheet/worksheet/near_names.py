"""Which of many names another one is most likely a slip of, in a time that grows with the names alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from kpisheet.worksheet.naming import LONGEST, nearest, spelled_out

_MOST_PAIRS = 150_000  # so many are held against each other in a tenth of a second
_BESIDE = 2  # names looked at on either side, in either order
_TOGETHER = 3  # letters; a slip changes at most three of these groups, and leaves all others of a name
_MOST_HOLDING = 30  # names that hold a group which still tells something
_MOST_SHARING = 6


class NearNames:
    """Names to suggest, by folded name. `asked`: how many names will be held against them.

    Where that makes few pairs, each is held against all. Otherwise against those that share most groups of
    three letters with it which few names have, and those that stand beside it in the order of the alphabet,
    read from the front and from the back (names that differ in one letter share every group but common ones).
    """

    def __init__(self, names: Mapping[str, str], asked: int) -> None:
        self._names = names
        self._all = asked * len(names) <= _MOST_PAIRS
        self._forwards: list[str] = []
        self._backwards: list[str] = []
        self._holding: defaultdict[str, list[str]] = defaultdict(list)
        if not self._all:
            self._forwards = sorted(names)
            self._backwards = sorted(name[::-1] for name in names)
            for name in names:
                for group in _groups(name):
                    self._holding[group].append(name)

    def nearest(self, name: str, *, but: Collection[str] = ()) -> str | None:
        """The name to suggest for `name`, which is folded; it may be one of the names, `but` are left out."""
        meant = self._shortened(name)
        if meant is not None and meant not in but:
            return self._names[meant]
        beside = self._names if self._all else dict.fromkeys((*self._sharing(name), *self._beside(name)))
        return nearest(name, {one: self._names[one] for one in beside if one != name and one not in but})

    def _shortened(self, name: str) -> str | None:
        """The name that `name` is short for: `yt` for `youtube`, else for `youtube ads`."""
        in_full = spelled_out(name)
        meant = (in_full, f"{in_full} ads") if in_full != name else ()
        return next((one for one in meant if one in self._names), None)

    def _sharing(self, name: str) -> Iterator[str]:
        shared: Counter[str] = Counter()
        for group in _groups(name):
            holding = self._holding.get(group, ())
            if len(holding) <= _MOST_HOLDING:
                shared.update(holding)
        return (one for one, _ in shared.most_common(_MOST_SHARING + 1))  # the name itself may be among them

    def _beside(self, name: str) -> Iterator[str]:
        place = bisect_left(self._forwards, name)
        yield from self._forwards[max(place - _BESIDE, 0) : place + _BESIDE + 1]
        place = bisect_left(self._backwards, name[::-1])
        for one in self._backwards[max(place - _BESIDE, 0) : place + _BESIDE + 1]:
            yield one[::-1]


def _groups(name: str) -> frozenset[str]:
    """The groups of letters of a name, as far as names are held against each other."""
    name = name[:LONGEST]
    return frozenset(name[at : at + _TOGETHER] for at in range(len(name) - _TOGETHER + 1))
