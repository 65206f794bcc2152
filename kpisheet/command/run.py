"""Runs the command: arguments and streams in, exit status out (0 done, 1 errors in the data, 2 failed).

Nothing heavy is imported before it is known to be needed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from msgspec.structs import replace

from kpisheet import __version__
from kpisheet.batch.jobs import Job, jobs_of, together
from kpisheet.command.arguments import MistakenCommandError, Request, Text, parse, wanted_language
from kpisheet.command.chosen_period import chosen_period
from kpisheet.command.downloads import reading_of
from kpisheet.command.inputs import inputs_of
from kpisheet.command.terminal import Terminal
from kpisheet.errors import KpisheetError, UnreadableFileError
from kpisheet.texts.harmless import shown_name
from kpisheet.texts.language import Words

if TYPE_CHECKING:
    from kpisheet.batch.tasks import Outcome
    from kpisheet.pipeline import Evaluation
    from kpisheet.worksheet.sheet import Settings

DONE, ERRORS_IN_DATA, FAILED, INTERRUPTED = 0, 1, 2, 130
_FILE_ENDINGS = (".xlsx", ".xlsm", ".html")  # of the name of an output; any other names a folder
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")
_LARGEST_LOGO = 200_000  # bytes; it stands in every page
_MONTH_AT_END = re.compile(r"-[0-9]{4}-[0-9]{2}$")  # what `next` itself added a month ago
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def run(
    arguments: Sequence[str],
    stdin: TextIO,
    stdout: TextIO,
    stderr: TextIO,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Do what `arguments` ask for; gives the exit status."""
    del stdin  # nothing is read from it: a worksheet is a file
    words = Words(wanted_language(arguments, environment))
    terminal = Terminal(stdout, stderr, words, environment)
    try:
        asked = parse(arguments, words, __version__)
        status = _done(asked, terminal)
    except MistakenCommandError as error:
        terminal.complain(error.text)
        return FAILED
    except KeyboardInterrupt:
        terminal.note(words.raw("command.note.interrupted"))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a mistake of ours is owned up to, not thrown at the person
        return _fail(error, terminal, debug="--debug" in arguments)
    return FAILED if terminal.lost else status


def _done(asked: Request | Text, terminal: Terminal) -> int:
    if isinstance(asked, Text):
        terminal.data(asked.text.rstrip("\n"))
        return DONE
    terminal.quiet = bool(asked.options.get("quiet"))
    return _RUN[asked.command](asked, terminal)


def _fail(error: Exception, terminal: Terminal, *, debug: bool, file: str | None = None) -> int:
    from kpisheet.batch.tasks import failure_of

    failure = failure_of(error, terminal.words.code)
    terminal.complain(
        f"{file}: {failure.message} {failure.hint}" if file else f"{failure.message} {failure.hint}"
    )
    if debug and failure.details:
        terminal.details(failure.details)
    return FAILED


def _jobs(request: Request, words: Words) -> list[Job]:
    """The files as jobs: downloads together with their worksheet, anything else by itself."""
    from kpisheet.files.disk import identity

    inputs = inputs_of(request, words)
    named = {identity(Path(name)) for name in request.files}
    at_hand = [each for each in inputs if each.error is not None or identity(each.path) in named]
    others = [each for each in inputs if each not in at_hand]
    return jobs_of(at_hand, others, reading_of(request.options))


def _report(request: Request, terminal: Terminal) -> int:
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
    from kpisheet.batch.tasks import Task, failed, run_tasks
    from kpisheet.command.terminal import progress
    from kpisheet.pipeline import Writing

    options = request.options
    inputs = _jobs(request, terminal.words)
    several = len(inputs) > 1
    output, is_file = _output(options["output"], several=several or _is_folder(request.files[0]))
    is_file = is_file and output is not None and output.suffix.lower() in _FILE_ENDINGS
    reading = reading_of(options, chosen_period(options, terminal.words))
    try:
        logo = _logo(options["logo"])
    except KpisheetError as error:
        return _fail(error, terminal, debug=options["debug"])
    writing = Writing(output, is_file, options["verify"], logo, people=not options["no_people"])
    language = terminal.words.code
    tasks = [
        Task(
            each.path,
            reading,
            writing,
            language,
            as_json=options["as_json"],
            for_index=several,
            downloads=each.downloads,
            worksheet=each.worksheet,
        )
        for each in inputs
        if each.error is None
    ]
    outcomes = run_tasks(tasks, options["jobs"] or _processors())
    shown: list[Outcome] = []
    with progress(len(inputs), terminal) as one_more:
        for each in inputs:
            outcome = (
                next(outcomes)
                if each.error is None
                else failed(each.path, each.error, language, as_json=options["as_json"])
            )
            _show(outcome, terminal, options, several=several)
            shown.append(replace(outcome, json=None))
            one_more()
    status = max((_status(outcome, strict=options["strict"]) for outcome in shown), default=DONE)
    page = next((outcome.page for outcome in shown if outcome.page), None)
    if several:
        index_status, page = _write_index(shown, output, terminal, options)
        status = max(status, index_status)
    if options["open_page"] and page:
        _open(page, terminal)
    return status


