"""Where marks stand in the charts with one row per channel, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from kpisheet.analysis.report import Interval
from kpisheet.html import flow, rows
from kpisheet.html.drawing import Box, Dot, Label, Line, Path, Picture
from kpisheet.html.frames import Axis, Item, parts


def axis(low: int, high: int, *marks: int) -> Axis:
    values = tuple(Decimal(mark) for mark in marks)
    return Axis(Decimal(low), Decimal(high), values, tuple(str(mark) for mark in marks))


def item(
    name: str, *values: float | None, interval: tuple[int, int | None] | None = None, **more: Any
) -> Item:
    made = tuple(None if value is None else Decimal(str(value)) for value in values)
    ends = None
    if interval:
        ends = Interval(Decimal(interval[0]), None if interval[1] is None else Decimal(interval[1]))
    return Item(name, made, tuple("–" if v is None else str(v) for v in values), interval=ends, **more)


def of_kind(picture: Picture, kind: type, tone: str | None = None) -> list[Any]:
    return [shape for shape in picture.shapes if isinstance(shape, kind) and tone in (None, shape.tone)]


AXIS = axis(0, 100, 0, 50, 100)


@pytest.mark.parametrize("narrow", [False, True])
def test_a_bar_is_as_long_as_its_value(narrow: bool) -> None:
    (picture,) = rows.pair_bars("x", [item("A", 50, 100), item("B", 25, 0)], AXIS, narrow=narrow)
    first, second = of_kind(picture, Box, "first"), of_kind(picture, Box, "second")
    assert first[0].width * 2 == pytest.approx(second[0].width, abs=0.2)
    assert first[1].width * 4 == pytest.approx(second[0].width, abs=0.4)
    assert second[1].width == 0


def test_losses_stand_left_of_zero_and_gains_right_of_it() -> None:
    (picture,) = rows.diverging_bars(
        "x", [item("A", 80), item("B", -40)], axis(-40, 100, 0, 50, 100), narrow=False
    )
    gain, loss = of_kind(picture, Box, "gain")[0], of_kind(picture, Box, "loss")[0]
    zero = of_kind(picture, Line, "zero")[0].x1
    assert gain.x == zero
    assert loss.x + loss.width == pytest.approx(zero, abs=0.1)
    assert gain.width == pytest.approx(2 * loss.width, abs=0.3)


def test_a_bar_beyond_the_scale_ends_at_it_and_is_marked() -> None:
    (picture,) = rows.diverging_bars("x", [item("A", 900), item("B", 100)], AXIS, narrow=False)
    giant, full = of_kind(picture, Box, "gain")
    assert giant.width == full.width
    assert len(of_kind(picture, Line, "gap")) == 2


def test_a_dot_lies_inside_its_interval() -> None:
    (picture,) = rows.interval_dots("x", [item("A", 50, interval=(25, 100))], AXIS, narrow=False)
    (dot,) = of_kind(picture, Dot, "dot")
    span = of_kind(picture, Line, "range")[0]
    assert (dot.x - span.x1) * 2 == pytest.approx(span.x2 - dot.x, abs=0.2)


def test_a_figure_without_an_interval_is_a_hollow_dot() -> None:
    (picture,) = rows.interval_dots("x", [item("A", 50)], AXIS, narrow=False)
    assert len(of_kind(picture, Dot, "hollow")) == 1
    assert of_kind(picture, Line, "range") == []


def test_a_bound_is_an_open_line_without_a_dot() -> None:
    (picture,) = rows.interval_dots("x", [item("A", None, bound=Decimal(50))], AXIS, narrow=False)
    assert of_kind(picture, Dot) == []
    assert len(of_kind(picture, Line, "range")) == 4  # the stop, the line, two of the arrow's head


def test_a_row_without_a_figure_says_why() -> None:
    (picture,) = rows.interval_dots("x", [item("A", None, instead="no leads")], AXIS, narrow=False)
    assert [label.text for label in of_kind(picture, Label, "missing")] == ["no leads"]


def test_target_and_average_are_lines_through_all_rows() -> None:
    (picture,) = rows.interval_dots(
        "x", [item("A", 50), item("B", 60)], AXIS, narrow=False, target=Decimal(100), average=Decimal(50)
    )
    (target,), (average,) = of_kind(picture, Line, "target"), of_kind(picture, Line, "average")
    grid = [line.x1 for line in of_kind(picture, Line) if line.tone in ("grid", "zero")]
    assert average.x1 == grid[1]
    assert target.x1 == grid[2]


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (1, [1]), (20, [20]), (21, [11, 10]), (40, [20, 20])])
def test_a_chart_is_cut_into_parts_that_a_printed_page_holds(count: int, sizes: list[int]) -> None:
    assert [len(part) for part in parts([item(str(n), n) for n in range(count)])] == sizes


@pytest.mark.parametrize("narrow", [False, True])
def test_rows_follow_each_other_without_overlap(narrow: bool) -> None:
    items = [item(f"Channel {n}", n, n) for n in range(12)]
    (picture,) = rows.pair_bars("x", items, AXIS, narrow=narrow)
    edges = [(box.y, box.y + box.height) for box in of_kind(picture, Box)]
    assert all(end <= start for (_, end), (start, _) in pairwise(edges))
    assert edges[-1][1] < picture.height


def test_the_funnel_is_drawn_to_scale_with_the_rates_between() -> None:
    stages = [
        flow.Stage("Visitors", Decimal(1000), "1,000"),
        flow.Stage("Leads", Decimal(100), "100", "10.0%"),
        flow.Stage("Customers", Decimal(50), "50", ""),
    ]
    (picture,) = flow.funnel("x", stages, narrow=False)
    widths = [box.width for box in of_kind(picture, Box)]
    assert widths[0] == pytest.approx(10 * widths[1], abs=1)
    assert widths[1] == pytest.approx(2 * widths[2], abs=0.5)
    assert [label.text for label in of_kind(picture, Label, "rate")] == ["10.0%"]


def test_a_giant_first_stage_is_cut_so_that_the_later_ones_can_be_told_apart() -> None:
    stages = [
        flow.Stage("Visitors", Decimal(80_000), "80,000"),
        flow.Stage("Leads", Decimal(300), "300"),
        flow.Stage("Customers", Decimal(60), "60"),
    ]
    assert flow.cut_of(stages) == 1500
    for narrow in (False, True):
        (picture,) = flow.funnel("x", stages, narrow=narrow)
        visitors, leads, customers = (box.width for box in of_kind(picture, Box))
        assert visitors == pytest.approx(5 * leads, abs=1)
        assert leads == pytest.approx(5 * customers, abs=1)
        assert customers > 7
        assert len(of_kind(picture, Line, "gap")) == 2


@pytest.mark.parametrize("values", [(1000, 100, 50), (1000, 0), (0, 0)])
def test_an_ordinary_funnel_is_not_cut(values: tuple[int, ...]) -> None:
    assert flow.cut_of([flow.Stage("x", Decimal(value), "") for value in values]) is None


def moments(*values: int | None) -> list[flow.Moment]:
    return [flow.Moment(f"M{n}", None if v is None else Decimal(v), str(v)) for n, v in enumerate(values)]


def test_a_month_without_a_value_is_a_gap_in_the_line() -> None:
    picture = flow.panel("x", moments(10, 20, None, 30, 40), axis(0, 40, 0, 20, 40), columns=False)
    assert [len(path.points.split()) for path in of_kind(picture, Path)] == [2, 2]
    assert len(of_kind(picture, Line, "absent")) == 1


def test_the_last_month_stands_out() -> None:
    picture = flow.panel("x", moments(10, 20, 40), axis(0, 40, 0, 20, 40), columns=True)
    assert [box.tone for box in of_kind(picture, Box)] == ["past", "past", "first"]
    heights = [box.height for box in of_kind(picture, Box)]
    assert heights == pytest.approx([26, 52, 104])


@pytest.mark.parametrize("count", [1, 2, 36])
def test_columns_of_any_number_of_months_stay_inside(count: int) -> None:
    picture = flow.panel("x", moments(*range(count)), axis(0, 40, 0, 20, 40), columns=True)
    boxes = of_kind(picture, Box)
    assert len(boxes) == count
    assert all(left.x + left.width <= right.x for left, right in pairwise(boxes))
    assert boxes[-1].x + boxes[-1].width <= picture.width


def test_a_sparkline_runs_from_edge_to_edge_and_ends_in_a_dot() -> None:
    picture = flow.sparkline("x", [Decimal(0), Decimal(10), None, Decimal(10)])
    (path,) = of_kind(picture, Path)
    assert path.points.split() == ["4,28", "40.7,4"]  # (120 - 6 - 4) / 3 = 36.7 from point to point
    (dot,) = of_kind(picture, Dot)
    assert (dot.x, dot.y) == (114, 4)
