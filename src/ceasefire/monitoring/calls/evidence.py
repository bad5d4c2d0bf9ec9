"""How strongly a fall shows: t on roots, held against the same fall on every date without a truce.

Roots even out the larger scatter of larger counts.  The dates overlap and days depend on each other, so the share of dates
with as large a fall is no p-value; it is what the same series does when there is no truce.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Days, Truce
from ceasefire.monitoring.counts.series import Series

Floats = NDArray[np.float64]
TINY = 1e-6  # keeps a series without any scatter from dividing by nothing


class Shown(StrEnum):
    """How well a calm is shown."""

    SHOWN = "shown"
    WEAK = "weakly shown"
    NOT = "not shown"


@dataclass(frozen=True)
class Evidence:
    """A fall: `t`, and on how many of `dates` without a truce it was `as_large`; `few` where these were too few to go by."""

    word: Shown
    t: float
    dates: int
    as_large: int
    few: bool

    @property
    def share(self) -> float | None:
        """The share of dates without a truce on which the fall was as large."""
        return self.as_large / self.dates if self.dates else None


def t_roots(before: Floats, first: Floats) -> float:
    """(mean root before - mean root first) / sqrt(v (1/n_first + 1/n_before) + 1e-6), v the variance of the roots before.

    Days that nobody saw (NaN) are left out.  Needs two days before and one first.
    """
    b, f = (np.sqrt(days[~np.isnan(days)]) for days in (before, first))
    return float((b.mean() - f.mean()) / np.sqrt(b.var(ddof=1) * (1 / len(f) + 1 / len(b)) + TINY))


class Placebos:
    """The fall at every date of a series that has a whole level before and first days, by `t_roots`."""

    def __init__(self, series: Series, rule: CalmRule) -> None:
        self.rule, self.series = rule, series
        self.span = rule.before + rule.spike
        n = len(series) - self.span - rule.early + 1
        self.at = np.arange(max(0, n)) + self.span
        if n <= 0:
            self.t, self.fit = np.zeros(0), np.zeros(0, dtype=np.bool_)
            return
        windows = np.lib.stride_tricks.sliding_window_view
        before = windows(series.counts, rule.before)[:n]
        first = windows(series.counts[self.span :], rule.early)[:n]
        seen_before, seen_first = (~np.isnan(w) for w in (before, first))
        n_before, n_first = (seen.sum(axis=1) for seen in (seen_before, seen_first))
        fit = (n_before >= rule.reported * rule.before) & (n_first >= rule.reported * rule.early) & (n_before > 1)
        counts_before = np.where(seen_before, before, 0.0)
        self.fit = fit & (counts_before.sum(axis=1) >= rule.least_level * np.maximum(n_before, 1))
        roots, early = np.sqrt(counts_before), np.sqrt(np.where(seen_first, first, 0.0))
        some, few = np.maximum(n_before, 2), np.maximum(n_first, 1)
        mean = roots.sum(axis=1) / some
        scatter = np.maximum((roots**2).sum(axis=1) - some * mean**2, 0.0) / (some - 1)
        self.t = (mean - early.sum(axis=1) / few) / np.sqrt(scatter * (1 / few + 1 / some) + TINY)

    def clear_of(self, truces: tuple[Days, ...]) -> NDArray[np.bool_]:
        """Dates whose own days (level before, spike, first days) touch none of the truces."""
        clear = self.fit.copy()
        for first, last in truces:
            begin, end = self.series.index(first), self.series.index(last)
            clear &= (self.at - self.span > end) | (self.at + self.rule.early - 1 < begin)
        return clear


class Among:
    """How many dates clear of other truces, and of the truce itself, there are as known on each day; and at how many of them the
    fall was at least `t`.
    """

    def __init__(self, placebos: Placebos, truce: Truce, t: float) -> None:
        clear = placebos.clear_of(truce.others)
        self.first, self.span, self.early = placebos.span, placebos.span, placebos.rule.early
        self.clear = np.concatenate([[0], np.cumsum(clear)])
        self.large = np.concatenate([[0], np.cumsum(clear & (placebos.t >= t))])
        self.effect = placebos.series.index(truce.effect)
        self.ended = None if truce.ended is None else placebos.series.index(truce.ended)

    def known(self, last: int, called: int | None) -> tuple[int, int]:
        """Dates and those with as large a fall, on the day of an index; `called` is the day on which it was called broken."""
        end = self.ended if self.ended is not None else called if called is not None and called <= last else last
        end = max(min(end, last), self.effect)
        before = self._until(min(self.effect, last + 1) - self.early)  # first days over before the effect
        after = self._until(last - self.early + 1), self._until(end + self.span)
        late = [column[max(after)] - column[after[1]] for column in (self.clear, self.large)]
        return int(self.clear[before] + late[0]), int(self.large[before] + late[1])

    def _until(self, at: int) -> int:
        """How many of the dates lie at or before an index."""
        return min(max(0, at - self.first + 1), len(self.clear) - 1)


def evidence(t: float, among: tuple[int, int], rule: CalmRule, looks: int = 1) -> Evidence:
    """A fall held against those at dates without a truce, so many with as many as large; with several `looks`, *shown* is asked
    of each as strictly as many ask together (Bonferroni).
    """
    dates, as_large = among
    few = dates < rule.few
    strong = t >= rule.shown_t if few else as_large <= rule.shown / looks * dates
    some = t >= rule.weak_t if few else as_large <= rule.weak * dates
    word = Shown.SHOWN if strong and not (few and looks > 1) else Shown.WEAK if some else Shown.NOT
    return Evidence(word, t, dates, as_large, few)
