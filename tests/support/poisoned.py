# ruff: noqa: E501 - XML stands as its writers write it, not broken to our width
"""Worksheets that would be good ones, but for one thing in each that costs a careless reader time or memory.

Every file is small, opens in a spreadsheet program or is refused by it, and lies within most of our limits.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from tests.support.hostile import MEMORY_BYTES, SECONDS, outcome, report
from tests.support.packages import (
    TRANSITIONAL_RELATIONSHIPS as KIND,
)
from tests.support.packages import relationships, sheet_xml, styles_xml, workbook_parts, zipped

Parts = dict[str, str | bytes]
HEADER = ("Month", "Channel", "Spend", "Leads", "Campaign")
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_TABLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"


def text(reference: str, content: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(content)}</t></is></c>'


def number(reference: str, content: object, style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}"><v>{content}</v></c>'


def head(*more: str) -> str:
    cells = "".join(text(f"{'ABCDEFGH'[place]}1", name) for place, name in enumerate((*HEADER, *more)))
    return f'<row r="1">{cells}</row>'


def line(
    row: int,
    month: str = "2026-10",
    channel: str = "SEO",
    spend: str = "",
    *,
    extra: str = "",
    style: int = 0,
) -> str:
    paid = text(f"C{row}", spend) if spend else number(f"C{row}", 100 + row % 7, style)
    return (
        f'<row r="{row}">{text(f"A{row}", month)}{text(f"B{row}", channel)}{paid}'
        f"{number(f'D{row}', 10)}{extra}</row>"
    )


USUAL = head() + line(2) + line(3, channel="Radio")


def parts(rows: str = USUAL, *, before: str = "", after: str = "", **options: str) -> Parts:
    return workbook_parts({"Channels": sheet_xml(rows, before=before, after=after)}, **options)  # type: ignore[arg-type]


def changed(made: Parts, name: str, old: str, new: str) -> Parts:
    content = made[name]
    assert isinstance(content, str)
    assert old in content
    return {**made, name: content.replace(old, new, 1)}


def lines(count: int, make: Callable[[int], str]) -> str:
    return head() + "".join(make(row) for row in range(2, count + 2))


def typed(content: str) -> Parts:
    """The text in a channel's cell, a spend cell, a month's cell, a header and a note beside the table."""
    row = f'<row r="3">{text("A3", content)}{text("B3", content)}{text("C3", content)}{text("D3", content)}{text("E3", content)}{text("H3", content)}</row>'
    return parts(
        f'<row r="1">{"".join(text(f"{c}1", h) for c, h in zip("ABCDE", HEADER, strict=True))}{text("F1", content)}</row>'
        + line(2)
        + row
    )


def settings(content: str) -> Parts:
    """The text in every setting of Business that takes words."""
    labels = (
        "Business name",
        "Prepared by",
        "Currency",
        "Gross margin",
        "Report from",
        "Comment",
        "Marketing channels",
    )
    rows = "".join(
        f'<row r="{row}">{text(f"A{row}", label)}{text(f"B{row}", content)}</row>'
        for row, label in enumerate(labels, 1)
    )
    return workbook_parts({"Channels": sheet_xml(USUAL), "Business": sheet_xml(rows)})


def named(names: Iterable[tuple[str, str]]) -> str:
    listed = "".join(f'<definedName name="{name}">{formula}</definedName>' for name, formula in names)
    return f"<definedNames>{listed}</definedNames>"


def with_notes(count: int, *, drawing: str | None = None, columns: str = "", each: str = "hello") -> Parts:
    """`count` notes of a person's on the cells below D, and a VML drawing of whatever kind."""
    notes = "".join(
        f'<comment ref="F{row}" authorId="0"><text><r><t>{each}</t></r></text></comment>'
        for row in range(2, count + 2)
    )
    content = f'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>A</author></authors><commentList>{notes}</commentList></comments>'
    links = [("rId1", f"{KIND}/comments", "../comments1.xml")]
    more: Parts = {"xl/comments1.xml": content}
    legacy = ""
    if drawing is not None:
        links.append(("rId2", f"{KIND}/vmlDrawing", "../drawings/vmlDrawing1.vml"))
        more["xl/drawings/vmlDrawing1.vml"] = drawing
        legacy = '<legacyDrawing r:id="rId2"/>'
    rows = head() + "".join(line(row, spend="1.234") for row in range(2, 6))
    made = workbook_parts(
        {"Channels": sheet_xml(rows, before=columns, after=legacy)},
        extra={**more, "xl/worksheets/_rels/sheet1.xml.rels": relationships(*links)},
    )
    return changed(
        made,
        "[Content_Types].xml",
        "</Types>",
        f'<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Override PartName="/xl/comments1.xml" ContentType="{_COMMENTS}"/></Types>',
    )


