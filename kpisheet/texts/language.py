"""A language's tables of words, and `Words`, which fills their sentences with facts.

A table is a module `texts/<code>/<table>.py` with a dict ``TEXTS``; a key is ``<table>.<name>``.
A place in a sentence may say how its fact is written: ``{spend:money}``, ``{cac:unit_money}``,
``{leads:count}``, ``{roi:return}``, ``{rate:rate}``, ``{month:period}``, ``{day:date}``,
``{n:plural:cell:cells}`` (the word only), ``{range:unit_money}`` (of a low and a high end), or nothing
(text as it is, numbers grouped as typed). ``{points:exact_rate}`` keeps all places of a rate;
``{n:of_them}`` is *so many of them* in languages that have an ending for it: 33’ü.
"""

from __future__ import annotations

import importlib
import string
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from kpisheet.texts.habits import LANGUAGES
from kpisheet.texts.own_words import USUAL_WORDS, OwnWords, rewrites, rewritten
from kpisheet.texts.units import Unit

if TYPE_CHECKING:
    from kpisheet.texts.writing import Writing

__all__ = ["LANGUAGES", "ClientWords", "Sentence", "Term", "Words", "table"]


class Term(Struct, frozen=True):
    """A fact that is itself a word of the tables, such as a column's header: ``columns.leads.header``."""

    key: str


class Sentence(Struct, frozen=True):
    """A sentence before it is worded: the key of its text and the facts that fill it."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=64)
def table(code: str, name: str) -> Mapping[str, str]:
    """One table of words, read-only. Raises `KeyError` for a language or table that doesn't exist."""
    if code not in LANGUAGES:
        raise KeyError(code)
    try:
        module = importlib.import_module(f"kpisheet.texts.{code}.{name}")
    except ModuleNotFoundError as error:
        raise KeyError(f"{code}/{name}") from error
    return MappingProxyType(module.TEXTS)


@lru_cache(maxsize=4096)
def _raw(code: str, key: str) -> str:
    name, _, entry = key.partition(".")
    return table(code, name)[entry]


class _Place(NamedTuple):
    """Words of a sentence and the fact that follows them (none at its end), with the way it is written."""

    words: str
    fact: str | None
    written_as: str


@lru_cache(maxsize=4096)
def _pieces(sentence: str) -> tuple[_Place, ...]:
    """A sentence taken apart once: a report fills the same few dozen hundreds of times."""
    parsed = string.Formatter().parse(sentence)
    return tuple(_Place(words, fact, written_as or "") for words, fact, written_as, _ in parsed)


class Words(Struct, frozen=True, dict=True):
    """All words of one language, with the report's way of writing money; without a currency, no sign.

    `own`: what the business calls a lead and a customer.
    """

    code: str
    currency: str | None = None
    money_decimals: int = 0
    own: OwnWords = USUAL_WORDS

    @cached_property
    def writing(self) -> Writing:
        """How this language writes numbers."""
        from kpisheet.texts.writing import Writing  # noqa: PLC0415 - Babel, dear to import, serves only numbers

        return Writing(self.code, self.currency, self.money_decimals)

    def in_currency(self, label: str) -> str:
        """A label with the currency of its amounts behind it; as it is where no currency is known."""
        return f"{label} ({self.currency})" if self.currency else label

    def raw(self, key: str) -> str:
        """The text of ``table.name`` with its places unfilled. Raises `KeyError` where there is none."""
        text = _raw(self.code, key)
        return rewritten(self.code, text, self.own) if self.own and rewrites(key) else text

    def has(self, key: str) -> bool:
        """Whether the tables hold this key."""
        name, _, entry = key.partition(".")
        try:
            return entry in table(self.code, name)
        except KeyError:
            return False

    def text(self, key: str, /, **facts: Any) -> str:
        """The sentence of ``table.name`` filled with `facts`."""
        template = self.raw(key)
        if "{" not in template:
            return template
        filled = []
        for words, fact, written_as in _pieces(template):
            filled.append(words)
            if fact is not None:
                filled.append(self.fact(facts[fact], written_as))
        return "".join(filled)

    def say(self, sentence: Sentence) -> str:
        """A `Sentence`, worded."""
        return self.text(sentence.key, **sentence.facts)

    def fact(self, value: Any, written_as: str = "") -> str:
        """One fact, written as a place asks for it (see the module's docstring)."""
        if isinstance(value, str) and not written_as:
            return value
        if isinstance(value, Term):
            return self.raw(value.key)
        if isinstance(value, Sentence):
            return self.say(value)
        if value is None:
            return "–"
        if written_as.startswith("plural:"):
            one, many = written_as.removeprefix("plural:").split(":")
            return one if Decimal(value) == 1 else many
        if isinstance(value, (list, tuple)):
            return ", ".join(self.fact(item, written_as) for item in value)
        if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
            return self._number_fact(value, written_as)
        if isinstance(value, date):
            return self.writing.month(value) if written_as == "month" else self.writing.day(value)
        if hasattr(value, "start") and hasattr(value, "end"):
            return self.writing.period(value, short=written_as == "short_period")
        if hasattr(value, "low") and hasattr(value, "high"):
            return self.writing.between(Unit(written_as), value.low, value.high)
        return str(value)

    def _number_fact(self, value: Decimal | int, written_as: str) -> str:
        if written_as == "id":
            return str(value)
        if written_as == "of_them":
            return self.writing.of_them(value)
        if written_as == "exact_rate":
            return self.writing.exact_percent(value)
        unit = Unit(written_as) if written_as else Unit.TEXT
        return self.writing.figure(unit, value)


class ClientWords(Words, frozen=True, dict=True):
    """The same as an agency's client reads them: nothing of sheets and cells, nothing to fill in."""

    def raw(self, key: str) -> str:
        """The text of ``client.<key>`` where there is one, else of the key."""
        return table(self.code, "client").get(key) or super().raw(key)
