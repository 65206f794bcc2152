"""What a person sees in the terminal: sentences, findings, a progress bar. Rich is loaded only to draw."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct, field

from kpisheet.texts.harmless import harmless, shown_name
from kpisheet.texts.language import Words

if TYPE_CHECKING:
    from kpisheet.batch.tasks import Outcome
    from kpisheet.worksheet.findings import Finding

_BOLD, _DIM, _RED, _CYAN, _END = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[36m", "\x1b[0m"
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_MOST_DRAWN = 200  # findings; nobody reads more in a terminal, and --json has them all
_LONGEST_TYPED = 60


class Terminal(Struct):
    """The streams of one run. Data go to `stdout`, messages to `stderr`; a closed stream is left in peace.

    `lost`: something was to be written to `stdout`, and it could not be, though somebody waits for it.
    """

    stdout: TextIO
    stderr: TextIO
    words: Words
    environment: Mapping[str, str]
    quiet: bool = False
    lost: bool = False
    above_the_bar: Callable[[str], None] | None = None  # how a line is written while a progress bar is drawn
    _closed: set[int] = field(default_factory=set)

    def data(self, text: str) -> None:
        """A line of output that another program may read: never coloured, never left out."""
        self._write(self.stdout, text)

    def say(self, text: str, style: str = "") -> None:
        """A line of the result for a person."""
        if not self.quiet:
            self._write(self.stdout, self._styled(harmless(text), style, self.stdout))

    def sentence(self, text: str, style: str = "", indent: str = "") -> None:
        """A sentence of the result, broken between words where a terminal is too narrow for it."""
        if not self.quiet:
            shown = self._broken(indent + harmless(text), indent, self.stdout)
            self._write(self.stdout, self._styled(shown, style, self.stdout))

    def note(self, text: str) -> None:
        """A message that isn't part of the result."""
        if not self.quiet:
            shown = self._broken(harmless(text), "", self.stderr)
            self._write(self.stderr, self._styled(shown, _DIM, self.stderr))

    def complain(self, text: str) -> None:
        """What went wrong: said even when quiet."""
        shown = self._broken(harmless(text), "", self.stderr)
        self._write(self.stderr, self._styled(shown, _RED, self.stderr))

    def details(self, text: str) -> None:
        """A traceback, for `--debug`."""
        self._write(self.stderr, text.rstrip("\n"))

    def colours(self, stream: TextIO) -> bool:
        """Whether `stream` is a terminal that may be coloured."""
        if self.environment.get("NO_COLOR") or self.environment.get("TERM") == "dumb":
            return False
        return stream.isatty()

    def _broken(self, text: str, indent: str, stream: TextIO) -> str:
        if not stream.isatty():
            return text
        import shutil
        import textwrap

        width = shutil.get_terminal_size().columns
        return textwrap.fill(
            text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )

    def _styled(self, text: str, style: str, stream: TextIO) -> str:
        return f"{style}{text}{_END}" if style and self.colours(stream) else text

    def _write(self, stream: TextIO, text: str) -> None:
        if id(stream) in self._closed:
            return
        if self.above_the_bar and stream.isatty():
            self.above_the_bar(text)
            return
        try:
            stream.write(text + "\n")
            stream.flush()
        except BrokenPipeError:  # `| head` has seen enough; files are still to be written
            self._closed.add(id(stream))
        except (OSError, ValueError) as error:  # a full disk, a terminal that is gone; a closed stream
            self._closed.add(id(stream))
            if stream is self.stdout:
                self.lost = True
                reason = getattr(error, "strerror", None) or str(error)
                self.complain(self.words.text("command.note.output_lost", reason=reason))


def show_remarks(
    findings: Sequence[Finding], words: Words, terminal: Terminal, *, only_doubts: bool = False
) -> None:
    """What is to be known of the downloads, with what to do; `only_doubts`: without what is merely told."""
    from kpisheet.worksheet.catalogue import CATALOGUE, FindingGroup
    from kpisheet.worksheet.findings import Severity

    for finding in findings:
        if only_doubts and finding.severity is Severity.INFO:
            continue
        if CATALOGUE[finding.code].group is FindingGroup.DOWNLOADS:
            where = f"{place.sheet}!{place.cell}: " if (place := finding.place) and place.cell else ""
            message, hint = finding.worded(words.text), finding.hint(words.text)
            terminal.sentence(f"- {where}{message} {hint}", indent="  ")


def show_success(outcome: Outcome, terminal: Terminal) -> None:
    """What each download gave, the headline, its three most important sentences, and the two paths."""
    words = Words(outcome.language)
    for sentence in outcome.downloads:
        terminal.sentence(sentence, _DIM)
    if outcome.unchanged_since is not None:
        facts = {"file": shown_name(str(outcome.source)), "day": outcome.unchanged_since}
        terminal.sentence(words.text("command.batch.unchanged", **facts))
    else:
        terminal.sentence(outcome.headline, _BOLD)
    for sentence in outcome.sentences:
        terminal.sentence(sentence, indent="  ")
    paths = {
        "workbook": outcome.workbook,
        "page": outcome.page,
        "client_page": outcome.client_page,
        "pdf": outcome.pdf,
    }
    names = {key: path for key, path in paths.items() if path is not None}
    titles = {key: words.raw(f"command.written.{key}") for key in names}
    width = max(len(title) for title in titles.values())
    for key, path in names.items():
        terminal.say(f"{titles[key]:<{width}}  {path}", _CYAN)


