"""What the page's worker asks of kpisheet: plain data in, plain data out, every word from its texts.

A report is a batch of files that the worker has laid into the memory's own disk, done as the command does it.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from supposing import Fields, Supposed, fields_of

from kpisheet.batch.jobs import Job, jobs_of
from kpisheet.batch.task import Task
from kpisheet.batch.tasks import Outcome, failed, in_words, index_entries, run_tasks
from kpisheet.errors import KpisheetError, UnreadableFileError
from kpisheet.exports.lines import Conversions, Taught
from kpisheet.files.disk import WORKBOOK_SUFFIXES, is_own_output
from kpisheet.ooxml.limits import LIMITS, exceeded
from kpisheet.pipeline import Reading, Writing, write_index
from kpisheet.texts.language import Words
from kpisheet.texts.resources import find
from kpisheet.workbook.template.author import author_template

LARGEST_INPUT = LIMITS.input_bytes
_ROOM = Path("/reports")  # on the memory's own disk: a run's inputs and outputs, gone after it
_OUTPUTS = _ROOM / "out"
_ABOUT_CONVERSIONS = ("K936", "K938")  # findings on what they were taken for
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Given(Struct, frozen=True, rename="camel"):
    """A file of the person's: where the worker has laid it, or why it couldn't.

    `unread` holds the browser's own words.
    """

    path: str
    too_large: bool = False
    unread: str | None = None


class Asked(Struct, frozen=True, rename="camel"):
    """What to report on: `language` is the page's, `made_on` the person's own day.

    `conversions`: what the conversions in downloads are, once the person has said so; `supposed`: what is
    assumed of a file that was reported on before.
    """

    files: tuple[Given, ...]
    language: str
    made_on: date
    conversions: Conversions | None = None
    supposed: Supposed = Supposed()


class Finding(Struct, frozen=True):
    """What is wrong or doubtful, as the JSON of a report has it; other keys are passed over."""

    code: str
    severity: str
    message: str
    hint: str
    sheet: str | None = None
    cell: str | None = None


class _Report(Struct, frozen=True):
    findings: tuple[Finding, ...] = ()
    currency: str | None = None


class Told(Struct, frozen=True, rename="camel"):
    """What became of one file of `jobs`, for the page. `workbook` and `page` are paths on the memory's disk.

    The only report is told twice: first with `seen`, its page, to be read while its files are made.
    `asks_conversions`: downloads hold conversions, and what they are was taken for granted. `fields`:
    what may be assumed of the only report.
    """

    file: str
    jobs: int
    language: str
    asks_conversions: bool = False
    fields: Fields | None = None
    currency: str | None = None
    headline: str = ""
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    workbook: str | None = None
    page: str | None = None
    seen: str | None = None
    failure: str | None = None
    details: str | None = None


def report(asked_json: str, tell: Callable[[str], None]) -> str:
    """Reports on every file, each told (as JSON of a `Told`) as soon as it is done; an only one before, too.

    Downloads go together with the worksheet among the files, as on the command line. Gives the paths of the
    overview (its page and its workbook), as a JSON list that is empty where there is only one report.
    """
    asked = msgspec.json.decode(asked_json, type=Asked)
    reading = Reading(
        made_on=asked.made_on,
        taught=Taught(conversions=asked.conversions),
        period=asked.supposed.period,
        assumed=asked.supposed.assumptions,
        language_without=asked.language,
    )
    jobs = jobs_of([Job(Path(given.path), _fault(given)) for given in asked.files], (), reading)
    alone = len(jobs) == 1
    tasks = [_task(job, reading, asked, alone=alone) for job in jobs if job.error is None]
    reported = run_tasks(tasks, 1, partial(_tell_seen, tell, asked.language) if alone else None)
    outcomes: list[Outcome] = []
    for job in jobs:
        error = job.error
        outcome = failed(job.path, error, asked.language, as_json=False) if error else next(reported)
        tell(_as_json(_told(outcome, len(jobs), asked.language)))
        outcomes.append(replace(outcome, json=None))
    overview = _overview(outcomes, asked) if len(jobs) > 1 else []
    return msgspec.json.encode([str(path) for path in overview]).decode()


def _tell_seen(tell: Callable[[str], None], language: str, outcome: Outcome, page: str) -> None:
    tell(_as_json(replace(_told(outcome, 1, language), seen=page)))


def _as_json(told: Told) -> str:
    return msgspec.json.encode(told).decode()


def _task(job: Job, reading: Reading, asked: Asked, *, alone: bool) -> Task:
    return Task(
        job.path,
        reading,
        Writing(_OUTPUTS),
        asked.language,
        as_json=True,
        for_assuming=alone,
        downloads=job.downloads,
        worksheet=job.worksheet,
    )


def _fault(given: Given) -> KpisheetError | None:
    """Why the worker couldn't lay the file down, as an error with words."""
    if given.too_large:
        return exceeded("input_bytes", LIMITS)
    if given.unread is not None:
        return UnreadableFileError("read_failed", file=Path(given.path).name, reason=given.unread)
    return None


