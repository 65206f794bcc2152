"""How many examples Hypothesis makes: as many as a change can wait for, or many times more when asked."""

from __future__ import annotations

import os

_TIMES = int(os.environ.get("KPISHEET_EXAMPLES", "1"))


def examples(usual: int) -> int:
    """`usual`, times what the environment's KPISHEET_EXAMPLES says: 20 is for a night."""
    return usual * _TIMES
