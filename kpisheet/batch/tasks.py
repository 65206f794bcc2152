"""One workbook or many: each becomes an `Outcome`, in the order given, and no failure stops the others.

An outcome holds plain words, names and an error's facts only, so that it travels cheaply between processes.
"""

from __future__ import annotations

import gc
import os
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.batch.task import Task
from kpisheet.batch.time_limit import seconds_for, within
from kpisheet.errors import KpisheetError, UnreadableFileError
from kpisheet.files.disk import base_stem, identity
from kpisheet.files.replacing import in_no_folder
from kpisheet.texts.harmless import harmless_name, shown_name
from kpisheet.texts.language import LANGUAGES, Words

if TYPE_CHECKING:
    from datetime import date

    from kpisheet.analysis.adjustable import Adjustable
    from kpisheet.analysis.overview import Entry
    from kpisheet.analysis.report import Report
    from kpisheet.analysis.standing import State
    from kpisheet.batch.unchanged import Memory
    from kpisheet.files.memory import Standing
    from kpisheet.pipeline import Evaluation, Reading

_WAITING_PER_WORKER = 3  # tasks handed out ahead, so that memory doesn't grow with the number of files


class Failure(Struct, frozen=True):
    """Why a file has no report: `code` and `facts` as the error holds them, worded in `message` and `hint`.

    `details` is the traceback of a mistake of our own.
    """

    code: str
    facts: Mapping[str, Any]
    message: str
    hint: str
    details: str | None = None


class Outcome(Struct, frozen=True):
    """What became of one workbook."""

    source: Path
    language: str
    workbook: Path | None = None
    page: Path | None = None
    client_page: Path | None = None
    pdf: Path | None = None
    not_printed: Failure | None = None  # why there is no PDF beside the rest
    headline: str = ""
    sentences: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()  # a sentence for each, and what is still to do
    numbered_because: str | None = None
    kept_sheets: tuple[str, ...] = ()
    signature_removed: bool = False
    has_errors: bool = False
    json: str | None = None
    entry: Entry | None = None
    state: State | None = None  # of one of several: where its client stands, and what to do
    adjustable: Adjustable | None = None  # what may be assumed in place of what it says
    to_do: Mapping[str, str] = {}  # by language: that of the overview isn't known yet
    unchanged_since: date | None = None  # the day of the report, where it stands and wasn't made anew
    failure: Failure | None = None
    not_used: tuple[str, ...] = ()  # the downloads that were to go with a file that failed

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that were written."""
        return tuple(
            path for path in (self.workbook, self.page, self.client_page, self.pdf) if path is not None
        )


# Takes a report that can be seen but isn't written yet: its outcome, without files, and its page.
Seen = Callable[[Outcome, str], None]


def failure_of(error: BaseException, language: str) -> Failure:
    """Any error in words; whatever isn't a `KpisheetError` is a mistake of ours, and is owned up to."""
    details = None
    if isinstance(error, KpisheetError):
        code, facts = error.code, dict(error.facts)
        language = error.language or language
    else:
        code, facts = ("ran_out_of_memory" if isinstance(error, MemoryError) else "bug"), {}
        details = "".join(traceback.format_exception(error))
    try:
        message, hint = in_words(code, facts, language)
    except (KeyError, ValueError):
        return failure_of(RuntimeError(f"no words for {error}"), language)
    return Failure(code, facts, message, hint, details)


def in_words(code: str, facts: Mapping[str, Any], language: str) -> tuple[str, str]:
    """An error's sentence and its hint, in this language."""
    words = Words(language)
    return words.text(f"errors.{code}.message", **facts), words.text(f"errors.{code}.hint", **facts)


def run_task(task: Task, seen: Seen | None = None) -> Outcome:
    """Read, evaluate and write one workbook. Never raises, except when the person interrupts."""
    language = task.language

    def work() -> Outcome:
        nonlocal language
        from kpisheet.batch.unchanged import made_from, unchanged

        made = made_from(task)
        if task.changed_only and (stands := unchanged(task, made)) is not None:
            return _standing(task, *stands)
        evaluation = _evaluated(task, task.reading)
        language = evaluation.report.language
        return _written(task, evaluation, made, seen)

    try:
        return within(seconds_for(task.source), work)
    except Exception as error:  # noqa: BLE001 - one file's failure must not stop the others
        others = tuple(each.path.name for each in task.downloads if each.path != task.source)
        return replace(failed(task.source, error, language, as_json=task.as_json), not_used=others)


