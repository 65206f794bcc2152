"""What a person typed into Plan on an earlier report, carried over to the next one.

Hidden texts tell the inputs again after rows or columns were moved, or a language changed: in one column the
key of each row, and above each block a row that names its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kpisheet.analysis.planning import ChannelTyped, Scenario, Typed
from kpisheet.worksheet.sheet import CellKind, RawCell, RawSheet

COLUMNS = "kpisheet:columns"  # the key of a row that names the columns of the rows below it
SETTING, RATES, NEW = "kpisheet:setting:", "kpisheet:rates:", "+"
SPEND = {scenario: f"kpisheet:spend-{scenario.value}:" for scenario in (Scenario.A, Scenario.B)}
VALUE, NAME, LEVEL, MONTH = "kpisheet:value", "kpisheet:name", "kpisheet:level", "kpisheet:month:"
RATE_COLUMNS = {
    "cost_per_customer": "kpisheet:cost",
    "profit_per_customer": "kpisheet:profit",
    "exponent": "kpisheet:exponent",
    "days": "kpisheet:days",
}
SETTINGS = ("months", "shared_costs", "cash", "budget")

# The plan of the first releases was of one month; what was typed there is scenario A's.
_FIRST_TAGS = {
    "name": "kpisheet:channel",
    "key": "kpisheet:key",
    "spend": "kpisheet:spend",
    "exponent": "kpisheet:exponent",
}

Texts = Mapping[int, Mapping[int, str]]  # row → column → text; of a cell without text whatever


def input_cells(texts: Texts) -> dict[tuple[int, int], tuple[str, str]]:
    """The cells to type into, by row and column: the key of the row and the name of the column."""
    if (key_column := _column_of(texts, COLUMNS)) is None:
        return _first_inputs(texts)
    found: dict[tuple[int, int], tuple[str, str]] = {}
    names: Mapping[int, str] = {}
    for number, cells in sorted(texts.items()):
        key = cells.get(key_column, "")
        if key == COLUMNS:
            names = {column: text for column, text in cells.items() if text.startswith("kpisheet:")}
        elif key.startswith("kpisheet:"):
            found |= {
                (number, column): (key, name)
                for column, name in names.items()
                if _is_input(key, name) and column != key_column
            }
    return found


def _is_input(key: str, name: str) -> bool:
    """Whether the column is an input of such a row."""
    if key.startswith(SETTING):
        return name == VALUE
    if key.startswith(RATES):
        return name in RATE_COLUMNS.values() or (name == NAME and key.startswith(RATES + NEW))
    return any(key.startswith(begins) for begins in SPEND.values()) and name.startswith((LEVEL, MONTH))


def _first_inputs(texts: Texts) -> dict[tuple[int, int], tuple[str, str]]:
    """Of the first releases' plan: whole columns, whose name stands above them."""
    key_column = _column_of(texts, _FIRST_TAGS["key"])
    if key_column is None:
        return {}
    columns = {
        name: column for name in ("spend", "exponent") if (column := _column_of(texts, _FIRST_TAGS[name]))
    }
    return {
        (number, column): (cells.get(key_column, ""), _FIRST_TAGS[name])
        for number, cells in texts.items()
        for name, column in columns.items()
    }


def _column_of(texts: Texts, tag: str) -> int | None:
    return next((column for cells in texts.values() for column, text in cells.items() if text == tag), None)


def carried_plan(sheet: RawSheet) -> Typed:
    """What was typed into a Plan sheet; formulas aren't typed."""
    texts = {
        number: {column: cell.text for column, cell in cells.items() if cell.kind is CellKind.TEXT}
        for number, cells in sheet.rows.items()
    }
    inputs = input_cells(texts)
    if not inputs:
        return Typed()
    typed = [(key, name, sheet.rows[row].get(column)) for (row, column), (key, name) in inputs.items()]
    if _column_of(texts, COLUMNS) is None:
        return _first_typed(texts, typed)
    settings = {
        key.removeprefix(SETTING): number
        for key, _, cell in typed
        if key.startswith(SETTING) and (number := _typed(cell)) is not None
    }
    channels = dict(_channels(typed, _names(sheet, texts)))
    return Typed(
        {key: one for key, one in channels.items() if not key.startswith(NEW) and one.typed},
        tuple(one for key, one in channels.items() if key.startswith(NEW) and one.name),
        **{key: settings[key] for key in SETTINGS if key in settings},
    )


_Typed = Iterable[tuple[str, str, RawCell | None]]


def _channels(typed: _Typed, names: Mapping[str, str]) -> Iterator[tuple[str, ChannelTyped]]:
    rates: dict[str, dict[str, Decimal]] = {}
    levels: dict[str, dict[Scenario, Decimal]] = {}
    spends: dict[str, dict[tuple[Scenario, str], Decimal]] = {}
    rate_names = {tag: name for name, tag in RATE_COLUMNS.items()}
    for tag, column, cell in typed:
        number = _typed(cell)
        if number is None or number < 0:
            continue
        if tag.startswith(RATES) and column in rate_names:
            rates.setdefault(tag.removeprefix(RATES), {})[rate_names[column]] = number
        for scenario, begins in SPEND.items():
            if tag.startswith(begins):
                key = tag.removeprefix(begins)
                if column == LEVEL:
                    levels.setdefault(key, {})[scenario] = number
                else:
                    spends.setdefault(key, {})[scenario, column.removeprefix(MONTH)] = number
    for key in dict.fromkeys([*rates, *levels, *spends, *(key for key in names if key.startswith(NEW))]):
        yield (
            key,
            ChannelTyped(
                names.get(key, ""), **rates.get(key, {}), level=levels.get(key, {}), spend=spends.get(key, {})
            ),
        )


def _names(sheet: RawSheet, texts: Texts) -> dict[str, str]:
    """The channels' names by their keys, as the sheet shows them."""
    column, key_column = _column_of(texts, NAME), _column_of(texts, COLUMNS)
    if column is None or key_column is None:
        return {}
    return {
        key.removeprefix(RATES): name.strip()
        for number, cells in texts.items()
        if (key := cells.get(key_column, "")).startswith(RATES)
        and (name := _shown(sheet, number, column)).strip()
    }


def _shown(sheet: RawSheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return "" if cell is None or cell.formula is not None else cell.text


def _first_typed(texts: Texts, typed: _Typed) -> Typed:
    """The first releases' planned spend as every month of scenario A."""
    key_column, name_column = (_column_of(texts, _FIRST_TAGS[tag]) for tag in ("key", "name"))
    names = {cells.get(key_column or 0, ""): cells.get(name_column or 0, "") for cells in texts.values()}
    found: dict[str, ChannelTyped] = {}
    for key, column, cell in typed:
        number = _typed(cell)
        if number is None or key in ("", _FIRST_TAGS["key"]):
            continue
        before = found.get(key, ChannelTyped(names.get(key, "")))
        spend = column == _FIRST_TAGS["spend"]
        found[key] = ChannelTyped(
            before.name,
            exponent=before.exponent if spend or number == 1 else number,
            level={Scenario.A: number} if spend else before.level,
        )
    return Typed({key: one for key, one in found.items() if one.typed})


def _typed(cell: RawCell | None) -> Decimal | None:
    return None if cell is None or cell.formula is not None else cell.number
