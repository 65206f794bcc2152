"""Custom document properties (File → Info → Properties), as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpisheet.ooxml.package import Package


def custom_properties(package: Package) -> dict[str, str]:
    """The custom properties that hold text, by name."""
    raise NotImplementedError


def set_custom_property(package: Package, name: str, value: str | None) -> Package:
    """`package` with the property set, or without it where `value` is None; others keep their bytes."""
    raise NotImplementedError
