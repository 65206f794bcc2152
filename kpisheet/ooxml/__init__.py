"""The package layer of Office Open XML: reading, patching, grafting; knows nothing of marketing."""
