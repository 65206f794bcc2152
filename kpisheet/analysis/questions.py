"""The questions that the source article promises to answer, in its order.

Each is worded as ``questions.<id>``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kpisheet.analysis import closing_questions, opening_questions
from kpisheet.analysis.report import Answer
from kpisheet.analysis.workings import Workings

QUESTIONS: Mapping[str, Callable[[Workings], Answer]] = MappingProxyType(
    {
        question.__name__: question
        for question in (
            opening_questions.more_visitors,
            opening_questions.organic_vs_social,
            opening_questions.raise_conversion,
            opening_questions.more_leads,
            opening_questions.lower_cac,
            opening_questions.investment_pays,
            opening_questions.sql_to_customer,
            opening_questions.best_mqls,
            closing_questions.enough_right_visitors,
            closing_questions.enough_organic,
            closing_questions.enough_leads,
            closing_questions.conversion_where_it_could_be,
            closing_questions.cac_acceptable,
            closing_questions.clv_improving,
        )
    }
)


def answers(workings: Workings) -> tuple[Answer, ...]:
    """All questions answered, in the article's order."""
    return tuple(answer(workings) for answer in QUESTIONS.values())
