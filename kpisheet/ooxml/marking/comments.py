"""Cell notes of a sheet: read, added, extended below a marker line, and taken out again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kpisheet.ooxml.limits import LIMITS, exceeded
from kpisheet.ooxml.marking import drawn_notes
from kpisheet.ooxml.marking.note_boxes import note_boxes
from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.references import Cell, cell_name, cell_of
from kpisheet.ooxml.standard import (
    COMMENTS_TYPE,
    DECLARATION,
    MAIN,
    STRICT_MAIN,
    VML_TYPE,
    WORKSHEET_CHILDREN,
)
from kpisheet.ooxml.xml.edits import Element, XmlPart, element_text, possible
from kpisheet.ooxml.xml.guarded import unescaped

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_RAW_CHARACTER = re.compile(r"&[^;&]{1,32};|\r\n|.", re.DOTALL)
_FONT = '<{p}rPr><{p}sz val="9"/><{p}rFont val="Tahoma"/><{p}family val="2"/></{p}rPr>'


class _Piece(NamedTuple):
    """One ``<t>`` of a note, and the run around it (None where it stands in the text itself)."""

    text: Element
    run: Element | None


def notes_in(package: Package, sheet_part: str) -> dict[Cell, str]:
    """The notes of a sheet as plain text, by cell."""
    part = _comments_part(Draft(package), sheet_part)
    return {} if part is None else {cell: _text_of(comment) for cell, comment in _comments(part)}


def threaded_cells(package: Package | Draft, sheet_part: str) -> frozenset[Cell]:
    """The cells of a sheet that have a threaded comment."""
    found: set[Cell] = set()
    for each in package.relationships(sheet_part):
        if each.kind == "threadedComment" and package.holds(each):
            part = XmlPart(each.target, package.read(each.target))
            references = (thread.attributes.get("ref", "") for thread in part.root.children)
            found.update(cell for reference in references if (cell := cell_of(reference)))
    return frozenset(found)


class ShapeBlocks:
    """The blocks of shape numbers that a workbook's drawings haven't taken yet, handed out in order."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._next: int | None = None

    def take(self, boxes: int) -> int:
        """The first of the blocks for a new drawing of so many boxes."""
        if self._next is None:
            self._next = drawn_notes.free_block(_all_drawings(self._draft))
        first = self._next
        self._next += drawn_notes.blocks_of(boxes)
        return first


def add_notes(
    draft: Draft, sheet: XmlPart, notes: Mapping[Cell, str], blocks: ShapeBlocks, *, marker: str, author: str
) -> None:
    """Put notes on cells of `sheet`; the part's own edits (a ``legacyDrawing``) wait in `sheet`."""
    threads = threaded_cells(draft, sheet.name)
    wanted = {cell: marked(marker, notes[cell]) for cell in sorted(notes) if cell not in threads}
    if not wanted:
        return
    part = _comments_part(draft, sheet.name) or _new_comments_part(draft, sheet.name)
    there = dict(reversed(list(_comments(part))))
    new = {cell: text for cell, text in wanted.items() if cell not in there}
    for cell, text in wanted.items():
        if cell in there:
            _extend(part, there[cell], f"\n{text}")
    if new:
        _append_comments(part, new, author)
        _draw(draft, sheet, new, blocks)
    draft.save(part)


def marked(marker: str, text: str) -> str:
    """Our part of a note: the line `marker` with a sum of the text, then the text.

    By the sum it is told from what a person writes below it, or changes in it.
    """
    total = _sum_of(text.split("\n"))
    return f"{marker} {total}\n{text}"


def _sum_of(lines: Sequence[str]) -> str:
    """Four digits that tell these lines from others, however a program breaks and spaces them."""
    words = [" ".join(unescaped(possible(line)).split()) for line in lines]
    return hashlib.sha256("\n".join(filter(None, words)).encode(errors="surrogatepass")).hexdigest()[:4]


def remove_notes(draft: Draft, sheet: XmlPart, marker: str) -> None:
    """Take our part out of each note, and the note where nothing else stands in it.

    What a person wrote above or below stays, and so does all of it where a person changed it.
    """
    part = _comments_part(draft, sheet.name)
    if part is None:
        return
    comments = list(_comments(part))
    ours = []
    for cell, comment in comments:
        text = _text_of(comment, raw=True)
        span = _own_span(text, marker)
        if span is None:
            continue
        if not (text[: span[0]] + text[span[1] :]).strip():
            ours.append((cell, comment))
        else:
            _cut(part, comment, *span)
    if ours and len(ours) == len(comments):
        _remove_comments_part(draft, sheet.name, part.name)
    else:
        _delete_comments(part, [comment for _, comment in ours], [comment for _, comment in comments])
        draft.save(part)
    _erase(draft, sheet, {cell for cell, _ in ours})


