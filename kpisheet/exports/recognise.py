"""What a header row is that of: which kind of table, and whose download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from kpisheet.exports.headers import Header, headers_of, rank_of
from kpisheet.exports.pages import Cell
from kpisheet.exports.systems import SYSTEMS, Kind, System
from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES

_SPEND = frozenset({"spend", "spend_micros", "spend_usd"})
_ADVERTISED = frozenset(
    {"campaign", "campaign_id", "group", "ad", "keyword", "impressions", "clicks", "channel", "platform"}
)
_ADVERTISING = frozenset({"ad", "ads", "adspend", "advertising", "marketing", "media", "mark", "reklam"})
_WHERE_FROM = frozenset({"channel_group", "source_medium", "source", "channel", "platform", "lead_source"})
_CLOSING = frozenset({"created", "closed", "won_at", "ordered", "period"})


class Recognised(Struct, frozen=True):
    """A header row: its kind, its system if it is a known one's, its columns by meaning."""

    kind: Kind
    system: System | None
    headers: tuple[Header, ...]
    columns: Mapping[str, Header]
    rivals: tuple[tuple[Header, Header], ...] = ()  # two columns that both say what was spent

    @property
    def width(self) -> int:
        """The number of columns up to the last header."""
        return self.headers[-1].column + 1


def recognised(cells: Sequence[Cell], taught: Mapping[str, str] | None = None) -> Recognised | None:
    """What the line is the header of, or None. `taught`: folded header → meaning, as the person says."""
    headers = headers_of(cells, taught or {})
    if len(headers) < 2:
        return None
    keys = {header.key for header in headers if header.key}
    kinds = _kinds(keys, headers)
    if not kinds:
        return None
    names = {name for header in headers for name in (header.name, header.bare)}
    found = max(
        (
            (_longest_sign(system, names), -place, system)
            for place, system in enumerate(SYSTEMS)
            if system.kind in kinds and _longest_sign(system, names)
        ),
        default=None,
        key=lambda each: each[:2],
    )
    system = found[2] if found else None
    kind = system.kind if system else kinds[0]
    return Recognised(kind, system, headers, _columns(headers), _rivals(headers, system))


def _kinds(keys: set[str], headers: Sequence[Header]) -> list[Kind]:
    """The kinds whose columns are there, the likeliest first."""
    spends = bool(keys & _SPEND)
    rules = (
        (Kind.LEADS, "lead_type" in keys and "created" in keys),
        (Kind.ADS, spends and (bool(keys & _ADVERTISED) or _is_advertising(headers, keys))),
        (Kind.SEARCH, not spends and {"clicks", "impressions", "position"} <= keys),
        (Kind.PROFILE, not spends and {"calls", "messages"} <= keys),
        (
            Kind.DEALS,
            bool(keys & {"stage", "won_at", "deal_name"}) and "amount" in keys and bool(keys & _CLOSING),
        ),
        (
            Kind.VISITS,
            not spends and bool(keys & {"sessions", "users", "visitors"}) and bool(keys & _WHERE_FROM),
        ),
        (Kind.MAIL, not spends and "recipients" in keys),
        (Kind.ORDERS, _is_orders(keys)),
        (
            Kind.CONTACTS,
            bool(keys & {"lifecycle", "contact"})
            and "created" in keys
            and bool(keys & {*_WHERE_FROM, "lifecycle"}),
        ),
        (Kind.SURVEY, "survey_time" in keys and asked(headers) is not None),
    )
    return [kind for kind, holds in rules if holds]


def _is_advertising(headers: Sequence[Header], keys: set[str]) -> bool:
    """Whether spend and time stand alone, but the spend says that it is advertising's: `Ad spend`."""
    says = any(header.key == "spend" and _ADVERTISING & set(header.name.split()) for header in headers)
    return says and bool(keys & {"period", "week", "year", "starts"})


def _is_orders(keys: set[str]) -> bool:
    paid = bool(keys & {"total", "amount"})
    return "order" in keys and paid and bool(keys & {"ordered", "created", "period"}) and "stage" not in keys


@lru_cache(maxsize=1)
def _questions() -> tuple[str, ...]:
    return tuple(
        plain(text) for code in LANGUAGES for text in aliases(code, "export_words")["source_question"]
    )


def asked(headers: Sequence[Header]) -> Header | None:
    """The column of the question that asks what brought someone, if a survey has it."""
    return next((each for each in headers if any(words in each.name for words in _questions())), None)


@lru_cache(maxsize=4096)
def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(name) for name in names)


def _longest_sign(system: System, names: set[str]) -> int:
    return max((len(sign) for sign in system.signs if _folded(sign) <= names), default=0)


def _columns(headers: Sequence[Header]) -> dict[str, Header]:
    """A column for each meaning: of several the name that the table prefers, else the first."""
    chosen: dict[str, Header] = {}
    for header in headers:
        if header.key is None:
            continue
        known = chosen.get(header.key)
        if known is None or rank_of(header) < rank_of(known):
            chosen[header.key] = header
    return chosen


def _rivals(headers: Sequence[Header], system: System | None) -> tuple[tuple[Header, Header], ...]:
    spends = [header for header in headers if header.key == "spend"]
    return ((spends[0], spends[1]),) if len(spends) > 1 and system is None else ()
