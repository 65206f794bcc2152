"""Report → the page that an agency's client gets, under the agency's brand: no findings, files or cells."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kpisheet.analysis.report import Report
from kpisheet.html.brand import NO_BRAND, Brand
from kpisheet.html.colours import Rgb, shades
from kpisheet.html.page import Brief, bearable_comment, heading_of, rendered_page, wording_of
from kpisheet.html.wording import shortened
from kpisheet.worksheet.findings import Severity


class BrandView(Struct, frozen=True):
    """What only a client's page has: the agency's texts and colours, and whether inputs are being checked."""

    opening: str | None
    closing: str | None
    checking: bool


def render_for_client(
    report: Report, brand: Brand = NO_BRAND, *, people: bool = True, brief: Brief | None = None
) -> str:
    """The page as the agency's client gets it: without findings, cells, files and links to them.

    That inputs are being checked is one line. The comment is the brand's own for this client, else that of
    Business.
    """
    report = report if people else report.without_people()
    wording = wording_of(report, for_client=True)
    heading = heading_of(wording, brand.logo)
    comment = brand.comment_for(report.business_name, Path(report.file).stem) or report.comment
    facts = {
        **heading,
        "prepared_by": shortened(brand.name) if brand.name else heading["prepared_by"],
        "comment": bearable_comment(comment),
        "brand": BrandView(
            brand.opening.get(report.language),
            brand.closing.get(report.language),
            is_being_checked(report),
        ),
        "workbook_name": None,
    }
    style = _brand_style(brand.colour) if brand.colour else None
    return rendered_page(report, wording, brief=brief, facts=facts, brand_style=style)


def is_being_checked(report: Report) -> bool:
    """Whether anything in the worksheet is doubtful, or looks like data and wasn't read."""
    return bool(report.unread) or any(each.severity is not Severity.INFO for each in report.findings)


def _brand_style(colour: Rgb) -> str:
    """The brand's colours, each dark or light enough for what it is used for."""
    made = shades(colour)
    light = f":root{{--brand:{made.line};--brand-ink:{made.ink};--link:{made.ink}}}"
    dark = f":root{{--brand:{made.dark_line};--brand-ink:{made.dark_ink};--link:{made.dark_ink}}}"
    plain = ":root{--brand:CanvasText;--brand-ink:CanvasText;--link:LinkText}"
    return (
        f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}"
        f"@media (forced-colors:active){{{plain}}}"
    )