def failed(source: Path, error: BaseException, language: str, *, as_json: bool) -> Outcome:
    """The outcome of a file without a report."""
    from kpisheet.analysis.standing import State

    failure = failure_of(error, language)
    if not as_json:
        return Outcome(source, language, failure=failure, state=State.FAILED)
    from kpisheet.json_output import failure_dict, one_line

    line = one_line(failure_dict(harmless_name(str(source)), failure.code, failure.message, failure.hint))
    return Outcome(source, language, failure=failure, json=line, state=State.FAILED)


def _evaluated(task: Task, reading: Reading) -> Evaluation:
    from kpisheet.pipeline import evaluate_downloads, evaluate_file

    if task.downloads:
        return evaluate_downloads(task.worksheet, task.downloads, reading)
    return evaluate_file(task.source, reading)


def _standing(task: Task, found: Standing, memory: Memory) -> Outcome:
    """The outcome of a report that stands. Its JSON is that of the day on which it was made."""
    line = None
    if task.as_json:
        evaluation = _evaluated(task, replace(task.reading, made_on=memory.made_on))
        line = evaluation.to_json(people=task.writing.people, unchanged=True)
    return Outcome(
        source=task.source,
        language=memory.language,
        workbook=found.workbook,
        page=found.page,
        client_page=found.client_page,
        pdf=found.pdf,
        has_errors=memory.has_errors,
        json=line,
        entry=replace(memory.entry, unchanged_since=memory.made_on),
        state=memory.entry.state,
        to_do=memory.to_do,
        unchanged_since=memory.made_on,
    )


def _written(task: Task, evaluation: Evaluation, made: str, seen: Seen | None) -> Outcome:
    from kpisheet.batch.downloads import told_of_downloads
    from kpisheet.batch.unchanged import memory_of
    from kpisheet.html.index import summarise

    report = evaluation.report if task.writing.people else evaluation.report.without_people()
    entry, to_do = summarise(report, page="", workbook=""), _to_do(report)
    said = memory_of(evaluation, task.writing, entry, to_do, made)
    outcome = Outcome(
        source=task.source,
        language=report.language,
        headline=report.opening,
        sentences=most_important(report),
        downloads=told_of_downloads(evaluation),
        signature_removed=evaluation.signed,
        has_errors=evaluation.has_errors,
        json=evaluation.to_json(people=task.writing.people) if task.as_json else None,
        entry=entry,
        adjustable=_adjustable(evaluation) if task.for_assuming else None,
        state=entry.state,
        to_do=to_do,
    )
    written = evaluation.write(
        task.writing, reserved=task.reserved, said=said, seen=partial(seen, outcome) if seen else None
    )
    return replace(
        outcome,
        workbook=written.workbook,
        page=written.page,
        client_page=written.client_page,
        pdf=written.pdf,
        not_printed=failure_of(written.not_printed, report.language) if written.not_printed else None,
        numbered_because=written.numbered_because,
        kept_sheets=written.kept_sheets,
    )


def _adjustable(evaluation: Evaluation) -> Adjustable:
    from kpisheet.analysis.adjustable import adjustable

    return adjustable(evaluation.worksheet, evaluation.report)


def _to_do(report: Report) -> dict[str, str]:
    """What to do with the client first, in every language."""
    from kpisheet.analysis.standing import standing

    own, to_do = report.words, standing(report).to_do
    return {code: Words(code, own.currency, own.money_decimals, own.own).say(to_do) for code in LANGUAGES}


def index_entries(outcomes: Sequence[Outcome], folder: Path, language: str) -> list[Entry]:
    """A line of the overview for each outcome, its links as seen from the overview's folder.

    Failures are worded in the overview's language: when they were told, it wasn't known yet.
    """
    from kpisheet.analysis.overview import Entry

    entries = []
    for outcome in outcomes:
        if outcome.entry and outcome.page and outcome.workbook:
            page, workbook, client_page, pdf = (
                None if path is None else os.path.relpath(path, folder)
                for path in (outcome.page, outcome.workbook, outcome.client_page, outcome.pdf)
            )
            entries.append(
                replace(
                    outcome.entry,
                    page=page,
                    workbook=workbook,
                    client_page=client_page,
                    pdf=pdf,
                    to_do=outcome.to_do[language],
                )
            )
        elif outcome.failure:
            failure = " ".join(in_words(outcome.failure.code, outcome.failure.facts, language))
            entries.append(Entry(file=shown_name(outcome.source.name), failure=failure))
    return entries


