"""What a person typed into Plan on an earlier report, carried over to the next one by channel."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from kpisheet.worksheet.sheet import CellKind, RawCell, RawSheet


class PlanInput(Struct, frozen=True):
    """The two inputs of a channel in Plan; None where nothing usable was typed. `name`: as Plan showed it."""

    spend: Decimal | None = None
    exponent: Decimal | None = None
    name: str = ""


CarriedPlan = Mapping[str, PlanInput]  # by channel key

# Hidden tags above Plan's columns: they tell the inputs again after columns were moved or a language changed.
PLAN_TAGS = {
    "name": "kpisheet:channel",
    "key": "kpisheet:key",
    "spend": "kpisheet:spend",
    "exponent": "kpisheet:exponent",
}


def carried_plan(sheet: RawSheet) -> dict[str, PlanInput]:
    """What was typed into a Plan sheet, by channel key; formulas aren't typed."""
    tags = _tags(sheet)
    if "key" not in tags:
        return {}
    row_of_tags, key_column = tags["key"]
    inputs: dict[str, PlanInput] = {}
    for number, cells in sheet.rows.items():
        key = cells.get(key_column)
        if number <= row_of_tags or key is None or key.kind is not CellKind.TEXT:
            continue
        typed = {name: _typed(cells.get(tags[name][1])) for name in ("spend", "exponent") if name in tags}
        if any(value is not None for value in typed.values()):
            named = cells.get(tags["name"][1]) if "name" in tags else None
            inputs[key.text] = PlanInput(**typed, name=named.text if named else "")
    return inputs


def _tags(sheet: RawSheet) -> dict[str, tuple[int, int]]:
    names = {tag: name for name, tag in PLAN_TAGS.items()}
    return {
        names[cell.text]: (cell.row, cell.column)
        for cells in sheet.rows.values()
        for cell in cells.values()
        if cell.kind is CellKind.TEXT and cell.text in names
    }


def _typed(cell: RawCell | None) -> Decimal | None:
    if cell is None or cell.formula is not None:
        return None
    return cell.number
