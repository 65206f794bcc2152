"""The worksheet that people fill in, authored by XlsxWriter from the schema and the texts."""

from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling, Typed

__all__ = ["Filling", "Typed", "author_template"]
