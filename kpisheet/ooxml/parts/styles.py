"""Adds the formats of one workbook to the style sheet of another: what stands there keeps its number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.standard import (
    COMPATIBILITY,
    DECLARATION,
    MAIN,
    STRICT_MAIN,
    STYLES_TYPE,
    STYLESHEET_CHILDREN,
)
from kpisheet.ooxml.xml.edits import Element, XmlPart, attribute_text
from kpisheet.ooxml.xml.guarded import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kpisheet.ooxml.limits import Limits
    from kpisheet.ooxml.package.draft import Draft

_FIRST_CUSTOM_FORMAT = 164
_DEFAULTS = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/></font>',),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "dxfs": (),
    "numFmts": (),
}
"""What stands first in a collection that a style sheet lacks: number 0 means the plain look."""

_THEME_COLOURS = (
    *("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D"),
    *("9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080"),
)
"""The Office theme, by number: the donor's own theme isn't grafted, the person's may be any other."""

_THEME = re.compile(r'\btheme="(\d+)"')
_SCHEME = re.compile(r"<(?:[\w.-]+:)?scheme\s[^<>]*/>")


class StyleNumbers(NamedTuple):
    """Where the donor's cell formats and differential formats stand now, by their old number."""

    formats: tuple[int, ...]
    differentials: tuple[int, ...]


class StyleSheet:
    """A style sheet and what is being added to it; an entry that stands there already isn't added again."""

    def __init__(self, part: XmlPart) -> None:
        self.part = part
        self._collections = {name: _Collection(part, name) for name in _DEFAULTS}

    def fill_format(self, rgb: str) -> int:
        """The number of the differential format that fills a cell in `rgb`."""
        fill = f'<fill><patternFill><bgColor rgb="FF{rgb.upper()}"/></patternFill></fill>'
        return self._add("dxfs", f"<dxf>{fill}</dxf>")

    def merge(self, donor: XmlPart) -> StyleNumbers:
        """Add all cell formats and differential formats of the donor's style sheet."""
        codes = self._merged_codes(donor)
        numbers = {
            name: [self._add(name, without_theme(each)) for each in _texts(donor, name)]
            for name in ("fonts", "fills", "borders")
        }
        formats = tuple(
            self._add("cellXfs", self._cell_format(donor, each, numbers, codes), first=1)
            for each in _entries(donor, "cellXfs")
        )
        differentials = tuple(self._add("dxfs", without_theme(each)) for each in _texts(donor, "dxfs"))
        return StyleNumbers(formats, differentials)

    def written(self, limits: Limits) -> XmlPart:
        """The part with the additions as edits. Raises LimitExceededError ``limit_styles``."""
        formats = self._collections["cellXfs"]
        if formats.added and len(formats) > limits.styles:
            raise exceeded("styles", limits, self.part.name)
        if any(each.added for each in self._collections.values()):
            for name in sorted(self._collections, key=STYLESHEET_CHILDREN.index):
                self._collections[name].write()
        return self.part

    def _add(self, name: str, text: str, *, first: int = 0) -> int:
        return self._collections[name].number_of(text, first)

    def _merged_codes(self, donor: XmlPart) -> dict[int, int]:
        """The donor's own number formats: old number → number here."""
        taken: dict[str, int] = {}
        for each in _entries(self.part, "numFmts"):
            taken.setdefault(
                each.attributes.get("formatCode", ""), number_of(each.attributes.get("numFmtId"))
            )
        following = max([_FIRST_CUSTOM_FORMAT - 1, *self._format_numbers()]) + 1
        merged: dict[int, int] = {}
        for each in _entries(donor, "numFmts"):
            code = each.attributes.get("formatCode", "")
            if code not in taken:
                taken[code] = following
                self._add("numFmts", f'<numFmt numFmtId="{following}" formatCode={attribute_text(code)}/>')
                following += 1
            merged[number_of(each.attributes.get("numFmtId"))] = taken[code]
        return merged

    def _format_numbers(self) -> Iterator[int]:
        """Every number format's number, also of equal codes and of those that only a cell format names."""
        for name in ("numFmts", "cellStyleXfs", "cellXfs"):
            for each in _entries(self.part, name):
                yield number_of(each.attributes.get("numFmtId"))

    def _cell_format(
        self, donor: XmlPart, entry: Element, numbers: dict[str, list[int]], codes: dict[int, int]
    ) -> str:
        """A donor's cell format with the numbers of here, all applied: no cell style shines through."""
        attributes = entry.attributes
        code = number_of(attributes.get("numFmtId"))
        written = {
            "numFmtId": codes.get(code, code),
            "fontId": _numbered(numbers["fonts"], attributes.get("fontId")),
            "fillId": _numbered(numbers["fills"], attributes.get("fillId")),
            "borderId": _numbered(numbers["borders"], attributes.get("borderId")),
        }
        if _entries(self.part, "cellStyleXfs"):
            written["xfId"] = 0
        if attributes.get("quotePrefix") in {"1", "true"}:
            written["quotePrefix"] = 1
        for aspect in ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection"):
            written[f"apply{aspect}"] = 1
        said = " ".join(f'{name}="{value}"' for name, value in written.items())
        inner = "".join(
            _plain(donor, each) for each in entry.children if each.name in {"alignment", "protection"}
        )
        return f"<xf {said}>{inner}</xf>" if inner else f"<xf {said}/>"


