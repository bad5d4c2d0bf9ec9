"""Improvements of several parties that move together: by sweeping, by comparing, and by looking at every pair of states."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.analysis.dispute.answering import Answering
from ceasefire.analysis.dispute.board import Improvements
from ceasefire.analysis.dispute.comparing import Comparing
from ceasefire.analysis.dispute.fibre import Fibre
from ceasefire.analysis.dispute.pairing import Pairing
from ceasefire.analysis.dispute.sweeping import Sweeping

SMALL = st.integers(0, 4)


@pytest.mark.parametrize(("extreme", "none"), [(np.maximum, -1), (np.minimum, 99)])
@given(st.data())
def test_the_three_ways_agree(extreme: np.ufunc, none: int, data: st.DataObject) -> None:
    before, length, after = (data.draw(st.integers(1, 4)) for _ in range(3))
    size = before * length * after
    values, one, two = (
        np.array(data.draw(st.lists(SMALL, min_size=size, max_size=size)), dtype=np.int32) for _ in range(3)
    )
    axis = Fibre(before, length, after)
    compared = Comparing.of((axis,), (one, two))
    expected = np.full(size, none, dtype=np.int32)
    for s in range(size):
        for t in range(size):
            together = s // (length * after) == t // (length * after) and s % after == t % after
            if together and one[t] > one[s] and two[t] > two[s]:
                expected[s] = extreme(expected[s], values[t])
    assert np.array_equal(compared.extreme(values, extreme, none), expected)
    assert np.array_equal(Sweeping.of(compared).extreme(values, extreme, none), expected)


def test_where_a_sweep_fits() -> None:
    assert Sweeping.fits((Fibre(1, 256, 1),), 2, 256)
    assert not Sweeping.fits((Fibre(1, 256, 1),), 3, 256)
    assert not Sweeping.fits((Fibre(1, 16, 16),), 2, 256)
    assert not Sweeping.fits((Fibre(1, 256, 1, np.eye(256, dtype=np.bool_)),), 2, 256)


@given(st.data())
def test_pairs_tables_and_comparing_agree_on_one_party_that_can_break_things(data: st.DataObject) -> None:
    break_ = np.array([[0, 0, 0], [1, 0, 0], [1, 0, 0]], dtype=np.bool_)
    axes = (Fibre(1, 3, 12, break_), Fibre(3, 2, 6), Fibre(6, 3, 2, break_))[data.draw(st.integers(0, 2)) :]
    values, rank = (np.array(data.draw(st.lists(SMALL, min_size=36, max_size=36)), dtype=np.int32) for _ in range(2))
    ways: list[Improvements] = [Comparing.of(axes, (rank,)), Pairing.of(axes, rank), Answering.of(axes, rank)]
    for extreme, none in ((np.maximum, -1), (np.minimum, 99)):
        first, *others = (way.extreme(values, extreme, none) for way in ways)
        assert all(np.array_equal(first, other) for other in others)
