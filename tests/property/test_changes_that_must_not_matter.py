"""What changes nothing of the facts changes no figure of the report, or the report says loudly that it may.

The changes stand in `tests/support/changes.py`; a new one is a small function there.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.changes import CHANGE, LOUD, TOTAL
from tests.support.examples import examples
from tests.support.typed_worksheets import FIGURES, Told, Typed, spoilt, told, worksheets

ALIKE = {**TOTAL, **CHANGE}
_some = settings(
    max_examples=examples(6), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def asked_anew(before: Told, after: Told) -> Counter[str]:
    """The codes of the warnings and errors that came with a change."""
    return Counter(code for code, _ in after.loud) - Counter(code for code, _ in before.loud)


@pytest.mark.parametrize("name", ALIKE)
@_some
@given(typed=worksheets(), data=st.data())
def test_the_change_alters_no_figure(name: str, typed: Typed, data: st.DataObject) -> None:
    if data.draw(st.booleans(), label="a cell that nobody can read"):
        typed = spoilt(typed, data.draw(st.integers(0, 20)), data.draw(st.sampled_from(FIGURES)))
    assert told(ALIKE[name](typed, data.draw)).figures == told(typed).figures


@pytest.mark.parametrize("name", LOUD)
@_some
@given(typed=worksheets(), data=st.data())
def test_the_change_alters_no_figure_or_is_loudly_asked_about(
    name: str, typed: Typed, data: st.DataObject
) -> None:
    before, after = told(typed), told(LOUD[name](typed, data.draw))
    assert after.figures == before.figures or asked_anew(before, after)


@settings(parent=_some, max_examples=examples(20))
@given(
    typed=worksheets(),
    data=st.data(),
    first=st.sampled_from(sorted(CHANGE)),
    second=st.sampled_from(sorted(CHANGE)),
    last=st.sampled_from(sorted({**TOTAL, **LOUD})),
)
def test_several_changes_alter_no_figure_or_are_loudly_asked_about(
    typed: Typed, data: st.DataObject, first: str, second: str, last: str
) -> None:
    every = {**CHANGE, **TOTAL, **LOUD}
    altered = typed
    for name in (first, second, last):
        altered = every[name](altered, data.draw)
    before, after = told(typed), told(altered)
    assert after.figures == before.figures or asked_anew(before, after)
