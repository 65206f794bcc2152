"""Runs the command: arguments and streams in, exit status out (0 done, 1 errors in the data, 2 failed).

Nothing heavy is imported before it is known to be needed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from kpisheet import __version__
from kpisheet.batch.jobs import Job, sorted_files, together
from kpisheet.command.arguments import MistakenCommandError, Request, Text, parse, wanted_language
from kpisheet.command.downloads import reading_of
from kpisheet.command.ending import DONE, ERRORS_IN_DATA, FAILED, INTERRUPTED, fail
from kpisheet.command.filling_folders import fill_folders, matched
from kpisheet.command.inputs import inputs_of, jobs_asked
from kpisheet.command.outputs import new_file
from kpisheet.command.reporting import report
from kpisheet.command.terminal import Terminal
from kpisheet.errors import CannotAddRowsError, KpisheetError, UnreadableFileError
from kpisheet.texts.harmless import shown_name
from kpisheet.texts.language import Words

if TYPE_CHECKING:
    from kpisheet.pipeline import Evaluation
    from kpisheet.worksheet.sheet import Settings

_MONTH_AT_END = re.compile(r"-[0-9]{4}-[0-9]{2}$")  # what `next` itself added a month ago


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
        return fail(error, terminal, debug="--debug" in arguments)
    return FAILED if terminal.lost else status


def _done(asked: Request | Text, terminal: Terminal) -> int:
    if isinstance(asked, Text):
        terminal.data(asked.text.rstrip("\n"))
        return DONE
    terminal.quiet = bool(asked.options.get("quiet"))
    return _RUN[asked.command](asked, terminal)


def _check(request: Request, terminal: Terminal) -> int:
    from kpisheet.batch.tasks import failure_of
    from kpisheet.command.terminal import show_findings
    from kpisheet.json_output import failure_dict, findings_dict, one_line

    options = request.options
    status = DONE
    for each in jobs_asked(request, terminal.words):
        file = shown_name(str(each.path))
        try:
            evaluation = _evaluated(each, options)
        except Exception as error:  # noqa: BLE001 - one file's failure must not stop the others
            if options["as_json"]:
                failure = failure_of(error, terminal.words.code)
                terminal.data(one_line(failure_dict(file, failure.code, failure.message, failure.hint)))
            status = max(status, fail(error, terminal, debug=options["debug"], file=file))
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

    options = request.options
    if (folders := matched(request.files)) is not None:
        return fill_folders(folders, request, terminal)
    try:
        job = _job_to_fill(request, terminal.words)
    except KpisheetError as error:
        return fail(error, terminal, debug=options["debug"])
    try:
        evaluation = _evaluated(job, options)
        path = write_filled(evaluation.filled_workbook(), evaluation.source, options["output"])
    except KpisheetError as error:
        file = shown_name(str(job.path)) if isinstance(error, UnreadableFileError) else None
        return fail(error, terminal, debug=options["debug"], file=file)
    for sentence in told_of_downloads(evaluation):
        terminal.sentence(sentence)
    show_remarks(evaluation.report.findings, evaluation.report.words, terminal)
    terminal.say(evaluation.report.words.text("command.written.one", file=str(path)))
    return DONE


def _job_to_fill(request: Request, words: Words) -> Job:
    """The worksheet and its downloads, or the first file that can't be read. Raises where none fills in."""
    inputs = inputs_of(request, words)
    reading = reading_of(request.options)
    today = reading.made_on or date.today()  # noqa: DTZ011 - the person's own day
    found = sorted_files([each.path for each in inputs], reading.taught, today=today)
    unreadable = next((each for each in inputs if each.error), None)
    if unreadable is None and found.failed:
        unreadable = Job(*found.failed[0])
    if unreadable is not None:
        return unreadable
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
    path = new_file(options["output"], f"marketing-channel-roi.{language}", ".xlsx")
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


def _next(request: Request, terminal: Terminal) -> int:
    from kpisheet.batch.time_limit import seconds_for, within
    from kpisheet.files.disk import base_stem
    from kpisheet.files.replacing import mode_of, write_new

    options = request.options
    (each,) = inputs_of(request, terminal.words)[:1]
    try:
        evaluation = _evaluated(each, options)
        try:
            made = within(seconds_for(each.path), evaluation.next_month)
        except CannotAddRowsError as error:
            error.language = evaluation.report.language  # that of the worksheet, which is known by now
            raise
        stem = _MONTH_AT_END.sub("", base_stem(each.path))
        usual = f"{stem}-{made.month.key}"
        path = new_file(options["output"], usual, made.package.ending, beside=each.path)
        write_new(path, made.package.to_bytes(), mode=mode_of(each.path))
    except KpisheetError as error:
        return fail(error, terminal, debug=options["debug"], file=shown_name(str(each.path)))
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
    "report": report,
    "check": _check,
    "template": _template,
    "next": _next,
    "fill": _fill,
}
