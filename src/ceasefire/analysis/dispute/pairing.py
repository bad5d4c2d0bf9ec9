"""Improvements of one party as pairs of states, for a party that can break many things: few of all pairs are open to it."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.fibre import Fibre

Places = npt.NDArray[np.int32]
Values = npt.NDArray[np.signedinteger]

MOST = 2**25
"""Pairs that are held, of four bytes each."""


@dataclass(frozen=True)
class Pairing:
    """`better` are the states that a party prefers to each of `states`, one run after the other; `begins` is where each
    run begins.
    """

    states: Places
    begins: npt.NDArray[np.int64]
    better: Places

    @staticmethod
    def fits(axes: tuple[Fibre, ...], size: int) -> bool:
        """Whether the pairs fit."""
        pairs = prod(sum(len(axis.open_from(a)) for a in range(axis.length)) for axis in axes)
        return pairs * (size // prod(axis.length for axis in axes)) <= MOST

    @classmethod
    def of(cls, axes: tuple[Fibre, ...], rank: npt.NDArray[np.int32]) -> Pairing:
        """From a party's axes and its ranks of all states."""
        here = there = np.zeros(1, dtype=np.int32)
        states = np.arange(len(rank), dtype=np.int32)
        elsewhere = np.ones(len(rank), dtype=np.bool_)
        for axis in axes:
            pairs = (
                np.array([(a, b) for a in range(axis.length) for b in axis.open_from(a)], dtype=np.int32) * axis.after
            )
            here = (here[:, None] + pairs[:, 0]).reshape(-1)
            there = (there[:, None] + pairs[:, 1]).reshape(-1)
            elsewhere &= states // axis.after % axis.length == 0
        found = []
        for base in states[elsewhere]:
            a, b = here + base, there + base
            gains = rank[b] > rank[a]
            found.append(np.stack([a[gains], b[gains]]))
        own, better = np.concatenate(found, axis=1)
        order = np.argsort(own, kind="stable")
        own = own[order]
        begins = (
            np.flatnonzero(np.concatenate(([True], own[1:] != own[:-1]))) if len(own) else np.zeros(0, dtype=np.int64)
        )
        return cls(own[begins], begins, better[order])

    def extreme(self, values: Values, extreme: np.ufunc, none: int) -> Values:
        """The extreme of `values` over the improvements from each state; `none` where there are none."""
        result = np.full_like(values, none)
        if len(self.better):
            result[self.states] = extreme.reduceat(values[self.better], self.begins)
        return result
