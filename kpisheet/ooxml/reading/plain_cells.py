"""Reads cells written the plain way, which nearly every program writes, several times as fast as expat does.

Only what is certain is read here: UTF-8, no prefixes, attributes in the usual order, nothing but rows,
cells, values, formulas and simple inline texts. At anything else `NotPlainError` is raised, and expat reads
the part.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kpisheet.ooxml.limits import Limits, exceeded
from kpisheet.ooxml.reading.scanned import CellPlace, RowShape, TakeCells
from kpisheet.ooxml.references import cell_of
from kpisheet.ooxml.xml.guarded import encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpisheet.ooxml.reading.cell_texts import CellTexts

_OPENING, _CLOSING = b"<sheetData>", b"</sheetData>"
# XML forbids these, or reads a carriage return as something else.
_UNUSUAL_BYTES = bytes(range(0x20)).replace(b"\t", b"").replace(b"\n", b"")
_UNUSUAL = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"]]>", _OPENING)
_UNUSUAL_AROUND = (b"<!--", b"<![CDATA[", _OPENING, _CLOSING)

_ROW_END = b"</row>"
_AT_ONCE = 8_388_608  # bytes: one letter beyond the usual makes a text of all of them four times as large
_LONGEST_TEXT = 67_108_864  # bytes, where rows have no end tag

_ATTRIBUTES = r'(?: [A-Za-z][\w:.-]*="[^"<&]*")*'
_ROW = re.compile(rf'<row r="([1-9][0-9]{{0,6}})"({_ATTRIBUTES}) ?(/?)>', re.ASCII)
_CELL_START = (
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?'
    r'(?: t="(n|s|b|e|d|str|inlineStr)")?(?: ?/>|>'
)
_CELL = re.compile(
    _CELL_START
    + r"""(?:(?:<v>|(<is>)<t(?: xml:space="preserve")?>)([^<]*)(?(5)</t></is>|</v>))?</c>)|([\s\S]+)""",
    re.ASCII,
)
_INLINE_VALUE = '<is><t(?: xml:space="preserve")?>([^<&]*)</t></is>'
_ANY_CELL = re.compile(
    _CELL_START
    + rf"(?:(<f)({_ATTRIBUTES})(?: ?/>|>([^<]*)</f>))?"
    + r"""(?:(<v ?/>)|(?:(<v>)|(<is>)<t(?: xml:space="preserve")?>)([^<]*)(?(10)</t></is>|</v>))?"""
    + r"</c>)|([\s\S]+)",
    re.ASCII,
)
_ATTRIBUTE_NAME = re.compile(r" ([A-Za-z][\w:.-]*)=", re.ASCII)
_HIDDEN = re.compile(r' hidden="(?:1|true|on)"')
_HIDDEN_SOMEHOW = re.compile(r' hidden="')
_WORTH_A_PATTERN = 100  # rows alike: making a pattern of their own takes as long as reading so many
_MOST_PATTERNS = 8
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos);)?")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class NotPlainError(Exception):
    """The cells are written some other way; whatever was taken of them already is right all the same."""


class PlainPart(NamedTuple):
    """A sheet's part: where the inside of its ``sheetData`` begins and ends, and what stands around it."""

    content: bytes
    start: int
    end: int

    @property
    def around(self) -> tuple[memoryview, memoryview]:
        """What stands before the cells and after them."""
        window = memoryview(self.content)
        return window[: self.start], window[self.end :]

    def texts(self) -> Iterator[str]:
        """The cells, some megabytes of whole rows at a time. Raises NotPlainError."""
        at = self.start
        while at < self.end:
            stop = self.content.rfind(_ROW_END, at, at + _AT_ONCE)
            stop = self.end if stop < 0 or self.end - at <= _AT_ONCE else stop + len(_ROW_END)
            if stop - at > _LONGEST_TEXT:
                raise NotPlainError
            yield _text(self.content[at:stop])
            at = stop


def _text(rows: bytes) -> str:
    if any(mark in rows for mark in _UNUSUAL) or len(rows.translate(None, _UNUSUAL_BYTES)) < len(rows):
        raise NotPlainError
    try:
        return rows.decode()
    except UnicodeDecodeError as error:
        raise NotPlainError from error


def plain_part(content: bytes) -> PlainPart | None:
    """The part taken apart at ``sheetData``, or None where that can't be done for certain."""
    opened, closed = content.find(_OPENING), content.rfind(_CLOSING)
    if opened < 0 or closed < opened or encoding_of(content) != "utf-8":
        return None
    start, after = opened + len(_OPENING), closed + len(_CLOSING)
    if any(content.find(mark, 0, opened) >= 0 or content.find(mark, after) >= 0 for mark in _UNUSUAL_AROUND):
        return None
    return PlainPart(content, start, closed)


