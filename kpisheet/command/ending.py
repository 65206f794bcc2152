"""How a command ends: its exit status, and what is said of what stopped it."""

from __future__ import annotations

from kpisheet.command.terminal import Terminal
from kpisheet.errors import UnreadableFileError
from kpisheet.texts.harmless import shown_name

DONE, ERRORS_IN_DATA, FAILED, INTERRUPTED = 0, 1, 2, 130


def fail(error: Exception, terminal: Terminal, *, debug: bool, file: str | None = None) -> int:
    """Say what went wrong and what to do, with `debug` the traceback too; gives the status."""
    from kpisheet.batch.tasks import failure_of

    failure = failure_of(error, terminal.words.code)
    if file is None and isinstance(error, UnreadableFileError) and "file" in error.facts:
        file = shown_name(str(error.facts["file"]))
    terminal.complain(
        f"{file}: {failure.message} {failure.hint}" if file else f"{failure.message} {failure.hint}"
    )
    if debug and failure.details:
        terminal.details(failure.details)
    return FAILED
