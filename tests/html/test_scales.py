"""Scales and ticks against values worked out by hand."""

from __future__ import annotations

import functools
import math
from decimal import Decimal

import pytest

from kpisheet.html.scales import (
    Scale,
    decimals_of,
    fit,
    fit_apart,
    middle_limit,
    text_width,
    tick_step,
    ticks,
    upper_limit,
)


def numbers(*texts: str | int) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


@pytest.mark.parametrize(
    ("value", "position"),
    [(0, 100.0), (50, 200.0), (100, 300.0), (-20, 100.0), (250, 300.0)],
)
def test_a_scale_places_values_in_proportion_and_clamps_those_beyond_it(value: int, position: float) -> None:
    assert Scale(Decimal(0), Decimal(100), 100, 300)(Decimal(value)) == position


def test_an_upright_scale_runs_from_bottom_to_top() -> None:
    assert Scale(Decimal(0), Decimal(4), 110, 10)(Decimal(1)) == 85.0


def test_a_scale_knows_what_lies_beyond_it() -> None:
    scale = Scale(Decimal(-10), Decimal(10), 0, 1)
    assert [scale.cuts(Decimal(value)) for value in (-11, -10, 0, 10, 11)] == [
        True,
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("span", "count", "step"),
    [
        ("100", 4, "25"),
        ("97", 4, "25"),
        ("0.3", 4, "0.1"),
        ("7", 4, "2"),
        ("41", 4, "20"),
        ("1000", 4, "250"),
    ],
)
def test_a_step_is_a_round_number(span: str, count: int, step: str) -> None:
    assert tick_step(Decimal(span), count) == Decimal(step)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0", "97", ("0", "25", "50", "75", "100")),
        ("-1", "3.1", ("-2", "0", "2", "4")),
        ("0", "0", ("0", "0.25", "0.5", "0.75", "1")),
        ("8", "8", ("0", "2", "4", "6", "8")),
        ("-3", "-3", ("-3", "-2", "-1", "0")),
        ("0", "0.123", ("0", "0.05", "0.1", "0.15")),
    ],
)
def test_ticks_stand_at_round_numbers_and_span_the_values(
    low: str, high: str, expected: tuple[str, ...]
) -> None:
    assert ticks(Decimal(low), Decimal(high)) == numbers(*expected)


def test_ticks_of_counts_are_whole() -> None:
    assert ticks(Decimal(0), Decimal(2), 4, whole=True) == numbers(0, 1, 2)
    assert ticks(Decimal(0), Decimal(9), 4, whole=True) == numbers(0, 3, 6, 9)


def test_one_giant_cuts_the_scale_at_one_and_a_half_upper_quartiles() -> None:
    # Sorted sizes 10 20 30 40 900: the upper quartile is 40, the limit 60, and 900 is more than 4 × 60.
    assert upper_limit(numbers(10, 900, -30, 20, 40)) == 60


@pytest.mark.parametrize("values", [(10, 20, 30, 40, 240), (1, 1000), (0, 0, 0, 0, 5), ()])
def test_ordinary_values_cut_nothing(values: tuple[int, ...]) -> None:
    assert upper_limit(numbers(*values)) is None


def test_several_giants_cut_the_scale_at_four_times_the_middle_size() -> None:
    # Sorted sizes 10 20 30 40 900 950 990: the middle one is 40, the limit 160, and 990 is beyond its double.
    values = numbers(990, 900, -30, 20, 40, 950, 10)
    assert middle_limit(values) == 160
    assert middle_limit(values, holding=Decimal(200)) == 250, "a target stays on the scale"
    assert middle_limit(values, holding=Decimal(400)) is None, "and then there is little to cut"


@pytest.mark.parametrize("values", [(10, 20, 30, 40, 240), (1, 1000), (0, 0, 0, 0, 5), ()])
def test_values_of_one_size_are_not_cut_at_the_middle(values: tuple[int, ...]) -> None:
    assert middle_limit(numbers(*values)) is None


@pytest.mark.parametrize(
    ("marks", "places"), [(("0", "25", "50"), 0), (("0", "0.5", "1.0"), 1), (("0", "0.05"), 2), (("0",), 0)]
)
def test_ticks_show_as_many_decimals_as_they_need(marks: tuple[str, ...], places: int) -> None:
    assert decimals_of(numbers(*marks)) == places


def test_a_text_that_fits_stays_whole() -> None:
    assert fit("Radio", text_width("Radio", 13), 13) == "Radio"


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    short = fit("Regional trade fair sponsorship, booth number 17", 120, 13)
    assert short.startswith("Regional")
    assert short.endswith("17")
    assert "…" in short
    assert text_width(short, 13) <= 120


# Advance widths in em as the font DejaVu Sans 2.37 states them, added up by hand.
@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("20.000 $", 5 * 0.636 + 0.318 + 0.318 + 0.636),
        ("$100,000", 0.636 + 6 * 0.636 + 0.318),
        ("%2.797", 0.950 + 4 * 0.636 + 0.318),
        ("1,206%", 4 * 0.636 + 0.318 + 0.950),
        ("43.150 ₺", 5 * 0.636 + 0.318 + 0.318 + 0.636),
        ("Instagram", 0.295 + 0.634 + 0.521 + 0.392 + 0.613 + 0.635 + 0.411 + 0.613 + 0.974),
    ],
)
def test_the_widest_usual_font_has_room_and_little_is_wasted(text: str, em: float) -> None:
    assert em * 13 <= text_width(text, 13) <= em * 13 * 1.06


def test_names_that_differ_in_the_middle_stay_apart_when_cut() -> None:
    names = [f"Regional trade fair sponsorship, booth {n}, spring and autumn" for n in range(9, 12)]
    cut = fit_apart([*names, "Radio"], 150, 13)
    assert [cut[name][-4:] for name in names] == ["…9,…", "10,…", "11,…"]
    assert all(cut[name].startswith("Regional") for name in names)
    assert all(text_width(text, 13) <= 150 for text in cut.values())
    assert cut["Radio"] == "Radio"


def test_a_name_that_others_begin_with_is_cut_as_usual() -> None:
    short = "Regional trade fair sponsorship"
    cut = fit_apart([short, f"{short} again"], 120, 13)
    assert len(set(cut.values())) == 2
    assert all(text_width(text, 13) <= 120 for text in cut.values())


def test_a_width_is_the_same_number_whichever_way_a_python_sums_floats() -> None:
    """Python 3.12 and later carry a float sum's rounding along; these letters' widths tell them apart."""
    carried, plain = (
        math.fsum([0.64] * 10 + [0.34] * 3),
        functools.reduce(float.__add__, [0.64] * 10 + [0.34] * 3),
    )
    assert carried != plain
    assert text_width("aaaaaaaaaaiii", 1) == 7.42
    assert text_width("aaaaaaaaaaiii", 13) == 13 * 742 / 100
