"""How the workbook was read, in a sentence and one figure with its address: a misreading is seen at once."""

from __future__ import annotations

from collections.abc import Iterator

from kpisheet.texts.language import Sentence, Term
from kpisheet.worksheet.sheet import DataTable, Layout, Worksheet

_SHEETS_NAMED = 3


def how_read(worksheet: Worksheet) -> tuple[Sentence, ...]:
    """The sentences; none for a worksheet that was put together by a program."""
    layout = worksheet.layout
    return () if layout is None else tuple(_sentences(layout, worksheet.table))


def _sentences(layout: Layout, table: DataTable) -> Iterator[Sentence]:
    if table.is_list:
        yield Sentence("how_read.list", {"sheet": layout.sheets[0]})
    else:
        kind = "table" if layout.blocks == 1 else "tables" if len(layout.sheets) == 1 else "sheets"
        named = (*layout.sheets[:_SHEETS_NAMED], *(["…"] if len(layout.sheets) > _SHEETS_NAMED else []))
        facts = {"tables": layout.blocks, "sheets": len(layout.sheets), "names": named}
        yield Sentence(f"how_read.{kind}", facts)
        yield Sentence(
            "how_read.places",
            {
                "channels": Term(f"how_read.at.{layout.channels}"),
                "periods": Term(f"how_read.at.{layout.periods}"),
                "metrics": Term(f"how_read.at.{layout.metrics}"),
            },
        )
    if (row := layout.example) is not None:
        place = row.place("spend", table.columns)
        kind = "example" if row.period is not None else "example_without_period"
        facts = {
            "channel": row.channel.name,
            "period": row.period,
            "metric": Term("columns.spend.header"),
            "cell": f"{place.sheet}!{place.cell}",
        }
        yield Sentence(f"how_read.{kind}", facts)
