"""Base rates held against ceasefires that they have not seen: fitted on those declared before a year, scored on those from it on.

Ranges are a bootstrap of countries (whole countries drawn with replacement), because ceasefires of one country end alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.forecast.base_rates import STRENGTH, base_rate
from ceasefire.forecast.outlook import outlook
from ceasefire.forecast.scores import Bin, brier, calibration, logarithmic
from ceasefire.forecast.spells import Dataset, Ending, Spell

DRAWS = 2_000
Range = tuple[float, float]


@dataclass(frozen=True)
class Calibrated:
    """Forecasts from `low` up to `high`: how many, their mean, and the share that happened, with nine tenths of the bootstrap."""

    low: float
    high: float
    n: int
    mean: float
    happened: float
    happened_range: Range


@dataclass(frozen=True)
class Forecaster:
    """One way of forecasting: its scores on the known; `skill` is one less its Brier score over that of the rate of all
    (0 no better), with nine tenths of the bootstrap of countries.
    """

    name: str
    brier: float
    brier_range: Range
    logarithmic: float
    skill: float
    skill_range: Range
    calibration: tuple[Calibrated, ...]


@dataclass(frozen=True)
class Horizon:
    """Ceasefires of the later years by one horizon: those `known` to have been declared over by then (`broke`) or not."""

    days: int
    fitted: int
    known: int
    broke: int
    unknown: int
    countries: int
    forecasters: tuple[Forecaster, ...]


@dataclass(frozen=True)
class Split:
    """Which years are fitted on (before `first`) and scored on (`first` to `last`)."""

    first: int
    last: int


def backtest(data: Dataset, split: Split, days: Sequence[int], seed: int = 0) -> tuple[Horizon, ...]:
    """The scores of the base rates by class, of the rate of all, and of always saying a half.

    Raises MaterialError where nothing lies on one side of the split.
    """
    earlier = tuple(s for s in data.spells if s.declared is not None and s.declared < split.first)
    later = [s for s in data.spells if s.declared is not None and split.first <= s.declared <= split.last]
    later = [s for s in later if s.ending is not Ending.NEVER]
    for side, held in (("before", earlier), ("from", later)):
        if not held:
            message = f"no ceasefire of the table was declared {side} {split.first}"
            raise MaterialError([Finding(Where("--split"), "split", message, "give a year within the table")])
    fitted = replace(data, spells=earlier)
    return tuple(_horizon(fitted, later, d, seed) for d in days)


def fate(spell: Spell, days: int) -> bool | None:
    """Whether a ceasefire was declared over by then; None where nobody knows."""
    if spell.ending is Ending.BROKE:
        return None if spell.days is None else spell.days <= days
    if spell.ending is Ending.UNKNOWN:
        return False if spell.days is not None and spell.days > days else None
    return False


def _horizon(fitted: Dataset, later: Sequence[Spell], days: int, seed: int) -> Horizon:
    known = [(s, over) for s in later if (over := fate(s, days)) is not None]
    if not known:
        message = f"of the later ceasefires none is known to have been kept or declared over by {days} days"
        raise MaterialError([Finding(Where("--split"), "split", message, "give an earlier year, or fewer days")])
    happened = np.array([h for _, h in known], dtype=np.float64)
    countries = np.unique([s.country or s.name for s, _ in known], return_inverse=True)[1]
    overall = np.full(len(known), base_rate(fitted, {}, days).rate)
    classes: dict[tuple[tuple[str, str], ...], tuple[float, float]] = {}
    said, chances = np.array([_rates(fitted, s, days, classes) for s, _ in known]).T
    ways = {
        "base rate of the class": said,
        "one probability, usual assumptions": chances,
        "rate of all": overall,
        "a half": np.full(len(known), 0.5),
    }
    against = _Against(overall, happened, _drawn(countries, seed))
    scored = tuple(_forecaster(name, p, against) for name, p in ways.items())
    n_known = sum(s.ending is not Ending.UNKNOWN and s.ending is not Ending.NEVER for s in fitted.spells)
    broke = int(happened.sum())
    return Horizon(days, n_known, len(known), broke, len(later) - len(known), int(countries.max()) + 1, scored)


def _rates(
    fitted: Dataset, spell: Spell, days: int, classes: dict[tuple[tuple[str, str], ...], tuple[float, float]]
) -> tuple[float, float]:
    """The base rate of a ceasefire's own class, by the traits that are known of it, and the probability it comes to."""
    wanted = tuple((name, value) for name, value in spell.traits.items() if value in fitted.traits.get(name, ()))
    if wanted not in classes:
        rate = base_rate(fitted, dict(wanted), days, STRENGTH)
        classes[wanted] = rate.rate, outlook(rate, []).chance
    return classes[wanted]


def _drawn(countries: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
    """How often each ceasefire counts in each draw of countries, shape (draws, n)."""
    n = int(countries.max()) + 1
    picked = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), DRAWS)
    return picked[:, countries].astype(np.float64)


@dataclass(frozen=True)
class _Against:
    """What happened, the rate of all beside it, and how often each ceasefire counts in each draw of countries."""

    overall: NDArray[np.float64]
    happened: NDArray[np.float64]
    draws: NDArray[np.float64]


def _forecaster(name: str, said: NDArray[np.float64], against: _Against) -> Forecaster:
    own, base = (said - against.happened) ** 2, (against.overall - against.happened) ** 2
    of_draws, base_of_draws = against.draws @ own, against.draws @ base
    briers, skills = of_draws / against.draws.sum(axis=1), 1 - of_draws / np.maximum(base_of_draws, 1e-12)
    pairs = [(float(p), bool(h)) for p, h in zip(said, against.happened, strict=True)]
    return Forecaster(
        name,
        brier(pairs) or 0.0,
        _nine_tenths(briers),
        logarithmic(pairs) or 0.0,
        float(1 - own.mean() / base.mean()),
        _nine_tenths(skills),
        tuple(_calibrated(one, said, against) for one in calibration(pairs)),
    )


def _calibrated(one: Bin, said: NDArray[np.float64], against: _Against) -> Calibrated:
    inside = ((said >= one.low) & (said < one.high)) | ((said == 1) & (one.high == 1))
    drawn = against.draws[:, inside]
    total = drawn.sum(axis=1)
    shares = (drawn @ against.happened[inside])[total > 0] / total[total > 0]
    return Calibrated(one.low, one.high, one.n, one.mean, one.happened, _nine_tenths(shares))


def _nine_tenths(values: NDArray[np.float64]) -> Range:
    low, high = np.quantile(values, [0.05, 0.95])
    return float(low), float(high)
