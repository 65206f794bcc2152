"""The boxes of cell notes: legacy VML drawings, which real files often hold in no well-formed shape.

So they are edited by bytes: new shapes go before the last closing tag, old ones are found by row and column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from kpisheet.ooxml.references import Cell
from kpisheet.ooxml.xml.guarded import encoding_of, local_name

_BLOCK = 1024  # shape numbers are handed out to drawings in blocks of this many
_TAG = re.compile(r"<(/?)((?:[\w.-]+:)?(?:shape|shapetype))(?=[\s/>])")
_ANY_SHAPE = re.compile(r"<(?:[\w.-]+:)?(?:shape|rect|oval|group|line|polyline|roundrect)(?=[\s/>])")
_SHAPE_NUMBER = re.compile(r"""\b(?:sp)?id\s*=\s*["'](?:[^"']*_)?s(\d{1,9})["']""")
_BLOCKS = re.compile(r"""<(?:[\w.-]+:)?idmap\s[^<>]*?\bdata\s*=\s*["']([\d,\s]*)["']""")
_NOTE = re.compile(r"""ObjectType\s*=\s*["']Note["']""")
_ROW = re.compile(r"<(?:[\w.-]+:)?Row>\s*(\d{1,9})\s*<")
_COLUMN = re.compile(r"<(?:[\w.-]+:)?Column>\s*(\d{1,9})\s*<")
_CLOSING = re.compile(r"</(?:[\w.-]+:)?xml\s*>")
_EMPTY_ROOT = re.compile(r"<((?:[\w.-]+:)?xml)(\s[^<>]*)?/>\s*\Z")
_BOX_TYPE = re.compile(r"""\bid\s*=\s*["']_x0000_t202["']""")
_USES_BOX_TYPE = re.compile(r"""\btype\s*=\s*["']#_x0000_t202["']""")
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_TEXT_BOX = (
    '<v:shapetype id="_x0000_t202"{declared} coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE_BOX = (
    '<v:shape id="_x0000_s{number}"{declared} type="#_x0000_t202" '
    'style="position:absolute;width:{width}pt;height:{height}pt;z-index:{number};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class NoteBox(NamedTuple):
    """Where the box of one note stands: its cell, its anchor as VML writes it, and its size in points."""

    cell: Cell
    anchor: str
    width: float
    height: float


def new_drawing(boxes: Sequence[NoteBox], first_block: int) -> bytes:
    """A drawing that holds only these boxes, with shape numbers from `first_block` on."""
    blocks = ",".join(str(first_block + each) for each in range(blocks_of(len(boxes))))
    layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
    shapes = "".join(_shapes(boxes, first_block * _BLOCK + 1, declared=""))
    return f"<xml {_DECLARATIONS}>{layout}{_TEXT_BOX.format(declared='')}{shapes}</xml>".encode()


def with_boxes(drawing: bytes, boxes: Sequence[NoteBox]) -> bytes:
    """An existing drawing with boxes added before its end, all else as it is; as given if it has no end."""
    text, encoding, errors = _decoded(drawing)
    declared = _missing_declarations(text)
    added = "" if _box_types(text) else _TEXT_BOX.format(declared=declared)
    added += "".join(_shapes(boxes, _next_number(text), declared=declared))
    closings = list(_CLOSING.finditer(text))
    if closings:
        place = closings[-1].start()
        return (text[:place] + added + text[place:]).encode(encoding, errors)
    empty = _EMPTY_ROOT.search(text)
    if empty is None:
        return drawing
    opened = f"<{empty.group(1)}{empty.group(2) or ''}>{added}</{empty.group(1)}>"
    return (text[: empty.start()] + opened).encode(encoding, errors)


def without_boxes(drawing: bytes, cells: Collection[Cell]) -> bytes:
    """A drawing without the note boxes of these cells, and without the box type if nothing uses it now."""
    text, encoding, errors = _decoded(drawing)
    kept = _without(text, [each for each in _drawn(text, "shape") if _cell_of(text[slice(*each)]) in cells])
    if kept == text:
        return drawing
    if not _USES_BOX_TYPE.search(kept):
        kept = _without(kept, _box_types(kept))
    return kept.encode(encoding, errors)


def has_shapes(drawing: bytes) -> bool:
    """Whether anything is drawn there at all."""
    return _ANY_SHAPE.search(_decoded(drawing)[0]) is not None


def boxed_cells(drawing: bytes) -> set[Cell]:
    """The cells whose note has a box there."""
    text = _decoded(drawing)[0]
    found = (_cell_of(text[start:end]) for start, end in _drawn(text, "shape"))
    return {each for each in found if each is not None}


def blocks_of(boxes: int) -> int:
    """How many blocks of shape numbers a new drawing of so many boxes takes."""
    return 1 + boxes // _BLOCK


def free_block(drawings: Iterable[bytes]) -> int:
    """The first block of shape numbers after those that drawings of the workbook say they use."""
    used = (
        int(number)
        for drawing in drawings
        for blocks in _BLOCKS.findall(_decoded(drawing)[0])
        for number in re.findall(r"\d{1,7}", blocks)
    )
    return max(used, default=0) + 1


def _drawn(text: str, kind: str) -> Iterator[tuple[int, int]]:
    """Where each ``<v:shape …>…</v:shape>`` stands, from its start tag to the first end tag of its name.

    One pass, whatever is left open: a drawing of thousands of shapes without an end once took minutes.
    """
    opened: dict[str, int] = {}
    after = 0
    for tag in _TAG.finditer(text):
        closes, name = tag.groups()
        if tag.start() < after or local_name(name) != kind:
            continue  # within another tag, or of another kind
        after = text.find(">", tag.end()) + 1
        if not after:
            return
        if not closes and text[after - 2] != "/":
            opened.setdefault(name, tag.start())
        elif closes and name in opened:
            yield opened[name], after
            opened.clear()
        elif not closes and kind == "shapetype":
            yield tag.start(), after


def _box_types(text: str) -> list[tuple[int, int]]:
    """Where the type of note boxes is declared."""
    return [
        (start, end)
        for start, end in _drawn(text, "shapetype")
        if _BOX_TYPE.search(text, start, text.index(">", start))
    ]


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without these spans, which are in order."""
    pieces, place = [], 0
    for start, end in spans:
        pieces.append(text[place:start])
        place = end
    return "".join((*pieces, text[place:]))


def _shapes(boxes: Iterable[NoteBox], first: int, *, declared: str) -> Iterable[str]:
    for number, box in enumerate(boxes, first):
        yield _NOTE_BOX.format(
            number=number,
            declared=declared,
            width=box.width,
            height=box.height,
            anchor=box.anchor,
            row=box.cell[0] - 1,
            column=box.cell[1] - 1,
        )


def _cell_of(shape: str) -> Cell | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row is None or column is None or not _NOTE.search(shape):
        return None
    return int(row.group(1)) + 1, int(column.group(1)) + 1


def _next_number(text: str) -> int:
    return max((int(each) for each in _SHAPE_NUMBER.findall(text)), default=_BLOCK) + 1


def _missing_declarations(text: str) -> str:
    start = text.partition(">")[0] if not text.startswith("<?") else text.split(">", 2)[1]
    lacking = [
        f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items() if f"xmlns:{prefix}=" not in start
    ]
    return "".join(lacking)


def _decoded(drawing: bytes) -> tuple[str, str, str]:
    """The drawing as text that goes back to the same bytes, its encoding, and how its errors are kept."""
    encoding, errors = encoding_of(drawing), "surrogatepass"
    if encoding not in {"utf-16-le", "utf-16-be"}:
        encoding, errors = "utf-8", "surrogateescape"
    return drawing.decode(encoding, errors), encoding, errors
