"""The result sheets: a workbook of all but their cells, and the cells; grafting them isn't done here."""

from kpisheet.workbook.results.authoring import author

__all__ = ["author"]
