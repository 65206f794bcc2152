"""What the page says of the report's values: figures with base and marks, names of bearable length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from msgspec import Struct

from kpisheet.analysis.basis import made_of
from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Figure, Figures, Interval, Pays, PeriodFigures, Report
from kpisheet.texts.language import ClientWords, Sentence, Words
from kpisheet.texts.units import Unit

NAME_LENGTH = 120  # a longer name is a mistake or an attack, and is shown by its beginning
TEXT_LENGTH = 600
_BEFORE_SIGN = re.compile(r"(?<=\d) (?=[₺$€£])")


def shortened(text: str, length: int = NAME_LENGTH) -> str:
    """`text`, or its beginning and an ellipsis."""
    return text if len(text) <= length else text[:length].rstrip() + "…"


def _bearable(fact: Any) -> Any:
    if isinstance(fact, str):
        return shortened(fact)
    if isinstance(fact, Sentence):
        return bearable(fact)
    if isinstance(fact, list | tuple):
        return tuple(_bearable(item) for item in fact)
    return fact


def bearable(sentence: Sentence) -> Sentence:
    """The sentence with the long texts among its facts shortened."""
    return Sentence(sentence.key, {name: _bearable(fact) for name, fact in sentence.facts.items()})


CONVERTED = "\u00a0≈"  # stands after a figure that holds an amount converted from another currency


class Cell(Struct, frozen=True):
    """One table cell. `sort` is the exact value behind `text`; `missing` says why there is none."""

    text: str
    sort: str = ""
    base: str | None = None
    doubtful: bool = False
    missing: bool = False
    verdict: Pays | None = None
    link: str | None = None


class Column(Struct, frozen=True):
    """A table's column: a heading, and what it means."""

    heading: str
    numeric: bool = True
    meaning: str | None = None


class Row(Struct, frozen=True):
    """A table's row: the first cell is its heading."""

    cells: tuple[Cell, ...]
    anchor: str | None = None


class Table(Struct, frozen=True):
    """A table as the page shows it.

    `sortable`: its rows may be put in another order by a person. `broad`: on a narrow screen its rows
    become cards, in which each cell says its column's name. `notes`: what is said below it.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    sortable: bool = False
    broad: bool = False
    notes: tuple[str, ...] = ()


def order_of(value: Decimal | float) -> str:
    """What a cell is put in order by: eight digits tell any two that a person tells apart."""
    return f"{float(value):.8g}"


def in_one_piece(text: str) -> str:
    """The text, in which a figure and its currency sign stay on one line."""
    return _BEFORE_SIGN.sub("\N{NO-BREAK SPACE}", text)


class Wording(Struct, frozen=True, dict=True):
    """A report's words and figures, as the page writes them, for the agency or for its client."""

    report: Report
    for_client: bool = False

    @cached_property
    def words(self) -> Words:
        """The words of the report's language."""
        own = self.report.words
        return ClientWords(own.code, own.currency, own.money_decimals, own.own) if self.for_client else own

    @cached_property
    def months(self) -> tuple[PeriodFigures, ...]:
        """The periods to show one by one."""
        return self.report.months_shown

    def text(self, key: str, /, **facts: Any) -> str:
        """A sentence of the texts."""
        return in_one_piece(self.words.text(key, **{name: _bearable(fact) for name, fact in facts.items()}))

    def say(self, sentence: Sentence) -> str:
        """A sentence of the report."""
        return in_one_piece(self.words.say(bearable(sentence)))

    def label(self, key: str) -> str:
        """A KPI's full name."""
        return self.words.raw(f"kpis.{key}.label")

    def short(self, key: str) -> str:
        """A KPI's short name, for headings and charts."""
        return self.words.raw(f"kpis.{key}.short")

    def value(self, key: str, value: Decimal) -> str:
        """A value written as that KPI is written."""
        return self.words.writing.figure(KPIS[key].unit, value)

    def figure(self, figure: Figure) -> str:
        """The figure, its lower bound, or why there is none."""
        if figure.value is not None:
            return self.value(figure.key, figure.value)
        if figure.lower_bound is not None:
            return self.text("page.at_least", value=self.value(figure.key, figure.lower_bound))
        return self.missing(figure)

    def missing(self, figure: Figure) -> str:
        """Why there is no figure."""
        return self.words.raw(f"missing.{figure.missing}") if figure.missing else "–"

    def base(self, figure: Figure, beside: Figures) -> str | None:
        """What a ratio is made of, where the figures `beside` it don't divide into it; what a sum misses."""
        said = made_of(figure, beside, self.report)
        return None if said is None else self.say(said)

    def interval(self, key: str, interval: Interval) -> str:
        """`$99–180`: the likely range."""
        if interval.high is None:
            return self.text("page.at_least", value=self.value(key, interval.low))
        return self.words.writing.between(KPIS[key].unit, interval.low, interval.high)

    def cell(self, figures: Figures, key: str) -> Cell:
        """The table cell of one figure."""
        figure = figures.get(key)
        if figure is None:
            return Cell("–", missing=True)
        return Cell(
            self.figure(figure) + (CONVERTED if figure.converted and figure.value is not None else ""),
            sort="" if figure.value is None else order_of(figure.value),
            base=self.base(figure, figures),
            doubtful=figure.doubtful and figure.value is not None,
            missing=figure.value is None and figure.lower_bound is None,
        )

    def heading(self, key: str) -> Column:
        """The heading of a KPI's column."""
        return Column(
            self.short(key), meaning=f"{self.label(key)}: {self.words.raw(f'kpis.{key}.definition')}"
        )

    def plain(self, value: Decimal | int | str | None, unit: Unit = Unit.COUNT) -> Cell:
        """The cell of a value that is no figure."""
        if value is None:
            return Cell("–", missing=True)
        if isinstance(value, str):
            return Cell(shortened(value))
        return Cell(self.words.writing.figure(unit, value), sort=order_of(value))


def known_keys(scopes: Mapping[str, Figures] | list[Figures], keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `keys` for which at least one scope has a value."""
    every = list(scopes.values()) if isinstance(scopes, Mapping) else scopes
    return tuple(
        key for key in keys if any((found := scope.get(key)) and found.value is not None for scope in every)
    )
