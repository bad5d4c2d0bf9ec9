"""What one party's gain costs another: the worths that possible packages have to two parties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.sign.efficient import efficient

MOST = 4_000_000  # states above which the chart is not drawn


@dataclass(frozen=True)
class Point:
    """Packages with the same two worths (0-100): how many, whether both accept any, whether none is better for both."""

    first: float
    second: float
    n: int
    accepted: bool
    efficient: bool


@dataclass(frozen=True)
class Tradeoff:
    """The worths of all possible packages to two parties, with their walk-aways and today's state."""

    parties: tuple[str, str]
    walk_away: tuple[float, float]
    today: tuple[float, float]
    points: tuple[Point, ...]


def tradeoff(dispute: Dispute, first: str, second: str) -> Tradeoff | None:
    """The trade-off between two parties; None where one has no magnitudes, or where there are too many states to draw."""
    worths = [dispute.worths.get(name) for name in (first, second)]
    if not dispute.space.enumerable or dispute.space.size > MOST:
        return None
    one, other = worths
    if not isinstance(one, Additive) or not isinstance(other, Additive):
        return None
    allowed = np.flatnonzero(dispute.allowed)
    raw = np.stack([dispute.payoff(name).worth[allowed] for name in (first, second)])
    accepted = (dispute.acceptance(first) & dispute.acceptance(second))[allowed]
    pairs, of = np.unique(raw, axis=1, return_inverse=True)
    n = np.bincount(of.ravel(), minlength=pairs.shape[1])
    good = np.bincount(of.ravel(), weights=accepted, minlength=pairs.shape[1]) > 0
    best = set(efficient(pairs).positions.tolist())
    units = [float(w.unit) for w in (one, other)]
    today = tuple(w.of(dispute.case.status_quo) * u for w, u in zip((one, other), units, strict=True))
    points = tuple(
        Point(float(a) * units[0], float(b) * units[1], int(n[k]), bool(good[k]), k in best)
        for k, (a, b) in enumerate(pairs.T.tolist())
    )
    walk_away = (one.walk_away * units[0], other.walk_away * units[1])
    return Tradeoff((first, second), walk_away, (today[0], today[1]), points)
