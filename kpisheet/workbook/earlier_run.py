"""Knowing our own work again in a workbook: sheets, cell notes, fills, and whether a person changed them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kpisheet.analysis.planning import NOTHING_TYPED, Typed
from kpisheet.workbook.names import Role, own_sheets
from kpisheet.workbook.plan_inputs import carried_plan, input_cells
from kpisheet.worksheet.sheet import CellKind

if TYPE_CHECKING:
    from kpisheet.worksheet.sheet import RawBook, RawCell, RawSheet

MARKER = "— kpisheet —"  # the line above our text in a cell note, the same in every language
RULE_TAG = 'N("kpisheet")=0'  # stands in the formula of each of our conditional formats
_PROPERTY = "kpisheet "  # begins our custom document properties
_CALLED = re.compile(r"(?<![a-z0-9.])[a-z0-9.]++(?=\()")  # what stands before a bracket, found in one go
_NOT_FIRST = "0123456789."  # in a function's name
_TEXT, _BOOLEAN = (f"{kind.value}:" for kind in (CellKind.TEXT, CellKind.BOOLEAN))
_OUR_TAG = f"{_TEXT}kpisheet:"  # begins the hidden texts that tell Plan's inputs
_ROUNDING = Context(prec=12)  # of a number in a fingerprint

Contents = Mapping[int, Mapping[int, str]]  # row → column (both 1-based) → what the cell holds; no blank ones


class EarlierWork(Struct, frozen=True):
    """What an earlier run left in a workbook.

    `sheets`: its result sheets by role; `changed`: those that a person changed (other than Plan's inputs).
    """

    sheets: Mapping[Role, str] = field(default_factory=dict)
    changed: frozenset[Role] = frozenset()

    @property
    def kept(self) -> tuple[Role, ...]:
        """The sheets to keep: the changed ones, and Data used beside a summary whose formulas need it."""
        needs_data = self.changed & {Role.SUMMARY}
        return tuple(
            role
            for role in Role
            if role in self.sheets and (role in self.changed or (role is Role.DATA_USED and needs_data))
        )

    @property
    def replaced(self) -> frozenset[str]:
        """The names of the sheets that go: they are made anew."""
        return frozenset(name for role, name in self.sheets.items() if role not in self.kept)


def earlier_work(book: RawBook, properties: Mapping[str, str]) -> EarlierWork:
    """What an earlier run left in `book`, whose custom document properties are `properties`."""
    own = own_sheets(book.names)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    found = {role: name for role, name in own.items() if name in sheets}
    stamps = {role: properties.get(property_name(role)) for role in found}
    changed = frozenset(
        role
        for role, stamp in stamps.items()
        if stamp != fingerprint(contents_of(sheets[found[role]]))  # without a stamp it is a person's
    )
    return EarlierWork(found, changed)


def typed_into_plan(book: RawBook) -> Typed:
    """What a person typed into the Plan of an earlier run, changed or not."""
    name = own_sheets(book.names).get(Role.PLAN)
    sheet = next((sheet for sheet in book.sheets if sheet.name == name), None)
    return NOTHING_TYPED if sheet is None else carried_plan(sheet)


def property_name(role: Role) -> str:
    """The custom document property that holds a result sheet's fingerprint."""
    return f"{_PROPERTY}{role.value}"


def fingerprint(contents: Contents) -> str:
    """What a sheet's cells hold, so that another program's save leaves it and a person's edit changes it.

    The inputs of Plan are left out: typing into them is what they are for. Of a formula its text counts,
    not its value: that follows the workbook.
    """
    texts = {
        row: {column: held.removeprefix(_TEXT) for column, held in cells.items() if held.startswith(_OUR_TAG)}
        for row, cells in contents.items()
    }
    inputs = input_cells(texts)
    lines = [
        f"{row},{column},{held}\n"
        for row, cells in sorted(contents.items())
        for column, held in sorted(cells.items())
        if (row, column) not in inputs
    ]
    return hashlib.sha256("".join(lines).encode(errors="surrogatepass")).hexdigest()[:32]


def contents_of(sheet: RawSheet) -> Contents:
    """What the sheet's cells hold, as fingerprints compare it."""
    return {
        row: {column: held for column, cell in cells.items() if (held := _content_of(cell))}
        for row, cells in sheet.rows.items()
    }


def _content_of(cell: RawCell) -> str:
    if cell.formula is not None:
        return content_of_formula(cell.formula)
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        return content_of_number(cell.number)
    return "" if cell.kind is CellKind.BLANK else f"{cell.kind.value}:{cell.text}"


def content_of_text(text: str) -> str:
    """What a cell with this text holds."""
    return _TEXT + text


def content_of_boolean(value: bool) -> str:
    """What a cell with TRUE or FALSE holds."""
    return f"{_BOOLEAN}{str(value).upper()}"


def content_of_number(number: Decimal) -> str:
    """What a cell with this number holds: programs differ in the last bits that they store."""
    return _rounded(str(number)) if number else "0"


@lru_cache(maxsize=4096)
def _rounded(digits: str) -> str:
    """By its digits, not by the number: 5 and 5.0 are equal, and whichever came first would be kept."""
    return f"{_ROUNDING.create_decimal(digits.removesuffix('.0')):e}"


def content_of_formula(formula: str) -> str:
    """What a cell with this formula (without ``=``) holds."""
    return "=" + _plain(formula)


def _plain(formula: str) -> str:
    """A formula without what programs write differently: quotes around names, spaces, case.

    References to other sheets follow rows that a person inserts or deletes there, so of a formula that has
    some only the functions count.
    """
    plain = "".join(formula.replace("'", "").split()).casefold()
    if "!" not in plain and "#ref" not in plain:
        return plain
    names = [called.lstrip(_NOT_FIRST) for called in _CALLED.findall(plain)]
    return " ".join([name for name in names if name not in ("", "true", "false")])


def is_our_rule(formula: str) -> bool:
    """Whether a conditional format's formula is ours, also after another program wrote it anew."""
    return RULE_TAG.casefold() in "".join(formula.split()).casefold()
