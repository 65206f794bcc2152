"""Surveys that ask what brought someone: counts beside the tracked ones, never added to them."""

from __future__ import annotations

from collections import Counter

from kpisheet.exports.lines import Extract, Remark, Taught
from kpisheet.exports.mapping import channel_of_group
from kpisheet.exports.pages import text_of
from kpisheet.exports.recognise import asked
from kpisheet.exports.tables import FoundTable
from kpisheet.texts.aliases import plain

_MOST_ANSWERS = 200


def read_survey(table: FoundTable, language: str, taught: Taught) -> Extract:
    """How often each answer was given, the most frequent first."""
    del taught  # a survey has no column that would need it
    question = asked(table.what.headers)
    if question is None:
        raise AssertionError
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for line in table.lines():
        cell = line.cells[question.column] if question.column < len(line.cells) else None
        answer = channel_of_group(text_of(cell), language) if text_of(cell).strip() else ""
        if answer:
            counts[names.setdefault(plain(answer), answer)] += 1
    return Extract(
        file=table.page.file,
        kind=table.what.kind,
        system=table.what.system,
        rows_used=counts.total(),
        remarks=(Remark("K931", {"question": question.text}),),
        reported=dict(counts.most_common(_MOST_ANSWERS)),
        language=language,
        sheet=table.page.sheet,
    )
