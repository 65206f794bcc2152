"""Custom document properties (File → Info → Properties), as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.standard import (
    CUSTOM_PROPERTIES,
    CUSTOM_PROPERTIES_TYPE,
    DECLARATION,
    PROPERTY_VALUES,
    RELATIONSHIPS,
    STRICT_NAMES,
    STRICT_RELATIONSHIPS,
)
from kpisheet.ooxml.xml.edits import attribute_text, element_text
from kpisheet.ooxml.xml.guarded import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.xml.edits import Element, XmlPart

_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_KINDS = {"custom-properties", "customProperties"}
_FIRST_ID = 2  # 0 and 1 are reserved by the standard


def custom_properties(package: Package) -> dict[str, str]:
    """The custom properties by name, their values as the text that is stored."""
    draft = Draft(package)
    name = _part_name(draft)
    if name is None:
        return {}
    return {
        each.attributes.get("name", ""): "".join(value.text for value in each.children)
        for each in draft.xml(name).root.children
    }


def set_custom_properties(package: Package, values: Mapping[str, str | None]) -> Package:
    """`package` with these properties set, without those whose value is None; others keep their bytes."""
    draft = Draft(package)
    part_name = _part_name(draft)
    if part_name is None:
        if all(value is None for value in values.values()):
            return package
        part_name = _add_part(draft)
    part = draft.xml(part_name)
    there = {each.attributes.get("name", ""): each for each in part.root.children}
    if values.keys() >= there.keys() > set() and all(value is None for value in values.values()):
        _remove_part(draft, part_name)
        return draft.package
    number = _free_id(part.root.children)
    for name, value in values.items():
        found = there.get(name)
        if found is not None and value is None:
            part.delete(found)
        elif found is not None and value is not None:
            own = number_of(found.attributes.get("pid"), number)
            part.replace(found.start, found.end, _property(part, name, value, own, strict=package.strict))
        elif value is not None:
            part.append(part.root, _property(part, name, value, number, strict=package.strict))
            number += 1
    draft.save(part)
    return draft.package


def _property(part: XmlPart, name: str, value: str, number: int, *, strict: bool) -> str:
    namespace = _value_namespace(strict=strict)
    declared = next((prefix for prefix, uri in part.prefixes.items() if uri == namespace and prefix), None)
    kind = f"{declared or 'vt'}:lpwstr"
    declaration = "" if declared else f' xmlns:vt="{namespace}"'
    tag = f"{part.root.prefix}property"
    return (
        f'<{tag} fmtid="{_USER_DEFINED}" pid="{number}" name={attribute_text(name)}>'
        f"<{kind}{declaration}>{element_text(value)}</{kind}></{tag}>"
    )


def _value_namespace(*, strict: bool) -> str:
    return STRICT_NAMES[PROPERTY_VALUES] if strict else PROPERTY_VALUES


def _free_id(properties: list[Element]) -> int:
    return max([_FIRST_ID - 1, *(number_of(each.attributes.get("pid")) for each in properties)]) + 1


def _part_name(draft: Draft) -> str | None:
    for each in draft.package.relationships():
        if each.kind in _KINDS and draft.package.holds(each):
            return each.target
    return None


def _add_part(draft: Draft) -> str:
    strict = draft.package.strict
    name = "docProps/custom.xml" if draft.is_free("docProps/custom.xml") else ""
    name = name or draft.free_name("docProps/custom{}.xml")
    namespace = STRICT_NAMES[CUSTOM_PROPERTIES] if strict else CUSTOM_PROPERTIES
    declared = f'xmlns="{namespace}" xmlns:vt="{_value_namespace(strict=strict)}"'
    empty = f"{DECLARATION}<Properties {declared}></Properties>"
    draft.add(name, empty.encode(), CUSTOM_PROPERTIES_TYPE)
    kind = f"{STRICT_RELATIONSHIPS}/customProperties" if strict else f"{RELATIONSHIPS}/custom-properties"
    draft.relate("", kind, name)
    return name


def _remove_part(draft: Draft, name: str) -> None:
    draft.unrelate("", [each.id for each in draft.package.relationships() if each.target == name])
    draft.remove([name])