def _told(outcome: Outcome, jobs: int, language: str) -> Told:
    """A report in its own words; why there is none in the page's, whatever language the file speaks."""
    words = Words(language if outcome.failure else outcome.language)
    told = msgspec.json.decode(outcome.json, type=_Report) if outcome.json else _Report()
    findings = _with_own_hints(told.findings, words)
    return Told(
        file=outcome.source.name,
        jobs=jobs,
        language=words.code,
        asks_conversions=any(finding.code in _ABOUT_CONVERSIONS for finding in findings),
        fields=fields_of(outcome.adjustable) if outcome.adjustable else None,
        currency=told.currency,
        headline=outcome.headline,
        sentences=outcome.sentences,
        notes=_notes(outcome, words),
        findings=findings,
        workbook=str(outcome.workbook) if outcome.workbook else None,
        page=str(outcome.page) if outcome.page else None,
        failure=_failure(outcome, words),
        details=outcome.failure.details if outcome.failure else None,
    )


def _with_own_hints(findings: Sequence[Finding], words: Words) -> tuple[Finding, ...]:
    """The report's findings; where a hint speaks of the command, with the page's own."""
    return tuple(replace(each, hint=_hint(each.code, each.hint, words)) for each in findings)


def _hint(code: str, usual: str, words: Words) -> str:
    key = f"web.hint.{code}"
    return words.raw(key) if words.has(key) else usual


def _notes(outcome: Outcome, words: Words) -> tuple[str, ...]:
    """What was made of downloads, and what was done otherwise than a person may expect."""
    notes = list(outcome.downloads)
    if outcome.not_used:
        notes.append(words.text("command.download.not_used", files=list(outcome.not_used)))
    if outcome.numbered_because:
        notes.append(words.text(f"command.note.{outcome.numbered_because}", file=outcome.source.name))
    if outcome.signature_removed:
        notes.append(words.raw("command.note.signature_removed"))
    return tuple(notes)


def _failure(outcome: Outcome, words: Words) -> str | None:
    """The error's sentence and its hint; where a hint speaks of the command, the page's own."""
    if outcome.failure is None:
        return None
    message, hint = in_words(outcome.failure.code, outcome.failure.facts, words.code)
    return f"{message} {_hint(outcome.failure.code, hint, words)}"


def _overview(outcomes: Sequence[Outcome], asked: Asked) -> list[Path]:
    """The overview of several workbooks, written in the language of the first that has a report."""
    reported = [outcome for outcome in outcomes if outcome.failure is None]
    if not reported:
        return []
    language = reported[0].language
    entries = index_entries(outcomes, _OUTPUTS, language)
    page = write_index(
        entries,
        _OUTPUTS,
        sources=[outcome.source for outcome in outcomes],
        pages=[outcome.page for outcome in outcomes if outcome.page],
        language=language,
        made_on=asked.made_on,
    )
    return [page, page.with_suffix(".kpi.xlsx")]


def workbooks(names_json: str) -> str:
    """Which of the files of a folder are workbooks of the person's (names in, names out, as JSON)."""
    names = msgspec.json.decode(names_json, type=list[str])
    paths = [Path(name) for name in names]
    chosen = [
        path.name for path in paths if path.suffix.lower() in WORKBOOK_SUFFIXES and not is_own_output(path)
    ]
    return msgspec.json.encode(chosen).decode()


def warm_up(language: str) -> None:
    """Reports on a sample and forgets it: what is imported by then makes a person's first report quick."""
    source = find(f"sample.{language}.xlsx")
    for _ in run_tasks([Task(source, Reading(), Writing(_OUTPUTS), language, as_json=True)], 1):
        clear()


def clear() -> None:
    """Forgets a run: its inputs and outputs on the memory's disk."""
    shutil.rmtree(_ROOM, ignore_errors=True)


def clear_outputs() -> None:
    """Forgets what a run wrote; from what it read, another report can be made."""
    shutil.rmtree(_OUTPUTS, ignore_errors=True)


def sample(language: str) -> bytes:
    """The filled-in worksheet of the made-up company of that language."""
    return find(f"sample.{language}.xlsx").read_bytes()


class Wanted(Struct, frozen=True, rename="camel"):
    """The empty worksheet that a person wants: `channels` as typed, with commas or one a line."""

    language: str
    currency: str
    year: int | None
    channels: str
    made_on: date


def worksheet(wanted_json: str) -> bytes:
    """An empty worksheet."""
    wanted = msgspec.json.decode(wanted_json, type=Wanted)
    names = wanted.channels.replace("\n", ",").split(",")
    return author_template(
        language=wanted.language,
        currency=wanted.currency or None,
        year=wanted.year,
        channels=[name.strip() for name in names if name.strip()],
        made_on=wanted.made_on,
    )


def archive(names: Sequence[str], contents: Sequence[bytes]) -> bytes:
    """A zip of several files, with no time in it that would make two alike ones differ."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, content in zip(names, contents, strict=True):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archived.writestr(entry, content)
    return made.getvalue()
