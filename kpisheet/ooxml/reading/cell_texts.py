"""What stands in a cell as its text: shared texts looked up, escapes decoded, all of it counted."""

from __future__ import annotations

from collections.abc import Sequence

from kpisheet.ooxml.limits import Limits, exceeded
from kpisheet.ooxml.xml.guarded import damaged, unescaped, whole

_TEXT_TYPES = frozenset(("str", "inlineStr"))


class CellTexts:
    """The texts of one sheet's cells, and how many characters they show together."""

    __slots__ = ("_characters", "_limits", "_part", "_shared")

    def __init__(self, shared: Sequence[str], *, part: str, limits: Limits) -> None:
        self._shared, self._part, self._limits = shared, part, limits
        self._characters = 0

    def text(self, kind: str, value: str) -> str:
        """The text of a cell of this type in which `value` stands. Raises as reading a damaged part does."""
        if kind == "s":
            value = self._shared_text(value.strip())
        elif kind in _TEXT_TYPES:
            value = unescaped(value)
            if len(value) > self._limits.cell_characters:
                raise exceeded("cell_characters", self._limits, self._part)
        self._characters += len(value)
        if self._characters > self._limits.text_characters:
            raise exceeded("text_characters", self._limits, self._part)
        return value

    def _shared_text(self, index: str) -> str:
        place = whole(index, -1)
        if not 0 <= place < len(self._shared):
            raise damaged(self._part)
        return self._shared[place]
