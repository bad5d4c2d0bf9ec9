"""A daily count of incidents or deaths, in which a day on which nobody looked is not a day with zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Counted(StrEnum):
    """What is counted."""

    DEATHS = "deaths"
    INCIDENTS = "incidents"


@dataclass(frozen=True)
class Series:
    """Counts of consecutive days.

    `counts` has shape (n_days,), each 0 or more, NaN for a day on which nothing at all was reported and nobody is known
    to have looked.  Raises ValueError for a negative or infinite count.
    """

    first: date
    counts: NDArray[np.float64]
    counted: Counted = Counted.DEATHS

    def __post_init__(self) -> None:
        known = self.counts[~np.isnan(self.counts)]
        if not np.all(np.isfinite(known)) or np.any(known < 0):
            raise ValueError("a count is 0 or more, or NaN where nobody looked")

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def what(self) -> str:
        """What is counted, in words."""
        return f"{self.counted.value} a day"

    @property
    def last(self) -> date:
        """The last day."""
        return self.day(len(self.counts) - 1)

    def day(self, index: int) -> date:
        """The day at an index."""
        return self.first + timedelta(days=index)

    def index(self, day: date) -> int:
        """The index of a day; outside 0 to n_days - 1 for a day outside the series."""
        return (day - self.first).days

    def between(self, first: date, last: date) -> NDArray[np.float64]:
        """The counts from `first` to `last`, both included, as far as the series goes."""
        return self.counts[max(0, self.index(first)) : max(0, self.index(last) + 1)]

    def until(self, last: date) -> Series:
        """The series as far as `last`, included."""
        return Series(self.first, self.counts[: max(0, self.index(last) + 1)], self.counted)
