"""The next unit of money: how a channel's curve is told from its months, and how a budget is spread."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
import scipy

from kpisheet.analysis.allocation import suggestion
from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.planning import Brings, Chance, ChannelTyped, PlanLine, Returns, Suggestion
from kpisheet.analysis.response import Seasons, SeenMonth, assumed, returns_of
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.channels import Channel, Group
from tests.analysis.test_plan import flyers, plan

SPENDS = (400.0, 900.0, 1600.0, 2500.0, 625.0, 1225.0, 2025.0, 3025.0)


def months(
    spends: tuple[float, ...] = SPENDS, *, exponent: float = 0.5, size: float = 10.0
) -> list[SeenMonth]:
    """Results exactly as the curve has them."""
    return [SeenMonth(index, spend, size * spend**exponent) for index, spend in enumerate(spends)]


# --- curves -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exponent", [0.3, 0.5, 0.9])
def test_months_that_lie_on_a_curve_tell_it(exponent: float) -> None:
    seen = months(exponent=exponent, size=40.0)
    found = returns_of(seen, {}, 1.0, 0.0)
    assert found.known
    assert found.exponent == pytest.approx(exponent, abs=0.03)


def test_a_spend_that_never_varied_leaves_the_assumption_as_it_was() -> None:
    found = returns_of(months((1000.0,) * 12, size=1000.0), {}, 1.0, 0.0)
    assert (found.exponent, found.known) == (assumed().exponent, False)
    assert found.uncertainty == pytest.approx(assumed().uncertainty)


def test_five_months_are_too_few() -> None:
    assert returns_of(months(SPENDS[:5], size=1000.0), {}, 1.0, 0.0) == assumed()


def test_months_that_vary_wildly_tell_little() -> None:
    sure, wild = (returns_of(months(), {}, dispersion, 0.0) for dispersion in (1.0, 500.0))
    assert sure.uncertainty < wild.uncertainty
    assert (sure.known, wild.known) == (True, False)


def test_the_posterior_is_that_of_a_multinomial_under_a_normal_assumption() -> None:
    """Reckoned anew by SciPy, with whole counts and on a finer grid."""
    counts = [9, 22, 17, 30, 12, 15, 19, 24]
    seen = [SeenMonth(n, spend, count) for n, (spend, count) in enumerate(zip(SPENDS, counts, strict=True))]
    grid = [step / 1000 for step in range(60, 1001)]
    weights = []
    for exponent in grid:
        shares = [spend**exponent for spend in SPENDS]
        likelihood = scipy.stats.multinomial.logpmf(
            counts, sum(counts), [share / sum(shares) for share in shares]
        )
        weights.append(math.exp(likelihood / 2) * scipy.stats.norm.pdf(exponent, 0.7, 0.2))
    mean = sum(w * g for w, g in zip(weights, grid, strict=True)) / sum(weights)
    spread = math.sqrt(sum(w * (g - mean) ** 2 for w, g in zip(weights, grid, strict=True)) / sum(weights))
    found = returns_of(seen, {}, 2.0, 0.0)
    assert found.exponent == pytest.approx(mean, abs=0.01)
    assert found.uncertainty == pytest.approx(spread, abs=0.005)


def test_results_that_come_a_month_later_are_held_against_the_spend_they_come_from() -> None:
    late = [
        SeenMonth(index, spend, 40 * SPENDS[index - 1] ** 0.5 if index else 700.0)
        for index, spend in enumerate(SPENDS)
    ]
    assert returns_of(late, {}, 1.0, 30.4375).exponent == pytest.approx(0.5, abs=0.03)
    assert abs(returns_of(late, {}, 1.0, 0.0).exponent - 0.5) > 0.2


def test_a_season_that_all_share_is_no_return_of_more_spend() -> None:
    """Spend follows the season, so that results seem to grow one to one with it."""
    season = [1.0, 1.5, 2.0, 1.5, 1.0, 0.7, 0.5, 0.7]
    chasing = [SeenMonth(n, 1000 * busy, 3000 * busy**0.4 * busy) for n, busy in enumerate(season)]
    steady = [SeenMonth(n, 500.0, 9000 * busy) for n, busy in enumerate(season)]
    seasons = Seasons.of({"chasing": chasing, "steady": steady}, 1.0)
    told = returns_of(chasing, seasons.without("chasing"), 1.0, 0.0)
    assert told.exponent == pytest.approx(0.4, abs=0.05)
    assert returns_of(chasing, {}, 1.0, 0.0).exponent > 0.9


def test_a_channel_is_no_season_of_its_own() -> None:
    alone = Seasons.of({"only": months()}, 1.0)
    assert set(alone.without("only").values()) == {1.0}


def test_an_extra_zero_is_no_curve() -> None:
    """Ten times the spend of a month with as many leads would tell a curve, were the cell not in doubt."""
    rows = flyers()
    rows[3].values["spend"] = Decimal(10000)
    (line,) = plan(*rows).lines
    assert (line.returns.known, line.most, line.doubtful) == (False, 1000, True)
    rows[3].values["spend"] = Decimal(3000)
    (line,) = plan(*rows).lines
    assert (line.most, line.doubtful) == (3000, False)


# --- a budget -----------------------------------------------------------------------------------------


def rates(
    key: str, average: float, *, most: float = 1500, variance: float = 1e-9, known: bool = True
) -> Rates:
    """A channel of 1,000 a month that brings so much for each of them, by the square root."""
    line = PlanLine(
        Channel(key, key.capitalize(), Group.PAID),
        1000.0,
        Brings(10.0, None, 1000 * average),
        500.0,
        most,
        120.0,
        variance,
        variance,
        100.0 * average,
        None,
        Returns(0.5, 1e-6, known),
        0.0,
        Chance(1.0, 0.0, 0.0),
        told=True,
    )
    return Rates(line, ChannelTyped())


def spread(*channels: Rates, budget: float | None = None) -> dict[str, float]:
    found = suggestion(channels, budget)
    assert isinstance(found, Suggestion)
    return {move.key: move.suggested for move in found.moves}


def test_a_budget_is_spread_to_equal_marginal_returns() -> None:
    """4 and 2 for each unit at square roots: spends as 4² to 2², so 1,600 and 400 of 2,000."""
    found = suggestion([rates("a", 4), rates("b", 2)], None)
    assert isinstance(found, Suggestion)
    assert [move.suggested for move in found.moves] == pytest.approx([1600, 400], rel=1e-6)
    assert found.gain == pytest.approx(4000 * math.sqrt(1.6) + 2000 * math.sqrt(0.4) - 6000)
    assert found.chance == pytest.approx(1)
    assert not any(move.at_limit for move in found.moves)


def test_no_channel_is_moved_beyond_half_as_much_again_as_was_seen() -> None:
    found = suggestion([rates("a", 4, most=1000), rates("b", 2)], None)
    assert isinstance(found, Suggestion)
    assert [(round(move.suggested), move.at_limit) for move in found.moves] == [(1500, True), (500, False)]


def test_a_channel_whose_curve_is_unknown_keeps_what_it_has() -> None:
    made = spread(rates("a", 4), rates("b", 2), rates("c", 9, known=False))
    assert made == pytest.approx({"a": 1600, "b": 400}, rel=1e-6)


def test_a_typed_budget_is_spread_whole() -> None:
    assert sum(spread(rates("a", 4), rates("b", 2), budget=2500).values()) == pytest.approx(2500)


def test_what_can_t_be_suggested_is_said_with_its_reason() -> None:
    one = suggestion([rates("a", 4), rates("b", 2, known=False)], None)
    assert one == Sentence("plan.no_curves", {"known": 1})
    beyond = suggestion([rates("a", 4), rates("b", 2)], 9000)
    assert isinstance(beyond, Sentence)
    assert beyond.key == "plan.budget_beyond"
    assert [round(float(end)) for end in beyond.facts.values()] == [667, 4500]
    alike = suggestion([rates("a", 2), rates("b", 2)], None)
    assert isinstance(alike, Sentence)
    assert alike.key == "plan.not_sure_enough"


def test_a_return_that_rests_on_few_customers_is_drawn_to_that_of_all() -> None:
    """Of two channels alike, the lucky one gets less than its luck says, and it isn't sure enough to say."""
    lucky = suggestion([rates("a", 4, variance=3.0), rates("b", 2, variance=3.0)], None)
    assert isinstance(lucky, Sentence)
    made = spread(rates("a", 4, variance=3.0), rates("b", 2, variance=3.0), budget=2000)
    assert 1000 < made["a"] < 1300
