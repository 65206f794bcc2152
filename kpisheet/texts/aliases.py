"""Typed access to the tables of aliases: what else people call a column, a setting or a channel.

A table of aliases is a module `texts/<code>/<table>.py` whose ``TEXTS`` maps a key to its aliases.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from kpisheet.texts.folding import fold

_NOT_A_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=32)
def aliases(code: str, name: str) -> Mapping[str, tuple[str, ...]]:
    """The aliases of one language's table, by key, as written there."""
    module = importlib.import_module(f"kpisheet.texts.{code}.{name}")
    return MappingProxyType(module.TEXTS)


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """`text` folded, with every run of signs and underscores one space: `Spend ($)` is `spend`."""
    return _NOT_A_WORD.sub(" ", fold(text)).strip()
