"""A worksheet as a person types it, as values, for changes that must not matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.json_output import to_dict
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.worksheet.findings import Severity
from kpisheet.worksheet.sheet import RawSheet
from tests.support.raw_books import TODAY, sheet, understood

FIGURES = ("spend", "visitors", "leads", "new_customers", "revenue")
WORDS = ("period", "channel", "campaign")
SHOWN = (*FIGURES, "cpl", "cac", "roas", "cost_per_visitor", "close_rate", "roi", "gross_profit")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Typed:
    """One worksheet: its table and further sheets.

    `columns`: keys in their order, with `headers` as typed; a key may be of a column that isn't read. `rows`:
    what stands under them.
    """

    language: str
    columns: tuple[str, ...]
    headers: Mapping[str, str]
    rows: tuple[Row, ...]
    others: tuple[RawSheet, ...] = ()

    def with_rows(self, *rows: Row) -> Typed:
        """The same with other rows."""
        return replace(self, rows=rows)

    def with_column(self, key: str, header: str) -> Typed:
        """The same with one column more, at the right, if it isn't there."""
        if key in self.columns:
            return self
        return replace(self, columns=(*self.columns, key), headers={**self.headers, key: header})

    def sheets(self) -> list[RawSheet]:
        """The sheets of the workbook."""
        name = {"en": "Channels", "tr": "Kanallar"}[self.language]
        lines = [[row.get(key) for key in self.columns] for row in self.rows]
        return [*self.others, sheet(name, [[self.headers[key] for key in self.columns], *lines])]


@dataclass(frozen=True)
class Told:
    """What is reported: figures by channel and month and in total, and the findings that ask for a look."""

    figures: Mapping[str, Any]
    loud: Sequence[tuple[str, str | None]] = field(default=())


def told(typed: Typed) -> Told:
    """The report on a worksheet, as far as a change may not alter it."""
    made = build_report(understood(*typed.sheets()), file="x.xlsx", today=TODAY)
    shown = to_dict(made, file="x.xlsx")
    figures = {"total": _figures(shown["totals"])}
    for channel in shown["channels"]:
        figures[channel["key"]] = _figures(channel)
        for part in channel["by_period"]:
            figures[f"{channel['key']} {part['period']}"] = _figures(part)
    loud = [
        (one.code, one.place.cell if one.place else None)
        for one in made.findings
        if one.severity is not Severity.INFO
    ]
    return Told(figures, loud)


def _figures(entry: Mapping[str, Any]) -> dict[str, Any]:
    values = {key: entry.get(key) for key in SHOWN}
    return {key: value if value is None else round(float(value), 6) for key, value in values.items()}


CHANNELS = {
    "en": ("Google Ads", "Organic search", "E-mail", "Facebook Ads", "Radio", "Columbus Gazette"),
    "tr": (
        "Google Ads",
        "Organik arama",
        "E-posta",
        "Facebook reklamı",
        "Radyo",
        "Ilıca Gazetesi",
        "Tavsiye",
    ),
}
_months = st.integers(1, 4).map(lambda n: tuple(date(2026, 7 + at, 1) for at in range(n)))
_whole_money = st.integers(40, 9000).map(lambda n: n * 10)
_money = st.decimals("1", "90000", places=2) | st.integers(1, 90000).map(Decimal)


@st.composite
def worksheets(draw: st.DrawFn) -> Typed:
    """A list of one row per month and channel, in either language."""
    language = draw(st.sampled_from(LANGUAGES))
    names = table(language, "columns")
    channels = draw(st.lists(st.sampled_from(CHANNELS[language]), min_size=2, max_size=4, unique=True))
    rows = [
        {
            "period": month,
            "channel": channel,
            "spend": draw(_money),
            "visitors": draw(st.integers(200, 9000)),
            "leads": draw(st.integers(20, 190)),
            "new_customers": draw(st.integers(0, 19)),
            "revenue": draw(_whole_money),
        }
        for month in draw(_months)
        for channel in channels
    ]
    headers = {key: names[f"{key}.header"] for key in (*WORDS, *FIGURES)}
    return Typed(language, ("period", "channel", *FIGURES), headers, tuple(rows))


def spoilt(typed: Typed, number: int, key: str) -> Typed:
    """The same with a cell that says a number in words, as people do; `meant` keeps what it says."""
    rows = list(typed.rows)
    row = rows[number % len(rows)]
    text = {"en": f"about {row[key]}", "tr": f"yaklaşık {row[key]}"}[typed.language]
    rows[number % len(rows)] = {**row, key: text, f"meant {key}": row[key]}
    return typed.with_rows(*rows)


def meant(row: Row, key: str) -> Decimal:
    """The number that a cell of the row means, whether it can be read or not; 0 where it is blank."""
    value = row.get(f"meant {key}", row.get(key))
    return Decimal(str(value or 0))