class _Cells(NamedTuple):
    """The cells of a row taken apart: for each the letters of its column, its format, its type, ``<is>``."""

    columns: tuple[str, ...]
    styles: tuple[str, ...]
    types: tuple[str, ...]
    inline: tuple[str, ...]

    def pattern(self, attributes: str) -> re.Pattern[str]:
        """Matches a whole row of just these cells: its number, then their values."""
        parts = [rf'<row r="([1-9][0-9]{{0,6}})"{re.escape(attributes)} ?>']
        for column, style, kind, inline in zip(*self, strict=True):
            marks = (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
            value = _INLINE_VALUE if inline else "<v>([^<&]*)</v>"
            parts.append(rf'<c r="{column}\1"{marks}>{value}</c>')
        return re.compile("".join((*parts, "</row>")), re.ASCII)


class _FoundCells(NamedTuple):
    """What `_ANY_CELL` found in a row: for each of its groups, what it is in each cell."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    styles: tuple[str, ...]
    types: tuple[str, ...]
    formula_tags: tuple[str, ...]
    formula_attributes: tuple[str, ...]
    formulas: tuple[str, ...]
    empty_tags: tuple[str, ...]
    value_tags: tuple[str, ...]
    inline_tags: tuple[str, ...]
    texts: tuple[str, ...]
    rest: tuple[str, ...]  # of the last one: what is no cell as those before

    def decoded(self) -> _FoundCells:
        """The same with XML's own entities decoded."""
        return self._replace(
            texts=tuple(map(_decoded, self.texts)), formulas=tuple(map(_decoded, self.formulas))
        )

    def cells(self) -> _Cells:
        """Where the cells stand and what they are. An inline text is one whatever its cell says."""
        types = tuple(
            "inlineStr" if tag else kind for tag, kind in zip(self.inline_tags, self.types, strict=True)
        )
        return _Cells(self.columns, self.styles, types, self.inline_tags)

    def values_there(self) -> list[str | None]:
        """The values; None where a cell has none, which isn't the same as an empty one."""
        there = zip(self.texts, self.empty_tags, self.value_tags, self.inline_tags, strict=True)
        return [text if text or empty or value or inline else None for text, empty, value, inline in there]

    def formulas_there(self) -> list[str | None]:
        """The formulas; None where a cell has none."""
        return [
            formula if tag else None for formula, tag in zip(self.formulas, self.formula_tags, strict=True)
        ]


class PlainCells:
    """The state of one pass: each row's cells go to `take`, in the file's order."""

    def __init__(self, part: str, limits: Limits, texts: CellTexts, take: TakeCells) -> None:
        self.count = 0
        self.hidden_rows: set[int] = set()
        self._part, self._limits, self._texts, self._take = part, limits, texts, take
        self._rows = 0
        self._columns: dict[str, int] = {}
        self._hiding: dict[str, bool] = {"": False}
        self._sound = {""}  # attributes of formulas of which none stands twice
        self._shapes: dict[tuple[str | None, _Cells], RowShape] = {}
        self._patterns: list[tuple[re.Pattern[str], RowShape]] = []

    def read(self, text: str) -> None:
        """Read all rows. Raises NotPlainError, UnreadableFileError, LimitExceededError."""
        at, end = 0, len(text)
        while at < end:
            after = self._read_usual_row(text, at) if self._patterns else at
            if after > at:
                at = after
                continue
            row = _ROW.match(text, at)
            if row is None:
                raise NotPlainError
            number, attributes, closed = row.groups()
            at = row.end()
            self._enter_row(int(number), attributes)
            if not closed:
                stop = text.find("</row>", at)
                if stop < 0:
                    raise NotPlainError
                self._read_row(number, attributes, text[at:stop])
                at = stop + 6

    def _read_usual_row(self, text: str, at: int) -> int:
        """Read the row that begins there if many before it were alike; give where it ends, else `at`."""
        for place, (pattern, shape) in enumerate(self._patterns):
            found = pattern.match(text, at)
            if found is not None:
                if place:
                    self._patterns.insert(0, self._patterns.pop(place))
                number = int(found[1])
                self._enter(number, hidden=shape.hidden)
                self._take_values(number, shape, [*found.groups()[1:]])
                return found.end()
        return at

    def _enter_row(self, number: int, attributes: str) -> None:
        hidden = self._hiding.get(attributes)
        if hidden is None:
            hidden = self._hiding[attributes] = _hides(attributes)
        self._enter(number, hidden=hidden)

    def _enter(self, number: int, *, hidden: bool) -> None:
        self._rows += 1
        if number > self._limits.rows or self._rows > self._limits.rows:
            raise exceeded("rows", self._limits, self._part)
        if hidden:
            self.hidden_rows.add(number)

    def _read_row(self, number: str, attributes: str, text: str) -> None:
        if "<f" in text or "&" in text or "<v/" in text or "<v /" in text:
            self._read_any_row(number, text)
        elif text:
            self._read_simple_row(number, attributes, text)

    def _read_simple_row(self, number: str, attributes: str, text: str) -> None:
        """A row of nothing but typed values: one search gives its columns, formats, types and values."""
        columns, rows, styles, types, inline, found, rest = zip(*_CELL.findall(text), strict=True)
        if rest[-1] or rows.count(number) < len(rows):
            raise NotPlainError
        cells = _Cells(columns, styles, types, inline)
        shape = self._shapes.get((attributes, cells))
        if shape is None:
            shape = self._shapes[attributes, cells] = self._shape(attributes, cells)
        shape.seen += 1
        if shape.seen == _WORTH_A_PATTERN:
            self._patterns = [(cells.pattern(attributes), shape), *self._patterns][:_MOST_PATTERNS]
        self._take_values(int(number), shape, list(found))

    def _take_values(
        self,
        number: int,
        shape: RowShape,
        values: list[str | None],
        formulas: Sequence[str | None] | None = None,
    ) -> None:
        self._add(len(values))
        for at in shape.texts:
            value = values[at]
            if value:
                values[at] = self._texts.text(shape.places[at].type, value)
        self._take.take_typed(number, shape, values, formulas)

    def _shape(self, attributes: str, cells: _Cells) -> RowShape:
        if any(
            (kind == "inlineStr") != bool(mark) for kind, mark in zip(cells.types, cells.inline, strict=True)
        ):
            raise NotPlainError
        return self._shape_of(cells, hidden=self._hiding[attributes])

    def _shape_of(self, cells: _Cells, *, hidden: bool) -> RowShape:
        places = tuple(
            CellPlace(self._column(letters), kind or "n", int(style or 0))
            for letters, style, kind in zip(cells.columns, cells.styles, cells.types, strict=True)
        )
        return RowShape(places, hidden=hidden)

    def _read_any_row(self, number: str, text: str) -> None:
        """A row that may also have formulas, cells without a value and texts with entities."""
        found = _FoundCells(*zip(*_ANY_CELL.findall(text), strict=True))
        if found.rest[-1] or found.rows.count(number) < len(found.rows):
            raise NotPlainError
        self._check(found.formula_attributes)
        if "&" in text:
            found = found.decoded()
        cells = found.cells()
        shape = self._shapes.get((None, cells))
        if shape is None:
            shape = self._shapes[None, cells] = self._shape_of(cells, hidden=False)
        self._take_values(int(number), shape, found.values_there(), found.formulas_there())

    def _check(self, attributes: tuple[str, ...]) -> None:
        """Refuse formulas with an attribute that stands twice."""
        for each in {*attributes} - self._sound:
            if _repeats(each):
                raise NotPlainError
            self._sound.add(each)

    def _column(self, letters: str) -> int:
        column = self._columns.get(letters)
        if column is None:
            place = cell_of(f"{letters}1")
            column = self._columns[letters] = place[1] if place else 0
            if column > self._limits.columns:
                raise exceeded("columns", self._limits, self._part)
        return column

    def _add(self, cells: int) -> None:
        self.count += cells
        if self.count > self._limits.cells:
            raise exceeded("cells", self._limits, self._part)


def _hides(attributes: str) -> bool:
    """Whether a row with these attributes, read for the first time, is hidden."""
    if _repeats(attributes) or ' r="' in attributes:
        raise NotPlainError
    hidden = _HIDDEN.search(attributes) is not None
    if not hidden and _HIDDEN_SOMEHOW.search(attributes) and ' hidden="0"' not in attributes:
        raise NotPlainError  # written some rare way
    return hidden


def _repeats(attributes: str) -> bool:
    names: list[str] = _ATTRIBUTE_NAME.findall(attributes)
    return len(set(names)) < len(names)


def _decoded(text: str) -> str:
    """The text with XML's own entities decoded."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[1] is None:  # a character's number, or an entity that isn't one
        raise NotPlainError
    return _ENTITIES[found[1]]
