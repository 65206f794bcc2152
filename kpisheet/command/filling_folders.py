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
from kpisheet.command.terminal import Terminal
from kpisheet.errors import UnreadableFileError
from kpisheet.texts.aliases import plain
from kpisheet.texts.harmless import shown_name

if TYPE_CHECKING:
    from kpisheet.pipeline import Evaluation


class Matched(Struct, frozen=True):
    """Worksheets and the folders of downloads that bear their names; `alone` are those without the other."""

    pairs: tuple[tuple[Path, Path], ...]
    worksheets_alone: tuple[Path, ...]
    folders_alone: tuple[Path, ...]
    alike: tuple[tuple[Path, ...], ...]  # worksheets of one name: nobody can tell which is meant
    folders_alike: tuple[tuple[Path, ...], ...]


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
        tuple((one[key], folder) for key, folder in by_key.items() if key in one),
        tuple(path for key, path in one.items() if key not in called),
        tuple(folder for key, folder in by_key.items() if key not in chosen),
        tuple(tuple(paths) for paths in chosen.values() if len(paths) > 1),
        tuple(tuple(paths) for paths in called.values() if len(paths) > 1),
    )


def _is_worksheet(path: Path) -> bool:
    from kpisheet.files.disk import WORKBOOK_SUFFIXES, is_own_output

    return path.suffix.lower() in WORKBOOK_SUFFIXES and path.is_file() and not is_own_output(path)


def _key(worksheet: Path) -> str:
    return plain(worksheet.stem.removesuffix(".filled"))


def _unfilled(paths: Sequence[Path]) -> list[Path]:
    """Without what an earlier run filled in, where the worksheet itself is there, too."""
    return [path for path in paths if not path.stem.endswith(".filled")] or list(paths)


def fill_folders(found: Matched, request: Request, terminal: Terminal) -> int:
    """Fill in each worksheet that has downloads, and say of all others why not; gives the status."""
    words, options = terminal.words, request.options
    done = [_filled(worksheet, folder, options, terminal) for worksheet, folder in found.pairs]
    terminal.say(words.text("command.fill.done", filled=sum(done), all=len(done)))
    names = sorted(path.stem for path in found.worksheets_alone)
    if names:
        terminal.sentence(words.text("command.fill.no_downloads", names=names))
    for paths in found.alike:
        terminal.complain(words.text("command.fill.alike", files=[str(path) for path in paths]))
    for paths in found.folders_alike:
        terminal.complain(words.text("command.fill.folders_alike", folders=[str(path) for path in paths]))
    stems = [path.stem for path in found.worksheets_alone]
    for folder in found.folders_alone:
        text = words.text("command.fill.no_worksheet", folder=shown_name(folder.name))
        likely = difflib.get_close_matches(folder.name, stems, 1, 0.6)
        if likely:
            text += " " + words.text("command.mistake.did_you_mean", likely=likely[0])
        terminal.complain(text)
    unmatched = found.folders_alone or found.alike or found.folders_alike
    return DONE if all(done) and not unmatched else FAILED


def _filled(worksheet: Path, folder: Path, options: Mapping[str, Any], terminal: Terminal) -> bool:
    """Write one worksheet filled in; whether it went well. What went wrong is said, and the others go on."""
    from kpisheet.files.disk import write_filled

    named = None if options["output"] is None else str(options["output"]).rstrip(os.sep) + os.sep
    try:
        evaluation = _evaluated(worksheet, folder, options)
        path = write_filled(evaluation.filled_workbook(), worksheet, named)
    except Exception as error:  # noqa: BLE001 - one client's failure must not stop the others
        fail(error, terminal, debug=options["debug"], file=shown_name(worksheet.name))
        return False
    filling = evaluation.filling
    facts = {"cells": filling.cells, "rows": filling.rows} if filling else {"cells": 0, "rows": 0}
    told = terminal.words.text("command.download.filled", **facts)
    terminal.sentence(f"{shown_name(worksheet.stem)}: {told} {path}")
    return True


def _evaluated(worksheet: Path, folder: Path, options: Mapping[str, Any]) -> Evaluation:
    from kpisheet.pipeline import evaluate_downloads

    reading = reading_of(options)
    today = reading.made_on or date.today()  # noqa: DTZ011 - the person's own day
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(".")]
    found = sorted_files([worksheet, *files], reading.taught, today=today)
    if found.failed:
        raise found.failed[0][1]
    if not found.downloads:
        raise UnreadableFileError("no_downloads")
    job = together(found.worksheets, found.downloads)
    if job.error:
        raise job.error
    work = partial(evaluate_downloads, worksheet, job.downloads, reading)
    return within(seconds_for(worksheet), work)
