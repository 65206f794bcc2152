"""Workbooks: the blank worksheet, the result sheets, reading and marking."""
