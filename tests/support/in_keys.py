"""What a report says as keys and facts: a test that compares these outlives another wording of a sentence."""

from __future__ import annotations

import re
import string

from kpisheet.analysis.report import Report
from kpisheet.texts.language import Sentence, Words

# Tables of whole sentences; the words of the others (channels, KPIs, columns …) are facts.
_SENTENCES = frozenset({"answers", "claims", "deals", "headline", "notes", "plan", "trends", "verdicts"})


class InKeys(Words, frozen=True, dict=True):
    """Instead of a sentence its key and its facts, written as there: `more_leads(leads=270, share=44.4%)`.

    The facts stand by name. Texts that only join others (`{first} {second}`) join them here, too.
    """

    def raw(self, key: str) -> str:
        """The key with a place for each fact; as it is, what is no sentence or only joins others."""
        text = super().raw(key)
        table, _, entry = key.partition(".")
        pieces = list(string.Formatter().parse(text))
        if table not in _SENTENCES or not any(words and re.search(r"\w", words) for words, *_ in pieces):
            return text
        found = [(fact, how or "") for _, fact, how, _ in pieces if fact]
        written = {fact: how for fact, how in found if not how.startswith("plural:")}
        places = [
            f"{fact}={{{fact}:{how}}}" if how else f"{fact}={{{fact}}}"
            for fact, how in sorted(written.items())
        ]
        return f"{entry}({', '.join(places)})" if places else entry


def in_keys(report: Report, sentence: Sentence) -> str:
    """What the report says there."""
    usual = report.words
    return InKeys(usual.code, usual.currency, usual.money_decimals, usual.own).say(sentence)
