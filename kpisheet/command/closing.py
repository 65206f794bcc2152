"""What is said once a run over many clients is done: how many, and what to do for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpisheet.command.terminal import Terminal
from kpisheet.texts.harmless import shown_name

if TYPE_CHECKING:
    from kpisheet.batch.tasks import Outcome
    from kpisheet.html.brand import Brand


def tell_what_to_do(outcomes: Sequence[Outcome], terminal: Terminal) -> None:
    """A line for each client with something to do, the most urgent first; of the others their number."""
    from kpisheet.analysis.standing import State

    words = terminal.words
    unchanged = sum(outcome.unchanged_since is not None for outcome in outcomes)
    written = sum(outcome.failure is None for outcome in outcomes) - unchanged
    key = "command.batch.done_unchanged" if unchanged else "command.batch.done"
    terminal.say(words.text(key, written=written, all=len(outcomes), unchanged=unchanged))
    for state in State:
        these = [outcome for outcome in outcomes if outcome.state is state]
        if not these:
            continue
        terminal.say(f"{words.raw(f'overview.state_{state}')}: {len(these)}")
        if state is not State.READY:
            for outcome in these:
                terminal.sentence(f"- {_name(outcome)}: {_to_do(outcome, words.code)}", indent="  ")


def _name(outcome: Outcome) -> str:
    business = outcome.entry.business if outcome.entry else None
    return business or shown_name(outcome.source.name)


def _to_do(outcome: Outcome, language: str) -> str:
    failure = outcome.failure
    return outcome.to_do[language] if failure is None else f"{failure.message} {failure.hint}"


def tell_unused_comments(brand: Brand, outcomes: Sequence[Outcome], terminal: Terminal) -> None:
    """Which comments of the brand file are for no client of this run: a name may be misspelt."""
    used = {brand.comment_for(_name(outcome), outcome.source.stem) for outcome in outcomes}
    names = [name for key, name in brand.named.items() if brand.comments[key] not in used]
    if names:
        terminal.note(terminal.words.text("command.note.comments_unused", names=names))
