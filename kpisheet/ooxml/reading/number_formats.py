"""The number format code of every cell format, with Excel's built-in codes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.xml.guarded import elements, whole

if TYPE_CHECKING:
    from kpisheet.ooxml.limits import Limits

# ECMA-376 part 1, 18.8.30. The file stores only the number; Excel shows 5-8, 42 and 44 in the currency of
# the computer, 14 in its order of day and month: the generic currency sign says that no currency is named.
BUILT_IN_FORMATS = MappingProxyType(
    {
        0: "General",
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        5: "¤#,##0;-¤#,##0",
        6: "¤#,##0;[Red]-¤#,##0",
        7: "¤#,##0.00;-¤#,##0.00",
        8: "¤#,##0.00;[Red]-¤#,##0.00",
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        14: "mm-dd-yy",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "m/d/yy h:mm",
        37: "#,##0 ;(#,##0)",
        38: "#,##0 ;[Red](#,##0)",
        39: "#,##0.00;(#,##0.00)",
        40: "#,##0.00;[Red](#,##0.00)",
        41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
        42: '_(¤* #,##0_);_(¤* (#,##0);_(¤* "-"_);_(@_)',
        43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
        44: '_(¤* #,##0.00_);_(¤* (#,##0.00);_(¤* "-"??_);_(@_)',
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mmss.0",
        48: "##0.0E+0",
        49: "@",
        **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),  # East Asian dates
        **dict.fromkeys((32, 33), "h:mm:ss"),
        **dict.fromkeys((34, 35, 55, 56), "yyyy-mm"),
    }
)


_WANTED = frozenset({"numFmt", "xf", "AlternateContent", "cellXfs", "cellStyleXfs"})


def number_formats(content: bytes, part: str, limits: Limits) -> tuple[str, ...]:
    """The format code of each cell format (``cellXfs``) of a styles part, by its index."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    gathered: list[int] = []
    alternative: int | None = None
    for each in elements(content, part, _WANTED, limits=limits):
        if each.name == "numFmt" and each.depth == 2:
            codes[whole(each.attributes.get("numFmtId"), -1)] = each.attributes.get("formatCode", "General")
        elif each.name == "xf" and each.depth == 2:
            gathered.append(whole(each.attributes.get("numFmtId"), 0))
        elif each.name == "xf" and each.depth == 4:
            alternative = whole(each.attributes.get("numFmtId"), 0)  # the last one is the fallback
        elif each.name == "AlternateContent" and each.depth == 2 and alternative is not None:
            gathered.append(alternative)
            alternative = None
        elif each.name == "cellXfs" and each.depth == 1:
            formats, gathered = gathered, []
        elif each.name == "cellStyleXfs":
            gathered = []
    if len(formats) > limits.styles:
        raise exceeded("styles", limits, part)
    return tuple(codes.get(each) or BUILT_IN_FORMATS.get(each, "General") for each in formats)
