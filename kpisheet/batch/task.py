"""What is asked for one report: its input, how to read it, where and how to write it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kpisheet.intake import Download
    from kpisheet.pipeline import Reading, Writing


class Task(Struct, frozen=True):
    """One workbook to report on. `language` is that of errors before the worksheet's own is known.

    `for_assuming`: what may be assumed in place of what it says is wanted, too.
    """

    source: Path
    reading: Reading
    writing: Writing
    language: str
    as_json: bool = False
    for_assuming: bool = False
    changed_only: bool = False  # leave a report alone that would be made the same again
    reserved: tuple[Path, ...] = ()
    downloads: tuple[Download, ...] = ()  # what the worksheet (or an empty one) is filled in with
    worksheet: Path | None = None
