"""A report that stands and would be made the same again: known by what its page remembers.

The page remembers what it was made from (the bytes of its inputs, the options, kpisheet's version), until
which day it says the same, and what the overview says of it. A file that failed left no page, so that it is
always tried again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kpisheet import __version__
from kpisheet.analysis.overview import Entry
from kpisheet.analysis.standing import holds_until
from kpisheet.files.disk import WORKBOOK_SUFFIXES, pages_of, read_input
from kpisheet.files.memory import Standing, standing
from kpisheet.files.ownership import source_key
from kpisheet.files.together import checksum
from kpisheet.pipeline import source_of

if TYPE_CHECKING:
    from kpisheet.batch.task import Task
    from kpisheet.html.brand import Brand
    from kpisheet.pipeline import Evaluation, Writing


class Memory(Struct, frozen=True):
    """What a page remembers. `made_from`: of all but the comment for this client, which stands beside it.

    `to_do` by language.
    """

    made_from: str
    comment: str | None
    made_on: date
    holds_until: date
    language: str
    has_errors: bool
    entry: Entry
    to_do: Mapping[str, str]
    business_name: str | None
    file: str


def made_from(task: Task) -> str:
    """A checksum of all that decides what the report of the task says, but for the day and the comment.

    Raises `UnreadableFileError` where an input can't be read.
    """
    writing, reading = task.writing, replace(task.reading, made_on=None)
    if (not task.downloads and task.source.suffix.lower() in WORKBOOK_SUFFIXES) or task.worksheet:
        reading = replace(reading, language_without=None)  # a worksheet speaks for itself
    brand = writing.brand and replace(writing.brand, comments={}, named={})
    options = (writing.verify, writing.logo, writing.people, brand, writing.browser is not None)
    worksheet = (task.worksheet,) if task.downloads else (task.source,)
    paths = [*filter(None, worksheet), *(each.path for each in task.downloads)]
    inputs = [(path.name, checksum(read_input(path))) for path in paths]
    facts = repr((__version__, reading, options, inputs))
    return hashlib.sha256(facts.encode(errors="surrogatepass")).hexdigest()


def memory_of(
    evaluation: Evaluation, writing: Writing, entry: Entry, to_do: Mapping[str, str], made: str
) -> bytes:
    """What the report's page is to remember; `made` is what `made_from` gave before the inputs were read."""
    report = evaluation.report
    memory = Memory(
        made,
        _comment(writing.brand, report.business_name, report.file),
        report.made_on,
        holds_until(evaluation.worksheet, report.made_on),
        report.language,
        evaluation.has_errors,
        entry,
        to_do,
        report.business_name,
        report.file,
    )
    return msgspec.json.encode(memory)


def _comment(brand: Brand | None, business: str | None, file: str) -> str | None:
    return brand.comment_for(business, Path(file).stem) if brand else None


def unchanged(task: Task, made: str) -> tuple[Standing, Memory] | None:
    """The report that stands where the task's would be written, if that would say the same today."""
    key = source_key(_source(task), task.writing.folder_for(_source(task)))
    remembered = ((found, _memory(found)) for found in standing(_pages(task), key))
    return next(
        (
            (found, memory)
            for found, memory in remembered
            if memory is not None and memory.made_from == made and _still_holds(found, memory, task)
        ),
        None,
    )


def _still_holds(found: Standing, memory: Memory, task: Task) -> bool:
    today = task.reading.made_on or date.today()  # noqa: DTZ011 - the person's own day
    comment = _comment(task.writing.brand, memory.business_name, memory.file)
    is_whole = found.pdf is not None or task.writing.browser is None  # printing may have failed
    return memory.made_on <= today <= memory.holds_until and memory.comment == comment and is_whole


def _pages(task: Task) -> Iterator[Path]:
    writing = task.writing
    if writing.output and writing.output_is_file:
        yield writing.output.with_suffix(".html")
    else:
        yield from pages_of(_source(task), writing.folder_for(_source(task)))


def _source(task: Task) -> Path:
    return source_of(task.worksheet, task.downloads) if task.downloads else task.source


def _memory(found: Standing) -> Memory | None:
    try:
        return msgspec.json.decode(found.said, type=Memory)
    except msgspec.MsgspecError:  # of another version
        return None
