"""XML parts as spans of bytes: find elements, replace just those, copy the rest.

A part is worked on as UTF-8 and written back in its own encoding, byte-order mark included.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from kpisheet.ooxml.limits import LIMITS, exceeded
from kpisheet.ooxml.standard import COMPATIBILITY, RELATIONSHIPS, STRICT_RELATIONSHIPS
from kpisheet.ooxml.xml.guarded import Content, encoding_of, feed, guarded_parser, parsing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_START_TAG = re.compile(rb"""<([^\s/<>]+)(?:\s+[^\s=/<>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_ATTRIBUTE = re.compile(rb"""(?<!\s)\s++([^\s=/>]++)\s*+=\s*+("[^"]*"|'[^']*')""")
_SHEET_DATA = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?sheetData)(?:\s[^<>]*)?(?<!/)>")
_BYTE_ORDER_MARKS = {"utf-8": BOM_UTF8, "utf-16-le": BOM_UTF16_LE, "utf-16-be": BOM_UTF16_BE}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Element(Struct, eq=False):
    """An element by the bytes it takes: `start` to `end`, its content from `inner_start` to `inner_end`.

    `tag` is its name as written; attributes of a namespace are keyed ``{namespace}name``.
    """

    tag: str
    namespace: str
    name: str
    attributes: Mapping[str, str]
    start: int
    inner_start: int
    inner_end: int = -1
    end: int = -1
    empty: bool = False  # written <like this/>
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def prefix(self) -> str:
        """``x:`` of ``<x:c>``, empty without a prefix."""
        before, colon, _ = self.tag.rpartition(":")
        return before + colon

    def child(self, name: str) -> Element | None:
        """The first child of that local name in this element's namespace."""
        return next(
            (each for each in self.children if each.name == name and each.namespace == self.namespace), None
        )

    def all(self, name: str) -> list[Element]:
        """All children of that local name in this element's namespace."""
        return [each for each in self.children if each.name == name and each.namespace == self.namespace]

    def descendants(self) -> Iterator[Element]:
        """All elements inside, in the order of the part."""
        for each in self.children:
            yield each
            yield from each.descendants()

    def relationship_id(self, name: str = "id") -> str | None:
        """The value of ``r:id``, strict or transitional."""
        for namespace in (RELATIONSHIPS, STRICT_RELATIONSHIPS):
            value = self.attributes.get(f"{{{namespace}}}{name}")
            if value is not None:
                return value
        return None


class XmlPart:
    """One XML part and the edits to it that are waiting; `depth` limits how deep elements are recorded."""

    def __init__(self, name: str, content: bytes, *, depth: int = LIMITS.xml_depth) -> None:
        self.name = name
        self.original = content
        self._encoding = encoding_of(content)
        self._mark, self.content = self._as_utf8()
        self._edits: list[tuple[int, int, bytes]] = []
        self.root, self.prefixes = _outline(name, self.content, depth)

    def replace(self, start: int, end: int, content: bytes | str) -> None:
        """Replace the bytes from `start` to `end`. Edits at the same place keep the order of the calls."""
        self._edits.append((start, end, content.encode() if isinstance(content, str) else content))

    def insert(self, place: int, content: bytes | str) -> None:
        """Insert at `place`."""
        self.replace(place, place, content)

    def delete(self, element: Element) -> None:
        """Take an element out."""
        self.replace(element.start, element.end, b"")

    def append(self, parent: Element, content: bytes | str) -> None:
        """Insert as the last content of `parent`; ``<like/>`` is opened for it."""
        added = content.encode() if isinstance(content, str) else content
        if not parent.empty:
            self.insert(parent.inner_end, added)
            return
        slash = self.content.rindex(b"/", parent.start, parent.end)
        self.replace(slash, parent.end, b">" + added + b"</" + parent.tag.encode() + b">")

    def place_for(self, parent: Element, name: str, order: Sequence[str]) -> int:
        """Where a new child belongs by the schema's `order`: after others of its name."""
        rank = order.index(name)
        for each in parent.children:
            found = _rank(each, order)
            if found is not None and found > rank:
                return each.start
        return parent.inner_end

    def insert_child(self, parent: Element, name: str, order: Sequence[str], content: str) -> None:
        """Insert `content`, a child called `name`, at its place by the schema's `order`."""
        if parent.empty:
            self.append(parent, content)
        else:
            self.insert(self.place_for(parent, name, order), content)

    def set_attribute(self, element: Element, name: str, value: str | None) -> None:
        """Set an attribute by its name as written, or take it out together with the space before it."""
        stop = element.end if element.empty else element.inner_start
        wanted = name.encode()
        first = element.start + 1 + len(element.tag.encode())
        for found in _ATTRIBUTE.finditer(self.content, first, stop):
            if found.group(1) == wanted:
                if value is None:
                    self.replace(found.start(), found.end(), b"")
                else:
                    self.replace(found.start(2), found.end(2), _quoted(value).encode())
                return
        if value is not None:
            self.insert(first, f" {name}={_quoted(value)}")

    def relationship_attribute(self, relationship_id: str, *, strict: bool) -> str:
        """``r:id="rId3"``, with a declaration of the prefix where the part's root doesn't declare one."""
        namespace = STRICT_RELATIONSHIPS if strict else RELATIONSHIPS
        for prefix, declared in self.prefixes.items():
            if declared == namespace and prefix:
                return f"{prefix}:id={_quoted(relationship_id)}"
        return f'xmlns:r="{namespace}" r:id={_quoted(relationship_id)}'

    def element_at(self, start: int) -> Element:
        """The start tag at a byte, for editing its attributes (which aren't read here)."""
        return _element(self.content, start, "", {}, {})

    def result(self) -> bytes:
        """The part with its edits, in its own encoding; without edits, the very bytes it was made of."""
        edits = sorted(enumerate(self._edits), key=lambda each: (each[1][0], each[1][1], each[0]))
        pieces: list[bytes | memoryview] = []
        whole, position = memoryview(self.content), 0
        for _, (start, end, content) in edits:
            if start < position:
                raise ValueError(f"edits of {self.name} overlap at byte {start}")
            pieces += (whole[position:start], content)
            position = end
        if not pieces:
            return self.original
        pieces.append(whole[position:])
        return self._encoded(b"".join(pieces))

    def _as_utf8(self) -> tuple[bytes, bytes]:
        mark = _BYTE_ORDER_MARKS.get(self._encoding, b"")
        mark = mark if self.original.startswith(mark) else b""
        if self._encoding in {"utf-8", "us-ascii", "ascii"}:
            return mark, self.original[len(mark) :] if mark else self.original
        with parsing(self.name):
            return mark, self.original[len(mark) :].decode(self._encoding).encode()

    def _encoded(self, content: bytes) -> bytes:
        if self._encoding == "utf-8":
            return self._mark + content
        return self._mark + content.decode().encode(self._encoding, "xmlcharrefreplace")


class _Outline(NamedTuple):
    """What stands where in a part: its elements, and the prefixes that its root declares."""

    root: Element
    prefixes: Mapping[str, str]


def _outline(name: str, content: bytes, depth: int) -> _Outline:
    """The outline of a part in UTF-8; those of all but large ones are remembered: steps look at the same."""
    if len(content) <= _SMALL:
        return _remembered(name, content, depth)
    return (_remembered_last if len(content) <= _MIDDLING else _outlined)(name, content, depth)


def _outlined(name: str, content: bytes, depth: int) -> _Outline:
    return _Outliner(name, content, depth).outline()


class _Outliner:
    """Makes the outline of one part from the events of expat, which doesn't see what `_cells_span` tells.

    An element below `depth`, or in one whose children are passed over, is only counted until it ends.
    """

    def __init__(self, name: str, content: bytes, depth: int) -> None:
        shallow = depth <= _OVERVIEW
        self._name, self._content, self._depth = name, content, depth
        self._childless = _LONG_LISTS if shallow else _LOOKS
        self._cut, self._resumed = (_cells_span(content) if shallow else None) or (len(content),) * 2
        self._parser = guarded_parser(name, encoding="utf-8", separator=" ")
        self._kept = Content(name, LIMITS)
        self._names: dict[str, str] = {}  # they repeat: each is held once
        self._prefixes: dict[str, str] = {}
        self._root: Element
        self._opened: list[tuple[Element, list[str]]] = []  # from the root on, with the pieces of their text
        self._passed_over = 0  # how many elements are open that aren't recorded

    def outline(self) -> _Outline:
        """Read the part."""
        parser, whole = self._parser, memoryview(self._content)
        parser.StartNamespaceDeclHandler = self._declared
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.CharacterDataHandler = self._said
        feed(parser, whole[: self._cut], whole[self._resumed :], part=self._name)
        return _Outline(self._root, self._prefixes)

    def _declared(self, prefix: str | None, uri: str) -> None:
        if not self._opened:
            self._prefixes[prefix or ""] = uri

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        opened = self._opened
        if len(opened) + self._passed_over >= LIMITS.xml_depth:
            raise exceeded("xml_depth", LIMITS, self._name)
        if self._passed_over or (
            opened and (len(opened) >= self._depth or opened[-1][0].name in self._childless)
        ):
            self._passed_over += 1
            return
        self._kept.add_element(attributes)
        element = _element(self._content, self._place(), tag, attributes, self._names)
        if opened:
            opened[-1][0].children.append(element)
        else:
            self._root = element
        opened.append((element, []))

    def _ended(self, _: str) -> None:
        if self._passed_over:
            self._passed_over -= 1
            return
        element, pieces = self._opened.pop()
        element.text = "".join(pieces)
        if not element.empty:
            element.inner_end = self._place()
            element.end = self._content.index(b">", element.inner_end) + 1

    def _said(self, piece: str) -> None:
        if not self._passed_over:
            self._kept.add_text(piece)
            self._opened[-1][1].append(piece)

    def _place(self) -> int:
        """Where in the whole part the parser is."""
        at: int = self._parser.CurrentByteIndex
        return at if at < self._cut else at + self._resumed - self._cut


_SMALL = 32_768  # bytes
_MIDDLING = 8_388_608
_remembered = lru_cache(maxsize=32)(_outlined)
_remembered_last = lru_cache(maxsize=2)(_outlined)
_OVERVIEW = 6  # reaches the rules of extended conditional formats; an outline this shallow has no long lists
_LONG_LISTS = frozenset({"sheetData", "mergeCells", "hyperlinks"})
_LOOKS = frozenset({"rPr"})  # fonts of each note


def overview(name: str, content: bytes) -> XmlPart:
    """A sheet's part without its cells, merged areas and links: quick however long the sheet is."""
    return XmlPart(name, content, depth=_OVERVIEW)


def element_text(text: str) -> str:
    """`text` as the content of an element; what XML can't hold is left out."""
    return _escaped(possible(text)).replace("\r", "&#13;")


def attribute_text(text: str) -> str:
    """`text` as an attribute's value with its quotes."""
    return _quoted(possible(text))


def possible(text: str) -> str:
    """`text` without what XML can't hold, of which printable text has nothing."""
    return text if text.isprintable() else _NOT_IN_XML.sub("", text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    """An attribute's value in quotes. `xml.sax.saxutils` would do it, and import all of `http` and `ssl`."""
    escaped = _escaped(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' not in escaped:
        return f'"{escaped}"'
    return f"'{escaped}'" if "'" not in escaped else '"' + escaped.replace('"', "&quot;") + '"'


_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


def _element(
    content: bytes, start: int, name: str, attributes: dict[str, str], known: dict[str, str]
) -> Element:
    found = _START_TAG.match(content, start)
    if found is None:
        raise ValueError("expat saw a start tag that isn't there")
    namespace, _, local = name.rpartition(" ")
    written, slash = found.groups()
    tag = written.decode()
    tag, namespace, local = (known.setdefault(each, each) for each in (tag, namespace, local))
    stop = found.end()
    keyed = {_attribute_key(key) if " " in key else key: value for key, value in attributes.items()}
    end = stop if slash else -1
    return Element(tag, namespace, local, keyed or _NO_ATTRIBUTES, start, stop, end, end, bool(slash))


def _attribute_key(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"{{{namespace}}}{local}"


def _rank(element: Element, order: Sequence[str]) -> int | None:
    """Where in the schema's order an element stands; an alternative stands where its content does."""
    if element.namespace == COMPATIBILITY:
        ranks = [_rank(each, order) for branch in element.children for each in branch.children]
        return next((each for each in ranks if each is not None), None)
    return order.index(element.name) if element.name in order else None


def _cells_span(content: bytes) -> tuple[int, int] | None:
    """From where to where the cells of a sheet stand, if bytes alone can tell beyond doubt.

    Outside comments, CDATA and processing instructions "<" can only begin a tag.
    """
    if b"<!" in content or content.find(b"<?", 2) >= 0:
        return None
    opened = _SHEET_DATA.search(content)
    if opened is None:
        return None
    closing = b"</" + opened.group(1)
    closed = content.find(closing, opened.end())
    if closed < 0 or content.find(closing, closed + 1) >= 0:
        return None
    return opened.end(), closed
