"""How good probabilities were: Brier and logarithmic score, calibration, and both against the base rate.

Brier (1950), Monthly Weather Review 78(1), 1-3: the mean square of probability minus outcome, 0 best; a constant half scores
0.25.  Good (1952), J. Royal Statistical Society B 14(1), 107-114: minus the natural logarithm of the probability given to what
happened, 0 best.  Both are proper: who believes 0.7 does best by saying 0.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
FEW = 30


@dataclass(frozen=True)
class Judged:
    """A probability (0-1) that was given, what happened, and the base rate that stood beside it."""

    probability: float
    happened: bool
    base_rate: float | None = None


@dataclass(frozen=True)
class Bin:
    """Forecasts from `low` up to `high`: how many, their mean, and the share of them that happened."""

    low: float
    high: float
    n: int
    mean: float
    happened: float


@dataclass(frozen=True)
class Scores:
    """Scores of `n` settled forecasts; None where there is none.

    `base_brier` and `base_log` are those of the base rates of the `n_base` forecasts that have one, `own_brier` and `own_log`
    those of the same forecasts; `skill` is one less the ratio of the two Brier scores (1 perfect, 0 no better, below 0 worse).
    """

    n: int
    brier: float | None
    logarithmic: float | None
    calibration: tuple[Bin, ...]
    n_base: int
    own_brier: float | None
    own_log: float | None
    base_brier: float | None
    base_log: float | None
    skill: float | None


def score(judged: Sequence[Judged]) -> Scores:
    """Score forecasts that were settled with yes or no."""
    own = [(j.probability, j.happened) for j in judged]
    beside = [(j.probability, j.base_rate, j.happened) for j in judged if j.base_rate is not None]
    with_base = [(p, happened) for p, _, happened in beside]
    base = [(rate, happened) for _, rate, happened in beside]
    own_brier, base_brier = brier(with_base), brier(base)
    skill = 1 - own_brier / base_brier if own_brier is not None and base_brier else None
    return Scores(
        len(own),
        brier(own),
        logarithmic(own),
        calibration(own),
        len(base),
        own_brier,
        logarithmic(with_base),
        base_brier,
        logarithmic(base),
        skill,
    )


def brier(judged: Sequence[tuple[float, bool]]) -> float | None:
    """The Brier score."""
    return sum((p - happened) ** 2 for p, happened in judged) / len(judged) if judged else None


def logarithmic(judged: Sequence[tuple[float, bool]]) -> float | None:
    """The logarithmic score, in natural units."""
    return sum(-log(p if happened else 1 - p) for p, happened in judged) / len(judged) if judged else None


def calibration(judged: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Forecasts by bins of probability, those without any left out."""
    bins = []
    for low, high in pairwise(EDGES):
        inside = [(p, h) for p, h in judged if low <= p < high or (p == 1 == high)]
        if inside:
            n = len(inside)
            bins.append(Bin(low, high, n, sum(p for p, _ in inside) / n, sum(h for _, h in inside) / n))
    return tuple(bins)
