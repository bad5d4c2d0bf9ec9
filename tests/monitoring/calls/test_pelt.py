"""Change points against two programs that are not ours: plain dynamic programming here, ruptures, and published-style series."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ceasefire.monitoring.calls.changes import by_luck
from ceasefire.monitoring.calls.pelt import Pelt, pelt

ruptures = pytest.importorskip("ruptures")


def plain(values: list[float], penalty: float, least: int) -> float:
    """The least cost over every segmentation, with no start ever dropped."""

    def cost(a: int, b: int) -> float:
        part = np.array(values[a:b])
        return float(((part - part.mean()) ** 2).sum())

    best = [-penalty] + [float("inf")] * len(values)
    for end in range(least, len(values) + 1):
        best[end] = min(best[start] + cost(start, end) + penalty for start in range(end - least + 1))
    return best[-1]


def price(values: list[float] | NDArray[np.float64], changes: tuple[int, ...], penalty: float) -> float:
    parts = np.split(np.array(values), changes)
    return sum(float(((p - p.mean()) ** 2).sum()) for p in parts) + penalty * len(changes)


def test_ruptures_finds_the_same_changes_without_a_least_length() -> None:
    draw = np.random.default_rng(0)
    values = np.sqrt(draw.poisson(draw.integers(1, 60, 12).repeat(30)).astype(float))
    theirs = ruptures.Pelt("l2", min_size=1, jump=1).fit(values).predict(pen=4.0)
    assert pelt(values, 4.0, 1) == tuple(theirs[:-1])


@given(
    st.lists(st.integers(0, 12).map(float), min_size=1, max_size=30),
    st.sampled_from([0.0, 0.5, 3.0, 20.0]),
    st.integers(1, 8),
)
def test_the_segmentation_is_the_cheapest_of_all(values: list[float], penalty: float, least: int) -> None:
    run = Pelt(penalty, least, capacity=2)
    for value in values:
        run.add(value)
    assert run.cost() == pytest.approx(plain(values, penalty, least), abs=1e-6)
    if len(values) >= least:
        found = run.changes()
        assert price(values, found, penalty) == pytest.approx(run.cost(), abs=1e-6)
        ends = [0, *found, len(values)]
        assert all(b - a >= least for a, b in pairwise(ends))


@pytest.mark.parametrize("seed", range(12))
def test_ruptures_finds_the_same_changes_or_dearer_ones(seed: int) -> None:
    """ruptures 1.1.10 drops starts too early when segments have a least length, and then misses the cheapest segmentation."""
    draw = np.random.default_rng(seed)
    levels = draw.integers(1, 60, 12).repeat(draw.integers(8, 60))
    values = np.sqrt(draw.negative_binomial(2, 2 / (2 + levels)).astype(float))
    for penalty in (5.0, 20.0):
        theirs = ruptures.Pelt("l2", min_size=7, jump=1).fit(values).predict(pen=penalty)
        ours = pelt(values, penalty, 7)
        if ours != tuple(theirs[:-1]):
            assert price(values, ours, penalty) < price(values, tuple(theirs[:-1]), penalty) - 1e-9


def test_every_beginning_is_answered_by_the_one_run() -> None:
    values = np.sqrt(np.random.default_rng(3).poisson(9, 60) * np.repeat([1.0, 4.0, 0.5], 20))
    run = Pelt(3.0, 5)
    for value in values:
        run.add(float(value))
    assert [run.changes(n) for n in range(61)] == [pelt(values[:n], 3.0, 5) for n in range(61)]


def test_what_cannot_be_a_penalty_is_refused() -> None:
    for penalty, least in ((-1.0, 1), (float("nan"), 1), (float("inf"), 1), (1.0, 0)):
        with pytest.raises(ValueError, match="penalty is a finite number"):
            Pelt(penalty, least)


@given(st.lists(st.integers(0, 12).map(float), min_size=1, max_size=40), st.sampled_from([0.5, 3.0]), st.integers(1, 8))
def test_all_shuffled_days_at_once_are_each_by_itself(values: list[float], penalty: float, least: int) -> None:
    order = np.random.default_rng(1)
    rows = np.stack([order.permutation(np.sqrt(values)) for _ in range(5)])
    alone = [len(pelt(row, penalty, least)) for row in rows]
    assert by_luck(rows, penalty, least) == pytest.approx(np.mean(alone), abs=0.5), "ties may be cut either way"
