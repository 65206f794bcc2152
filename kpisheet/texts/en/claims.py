"""What the data can bear of a comparison."""

TEXTS: dict[str, str] = {"yes": "Yes", "no": "No", "cannot_tell": "Cannot tell yet"}
