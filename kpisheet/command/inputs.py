"""Which files the command's arguments mean, or why one means none. Nothing is opened here."""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from kpisheet.batch.jobs import Job, jobs_of
from kpisheet.command.arguments import MistakenCommandError, Request
from kpisheet.command.downloads import reading_of
from kpisheet.command.options import COMMANDS
from kpisheet.errors import KpisheetError, UnreadableFileError
from kpisheet.texts.language import Words

_NO_NAME = Path('""')  # as it was typed; a bare Path("") would be the current folder


def inputs_of(request: Request, words: Words) -> list[Job]:
    """Every file named, and every workbook in the folders named, each once, in order.

    Raises `MistakenCommandError` where the first name is rather a slip of a command's.
    """
    from kpisheet.files.disk import identity

    found: dict[str, Job] = {}
    for place, name in enumerate(request.files):
        if place == 0 and request.command == "report":
            _refuse_slip_of_a_command(name, words)
        for each in _meant_by(name):
            found.setdefault(identity(each.path), each)
    return list(found.values())


def jobs_asked(request: Request, words: Words) -> list[Job]:
    """The files as jobs: downloads together with their worksheet, anything else by itself."""
    from kpisheet.files.disk import identity

    inputs = inputs_of(request, words)
    named = {identity(Path(name)) for name in request.files}
    at_hand = [each for each in inputs if each.error is not None or identity(each.path) in named]
    others = [each for each in inputs if each not in at_hand]
    return jobs_of(at_hand, others, reading_of(request.options))


def _meant_by(name: str) -> Iterator[Job]:
    path = Path(name)
    if not name:
        yield Job(_NO_NAME, UnreadableFileError("empty_name"))
    elif os.path.isdir(name):  # noqa: PTH112 - unlike Path.is_dir, no name is too long for it
        yield from _in_folder(path)
    elif os.path.lexists(name):
        yield Job(path)
    else:
        yield Job(path, _not_there(name))


def _in_folder(folder: Path) -> Iterator[Job]:
    from kpisheet.files.disk import unreadable

    try:
        inside = _workbooks_in(folder)
    except OSError as error:
        yield Job(folder, unreadable(folder, error))
        return
    yield from map(Job, inside)
    if not inside:
        yield Job(folder, UnreadableFileError("no_workbooks"))


def _workbooks_in(folder: Path) -> list[Path]:
    from kpisheet.files.disk import WORKBOOK_SUFFIXES, is_own_output

    return sorted(
        (
            path
            for path in folder.iterdir()
            if path.suffix.lower() in WORKBOOK_SUFFIXES and not is_own_output(path) and path.is_file()
        ),
        key=lambda path: path.name,
    )


def _refuse_slip_of_a_command(name: str, words: Words) -> None:
    path = Path(name)
    bare = path.name == name and not path.suffix and not os.path.lexists(name)
    if bare and (near := difflib.get_close_matches(name.lower(), COMMANDS, 1, 0.7)):
        text = words.text("command.mistake.unknown_command", name=name)
        raise MistakenCommandError(
            text + " " + words.text("command.mistake.did_you_mean", likely=f"kpisheet {near[0]}")
        )


def _not_there(name: str) -> KpisheetError:
    """Why there is no file of that name."""
    from kpisheet.files.replacing import in_no_folder

    path = Path(name)
    if in_no_folder(path):
        return UnreadableFileError("no_current_folder")
    if _is_too_long(name):
        return UnreadableFileError("name_too_long")
    beside = {Path(each).stem.lower(): each for each in _names_beside(path)}  # endings are all alike
    likely = difflib.get_close_matches(path.stem.lower(), beside, 1, 0.6)
    if likely:
        return UnreadableFileError("no_such_file_like", likely=str(path.parent / beside[likely[0]]))
    return UnreadableFileError("no_such_file")


def _is_too_long(name: str) -> bool:
    try:
        os.lstat(name)
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    except ValueError:  # a name that no system can have
        return False
    return False


def _names_beside(path: Path) -> list[str]:
    try:
        return [each.name for each in _workbooks_in(path.parent)]
    except (OSError, ValueError):
        return []