def open_style_sheet(draft: Draft) -> StyleSheet:
    """The package's style sheet; one is made where there is none."""
    found = draft.related(draft.package.workbook, "styles")
    if found is not None:
        part = XmlPart(found.target, draft.read(found.target), depth=_DEPTH)
        return StyleSheet(XmlPart(part.name, _empty_style_sheet(draft)) if part.root.empty else part)
    folder = draft.package.workbook.rpartition("/")[0]
    usual = f"{folder}/styles.xml".lstrip("/")  # the only name under which some readers look
    name = draft.free_name(f"{folder}/styles{{}}.xml".lstrip("/")) if usual in draft.package else usual
    draft.add(name, _empty_style_sheet(draft), STYLES_TYPE)
    draft.relate(draft.package.workbook, "styles", name)
    return StyleSheet(draft.xml(name))


def _empty_style_sheet(draft: Draft) -> bytes:
    """A style sheet with the style Normal only; the lists that it needs come with the first addition."""
    namespace = STRICT_MAIN if draft.package.strict else MAIN
    normal = (
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    )
    return f'{DECLARATION}<styleSheet xmlns="{namespace}">{normal}</styleSheet>'.encode()


_DEPTH = 3  # styleSheet, cellXfs, xf: what stands deeper is copied as it is


class _Collection:
    """One of the style sheet's numbered lists."""

    def __init__(self, part: XmlPart, name: str) -> None:
        self._part = part
        self._name = name
        self._element = part.root.child(name)
        self.added: list[str] = []
        self._numbers: dict[str, list[int]] = {}
        self._length = 0
        there = _texts(part, name) if self._element is not None else _DEFAULTS[name]
        for text in there:
            self._remember(text)

    def __len__(self) -> int:
        return self._length

    def number_of(self, text: str, first: int) -> int:
        """The number of an equal entry from `first` on, else of `text` added at the end."""
        for number in self._numbers.get(text, ()):
            if number >= first:
                return number
        self.added.append(text)
        return self._remember(text)

    def write(self) -> None:
        """Edit the part: new entries at the end, the count, or the whole list where it was missing."""
        if not self.added and (self._element is not None or not _DEFAULTS[self._name]):
            return
        prefix = self._part.root.prefix
        if self._element is None:
            entries = with_prefix("".join((*_DEFAULTS[self._name], *self.added)), "", prefix)
            tag = prefix + self._name
            content = f'<{tag} count="{self._length}">{entries}</{tag}>'
            self._part.insert_child(self._part.root, self._name, STYLESHEET_CHILDREN, content)
            return
        if "count" in self._element.attributes:
            self._part.set_attribute(self._element, "count", str(self._length))
        self._part.append(self._element, with_prefix("".join(self.added), "", prefix))

    def _remember(self, text: str) -> int:
        number = self._length
        self._numbers.setdefault(text, []).append(number)
        self._length += 1
        return number


def with_prefix(text: str, old: str, new: str) -> str:
    """XML `text` with its elements of prefix `old` written with `new` (both ``x:`` or empty)."""
    if old == new:
        return text
    return re.sub(rf"<(/?){re.escape(old)}(?=[A-Za-z_][\w.-]*[\s/>])", rf"<\1{new}", text)


def _entries(part: XmlPart, name: str) -> Sequence[Element]:
    """The entries of a list in their order; one that stands in alternatives is the alternatives."""
    found = part.root.child(name)
    if found is None:
        return ()
    return [each for each in found.children if each.namespace in {found.namespace, COMPATIBILITY}]


def _texts(part: XmlPart, name: str) -> Iterable[str]:
    return [_plain(part, each) for each in _entries(part, name)]


def _plain(part: XmlPart, element: Element) -> str:
    """An entry's text without the part's prefix."""
    return with_prefix(part.content[element.start : element.end].decode(), part.root.prefix, "")


def without_theme(text: str) -> str:
    """Theme colours as RGB, fonts by their own name only: the other workbook may have another theme."""

    def as_rgb(found: re.Match[str]) -> str:
        number = int(found.group(1))
        return f'rgb="FF{_THEME_COLOURS[number] if number < len(_THEME_COLOURS) else "000000"}"'

    return _SCHEME.sub("", _THEME.sub(as_rgb, text))


def _numbered(numbers: Sequence[int], old: str | None) -> int:
    number = number_of(old)
    return numbers[number] if number < len(numbers) else 0
