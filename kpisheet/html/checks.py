"""The findings as the page lists them: sorted by what they cost the figures, each with sheet and cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.standing import urgency
from kpisheet.html.wording import Wording, shortened
from kpisheet.worksheet.findings import Finding, Severity

_TYPED_LENGTH = 80


class Check(Struct, frozen=True):
    """One finding in words. `where` is empty for the whole file."""

    severity: Severity
    severity_text: str
    where: str
    message: str
    hint: str
    typed: str | None
    read_as: str | None
    affects: str | None
    code: str


def checks(wording: Wording, findings: tuple[Finding, ...]) -> tuple[Check, ...]:
    """All findings: first what decides a verdict, then what touches figures, the worst and widest first."""
    return tuple(_check(wording, finding) for finding in sorted(findings, key=urgency))


def _check(wording: Wording, finding: Finding) -> Check:
    return Check(
        finding.severity,
        wording.text(f"page.severity_{finding.severity}"),
        _where(wording, finding),
        finding.worded(wording.text),
        finding.hint(wording.text),
        shortened(finding.typed, _TYPED_LENGTH) if finding.typed else None,
        _read_as(wording, finding),
        _affects(wording, finding),
        finding.code,
    )


def _where(wording: Wording, finding: Finding) -> str:
    if finding.place is None:
        return ""
    sheet = shortened(finding.place.sheet, 40)
    if finding.place.cell is None:
        return sheet
    further = wording.text("page.check_further", n=len(finding.others)) if finding.others else ""
    return f"{sheet} {finding.place.cell} {further}".rstrip()


def _read_as(wording: Wording, finding: Finding) -> str | None:
    """How a cell was read; of one that wasn't, only an error keeps it out of the figures."""
    value: Decimal | str | date | None = finding.read_as
    if value is None:
        return wording.text("page.check_unused") if finding.severity is Severity.ERROR else None
    if isinstance(value, str):
        return shortened(value, _TYPED_LENGTH)
    if isinstance(value, Decimal):
        return wording.words.writing.plain(value)
    return wording.words.writing.day(value)


def _affects(wording: Wording, finding: Finding) -> str | None:
    names = [wording.short(key) for key in sorted(finding.affects) if wording.words.has(f"kpis.{key}.short")]
    return ", ".join(names) or None
