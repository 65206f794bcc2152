"""The one guarded way of reading XML: no DOCTYPE, no entities, nothing external, bounded depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from xml.parsers import expat

from kpisheet.errors import UnreadableFileError
from kpisheet.ooxml.limits import LIMITS, Limits, exceeded

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARATION_BYTES = 1024  # more than any declaration has
_DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_ESCAPED_CHARACTER = re.compile("_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")

_FED_AT_ONCE = 262_144

Attributes = dict[str, str]


class ReadElement(NamedTuple):
    """One element of a small part: its local name, attributes by local name, depth (root 0) and text."""

    name: str
    attributes: Mapping[str, str]
    depth: int
    text: str


def damaged(part: str) -> UnreadableFileError:
    """The error for a part that isn't what the standard says."""
    return UnreadableFileError("damaged_part", part=part)


def encoding_of(content: bytes) -> str:
    """The Python name of the encoding that an XML parser reads `content` in."""
    if content.startswith((b"\xff\xfe", b"<\x00")):
        return "utf-16-le"
    if content.startswith((b"\xfe\xff", b"\x00<")):
        return "utf-16-be"
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    declared = _DECLARED_ENCODING.match(content[:_DECLARATION_BYTES])
    return declared.group(1).decode("ascii").lower() if declared else "utf-8"


def guarded_parser(
    part: str, *, encoding: str | None = None, separator: str | None = None
) -> expat.XMLParserType:
    """A fresh expat parser that refuses any DOCTYPE, and so every entity that a file could declare.

    `encoding` wins over the declared one; with a `separator` names come with their namespace before it.
    """

    def refuse_doctype(*_: object) -> NoReturn:
        raise UnreadableFileError("doctype_in_part", part=part)

    parser = expat.ParserCreate(encoding, separator)
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.EntityDeclHandler = refuse_doctype
    parser.buffer_text = True
    return parser


@contextmanager
def parsing(part: str) -> Iterator[None]:
    """Turn what expat says of bad XML (and of unknown encodings) into an UnreadableFileError."""
    try:
        yield
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged(part) from error


def feed(
    parser: expat.XMLParserType, *contents: bytes | memoryview, part: str, limits: Limits = LIMITS
) -> None:
    """Parse `contents` as one, refusing a single tag too long to be honest before expat has built it.

    Byte indices count through all of them.
    """
    fed = 0
    with parsing(part):
        for content in contents:
            window = memoryview(content)
            for start in range(0, len(content), _FED_AT_ONCE):
                if fed - max(parser.CurrentByteIndex, 0) > limits.tag_bytes:
                    raise exceeded("tag_bytes", limits, part)
                piece = window[start : start + _FED_AT_ONCE]
                parser.Parse(piece, False)
                fed += len(piece)
        parser.Parse(b"", True)


def local_name(name: str) -> str:
    """``c`` of ``x:c``."""
    return name.rpartition(":")[2]


def prefix_of(name: str) -> str:
    """``x:`` of ``x:c``; empty without a prefix."""
    before, colon, _ = name.rpartition(":")
    return before + colon


def is_true(value: str | None) -> bool:
    """An XML boolean attribute; None where it isn't there."""
    return value is not None and value.strip().lower() in {"1", "true", "on"}


def whole(value: str | None, default: int) -> int:
    """An integer attribute; `default` where it is missing or none."""
    try:
        return int(value) if value is not None and len(value) < 20 else default
    except ValueError:
        return default


def number_of(text: str | None, default: int = 0) -> int:
    """A non-negative whole number as XML writes it, or `default`."""
    return int(text) if text is not None and re.fullmatch(r"\+?[0-9]{1,10}", text.strip()) else default


def unescaped(text: str) -> str:
    """`text` with the escapes ``_x000D_`` decoded, as Excel shows it (``_x005F_`` is an underscore)."""
    if "_x" not in text:
        return text
    return _ESCAPED_CHARACTER.sub(lambda match: chr(int(match.group(1), 16)), text)


def escaped(text: str) -> str:
    """`text` as a cell stores it: what XML can't hold or keep, and what looks like an escape, escaped."""
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def number_text(value: Decimal) -> str:
    """A number as a cell stores it: the shortest text of its double, whole numbers without a fraction."""
    double = float(value)
    return str(int(double)) if double.is_integer() and abs(double) < 1e15 else repr(double)


class Content:
    """How much of a part was kept so far, and the limits on it."""

    __slots__ = ("_attributes", "_characters", "_elements", "_limits", "_part")

    def __init__(self, part: str, limits: Limits) -> None:
        self._part, self._limits = part, limits
        self._elements = self._attributes = self._characters = 0

    def add_element(self, attributes: Attributes) -> None:
        """Count an element with its attributes."""
        self._elements += 1
        if self._elements > self._limits.elements:
            raise exceeded("elements", self._limits, self._part)
        if attributes:
            self._attributes += len(attributes)
            if self._attributes > self._limits.attributes:
                raise exceeded("attributes", self._limits, self._part)
            self._add(sum(map(len, attributes.values())))

    def add_text(self, text: str) -> None:
        """Count a piece of text."""
        self._add(len(text))

    def _add(self, characters: int) -> None:
        self._characters += characters
        if self._characters > self._limits.characters:
            raise exceeded("characters", self._limits, self._part)


def _walk(
    content: bytes,
    part: str,
    wanted: frozenset[str],
    visit: Callable[[ReadElement], None],
    limits: Limits,
) -> None:
    """Call `visit` with each wanted element as it ends: children before their parents."""
    parser = guarded_parser(part)
    opened: list[tuple[str, Attributes, list[str]]] = []
    kept = Content(part, limits)

    def start(name: str, attributes: Attributes) -> None:
        if len(opened) >= limits.xml_depth:
            raise exceeded("xml_depth", limits, part)
        kept.add_element(attributes)
        opened.append((name, attributes, []))

    def end(_: str) -> None:
        name, attributes, pieces = opened.pop()
        local = local_name(name)
        if local in wanted:
            locals_only = {local_name(key): value for key, value in attributes.items() if key[:5] != "xmlns"}
            visit(ReadElement(local, locals_only, len(opened), "".join(pieces)))

    def text(piece: str) -> None:
        kept.add_text(piece)
        opened[-1][2].append(piece)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    feed(parser, content, part=part, limits=limits)


def elements(
    content: bytes, part: str, wanted: frozenset[str], *, limits: Limits = LIMITS
) -> tuple[ReadElement, ...]:
    """The elements of these names in a part without cells, children before their parents.

    Those of a really small part are remembered: each step looks at the same relationships again.
    """
    if len(content) > _SMALL:
        return _elements(content, part, wanted, limits)
    return _remembered(content, part, wanted, limits)


def _elements(content: bytes, part: str, wanted: frozenset[str], limits: Limits) -> tuple[ReadElement, ...]:
    found: list[ReadElement] = []
    _walk(content, part, wanted, found.append, limits)
    return tuple(found)


_SMALL = 16_384  # bytes
_remembered = lru_cache(maxsize=64)(_elements)


def end_of_element(content: bytes, place: int, tag: str) -> int:
    """Where an element ends whose end expat reports at `place`: it stands at ``</c>``, but after ``<c/>``."""
    closes = content.startswith(b"</" + tag.encode(), place)
    return content.index(b">", place) + 1 if closes else place
