"""The live checks of Start here: their formulas, and what each shows for what was typed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from kpisheet.texts.language import Words
from kpisheet.workbook.template.filling import Filling, Typed
from kpisheet.workbook.template.places import FIRST_ROW, LAST_VALIDATED_ROW
from kpisheet.worksheet.findings import column_letters
from kpisheet.worksheet.schema import CHANNEL_COLUMNS, SETTINGS

# A blank cell is filled all the same where these columns stand in for it.
_STAND_INS: Mapping[str, tuple[str, ...]] = {
    "period": (),
    "spend": (),
    "leads": ("visitor_to_lead_rate",),
    "new_customers": ("close_rate",),
    "revenue": ("average_revenue_per_sale",),
}


class Check(Struct, frozen=True):
    """One line: what is checked, the formula that checks it, and what that shows now."""

    label: str
    formula: str
    shown: str


def checks(filling: Filling, words: Words) -> list[Check]:
    """All lines: the settings that the report needs most, then the rows of Channels."""
    return [
        *_setting_checks(filling.settings, words),
        _rows_check(filling.channels, words),
        *(_column_check(key, filling.channels, words) for key in _STAND_INS),
    ]


def _setting_checks(values: Mapping[str, Typed], words: Words) -> list[Check]:
    filled, empty = words.raw("template.check.filled"), words.raw("template.check.empty")
    sheet = words.raw("sheets.business")
    made = []
    for setting in SETTINGS:
        if setting.recommended:
            label = f"{sheet}: {words.raw(f'columns.{setting.key}.label')}"
            formula = f'=IF(LEN(TRIM({setting.name}))=0,"{empty}","{filled}")'
            value = values.get(setting.key) or setting.default
            made.append(Check(label, formula, filled if value is not None else empty))
    return made


def _rows_check(rows: Sequence[Mapping[str, Typed]], words: Words) -> Check:
    count = sum(row.get("channel") is not None for row in rows)
    formula = f"COUNTA({_area('channel', words)})"
    row_word, rows_word = words.raw("template.check.row_word"), words.raw("template.check.rows_word")
    empty = words.raw("template.check.empty")
    text = f'=IF({formula}=0,"{empty}",{formula}&" "&IF({formula}=1,"{row_word}","{rows_word}"))'
    shown = f"{count} {row_word if count == 1 else rows_word}" if count else empty
    return Check(words.raw("template.check.rows"), text, shown)


def _column_check(key: str, rows: Sequence[Mapping[str, Typed]], words: Words) -> Check:
    inputs = (key, *_STAND_INS[key])
    empties = "".join(f"*(LEN({_area(name, words)})=0)" for name in inputs)
    formula = f"SUMPRODUCT((LEN({_area('channel', words)})>0){empties})"
    count = sum(
        row.get("channel") is not None and all(row.get(name) is None for name in inputs) for row in rows
    )
    none, empty = words.raw("template.check.none_empty"), words.raw("template.check.still_empty_word")
    text = f'=IF({formula}=0,"{none}",{formula}&" {empty}")'
    return Check(words.raw(f"template.check.{key}"), text, f"{count} {empty}" if count else none)


def _area(key: str, words: Words) -> str:
    """The cells of a column of Channels, past the table's end too: not every program grows a table."""
    place = [column.key for column in CHANNEL_COLUMNS].index(key)
    letters = column_letters(place + 1)
    sheet = words.raw("sheets.channels").replace("'", "''")
    return f"'{sheet}'!${letters}${FIRST_ROW + 1}:${letters}${LAST_VALIDATED_ROW + 1}"
