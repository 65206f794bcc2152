"""The English words, one table a module."""