def _comments_part(draft: Draft, sheet_part: str) -> XmlPart | None:
    found = draft.related(sheet_part, "comments")
    return None if found is None else draft.xml(found.target)


def _comments(part: XmlPart) -> Iterator[tuple[Cell, Element]]:
    listed = part.root.child("commentList")
    if listed and len(listed.children) > LIMITS.comments:
        raise exceeded("comments", LIMITS, part.name)
    for each in listed.all("comment") if listed else ():
        cell = cell_of(each.attributes.get("ref", ""))
        if cell is not None:
            yield cell, each


def _pieces(comment: Element) -> list[_Piece]:
    text = comment.child("text")
    pieces: list[_Piece] = []
    for each in text.children if text else ():
        if each.name == "t":
            pieces.append(_Piece(each, None))
        elif each.name == "r":
            pieces += [_Piece(inner, each) for inner in each.all("t")]
    return pieces


def _text_of(comment: Element, *, raw: bool = False) -> str:
    text = "".join(each.text.text for each in _pieces(comment))
    return text if raw else unescaped(text)


def _new_comments_part(draft: Draft, sheet_part: str) -> XmlPart:
    namespace = STRICT_MAIN if draft.strict else MAIN
    folder = draft.workbook.rpartition("/")[0]
    name = draft.free_name(f"{folder}/comments{{}}.xml".lstrip("/"))
    lists = "<authors></authors><commentList></commentList>"
    content = f'{DECLARATION}<comments xmlns="{namespace}">{lists}</comments>'
    draft.add(name, content.encode(), COMMENTS_TYPE)
    draft.relate(sheet_part, "comments", name)
    return draft.xml(name)


def _append_comments(part: XmlPart, notes: Mapping[Cell, str], author: str) -> None:
    p = part.root.prefix
    number, said = _author_number(part, author)
    font = _FONT.format(p=p)
    written = "".join(
        f'<{p}comment ref="{cell_name(*cell)}" authorId="{number}"><{p}text><{p}r>{font}'
        f'<{p}t xml:space="preserve">{_written(text)}</{p}t></{p}r></{p}text></{p}comment>'
        for cell, text in notes.items()
    )
    authors, listed = part.root.child("authors"), part.root.child("commentList")
    if authors is not None and said:
        part.append(authors, said)
    if listed is not None:
        lists = ""
        part.append(listed, written)
    else:
        lists = f"<{p}commentList>{written}</{p}commentList>"
    if authors is None:
        lists = f"<{p}authors>{said}</{p}authors>{lists}"
    if lists:
        part.insert(part.root.inner_start, lists)


def _author_number(part: XmlPart, author: str) -> tuple[int, str]:
    """The author's number, and what has to be added to the list of authors for it."""
    authors = part.root.child("authors")
    names = [each.text for each in authors.all("author")] if authors else []
    if author in names:
        return names.index(author), ""
    p = part.root.prefix
    return len(names), f"<{p}author>{element_text(author)}</{p}author>"


def _extend(part: XmlPart, comment: Element, text: str) -> None:
    """Add `text` below what a note says, in its own run or, without runs, inside its only text."""
    pieces = _pieces(comment)
    p = part.root.prefix
    content = _written(text)
    if not pieces:
        run = f'<{p}r><{p}t xml:space="preserve">{content}</{p}t></{p}r>'
        holder = comment.child("text")
        if holder is not None:
            part.append(holder, run)
        else:
            part.append(comment, f"<{p}text>{run}</{p}text>")
    elif pieces[-1].run is None:
        part.append(pieces[-1].text, content)
    else:
        part.insert(pieces[-1].run.end, f'<{p}r><{p}t xml:space="preserve">{content}</{p}t></{p}r>')


def _own_span(text: str, marker: str) -> tuple[int, int] | None:
    """From where to where our part of a note stands, with the line break that parts it from the rest."""
    lines = text.split("\n")
    place = 0
    for number, line in enumerate(lines):
        said = unescaped(line).strip()
        if said == marker or said.startswith(f"{marker} "):
            count = _own_lines(lines[number + 1 :], said.removeprefix(marker).strip())
            if count is not None:
                end = place + len("\n".join(lines[number : number + 1 + count]))
                return (place - 1, end) if place else (0, min(end + 1, len(text)))
        place += len(line) + 1
    return None


