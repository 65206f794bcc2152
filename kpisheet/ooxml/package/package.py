"""An Office Open XML package: parts, content types and relationships, read safely and copied without loss."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from msgspec import Struct

from kpisheet.errors import UnreadableFileError
from kpisheet.ooxml.limits import LIMITS, Limits, exceeded
from kpisheet.ooxml.package.archive import Budget, Entry, fresh_entry, read_entries, written
from kpisheet.ooxml.package.recognition import (
    refuse_other_documents,
    refuse_other_files,
    refuse_other_packages,
)
from kpisheet.ooxml.xml.guarded import elements

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP = frozenset({"Relationship"})
_DECLARED = frozenset({"Default", "Override"})
_STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/"


class Relationship(NamedTuple):
    """One relationship; `target` is a part name of the package, or the address as written if `external`.

    The target part need not exist: real files carry dangling relationships.
    """

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type, alike in strict and transitional files: ``worksheet``."""
        return self.type.rpartition("/")[2]


class ContentTypes(Struct, frozen=True):
    """What ``[Content_Types].xml`` says: by extension and by part name, both in lower case."""

    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    def of(self, name: str) -> str:
        """The content type of a part, or empty."""
        lowered = name.lower()
        found = self.overrides.get(lowered)
        return self.defaults.get(lowered.rpartition(".")[2], "") if found is None else found


class Package:
    """An immutable package. Part names have no leading slash; case counts as little as in the standard."""

    __slots__ = (
        *("_budget", "_content_types", "_entries", "_related", "_relationships", "_spelled", "_workbook"),
        "limits",
    )

    def __init__(
        self, entries: dict[str, Entry], limits: Limits = LIMITS, budget: Budget | None = None
    ) -> None:
        self._entries, self.limits = entries, limits
        self._budget = Budget() if budget is None else budget
        self._spelled = {name.lower(): name for name in entries}
        self._content_types: ContentTypes | None = None
        self._relationships: dict[str, tuple[Relationship, ...]] = {}
        self._related = 0  # how many were read
        self._workbook: str | None = None

    @classmethod
    def open(cls, content: bytes, limits: Limits = LIMITS) -> Package:
        """Open a workbook. Raises UnreadableFileError (what it is instead) or LimitExceededError."""
        if len(content) > limits.input_bytes:
            raise exceeded("input_bytes", limits)
        refuse_other_files(content)
        named: dict[str, Entry] = {}
        taken: set[str] = set()
        for entry in read_entries(content, limits):
            name = _part_name(entry.name.text)
            if name.lower() in taken:
                raise UnreadableFileError("duplicate_part", part=name)
            taken.add(name.lower())
            named[name] = entry
        package = cls(named, limits)
        mimetype = package.read("mimetype") if "mimetype" in taken else b""
        refuse_other_packages(frozenset(taken), mimetype)
        refuse_other_documents(package.content_type(package.workbook))
        return package

    @property
    def names(self) -> tuple[str, ...]:
        """The part names in the order of the zip."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._spelled

    def holds(self, relationship: Relationship) -> bool:
        """Whether a relationship leads to a part that is there, not to the outside or to nowhere."""
        return not relationship.external and relationship.target in self

    def read(self, name: str) -> bytes:
        """A part's content. Raises UnreadableFileError `missing_part` or `damaged_part`, or over a limit."""
        spelled = self._spelled.get(name.lower())
        if spelled is None:
            raise UnreadableFileError("missing_part", part=name)
        return self._entries[spelled].content(spelled, self.limits, self._budget)

    def content_type(self, name: str) -> str:
        """The content type of a part; empty if none is declared."""
        return self.content_types.of(name)

    @property
    def content_types(self) -> ContentTypes:
        """All declared content types."""
        if self._content_types is None:
            self._content_types = _read_content_types(self.read(CONTENT_TYPES), self.limits)
        return self._content_types

    def relationships(self, source: str = "") -> tuple[Relationship, ...]:
        """The relationships of a part (of the package itself: empty source), in the order of the file."""
        found = self._relationships.get(source)
        if found is None:
            found = self._relationships[source] = self._read_relationships(source)
        return found

    @property
    def workbook(self) -> str:
        """The name of the main part."""
        if self._workbook is None:
            self._workbook = self._main_part()
        return self._workbook

    @property
    def strict(self) -> bool:
        """Whether the package is strict OOXML (ISO 29500 part 1), with its own namespaces."""
        return any(
            each.kind == "officeDocument" and each.type.startswith(_STRICT_RELATIONSHIPS)
            for each in self.relationships()
        )

    @property
    def signed(self) -> bool:
        """Whether the package carries a digital signature, which no change survives."""
        return any("/digital-signature/" in each.type for each in self.relationships())

    @property
    def macros(self) -> bool:
        """Whether a macro project is in it."""
        kinds = {each.kind for each in self.relationships(self.workbook)}
        return "vbaProject" in kinds or "macroenabled" in self.content_type(self.workbook).lower()

    @property
    def ending(self) -> str:
        """The ending that a file of this main part's content type must have; Excel opens it by no other."""
        template = "template" in self.content_type(self.workbook).lower()
        return (".xltm" if self.macros else ".xltx") if template else (".xlsm" if self.macros else ".xlsx")

    def replaced(self, changes: Mapping[str, bytes | None]) -> Package:
        """A copy with other contents: None takes a part out, new names are added at the end in this order."""
        entries = dict(self._entries)
        encodes = any(name.lower() not in self._spelled for name in changes) and self._encodes_names()
        for name, content in changes.items():
            spelled = self._spelled.get(name.lower(), name)
            if content is None:
                entries.pop(spelled, None)
            else:
                there = entries.get(spelled)
                new = quoted_part_name(name) if encodes else name
                entries[spelled] = fresh_entry(there.name if there else new, content)
        return Package(entries, self.limits, self._budget)

    def checksums(self) -> dict[str, int]:
        """The CRC-32 of each entry's content by its name in the zip."""
        return {entry.name.text: entry.crc for entry in self._entries.values()}

    def to_bytes(self) -> bytes:
        """The zip: what wasn't changed keeps its compressed bytes, its order and its date."""
        return written(self._entries.values())

    def _encodes_names(self) -> bool:
        """Whether it writes the names of its entries percent-encoded, as new ones are written then."""
        written = (entry.name.text for entry in self._entries.values())
        return any(unquote(name) != name for name in written)

    def _main_part(self) -> str:
        for each in self.relationships():
            if each.kind == "officeDocument" and self.holds(each):
                return self._spelled[each.target.lower()]
        raise UnreadableFileError("not_a_workbook")

    def _read_relationships(self, source: str) -> tuple[Relationship, ...]:
        name = relationships_part(source)
        if name not in self:
            return ()
        found = self.relationships_in(self.read(name), source)
        self._related += len(found)
        if self._related > self.limits.relationships:
            raise exceeded("relationships", self.limits, name)
        return found

    def relationships_in(self, content: bytes, source: str) -> tuple[Relationship, ...]:
        """The relationships of a part if its list of them were `content`."""
        name, folder = relationships_part(source), posixpath.dirname(source)
        found = []
        for each in elements(content, name, _RELATIONSHIP, limits=self.limits):
            external = each.attributes.get("TargetMode", "").lower() == "external"
            target = each.attributes.get("Target", "")
            if not external:
                target = resolved(folder, target)
                target = self._spelled.get(target.lower(), target)
            found.append(
                Relationship(each.attributes.get("Id", ""), each.attributes.get("Type", ""), target, external)
            )
        return tuple(found)