def with_noted_cells(count: int, columns: str) -> Parts:
    """`count` cells that get notes of ours, in a sheet with these columns."""
    return parts(
        lines(
            count,
            lambda row: line(
                row, month=f"20{20 + row % 7}-{row % 12 + 1:02}", channel=f"Channel {row % 10}", spend="1.234"
            ),
        ),
        before=columns,
    )


def tall_merges(count: int) -> Parts:
    rows = "".join(f'<mergeCell ref="B{2 + at}:B{1_048_000 + at}"/>' for at in range(count))
    return parts(lines(100, line), after=f"<mergeCells>{rows}</mergeCells>")


def styled(inside: str) -> Parts:
    return parts(
        styles=f'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</styleSheet>'
    )


def formatted(code: str) -> Parts:
    made = styles_xml([(0, None), (164, code)])
    return parts(head() + line(2, style=1) + line(3, channel="Radio", style=1), styles=made)


def formulas(formula: str) -> Parts:
    return parts(
        head("CPL")
        + line(2, extra=f'<c r="F2"><f>{escape(formula)}</f><v>1</v></c>')
        + line(3, channel="Radio")
    )


def content_types(inside: str) -> Parts:
    return changed(parts(), "[Content_Types].xml", "</Types>", f"{inside}</Types>")


def linked(inside: str) -> Parts:
    return changed(parts(), "xl/_rels/workbook.xml.rels", "</Relationships>", f"{inside}</Relationships>")


def with_table(inside: str) -> Parts:
    made = workbook_parts(
        {"Channels": sheet_xml(USUAL, after='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>')},
        extra={
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("rId1", f"{KIND}/table", "../tables/table1.xml")
            ),
            "xl/tables/table1.xml": f'<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="T" displayName="T" ref="A1:E3">{inside}</table>',
        },
    )
    return changed(
        made,
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/xl/tables/table1.xml" ContentType="{_TABLE}"/></Types>',
    )


def many_sheets(count: int, rows: str = "") -> Parts:
    return workbook_parts(
        {"Channels": sheet_xml(USUAL), **{f"S{at}": sheet_xml(rows) for at in range(count)}}
    )


