"""Several columns of cost in a download: which of them is the spend, and whether fees are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.exports.body import Body
from kpisheet.exports.headers import Header
from kpisheet.worksheet.spend_columns import is_fee, is_tax

_CLOSE = Decimal("0.02")  # of three figures that are each rounded to cents
_FEWEST_LINES = 2  # one line may agree by chance
_MOST_OTHERS = 12
_ZERO = Decimal(0)


class SpendColumns(Struct, frozen=True):
    """The column that is the spend; the two that it is the sum of; fees that it doesn't hold, by header."""

    spend: Header
    parts: tuple[Header, ...]
    fees: Mapping[str, Decimal]


def spend_columns(body: Body) -> SpendColumns:
    """What the columns of cost are to each other, by every line of the table."""
    headers = body.table.what.headers
    spend = body.columns["spend"]
    spends = [header for header in headers if header.key == "spend"]
    others = [each for each in headers if each.key is None and not is_tax(each.text)][:_MOST_OTHERS]
    named = [header for header in others if is_fee(header.text)]
    if len(spends) < 2 and not named:
        return SpendColumns(spend, (), {})
    sums = _sums(body, spends, others)
    proven = next(((whole, parts) for whole, *parts in sums), None)
    if proven is not None:
        whole, parts = proven
        return SpendColumns(whole, tuple(parts), {})
    return SpendColumns(spend, (), dict(_fees(body, named)))


def _sums(body: Body, spends: Sequence[Header], others: Sequence[Header]) -> list[tuple[Header, ...]]:
    """Columns of spend that are, in every line, another column and a third one together: all three."""
    left: list[tuple[Header, ...]] = [
        (whole, part, other)
        for whole in spends
        for part in (*spends, *others)
        for other in others
        if part is not whole and part is not other and (part.key or part.column < other.column)
    ]
    looked_at = 0
    seen: set[int] = set()
    for line in body.lines():
        figures = {each.column: body.figure(line, each) for each in (*spends, *others)}
        left = [one for one in left if _agrees(figures, one)]
        if not left:
            return []
        seen |= {column for column, figure in figures.items() if figure}
        looked_at += 1
    real = [one for one in left if all(each.column in seen for each in one)]
    return real if looked_at >= _FEWEST_LINES else []


def _agrees(figures: Mapping[int, Decimal | None], columns: tuple[Header, ...]) -> bool:
    whole, *parts = (figures[header.column] for header in columns)
    return whole is None or abs(sum((part or _ZERO for part in parts), _ZERO) - whole) <= _CLOSE


def _fees(body: Body, named: Sequence[Header]) -> Iterator[tuple[str, Decimal]]:
    for header in named:
        figures = (body.figure(line, header) for line in body.lines() if body.says_total(line) is None)
        total = sum((figure for figure in figures if figure), _ZERO)
        if total:
            yield header.text, total
