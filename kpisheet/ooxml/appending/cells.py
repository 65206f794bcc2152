"""Cells as they are written into rows and columns that are added."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.ooxml.xml.edits import XmlPart, element_text
from kpisheet.ooxml.xml.guarded import number_text

if TYPE_CHECKING:
    from kpisheet.ooxml.reading.row_spans import CellSpan


class Opened(Struct, frozen=True):
    """A cell to be written: its part, reference and format, and whether its formula is an array's."""

    part: XmlPart
    reference: str
    style: str
    array: bool = False

    def holding(self, inside: str = "", kind: str = "") -> bytes:
        """The cell with what it holds; `kind` is its type where it isn't a number."""
        p = self.part.root.prefix
        styled = f' s="{self.style}"' if self.style else ""
        typed = f' t="{kind}"' if kind else ""
        opened = f'<{p}c r="{self.reference}"{styled}{typed}'
        return (f"{opened}>{inside}</{p}c>" if inside else f"{opened}/>").encode()


def written_cell(
    opened: Opened, there: CellSpan | None, value: str | Decimal | None, formula: str | None
) -> bytes:
    """What is typed in comes first, then a formula where none is, then the cell as it is."""
    p = opened.part.root.prefix
    if isinstance(value, Decimal):
        return opened.holding(f"<{p}v>{number_text(value)}</{p}v>")
    if value is not None:
        inside = f'<{p}is><{p}t xml:space="preserve">{element_text(value)}</{p}t></{p}is>'
        return opened.holding(inside, "inlineStr")
    if formula and (there is None or not there.has_formula):
        # It shows nothing until the row is filled in.
        kind = f' t="array" ref="{opened.reference}"' if opened.array else ""
        return opened.holding(f"<{p}f{kind}>{element_text(formula)}</{p}f><{p}v></{p}v>", "str")
    if there is not None:
        return opened.part.content[there.start : there.end]
    return opened.holding() if opened.style else b""