# Name → maker. What each ends in is stated in the tests; none may take 20 s or 1 GiB.
POISONED: dict[str, Callable[[], Parts]] = {
    "names of 3,000 letters": lambda: parts(
        names=named((f"n{at}{'x' * 3000}", "Channels!$A$1") for at in range(60_000))
    ),
    "names that mean 3,000 letters": lambda: parts(
        names=named((f"n{at}", "x" * 3000) for at in range(60_000))
    ),
    "65,000 defined names": lambda: parts(
        names=named((f"n{at}", f"Channels!$A${at + 1}") for at in range(65_000))
    ),
    "one defined name of many apostrophes": lambda: parts(names=named([("n", "'" * 3_000_000)])),
    "800,000 overrides": lambda: content_types(
        "".join(f'<Override PartName="/p{at}.xml" ContentType="a/b"/>' for at in range(800_000))
    ),
    "800,000 defaults": lambda: content_types(
        "".join(f'<Default Extension="p{at}" ContentType="a/b"/>' for at in range(800_000))
    ),
    "800,000 relationships": lambda: linked(
        "".join(f'<Relationship Id="q{at}" Type="t" Target="t{at}"/>' for at in range(800_000))
    ),
    "90,000 relationships": lambda: linked(
        "".join(f'<Relationship Id="q{at}" Type="t" Target="t{at}"/>' for at in range(90_000))
    ),
    "800,000 style elements": lambda: styled(
        "<fonts>" + "<font/>" * 800_000 + "</fonts><cellXfs><xf/></cellXfs>"
    ),
    "800,000 nested style elements": lambda: styled(
        "<fonts><font>" + "<b/>" * 800_000 + "</font></fonts><cellXfs><xf/></cellXfs>"
    ),
    "attributes of style elements": lambda: styled(
        "<fonts>"
        + "".join("<font " + " ".join(f'a{n}="1"' for n in range(50)) + "/>" for _ in range(60_000))
        + "</fonts><cellXfs><xf/></cellXfs>"
    ),
    "64,000 number formats": lambda: styled(
        "<numFmts>"
        + "".join(f'<numFmt numFmtId="{at}" formatCode="{"0" * 1000}{at}"/>' for at in range(64_000))
        + "</numFmts><cellXfs><xf/></cellXfs>"
    ),
    "extended list of elements": lambda: parts(after="<extLst>" + "<ext/>" * 900_000 + "</extLst>"),
    "conditional formats": lambda: parts(
        after='<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>1</formula></cfRule></conditionalFormatting>'
        * 200_000
    ),
    "validations": lambda: parts(
        after="<dataValidations>"
        + '<dataValidation sqref="A1"><formula1>1</formula1></dataValidation>' * 300_000
        + "</dataValidations>"
    ),
    "spaces in a sheet": lambda: parts(USUAL + " " * 240_000_000),
    "spaces around the cells": lambda: parts(after=" " * 240_000_000),
    "spaces in the workbook": lambda: changed(
        parts(), "xl/workbook.xml", "<sheets>", " " * 240_000_000 + "<sheets>"
    ),
    "text in the workbook": lambda: changed(
        parts(), "xl/workbook.xml", "<sheets>", "<x>" + "x" * 240_000_000 + "</x><sheets>"
    ),
    "a long comment in the workbook": lambda: changed(
        parts(), "xl/workbook.xml", "<sheets>", "<!--" + "x" * 200_000_000 + "--><sheets>"
    ),
    "long shared texts": lambda: parts(
        shared_strings='<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + f"<si><t>{'x' * 1_000_000}</t></si>" * 240
        + "</sst>"
    ),
    "two million shared texts": lambda: parts(
        shared_strings='<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + "<si><t>x</t></si>" * 1_990_000
        + "</sst>"
    ),
    "rich shared texts": lambda: parts(
        shared_strings='<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>'
        + "<r><rPr><b/></rPr><t>x</t></r>" * 1_000_000
        + "</si></sst>"
    ),
    "two channel names of 30,000 letters": lambda: parts(
        head() + line(2, channel="ab" * 15_000) + line(3, channel="ab" * 14_999 + "ba")
    ),
    "2,000 channel names": lambda: parts(
        lines(
            2000,
            lambda row: line(
                row,
                channel=f"Campaign of the {chr(97 + row % 26)}{chr(97 + row // 26 % 26)}{chr(97 + row // 676)} shop",
            ),
        )
    ),
    "2,000 long channel names": lambda: parts(
        lines(
            2000,
            lambda row: line(
                row,
                channel="x" * 200
                + f"{chr(97 + row % 26)}{chr(97 + row // 26 % 26)}{chr(97 + row // 676)}" * 30,
            ),
        )
    ),
    "a number format of brackets": lambda: formatted("[" * 100_000),
    "a number format of quotes": lambda: formatted('"' + "\\" * 100_001),
    "a number format of currency brackets": lambda: formatted("[$" * 100_000),
    "a number format of seconds": lambda: formatted("s.0" * 50_000 + "0" * 100_000),
    "an amount of dashes": lambda: typed("1" + "-" * 32_000 + "a1"),
    "an amount of brackets": lambda: typed("(" * 32_000 + "1"),
    "an amount of spaces": lambda: typed("1" + " " * 32_000 + "a1"),
    "an amount of digits": lambda: typed("1" * 32_000),
    "an amount of groups": lambda: typed("1" + ".111" * 10_000 + "a"),
    "an amount of words": lambda: typed("a " * 16_000 + "1"),
    "combining marks": lambda: typed("a" + "\u0301\u0323" * 16_000 + "1"),
    "combining marks in a shared text": lambda: parts(
        head()
        + '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>0</v></c></row>'
        + line(3),
        shared_strings='<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a'
        + "\u0301\u0323" * 250_000
        + "</t></si></sst>",
    ),
    "letters that grow": lambda: typed("\ufdfa" * 32_000),
    "a month of names": lambda: typed("Oct " * 8_000),
    "a month of dashes": lambda: typed("2026" + " - " * 10_000),
    "an apostrophe's many": lambda: typed("'" * 32_000),
    "a setting of dashes": lambda: settings("1" + "-" * 32_000 + "a1"),
    "a setting of combining marks": lambda: settings("a" + "\u0301\u0323" * 16_000),
    "a setting of commas": lambda: settings("a," * 16_000),
    "unclosed shapes": lambda: with_notes(3, drawing="<xml>" + "<v:shape id='s1'>" * 20_000),
    "unclosed shape types": lambda: with_notes(
        3, drawing="<xml>" + "<v:shapetype id='_x0000_t202'>" * 20_000
    ),
    "shapes without an end": lambda: with_notes(3, drawing="<xml>" + "<v:shape " * 100_000),
    "a drawing of letters": lambda: with_notes(3, drawing="<" + "a" * 300_000),
    "a drawing of spaces": lambda: with_notes(3, drawing="<xml" + " " * 300_000 + "<o:idmap" + " " * 300_000),
    "a drawing of numbers": lambda: with_notes(
        3, drawing="<xml><o:idmap x data='" + "1," * 300_000 + "</xml>" + "</xml" + " " * 300_000
    ),
    "apostrophes in a formula": lambda: formulas("'" * 60_000),
    "brackets in a formula": lambda: formulas("[" * 60_000),
    "quotes in a formula": lambda: formulas('"' * 60_001),
    "letters in a formula": lambda: formulas("a" * 60_000 + "." * 60_000),
    "20,000 weekly rows": lambda: parts(
        lines(20_000, lambda row: line(row, month=f"W{row % 52 + 1} {2000 + row // 52 % 90}"))
    ),
    "20,000 days": lambda: parts(
        lines(
            20_000,
            lambda row: line(
                row,
                month=f"{2000 + row // 336}-{row // 28 % 12 + 1:02}-{row % 28 + 1:02} - {2000 + row // 336}-{row // 28 % 12 + 1:02}-{row % 28 + 1:02}",
            ),
        )
    ),
    "100 tall merges": lambda: tall_merges(100),
    "100,000 merges in one column": lambda: parts(
        lines(1000, line),
        after="<mergeCells>"
        + "".join(f'<mergeCell ref="B{2 + at % 900}:B{1000 + at}"/>' for at in range(100_000))
        + "</mergeCells>",
    ),
    "merges under many headers": lambda: parts(
        "".join(
            f'<row r="{row}">{text(f"A{row}", "Channel")}{text(f"B{row}", "x")}</row>'
            for row in range(1, 2000)
        )
        + USUAL.replace('r="1"', 'r="3001"').replace('1"', '3001"'),
        after="<mergeCells>"
        + "".join(f'<mergeCell ref="A{at}:XFD{at}"/>' for at in range(1, 2000))
        + "</mergeCells>",
    ),
    "hidden columns beside notes": lambda: with_noted_cells(
        5_000, '<cols><col min="7" max="16384" width="0" hidden="1"/></cols>'
    ),
    "16,000 columns beside notes": lambda: with_noted_cells(
        5_000,
        "<cols>"
        + "".join(f'<col min="{at}" max="{at}" width="0" hidden="1"/>' for at in range(7, 16_385))
        + "</cols>",
    ),
    "margins typed as 0.4": lambda: parts(
        head("Gross margin") + "".join(line(row, extra=number(f"F{row}", 0.4)) for row in range(2, 20_002))
    ),
    "margins as text": lambda: parts(
        head("Gross margin") + "".join(line(row, extra=text(f"F{row}", "0,4")) for row in range(2, 20_002))
    ),
    "amounts of two readings": lambda: parts(lines(20_000, lambda row: line(row, spend="1.234"))),
    "2,000 sheets": lambda: many_sheets(1_990, head() + line(2)),
    "2,000 sheets under one name": lambda: changed(
        many_sheets(3),
        "xl/workbook.xml",
        "</sheets>",
        '<sheet name="X" sheetId="9" r:id="rId1"/>' * 1_990 + "</sheets>",
    ),
    "250 tables side by side": lambda: parts(
        "".join(
            f'<row r="{row}">'
            + "".join(text(f"{letter}{row}", name) for letter, name in zip("ABCDE", HEADER, strict=True))
            + "</row>"
            for row in range(1, 60_000)
        )
    ),
    "table columns without end": lambda: with_table(
        "<tableColumns>" + "<tableColumn/>" * 900_000 + "</tableColumns>"
    ),
    "5,000 notes": lambda: with_notes(5_000),
    "90,000 notes": lambda: with_notes(90_000),
    "a note of a million letters": lambda: with_notes(3, each="x" * 1_000_000),
    "a long business name": lambda: settings("x" * 32_000),
    "100,000 campaigns": lambda: parts(
        lines(100_000, lambda row: line(row, extra=text(f"E{row}", f"Campaign {row}")))
    ),
    "a million hyperlinks": lambda: parts(
        after="<hyperlinks>" + '<hyperlink ref="A1" location="x"/>' * 900_000 + "</hyperlinks>"
    ),
    "attributes in a sheet": lambda: parts(
        after="<extLst>"
        + "".join("<ext " + " ".join(f'a{n}="1"' for n in range(100)) + "/>" for _ in range(90_000))
        + "</extLst>"
    ),
    "namespaces without end": lambda: parts(
        after="<extLst>" + "".join(f'<ext xmlns:n{at}="u{at}"/>' for at in range(300_000)) + "</extLst>"
    ),
    "namespaces on one element": lambda: parts(
        after="<extLst><ext " + " ".join(f'xmlns:n{at}="u{at}"' for at in range(100_000)) + "/></extLst>"
    ),
    "attributes on one element": lambda: parts(
        after="<extLst><ext " + " ".join(f'n{at}="u{at}"' for at in range(200_000)) + "/></extLst>"
    ),
    "entities in a text": lambda: parts(
        head()
        + line(2)
        + f'<row r="3">{text("A3", "2026-10")}<c r="B3" t="inlineStr"><is><t>{"&amp;" * 1_000_000}</t></is></c>{number("C3", 1)}</row>'
    ),
}


def poisoned(name: str) -> bytes:
    """The file of that name."""
    return zipped(POISONED[name]())


def main(names: list[str]) -> None:
    """Report on each file within the limits of memory and time: how it ended and its name, a line each."""
    for name in names:
        content = poisoned(name)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))
        began = time.process_time()
        ended = outcome(content, report)
        seconds = time.process_time() - began
        sys.stdout.write(f"{ended if seconds <= SECONDS else f'bug: {seconds:.0f} s'}\t{name}\n")
        sys.stdout.flush()
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(sys.argv[1:])
