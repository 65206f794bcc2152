"""Rows added below a table, as the rows above are written."""
