# ruff: noqa: E501 - XML stands as its writers write it, not broken to our width
"""One small workbook, written as several programs write it: the same cells, seven kinds of package.

`Book` says what the cells hold. LibreOffice itself writes one kind (from a flat ODF text); the others are
XML as Google Sheets, Numbers, small export libraries, .NET libraries, Excel's strict format and old Excel for
Mac write it. None of it passes through our own authoring code or through a spreadsheet library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from kpisheet.worksheet.findings import column_letters
from tests.support import packages


class Rate(NamedTuple):
    """A number in a percent format."""

    value: str


class Money(NamedTuple):
    """A number in a currency's format."""

    value: str
    currency: str


class Formula(NamedTuple):
    """A formula with its stored value; None was never computed."""

    expression: str
    value: str | None


class Fault(NamedTuple):
    """An error cell."""

    text: str = "#DIV/0!"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its lines from A1; merged areas and hidden rows in 1-based numbers."""

    name: str
    lines: Sequence[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False

    def lowered(self, title: str) -> Sheet:
        """The same sheet below a line with a title."""
        merged = [(top + 1, left, bottom + 1, right) for top, left, bottom, right in self.merged]
        hidden = frozenset(number + 1 for number in self.hidden_rows)
        return replace(self, lines=[[title], *self.lines], merged=merged, hidden_rows=hidden)


Book = Sequence[Sheet]

_FORMATS = {
    "general": (0, None),
    "date": (164, "mmm yyyy"),
    "rate": (165, "0.0%"),
    "TRY": (166, "[$₺-41F]#,##0.00"),
    "EUR": (167, "[$€-407] #,##0.00"),
    "USD": (168, '"$"#,##0.00'),
    "boolean": (0, None),
}
_STYLE = {name: at for at, name in enumerate(_FORMATS)}


def _style(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case date():
            return "date"
        case Rate():
            return "rate"
        case Money(_, currency):
            return currency
        case _:
            return "general"


def _serial(day: date, *, date_1904: bool) -> int:
    zero = date(1904, 1, 1) if date_1904 else date(1899, 12, 30)
    return (day - zero).days


@dataclass(frozen=True)
class _Habits:
    """What sets one writer's XML apart from another's."""

    texts: str = "shared"  # shared, rich, phonetic, inline or str
    references: bool = True
    whole_as: str = "{}"  # Google Sheets writes 5.0
    number_type: str = ""
    iso_dates: bool = False
    date_1904: bool = False
    prefix: str = ""
    encoding: str = "utf-8"
    strict: bool = False
    dimension: str = ""
    bare_styles: bool = False
    title: str = ""

    @property
    def namespace(self) -> str:
        return packages.STRICT if self.strict else packages.TRANSITIONAL

    def package(self, book: Book) -> bytes:
        """The bytes of the workbook as this writer leaves it."""
        sheets = [one.lowered(self.title) for one in book] if self.title else list(book)
        shared: list[str] = []
        parts = {one.name: self._encoded(self._sheet(one, shared)) for one in sheets}
        if self.title:
            parts = {
                "Export Summary": self._encoded(self._sheet(Sheet("", [["Export Summary"]]), shared)),
                **parts,
            }
        made = packages.workbook_parts(
            parts,
            styles=self._styles(),
            shared_strings=packages.shared_strings_xml(*shared, namespace=self.namespace) if shared else "",
            properties='<workbookPr date1904="1"/>' if self.date_1904 else "",
            strict=self.strict,
        )
        for one in sheets:
            if one.hidden:
                said = f"<sheet name={quoteattr(one.name)}"
                made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(said, f'{said} state="hidden"')
        return packages.zipped(made)

    def _styles(self) -> str:
        whole = packages.styles_xml(list(_FORMATS.values()), namespace=self.namespace)
        if not self.bare_styles:
            return whole
        return re.sub("<(fonts|fills|borders|cellStyleXfs|cellStyles) .*?</\\1>", "", whole)

    def _sheet(self, sheet: Sheet, shared: list[str]) -> str:
        rows = "".join(
            self._row(sheet, number, line, shared) for number, line in enumerate(sheet.lines, start=1)
        )
        areas = "".join(
            f'<mergeCell ref="{column_letters(left)}{top}:{column_letters(right)}{bottom}"/>'
            for top, left, bottom, right in sheet.merged
        )
        merged = f"<mergeCells>{areas}</mergeCells>" if areas else ""
        before = f'<dimension ref="{self.dimension}"/>' if self.dimension else ""
        return packages.sheet_xml(rows, before=before, after=merged, namespace=self.namespace)

    def _row(self, sheet: Sheet, number: int, line: Sequence[Any], shared: list[str]) -> str:
        cells = "".join(self._cell(number, column, value, shared) for column, value in enumerate(line, 1))
        place = f' r="{number}"' if self.references else ""
        hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
        return f"<row{place}{hidden}>{cells}</row>"

    def _cell(self, row: int, column: int, value: Any, shared: list[str]) -> str:
        place = f' r="{column_letters(column)}{row}"' if self.references else ""
        style = _STYLE[_style(value)]
        place += f' s="{style}"' if style else ""
        match value:
            case None:
                return "" if self.references else f"<c{place}/>"
            case str():
                return self._text(place, value, shared)
            case bool():
                return f'<c{place} t="b"><v>{int(value)}</v></c>'
            case Fault(text):
                return f'<c{place} t="e"><v>{text}</v></c>'
            case Formula(expression, stored):
                kept = "" if stored is None else f"<v>{stored}</v>"
                return f"<c{place}><f>{escape(expression)}</f>{kept}</c>"
            case date() if self.iso_dates:
                return f'<c{place} t="d"><v>{value.isoformat()}T00:00:00</v></c>'
            case date():
                return self._number(place, str(_serial(value, date_1904=self.date_1904)))
            case Rate(number) | Money(number, _):
                return self._number(place, number)
            case _:
                return self._number(place, str(value))

    def _number(self, place: str, number: str) -> str:
        written = self.whole_as.format(number) if number.lstrip("-").isdigit() else number
        return f"<c{place}{self.number_type}><v>{written}</v></c>"

    def _text(self, place: str, text: str, shared: list[str]) -> str:
        words = f'<t xml:space="preserve">{escape(text)}</t>'
        if self.texts == "inline":
            return f'<c{place} t="inlineStr"><is>{words}</is></c>'
        if self.texts == "str":
            return f'<c{place} t="str"><v>{escape(text)}</v></c>'
        middle = len(text) // 2
        if self.texts in ("rich", "phonetic"):
            first, last = escape(text[:middle]), escape(text[middle:])
            words = f'<r><rPr><b/></rPr><t xml:space="preserve">{first}</t></r><r><t xml:space="preserve">{last}</t></r>'
        if self.texts == "phonetic":
            words += '<rPh sb="0" eb="1"><t>カナ</t></rPh><phoneticPr fontId="0"/>'
        shared.append(words)
        return f'<c{place} t="s"><v>{len(shared) - 1}</v></c>'

    def _encoded(self, xml: str) -> bytes:
        body = xml.removeprefix(packages.DECLARATION)
        if self.prefix:
            body = re.sub(r"<(/?)(?=[A-Za-z])", rf"<\1{self.prefix}:", body)
            body = body.replace(f'xmlns="{self.namespace}"', f'xmlns:{self.prefix}="{self.namespace}"')
        return f'<?xml version="1.0" encoding="{self.encoding}"?>{body}'.encode(self.encoding)


class _Streaming(_Habits):
    """Inline texts beside results of formulas, as small export libraries mix them."""

    def _text(self, place: str, text: str, shared: list[str]) -> str:
        habits = replace(_Habits(), texts="str" if len(text) % 2 else "inline")
        return habits._text(place, text, shared)


WRITERS: dict[str, Callable[[Book], bytes]] = {
    "google_sheets": _Habits(texts="rich", whole_as="{}.0").package,
    "numbers": _Habits(dimension="A2:B2", number_type=' t="n"', title="Table 1").package,
    "streaming": _Streaming(references=False, bare_styles=True).package,
    "prefixed_utf16": _Habits(texts="inline", prefix="x", encoding="utf-16").package,
    "strict": _Habits(texts="phonetic", iso_dates=True, strict=True).package,
    "dates_1904": _Habits(date_1904=True, dimension="A1").package,
}
LOWERED = {"numbers": 1}  # lines that a writer puts above each table


# LibreOffice, from a flat ODF text ----------------------------------------------------------------------

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.3"'
    ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    + "".join(
        f' xmlns:{prefix}="{_ODF}{name}"'
        for prefix, name in {
            "office": "office:1.0", "table": "table:1.0", "text": "text:1.0", "style": "style:1.0",
            "number": "datastyle:1.0", "of": "of:1.2",
        }.items()
    )
    + "><office:automatic-styles>"
    '<number:date-style style:name="d"><number:month number:textual="true"/><number:text> </number:text><number:year number:style="long"/></number:date-style>'
    '<number:boolean-style style:name="b"><number:boolean/></number:boolean-style>'
    '<number:percentage-style style:name="r"><number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>'
)  # fmt: skip
_ODF_CURRENCIES = {"TRY": ("tr", "TR", "₺"), "EUR": ("de", "DE", "€"), "USD": ("en", "US", "$")}


def flat_odf(book: Book) -> str:
    """The workbook as the XML that LibreOffice opens as its own."""
    money = "".join(
        f'<number:currency-style style:name="m{code}"><number:currency-symbol number:language="{language}" number:country="{country}">{sign}'
        '</number:currency-symbol><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:currency-style>'
        for code, (language, country, sign) in _ODF_CURRENCIES.items()
    )
    kinds = {"date": "d", "rate": "r", "boolean": "b", **{code: f"m{code}" for code in _ODF_CURRENCIES}}
    cells = "".join(
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{kind}"/>'
        for name, kind in kinds.items()
    )
    hidden = '<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>'
    tables = "".join(_odf_table(sheet) for sheet in book)
    return (
        f"{_ODF_HEAD}{money}{cells}{hidden}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document>"
    )


def _odf_table(sheet: Sheet) -> str:
    hidden = ' table:style-name="hidden"' if sheet.hidden else ""
    rows = []
    for number, line in enumerate(sheet.lines, 1):
        shown = ' table:visibility="collapse"' if number in sheet.hidden_rows else ""
        width = max([len(line), *(right for *_, right in sheet.merged)])
        padded = [*line, *[None] * (width - len(line)), None]
        cells = "".join(_odf_cell(sheet, number, column, value) for column, value in enumerate(padded, 1))
        rows.append(f"<table:table-row{shown}>{cells}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.name)}{hidden}><table:table-column/>{''.join(rows)}</table:table>"


def _odf_cell(sheet: Sheet, row: int, column: int, value: Any) -> str:
    kind, spans = "table-cell", ""
    for top, left, bottom, right in sheet.merged:
        if (row, column) == (top, left):
            spans = f' table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
        elif top <= row <= bottom and left <= column <= right:
            kind = "covered-table-cell"
    style = _style(value)
    spans += "" if style == "general" else f' table:style-name="{style}"'
    return f"<table:{kind}{spans}{_odf_value(value)}</table:{kind}>"


def _odf_value(value: Any) -> str:
    match value:
        case None:
            return ">"
        case str():
            lines = "".join(
                f"<text:p>{escape(line).replace('  ', ' <text:s/>')}</text:p>" for line in value.split("\n")
            )
            return f' office:value-type="string">{lines}'
        case bool():
            return f' office:value-type="boolean" office:boolean-value="{str(value).lower()}">'
        case date():
            return f' office:value-type="date" office:date-value="{value.isoformat()}">'
        case Fault():
            return ' table:formula="of:=1/0">'
        case Formula(expression, stored):
            references = re.sub(r"\b([A-Z]+\d+)\b", r".\1", expression)
            references = re.sub(r"(\.[A-Z]+\d+(?::\.[A-Z]+\d+)?)", r"[\1]", references)
            return f' table:formula="of:={references}" office:value-type="float" office:value="{stored}">'
        case Rate(number):
            return f' office:value-type="percentage" office:value="{number}">'
        case Money(number, currency):
            return f' office:value-type="currency" office:currency="{currency}" office:value="{number}">'
        case _:
            return f' office:value-type="float" office:value="{value}">'
