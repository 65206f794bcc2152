"""What is said of the downloads that a worksheet was filled in with: what each is, what is still to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpisheet.exports.mapping import shown_name
from kpisheet.texts.language import Term, Words

if TYPE_CHECKING:
    from kpisheet.exports.lines import Extract
    from kpisheet.pipeline import Evaluation

_FROM_CUSTOMERS = ("new_customers", "revenue")
_ANSWERS_NAMED = 5


def told_of_downloads(evaluation: Evaluation) -> tuple[str, ...]:
    """A sentence for each download, how much was filled in, and what the channels still lack."""
    words = evaluation.report.words
    sentences = [_told(source, words) for source in evaluation.sources]
    if evaluation.filling is not None:
        filling = evaluation.filling
        sentences.append(words.text("command.download.filled", cells=filling.cells, rows=filling.rows))
        sentences += _still_to_come(evaluation, words)
    return tuple(sentences)


def _told(source: Extract, words: Words) -> str:
    key = source.system.key if source.system else f"kind.{source.kind.value}"
    facts = {"file": source.file, "system": words.raw(f"systems.{key}")}
    if source.reported:
        answers = [f"{name} ({count})" for name, count in list(source.reported.items())[:_ANSWERS_NAMED]]
        return words.text("command.download.reported", answers=answers, **facts)
    periods = list(source.periods)
    when = words.text("command.download.when", periods=periods) if periods else ""
    channels = list(dict.fromkeys(shown_name(line.channel, words.code) for line in source.channels))
    named = ", ".join(channels) or words.raw("command.download.no_channel")
    if source.deals:
        named = f"{words.text('command.download.deals', n=len(source.deals))}, {named}"
    counts = {"used": source.rows_used, "left": source.rows_left_out}
    return words.text("command.download.told", when=when, channels=named, **counts, **facts)


def _still_to_come(evaluation: Evaluation, words: Words) -> Iterator[str]:
    """Channels that cost money and of which nobody says what they won."""
    rows = [row for row in evaluation.worksheet.rows if row.values.get("spend")]
    for column in _FROM_CUSTOMERS:
        known = {row.channel.key for row in evaluation.worksheet.rows if column in row.values}
        names = [row.channel.name for row in rows if row.channel.key not in known]
        if names:
            channels = list(dict.fromkeys(names))
            yield words.text(
                "command.download.still", column=Term(f"columns.{column}.header"), channels=channels
            )
