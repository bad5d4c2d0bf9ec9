"""Would it hold: one probability that it is declared over, with a range, and every assumption of it named.

Four things go into it.  The share of the class, as a beta distribution as wide as its countries make it.  The unknown endings:
how their odds of being declared over compare with those of the known, a range that somebody assumes.  What is judged to move this
case: factors on the odds, each a log-normal with its range as the central nine tenths, `correlation` between any two of them, as
one person judges one conflict, and `trust`, the part of each factor (on the log scale) that is believed.  Nobody has measured the
last three; beside the probability stand the bounds that suppose nothing of the unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import log, prod, sqrt

from ceasefire.forecast.base_rates import Rate

Range = tuple[float, float]
NORMAL = 1.6449  # the 95% quantile
POINTS = 151, 21, 61  # of the share, the unknown and the factors


@dataclass(frozen=True)
class Move:
    """What moves the odds of breakdown in this case: a factor as a range (1 leaves them, 2 doubles them), and why."""

    title: str
    odds: Range
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assumed:
    """What nobody has measured: the odds of the unknown endings over those of the known, how much the factors go together (0-1),
    and how far they are believed (0 not at all, 1 as they stand).
    """

    unknown_odds: Range = (0.5, 2.0)
    correlation: float = 0.3
    trust: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.unknown_odds[0] <= self.unknown_odds[1] < float("inf"):
            raise ValueError("the odds of the unknown are a positive number, or a range of them")
        if not (0 <= self.correlation <= 1 and 0 <= self.trust <= 1):
            raise ValueError("correlation and trust lie between 0 and 1")


@dataclass(frozen=True)
class Outlook:
    """The chance of being declared over within the days of the rate, as shares 0-1.

    `chance` is the one probability, to be scored; `likely` its central nine tenths.  `unmoved` is the base rate's own range.
    `whatever` supposes nothing of those whose ending is unknown, and takes every factor to its end; `hold` is judged by it.
    """

    rate: Rate
    moves: tuple[Move, ...]
    assumed: Assumed
    unmoved: Range
    chance: float
    likely: Range
    whatever: Range


def outlook(rate: Rate, moves: Sequence[Move], assumed: Assumed | None = None) -> Outlook:
    """The base rate with the unknown and the factors.  Raises ValueError for a factor that is not a positive number."""
    if any(not 0 < low <= high < float("inf") for low, high in (move.odds for move in moves)):
        raise ValueError("a factor on the odds is a positive number, or a range of them")
    assumed = assumed or Assumed()
    least, most = prod(m.odds[0] for m in moves), prod(m.odds[1] for m in moves)
    wide = min(rate.low, rate.sampling[0]), max(rate.high, rate.sampling[1])
    whatever = times(wide[0], least), times(wide[1], most)
    middle, spread = factor(tuple(m.odds for m in moves), assumed)
    chance, likely = _mixed(rate.beta, rate.unknown_share, assumed.unknown_odds, (middle, spread))
    return Outlook(rate, tuple(moves), assumed, rate.sampling, chance, likely, whatever)


def factor(odds: Sequence[Range], assumed: Assumed) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm of all factors together."""
    middles = [(log(low) + log(high)) / 2 for low, high in odds]
    spreads = [(log(high) - log(low)) / (2 * NORMAL) for low, high in odds]
    shared = 2 * assumed.correlation * sum(one * other for one, other in combinations(spreads, 2))
    return assumed.trust * sum(middles), assumed.trust * sqrt(sum(s * s for s in spreads) + shared)


def times(chance: float, factor: float) -> float:
    """A chance after its odds are multiplied by a factor."""
    return chance * factor / (1 - chance + chance * factor)


@lru_cache(maxsize=256)
def _mixed(beta: Range, unknown: float, odds: Range, moved: tuple[float, float]) -> tuple[float, Range]:
    """Mean and central nine tenths over the three distributions, each taken at equally likely points."""
    import numpy as np
    from scipy.special import betaincinv, expit, logit, ndtri

    class_at, unknown_at, moved_at = ((np.arange(n) + 0.5) / n for n in POINTS)
    share = np.clip(betaincinv(*beta, class_at), 1e-12, 1 - 1e-12)[:, None, None]
    middle, spread = (log(odds[0]) + log(odds[1])) / 2, (log(odds[1]) - log(odds[0])) / (2 * NORMAL)
    of_unknown = expit(logit(share) + (middle + spread * ndtri(unknown_at))[:, None])
    together = (1 - unknown) * share + unknown * of_unknown
    chances = expit(logit(together) + moved[0] + moved[1] * ndtri(moved_at)).ravel()
    low, high = np.quantile(chances, [0.05, 0.95], method="hazen")
    return float(chances.mean()), (float(low), float(high))
