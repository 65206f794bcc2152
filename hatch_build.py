"""Compiles the HTML summary's templates to Python when a wheel is built, or an editable install made."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is a private class
    """Puts the compiled templates into the package; without them it works the same, only slower."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the modules (git ignores them) and have the wheel take them."""
        del version
        if self.target_name != "wheel":
            return
        sys.path.insert(0, self.root)
        from kpisheet.html.environment import compiled_templates  # noqa: PLC0415 - found from here on

        for path, source in compiled_templates():
            path.write_text(source, encoding="utf-8")
        build_data["artifacts"].append("/kpisheet/html/compiled_*.py")