def _own_lines(below: Sequence[str], total: str) -> int | None:
    """How many of the lines below a marker are ours; None where they aren't what we wrote."""
    if not total:  # an earlier version wrote no sum
        return len(below)
    return next((count for count in range(len(below), -1, -1) if _sum_of(below[:count]) == total), None)


def _cut(part: XmlPart, comment: Element, start: int, end: int) -> None:
    """Take out a note's text from one character to another."""
    position = 0
    for piece, run in _pieces(comment):
        stop = position + len(piece.text)
        first, last = max(start, position), min(end, stop)
        if first == position and last == stop:
            part.delete(run or piece)
        elif first < last:
            raw = part.content[piece.inner_start : piece.inner_end].decode()
            before, after = (_raw_length(raw, each - position) for each in (first, last))
            part.replace(piece.inner_start + before, piece.inner_start + after, b"")
        position = stop


def _raw_length(raw: str, characters: int) -> int:
    """How many bytes of a text as written hold its first `characters` characters."""
    kept = 0
    for count, found in enumerate(_RAW_CHARACTER.finditer(raw)):
        if count == characters:
            break
        kept = found.end()
    return len(raw[:kept].encode())


def _delete_comments(part: XmlPart, going: list[Element], all_comments: list[Element]) -> None:
    """Take comments out, and their author where he stands last and wrote nothing else."""
    for each in going:
        part.delete(each)
    authors = part.root.child("authors")
    names = authors.all("author") if authors else []
    last, gone = str(len(names) - 1), set(going)
    wrote = {each.attributes.get("authorId") for each in all_comments if each not in gone}
    if (
        going
        and names
        and last not in wrote
        and any(each.attributes.get("authorId") == last for each in going)
    ):
        part.delete(names[-1])


def _remove_comments_part(draft: Draft, sheet_part: str, name: str) -> None:
    ids = [each.id for each in draft.relationships(sheet_part) if each.target == name]
    draft.unrelate(sheet_part, ids)
    draft.remove([name])


def _legacy_drawing(sheet: XmlPart) -> Element | None:
    """The element that names the sheet's VML, wherever it stands (real files wrap it in alternatives)."""
    return next((each for each in sheet.root.descendants() if each.name == "legacyDrawing"), None)


def _drawing_part(draft: Draft, sheet: XmlPart, element: Element | None) -> str | None:
    wanted = element.relationship_id() if element is not None else None
    for each in draft.relationships(sheet.name):
        if each.id == wanted and draft.holds(each):
            return each.target
    return None


def _draw(draft: Draft, sheet: XmlPart, notes: Mapping[Cell, str], blocks: ShapeBlocks) -> None:
    """Draw the boxes of new notes: a note without one makes Excel repair the file."""
    boxes = note_boxes(sheet, notes)
    element = _legacy_drawing(sheet)
    name = _drawing_part(draft, sheet, element)
    if name is not None:
        draft.write(name, drawn_notes.with_boxes(draft.read(name), boxes))
        return
    folder = draft.workbook.rpartition("/")[0]
    name = draft.free_name(f"{folder}/drawings/vmlDrawing{{}}.vml".lstrip("/"))
    draft.add(name, drawn_notes.new_drawing(boxes, blocks.take(len(boxes))), VML_TYPE)
    new_id = draft.relate(sheet.name, "vmlDrawing", name)
    attribute = sheet.relationship_attribute(new_id, strict=draft.strict)
    written = f"<{sheet.root.prefix}legacyDrawing {attribute}/>"
    if element is not None:  # it named a drawing that isn't there
        sheet.replace(element.start, element.end, written)
    else:
        sheet.insert_child(sheet.root, "legacyDrawing", WORKSHEET_CHILDREN, written)


def _all_drawings(draft: Draft) -> Iterator[bytes]:
    for entry in draft.sheets():
        for each in draft.relationships(entry.part) if entry.part else ():
            if each.kind == "vmlDrawing" and draft.holds(each):
                yield draft.read(each.target)


def _erase(draft: Draft, sheet: XmlPart, cells: Collection[Cell]) -> None:
    """Take the boxes of removed notes out, and the drawing where nothing else is drawn."""
    element = _legacy_drawing(sheet)
    name = _drawing_part(draft, sheet, element)
    if not cells or element is None or name is None:
        return
    drawing = drawn_notes.without_boxes(draft.read(name), cells)
    if drawn_notes.has_shapes(drawing):
        draft.write(name, drawing)
        return
    sheet.delete(element)
    draft.unrelate(sheet.name, [element.relationship_id() or ""])
    draft.remove([name])


def _written(text: str) -> str:
    return element_text(_LOOKS_ESCAPED.sub("_x005F_", text))
