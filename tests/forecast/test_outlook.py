"""One probability with its assumptions: against plain simulation, and in the directions that it must move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.forecast.base_rates import shipped_rate
from ceasefire.forecast.outlook import NORMAL, Assumed, Move, factor, outlook, times

RATE = shipped_rate("ethprio", {"mechanism": "yes"}, 90)
MOVES = [Move("a", (1.5, 3)), Move("b", (0.5, 1)), Move("c", (1, 2))]


def test_a_simulation_finds_the_same() -> None:
    """Every draw: a share of the class, odds of the unknown, correlated factors."""
    assumed = Assumed((0.5, 3), 0.4, 0.7)
    found = outlook(RATE, MOVES, assumed)
    draw, n = np.random.default_rng(1), 200_000
    share = draw.beta(*RATE.beta, n)
    low, high = np.log(assumed.unknown_odds)
    odds = np.exp(draw.normal((low + high) / 2, (high - low) / (2 * NORMAL), n))
    rest = share * odds / (1 - share + share * odds)
    mixed = (1 - RATE.unknown_share) * share + RATE.unknown_share * rest
    common, moved = draw.normal(size=n), np.zeros(n)
    for move in MOVES:
        a, b = np.log(move.odds)
        own = np.sqrt(0.4) * common + np.sqrt(0.6) * draw.normal(size=n)
        moved += 0.7 * ((a + b) / 2 + (b - a) / (2 * NORMAL) * own)
    chances = mixed * np.exp(moved) / (1 - mixed + mixed * np.exp(moved))
    assert found.chance == pytest.approx(chances.mean(), abs=0.002)
    assert found.likely == pytest.approx(tuple(np.quantile(chances, [0.05, 0.95])), abs=0.004)


def test_without_factors_and_with_the_unknown_as_the_known_it_is_the_base_rate() -> None:
    found = outlook(RATE, [], Assumed((1, 1)))
    assert found.chance == pytest.approx(RATE.rate, abs=1e-3)
    assert found.likely == pytest.approx(RATE.sampling, abs=2e-3)
    assert found.whatever == (min(RATE.low, RATE.sampling[0]), max(RATE.high, RATE.sampling[1]))


def test_factors_that_are_not_trusted_change_nothing_and_those_that_go_together_widen() -> None:
    assert outlook(RATE, MOVES, Assumed(trust=0)).chance == pytest.approx(outlook(RATE, []).chance)
    apart, together = (outlook(RATE, MOVES, Assumed(correlation=r)) for r in (0, 1))
    assert apart.likely[0] > together.likely[0]
    assert apart.likely[1] < together.likely[1]
    assert factor([(2, 2), (3, 3)], Assumed(trust=1)) == pytest.approx((np.log(6), 0))


@given(st.floats(0.2, 1), st.floats(1, 5), st.floats(0, 1), st.floats(0, 1))
def test_it_stays_between_nothing_and_everything(low: float, high: float, correlation: float, trust: float) -> None:
    found = outlook(RATE, [Move("x", (low, high))], Assumed((low, high), correlation, trust))
    assert 0 < found.likely[0] < found.chance < found.likely[1] < 1
    more = outlook(RATE, [Move("x", (low, high)), Move("y", (2, 2))], Assumed((low, high), correlation, trust))
    assert more.chance >= found.chance


def test_what_cannot_be_a_factor_or_an_assumption() -> None:
    for wrong in ((0, 1), (2, 1), (1, float("inf"))):
        with pytest.raises(ValueError, match="positive number"):
            outlook(RATE, [Move("x", wrong)])
        with pytest.raises(ValueError, match="positive number"):
            Assumed(unknown_odds=wrong)
    for more in ({"trust": 2.0}, {"correlation": -0.1}):
        with pytest.raises(ValueError, match="between 0 and 1"):
            Assumed(**more)  # type: ignore[arg-type]  # floats


def test_a_class_of_which_nothing_is_known_is_wide_open() -> None:
    found = outlook(replace(RATE, effective=0, unknown=0, rate=0.0, low=0.0, high=1.0), [])
    assert found.whatever == (0, 1)
    assert times(0.5, 1) == 0.5
