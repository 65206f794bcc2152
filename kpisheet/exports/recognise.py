"""What a header row is that of: which kind of table, and whose download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.exports.headers import SPENDS, Header, headers_of, rank_of
from kpisheet.exports.naming import named_system
from kpisheet.exports.neighbours import TIMES, dated, paired
from kpisheet.exports.pages import Cell
from kpisheet.exports.systems import SYSTEMS, Kind, System
from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES

_ADVERTISED = frozenset(
    {"campaign", "campaign_id", "group", "ad", "keyword", "impressions", "clicks", "channel", "platform"}
    | {"source", "source_medium", "channel_group"}
)
_ADVERTISING = frozenset({"ad", "ads", "adspend", "advertising", "marketing", "media", "mark", "reklam"})
_WHERE_FROM = frozenset({"channel_group", "source_medium", "source", "channel", "platform", "lead_source"})
OUTCOMES = frozenset({"leads", "new_customers", "revenue"})
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


def recognised(
    cells: Sequence[Cell],
    taught: Mapping[str, str] | None = None,
    titles: Sequence[str] = (),
    *,
    one_channel: bool = False,
) -> Recognised | None:
    """What the line is the header of, or None.

    `taught`: folded header → meaning, as the person says. `titles`: the lines above, the sheet and the file.
    `one_channel`: the person says which channel it is, so that costs by time alone are its spend.
    """
    headers = paired(headers_of(cells, taught or {}))
    if len(headers) < 2:
        return None
    signed = _by_signs(headers, taught or {}, titles)
    if signed is not None:
        system, headers = signed[0], _over_time(signed[1], signed[0].kind)
        return Recognised(system.kind, system, headers, _columns(headers), _rivals(headers, system))
    kinds = _kinds(headers) or _kinds_of_one_channel(headers, one_channel=one_channel)
    if not kinds:
        return None
    named = named_system(titles, kinds[0]) if kinds[0] is not Kind.ADS else None
    headers = _over_time(headers, kinds[0])
    return Recognised(kinds[0], named, headers, _columns(headers), _rivals(headers, None))


def _over_time(headers: tuple[Header, ...], kind: Kind) -> tuple[Header, ...]:
    """The headers with their one date, in a table that adds up what happened over time."""
    return dated(headers) if kind in (Kind.ADS, Kind.VISITS) else headers


def _by_signs(
    headers: tuple[Header, ...], taught: Mapping[str, str], titles: Sequence[str]
) -> tuple[System, tuple[Header, ...]] | None:
    """The system with the most headers of a sign among these, and the headers as it means them."""
    names = frozenset(name for header in headers for name in (header.name, header.bare))
    bare = frozenset(header.bare for header in headers)
    best: tuple[int, System, tuple[Header, ...]] | None = None
    for system in SYSTEMS:
        size = _longest_sign(system, names, bare)
        if size <= (best[0] if best else 0) or not _may_stand_in(system, titles):
            continue
        meant = tuple(_as_meant_by(system, header, taught) for header in headers)
        if system.kind in _kinds(meant):
            best = size, system, meant
    if best is None:
        return None
    _, system, meant = best
    if not _longest(system.signs, names):  # other systems' tables have these headers too
        system = named_system(titles, system.kind) or system
    return system, meant


def _may_stand_in(system: System, titles: Sequence[str]) -> bool:
    """Whether a file of an archive is one of those of the system that count; others have none to be of."""
    return not system.pages or any(title.partition(".")[0].casefold() in system.pages for title in titles)


def _as_meant_by(system: System, header: Header, taught: Mapping[str, str]) -> Header:
    if header.name in taught:
        return header
    for name, key in system.meanings:
        if plain(name) == header.name:
            return replace(header, key=key)
    return header


def _kinds(headers: Sequence[Header]) -> list[Kind]:
    """The kinds whose columns are there, the likeliest first."""
    keys = {header.key for header in headers if header.key}
    spends = bool(keys & SPENDS.keys())
    rules = (
        (Kind.LEADS, bool(keys & {"lead_type", "form"}) and bool(keys & {"created", "period"})),
        (Kind.CALLS, not spends and _is_calls(keys)),
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
        (Kind.SURVEY, not spends and asked(headers) is not None),
        (Kind.OUTCOMES, not spends and "channel" in keys and bool(keys & OUTCOMES) and bool(keys & TIMES)),
    )
    return [kind for kind, holds in rules if holds]


def _kinds_of_one_channel(headers: Sequence[Header], *, one_channel: bool) -> list[Kind]:
    keys = {header.key for header in headers}
    return [Kind.ADS] if one_channel and keys & SPENDS.keys() and keys & TIMES else []


def _is_advertising(headers: Sequence[Header], keys: set[str]) -> bool:
    """Whether spend and time stand alone, but the spend says that it is advertising's: `Ad spend`."""
    says = any(header.key == "spend" and _ADVERTISING & set(header.name.split()) for header in headers)
    return says and bool(keys & TIMES)


def _is_calls(keys: set[str]) -> bool:
    """Whether each line is a call: who called, how long or which number, when, and what brought it."""
    called = bool(keys & {"caller", "first_call"}) and bool(keys & {"call_duration", "tracking_number"})
    when = bool(keys & {"starts", "period", "created"})
    return called and when and bool(keys & {*_WHERE_FROM, "medium"})


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


def _longest_sign(system: System, names: frozenset[str], bare: frozenset[str]) -> int:
    """How many headers of its longest sign are there; a card's are all that are there."""
    cards = (len(card) for card in system.cards if _folded(card) == bare)
    return max(_longest(system.signs, names), _longest(system.common, names), *cards, 0)


def _longest(signs: Sequence[tuple[str, ...]], names: frozenset[str]) -> int:
    return max((len(sign) for sign in signs if _folded(sign) <= names), default=0)


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
