"""Which sheet a workbook opens on, and which tabs are selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpisheet.ooxml.xml.edits import Element, XmlPart, overview
from kpisheet.ooxml.xml.guarded import encoding_of

if TYPE_CHECKING:
    from kpisheet.ooxml.package.draft import Draft

_SELECTED = {"1", "true"}


def select_only(draft: Draft, active: str) -> None:
    """Leave exactly the sheet named `active` selected; sheets that needn't change keep their bytes."""
    for entry in draft.sheets():
        if not entry.part:
            continue
        content = draft.read(entry.part)
        if entry.name != active and b"tabSelected" not in content and encoding_of(content) == "utf-8":
            continue  # long sheets needn't be looked through
        sheet = overview(entry.part, content)
        mark_selected(sheet, selected=entry.name == active)
        draft.save(sheet)


def _views(sheet: XmlPart) -> list[Element]:
    """The sheet's views; a macro sheet's root has another namespace than all that stands in it."""
    return [view for each in sheet.root.children if each.name == "sheetViews" for view in each.children]


def mark_selected(sheet: XmlPart, *, selected: bool) -> None:
    """Select the sheet's tab in its views, or take the selection away."""
    for view in _views(sheet):
        is_now = view.attributes.get("tabSelected") in _SELECTED
        if selected and not is_now:
            sheet.set_attribute(view, "tabSelected", "1")
        elif is_now and not selected:
            sheet.set_attribute(view, "tabSelected", None)
