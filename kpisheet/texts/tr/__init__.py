"""The Turkish words, one table a module."""
