"""Incidents, or the deaths in them, of each day."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.exposure import EPOCH
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.counts.series import Counted, Series


def daily(
    incidents: Incidents, which: NDArray[np.bool_], seen: NDArray[np.bool_], span: tuple[date, date], *, deaths: bool
) -> Series:
    """The acts (or the deaths in them) of each day from first to last; NaN on days nobody is known to have seen.

    `seen` has shape (n_days,).  A death toll that nobody gives is left out of the sum.
    """
    first, last = ((day - EPOCH).days for day in span)
    n = max(0, last - first + 1)
    inside = which & (incidents.day >= first) & (incidents.day <= last)
    weights = np.nan_to_num(incidents.deaths[inside]) if deaths else incidents.many[inside].astype(np.float64)
    if deaths and which.any() and np.isnan(incidents.deaths[which]).all():
        return Series(span[0], np.full(n, np.nan), Counted.DEATHS)  # nobody says how many died: not that nobody did
    counts = np.bincount(incidents.day[inside] - first, weights=weights, minlength=n)[:n].astype(np.float64)
    return Series(span[0], np.where(seen, counts, np.nan), Counted.DEATHS if deaths else Counted.INCIDENTS)
