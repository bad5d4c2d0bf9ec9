"""False alarms and delays: the simulated acceptance of the rule, each row with its own limits."""

from __future__ import annotations

import numpy as np
import pytest

from ceasefire.monitoring.calls.chance import Levels, chance, scatter_of
from ceasefire.monitoring.calls.rule import CalmRule


@pytest.mark.parametrize(
    ("before", "calm", "scatter", "k", "false", "delay"),
    [
        (50, 18, 2, 1.2, 0.12, 8.5),
        (10.5, 4.5, 7, 5, 0.32, 6.0),
        (2.5, 0.6, 3, 5, 0.10, 7.5),
        (8, 1.5, 1.2, 1.2, 0.06, 7.5),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_false_alarms_and_delays_in_simulated_calms(
    before: float, calm: float, scatter: float, k: float, false: float, delay: float, seed: int
) -> None:
    found = chance(Levels(before, calm, scatter), CalmRule(), k, seed)
    assert found.runs > 400
    assert found.false_alarm <= false
    assert found.delay <= delay


def test_patience_buys_fewer_false_alarms_with_later_calls() -> None:
    like = Levels(10.5, 4.5, 7)
    quick, slow = (chance(like, CalmRule(patience=days), 5) for days in (20, 2000))
    assert quick.false_alarm > slow.false_alarm
    assert quick.delay < slow.delay


def test_the_scatter_of_days_is_found_again() -> None:
    draw = np.random.default_rng(0)
    counts = draw.poisson(20 * draw.gamma(3, 1 / 3, 200_000) * np.exp(draw.normal(-(0.35**2) / 2, 0.35, 200_000)))
    assert scatter_of(counts.astype(float)) == pytest.approx(3, rel=0.05)
    assert scatter_of(np.zeros(28)) == 1.2
    assert scatter_of(np.full(28, 9.0)) == 20
    assert scatter_of(np.array([])) == 1.2
