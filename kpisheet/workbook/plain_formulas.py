"""A worksheet of XlsxWriter's whose formulas are stored as they are written."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class PlainFormulas(Worksheet):  # type: ignore[misc]  # XlsxWriter has no complete types
    """For formulas of functions that Excel 2007 knew, as all of ours are."""

    def _prepare_formula(self, formula: str, *_: bool) -> str:
        """As it is stored. XlsxWriter would look for thirty newer functions in each."""
        return formula.removeprefix("=")
