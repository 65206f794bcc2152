"""What stands around a block: titles above it, those of the whole sheet, and the sheet's name."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kpisheet.worksheet.header import BUDGET
from kpisheet.worksheet.layouts.facts import Spent
from kpisheet.worksheet.layouts.labels import Label
from kpisheet.worksheet.layouts.regions import Block
from kpisheet.worksheet.layouts.times import years_in
from kpisheet.worksheet.layouts.words import Said, said_in
from kpisheet.worksheet.sheet import CellKind, RawCell, RawSheet


class Surroundings(Struct, frozen=True):
    """What stands around a block: its own titles (nearest first), those of the sheet, the sheet's name."""

    own: tuple[Label, ...]
    general: tuple[Label, ...]
    sheet: RawSheet
    other_years: frozenset[int] = frozenset()  # that the labels of the sheet's tables name
    spent: Spent = Spent.SAID

    @classmethod
    def of(cls, block: Block, first: Block, other_years: frozenset[int], spent: Spent) -> Surroundings:
        """Those of a block, of which `first` is the sheet's first one."""
        general = () if block is first else tuple(reversed(first.titles))
        return cls(tuple(reversed(block.titles)), general, block.sheet, other_years, spent)

    @property
    def name(self) -> RawCell:
        """The sheet's name as a label."""
        return RawCell(0, 0, CellKind.TEXT, self.sheet.name)

    def said(self) -> Iterator[tuple[RawCell, Said]]:
        """What titles and the sheet's name say, the nearest first."""
        for label in self.own:
            yield label.cell, self._taken(title_says(label))
        yield self.name, self._taken(said_in(self.sheet.name))
        for label in self.general:
            yield label.cell, self._taken(title_says(label))

    def _taken(self, said: Said) -> Said:
        is_plan = self.spent is Spent.PLANNED and said.metric == BUDGET
        return said._replace(metric="spend", aside=None) if is_plan else said

    def years(self) -> frozenset[int]:
        """The years that they name."""
        texts = [label.text for label in (*self.own, *self.general)]
        return years_in([self.sheet.name]) or years_in(texts) or self.other_years


def title_says(label: Label) -> Said:
    """What a title says, as a whole or within its words."""
    word = label.word
    if word.period is not None:
        return Said(word.period or None, word.metric, None, word.aside, word.actual)
    return said_in(label.text)
