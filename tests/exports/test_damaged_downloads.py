"""A download damaged anywhere is read as it was, or refused: no figure comes from a shifted column."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kpisheet.errors import KpisheetError
from kpisheet.exports.lines import NOTHING_TAUGHT
from kpisheet.exports.read import extracts, page_of
from tests.support.downloads import SAMPLES

NAMES = st.sampled_from(sorted(SAMPLES))
_BYTES = st.binary(min_size=1, max_size=3)


def spends(content: bytes) -> list[Decimal]:
    """What the damaged file says was spent; nothing where it is refused."""
    try:
        found = extracts([page_of("list.csv", content, NOTHING_TAUGHT)], NOTHING_TAUGHT)
    except KpisheetError:
        return []
    return [line.values["spend"] for one in found for line in one.channels if "spend" in line.values]


@settings(max_examples=600, deadline=None)
@given(name=NAMES, place=st.floats(0, 1), change=_BYTES, kind=st.sampled_from(["insert", "replace", "cut"]))
def test_any_bytes_are_read_or_refused(name: str, place: float, change: bytes, kind: str) -> None:
    content = SAMPLES[name].text.encode(SAMPLES[name].encoding)
    at = int(place * len(content))
    damaged = {
        "insert": content[:at] + change + content[at:],
        "replace": content[:at] + change + content[at + len(change) :],
        "cut": content[:at],
    }[kind]
    assert all(spent.is_finite() for spent in spends(damaged))


@settings(max_examples=400, deadline=None)
@given(
    name=NAMES,
    lines=st.lists(st.integers(0, 30), max_size=4),
    quotes=st.lists(st.integers(0, 900), max_size=3),
)
def test_lines_moved_and_quotes_lost_are_read_or_refused(
    name: str, lines: list[int], quotes: list[int]
) -> None:
    text = SAMPLES[name].text
    for place in quotes:
        text = text[:place] + '"' + text[place:]
    parts = text.splitlines(keepends=True)
    for number in lines:
        parts.append(parts[number % len(parts)])
    assert all(spent.is_finite() for spent in spends("".join(parts).encode()))


HEAD = "Campaign,Day,Cost,Clicks,Impr.\n"
COLUMN = [Decimal("11.5"), Decimal("13.25"), Decimal("17.75")]
ROWS = [f"C{n},2026-10-0{n + 1},{cost},{100 + n},{1000 + n}" for n, cost in enumerate(COLUMN)]
SUMS = {sum(part, Decimal(0)) for n in range(8) for part in [[c for k, c in enumerate(COLUMN) if n >> k & 1]]}


@settings(max_examples=300, deadline=None)
@given(row=st.integers(0, 2), place=st.integers(0, 40), sign=st.sampled_from([",", '"', "\n", ";", ""]))
def test_no_figure_comes_from_another_column(row: int, place: int, sign: str) -> None:
    """A sign put in or taken out anywhere: spend is a sum of true costs, or refused, or left blank."""
    line = ROWS[row]
    changed = line[:place] + sign + line[place:] if sign else line[:place] + line[place + 1 :]
    if "," not in sign and '"' not in sign and changed.count(",") == line.count(","):
        return  # another number was typed: that is no damage that one could see
    rows = [changed if number == row else each for number, each in enumerate(ROWS)]
    for spent in spends((HEAD + "\n".join(rows) + "\n").encode()):
        assert spent in SUMS or _is_prefix(spent, changed)


def _is_prefix(spent: Decimal, changed: str) -> bool:
    """Whether the damage left a whole, well-formed line of as many cells: then its third is the cost."""
    cells = changed.partition("\n")[0].split(",")
    return len(cells) == 5 and spent in {total + Decimal(cells[2] or 0) for total in SUMS}
