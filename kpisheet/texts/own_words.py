"""What a business calls a lead and a customer, put in the place of these words in the report's sentences.

Only what is ours is rewritten, before facts fill it: a channel called *Lead Forensics* stays. Neither are
sentences that name columns, which are headed as they are headed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from kpisheet.texts.suffixes import suffixed

_LONGEST = 30  # letters; more is a sentence
_A_TERM = re.compile(r"[^\W\d_]+([ ’'-][^\W\d_]+){0,3}")
# Tables whose sentences speak of leads and customers, and not of a column by its header.
_REWRITTEN = frozenset(
    {"page", "kpis", "verdicts", "headline", "answers", "questions", "notes", "missing", "workbook", "plan"}
)
_OF_COLUMNS = (
    "answers.helps_",
    "plan.key",
    "headline.act_record",
    "headline.next_record",
    "headline.next_no",
)
_PLACE = re.compile(r"(\{[^{}]*\})")


class OwnWords(Struct, frozen=True):
    """A business's own words, in lower case and in the singular; None is the usual one."""

    lead: str | None = None
    customer: str | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to rewrite."""
        return bool(self.lead or self.customer)


USUAL_WORDS = OwnWords()


def as_term(code: str, typed: str) -> str | None:
    """A word as typed in Business, fit to stand in a sentence: `Patients` is `patient`. None if it isn't."""
    text = " ".join(typed.split())
    if len(text) > _LONGEST or not _A_TERM.fullmatch(text):
        return None
    return _SINGULAR[code](_lower(code, text))


def _lower(code: str, text: str) -> str:
    """In lower case, but for abbreviations: `SQL`."""
    if len(text) > 1 and text.isupper() and len(text) <= 4:
        return text
    return (text.replace("I", "ı").replace("İ", "i") if code == "tr" else text).lower()


def _english_singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if re.search(r"[^sui]s$", word) and len(word) > 3 else word


def _turkish_singular(word: str) -> str:
    return word[:-3] if re.search(r"(lar|ler)$", word) and len(word) > 5 else word


_SINGULAR: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"en": _english_singular, "tr": _turkish_singular}
)


def rewrites(key: str) -> bool:
    """Whether the sentence of this key is rewritten."""
    return key.partition(".")[0] in _REWRITTEN and not key.startswith(_OF_COLUMNS)


@lru_cache(maxsize=4096)
def rewritten(code: str, text: str, own: OwnWords) -> str:
    """A sentence of the tables with a business's own words; its places stay, but for the words in them."""
    return "".join(
        _plural_place(code, part, own) if part.startswith("{") else _WORDS_OF[code](part, own)
        for part in _PLACE.split(text)
    )


def _plural_place(code: str, place: str, own: OwnWords) -> str:
    name, found, words = place.partition(":plural:")
    return f"{name}{found}{_WORDS_OF[code](words, own)}" if found else place


_ENGLISH = re.compile(
    r"\b((?P<article>an?) )?((?P<lead>lead)|(?P<customer>customer))(?P<many>s)?\b", re.IGNORECASE
)


def _english(text: str, own: OwnWords) -> str:
    def meant(found: re.Match[str]) -> str:
        word = own.lead if found["lead"] else own.customer
        if word is None:
            return found.group()
        noun = found["lead"] or found["customer"]
        made = _english_plural(word) if found["many"] else word
        made = made[:1].upper() + made[1:] if noun[0].isupper() else made
        if found["article"] is None:
            return made
        article = "an" if made[0].lower() in "aeiou" else "a"
        return f"{article.capitalize() if found['article'][0].isupper() else article} {made}"

    return _ENGLISH.sub(meant, text)


def _english_plural(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", word) else f"{word}s"


# The endings that our sentences put on these words, and the suffixes that they are.
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "ler": "lAr",
        "lerin": "lArIn",
        "leri": "lArI",
        "lere": "lArA",
        "lerden": "lArDAn",
        "lerine": "lArInA",
        "si": "(s)I",
        "sine": "(s)InA",
        "nin": "(n)In",
        "ye": "(y)A",
        "yi": "(y)I",
        "den": "DAn",
    }
)
_TURKISH = re.compile(
    r"\b(?P<lead>potansiyel müşteri( \(lead\))?|lead’?)(?P<of_lead>\w*)"
    r"|\b(?P<customer>müşteri)(?P<of_customer>\w*)",
    re.IGNORECASE,
)


def _turkish(text: str, own: OwnWords) -> str:
    def meant(found: re.Match[str]) -> str:
        word = own.lead if found["lead"] else own.customer
        ending = _ENDINGS.get(found["of_lead"] if found["lead"] else found["of_customer"])
        if word is None or ending is None:
            return found.group()
        made = suffixed(word, ending)
        first = "İ" if made[0] == "i" else made[0].upper()
        return first + made[1:] if found.group()[0].isupper() else made

    return _TURKISH.sub(meant, text)


_WORDS_OF: Mapping[str, Callable[[str, OwnWords], str]] = MappingProxyType({"en": _english, "tr": _turkish})
