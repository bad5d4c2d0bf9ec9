"""Scores by hand, and that honesty is the best policy."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.forecast.scores import EDGES, Judged, brier, calibration, logarithmic, score


def test_by_hand() -> None:
    found = score([Judged(0.8, True, 0.5), Judged(0.3, False, 0.5), Judged(0.6, False)])
    assert found.n == 3
    assert found.brier == pytest.approx((0.04 + 0.09 + 0.36) / 3)
    assert found.logarithmic == pytest.approx(-(log(0.8) + log(0.7) + log(0.4)) / 3)
    assert (found.n_base, found.base_brier) == (2, 0.25)
    assert found.own_brier == pytest.approx(0.065)
    assert found.skill == pytest.approx(1 - 0.065 / 0.25)
    assert [(b.low, b.n, b.mean, b.happened) for b in found.calibration] == [
        (0.3, 1, 0.3, 0),
        (0.5, 1, 0.6, 0),
        (0.7, 1, 0.8, 1),
    ]


def test_nothing_settled_is_no_score() -> None:
    found = score([])
    assert (found.n, found.brier, found.logarithmic, found.skill, found.calibration) == (0, None, None, None, ())


@given(st.integers(1, 19).map(lambda k: k / 20), st.floats(0.01, 0.99))
def test_who_believes_p_does_best_by_saying_p(belief: float, said: float) -> None:
    for rule in (brier, logarithmic):
        honest, other = (
            belief * (rule([(p, True)]) or 0) + (1 - belief) * (rule([(p, False)]) or 0) for p in (belief, said)
        )
        assert honest <= other + 1e-12


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), max_size=40))
def test_every_forecast_is_in_one_bin(judged: list[tuple[float, bool]]) -> None:
    bins = calibration(judged)
    assert sum(b.n for b in bins) == len(judged)
    assert all(b.low <= b.mean <= b.high and b.low in EDGES for b in bins)
