"""The result sheets, authored as a workbook of their own; grafting them into a person's isn't done here."""

from kpisheet.workbook.results.authoring import author

__all__ = ["author"]
