"""The settings of Business: by defined name `kpi_…`, else by a label with its value to the right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.currencies import currency_code
from kpisheet.texts.language import LANGUAGES, Term, table
from kpisheet.texts.own_words import as_term
from kpisheet.texts.units import Unit
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import NumberReader, shown
from kpisheet.worksheet.dates import PeriodReader
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import is_blank
from kpisheet.worksheet.header import setting_meaning
from kpisheet.worksheet.locate import LocatedTable
from kpisheet.worksheet.money import Money
from kpisheet.worksheet.schema import SETTINGS, Setting
from kpisheet.worksheet.sheet import CellKind, RawBook, RawCell, RawSheet, Settings

# Settings whose labels stand on many a sheet: they make none a sheet of settings.
_EVERYWHERE = frozenset(
    {"business_name", "prepared_by", "comment", "currency", "vat", "vat_rate", "report_from", "report_to"}
)
_OWN_WORDS = frozenset({"lead_word", "customer_word"})
_FARTHEST = 4  # columns to the right of a label where its value may stand


class SettingCell(Struct, frozen=True):
    """Where a setting's value stands; `cell` None is blank."""

    key: str
    place: Place
    cell: RawCell | None
    languages: frozenset[str] = frozenset()  # of its label


class FoundSettings(Struct, frozen=True):
    """The cells of settings; and `elsewhere`, what isn't taken for one, though its label could be one's."""

    cells: tuple[SettingCell, ...]
    elsewhere: tuple[Finding, ...]


def setting_cells(
    book: RawBook, read: Iterable[LocatedTable], found: Iterable[LocatedTable]
) -> FoundSettings:
    """The cells of all settings: those with a defined name first, then those beside a label.

    Nothing in the tables that are `read` is a label, and no header of any that was `found`: *Gross margin*
    is both.
    """
    sheets = {sheet.name: sheet for sheet in book.sheets if not sheet.own}
    named = list(_named(book, sheets))
    taken = tuple(read)
    headers = {(one.sheet.name, header.row, header.column) for one in found for header in one.headers}
    labelled: list[SettingCell] = []
    elsewhere: list[Finding] = []
    for sheet in sheets.values():
        every = list(_labelled(sheet, taken, headers))
        if _is_of_settings(sheet, taken, every):
            labelled += every
        else:
            elsewhere += _not_taken(every)
    by_place = {found.place: found for found in labelled}
    # A named cell is certain; its label only tells the language.
    keys = {one.key for one in named}
    merged = [
        SettingCell(
            one.key,
            one.place,
            one.cell,
            by_place[one.place].languages if one.place in by_place else frozenset(),
        )
        for one in named
    ]
    cells = (*merged, *(one for one in labelled if one.key not in keys))
    return FoundSettings(cells, tuple(elsewhere))


def _named(book: RawBook, sheets: Mapping[str, RawSheet]) -> Iterator[SettingCell]:
    for setting in SETTINGS:
        target = book.names.get(setting.name)
        if target is None or target[0] not in sheets:
            continue
        sheet, area = sheets[target[0]], target[1]
        cell = sheet.cell(area.first_row, area.first_column)
        yield SettingCell(setting.key, Place(sheet.name, area.first_row, area.first_column), _filled(cell))


def _is_of_settings(sheet: RawSheet, tables: tuple[LocatedTable, ...], found: Iterable[SettingCell]) -> bool:
    """Whether settings stand on a sheet: named so, holding a table that is read, several of them, or no more.

    A price list has a margin, a list of contacts a currency: one of these among other things is theirs.
    """
    typed = [one for one in found if one.cell is not None]
    keys = {one.key for one in typed}
    is_home = plain(sheet.name) in _homes() or any(table.sheet is sheet for table in tables)
    is_all = sheet.rows.keys() <= {one.place.row for one in typed}
    return is_home or is_all or (len(keys) > 1 and not keys <= _EVERYWHERE)


def _not_taken(found: Iterable[SettingCell]) -> Iterator[Finding]:
    for one in found:
        if one.cell is not None and one.key not in _EVERYWHERE:
            label = Term(f"columns.{one.key}.label")
            yield finding("K608", one.place, typed=shown(one.cell), setting=label)


@lru_cache(maxsize=1)
def _homes() -> frozenset[str]:
    """The folded names of sheets that hold settings."""
    own = (table(code, "sheets")["business"] for code in LANGUAGES)
    words = (word for code in LANGUAGES for word in aliases(code, "vocabulary")["settings_sheet"])
    return frozenset(map(plain, (*own, *words)))


