"""How often the rule would call a breakdown in a calm like this one, and how late it calls a real one: by simulation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.calls.broken import levels, log_ratios, statistic
from ceasefire.monitoring.calls.rule import CalmRule

RUNS, WITHIN, RETURN = 600, 60, 21
SWING, MEMORY = 0.35, 0.3  # of the days' common logarithm: standard deviation, and what lasts to the next day


@dataclass(frozen=True)
class Chance:
    """Of `runs` simulated calms with these levels that the rule calls a calm: the share (0-1) with a breakdown called
    `within` days though nothing changed, and the mean days from a full return to its call.
    """

    runs: int
    within: int
    false_alarm: float
    delay: float


@dataclass(frozen=True)
class Levels:
    """A calm to be imitated: the levels before and in it, a day, and the k of the days' scatter."""

    before: float
    calm: float
    k: float


def scatter_of(counts: NDArray[np.float64]) -> float:
    """The k of the scatter of the days before, by moments, less what the common swing explains; within 0.8 and 20."""
    known = counts[~np.isnan(counts)]
    mean = float(known.mean()) if len(known) else 0.0
    if len(known) < 2 or mean <= 0:
        return 1.2
    over = (float(known.var(ddof=1)) - mean) / mean**2
    own = (1 + over) / float(np.exp(SWING**2)) - 1  # (1 + 1/k) exp(swing^2) = 1 + over
    return float(np.clip(1 / own, 0.8, 20.0)) if own > 0 else 20.0


@lru_cache(maxsize=64)
def chance(like: Levels, rule: CalmRule, k: float, seed: int = 0) -> Chance:
    """Imitate `like`: counts are Poisson with mean m times a gamma factor times exp of an autoregressive swing.

    `k` is the model's own scatter.  Only runs whose first days fall by t >= `weak_t` count, as only those are called a calm.
    """
    draw = np.random.default_rng(seed)
    steady = np.concatenate([np.full(rule.before, like.before), np.full(WITHIN, like.calm)])
    back = np.concatenate([steady[: rule.before + RETURN], np.full(WITHIN, like.before)])
    false, late = (_called(_counts(draw, mean, like.k), rule, k) for mean in (steady, back))
    returned = late[late >= RETURN]
    delay = float(np.minimum(returned - RETURN, WITHIN).mean()) if len(returned) else 0.0
    return Chance(len(false), WITHIN, float((false < WITHIN).mean()) if len(false) else 0.0, delay)


def _counts(draw: np.random.Generator, mean: NDArray[np.float64], k: float) -> NDArray[np.float64]:
    n = len(mean)
    swing = np.empty((RUNS, n))
    swing[:, 0] = draw.normal(0, SWING, RUNS)
    for day in range(1, n):
        swing[:, day] = MEMORY * swing[:, day - 1] + draw.normal(0, SWING * np.sqrt(1 - MEMORY**2), RUNS)
    factor = draw.gamma(k, 1 / k, (RUNS, n)) * np.exp(swing - SWING**2 / 2)
    return draw.poisson(mean * factor).astype(np.float64)


def _called(counts: NDArray[np.float64], rule: CalmRule, k: float) -> NDArray[np.int64]:
    """The day of each run's call, counted from the first full day; far beyond where there is none."""
    before, after = counts[:, : rule.before], counts[:, rule.before :]
    roots, early = np.sqrt(before), np.sqrt(after[:, : rule.early])
    t = (roots.mean(axis=1) - early.mean(axis=1)) / np.sqrt(
        roots.var(axis=1, ddof=1) * (1 / rule.early + 1 / rule.before) + 1e-6
    )
    calm = t >= rule.weak_t
    after = after[calm]
    ratios = log_ratios(after, *levels(before[calm].mean(axis=1), after, rule), k)
    over = statistic(after, ratios, rule) >= np.log(rule.patience)
    first = np.where(over.any(axis=1), over.argmax(axis=1), 10**6)
    return np.maximum(first, rule.early - 1)  # nobody can call it before there is a calm
