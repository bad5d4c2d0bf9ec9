"""Has a calm broken: a capped Shiryaev-Roberts statistic against a material return, day by day.

Shiryaev (1963), Theory of Probability and its Applications 8(1), 22-46; Roberts (1966), Technometrics 8(3), 411-430: the sum
over every past day of the likelihood ratio of a return since that day against none.  Called at R >= A, the mean time to a false
alarm is at least A days if model and calm level were true, because R less the number of days is a martingale; with the cap on a
single day it is a supermartingale, so the bound stays.  The level of the calm is learnt on the way, which makes it shorter:
`chance` measures by how much.  Counts are negative binomial, variance m + m^2/k: reports of violence scatter far more than a
Poisson process would.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.calls.rule import CalmRule

Floats = NDArray[np.float64]
FLOOR_BEFORE, FLOOR_CALM = 0.15, 0.05  # a day; below, a single event would be evidence of anything
STEP = 1.5  # a return is at least this many times the calm


def levels(before: Floats | float, after: Floats, rule: CalmRule) -> tuple[Floats, Floats]:
    """The calm's level and that of a material return as known each day, each of the shape of `after` (..., n_days).

    `before` is the level before, a number or one for each row; NaN days of `after` teach nothing.
    """
    m0 = np.maximum(np.asarray(before, dtype=np.float64), FLOOR_BEFORE)[..., None]
    seen = ~np.isnan(after)
    total, known = (np.cumsum(np.where(seen, x, 0.0), axis=-1) for x in (after, np.ones_like(after)))
    past = np.zeros(after.shape), np.zeros(after.shape)
    for late, early in zip(past, (total, known), strict=True):
        late[..., rule.gap + 1 :] = early[..., : -rule.gap - 1]
    learnt = (past[0] + rule.weight * rule.share * m0) / (past[1] + rule.weight)
    calm = np.maximum(np.minimum(learnt, rule.most * m0), FLOOR_CALM)
    return calm, np.maximum(calm + rule.back * (m0 - calm), STEP * calm)


def log_ratios(after: Floats, calm: Floats, back: Floats, k: float) -> Floats:
    """Each day's log-likelihood ratio of a return against the calm; 0 on a day nobody saw."""
    counts = np.nan_to_num(after)
    ratio = k * np.log((k + calm) / (k + back)) + counts * (np.log(back / (k + back)) - np.log(calm / (k + calm)))
    return np.where(np.isnan(after), 0.0, ratio)


def statistic(after: Floats, ratios: Floats, rule: CalmRule) -> Floats:
    """The logarithm of the Shiryaev-Roberts statistic at the end of each day, of the shape of `after` (..., n_days)."""
    found = np.full(after.shape, -np.inf)
    log_r = np.full(after.shape[:-1], -np.inf)
    step = np.clip(ratios, -40.0, rule.cap)
    for day in range(after.shape[-1]):
        if day >= rule.start:
            log_r = np.where(np.isnan(after[..., day]), log_r, np.logaddexp(0.0, log_r) + step[..., day])
        found[..., day] = log_r
    return found


def onset(ratios: Floats, called: int, start: int) -> int:
    """The first of the days up to the call, from `start` on, that together speak most for a return."""
    tail = np.cumsum(ratios[start : called + 1][::-1])[::-1]
    return start + int(np.argmax(tail))
