"""Where the level of a daily series changed, and how many changes the same search finds where there are none.

The search runs on square roots of counts, which evens out the larger scatter of larger counts; the scatter is measured
on the series itself, because reports of violence scatter far more than a Poisson process would, and limits drawn from
one would alarm all the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.calls.pelt import pelt
from ceasefire.monitoring.counts.series import Series

LEAST = 7
SHUFFLES = 20
ALL_AT_ONCE = 3_000  # days


@dataclass(frozen=True)
class Level:
    """A stretch with one level: first and last day, mean and median a day over the days with reports."""

    first: date
    last: date
    mean: float
    median: float


@dataclass(frozen=True)
class Changes:
    """The levels of a series, in order; a change lies between each and the next.

    `penalty` is the price of a change in root counts squared.  `dispersion` is the variance over the mean of the counts
    (1 for a Poisson process, None where there are too few counts).  `by_luck` is the mean number of changes that the same
    search finds when the same days are put in random order, so that there is no change to find.  `unreported` days were
    left out.
    """

    levels: tuple[Level, ...]
    penalty: float
    dispersion: float | None
    by_luck: float
    unreported: int


def changes(series: Series, *, penalty: float | None = None, least: int = LEAST, seed: int = 0) -> Changes:
    """Find the changes of level by PELT on the square roots of the reported days.

    `penalty` by default is the variance of a day's root count, taken from differences between successive days, times
    the natural logarithm of the number of days: half of what the Schwarz criterion asks (Yao 1988, Statistics &
    Probability Letters 6(3), 181-189), because a truce of a week is short; `by_luck` shows what that costs.
    A level lasts at least `least` days.  `seed` orders the shuffled days.
    """
    reported = np.flatnonzero(~np.isnan(series.counts))
    counts = series.counts[reported]
    if len(counts) == 0:
        return Changes((), 0.0, None, 0.0, len(series))
    roots = np.sqrt(counts)
    price = default_penalty(roots) if penalty is None else penalty
    starts = [0, *pelt(roots, price, least), len(counts)]
    levels = tuple(
        Level(
            series.day(int(reported[a])),
            series.day(int(reported[b - 1])),
            float(counts[a:b].mean()),
            float(np.median(counts[a:b])),
        )
        for a, b in pairwise(starts)
    )
    mean = float(counts.mean())
    order = np.random.default_rng(seed)
    lucky = by_luck(np.stack([order.permutation(roots) for _ in range(SHUFFLES)]), price, least)
    return Changes(
        levels,
        price,
        float(counts.var(ddof=1) / mean) if mean and len(counts) > 1 else None,
        lucky,
        len(series) - len(counts),
    )


def by_luck(shuffled: NDArray[np.float64], penalty: float, least: int) -> float:
    """The mean number of changes in rows of values, shape (rows, n), each as `pelt` finds them.

    All rows at once and without dropping starts, which is quicker for the lengths that truces have.
    """
    rows, n = shuffled.shape
    if n > ALL_AT_ONCE:
        return float(np.mean([len(pelt(row, penalty, least)) for row in shuffled]))
    total = np.concatenate([np.zeros((rows, 1)), np.cumsum(shuffled, axis=1)], axis=1)
    open_cost = np.full(
        (rows, n + 1), np.inf
    )  # of the best segmentation of each beginning, without the squares that all have
    open_cost[:, 0] = -penalty
    found = np.zeros((rows, n + 1), dtype=np.int64)  # changes of that segmentation
    share = 1 / np.arange(1, n + 1)
    every = np.arange(rows)
    for end in range(least, n + 1):
        starts = end - least + 1
        gained = total[:, end, None] - total[:, :starts]
        gained *= gained
        gained *= share[end - starts : end][::-1]
        np.subtract(open_cost[:, :starts], gained, out=gained)
        best = np.argmin(gained, axis=1)
        open_cost[:, end] = gained[every, best] + penalty
        found[:, end] = found[every, best] + (best > 0)
    return float(found[:, n].mean()) if n >= least else 0.0


def default_penalty(roots: NDArray[np.float64]) -> float:
    """The price of a change by default; see `changes`."""
    if len(roots) < 3:
        return 1.0
    scatter = float(np.diff(roots).var() / 2)
    return max(scatter, 1e-9) * float(np.log(len(roots)))
