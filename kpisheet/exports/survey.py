"""Surveys that ask what brought someone: counts beside the tracked ones, never added to them."""

from __future__ import annotations

from collections import Counter

from kpisheet.exports.headers import Header
from kpisheet.exports.lines import Extract, Remark, Taught
from kpisheet.exports.mapping import channel_of_source
from kpisheet.exports.pages import Line, text_of
from kpisheet.exports.recognise import asked
from kpisheet.exports.tables import FoundTable
from kpisheet.texts.aliases import plain

_MOST_ANSWERS = 200


def _answers(table: FoundTable, question: Header, line: Line) -> list[str]:
    """What a line answers: in the question's column, and in those right of it that have no header."""
    after = [header.column for header in table.what.headers if header.column > question.column]
    cells = line.cells[question.column : min(after, default=len(line.cells))]
    return [text for cell in cells if (text := text_of(cell).strip())]


def read_survey(table: FoundTable, language: str, taught: Taught) -> Extract:
    """How often each answer was given, the most frequent first."""
    del taught  # a survey has no column that would need it
    question = asked(table.what.headers)
    if question is None:
        raise AssertionError
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for line in table.lines():
        if not text_of(line.cells[0]).strip():  # the second line of headers, which names the choices
            continue
        for text in _answers(table, question, line):
            answer = channel_of_source(text, language)
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