def _open(page: Path, terminal: Terminal) -> None:
    """Show the page in the browser; of several workbooks that is the overview, not forty tabs."""
    import webbrowser

    if not webbrowser.open(page.resolve().as_uri()):
        terminal.note(terminal.words.text("command.note.no_browser", file=str(page)))


def _output(named: str | None, *, several: bool) -> tuple[Path | None, bool]:
    """Where to write, and whether that is a file's name rather than a folder's."""
    if named is None:
        return None, False
    ends_in_separator = named.endswith(tuple(filter(None, (os.sep, os.altsep))))
    return Path(named), not (several or ends_in_separator or _is_folder(named))


def _is_folder(name: str) -> bool:
    return bool(name) and os.path.isdir(name)  # noqa: PTH112 - unlike Path.is_dir, no name is too long for it


def _logo(named: str | None) -> bytes | None:
    if named is None:
        return None
    from kpisheet.files.disk import read_input

    content = read_input(Path(named))
    if len(content) > _LARGEST_LOGO or not content.startswith(_PICTURES):
        raise UnreadableFileError("logo_unusable", logo=named, kilobytes=_LARGEST_LOGO // 1000)
    return content


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _show(outcome: Outcome, terminal: Terminal, options: Mapping[str, Any], *, several: bool) -> None:
    from kpisheet.command.terminal import show_failure, show_notes, show_success

    if options["as_json"]:
        terminal.data(outcome.json or "")
    if outcome.failure:
        show_failure(outcome, terminal, debug=options["debug"])
        return
    if not options["as_json"] and several:
        text = Words(outcome.language).text(
            "command.batch.written", file=shown_name(str(outcome.source)), headline=outcome.headline
        )
        terminal.sentence(text)
    elif not options["as_json"]:
        show_success(outcome, terminal)
    show_notes(outcome, terminal)


def _status(outcome: Outcome, *, strict: bool) -> int:
    if outcome.failure:
        return FAILED
    return ERRORS_IN_DATA if strict and outcome.has_errors else DONE


def _write_index(
    outcomes: Sequence[Outcome], output: Path | None, terminal: Terminal, options: Mapping[str, Any]
) -> tuple[int, Path | None]:
    """Writes the overview of several workbooks into their common folder; gives the status and its path."""
    from kpisheet.batch.tasks import index_entries
    from kpisheet.pipeline import common_folder, write_index

    if not options["as_json"]:
        written = sum(outcome.failure is None for outcome in outcomes)
        text = terminal.words.text("command.batch.done", written=written, all=len(outcomes))
        terminal.say(text)
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
        return _fail(error, terminal, debug=options["debug"]), None
    if not options["as_json"]:
        terminal.say(f"{terminal.words.raw('command.written.index')}  {index}")
    return DONE, index


def _check(request: Request, terminal: Terminal) -> int:
    from kpisheet.batch.tasks import failure_of
    from kpisheet.command.terminal import show_findings
    from kpisheet.json_output import failure_dict, findings_dict, one_line

    options = request.options
    status = DONE
    for each in _jobs(request, terminal.words):
        file = shown_name(str(each.path))
        try:
            evaluation = _evaluated(each, options)
        except Exception as error:  # noqa: BLE001 - one file's failure must not stop the others
            if options["as_json"]:
                failure = failure_of(error, terminal.words.code)
                terminal.data(one_line(failure_dict(file, failure.code, failure.message, failure.hint)))
            status = max(status, _fail(error, terminal, debug=options["debug"], file=file))
            continue
        report = evaluation.report
        if options["as_json"]:
            terminal.data(one_line(findings_dict(report, file)))
        else:
            terminal.say(f"{file}: {' '.join(map(report.words.say, report.how_read))}")
            show_findings(report.findings, file, report.words, terminal)
        status = max(status, ERRORS_IN_DATA if evaluation.has_errors else DONE)
    return status


def _evaluated(each: Job, options: Mapping[str, Any]) -> Evaluation:
    from kpisheet.batch.time_limit import seconds_for, within
    from kpisheet.pipeline import evaluate_downloads, evaluate_file

    if each.error:
        raise each.error
    reading = reading_of(options)
    if each.downloads:
        work = partial(evaluate_downloads, each.worksheet, each.downloads, reading)
    else:
        work = partial(evaluate_file, each.path, reading)
    return within(seconds_for(each.path), work)


def _fill(request: Request, terminal: Terminal) -> int:
    """Write the worksheet filled in with the downloads; nothing that is there is overwritten."""
    from kpisheet.batch.downloads import told_of_downloads
    from kpisheet.command.terminal import show_remarks
    from kpisheet.files.disk import write_filled
    from kpisheet.pipeline import evaluate_downloads

    options = request.options
    try:
        job = _job_to_fill(request, terminal.words)
        evaluation = evaluate_downloads(job.worksheet, job.downloads, reading_of(options))
        path = write_filled(evaluation.filled_workbook(), evaluation.source, options["output"])
    except KpisheetError as error:
        return _fail(error, terminal, debug=options["debug"])
    for sentence in told_of_downloads(evaluation):
        terminal.sentence(sentence)
    show_remarks(evaluation.report.findings, evaluation.report.words, terminal)
    terminal.say(evaluation.report.words.text("command.written.one", file=str(path)))
    return DONE


def _job_to_fill(request: Request, words: Words) -> Job:
    """The worksheet and its downloads. Raises `KpisheetError` where a file can't be read, or none is one."""
    from kpisheet.intake import sorted_files

    inputs = inputs_of(request, words)
    reading = reading_of(request.options)
    today = reading.made_on or date.today()  # noqa: DTZ011 - the person's own day
    found = sorted_files([each.path for each in inputs], reading.taught, today=today)
    error = next((each.error for each in inputs if each.error), None)
    error = error or next((error for _, error in found.failed), None)
    if error is not None:
        raise error
    if not found.downloads:
        raise UnreadableFileError("no_downloads")
    job = together(found.worksheets, found.downloads)
    if job.error:
        raise job.error
    return job


def _template(request: Request, terminal: Terminal) -> int:
    from kpisheet.files.replacing import write_new
    from kpisheet.workbook.template.author import author_template

    options = request.options
    language = options["language"] or terminal.words.code
    content = author_template(
        language=language,
        currency=_currency(options["currency"], terminal.words),
        year=options["year"],
        channels=[name.strip() for name in (options["channels"] or "").split(",") if name.strip()],
        made_on=options["made_on"] or date.today(),  # noqa: DTZ011 - the person's own day
    )
    path = _new_file(options["output"], f"marketing-channel-roi.{language}", ".xlsx")
    write_new(path, content)
    terminal.say(terminal.words.text("command.written.one", file=str(path)))
    return DONE


def _currency(code: str | None, words: Words) -> str | None:
    if code is None:
        return None
    from babel.numbers import is_currency

    if not is_currency(code.upper()):
        raise MistakenCommandError(words.text("command.mistake.not_a_currency", value=code))
    return code.upper()


def _new_file(named: str | None, usual: str, ending: str, *, beside: Path | None = None) -> Path:
    """Where a new workbook is written. Its ending is that of what is in it; Excel opens it by no other."""
    output, is_file = _output(named, several=False)
    if output is None:
        return beside.with_name(usual + ending) if beside else Path(usual + ending)
    if not is_file:
        return output / (usual + ending)
    stem = output.stem if output.suffix.lower() in _WORKBOOK_ENDINGS else output.name
    return output.with_name(stem + ending)


def _next(request: Request, terminal: Terminal) -> int:
    from kpisheet.files.disk import base_stem
    from kpisheet.files.replacing import mode_of, write_new

    options = request.options
    (each,) = inputs_of(request, terminal.words)[:1]
    try:
        evaluation = _evaluated(each, options)
        made = evaluation.next_month()
        stem = _MONTH_AT_END.sub("", base_stem(each.path))
        usual = f"{stem}-{made.month.key}"
        path = _new_file(options["output"], usual, made.package.ending, beside=each.path)
        write_new(path, made.package.to_bytes(), mode=mode_of(each.path))
    except KpisheetError as error:
        return _fail(error, terminal, debug=options["debug"], file=shown_name(str(each.path)))
    words = evaluation.report.words
    terminal.say(words.text("command.written.one", file=str(path)))
    asked = evaluation.report.period if _period_is_set(evaluation.worksheet.settings) else None
    if made.period_moved:
        terminal.note(words.text("command.note.period_moved", month=made.month))
    elif asked is not None and asked.end < made.month.start:
        terminal.note(words.text("command.note.period_stays", period=asked, month=made.month))
    return DONE


def _period_is_set(settings: Settings) -> bool:
    """Whether Business says which months to report."""
    return any(key in settings.values for key in ("report_from", "report_to"))


_RUN: Mapping[str, Callable[[Request, Terminal], int]] = {
    "report": _report,
    "check": _check,
    "template": _template,
    "next": _next,
    "fill": _fill,
}
