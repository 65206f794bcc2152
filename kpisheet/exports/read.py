"""A download, whatever it is, to what it gives: the one way into this room."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from hashlib import blake2s
from itertools import islice

from msgspec.structs import replace

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.counted_otherwise import like_the_first
from kpisheet.exports.crm import ContactReader, DealReader
from kpisheet.exports.headers import header_languages
from kpisheet.exports.lines import Extract, Remark, Taught
from kpisheet.exports.orders import OrderReader
from kpisheet.exports.pages import Line, Page, text_of
from kpisheet.exports.refusal import language_of, nothing_found
from kpisheet.exports.spend import SpendReader
from kpisheet.exports.survey import read_survey
from kpisheet.exports.systems import Kind
from kpisheet.exports.tables import FoundTable, tables_of, worth
from kpisheet.exports.text import page_of_text, unpasted
from kpisheet.exports.visits import CountReader, chosen_counts
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.typed_text import month_numbers
from kpisheet.worksheet.header import header_meaning
from kpisheet.worksheet.schema import Table

_COUNTS = (Kind.VISITS, Kind.SEARCH, Kind.PROFILE, Kind.MAIL, Kind.LEADS, Kind.CALLS)
_CLOSE = Decimal("0.01")
_LINES_OF_A_PREAMBLE = 40
_RATES = frozenset(
    {"average_revenue_per_sale", "visitor_to_lead_rate", "close_rate", "gross_margin", "pieces_sent"}
)


def page_of(file: str, content: bytes, taught: Taught) -> Page:
    """The page of a text. Raises `UnreadableFileError` where the bytes are none."""
    return page_of_text(file, content, partial(worth, taught=taught.columns))


def speaks_of_a_system(pages: Sequence[Page], taught: Taught) -> bool:
    """Whether the first lines of any page hold the headers of a known system: then it is its download."""
    beginnings = (Page(page.file, page.sheet, partial(_first_lines, page), page.delimiter) for page in pages)
    return any(table.what.system for page in beginnings for table in tables_of(page, taught.columns))


def has_rates(page: Page, taught: Taught) -> bool:
    """Whether a table of no known system has channels, and columns that don't add up, as worksheets have."""
    beginning = Page(page.file, page.sheet, partial(_first_lines, page), page.delimiter)
    return any(
        table.what.system is None
        and "channel" in table.what.columns
        and any(header_meaning_key(header.text) in _RATES for header in table.what.headers)
        for table in tables_of(beginning, taught.columns)
    )


def header_meaning_key(text: str) -> str | None:
    """What a header means in a worksheet of one's own."""
    meaning = header_meaning(text, Table.CHANNELS)
    return meaning.key if meaning else None


def _first_lines(page: Page) -> Iterator[Line]:
    return islice(page.lines(), _LINES_OF_A_PREAMBLE)


def extracts(pages: Sequence[Page], taught: Taught) -> list[Extract]:
    """What the pages of one file give, one for each table that says something of its own.

    Raises `UnreadableFileError` where nothing is recognised, or where what is can't be read for certain.
    """
    wanted = [page for page in pages if taught.sheet in (None, page.sheet) or page.sheet is None]
    understood = [unpasted(page, partial(worth, taught=taught.columns)) for page in wanted]
    named = taught.channel is not None
    tables = [table for page in understood for table in tables_of(page, taught.columns, one_channel=named)]
    if not tables:
        raise nothing_found(understood, taught.columns)
    try:
        return _of_tables(tables, taught)
    except UnreadableFileError as error:
        error.language = error.language or language_of(tables[0].what.headers)
        raise


def _of_tables(tables: Sequence[FoundTable], taught: Taught) -> list[Extract]:
    by_kind: dict[Kind, list[FoundTable]] = defaultdict(list)
    for table in tables:
        by_kind[table.what.kind].append(table)
    found: list[Extract] = []
    for kind, ones in by_kind.items():
        chosen = chosen_counts(ones) if kind in _COUNTS else ones
        read, told = like_the_first(chosen, [_extract(table, taught) for table in chosen], _tells_again)
        first, *others = _without_repeats(read) if kind is Kind.ADS else read
        found += [replace(first, remarks=(*first.remarks, *told)), *others]
    return [one for one in found if one.rows_used] or found[:1]


