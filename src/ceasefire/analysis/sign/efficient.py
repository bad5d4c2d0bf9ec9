"""Efficient (Pareto-optimal) packages among many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.space import IntArray, dense

COMPARISONS = 20_000_000_000
"""Comparisons of one package with another after which the search stops and says so (about a minute)."""

MANY, TOP = 100_000, 32
"""Above MANY packages, those that TOP good ones dominate are removed first."""


@dataclass(frozen=True)
class Efficient:
    """Positions of efficient packages, ascending; all of them when `complete`, else only some."""

    positions: IntArray
    complete: bool


def efficient(worth: npt.NDArray[np.integer], comparisons: int = COMPARISONS) -> Efficient:
    """The packages than which none is at least as good for every party and better for one.

    `worth` has shape (n_parties, n_packages), higher is better; equal packages are all kept.  Exact.  Two parties: one
    sweep over the sorted packages.  More: packages in descending order of their sum, so that none is dominated by a later
    one; each block of survivors removes what it dominates (the sort-filter-skyline of Chomicki, Godfrey, Gryz & Liang
    2003, ICDE 19:717-719).  Past the budget the positions found so far are returned: each of them is efficient.
    """
    if worth.shape[1] == 0:
        return Efficient(np.zeros(0, dtype=np.int64), True)
    if int(np.abs(worth).max()) >= 2**62 // max(1, len(worth)):
        worth = np.stack([dense(row - row.min())[1] for row in worth])
    if len(worth) == 1:
        return Efficient(np.flatnonzero(worth[0] == worth[0].max()), True)
    total = worth.sum(axis=0, dtype=np.int64)
    if len(total) > MANY:
        # what good packages dominate need not be sorted; the largest sum of each stretch is good enough
        stretch = -(-len(total) // TOP)
        top = [k + int(total[k : k + stretch].argmax()) for k in range(0, len(total), stretch)]
        alive = np.flatnonzero(~_dominated(worth, worth[:, top]))
    else:
        alive = np.arange(len(total))
    if len(worth) == 2:
        return Efficient(np.sort(alive[_sweep(worth[:, alive])]), True)
    return _filter(worth, alive[np.argsort(-total[alive], kind="stable")], comparisons)


def _sweep(worth: npt.NDArray[np.integer]) -> IntArray:
    order = np.lexsort((-worth[1], -worth[0]))
    first, second = worth[0][order], worth[1][order]
    begins = np.concatenate(([True], first[1:] != first[:-1]))
    starts = np.flatnonzero(begins)
    group = np.cumsum(begins) - 1
    best = np.maximum.accumulate(second)
    before = np.concatenate(([second.min() - 1], best[starts[1:] - 1]))
    keep = (second == second[starts][group]) & (second > before[group])
    return np.asarray(order[keep], dtype=np.int64)


def _filter(worth: npt.NDArray[np.integer], alive: IntArray, comparisons: int) -> Efficient:
    left = worth[:, alive]
    found: list[IntArray] = []
    width = 64
    while len(alive):
        block, rest = left[:, :width], left[:, width:]
        keep = ~_dominated(block, block)
        found.append(alive[:width][keep])
        comparisons -= rest.shape[1] * int(keep.sum())
        if comparisons < 0:
            return Efficient(np.sort(np.concatenate(found)), False)
        stay = ~_dominated(rest, np.unique(block[:, keep], axis=1))
        alive, left = alive[width:][stay], rest[:, stay]
        width = min(1024, width * 2)
    return Efficient(np.sort(np.concatenate(found)), True)


def _dominated(these: npt.NDArray[np.integer], by: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Which columns of `these` some column of `by` dominates."""
    dominated = np.zeros(these.shape[1], dtype=np.bool_)
    for other in by.T:
        weakly = these[0] <= other[0]
        strictly = these[0] < other[0]
        for row, value in zip(these[1:], other[1:], strict=True):
            weakly &= row <= value
            strictly |= row < value
        dominated |= weakly & strictly
    return dominated