def most_important(report: Report) -> tuple[str, ...]:
    """Which channels pay, what to do next, what wasn't read, and how many cells to check."""
    words = report.words
    sentences = []
    for verdict in ("pays", "loses_money", "check_first"):
        names = [each.channel.name for each in report.judged if each.verdict.pays == verdict]
        if names:
            sentences.append(words.text(f"command.summary.{verdict}", channels=names))
    sentences = ["  ".join(sentences)] if sentences else [words.text("command.summary.cannot_tell")]
    sentences.append(words.say(report.next_step))
    sentences += [words.say(each.sentence) for each in report.unread]
    if report.to_check:
        sentences.append(words.say(report.to_check))
    elif not report.unread:  # only then all that looks like data was read
        clean = words.raw("command.summary.nothing_to_check")
        lacking = report.lacking
        sentences.append(clean if lacking is None else words.text("page.check_lacking", what=lacking))
    return tuple(sentences)


def run_tasks(tasks: Sequence[Task], jobs: int, seen: Seen | None = None) -> Iterator[Outcome]:
    """All outcomes in the order of `tasks`, as soon as each one's turn has come.

    `seen` is told of a report before it is written, if it is made in this very process.
    """
    units = _units(tasks)
    jobs = 1 if in_no_folder(Path()) else min(jobs, len(units))  # a process must be somewhere to start others
    run = _run_here(units, seen) if jobs <= 1 else _run_apart(units, jobs)
    done: dict[int, Outcome] = {}
    turn = 0
    for outcomes in run:
        done.update(outcomes)
        while turn in done:
            yield done.pop(turn)
            turn += 1


Unit = list[tuple[int, Task]]  # tasks whose outputs could want the same name, with their turns


def _units(tasks: Sequence[Task]) -> list[Unit]:
    """Tasks that could want the same output names are done one after the other, the rest side by side."""
    inputs: dict[str, list[Path]] = {}
    for task in tasks:
        inputs.setdefault(_wanted(task.source.parent, task.source), []).append(task.source)
    units: dict[str, Unit] = {}
    for turn, task in enumerate(tasks):
        wanted = _wanted(task.writing.output or task.source.parent, task.source)
        reserved = tuple(inputs.get(wanted, ()))
        units.setdefault(wanted, []).append((turn, replace(task, reserved=reserved)))
    return list(units.values())


def _wanted(folder: Path, source: Path) -> str:
    """Where the source's outputs go, but for their endings; alike where a file system may hold them alike."""
    return identity(folder / base_stem(source)).casefold()


def run_unit(unit: Unit, seen: Seen | None = None) -> list[tuple[int, Outcome]]:
    """The outcomes of a unit's tasks, none of which takes a name that an earlier one took."""
    outcomes: list[tuple[int, Outcome]] = []
    taken: list[Path] = []
    for turn, task in unit:
        _collect_between_reports()
        outcome = run_task(replace(task, reserved=(*task.reserved, *taken)), seen)
        taken.extend(outcome.written)
        outcomes.append((turn, outcome))
    return outcomes


def _collect_between_reports() -> None:
    """Look for cycles of objects when a report is done, not in its midst.

    Then little is left to look at: a report makes few cycles, and looking for them while all of its
    objects stand takes up to a tenth of its time. The first report of a process has none before it.
    """
    if gc.isenabled():
        gc.disable()
        return
    gc.collect()
    if not gc.get_freeze_count():  # by now all modules are there, and stay
        gc.freeze()


def _run_here(units: Sequence[Unit], seen: Seen | None) -> Iterator[list[tuple[int, Outcome]]]:
    try:
        for unit in units:
            yield run_unit(unit, seen)
    finally:
        gc.enable()
        gc.unfreeze()


def _run_apart(units: Sequence[Unit], jobs: int) -> Iterator[list[tuple[int, Outcome]]]:
    """In processes. Where one dies, its unit is tried once more alone, then reported; the others go on."""
    from kpisheet.batch.workers import BrokenProcessPool, Workers

    left = deque(units)
    while left:
        workers = Workers(jobs, run_unit)
        try:
            while left or workers.waiting:
                while left and len(workers.waiting) < jobs * _WAITING_PER_WORKER:
                    workers.hand_out(left[0])
                    left.popleft()
                yield workers.next_outcomes()
        except (KeyboardInterrupt, GeneratorExit):  # nobody waits for the rest
            workers.end_at_once()
            raise
        except BrokenProcessPool:
            suspects = workers.unfinished() or [left.popleft()]
            left.extendleft(reversed(suspects[1:]))
            yield _run_alone(suspects[0])
        finally:
            workers.stop()


def _run_alone(unit: Unit) -> list[tuple[int, Outcome]]:
    from kpisheet.batch.workers import BrokenProcessPool, Workers

    workers = Workers(1, run_unit)
    try:
        workers.hand_out(unit)
        return workers.next_outcomes()
    except KeyboardInterrupt:
        workers.end_at_once()
        raise
    except BrokenProcessPool:
        died = UnreadableFileError("worker_died")
        return [(turn, failed(task.source, died, task.language, as_json=task.as_json)) for turn, task in unit]
    finally:
        workers.stop()
