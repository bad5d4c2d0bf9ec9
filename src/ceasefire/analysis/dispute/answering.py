"""Improvements of one party as a table, so that the extreme over them is looked up for a million states at once.

The states that a party reaches by its free axis form columns; each is sorted once by the party's rank, the best first.  What it
prefers to a state is then the beginning of a column, and the extreme over it a prefix extreme at a cut known beforehand.  Every
change of its other axes (the breaking of what was made together) leads to one further column, with a cut of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.fibre import Fibre

Places = npt.NDArray[np.int32]
Indices = npt.NDArray[np.int64]
Values = npt.NDArray[np.signedinteger]

MOST = 8
"""Columns looked up for a state, above which going through the changes one by one is no dearer and needs no memory."""


@dataclass(frozen=True)
class Answering:
    """`places` (length, columns) are the states of each column, the best for the party first; `cuts` (n, size) are places in the
    table of prefix extremes, one for each column that a state leads to: row 0 of that table stands for no improvement.
    """

    places: Places
    cuts: Places

    @staticmethod
    def fits(axes: tuple[Fibre, ...]) -> bool:
        """Whether the table is worth its memory."""
        _, others = _free(axes, 1)
        return prod(max(len(axis.open_from(a)) for a in range(axis.length)) for axis in others) <= MOST

    @classmethod
    def of(cls, axes: tuple[Fibre, ...], rank: npt.NDArray[np.int32]) -> Answering:
        """The table of a party's improvements from its axes and its ranks of the states."""
        size = len(rank)
        free, others = _free(axes, size)
        states = np.arange(size, dtype=np.int64)
        by_column = free.of(states).transpose(1, 0, 2).reshape(free.length, -1)
        places = np.take_along_axis(by_column, np.argsort(-rank[by_column], axis=0, kind="stable"), axis=0)
        columns = places.shape[1]
        cuts: list[Places] = []
        for shift, is_open in _shifts(others, states):
            target = states + shift
            column = target // (free.length * free.after) * free.after + target % free.after
            better = _better_here(rank, places) if not cuts else _better_there(rank, places, column)
            cuts.append((np.where(is_open, better, 0) * columns + column).astype(np.int32))
        return cls(places.astype(np.int32), np.stack(cuts))

    def extreme(self, values: Values, extreme: np.ufunc, none: int) -> Values:
        """The extreme of `values` over the improvements from each state; `none` where there are none."""
        length, columns = self.places.shape
        table = np.empty((length + 1, columns), dtype=values.dtype)
        table[0] = none
        for k, row in enumerate(self.places):  # several times quicker than `accumulate`, which walks down the columns
            extreme(table[k], values[row], out=table[k + 1])
        whole = table.reshape(-1)
        found: Values = whole.take(self.cuts[0])
        for cut in self.cuts[1:]:
            extreme(found, whole.take(cut), out=found)
        return found


def _free(axes: tuple[Fibre, ...], size: int) -> tuple[Fibre, list[Fibre]]:
    """The first axis without limits (a column of one state where there is none), and the other axes."""
    free = next((axis for axis in axes if axis.ways is None), None)
    return free or Fibre(size, 1, 1), [axis for axis in axes if axis is not free]


def _shifts(axes: list[Fibre], states: Indices) -> Iterator[tuple[Indices, npt.NDArray[np.bool_]]]:
    """How far each state's number shifts by each combination of changes along axes, and where that is open; staying first."""
    choices = []
    for axis in axes:
        here = states // axis.after % axis.length
        rows = [axis.open_from(a) for a in range(axis.length)]
        for_axis = []
        for k in range(max(map(len, rows))):
            there = np.array([row[k] if k < len(row) else a for a, row in enumerate(rows)], dtype=np.int64)
            known = np.array([k < len(row) for row in rows])
            for_axis.append(((there[here] - here) * axis.after, known[here]))
        choices.append(for_axis)
    for some in product(*choices):
        nowhere = np.zeros_like(states), np.ones(len(states), dtype=np.bool_)
        yield sum((s for s, _ in some), nowhere[0]), np.logical_and.reduce([nowhere[1], *(o for _, o in some)])


def _better_here(rank: npt.NDArray[np.int32], places: Indices) -> Indices:
    """How many states of its own column a party prefers to each state."""
    ranks = rank[places]
    begins = np.arange(len(places), dtype=np.int64)[:, None] * np.ones_like(places)
    begins[1:][ranks[1:] == ranks[:-1]] = 0
    for k in range(1, len(begins)):
        np.maximum(begins[k - 1], begins[k], out=begins[k])
    better = np.empty(len(rank), dtype=np.int64)
    better[places] = begins
    return better


def _better_there(rank: npt.NDArray[np.int32], places: Indices, column: Indices) -> Indices:
    """How many states of another column a party prefers to each state."""
    length, columns = places.shape
    above = int(rank.max()) + 1
    keys = (rank[places][::-1] + np.arange(columns, dtype=np.int64) * above).T.reshape(-1)
    return np.asarray(
        (column + 1) * length - np.searchsorted(keys, column * above + rank, side="right"), dtype=np.int64
    )
