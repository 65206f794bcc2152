"""A workbook's cells to typed rows, settings and findings; knows no file."""
