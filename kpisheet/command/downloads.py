"""What the command's options say of how its files are to be read, of downloads above all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpisheet.pipeline import Reading
    from kpisheet.worksheet.periods import Period


def reading_of(options: Mapping[str, Any], period: Period | None = None) -> Reading:
    """How the files are to be read, as the options say; `period` is what they say to report on."""
    from kpisheet.exports.lines import Conversions, Taught
    from kpisheet.pipeline import Reading

    conversions = options.get("conversions")
    taught = Taught(
        channel=options.get("channel"),
        month=options.get("month"),
        columns=options.get("columns") or {},
        conversions=Conversions(conversions) if conversions else None,
        campaigns=bool(options.get("campaigns")),
        sheet=options["sheet"],
    )
    return Reading(
        options["language"],
        options["sheet"],
        options["made_on"],
        taught,
        bool(options.get("replace")),
        period,
    )
