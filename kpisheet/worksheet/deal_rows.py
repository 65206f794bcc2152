"""The rows of Deals: dates, outcome, value; and what is doubtful about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct, field

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES, Term
from kpisheet.texts.typed_text import day_first_of, depends_on_order
from kpisheet.worksheet.business import choice_names
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.currency import row_currency
from kpisheet.worksheet.dates import read_day
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.naming import ChannelNames
from kpisheet.worksheet.reading_context import ReadingContext
from kpisheet.worksheet.schema import DEAL_OUTCOMES, Table
from kpisheet.worksheet.sheet import CellKind, Deal, RawCell
from kpisheet.worksheet.totals import is_total_label

_DATES = ("created", "quoted", "closed")


class DealRows(Struct, dict=True):
    """Reads Deals. `findings` fill as it goes."""

    grid: Grid
    context: ReadingContext
    names: ChannelNames
    today: date
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sheet = self.grid.table.sheet.name
        self._readers = self.context.number_readers(Table.DEALS, self.grid)
        self._day_first = self._proved_order()

    def read(self) -> tuple[Deal, ...]:
        """Each deal that can be used."""
        return tuple(self._deals())

    def _deals(self) -> Iterator[Deal]:
        for number, cells in self.grid.rows:
            if not cells.keys() & {*_DATES, "outcome", "value"}:
                continue
            total = self._total(cells)
            if total is not None:
                self.findings.append(
                    finding("K404", Place(self._sheet, number, total.column), typed=shown(total))
                )
                continue
            deal = self._deal(number, cells)
            if deal is not None:
                yield deal

    def _total(self, cells: Mapping[str, RawCell]) -> RawCell | None:
        """The cell that says that the row is a total, if it is one: a deal has a date, whatever its name."""
        texts = [cell for cell in cells.values() if cell.kind is CellKind.TEXT]
        label = next((cell for cell in texts if is_total_label(cell.text)), None)
        created = cells.get("created")
        return label if created is None or created is label else None

    def _deal(self, number: int, cells: Mapping[str, RawCell]) -> Deal | None:
        created, quoted, closed = (self._day(key, cells) for key in _DATES)
        if created is None:
            if "created" not in cells:
                self._tell("K901", number, "created", affects=("sales_cycle_days",))
            return None
        if closed is not None and closed < created:
            self._tell("K902", number, "closed", cells, affects=("sales_cycle_days",))
            return None
        outcome = self._outcome(number, cells, is_closed=closed is not None)
        if outcome is None:
            return None
        if outcome == "won" and closed is None and "closed" not in cells:
            self._tell("K904", number, "closed", affects=("sales_cycle_days",))
        if outcome == "open" and closed is not None:
            self._tell("K905", number, "closed", cells)
        if quoted is not None and (quoted < created or (closed is not None and quoted > closed)):
            self._tell("K907", number, "quoted", cells)
            quoted = None
        channel = cells.get("channel")
        person = cells.get("salesperson")
        return Deal(
            sheet=self._sheet,
            number=number,
            created=created,
            quoted=quoted,
            closed=closed,
            outcome=outcome,
            value=self._value(cells),
            channel=None if channel is None else self.names.channel(shown(channel)),
            salesperson=None if person is None else shown(person).strip(),
        )

    def _value(self, cells: Mapping[str, RawCell]) -> Decimal | None:
        cell = cells.get("value")
        if cell is None:
            return None
        reading = self._readers["value"].read(cell, row_currency(cells))
        if reading.finding is not None:
            self.findings.append(reading.finding)
        return reading.value

    def _day(self, key: str, cells: Mapping[str, RawCell]) -> date | None:
        """The date of a column; None with a finding where the cell holds something else."""
        cell = cells.get(key)
        if cell is None:
            return None
        day = read_day(
            cell, self.context.language, date_1904=self.context.date_1904, day_first=self._day_first
        )
        if day is None:
            self._tell(
                "K320" if key != "created" else "K901", cell.row, key, cells, affects=("sales_cycle_days",)
            )
            return None
        if self._day_first is None and cell.kind is CellKind.TEXT and depends_on_order(cell.text):
            self._tell("K512", cell.row, key, cells, affects=("sales_cycle_days",), day=day)
        if day > self.today:
            self._tell("K906", cell.row, key, cells, day=day)
        return day

    def _outcome(self, number: int, cells: Mapping[str, RawCell], *, is_closed: bool) -> str | None:
        """Won, lost or open; a blank outcome is open without a closing date, else it can't be told."""
        cell = cells.get("outcome")
        if cell is None and not is_closed:
            return "open"
        outcome = outcome_names().get(plain(shown(cell))) if cell is not None else None
        if outcome is None:
            self._tell("K903", number, "outcome", cells, affects=("sales_cycle_days",))
        return outcome

    def _proved_order(self) -> bool | None:
        """Whether the day stands first in the dates typed as text, if they prove it."""
        cells: Iterable[RawCell] = (cell for key in _DATES for cell in self.grid.column_cells(key))
        proofs = {day_first_of(cell.text) for cell in cells if cell.kind is CellKind.TEXT} - {None}
        return proofs.pop() if len(proofs) == 1 else None

    def _tell(
        self, code: str, number: int, key: str, cells: Mapping[str, RawCell] | None = None, **facts: object
    ) -> None:
        cell = cells.get(key) if cells else None
        place = Place(self._sheet, number, self.grid.columns.get(key))
        column = Term(f"columns.{key}.header")
        typed = shown(cell) if cell is not None else ""
        self.findings.append(finding(code, place, typed=typed, column=column, **facts))  # type: ignore[arg-type]  # facts of any kind


@lru_cache(maxsize=1)
def outcome_names() -> Mapping[str, str]:
    """Folded names of the outcomes in any language, with what else people type for them."""
    names = dict(choice_names("outcome", DEAL_OUTCOMES))
    for code in LANGUAGES:
        words = aliases(code, "vocabulary")
        for outcome in DEAL_OUTCOMES:
            names.update({plain(word): outcome for word in words[f"outcome_{outcome}"]})
    return names
