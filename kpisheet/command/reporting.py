"""The command that reports: on each file once, or again at each save, with an overview of several."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kpisheet.batch.jobs import Job
from kpisheet.command.arguments import MistakenCommandError, Request
from kpisheet.command.chosen_period import chosen_period
from kpisheet.command.closing import tell_unused_comments, tell_what_to_do
from kpisheet.command.downloads import reading_of
from kpisheet.command.ending import DONE, ERRORS_IN_DATA, FAILED, INTERRUPTED, fail
from kpisheet.command.for_clients import brand_of, browser_for, logo_of
from kpisheet.command.inputs import inputs_of, jobs_asked
from kpisheet.command.outputs import is_folder, output_of
from kpisheet.command.terminal import Terminal
from kpisheet.errors import KpisheetError
from kpisheet.texts.harmless import shown_name
from kpisheet.texts.language import Words

if TYPE_CHECKING:
    from kpisheet.batch.tasks import Outcome
    from kpisheet.pipeline import Reading, Writing

_FILE_ENDINGS = (".xlsx", ".xlsm", ".html")  # of the name of an output; any other names a folder


def report(request: Request, terminal: Terminal) -> int:
    """Report on the files named, and with --watch again at each save; gives the exit status."""
    inputs = inputs_of(request, terminal.words)
    if not request.options["watch"] or all(each.error for each in inputs):  # not there at all
        return _report_once(request, terminal)
    _keep_reporting(request, terminal)
    return INTERRUPTED  # only Ctrl-C ends it


def _keep_reporting(request: Request, terminal: Terminal) -> None:
    """Report now and again at each save, until Ctrl-C, which is here the usual end and no mishap."""
    from kpisheet.command.watching import saves

    once = request
    try:
        for _ in saves(request.files, lambda: [each.path for each in inputs_of(request, terminal.words)]):
            _report_once(once, terminal)
            terminal.note(terminal.words.raw("command.note.watching"))
            # One tab is enough: the page keeps its name.
            once = replace(request, options={**request.options, "open_page": False})
    except KeyboardInterrupt:
        terminal.note(terminal.words.raw("command.note.watched"))


def _report_once(request: Request, terminal: Terminal) -> int:
    options = request.options
    jobs = jobs_asked(request, terminal.words)
    several = len(jobs) > 1
    reading = reading_of(options, chosen_period(options, terminal.words))
    try:
        writing = _writing(request, terminal, several=several)
    except MistakenCommandError:
        raise
    except KpisheetError as error:
        return fail(error, terminal, debug=options["debug"])
    outcomes = _one_by_one(jobs, reading, writing, options, terminal)
    status = max((_status(outcome, strict=options["strict"]) for outcome in outcomes), default=DONE)
    if options["pdf"] and writing.browser is None:
        status = FAILED  # an output that was asked for can't be written
    if writing.brand is not None:
        tell_unused_comments(writing.brand, outcomes, terminal)
    page = next((outcome.page for outcome in outcomes if outcome.page), None)
    if several:
        index_status, page = _write_index(outcomes, writing.output, terminal, options)
        status = max(status, index_status)
    if options["open_page"] and page:
        _open(page, terminal)
    return status


def _writing(request: Request, terminal: Terminal, *, several: bool) -> Writing:
    """Where and what to write. Raises `KpisheetError` for a logo or a brand that can't be used."""
    from kpisheet.pipeline import Writing

    options = request.options
    output, is_file = output_of(options["output"], several=several or is_folder(request.files[0]))
    is_file = is_file and output is not None and output.suffix.lower() in _FILE_ENDINGS
    return Writing(
        output,
        is_file,
        options["verify"],
        logo_of(options),
        people=not options["no_people"],
        brand=brand_of(request, terminal),
        browser=browser_for(options, terminal),
    )


