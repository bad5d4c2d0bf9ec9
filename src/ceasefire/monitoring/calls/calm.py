"""Is there a calm since a truce took effect, and has it broken: what one daily series says, on any of its days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

import numpy as np

from ceasefire.monitoring.calls.broken import levels, log_ratios, onset, statistic
from ceasefire.monitoring.calls.evidence import Evidence, Placebos, Shown, evidence, own_days, t_roots
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.counts.series import Counted, Series


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
    """What is called on the last day known, and on what grounds.

    `before`, `early` and `spike` are means a day (None where they cannot be had) of the level before, which rests on
    `before_days` days, of the first full days, and of the days just before the effect.  `limit` is the level of a material
    return as known on the day of the call, or else on the last; `odds` the Shiryaev-Roberts statistic on the last day, to be
    held against the rule's `patience`.  `since` is the first full day of the calm; `onset` the day since which it is broken and
    `called` the day on which the rule called it: what lies between is the delay.  `notes` say what was done about what stood in
    the way.
    """

    condition: Condition
    counted: Counted
    effect: date
    first_full: date
    last: date
    reason: str
    before: float | None = None
    before_days: int = 0
    spike: float | None = None
    early: float | None = None
    evidence: Evidence | None = None
    limit: float | None = None
    odds: float | None = None
    since: date | None = None
    onset: date | None = None
    called: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def ratio(self) -> float | None:
        """The early level over the level before."""
        return self.early / self.before if self.early is not None and self.before else None

    @property
    def delay(self) -> int | None:
        """Days from the onset of the breakdown to the day on which the rule called it."""
        return (self.called - self.onset).days if self.called and self.onset else None


TOLD = frozenset({Condition.CALM, Condition.NO_CALM, Condition.BROKEN})
"""Conditions that say something about the time since the effect."""


class Following:
    """A series followed from the effect of a truce on; with several `looks` at once each is asked for more.

    The level before and the evidence for a breakdown on a day use nothing of later days, so that one pass serves every day.
    """

    def __init__(self, series: Series, truce: Truce, rule: CalmRule, looks: int = 1) -> None:
        self.series, self.truce, self.rule, self.looks = series, truce, rule, looks
        self.start = series.index(truce.first_full)
        ahead = truce.effect - timedelta(days=rule.spike)
        self._before_from = series.index(ahead) - rule.before
        self.spikes = series.between(ahead, truce.effect - timedelta(days=1))
        self.baseline, self.notes = self._baseline()
        self.k = rule.scatter(series.counted)

    def _baseline(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], tuple[str, ...]]:
        """The days of the level before as far as the counts go back, those of another truce left out where enough are left."""
        begin = self._before_from
        days = self.series.counts[max(0, begin) : max(0, begin + self.rule.before)].astype(np.float64)
        first_full, effect = self.truce.first_full, self.truce.effect
        notes = [] if first_full == effect else [f"{effect}, on which it began, counts neither before nor after"]
        inside = np.zeros(len(days), dtype=np.bool_)
        for first, last in self.truce.others:
            at = max(0, begin)
            inside[max(0, self.series.index(first) - at) : max(0, self.series.index(last) + 1 - at)] = True
        if inside.any():
            left = int((~np.isnan(days) & ~inside).sum())
            if left >= self.rule.least_days:
                days = days[~inside]
                notes.append(f"{inside.sum()} of the days before the effect lie in another truce and are left out")
            else:
                notes.append(
                    f"{inside.sum()} of the days before the effect lie in another truce: so does the level before"
                )
        known = int((~np.isnan(days)).sum())
        if self.rule.least_days <= known < self.rule.before:
            notes.append(f"the level before rests on {known} of {self.rule.before} days")
        return days, tuple(notes)

    @cached_property
    def placebos(self) -> Placebos:
        """The falls at dates without a truce."""
        return Placebos(self.series, self.rule)

    @cached_property
    def _clear(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return self.placebos.clear_of(self.truce.others)

    @cached_property
    def _path(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
        """From the first full day on: the level of a material return, each day's log-likelihood ratio, and log R."""
        after = self.series.counts[self.start :]
        calm, back = levels(float(np.nanmean(self.baseline)), after, self.rule)
        ratios = log_ratios(after, calm, back, self.k)
        return back, ratios, statistic(after, ratios, self.rule)

    @cached_property
    def crossed(self) -> int | None:
        """The first day from the first full day on with evidence enough for a breakdown."""
        over = np.flatnonzero(self._path[2] >= np.log(self.rule.patience * self.looks))
        return int(over[0]) if len(over) else None

    def on(self, last: int) -> Call:
        """What is called at the end of the day of an index, nothing later being known."""
        series, rule = self.series, self.rule
        if last >= self.start + rule.early - 1 and isinstance(self._first_week, tuple):
            return self._told(last, *self._first_week)
        day = series.day(last) if len(series) else self.truce.effect
        plain = replace(self._before, last=day)
        if self._first_seen is None or self._first_seen > last:
            of = " of how many died" if self.series.counted is Counted.DEATHS else ""
            return replace(plain, reason=f"nobody looked: there is not one report{of}")
        if day < self.truce.effect:
            why = "the reports end before the truce takes effect"
            return replace(plain, condition=Condition.NOT_YET, reason=why, notes=())
        if plain.reason:
            return plain
        if last < self.start + rule.early - 1:
            why = f"{max(0, last - self.start + 1)} of the {rule.early} full days that the rule needs have passed"
            return replace(plain, condition=Condition.TOO_EARLY, reason=why)
        return replace(plain, reason=str(self._first_week))

    @cached_property
    def _first_seen(self) -> int | None:
        seen = np.flatnonzero(~np.isnan(self.series.counts))
        return int(seen[0]) if len(seen) else None

    @cached_property
    def _before(self) -> Call:
        """What the days before the effect say; with a reason where nothing can be told from them."""
        series, rule, truce = self.series, self.rule, self.truce
        known = self.spikes[~np.isnan(self.spikes)]
        spike = float(known.mean()) if len(known) else None
        effect = (truce.effect, truce.first_full, truce.effect)
        plain = Call(Condition.CANNOT_TELL, series.counted, *effect, "", spike=spike, notes=self.notes)
        seen, had = int((~np.isnan(self.baseline)).sum()), len(self.baseline)
        if seen < max(rule.least_days, rule.reported * had):
            why = (
                f"nobody looked on {rule.before - seen} of the {rule.before} days from which the level before is taken"
            )
            return replace(plain, reason=why)
        level = float(np.nanmean(self.baseline))
        least = f"nothing to fall from (at least {rule.least_level:g})"
        why = f"the level before was {level:.2f} {series.what}: {least}" if level < rule.least_level else ""
        return replace(plain, reason=why, before=level, before_days=seen)

    @cached_property
    def _first_week(self) -> tuple[Call, Evidence] | str:
        """The first full days against the level before, the evidence still without dates; or why they say nothing."""
        rule, plain = self.rule, self._before
        first = self.series.counts[max(0, self.start) : max(0, self.start + rule.early)]
        seen = ~np.isnan(first)
        if plain.reason or self.start < 0 or len(first) < rule.early:
            return plain.reason or "the counts begin after the truce"
        if seen.sum() < rule.reported * rule.early:
            return f"nobody looked on {rule.early - seen.sum()} of the first {rule.early} full days"
        early, level = float(first[seen].mean()), plain.before or 0.0
        what = f"{early:.3g} {self.series.what}, {early / level:.0%} of {level:.3g} before"
        call = replace(plain, early=early, reason=f"the first {rule.early} full days had {what}")
        return call, Evidence(Shown.NOT, t_roots(self.baseline, first), 0, 0, few=True)

    def _told(self, last: int, week: Call, fall: Evidence) -> Call:
        crossed = None if self.crossed is None else self.start + self.crossed
        own = own_days(self.truce, last, self.series, crossed)
        clear = self._clear & self.placebos.clear_of((own,)) & self.placebos.known_by(last)
        found = evidence(fall.t, self.placebos.t[clear], self.rule, self.looks)
        day, why = self.series.day(last), f"{week.reason}; {said(found)}"
        if (week.early or 0.0) > self.rule.most * (week.before or 0.0):
            found = replace(found, word=Shown.NOT)
            why = f"{week.reason}; not shown (above {self.rule.most:.0%} nothing is)"
        if found.word is Shown.NOT:
            return replace(week, last=day, evidence=found, reason=why, condition=Condition.NO_CALM)
        since = self.truce.first_full
        calm = replace(week, last=day, evidence=found, reason=why, condition=Condition.CALM, since=since)
        return self._since(calm, last)

    def _since(self, calm: Call, last: int) -> Call:
        """A calm that has begun: as it stands on the last day."""
        back, ratios, path = self._path
        at = last - self.start
        calm = replace(calm, limit=float(back[at]), odds=float(np.exp(min(path[at], 700.0))))
        if self.crossed is not None and max(self.crossed, self.rule.early - 1) <= at:
            begun = self.start + onset(ratios, self.crossed, self.rule.start)
            # nobody could call it before there was a calm
            called = self.start + max(self.crossed, self.rule.early - 1)
            since = self.series.counts[begun : called + 1]
            why = (
                f"from {self.series.day(begun)} to {self.series.day(called)} the mean was {np.nanmean(since):.3g} "
                f"{self.series.what}, after {calm.early:.3g} in the first days and {calm.before:.3g} before"
            )
            days = self.series.day(begun), self.series.day(called)
            limit = float(back[called - self.start])
            return replace(calm, condition=Condition.BROKEN, reason=why, limit=limit, onset=days[0], called=days[1])
        recent = self.series.counts[max(self.start, last + 1 - self.rule.early) : last + 1]
        if np.isnan(recent).mean() > 1 - self.rule.reported:
            blind = int(np.isnan(recent).sum())
            why = f"calm at first, but nobody looked on {blind} of the last {len(recent)} days"
            return replace(calm, condition=Condition.CANNOT_TELL, reason=why)
        return calm


def said(found: Evidence) -> str:
    """How well a fall is shown, in words."""
    if found.few:
        return f"{found.word.value} (t {found.t:.1f}; only {found.dates} dates without a truce to hold it against)"
    return f"{found.word.value} (as large a fall on {found.share:.0%} of {found.dates} dates without a truce)"


def judge(series: Series, truce: Truce, rule: CalmRule | None = None, looks: int = 1) -> Call:
    """What the rule calls on the last day of the series."""
    return Following(series, truce, rule or CalmRule(), looks).on(len(series) - 1)
