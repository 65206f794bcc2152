"""Marketing channel KPIs from a filled-in worksheet: an annotated workbook and an HTML summary.

From Python::

    import kpisheet

    evaluation = kpisheet.evaluate("october.xlsx")
    print(evaluation.report.totals["cac"].value)   # Decimal, or None
    evaluation.to_dict()                           # as `kpisheet report --json` gives it
    evaluation.write()                             # october.kpi.xlsx and october.kpi.html beside it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpisheet.errors import KpisheetError
    from kpisheet.pipeline import Evaluation, Writing, Written, evaluate

__version__ = "1.0.0"
__all__ = ["Evaluation", "KpisheetError", "Writing", "Written", "__version__", "evaluate"]

_HOMES = {"KpisheetError": "kpisheet.errors"}


def __getattr__(name: str) -> Any:
    """Load the public names on first use, so that `import kpisheet` costs nothing."""
    if name.startswith("_") or name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - the same reason

    return getattr(import_module(_HOMES.get(name, "kpisheet.pipeline")), name)


def __dir__() -> list[str]:
    """The public names alone, loaded or not: what a person may build on."""
    return sorted(__all__)
