"""The files of one run put together: a worksheet and its downloads are one job, another file is its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.batch.time_limit import seconds_for, within
from kpisheet.errors import KpisheetError, UnreadableFileError
from kpisheet.files.disk import WORKBOOK_SUFFIXES

if TYPE_CHECKING:
    from kpisheet.exports.lines import Taught
    from kpisheet.intake import Download
    from kpisheet.pipeline import Reading


class Job(Struct, frozen=True):
    """What makes one report: a file, or a worksheet (or none) with downloads; or why there is none."""

    path: Path
    error: KpisheetError | None = None
    downloads: tuple[Download, ...] = ()
    worksheet: Path | None = None


def jobs_of(named: Sequence[Job], others: Sequence[Job], reading: Reading) -> list[Job]:
    """The jobs of these files: `named` one by one, and `others` found in folders.

    One file is a job of its own, whatever it is. Of several named ones the downloads go together with the
    one worksheet among them, or with an empty one: unless a workbook can't be read, which may be theirs.
    """
    if len(named) < 2:
        return [*named, *others]
    today = reading.made_on or date.today()  # noqa: DTZ011 - the person's own day
    files = [each.path for each in named if each.error is None]
    found = sorted_files(files, reading.taught, today=today)
    failed = [Job(path, error) for path, error in found.failed]
    if not found.downloads:
        known = {each.path: each for each in failed}
        return [*(known.get(each.path, each) for each in named), *others]
    missing = [each for each in named if each.error is not None]
    worksheets = found.worksheets or tuple(each.path for each in failed if _may_be_theirs(each.path))[:1]
    failed = [each for each in failed if each.path not in worksheets]  # theirs is told beside what it stops
    return [together(worksheets, found.downloads), *missing, *failed, *others]


def _may_be_theirs(path: Path) -> bool:
    """Whether a file that can't be read may be the worksheet that the downloads belong to."""
    return path.suffix.lower() in WORKBOOK_SUFFIXES


class Sorted(Struct, frozen=True):
    """The files of one command: worksheets, downloads, and those that are neither, with the reason."""

    worksheets: tuple[Path, ...]
    downloads: tuple[Download, ...]
    failed: tuple[tuple[Path, KpisheetError], ...] = ()


def sorted_files(paths: Iterable[Path], taught: Taught, *, today: date) -> Sorted:
    """Which of the files are worksheets and which downloads; none that can't be read stops the others.

    Each has its limit of time. Downloads beside one worksheet are read with what was answered in it before.
    """
    found = _sorted_with(paths, taught, today)
    others = [*(each.path for each in found.downloads), *(path for path, _ in found.failed)]
    if len(found.worksheets) != 1 or not others:
        return found
    answered = _answered(found.worksheets[0], taught, today)
    if answered == taught:
        return found
    again = _sorted_with(others, answered, today)
    return Sorted((*found.worksheets, *again.worksheets), again.downloads, again.failed)


def _answered(worksheet: Path, taught: Taught, today: date) -> Taught:
    from kpisheet.intake import answered_in

    try:
        return within(seconds_for(worksheet), partial(answered_in, worksheet, taught, today=today))
    except KpisheetError:  # told where the worksheet itself is read
        return taught


def _sorted_with(paths: Iterable[Path], taught: Taught, today: date) -> Sorted:
    from kpisheet.intake import Download, sorted_file

    worksheets: list[Path] = []
    downloads: list[Download] = []
    failed: list[tuple[Path, KpisheetError]] = []
    for path in paths:
        try:
            found = within(seconds_for(path), partial(sorted_file, path, taught, today=today))
        except KpisheetError as error:
            failed.append((path, error))
        except Exception:  # noqa: BLE001 - a mistake of ours is owned up to where the file is reported on
            worksheets.append(path)
        else:
            if isinstance(found, Download):
                downloads.append(found)
            else:
                worksheets.append(path)
    return Sorted(tuple(worksheets), tuple(downloads), tuple(failed))


def together(worksheets: Sequence[Path], downloads: Sequence[Download]) -> Job:
    """One worksheet, or none, and its downloads; several worksheets are refused."""
    if len(worksheets) > 1:
        names = {path.name for path in worksheets}
        files = [path.name if len(names) == len(worksheets) else str(path) for path in worksheets]
        return Job(worksheets[0], UnreadableFileError("several_worksheets", files=files))
    worksheet = worksheets[0] if worksheets else None
    return Job(worksheet or downloads[0].path, None, tuple(downloads), worksheet)
