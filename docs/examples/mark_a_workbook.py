"""Puts a note and a fill on one cell of any workbook, and leaves all else as it is, byte for byte.

``python docs/examples/mark_a_workbook.py IN.xlsx OUT.xlsx SHEET B5 "Is this one too high?"``
"""

import sys
from pathlib import Path

from kpisheet.ooxml.marking.annotation import FillBlock, SheetEdit, annotate
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.references import area_of, cell_of

source, target, sheet, cell, note = sys.argv[1:]
place, area = cell_of(cell), area_of(cell)
if place is None or area is None:
    sys.exit(f"{cell} names no cell.")
fill = FillBlock((area,), formula="TRUE", rgb="FFE699")
marked = annotate(
    Package.open(Path(source).read_bytes()),
    {sheet: SheetEdit(notes={place: note}, fills=(fill,))},
    marker="To check:",
    author="Checker",
)
Path(target).write_bytes(marked.to_bytes())
