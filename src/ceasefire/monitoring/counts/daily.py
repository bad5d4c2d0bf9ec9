"""Incidents, or the deaths in them, of each day."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.exposure import EPOCH, Exposure
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.counts.series import Series


def daily(
    incidents: Incidents, which: NDArray[np.bool_], exposed: Exposure, span: tuple[date, date], *, deaths: bool
) -> Series:
    """The incidents (or their deaths) of each day from first to last; NaN on days nobody is known to have seen.

    A death toll that nobody gives is left out of the sum.
    """
    first, last = ((day - EPOCH).days for day in span)
    n = max(0, last - first + 1)
    inside = which & (incidents.day >= first) & (incidents.day <= last)
    weights = np.nan_to_num(incidents.deaths[inside]) if deaths else np.ones(int(inside.sum()))
    counts = np.bincount(incidents.day[inside] - first, weights=weights, minlength=n)[:n].astype(np.float64)
    seen = exposed.seen(np.arange(first, first + n))
    return Series(span[0], np.where(seen, counts, np.nan), "deaths a day" if deaths else "incidents a day")
