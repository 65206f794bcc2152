"""What every result sheet is written from: the report, the person's workbook as typed, words and names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from kpisheet.analysis.report import Report
from kpisheet.texts.language import Words
from kpisheet.workbook.names import Role
from kpisheet.workbook.results.data_layout import Ids
from kpisheet.workbook.results.styles import Styles
from kpisheet.worksheet.findings import Place
from kpisheet.worksheet.sheet import RawBook, RawCell, RawSheet


class Sources(Struct, frozen=True, dict=True):
    """Read-only; shared by the writers of all result sheets."""

    report: Report
    book: RawBook
    names: Mapping[Role, str]
    styles: Styles

    @cached_property
    def words(self) -> Words:
        """The report's words."""
        return self.report.words

    @cached_property
    def ids(self) -> Ids:
        """The integer ids that the formulas sum by."""
        return Ids.of(self.report)

    @cached_property
    def sheets(self) -> Mapping[str, RawSheet]:
        """The person's sheets by name."""
        return {sheet.name: sheet for sheet in self.book.sheets}

    def cell(self, place: Place) -> RawCell | None:
        """The input cell at a place, as typed."""
        sheet = self.sheets.get(place.sheet)
        if sheet is None or place.row is None or place.column is None:
            return None
        return sheet.cell(place.row, place.column)

    def say(self, key: str, /, **facts: object) -> str:
        """A sentence of the result sheets' own table."""
        return self.words.text(f"workbook.{key}", **facts)

    @property
    def heading(self) -> str:
        """The business (or else the file) and the period, as over the page."""
        name = self.report.business_name or self.report.file
        return f"{name} · {self.words.fact(self.report.period)}" if self.report.period else name

    @property
    def made_on(self) -> str:
        """When the report was made."""
        return self.words.fact(self.report.made_on)
