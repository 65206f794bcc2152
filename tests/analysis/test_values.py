"""The values that rooms hand to each other can't be changed by who receives them."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date

import msgspec
import pytest

import kpisheet.analysis
import kpisheet.worksheet
from kpisheet.worksheet.findings import Place
from kpisheet.worksheet.periods import Period

# These fill their findings as they read.
READERS = {
    "_Separated",
    "ChannelRows",
    "RowCells",
    "AddressedRows",
    "MonthRows",
    "DealRows",
    "SettingsReader",
    "ExchangeRates",
    "YearsBeside",
    "_Shares",
}
MODULES = [
    importlib.import_module(module.name)
    for room in (kpisheet.worksheet, kpisheet.analysis)
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}.")
]
VALUES = sorted(
    {
        value
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value is not msgspec.Struct
    },
    key=lambda value: value.__name__,
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_a_value_is_frozen_unless_it_is_a_reader(value: type[msgspec.Struct]) -> None:
    assert value.__struct_config__.frozen is (value.__name__ not in READERS)


def test_a_frozen_value_refuses_to_be_changed_and_may_be_a_key() -> None:
    place, october = Place("A", 1, 2), Period(date(2026, 10, 1), date(2026, 10, 31))
    for value, name in ((place, "row"), (october, "start")):
        with pytest.raises(AttributeError):
            setattr(value, name, 5)
    assert {place: 1, october: 2} == {Place("A", 1, 2): 1, Period.month(2026, 10): 2}
