"""Rows to figures, verdicts and answers; knows no file."""