def _extract(table: FoundTable, taught: Taught) -> Extract:
    """What one table gives, read with what was answered before for its shape."""
    shape = _shape(table)
    known = taught.known_channels.get(shape)
    if known is None or taught.channel is not None:
        return _with_its_end(table, replace(_read(table, taught), shape=shape))
    remark = Remark("K945", {"channel": known})
    read = replace(_read(table, replace(taught, channel=known)), shape=shape).with_remark(remark)
    return _with_its_end(table, read)


def _with_its_end(table: FoundTable, read: Extract) -> Extract:
    """What a table gives, and that other headers end it whose lines weren't read."""
    line = table.ended_by
    if line is None:
        return read
    headers = [text for cell in line.cells if (text := text_of(cell).strip())]
    return read.with_remark(Remark("K969", {"row": line.number, "headers": ", ".join(headers)}))


def _shape(table: FoundTable) -> str:
    """A fingerprint of the headers and of the file's name without its numbers and months."""
    named = re.split(r"[\W_]+", fold(table.page.sheet or table.page.file.rpartition(".")[0]))
    words = [word for word in named if word not in month_numbers() and not any(map(str.isdigit, word))]
    text = "\x1f".join((*(header.name for header in table.what.headers), "", *words))
    return blake2s(text.encode(), digest_size=4).hexdigest()


def _read(table: FoundTable, taught: Taught) -> Extract:
    language = _language(table)
    match table.what.kind:
        case Kind.ADS | Kind.OUTCOMES:
            return SpendReader(table, language, taught).read()
        case Kind.DEALS:
            return DealReader(table, language, taught).read()
        case Kind.CONTACTS:
            return ContactReader(table, language, taught).read()
        case Kind.ORDERS:
            return OrderReader(table, language, taught).read()
        case Kind.SURVEY:
            return read_survey(table, language, taught)
        case _:
            return CountReader(table, language, taught).read()


def _language(table: FoundTable) -> str:
    """The language of most headers that only one language has; English in doubt."""
    votes = Counter(code for header in table.what.headers for code in header_languages(header.text))
    return max(LANGUAGES, key=lambda code: votes[code])


def _without_repeats(read: Sequence[Extract]) -> list[Extract]:
    """The tables of spend, without those that tell the same spend again in another breakdown.

    Raises `UnreadableFileError` where two tell of the same channel and time, and not the same.
    """
    kept: list[Extract] = []
    for one in read:
        rival = next((each for each in kept if _meet(each, one)), None)
        if rival is None:
            kept.append(one)
        elif not _is_as_much(rival, one):
            raise UnreadableFileError("export_two_tables", one=rival.place, other=one.place)
        else:
            repeated = Remark("K932", {"one": rival.place, "other": one.place})
            better = max(rival, one, key=lambda each: (len(each.periods), len(each.channels)))
            kept[kept.index(rival)] = better.with_remark(repeated)
    return kept


def _tells_again(one: Extract, other: Extract) -> bool:
    """Whether two tables tell of the same channel, time and spend."""
    return bool(_spend(one)) and _meet(one, other) and _is_as_much(one, other)


def _is_as_much(one: Extract, other: Extract) -> bool:
    return abs(_spend(one) - _spend(other)) <= _CLOSE * max(one.rows_used, other.rows_used)


def _meet(one: Extract, other: Extract) -> bool:
    """Whether both tell of the same channel at the same time."""
    return any(
        mine.channel == theirs.channel
        and (mine.period is None or theirs.period is None or mine.period.overlaps(theirs.period))
        for mine in one.channels
        for theirs in other.channels
    )


def _spend(one: Extract) -> Decimal:
    return sum((line.values.get("spend", Decimal(0)) for line in one.channels), Decimal(0))
