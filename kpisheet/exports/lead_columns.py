"""Several columns of leads in a download: all of them, or by how they came in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from kpisheet.exports.body import Body
from kpisheet.exports.headers import Header
from kpisheet.worksheet.columns_beside import Amounts
from kpisheet.worksheet.lead_columns import are_parts_of, is_a_way_in

_ZERO = Decimal(0)


class LeadColumns(Struct, frozen=True):
    """The column that is read as leads; its parts by way in; sums of such columns that it doesn't hold."""

    leads: Header
    parts: tuple[Header, ...]
    others: Mapping[str, Decimal]


def lead_columns(body: Body) -> LeadColumns:
    """What the columns of leads are to each other, by every line of the table."""
    leads = body.columns["leads"]
    alike = [header for header in body.table.what.headers if header.key == "leads"]
    ways = [
        each for each in body.table.what.headers if each.key in (None, "leads") and is_a_way_in(each.text)
    ]
    amounts = {each.column: _amounts(body, each) for each in {*alike, *ways}} if ways else {}
    ways = [each for each in ways if amounts[each.column]]
    whole = next((each for each in alike if not is_a_way_in(each.text)), None)
    named = [(each.text, amounts[each.column]) for each in ways]
    if whole is not None and ways and are_parts_of(amounts.get(whole.column, {}), named):
        return LeadColumns(whole, tuple(ways), {})
    if not is_a_way_in(leads.text):
        return LeadColumns(leads, (), {})
    further = [
        each for each in body.table.what.headers if each.column != leads.column and amounts.get(each.column)
    ]
    return LeadColumns(leads, (), {each.text: sum(amounts[each.column].values(), _ZERO) for each in further})


def _amounts(body: Body, header: Header) -> Amounts:
    found = ((line, body.figure(line, header)) for line in body.lines() if body.says_total(line) is None)
    return {line.number: figure for line, figure in found if figure is not None}
