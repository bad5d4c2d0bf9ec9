"""Is there a calm since a truce took effect, and has it broken: rules that can be said in a sentence, day by day.

The rules are ours.  They were settled on the two Syrian truces of 2016, so those are no test of them; the rate at which
the same rules call out on days without a truce (`placebo`) belongs beside every call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.series import Series


@dataclass(frozen=True)
class CalmRule:
    """How calm and breakdown are told.

    The level before is the median of the `before` days that end `spike` days ahead of the effect (parties often strike
    hardest in the last days, and a level that contains the spike would make anything look calm).  Calm: the median of the
    first `early` full days is at most `quiet` times the level before (a share, 0-1).  Broken: of any `window` successive
    reported days, `high` lie at or above the level `back` of the way (0-1) from the calm's first level up to the level
    before.  `reported` is the least share of days with reports for any of it.
    """

    before: int = 28
    spike: int = 3
    early: int = 7
    quiet: float = 0.5
    window: int = 4
    high: int = 3
    back: float = 0.5
    reported: float = 0.7
    least_level: float = 1.0

    def __post_init__(self) -> None:
        shares = all(0 < share <= 1 for share in (self.quiet, self.back, self.reported))
        days = min(self.before, self.early, self.high) >= 1 and self.spike >= 0 and self.high <= self.window
        if not (shares and days and self.least_level > 0):
            raise ValueError("a calm rule needs shares above 0 up to 1, days of 1 or more, and `high` within `window`")

    def in_words(self) -> str:
        """The rule as it is shown beside every call."""
        return (
            f"calm: the median of the first {self.early} full days is at most {self.quiet:.0%} of the median of the "
            f"{self.before} days that end {self.spike} days before the effect; broken: on {self.high} of {self.window} "
            f"successive reported days the count is at least {self.back:.0%} of the way back up to the level before"
        )


class Condition(StrEnum):
    """What the counts say; an empty record says that nobody can tell, never that it is calm."""

    NOT_YET = "not in force yet"
    TOO_EARLY = "too early to say"
    CALM = "calm"
    NO_CALM = "no calm"
    BROKEN = "calm broken"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Call:
    """What is called on the last day of a series, and on what grounds.

    `before`, `early` and `limit` are counts a day (None where they cannot be had); `spike` is the mean of the days just
    before the effect; `onset` is the first of the days that make it broken, `called` the last of them: what lies between
    is the delay.  `since` is the first full day of the calm.
    """

    condition: Condition
    effect: date
    first_full: date
    last: date
    reason: str
    before: float | None = None
    spike: float | None = None
    early: float | None = None
    limit: float | None = None
    since: date | None = None
    onset: date | None = None
    called: date | None = None

    @property
    def ratio(self) -> float | None:
        """The early level over the level before."""
        return self.early / self.before if self.early is not None and self.before else None

    @property
    def delay(self) -> int | None:
        """Days from the onset of the breakdown to the day on which the rule called it."""
        return (self.called - self.onset).days if self.called and self.onset else None


def judge(series: Series, effect: date, first_full: date | None = None, rule: CalmRule | None = None) -> Call:
    """What the rule calls on the last day of the series.

    `effect` is the day on which the truce took effect; `first_full` the first whole day under it (default: the next, so
    that the hours before on the day itself do not count).
    """
    rule = rule or CalmRule()
    full = first_full or effect + timedelta(days=1)
    last = series.last if len(series) else effect
    if np.isnan(series.counts).all():
        return Call(Condition.CANNOT_TELL, effect, full, last, "there is not one report")
    if last < effect:
        return Call(Condition.NOT_YET, effect, full, last, "the reports end before the truce takes effect")
    ahead = effect - timedelta(days=rule.spike)
    before = _level(series, ahead - timedelta(days=rule.before), rule.before, rule.reported)
    spikes = series.between(ahead, effect - timedelta(days=1))
    known = spikes[~np.isnan(spikes)]
    spike = float(known.mean()) if len(known) else None
    if before is None:
        why = "too few days before the effect have reports to know the level before"
        return Call(Condition.CANNOT_TELL, effect, full, last, why, spike=spike)
    if before < rule.least_level:
        why = f"the level before was {before:g} a day: too low for a fall to show in counts"
        return Call(Condition.CANNOT_TELL, effect, full, last, why, before, spike)
    if last < full + timedelta(days=rule.early - 1):
        had = max(0, (last - full).days + 1)
        why = f"{had} of the {rule.early} full days that the rule needs have passed"
        return Call(Condition.TOO_EARLY, effect, full, last, why, before, spike)
    early = _level(series, full, rule.early, rule.reported)
    if early is None:
        why = f"fewer than {rule.reported:.0%} of the first {rule.early} full days have reports"
        return Call(Condition.CANNOT_TELL, effect, full, last, why, before, spike)
    if early > rule.quiet * before:
        why = f"the first {rule.early} full days had {early:g} a day, {early / before:.0%} of {before:g} before"
        return Call(Condition.NO_CALM, effect, full, last, why, before, spike, early)
    limit = early + rule.back * (before - early)
    why = f"the first {rule.early} full days had {early:g} a day, {early / before:.0%} of {before:g} before"
    return _since(series, rule, Call(Condition.CALM, effect, full, last, why, before, spike, early, limit, since=full))


def _since(series: Series, rule: CalmRule, calm: Call) -> Call:
    """A calm that has begun: as it stands on the last day."""
    begin = series.index(calm.first_full)
    after = series.counts[begin:]
    broken = breaks(after, calm.limit or 0.0, rule)
    fields = {k: v for k, v in vars(calm).items() if k not in {"condition", "reason"}}
    if broken is not None:
        onset, called = (series.day(begin + i) for i in broken)
        called = max(
            calm.first_full + timedelta(days=rule.early - 1), called
        )  # nobody could call it before there was a calm
        why = f"{rule.high} of {rule.window} successive reported days had {calm.limit:g} or more"
        return Call(Condition.BROKEN, reason=why, **{**fields, "onset": onset, "called": called})
    recent = after[-rule.early :]
    if np.isnan(recent).mean() > 1 - rule.reported:
        why = f"calm at first, but of the last {len(recent)} days too few have reports to say that it still is"
        return Call(Condition.CANNOT_TELL, reason=why, **fields)
    return calm


def breaks(after: NDArray[np.float64], limit: float, rule: CalmRule) -> tuple[int, int] | None:
    """Indices of the first and the last of the days that make a calm broken, in the counts from its first full day."""
    reported = np.flatnonzero(~np.isnan(after))
    if not len(reported):
        return None
    above = after[reported] >= limit
    within = np.convolve(above, np.ones(rule.window, dtype=int))[: len(above)]  # how many of the last `window`
    hits = np.flatnonzero((within >= rule.high) & above)
    if not len(hits):
        return None
    call = int(hits[0])
    first = max(0, call - rule.window + 1)
    return int(reported[first + int(np.argmax(above[first : call + 1]))]), int(reported[call])


def _level(series: Series, first: date, days: int, share: float) -> float | None:
    begin = series.index(first)
    if begin < 0:
        return None
    part = series.counts[begin : begin + days]
    known = part[~np.isnan(part)]
    return float(np.median(known)) if len(known) >= share * days else None
