"""The Excel tables of a sheet, through its relationships."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.references import CellArea, area_of
from kpisheet.ooxml.xml.guarded import elements, is_true, whole

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package


_WANTED = frozenset({"table", "filterColumn"})


class TableScan(NamedTuple):
    """An Excel table of the sheet. `filtering`: its filter has criteria."""

    name: str
    part: str
    area: CellArea
    header_rows: int = 1
    totals_rows: int = 0
    filtering: bool = False


def scan_tables(package: Package, sheet_part: str) -> tuple[TableScan, ...]:
    """The tables of the sheet `sheet_part`, in the order of its relationships; unreadable ones left out."""
    parts = [
        each.target
        for each in package.relationships(sheet_part)
        if each.kind == "table" and package.holds(each)
    ]
    if len(parts) > package.limits.tables:
        raise exceeded("tables", package.limits, sheet_part)
    found = (_table(package, part) for part in dict.fromkeys(parts))
    return tuple(each for each in found if each is not None)


def _table(package: Package, part: str) -> TableScan | None:
    found = elements(package.read(part), part, _WANTED, limits=package.limits)
    root = found[-1] if found and not found[-1].depth else None  # the root ends last
    area = area_of(root.attributes.get("ref", "")) if root else None
    if root is None or root.name != "table" or area is None:
        return None
    return TableScan(
        name=root.attributes.get("displayName") or root.attributes.get("name", ""),
        part=part,
        area=area,
        header_rows=whole(root.attributes.get("headerRowCount"), 1),
        totals_rows=whole(root.attributes.get("totalsRowCount"), 0),
        filtering=any(
            each.name == "filterColumn" and not is_true(each.attributes.get("hiddenButton")) for each in found
        ),
    )
