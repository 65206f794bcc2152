"""Fixtures of the analysis' tests."""

from __future__ import annotations

import math

import pytest

from kpisheet.analysis.dispersion import Spread, ValueSpread


@pytest.fixture
def by_chance_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every customer brought the same and months varied by chance alone, which is known for sure.

    Then the published exact tests and intervals hold as they are, and worksheets may be short.
    """
    alike = ValueSpread(0.0, math.inf)
    monkeypatch.setattr(Spread, "of", lambda _pooled, _own=None: Spread(0.0, 0.0, math.inf, 12))
    monkeypatch.setattr(ValueSpread, "of", lambda _square, _known: alike)
