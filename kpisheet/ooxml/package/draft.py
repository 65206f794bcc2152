"""A package being changed: parts, relationships and content types are added and taken out one by one."""

from __future__ import annotations

import posixpath
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from kpisheet.errors import UnreadableFileError
from kpisheet.ooxml.package.package import CONTENT_TYPES, quoted_part_name, relationships_part
from kpisheet.ooxml.package.sheets import SheetEntry, sheets_of
from kpisheet.ooxml.standard import (
    DECLARATION,
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS,
    RELATIONSHIPS_TYPE,
    STRICT_RELATIONSHIPS,
)
from kpisheet.ooxml.xml.edits import XmlPart, attribute_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kpisheet.ooxml.package.package import Package, Relationship
    from kpisheet.ooxml.xml.edits import Element

_NO_RELATIONSHIPS = f'{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"></Relationships>'.encode()


class _Waiting(NamedTuple):
    """A content that isn't in the package yet; a content type only where its part is new (may be empty)."""

    name: str
    content: bytes
    content_type: str | None = None


class Draft:
    """A package and what was changed so far; `package` is always a whole, readable package.

    Contents that change wait until somebody asks for the package: a workbook of a thousand sheets would
    otherwise be put together anew for each note.
    """

    def __init__(self, package: Package) -> None:
        self._made = package
        self._waiting: dict[str, _Waiting] = {}  # by part name in lower case, in the order of their coming
        self._led_to: frozenset[str] | None = None
        self._next_numbers: dict[str, int] = {}  # by pattern of names: below it none is free

    @property
    def package(self) -> Package:
        """The package as it stands now."""
        while self._waiting:  # new parts, then what is said of them
            waiting, self._waiting = list(self._waiting.values()), {}
            self._made = self._made.replaced({each.name: each.content for each in waiting})
            if new := {each.name: each.content_type for each in waiting if each.content_type is not None}:
                self._declare(new)
        return self._made

    @package.setter
    def package(self, package: Package) -> None:
        self._waiting.clear()
        self._next_numbers.clear()
        self._made = package

    @property
    def workbook(self) -> str:
        """The name of the main part."""
        return self._made.workbook

    @property
    def strict(self) -> bool:
        """Whether the package is strict OOXML."""
        return self._made.strict

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._waiting or name in self._made

    def read(self, name: str) -> bytes:
        """A part's content as it stands now."""
        waiting = self._waiting.get(name.lower())
        return self._made.read(name) if waiting is None else waiting.content

    def write(self, name: str, content: bytes) -> None:
        """Give an existing part another content; the same content changes nothing."""
        if self.read(name) != content:
            self._put(name, content)

    def relationships(self, source: str) -> tuple[Relationship, ...]:
        """The relationships of a part as they stand now."""
        waiting = self._waiting.get(relationships_part(source).lower())
        if waiting is None:
            return self._made.relationships(source)
        return self._made.relationships_in(waiting.content, source)

    def holds(self, relationship: Relationship) -> bool:
        """Whether a relationship leads to a part that is there, not to the outside or to nowhere."""
        return not relationship.external and relationship.target in self

    def xml(self, name: str) -> XmlPart:
        """A part as XML with its elements."""
        return XmlPart(name, self.read(name))

    def save(self, part: XmlPart) -> None:
        """Write an XML part back with its edits, if there are any."""
        content = part.result()
        if (
            content != part.original
        ):  # not compared with the part as it stands: a large one would be inflated anew
            self._put(part.name, content)

    def _put(self, name: str, content: bytes) -> None:
        waiting = self._waiting.get(name.lower(), _Waiting(name, content))
        self._waiting[name.lower()] = waiting._replace(content=content)

    def free_name(self, wanted: str) -> str:
        """The first free part name for a pattern such as ``xl/drawings/drawing{}.xml``."""
        number = self._next_numbers.get(wanted, 1)
        while not self.is_free(wanted.format(number)):
            number += 1
        self._next_numbers[wanted] = number
        return wanted.format(number)

    def is_free(self, name: str) -> bool:
        """Whether no part has that name, no Override speaks of one and no relationship leads to one.

        Real files leave such behind: what is put there would be taken for what was once lost.
        """
        lowered = name.lower()
        if name in self or lowered in self._made.content_types.overrides:
            return False
        if self._led_to is None:
            self._led_to = _led_to(self.package)
        return lowered not in self._led_to

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a new part with its own content type."""
        self.add_all({name: (content, content_type)})

    def add_all(self, parts: Mapping[str, tuple[bytes, str]]) -> None:
        """Add new parts: content and content type by name."""
        for name, (content, content_type) in parts.items():
            self._waiting[name.lower()] = _Waiting(name, content, content_type)

    def remove(self, names: Collection[str]) -> None:
        """Take parts out, with their relationships and their content types."""
        gone = [each for name in names for each in (name, relationships_part(name)) if each in self]
        if not gone:
            return
        types = self._settled_types()
        lowered = {name.lower() for name in gone}
        for override in types.root.all("Override"):
            if _part_of(override) in lowered:
                types.delete(override)
        self.save(types)
        self.package = self.package.replaced(dict.fromkeys(gone, None))

    def _declare(self, content_types: Mapping[str, str]) -> None:
        """Say the content types of new parts, instead of what was said under their names before."""
        types = self.xml(CONTENT_TYPES)
        added = {name.lower() for name in content_types}
        for override in types.root.all("Override"):  # of a part that wasn't there
            if _part_of(override) in added:
                types.delete(override)
        overrides = "".join(_override(types, *each) for each in content_types.items() if each[1])
        if overrides:
            types.append(types.root, overrides)
        self.save(types)

    def _settled_types(self) -> XmlPart:
        """The content types when nothing waits any more."""
        return XmlPart(CONTENT_TYPES, self.package.read(CONTENT_TYPES))

    def set_content_type(self, name: str, content_type: str) -> None:
        """Say a part's content type in an Override of its own."""
        types = self._settled_types()
        for override in types.root.all("Override"):
            if _part_of(override) == name.lower():
                types.set_attribute(override, "ContentType", content_type)
                break
        else:
            types.append(types.root, _override(types, name, content_type))
        self.save(types)

    def relate(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """Relate `source` to a target by a full type or an office `kind`; the new relationship's id."""
        name = relationships_part(source)
        if name not in self:
            declared = self._made.content_type(name) == RELATIONSHIPS_TYPE
            self._waiting[name.lower()] = _Waiting(
                name, _NO_RELATIONSHIPS, None if declared else RELATIONSHIPS_TYPE
            )
        part = self.xml(name)
        taken = {each.attributes.get("Id", "").lower() for each in part.root.children}
        number = 1
        while f"rid{number}" in taken:
            number += 1
        new_id = f"rId{number}"
        written = target if external else relative_target(source, target)
        mode = ' TargetMode="External"' if external else ""
        part.append(
            part.root,
            f"<{part.root.prefix}Relationship Id={attribute_text(new_id)} "
            f"Type={attribute_text(self.full_type(kind))} Target={attribute_text(written)}{mode}/>",
        )
        self.save(part)
        return new_id

    def unrelate(self, source: str, ids: Collection[str]) -> None:
        """Take relationships out; a list of relationships that becomes empty goes too."""
        name = relationships_part(source)
        if name not in self or not ids:
            return
        part = self.xml(name)
        going = [each for each in part.root.children if each.attributes.get("Id") in ids]
        if len(going) == len(part.root.children):
            self.remove([name])
            return
        for each in going:
            part.delete(each)
        self.save(part)

    def full_type(self, kind: str) -> str:
        """An office `kind` such as ``worksheet`` as this package's relationship type; full types stay."""
        if "/" in kind:
            return kind
        return f"{STRICT_RELATIONSHIPS if self.strict else RELATIONSHIPS}/{kind}"

    def related(self, source: str, kind: str) -> Relationship | None:
        """The first relationship of a kind whose target is there."""
        return next(
            (each for each in self.relationships(source) if each.kind == kind and self.holds(each)),
            None,
        )

    def sheets(self) -> list[SheetEntry]:
        """All sheets in the order of their tabs."""
        return sheets_of(self.package)


def reachable(package: Package, sources: Collection[str], *, stop: Collection[str] = ()) -> set[str]:
    """All parts that relationships lead to from `sources` (themselves included) without passing `stop`."""
    found: set[str] = set()
    waiting = [each for each in sources if each not in stop]
    while waiting:
        source = waiting.pop()
        if source in found:
            continue
        found.add(source)
        waiting += [each for each in _targets(package, source) if each not in stop]
    return found


def _led_to(package: Package) -> frozenset[str]:
    """What the relationships of all parts lead to, there or not, in lower case."""
    found: set[str] = set()
    for source in ("", *package.names):
        with suppress(UnreadableFileError):  # of a part that nobody reads
            found.update(each.target.lower() for each in package.relationships(source) if not each.external)
    return frozenset(found)


def _part_of(override: Element) -> str:
    """The part that an Override speaks of, in lower case."""
    return unquote(override.attributes.get("PartName", "")).lstrip("/").lower()


def _override(types: XmlPart, name: str, content_type: str) -> str:
    part_name = attribute_text(f"/{quoted_part_name(name)}")
    written = f"PartName={part_name} ContentType={attribute_text(content_type)}"
    return f"<{types.root.prefix}Override {written}/>"


def _targets(package: Package, source: str) -> Iterator[str]:
    for each in package.relationships(source):
        if package.holds(each):
            yield each.target


def relative_target(source: str, target: str) -> str:
    """A target as a relationship writes it, seen from the source's folder."""
    return quoted_part_name(posixpath.relpath(f"/{target}", f"/{posixpath.dirname(source)}"))
