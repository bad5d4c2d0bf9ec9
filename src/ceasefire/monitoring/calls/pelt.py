"""Change points of a level, found one day at a time: PELT with squared error and a least length.

Killick, Fearnhead & Eckley (2012), J. American Statistical Association 107(500), 1590-1598,
doi:10.1080/01621459.2012.737745: the segmentation with the smallest sum of squared deviations plus a penalty for each
change, exact, by dynamic programming that drops starts which can never be best again.  The paper has no least length of
a segment; with one, a start may be dropped only `least` days after the day that beats it, because until then that day
cannot itself begin a segment.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Pelt:
    """The best segmentation of every beginning of a sequence, fed value by value.

    `penalty` is the price of a change in units of the squared values (finite, 0 or more), `least` the fewest values in
    a segment (1 or more).
    """

    def __init__(self, penalty: float, least: int = 1, capacity: int = 1024) -> None:
        if not (np.isfinite(penalty) and penalty >= 0 and least >= 1):
            raise ValueError("the penalty is a finite number, 0 or more, and a segment has at least one value")
        self.penalty, self.least, self.n = float(penalty), least, 0
        self._sum = np.zeros(capacity + 1)
        self._square = np.zeros(capacity + 1)
        self._best = np.full(capacity + 1, np.inf)
        self._best[0] = -self.penalty
        self._start = np.zeros(capacity + 1, dtype=np.int64)
        self._open = np.zeros(1, dtype=np.int64)  # starts that may still be best
        self._drop = np.full(1, np.iinfo(np.int64).max)  # the number of values from which each no longer can

    def add(self, value: float) -> None:
        """Take the next value."""
        if self.n + 1 == len(self._sum):
            self._grow()
        self.n += 1
        n = self.n
        self._sum[n] = self._sum[n - 1] + value
        self._square[n] = self._square[n - 1] + value * value
        if n < self.least:
            return
        keep = self._drop > n
        if not keep.all():
            self._open, self._drop = self._open[keep], self._drop[keep]
        starts = self._open[: np.searchsorted(self._open, n - self.least, side="right")]
        total = self._sum[n] - self._sum[starts]
        costs = self._best[starts] + self._square[n] - self._square[starts] - total * total / (n - starts)
        least = int(np.argmin(costs))
        self._best[n], self._start[n] = costs[least] + self.penalty, starts[least]
        beaten = np.flatnonzero(costs > self._best[n])
        self._drop[beaten] = np.minimum(self._drop[beaten], n + self.least)
        self._open = np.append(self._open, n)
        self._drop = np.append(self._drop, np.iinfo(np.int64).max)

    def changes(self, n: int | None = None) -> tuple[int, ...]:
        """Indices at which a new level begins, as they stood when the first `n` values (default: all) were known."""
        end = self.n if n is None else n
        found: list[int] = []
        while end >= self.least and (end := int(self._start[end])) > 0:
            found.append(end)
        return tuple(reversed(found))

    def cost(self) -> float:
        """Squared error plus penalties of the best segmentation; infinite below the least length."""
        return float(self._best[self.n])

    def _grow(self) -> None:
        more = len(self._sum) - 1
        self._sum, self._square = (np.concatenate([a, np.zeros(more)]) for a in (self._sum, self._square))
        self._best = np.concatenate([self._best, np.full(more, np.inf)])
        self._start = np.concatenate([self._start, np.zeros(more, dtype=np.int64)])


def pelt(values: NDArray[np.float64], penalty: float, least: int = 1) -> tuple[int, ...]:
    """Indices at which a new level begins in `values`, shape (n,); see `Pelt`."""
    run = Pelt(penalty, least, max(1, len(values)))
    for value in values.tolist():
        run.add(value)
    return run.changes()
