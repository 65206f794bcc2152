"""Where the tables of the provided worksheet stand: 0-based rows, the same on each of its table sheets."""

HEADER_ROW = 4
FIRST_ROW = HEADER_ROW + 1
LAST_VALIDATED_ROW = 10_000 + HEADER_ROW  # rows typed below the ready ones are guided and counted too
