"""Improvements compared one target at a time: for movers of several parties, and for those whose changes fit no table.

The states that a mover reaches from each other are rows of an array, one column for each setting of everything else.  A target is
held against all rows at once; targets with nothing to give are passed over, so that looking back from few states is quick.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.fibre import BoolArray, Fibre

Values = npt.NDArray[np.signedinteger]


@dataclass(frozen=True)
class Comparing:
    """`places` (length, columns) are numbers of states, `ranks` the ranks of each member there.

    `ways[a, b]` says whether row a may go to row b; None where every change is allowed.
    """

    places: npt.NDArray[np.int32]
    ways: BoolArray | None
    ranks: tuple[npt.NDArray[np.int32], ...]

    @classmethod
    def of(cls, axes: tuple[Fibre, ...], ranks: tuple[npt.NDArray[np.int32], ...]) -> Comparing:
        """From a mover's axes and its members' ranks of all states."""
        states = np.arange(len(ranks[0]), dtype=np.int32)
        own = np.zeros(1, dtype=np.int32)
        elsewhere = np.ones(len(states), dtype=np.bool_)
        for axis in axes:
            own = (own[:, None] + np.arange(axis.length, dtype=np.int32) * axis.after).reshape(-1)
            elsewhere &= states // axis.after % axis.length == 0
        ways = None
        if any(axis.ways is not None for axis in axes):
            every = [np.ones((axis.length,) * 2, dtype=np.bool_) for axis in axes]
            tables = [one if axis.ways is None else axis.ways for axis, one in zip(axes, every, strict=True)]
            stays = [table | np.eye(len(table), dtype=np.bool_) for table in tables]
            ways = np.asarray(reduce(np.kron, stays), dtype=np.bool_)
        places = own[:, None] + states[elsewhere][None, :]
        return cls(places, ways, tuple(rank[places] for rank in ranks))

    def extreme(self, values: Values, extreme: np.ufunc, none: int) -> Values:
        """The extreme of `values` over the improvements from each state; `none` where there are none."""
        rows = values[self.places]
        found = np.full(rows.shape, none, dtype=values.dtype)
        for target in np.flatnonzero(extreme.reduce(rows, axis=1) != none):
            # no state is better than itself, so that staying is left out by itself
            gains = reduce(np.logical_and, (rank[target] > rank for rank in self.ranks))
            if self.ways is not None:
                gains &= self.ways[:, target, None]
            extreme(found, rows[target], out=found, where=gains)
        result = np.empty_like(values)
        result[self.places] = found
        return result