def _labelled(
    sheet: RawSheet, tables: tuple[LocatedTable, ...], headers: Collection[tuple[str, int, int]]
) -> Iterator[SettingCell]:
    blocks = [(one.top_row, one.last_row, *one.area) for one in tables if one.sheet is sheet]
    labels = [rows for text, rows in sheet.rows_by_text.items() if setting_meaning(text) is not None]
    for number in sorted({number for rows in labels for number in rows}):
        for column, cell in sheet.rows[number].items():
            if cell.kind is not CellKind.TEXT or (meaning := setting_meaning(cell.text)) is None:
                continue
            if (sheet.name, number, column) in headers or any(
                top <= number <= last and left <= column <= right for top, last, left, right in blocks
            ):
                continue
            value = _right_of(sheet, number, column)
            if value is not None:
                yield SettingCell(
                    meaning.key, Place(sheet.name, number, value.column), value, meaning.languages
                )
            elif meaning.official:
                yield SettingCell(meaning.key, Place(sheet.name, number, column + 1), None, meaning.languages)


def _right_of(sheet: RawSheet, row: int, column: int) -> RawCell | None:
    """The cell beside the label (which may be merged), or a number a little further to the right."""
    area = sheet.merged_from.get((row, column))
    beside = 1 + (area.last_column if area else column)
    for place in range(beside, beside + _FARTHEST):
        cell = _filled(sheet.cell(row, place))
        if cell is not None and (place == beside or cell.kind is CellKind.NUMBER):
            return None if cell.kind is CellKind.TEXT and setting_meaning(cell.text) else cell
        if cell is not None:
            return None  # help beside an empty input
    return None


def _filled(cell: RawCell | None) -> RawCell | None:
    return None if cell is None or is_blank(cell) else cell


class SettingsReader(Struct, dict=True):
    """Reads the settings' cells. `findings` fill as it goes."""

    language: str
    money: Money
    date_1904: bool
    findings: list[Finding] = field(default_factory=list)

    def read(self, cells: Iterable[SettingCell]) -> Settings:
        """The settings that were understood; a setting's second cell only counts if the first is blank."""
        values: dict[str, Any] = {}
        places: dict[str, Place] = {}
        first: dict[str, SettingCell] = {}
        for found in cells:
            earlier = first.get(found.key)
            if earlier is not None and earlier.cell is not None:
                self._compare(earlier, found)
                continue
            if earlier is None or found.cell is not None:
                first[found.key] = found
        for setting in SETTINGS:
            known = first.get(setting.key)
            if known is None:
                continue
            places[setting.key] = known.place
            value = None if known.cell is None else self._value(setting, known.cell, known.place)
            if value is not None:
                values[setting.key] = value
        return Settings(values, places)

    def _compare(self, one: SettingCell, other: SettingCell) -> None:
        if one.cell is None or other.cell is None:
            return
        if plain(one.cell.text) != plain(other.cell.text):
            self._tell("K603", other.place, other.cell, one.key, first=shown(one.cell))

    def _value(self, setting: Setting, cell: RawCell, place: Place) -> Any:
        match setting.unit:
            case Unit.TEXT if setting.key == "currency":
                code = currency_code(cell.text)
                if code is None:
                    self._tell("K605", place, cell, setting.key)
                return code
            case Unit.TEXT if setting.key in _OWN_WORDS:
                word = as_term(self.language, shown(cell))
                if word is None:
                    self._tell("K641", place, cell, setting.key)
                return word
            case Unit.TEXT:
                return shown(cell).strip()
            case Unit.CHOICE:
                return self._choice(setting, cell, place)
            case Unit.PERIOD:
                return self._period(setting, cell, place)
            case _:
                return self._number(setting, cell, place)

    def _choice(self, setting: Setting, cell: RawCell, place: Place) -> str | None:
        chosen = choice_names(setting.key, setting.choices).get(plain(cell.text))
        if chosen is None:
            self._tell(
                "K601",
                place,
                cell,
                setting.key,
                choices=[Term(f"choices.{setting.key}.{one}") for one in setting.choices],
            )
        return chosen

    def _period(self, setting: Setting, cell: RawCell, place: Place) -> Any:
        reading = PeriodReader(place.sheet, self.language, self.date_1904).read(cell)
        if reading.period is None:
            self._tell("K607", place, cell, setting.key)
        elif reading.finding is not None:
            self.findings.append(reading.finding)
        return reading.period

    def _number(self, setting: Setting, cell: RawCell, place: Place) -> Any:
        reading = NumberReader(
            key=setting.key,
            unit=setting.unit,
            label=Term(f"columns.{setting.key}.label"),
            sheet=place.sheet,
            language=self.language,
            money=self.money,
            date_1904=self.date_1904,
            minimum=setting.minimum,
            maximum=setting.maximum,
        ).read(cell)
        if reading.finding is not None:
            self.findings.append(reading.finding)
        return reading.value

    def _tell(self, code: str, place: Place, cell: RawCell, key: str, **facts: Any) -> None:
        label = Term(f"columns.{key}.label")
        self.findings.append(finding(code, place, typed=shown(cell), affects=(key,), setting=label, **facts))


@lru_cache(maxsize=16)
def choice_names(of: str, choices: tuple[str, ...]) -> Mapping[str, str]:
    """Folded name of a choice, in any language, to its key; the key is its own name."""
    names = {plain(choice): choice for choice in choices}
    for code in LANGUAGES:
        for choice in choices:
            names[plain(table(code, "choices")[f"{of}.{choice}"])] = choice
    return names
