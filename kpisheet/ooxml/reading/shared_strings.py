"""The table of shared texts: rich text joined, phonetic guides left out, escapes decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.xml.guarded import Attributes, feed, guarded_parser, prefix_of, unescaped

if TYPE_CHECKING:
    from kpisheet.ooxml.limits import Limits


def shared_strings(content: bytes, part: str, limits: Limits) -> tuple[str, ...]:
    """All shared texts by index."""
    return tuple(_SharedStrings(content, part, limits).texts)


class _SharedStrings:
    """The state of one parse; `texts` holds the result."""

    def __init__(self, content: bytes, part: str, limits: Limits) -> None:
        self.texts: list[str] = []
        self._part, self._limits = part, limits
        self._runs: list[str] = []
        self._pieces: list[str] = []
        self._depth = self._phonetic = 0
        self._parser = guarded_parser(part)
        self._parser.StartElementHandler = self._root
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._pieces.append
        feed(self._parser, content, part=part, limits=limits)

    def _root(self, name: str, _: Attributes) -> None:
        prefix = prefix_of(name)
        self._item, self._text, self._guide = prefix + "si", prefix + "t", prefix + "rPh"
        self._depth = 1
        self._parser.StartElementHandler = self._start

    def _start(self, name: str, _: Attributes) -> None:
        self._depth += 1
        if self._depth > self._limits.xml_depth:
            raise exceeded("xml_depth", self._limits, self._part)
        self._pieces.clear()
        if name == self._item and self._depth == 2:
            self._runs = []
        elif name == self._guide and not self._phonetic:
            self._phonetic = self._depth

    def _end(self, name: str) -> None:
        if name == self._text and not self._phonetic:
            self._runs += self._pieces
        elif self._depth == self._phonetic:
            self._phonetic = 0
        elif self._depth == 2 and name == self._item:
            self._add(unescaped("".join(self._runs)))
        self._depth -= 1

    def _add(self, text: str) -> None:
        if len(text) > self._limits.cell_characters:
            raise exceeded("cell_characters", self._limits, self._part)
        self.texts.append(text)
        if len(self.texts) > self._limits.shared_strings:
            raise exceeded("shared_strings", self._limits, self._part)
