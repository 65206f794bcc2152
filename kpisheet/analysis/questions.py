"""The questions that the source article promises to answer, in its order.

Each is worded as ``questions.<id>``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kpisheet.analysis import answers_channels as head
from kpisheet.analysis import answers_targets as end
from kpisheet.analysis.report import Answer
from kpisheet.analysis.workings import Workings

QUESTIONS: Mapping[str, Callable[[Workings], Answer]] = MappingProxyType(
    {
        question.__name__: question
        for question in (
            head.more_visitors,
            head.organic_vs_social,
            head.raise_conversion,
            head.more_leads,
            head.lower_cac,
            head.investment_pays,
            head.sql_to_customer,
            head.best_mqls,
            end.enough_right_visitors,
            end.enough_organic,
            end.enough_leads,
            end.conversion_where_it_could_be,
            end.cac_acceptable,
            end.clv_improving,
        )
    }
)


def answers(workings: Workings) -> tuple[Answer, ...]:
    """All questions answered, in the article's order."""
    return tuple(answer(workings) for answer in QUESTIONS.values())
