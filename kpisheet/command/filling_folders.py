"""The command that fills in a folder of worksheets from a folder of downloads for each client, by name."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kpisheet.batch.jobs import sorted_files, together
from kpisheet.batch.time_limit import seconds_for, within
from kpisheet.command.arguments import Request
from kpisheet.command.downloads import reading_of
from kpisheet.command.ending import DONE, FAILED, fail
from kpisheet.command.terminal import Terminal, show_remarks
from kpisheet.errors import KpisheetError, UnreadableFileError
from kpisheet.texts.aliases import plain
from kpisheet.texts.harmless import name_given, shown_name

if TYPE_CHECKING:
    from kpisheet.pipeline import Evaluation

_ONLY_DOWNLOADS = (".csv", ".tsv", ".zip")
_MAY_BE_DOWNLOADS = (*_ONLY_DOWNLOADS, ".txt", ".xlsx", ".xlsm", ".xls", "")
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")  # what Windows leaves in folders


class Matched(Struct, frozen=True):
    """Worksheets and the folders of downloads that bear their names; `alone` are those without the other.

    `home`: the folder for the worksheets of those that have none yet.
    """

    home: Path
    pairs: tuple[tuple[Path, Path], ...]
    worksheets_alone: tuple[Path, ...]
    folders_alone: tuple[Path, ...]
    alike: tuple[tuple[Path, ...], ...]  # worksheets of one name: nobody can tell which is meant
    folders_alike: tuple[tuple[Path, ...], ...]
    loose: tuple[Path, ...] = ()  # downloads in no client's folder


def matched(names: Sequence[str]) -> Matched | None:
    """What the folders named hold, put together by name; None where there is no folder of a client."""
    folders = [Path(name) for name in names if name and os.path.isdir(name)]  # noqa: PTH112 - unlike Path.is_dir, no name is too long for it
    inside = [path for folder in folders for path in sorted(folder.iterdir())]
    clients = [path for path in inside if path.is_dir() and any(path.iterdir())]
    if not clients or len(folders) < len(names):
        return None
    worksheets: dict[str, list[Path]] = {}
    for path in inside:
        if _is_worksheet(path):
            worksheets.setdefault(_key(path), []).append(path)
    chosen = {key: _unfilled(paths) for key, paths in worksheets.items()}
    one = {key: paths[0] for key, paths in chosen.items() if len(paths) == 1}
    called: dict[str, list[Path]] = {}
    for folder in clients:
        if folder not in folders:
            called.setdefault(plain(folder.name), []).append(folder)
    by_key = {key: paths[0] for key, paths in called.items() if len(paths) == 1}
    return Matched(
        next((folder for folder in folders if folder not in {path.parent for path in clients}), folders[0]),
        tuple(sorted((one[key], folder) for key, folder in by_key.items() if key in one)),
        tuple(path for key, path in one.items() if key not in called),
        tuple(folder for key, folder in by_key.items() if key not in chosen),
        tuple(tuple(paths) for paths in chosen.values() if len(paths) > 1),
        tuple(tuple(paths) for paths in called.values() if len(paths) > 1),
        tuple(path for path in inside if path.suffix.lower() in _ONLY_DOWNLOADS and path.is_file()),
    )


def _is_worksheet(path: Path) -> bool:
    from kpisheet.files.disk import WORKBOOK_SUFFIXES, is_own_output

    return path.suffix.lower() in WORKBOOK_SUFFIXES and path.is_file() and not is_own_output(path)


def _key(worksheet: Path) -> str:
    return plain(name_given(worksheet.stem))


def _unfilled(paths: Sequence[Path]) -> list[Path]:
    """Without what an earlier run filled in, where the worksheet itself is there, too."""
    return [path for path in paths if name_given(path.stem) == path.stem] or list(paths)


def fill_folders(found: Matched, request: Request, terminal: Terminal) -> int:
    """Fill in each worksheet that has downloads, and say of all others why not; gives the status."""
    words, options = terminal.words, request.options
    output = None if options["output"] is None else str(options["output"]).rstrip(os.sep) + os.sep
    done = [_filled(worksheet, folder, output, options, terminal) for worksheet, folder in found.pairs]
    made = [_without_worksheet(folder, found, request, terminal) for folder in found.folders_alone]
    filled, asked = sum(done) + sum(made), len(done) + (len(made) if options["new"] else 0)
    terminal.say(words.text("command.fill.done", filled=filled, all=asked))
    failed = [pair[0].stem for pair, filled in zip(found.pairs, done, strict=True) if not filled]
    if failed:
        terminal.sentence(words.text("command.fill.failed", names=failed))
    names = sorted(path.stem for path in found.worksheets_alone)
    if names:
        terminal.sentence(words.text("command.fill.no_downloads", names=names))
    for paths in found.alike:
        terminal.complain(words.text("command.fill.alike", files=[str(path) for path in paths]))
    for paths in found.folders_alike:
        terminal.complain(words.text("command.fill.folders_alike", folders=[str(path) for path in paths]))
    if found.loose:
        terminal.complain(words.text("command.fill.loose", files=[str(path) for path in found.loose]))
    unmatched = found.alike or found.folders_alike or found.loose
    return DONE if all(done) and all(made) and not unmatched else FAILED


def _without_worksheet(folder: Path, found: Matched, request: Request, terminal: Terminal) -> bool:
    """Make the worksheet of a client who has none; not where another may be meant. Whether it was made."""
    words, options = terminal.words, request.options
    likely = difflib.get_close_matches(folder.name, [path.stem for path in found.worksheets_alone], 1, 0.6)
    if options["new"] and not likely:
        path = Path(options["output"] or found.home) / f"{folder.name}.xlsx"
        return _filled(None, folder, str(path), options, terminal)
    if likely:
        hint = words.text("command.mistake.did_you_mean", likely=likely[0])
    else:
        hint = words.raw("command.fill.may_be_new")
    terminal.complain(f"{words.text('command.fill.no_worksheet', folder=shown_name(folder.name))} {hint}")
    return False


def _filled(
    worksheet: Path | None, folder: Path, output: str | None, options: Mapping[str, Any], terminal: Terminal
) -> bool:
    """Write one worksheet, or a fresh one, filled in; whether it went well.

    `output`: the folder or file for it. What went wrong is said, and the others go on.
    """
    from kpisheet.files.disk import write_filled

    name = folder.name if worksheet is None else worksheet.stem
    downloads, others = _inside(folder)
    try:
        evaluation = _evaluated(worksheet, downloads, options)
        path = write_filled(evaluation.filled_workbook(), evaluation.source, output)
    except _DownloadError as error:
        file = f"{shown_name(folder.name)}/{shown_name(error.path.name)}"
        fail(error.why, terminal, debug=options["debug"], file=file)
        return False
    except Exception as error:  # noqa: BLE001 - one client's failure must not stop the others
        fail(
            error,
            terminal,
            debug=options["debug"],
            file=shown_name(worksheet.name if worksheet else folder.name),
        )
        return False
    filling = evaluation.filling
    counts = {"cells": filling.cells, "rows": filling.rows} if filling else {"cells": 0, "rows": 0}
    told = terminal.words.text("command.download.filled", **counts)
    terminal.sentence(f"{shown_name(name)}: {told} {path}")
    report = evaluation.report
    show_remarks(report.findings, report.words, terminal, only_doubts=True)
    if others:
        names = [shown_name(each.name) for each in others]
        text = terminal.words.text("command.fill.not_read", name=shown_name(name), files=names)
        terminal.sentence(text)
    return True


class _DownloadError(Exception):
    """Why a file of a client's folder can't be read."""

    def __init__(self, path: Path, why: KpisheetError) -> None:
        super().__init__(path, why)
        self.path, self.why = path, why


def _inside(folder: Path) -> tuple[list[Path], list[Path]]:
    """What may be downloads in a client's folder, by its ending, and what else a person put there."""
    seen = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~$"))]
    put = [path for path in seen if path.name.lower() not in _OF_THE_SYSTEM]
    downloads = [path for path in put if path.is_file() and path.suffix.lower() in _MAY_BE_DOWNLOADS]
    return downloads, [path for path in put if path not in downloads]


def _evaluated(worksheet: Path | None, files: Sequence[Path], options: Mapping[str, Any]) -> Evaluation:
    from kpisheet.pipeline import evaluate_downloads

    reading = reading_of(options)
    today = reading.made_on or date.today()  # noqa: DTZ011 - the person's own day
    found = sorted_files([*filter(None, (worksheet,)), *files], reading.taught, today=today)
    for path, error in found.failed:
        raise error if path == worksheet else _DownloadError(path, error)
    if not found.downloads:
        raise UnreadableFileError("no_downloads")
    job = together(found.worksheets, found.downloads)
    if job.error:
        raise job.error
    work = partial(evaluate_downloads, job.worksheet, job.downloads, reading)
    return within(seconds_for(job.path), work)
