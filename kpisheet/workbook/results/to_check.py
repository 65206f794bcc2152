"""To check: every finding with its severity, a link to its cell, as typed, as read, and what to do."""

from __future__ import annotations

from decimal import Decimal

from kpisheet.analysis.standing import urgency
from kpisheet.workbook.names import Role
from kpisheet.workbook.results.canvas import Canvas
from kpisheet.workbook.results.sources import Sources
from kpisheet.worksheet.findings import Finding, Severity

MOST_FINDINGS = 10_000  # nobody reads more; the count above the list is complete
_HEADER_ROW = 3
_HEADERS = ("severity", "cell", "message", "typed", "read_as", "hint", "code")
_WIDTHS = (12, 20, 58, 20, 20, 48, 8)
_MESSAGE, _TYPED, _READ_AS, _HINT = 2, 3, 4, 5


def write_findings(sources: Sources, canvas: Canvas) -> None:
    """Write the sheet, in the order of the page: first what decides a verdict, then what touches figures."""
    report, styles = sources.report, sources.styles
    canvas.columns(_WIDTHS, styles.get("plain"))
    canvas.text(0, 0, sources.names[Role.FINDINGS], styles.get("title"))
    canvas.worksheet.set_row(0, 28)
    canvas.text(1, 0, _introduction(sources), styles.get("subtitle"))
    for column, key in enumerate(_HEADERS):
        canvas.text(_HEADER_ROW, column, sources.say(f"findings.{key}"), styles.get("header"))
    canvas.worksheet.set_row(_HEADER_ROW, 20)
    ordered = sorted(report.findings, key=urgency)[:MOST_FINDINGS]
    for row, finding in enumerate(ordered, _HEADER_ROW + 1):
        _write_finding(sources, canvas, row, finding)
    last = _HEADER_ROW + max(1, len(ordered))
    canvas.worksheet.autofilter(_HEADER_ROW, 0, last, len(_HEADERS) - 1)
    canvas.worksheet.freeze_panes(_HEADER_ROW + 1, 2)
    canvas.print_on(
        header=sources.heading, footer=sources.names[Role.FINDINGS], repeat=(_HEADER_ROW, _HEADER_ROW)
    )


def _introduction(sources: Sources) -> str:
    report = sources.report
    if not report.findings:
        return sources.say("nothing_to_check")
    if len(report.findings) > MOST_FINDINGS:
        return sources.say("findings.cut", shown=MOST_FINDINGS, all=len(report.findings))
    found = sources.words.say(report.to_check) if report.to_check else sources.say("only_notes")
    return sources.say("findings.introduction", summary=found)


def _write_finding(sources: Sources, canvas: Canvas, row: int, finding: Finding) -> None:
    styles = sources.styles
    wrapped = styles.get("cell_wrapped")
    message, hint = finding.worded(sources.words.text), finding.hint(sources.words.text)
    read_as = _read_as(sources, finding)
    canvas.text(row, 0, sources.say(f"severity.{finding.severity.value}"), styles.severity(finding.severity))
    _write_place(sources, canvas, row, finding)
    canvas.text(row, _MESSAGE, message, wrapped)
    canvas.text(row, _TYPED, finding.typed or "", wrapped)
    canvas.text(row, _READ_AS, read_as, wrapped)
    canvas.text(row, _HINT, hint, wrapped)
    canvas.text(row, len(_HEADERS) - 1, finding.code, styles.get("cell_top", font_color="#6B7280"))
    texts = ((message, _MESSAGE), (finding.typed or "", _TYPED), (read_as, _READ_AS), (hint, _HINT))
    canvas.fit_height(row, [(text, column, column) for text, column in texts])


def _write_place(sources: Sources, canvas: Canvas, row: int, finding: Finding) -> None:
    """A link to the cell, or to the sheet where the finding is of a whole sheet."""
    place = finding.place
    if place is None:
        canvas.blank(row, 1, 1, sources.styles.get("cell_top"))
    else:
        shown = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
        if finding.others:
            shown += " " + sources.say("findings.further", n=len(finding.others))
        style = sources.styles.get("link_top", text_wrap=True)
        canvas.link(row, 1, shown, style, to=(place.sheet, place.cell or "A1"))


def _read_as(sources: Sources, finding: Finding) -> str:
    value = finding.read_as
    if value is None:
        return sources.say("findings.not_used") if finding.severity is Severity.ERROR else ""
    return sources.words.writing.plain(value) if isinstance(value, Decimal) else sources.words.fact(value)
