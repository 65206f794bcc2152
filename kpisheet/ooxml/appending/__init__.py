"""Rows, columns and sheets added, as those before are written."""
