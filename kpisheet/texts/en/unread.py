"""What looks like data and was not read, on the first screen."""

TEXTS: dict[str, str] = {
    "tables": "Not read: {n} more {n:plural:table that looks:tables that look} like channel data ({names}: {rows:count} {rows:plural:row:rows}, {total:money} of spend; {read:money} was read).",
    "columns": "Not read: {n} {n:plural:column:columns} of numbers under {n:plural:an unknown header:unknown headers} ({names}; {total:text} in all).",
    "figures": "Not read: {n:count} {n:plural:figure:figures} that no label explains ({names}; {total:text} in all).",
    "rows": "Left out: {n} {n:plural:row:rows} ({names}; {total:money} of spend).",
}