def _one_by_one(
    jobs: Sequence[Job], reading: Reading, writing: Writing, options: Mapping[str, Any], terminal: Terminal
) -> list[Outcome]:
    """Report on each job and show what became of it, in their order; gives the outcomes without JSON."""
    from kpisheet.command.terminal import progress

    several = len(jobs) > 1
    shown: list[Outcome] = []
    with progress(len(jobs), terminal) as one_more:
        for outcome in _outcomes(jobs, reading, writing, options, terminal.words.code):
            _show(outcome, terminal, options, several=several)
            shown.append(replace(outcome, json=None))
            one_more()
    return shown


def _outcomes(
    jobs: Sequence[Job], reading: Reading, writing: Writing, options: Mapping[str, Any], language: str
) -> Iterator[Outcome]:
    """What becomes of each job, in their order; those without an error are worked on side by side."""
    from kpisheet.batch.task import Task
    from kpisheet.batch.tasks import failed, run_tasks

    as_json = options["as_json"]
    tasks = [
        Task(
            job.path,
            reading,
            writing,
            language,
            as_json=as_json,
            changed_only=options["changed_only"],
            downloads=job.downloads,
            worksheet=job.worksheet,
        )
        for job in jobs
        if job.error is None
    ]
    done = run_tasks(tasks, options["jobs"] or _processors())
    for job in jobs:
        yield next(done) if job.error is None else failed(job.path, job.error, language, as_json=as_json)


def _write_index(
    outcomes: Sequence[Outcome], output: Path | None, terminal: Terminal, options: Mapping[str, Any]
) -> tuple[int, Path | None]:
    """Writes the overview of several workbooks into their common folder; gives the status and its path."""
    from kpisheet.batch.tasks import index_entries
    from kpisheet.pipeline import common_folder, write_index

    if not options["as_json"]:
        tell_what_to_do(outcomes, terminal)
    language = options["language"] or next(
        (outcome.language for outcome in outcomes if not outcome.failure), terminal.words.code
    )
    try:
        folder = output or common_folder([outcome.page for outcome in outcomes if outcome.page])
        if folder is None:
            return DONE, None
        index = write_index(
            index_entries(outcomes, folder, language),
            folder,
            sources=[outcome.source for outcome in outcomes],
            pages=[outcome.page for outcome in outcomes if outcome.page],
            language=language,
            made_on=options["made_on"],
        )
    except KpisheetError as error:
        return fail(error, terminal, debug=options["debug"]), None
    if not options["as_json"]:
        terminal.say(f"{terminal.words.raw('command.written.index')}  {index}")
    return DONE, index


def _show(outcome: Outcome, terminal: Terminal, options: Mapping[str, Any], *, several: bool) -> None:
    from kpisheet.command.terminal import show_failure, show_notes, show_success

    if options["as_json"]:
        terminal.data(outcome.json or "")
    if outcome.failure:
        show_failure(outcome, terminal, debug=options["debug"])
        return
    if not options["as_json"] and several:
        terminal.sentence(_line(outcome))
    elif not options["as_json"]:
        show_success(outcome, terminal)
    show_notes(outcome, terminal)


def _line(outcome: Outcome) -> str:
    """What is said of one of several workbooks when its turn has come."""
    words, file = Words(outcome.language), shown_name(str(outcome.source))
    if outcome.unchanged_since is not None:
        return words.text("command.batch.unchanged", file=file, day=outcome.unchanged_since)
    return words.text("command.batch.written", file=file, headline=outcome.headline)


def _status(outcome: Outcome, *, strict: bool) -> int:
    if outcome.failure or outcome.not_printed:
        return FAILED
    return ERRORS_IN_DATA if strict and outcome.has_errors else DONE


def _open(page: Path, terminal: Terminal) -> None:
    """Show the page in the browser; of several workbooks that is the overview, not forty tabs."""
    import webbrowser

    if not webbrowser.open(page.resolve().as_uri()):
        terminal.note(terminal.words.text("command.note.no_browser", file=str(page)))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
