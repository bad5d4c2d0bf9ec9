"""Other ways of telling a calm and its end, on the same counts as ours: what the product was, and what the field uses.

Each takes the 28 days before and the days from the first full one on, and gives the day (index) of its call, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.calls.broken import levels, log_ratios, statistic
from ceasefire.monitoring.calls.rule import CalmRule

Floats = NDArray[np.float64]
Rival = Callable[[Floats, Floats], int | None]
EARLY, BEFORE = 7, 28
RULE = CalmRule()


def ours(before: Floats, after: Floats, k: float = 5.0, patience: float = 400.0) -> int | None:
    """The capped Shiryaev-Roberts statistic."""
    ratios = log_ratios(after, *levels(np.array(before.mean()), after, RULE), k)
    return _first(statistic(after, ratios, RULE) >= np.log(patience))


def as_shipped(before: Floats, after: Floats) -> int | None:
    """The rule of the first version: three of four days at half of the way back, medians of levels."""
    early = float(np.median(after[:EARLY]))
    limit = early + 0.5 * (float(np.median(before)) - early)
    above = after >= limit
    return _first((np.convolve(above, np.ones(4, dtype=int))[: len(above)] >= 3) & above)


def weekly_mean(before: Floats, after: Floats, limit: float = 0.8) -> int | None:
    """The mean of the last seven days over the level before."""
    means = np.convolve(after, np.ones(7) / 7)[: len(after)]
    return _first((means >= limit * before.mean()) & (np.arange(len(after)) >= EARLY - 1))


def cusum(before: Floats, after: Floats, limit: float = 5.0) -> int | None:
    """Page's CUSUM on roots against a return to the level before, scatter from the days before."""
    roots, first = np.sqrt(after), np.sqrt(after[:EARLY])
    scatter = max(float(np.sqrt(before).std(ddof=1)), 0.3)
    middle = (float(np.sqrt(before).mean()) + float(first.mean())) / 2
    total = 0.0
    for day in range(EARLY, len(after)):
        total = max(0.0, total + (roots[day] - middle) / scatter)
        if total >= limit:
            return day
    return None


def bocpd(before: Floats, after: Floats, hazard: float = 1 / 60, limit: float = 0.9) -> int | None:
    """Bayesian online change points (Adams & MacKay 2007), gamma-Poisson: called where a run of at least two days that began
    after the first week is likelier than `limit` and its level lies halfway back.
    """
    shape, rate = np.array([1.0]), np.array([1.0 / max(after[:EARLY].mean(), 0.1)])
    weights = np.array([1.0])
    halfway = (before.mean() + after[:EARLY].mean()) / 2
    for day, count in enumerate(after):
        p = rate / (rate + 1)
        log = _log_gamma(shape + count) - _log_gamma(shape) - _log_gamma(np.array([count + 1]))
        likely = np.exp(log + shape * np.log(p) + count * np.log1p(-p)) * weights
        weights = np.concatenate([[likely.sum() * hazard], likely * (1 - hazard)])
        weights /= weights.sum()
        shape = np.concatenate([[1.0], shape + count])
        rate = np.concatenate([[1.0 / max(after[:EARLY].mean(), 0.1)], rate + 1])
        recent = slice(2, max(2, day - EARLY + 1))
        risen = weights[recent][shape[recent] / rate[recent] >= halfway].sum()
        if day >= EARLY and risen >= limit:
            return day
    return None


def hidden_markov(before: Floats, after: Floats, k: float = 5.0, stay: float = 0.98, limit: float = 0.95) -> int | None:
    """Two states, calm and returned, negative binomial; called where the filtered chance of the second reaches the limit."""
    calm = max(float(after[:EARLY].mean()), 0.05)
    back = max(calm + 0.6 * (float(before.mean()) - calm), 1.5 * calm)
    ratios = log_ratios(after, np.full(len(after), calm), np.full(len(after), back), k)
    chance = 0.0
    for day, ratio in enumerate(ratios.tolist()):
        prior = chance * stay + (1 - chance) * (1 - stay)
        odds = prior / (1 - prior) * np.exp(np.clip(ratio, -40, 40))
        chance = float(odds / (1 + odds))
        if day >= EARLY - 1 and chance >= limit:
            return day
    return None


def _log_gamma(x: Floats) -> Floats:
    from scipy.special import gammaln

    return np.asarray(gammaln(x))


def _first(hits: NDArray[np.bool_]) -> int | None:
    found = np.flatnonzero(hits)
    return max(int(found[0]), EARLY - 1) if len(found) else None


def rivals(k: float) -> dict[str, Rival]:
    """Every way by its name, with the scatter of what is counted."""
    return {
        "ours (Shiryaev-Roberts, 400)": partial(ours, k=k),
        "as shipped before": as_shipped,
        "mean of seven days, 0.8": weekly_mean,
        "CUSUM": cusum,
        "BOCPD": bocpd,
        "hidden Markov": partial(hidden_markov, k=k),
    }
