"""What a package says: its sheets, cells, shared texts, number formats and tables."""
