"""Conditional-format blocks that fill cells, put into a sheet and known again by their formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kpisheet.ooxml.standard import WORKSHEET_CHILDREN
from kpisheet.ooxml.xml.edits import Element, XmlPart, attribute_text, element_text
from kpisheet.ooxml.xml.guarded import number_of

if TYPE_CHECKING:
    from kpisheet.ooxml.references import CellArea

MOST_BLOCKS = 3


def add_fill(
    sheet: XmlPart, areas: Sequence[CellArea], formula: str, *, format_number: int, place: int
) -> None:
    """Add one block with one rule after the sheet's own; `place` counts the blocks added so far."""
    prefix = sheet.root.prefix
    priority = highest_priority(sheet) + 1 + place
    where = attribute_text(" ".join(map(str, areas)))
    rule = (
        f'<{prefix}cfRule type="expression" dxfId="{format_number}" priority="{priority}">'
        f"<{prefix}formula>{element_text(formula)}</{prefix}formula></{prefix}cfRule>"
    )
    block = f"<{prefix}conditionalFormatting sqref={where}>{rule}</{prefix}conditionalFormatting>"
    sheet.insert_child(sheet.root, "conditionalFormatting", WORKSHEET_CHILDREN, block)


def highest_priority(sheet: XmlPart) -> int:
    """The largest priority number of the sheet's rules, those of extensions too; 0 without rules."""
    return max(
        (
            number_of(each.attributes.get("priority"))
            for each in sheet.root.descendants()
            if each.name == "cfRule"
        ),
        default=0,
    )


def remove_fills(sheet: XmlPart, is_our_rule: Callable[[str], bool]) -> None:
    """Take out the rules whose formula is ours, and a block that has no other rule."""
    for block in sheet.root.all("conditionalFormatting"):
        rules = block.all("cfRule")
        ours = [each for each in rules if _is_ours(each, is_our_rule)]
        if ours and len(ours) == len(rules):
            sheet.delete(block)
        else:
            for each in ours:
                sheet.delete(each)


def _is_ours(rule: Element, is_our_rule: Callable[[str], bool]) -> bool:
    return any(is_our_rule(each.text) for each in rule.all("formula"))
