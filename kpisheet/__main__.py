"""Starts the command: `kpisheet` and `python -m kpisheet`."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def main() -> None:
    """Run the command with this process's arguments and streams, and end with its status."""
    from kpisheet.command.run import run

    _open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        _tolerate(stream)
    _offer_completion()
    status = run(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr)
    _close_quietly()
    if "multiprocessing" not in sys.modules:
        # Everything is written. Taking a report's objects apart one by one would be a seventh of its time.
        os._exit(status)
    raise SystemExit(status)


def _open_missing_streams() -> None:
    """Give a closed standard stream a place to write to: what is opened next would get its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - for the whole run
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def _tolerate(stream: TextIO) -> None:
    """A letter that the terminal can't show is written as an escape; files and pipes get UTF-8."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace", encoding=None if stream.isatty() else "utf-8")


def _offer_completion() -> None:
    """Answer the shell's question for completions, if that is what this call is."""
    if "_KPISHEET_COMPLETE" in os.environ:
        from kpisheet.command.arguments import Commands, wanted_language
        from kpisheet.texts.language import Words

        Commands(Words(wanted_language([], os.environ)))(prog_name="kpisheet")


def _close_quietly() -> None:
    """Let it end without a word of Python's about a stream that takes no more (`| head`, a full disk)."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    main()
