"""An early warning after the first week: how likely it is that the days after bring violence back to half of what it was.

logit P(mean deaths of days 8-30 at least half of the level before) = 1.22 + 1.02 log((first + 0.3) / (before + 0.3)), fitted on
every date of 2016 and 2017 in every Syrian province with a death a day before (UCDP GED, government and insurgents; 3,940
overlapping dates, those of truces among them).  Over the eight Syrian truces of 2016-19 with a death a day before its Brier score
is 0.187, a constant half 0.250; six of the eight lie in the years of the fit.  Eight truces do not establish skill.
"""

from __future__ import annotations

from math import exp, log

from ceasefire.monitoring.calls.calm import Call
from ceasefire.monitoring.counts.series import Counted

INTERCEPT, SLOPE, SHIFT = 1.22, 1.02, 0.3
LEAST = 1.0  # deaths a day before


def back_within_a_month(call: Call) -> float | None:
    """The chance (0-1) that days 8-30 have on the mean at least half of the deaths a day of the level before.

    None for incidents, before the first week is over, and below one death a day before.
    """
    if call.counted is not Counted.DEATHS or call.before is None or call.early is None or call.before < LEAST:
        return None
    return 1 / (1 + exp(-INTERCEPT - SLOPE * log((call.early + SHIFT) / (call.before + SHIFT))))
