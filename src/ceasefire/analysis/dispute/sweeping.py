"""Improvements of two parties that move together and freely: one sweep down the ranks of the first, a staircase of the second's.

Where two make most issues together their states are few long columns, and comparing each with each would take the square of their
length.  Going down the ranks of the first party, what both prefer to a state is what was passed already and ranks higher with the
second: the extreme over it is one place of a running table over the second's ranks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.comparing import Comparing, Values
from ceasefire.analysis.dispute.fibre import Fibre

LONG, FEW = 256, 8
"""Length of columns from which a sweep pays, and most columns that are swept one by one."""


@dataclass(frozen=True)
class Column:
    """States in descending order of the first party's rank: where each group of equals ends, and the second's rank from 0."""

    states: npt.NDArray[np.int32]
    ends: tuple[int, ...]
    second: npt.NDArray[np.int64]
    depth: int


@dataclass(frozen=True)
class Sweeping:
    """The columns of a mover of two parties."""

    columns: tuple[Column, ...]

    @staticmethod
    def fits(axes: tuple[Fibre, ...], members: int, size: int) -> bool:
        """Whether it is two parties without limits, and their columns are few and long."""
        length = int(np.prod([axis.length for axis in axes]))
        return members == 2 and all(axis.ways is None for axis in axes) and length >= LONG and size // length <= FEW

    @classmethod
    def of(cls, compared: Comparing) -> Sweeping:
        """From the mover's states and ranks as they are compared."""
        columns = []
        for places, one, two in zip(compared.places.T, *(rank.T for rank in compared.ranks), strict=True):
            order = np.argsort(-one, kind="stable")
            ends = (*(np.flatnonzero(np.diff(one[order])) + 1).tolist(), len(order))
            levels, second = np.unique(two[order], return_inverse=True)
            columns.append(Column(places[order], ends, second.astype(np.int64), len(levels)))
        return cls(tuple(columns))

    def extreme(self, values: Values, extreme: np.ufunc, none: int) -> Values:
        """The extreme of `values` over the improvements from each state; `none` where there are none."""
        result = np.full_like(values, none)
        for column in self.columns:
            here = values[column.states]
            # `above[k]` is the extreme over what was passed and ranks above k with the second party
            above = np.full(column.depth, none, dtype=values.dtype)
            found = np.empty_like(here)
            start = 0
            for end in column.ends:
                own, second = here[start:end], column.second[start:end]
                found[start:end] = above[second]
                if int(extreme.reduce(own)) != none:
                    steps = np.full(column.depth + 1, none, dtype=values.dtype)
                    extreme.at(steps, second, own)
                    extreme(above, extreme.accumulate(steps[::-1])[::-1][1:], out=above)
                start = end
            result[column.states] = found
        return result
