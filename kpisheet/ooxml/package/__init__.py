"""The package: zip entries, parts, relationships and content types, read safely and changed one by one."""
