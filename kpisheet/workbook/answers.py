"""What a person answered of downloads, kept in the worksheet that they fill, so that next month asks nothing.

*Conversions are* stands in Business, where a person sees and changes it. What a column means and which
channel a file is that names none are properties of the workbook, by a fingerprint each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2s
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kpisheet.exports.lines import Conversions, Extract, Taught
from kpisheet.ooxml.appending.rows import filled_in
from kpisheet.ooxml.parts.properties import custom_properties, set_custom_properties
from kpisheet.texts.language import Words

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.worksheet.sheet import Settings, Worksheet

_CHANNEL, _COLUMN = "kpisheet.channel.", "kpisheet.column."
_MEANS = " = "
_LONGEST = 255  # what Excel keeps of one property
_SETTING = "conversions_are"
_ANSWERS: Mapping[str, Conversions] = MappingProxyType(
    {
        "leads": Conversions.LEADS,
        "new_customers": Conversions.CUSTOMERS,
        "not_used": Conversions.IGNORE,
    }
)


def with_answers(taught: Taught, package: Package, settings: Settings) -> Taught:
    """What is said of downloads now, and what was answered before where nothing is said now."""
    columns, channels = dict[str, str](), dict[str, str]()
    for name, text in custom_properties(package).items():
        if name.startswith(_CHANNEL):
            channels[name.removeprefix(_CHANNEL)] = text
        elif name.startswith(_COLUMN):
            header, _, key = text.rpartition(_MEANS)
            columns[header] = key
    answer = settings.text(_SETTING)
    return replace(
        taught,
        columns={**columns, **taught.columns},
        known_channels=channels,
        usual=None if answer is None else _ANSWERS[answer],
    )


def remembering(
    package: Package, worksheet: Worksheet, taught: Taught, extracts: Iterable[Extract]
) -> Package:
    """The workbook with what was said of its downloads; nothing that is typed in Business is changed."""
    kept = {_COLUMN + _print_of(header): f"{header}{_MEANS}{key}" for header, key in taught.columns.items()}
    if taught.channel:
        kept |= {_CHANNEL + one.shape: taught.channel for one in extracts if one.shape}
    there = custom_properties(package)
    new = {name: text for name, text in kept.items() if there.get(name) != text and len(text) <= _LONGEST}
    done = set_custom_properties(package, new) if new else package
    return _with_conversions(done, worksheet, taught)


def _with_conversions(package: Package, worksheet: Worksheet, taught: Taught) -> Package:
    """The answer typed into Business, where its cell is there and blank."""
    place = worksheet.settings.places.get(_SETTING)
    answer = next((key for key, one in _ANSWERS.items() if one is taught.conversions), None)
    if answer is None or place is None or place.row is None or place.column is None:
        return package
    if _SETTING in worksheet.settings.values:
        return package
    typed = Words(worksheet.language).raw(f"choices.{_SETTING}.{answer}")
    return filled_in(package, place.sheet, {(place.row, place.column): typed})


def _print_of(text: str) -> str:
    return blake2s(text.encode(), digest_size=4).hexdigest()