def show_notes(outcome: Outcome, terminal: Terminal) -> None:
    """What was done otherwise than a person may expect."""
    words = Words(outcome.language)
    if outcome.numbered_because:
        file = shown_name(outcome.source.name)
        terminal.note(words.text(f"command.note.{outcome.numbered_because}", file=file))
    if outcome.kept_sheets:
        terminal.note(words.text("command.note.sheets_kept", sheets=list(outcome.kept_sheets)))
    if outcome.signature_removed:
        terminal.note(words.text("command.note.signature_removed"))
    if outcome.not_printed is not None:
        facts = {"message": outcome.not_printed.message, "hint": outcome.not_printed.hint}
        terminal.complain(words.text("command.batch.failed", file=shown_name(outcome.source.name), **facts))


def show_failure(outcome: Outcome, terminal: Terminal, *, debug: bool) -> None:
    """One plain sentence, what to do, and with `debug` the traceback."""
    failure = outcome.failure
    if failure is None:
        return
    words = Words(outcome.language)
    facts = {"file": shown_name(str(outcome.source)), "message": failure.message, "hint": failure.hint}
    terminal.complain(words.text("command.batch.failed", **facts))
    if outcome.not_used:
        terminal.complain(words.text("command.download.not_used", files=list(outcome.not_used)))
    if debug and failure.details:
        terminal.details(failure.details)


@contextlib.contextmanager
def progress(all_of_them: int, terminal: Terminal) -> Iterator[Callable[[], None]]:
    """A bar with the time left, on a terminal; gives a function to call when one more is done."""
    if terminal.quiet or all_of_them < 2 or not terminal.colours(terminal.stderr):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=terminal.stderr), transient=True) as bar:
        task = bar.add_task(terminal.words.raw("command.batch.progress"), total=all_of_them)
        terminal.above_the_bar = lambda text: bar.console.print(Text.from_ansi(text), soft_wrap=True)
        try:
            yield lambda: bar.advance(task)
        finally:
            terminal.above_the_bar = None


def show_findings(findings: Sequence[Finding], file: str, words: Words, terminal: Terminal) -> None:
    """All findings of a file by sheet: a table on a terminal, a line each elsewhere."""
    if not findings:
        terminal.say(words.text("command.check.nothing", file=file))
        return
    if terminal.colours(terminal.stdout):
        _draw(findings[:_MOST_DRAWN], words, terminal)
        if len(findings) > _MOST_DRAWN:
            terminal.say(words.text("command.check.more", n=len(findings) - _MOST_DRAWN))
    else:
        for finding in findings:
            terminal.say(f"{file}: {_line(finding, words)}")
    counts = {f"{name}s": sum(each.severity == name for each in findings) for name in _COLOURS}
    terminal.say(words.text("command.check.counts", file=file, **counts))


def _line(finding: Finding, words: Words) -> str:
    place = finding.place
    where = f"{place.sheet}!{place.cell}" if place and place.cell else place.sheet if place else ""
    severity = words.raw(f"command.severity.{finding.severity}")
    parts = [where, f"{severity} {finding.code}", _message(finding, words)]
    return ": ".join(part for part in parts if part).replace("\n", " ")


def _message(finding: Finding, words: Words) -> str:
    return f"{finding.worded(words.text)} {finding.hint(words.text)}".strip()


def _draw(findings: Sequence[Finding], words: Words, terminal: Terminal) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=terminal.stdout, highlight=False)
    sheets = dict.fromkeys(_sheet_of(finding) for finding in findings)
    for sheet in sheets:
        title = Text(harmless(sheet or words.raw("command.check.whole_file")), style="bold")
        table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
        for key in ("cell", "typed", "read_as", "what"):
            table.add_column(words.raw(f"command.check.{key}"), overflow="fold")
        for finding in (each for each in findings if _sheet_of(each) == sheet):
            cells = (
                _cell_of(finding, words),
                _typed(finding),
                _read_as(finding, words),
                _message(finding, words),
            )
            style = _COLOURS[finding.severity]
            table.add_row(
                *(Text(harmless(text), style=style if n == 0 else "") for n, text in enumerate(cells))
            )
        console.print(table)
        console.print()


def _sheet_of(finding: Finding) -> str:
    return finding.place.sheet if finding.place else ""


def _cell_of(finding: Finding, words: Words) -> str:
    cell = finding.place.cell if finding.place else None
    return cell or words.raw("command.check.whole_sheet") if finding.place else ""


def _typed(finding: Finding) -> str:
    text = finding.typed or ""
    return text if len(text) <= _LONGEST_TYPED else text[:_LONGEST_TYPED] + "…"


def _read_as(finding: Finding, words: Words) -> str:
    value = finding.read_as
    if value is None:
        return words.raw("command.check.not_used") if finding.severity == "error" and finding.typed else ""
    return words.fact(value) if isinstance(value, Decimal | date) else value
