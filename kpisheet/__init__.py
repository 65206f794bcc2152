"""Marketing channel KPIs from a filled-in worksheet: an annotated workbook and an HTML summary."""

__version__ = "0.1.0"