def relationships_part(source: str) -> str:
    """The name of the part that holds a part's relationships: ``xl/_rels/workbook.xml.rels``."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolved(folder: str, target: str) -> str:
    """The part name that a relationship's target means, seen from a folder; it never leaves the package."""
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def quoted_part_name(name: str) -> str:
    """A part's name as the standard has it written in a zip and in references: percent-encoded."""
    return quote(name, safe="/!$&'()*+,;=:@~")


def _part_name(entry_name: str) -> str:
    """Entry names as part names; a name that climbs out of the package is never honest."""
    name = unquote(entry_name).replace("\\", "/").lstrip("/")
    if "\x00" in name or ".." in name.split("/"):
        raise UnreadableFileError("damaged_package")
    return name


def _read_content_types(content: bytes, limits: Limits) -> ContentTypes:
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    declared = elements(content, CONTENT_TYPES, _DECLARED, limits=limits)
    if len(declared) > limits.content_types:
        raise exceeded("content_types", limits, CONTENT_TYPES)
    for each in declared:
        content_type = each.attributes.get("ContentType", "")
        if each.name == "Default":
            defaults.setdefault(each.attributes.get("Extension", "").lower(), content_type)
        elif each.name == "Override":
            part = unquote(each.attributes.get("PartName", "")).lstrip("/").lower()
            overrides.setdefault(part, content_type)
    return ContentTypes(defaults, overrides)
