"""From findings to edits of the person's sheets: cell notes, fills, refreshed values of grey formulas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.ooxml.marking.annotation import FillBlock, SheetEdit
from kpisheet.ooxml.references import Cell, CellArea
from kpisheet.texts.harmless import harmless
from kpisheet.workbook.earlier_run import RULE_TAG
from kpisheet.workbook.grey_values import refreshed_values
from kpisheet.workbook.names import Role
from kpisheet.workbook.severity_colours import SEVERITY_FILLS
from kpisheet.worksheet.findings import SEVERITY_ORDER, Finding, Severity, each_cell

if TYPE_CHECKING:
    from kpisheet.analysis.report import Report
    from kpisheet.texts.language import Words
    from kpisheet.worksheet.sheet import RawBook

MOST_NOTES = 10_000  # of the worst cells; each costs Excel a drawn shape, and the list names as many
_FINDINGS_IN_A_NOTE = 4


class _MarkedCell(Struct, frozen=True):
    sheet: str
    cell: Cell
    findings: tuple[Finding, ...]  # the worst first

    @property
    def severity(self) -> Severity:
        return self.findings[0].severity


def edits_for(report: Report, book: RawBook) -> dict[str, SheetEdit]:
    """The edits of each input sheet, by its name; none for a sheet without findings or stale values."""
    marked = _marked_cells(each_cell(report.findings), {sheet.name for sheet in book.sheets if not sheet.own})
    noted = sorted(marked, key=lambda one: SEVERITY_ORDER[one.severity])[:MOST_NOTES]
    notes: dict[str, dict[Cell, str]] = defaultdict(dict)
    for one in noted:
        notes[one.sheet][one.cell] = note_text(one.findings, report.words)
    cached = refreshed_values(report, book)
    by_sheet: dict[str, list[_MarkedCell]] = defaultdict(list)
    for one in marked:
        by_sheet[one.sheet].append(one)
    return {
        sheet: SheetEdit(notes.get(sheet, {}), _fills(by_sheet.get(sheet, ())), cached.get(sheet, {}))
        for sheet in (each.name for each in book.sheets)
        if sheet in by_sheet or sheet in cached
    }


def note_text(findings: Sequence[Finding], words: Words) -> str:
    """What a cell's note says: each finding with what to do about it, the worst first."""
    said = []
    for finding in findings[:_FINDINGS_IN_A_NOTE]:
        severity = words.raw(f"workbook.severity.{finding.severity.value}")
        message = finding.worded(words.text)
        said.append(words.text("workbook.note.finding", severity=severity, message=message))
        said.append(finding.hint(words.text))
    if (more := len(findings) - _FINDINGS_IN_A_NOTE) > 0:
        sheet = words.raw(f"sheets.{Role.FINDINGS.value}")
        said.append(words.text("workbook.note.more", more=more, sheet=sheet))
    return harmless("\n".join(line for line in said if line))


def _marked_cells(findings: Iterable[Finding], sheets: set[str]) -> list[_MarkedCell]:
    """The cells with findings, in the order of the findings."""
    by_cell: dict[tuple[str, Cell], list[Finding]] = defaultdict(list)
    for finding in findings:
        place = finding.place
        if place and place.sheet in sheets and place.row is not None and place.column is not None:
            by_cell[place.sheet, (place.row, place.column)].append(finding)
    return [
        _MarkedCell(sheet, cell, tuple(sorted(found, key=lambda each: SEVERITY_ORDER[each.severity])))
        for (sheet, cell), found in by_cell.items()
    ]


def _fills(cells: Sequence[_MarkedCell]) -> tuple[FillBlock, ...]:
    """One block a severity, the worst first; the formula is always true and tells our rule again."""
    blocks = []
    for severity in Severity:
        filled = [one.cell for one in cells if one.severity is severity]
        if filled:
            blocks.append(FillBlock(areas_of(filled), RULE_TAG, SEVERITY_FILLS[severity].removeprefix("#")))
    return tuple(blocks)


def areas_of(cells: Iterable[Cell]) -> tuple[CellArea, ...]:
    """The cells as few areas: runs down a column are one."""
    columns: Mapping[int, list[int]] = defaultdict(list)
    for row, column in cells:
        columns[column].append(row)
    areas = []
    for column, rows in sorted(columns.items()):
        first = last = None
        for row in sorted(set(rows)):
            if first is not None and last is not None and row == last + 1:
                last = row
                continue
            if first is not None and last is not None:
                areas.append(CellArea(first, column, last, column))
            first = last = row
        if first is not None and last is not None:
            areas.append(CellArea(first, column, last, column))
    return tuple(areas)
