"""Is there a calm since a truce took effect, and has it broken: what one daily series says, on any of its days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.calls.broken import levels, log_ratios, onset, statistic
from ceasefire.monitoring.calls.evidence import Among, Evidence, Floats, Placebos, Shown, evidence, t_roots
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


class State(NamedTuple):
    """A condition, and the evidence of a calm where the first days are over."""

    condition: Condition
    evidence: Evidence | None


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

    def _baseline(self) -> tuple[Floats, tuple[str, ...]]:
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
    def _path(self) -> tuple[Floats, ...]:
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

    def state(self, last: int) -> State:
        """The condition at the end of the day of an index, nothing later being known, and how well a calm shows."""
        rule, week = self.rule, self._first_week
        if last >= self.start + rule.early - 1:
            if not isinstance(week, tuple):
                return State(Condition.CANNOT_TELL, None)
            call, found = week[0], self._evidence(last, week[1])
            if found.word is Shown.NOT or call.before is None:
                return State(Condition.NO_CALM, found)
            if self._called is not None and last >= self._called:
                return State(Condition.BROKEN, found)
            return State(Condition.CANNOT_TELL if self._blind(last) else Condition.CALM, found)
        if self._first_seen is None or self._first_seen > last:
            return State(Condition.CANNOT_TELL, None)
        if self.series.day(last) < self.truce.effect:
            return State(Condition.NOT_YET, None)
        return State(Condition.CANNOT_TELL if self._before.reason else Condition.TOO_EARLY, None)

    def on(self, last: int) -> Call:
        """What is called at the end of the day of an index, nothing later being known, with its grounds."""
        if not len(self.series):
            return replace(self._before, reason=self._nobody)
        state, day = self.state(last), self.series.day(last)
        if state.evidence is not None and isinstance(self._first_week, tuple):
            return self._told(last, state.condition, replace(self._first_week[0], last=day, evidence=state.evidence))
        plain = replace(self._before, last=day, condition=state.condition)
        if self._first_seen is None or self._first_seen > last:
            return replace(plain, reason=self._nobody)
        if state.condition is Condition.NOT_YET:
            return replace(plain, reason="the reports end before the truce takes effect", notes=())
        if state.condition is Condition.TOO_EARLY:
            had = max(0, last - self.start + 1)
            return replace(plain, reason=f"{had} of the {self.rule.early} full days that the rule needs have passed")
        return plain if plain.reason else replace(plain, reason=str(self._first_week))

    @property
    def _nobody(self) -> str:
        of = " of how many died" if self.series.counted is Counted.DEATHS else ""
        return f"nobody looked: there is not one report{of}"

    def _evidence(self, last: int, fall: Evidence) -> Evidence:
        found = evidence(fall.t, self._among.known(last, self._crossed_at), self.rule, self.looks)
        return replace(found, word=Shown.NOT) if self._small else found

    @cached_property
    def _among(self) -> Among:
        fall = self._first_week[1].t if isinstance(self._first_week, tuple) else 0.0
        return Among(Placebos(self.series, self.rule), self.truce, fall)

    @cached_property
    def _small(self) -> bool:
        """Whether the fall is too small to be a calm, however regular the days."""
        call = self._before if not isinstance(self._first_week, tuple) else self._first_week[0]
        return (call.early or 0.0) > self.rule.most * (call.before or 0.0)

    @cached_property
    def _crossed_at(self) -> int | None:
        return None if self.crossed is None else self.start + self.crossed

    @cached_property
    def _called(self) -> int | None:
        """The day of the call; nobody could call it before there was a calm."""
        return None if self.crossed is None else self.start + max(self.crossed, self.rule.early - 1)

    @cached_property
    def _missing(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(np.isnan(self.series.counts))])

    def _blind(self, last: int) -> bool:
        """Whether too few of the last days were seen to say that a calm still is one."""
        first = max(self.start, last + 1 - self.rule.early)
        unseen = int(self._missing[last + 1] - self._missing[first])
        return unseen / (last + 1 - first) > 1 - self.rule.reported

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

    def _told(self, last: int, condition: Condition, call: Call) -> Call:
        """A call with what the first days showed, as it stands on a later day."""
        rule, found = self.rule, call.evidence
        how = said(found) if found and not self._small else f"{Shown.NOT.value} (above {rule.most:.0%} nothing is)"
        told = replace(call, condition=condition, reason=f"{call.reason}; {how}")
        if condition is Condition.NO_CALM:
            return told
        back, ratios, path = self._path
        at = last - self.start
        odds = float(np.exp(min(path[at], 700.0)))
        told = replace(told, since=self.truce.first_full, limit=float(back[at]), odds=odds)
        if condition is Condition.CANNOT_TELL:
            days = min(rule.early, at + 1)
            unseen = int(np.isnan(self.series.counts[last + 1 - days : last + 1]).sum())
            return replace(told, reason=f"calm at first, but nobody looked on {unseen} of the last {days} days")
        if condition is not Condition.BROKEN or self.crossed is None or self._called is None:
            return told
        begun, called = self.start + onset(ratios, self.crossed, rule.start), self._called
        first, day = self.series.day(begun), self.series.day(called)
        mean = float(np.nanmean(self.series.counts[begun : called + 1]))
        why = (
            f"from {first} to {day} the mean was {mean:.3g} {self.series.what}, "
            f"after {told.early:.3g} in the first days and {told.before:.3g} before"
        )
        return replace(told, reason=why, limit=float(back[called - self.start]), onset=first, called=day)


def said(found: Evidence) -> str:
    """How well a fall is shown, in words."""
    if found.few:
        return f"{found.word.value} (t {found.t:.1f}; only {found.dates} dates without a truce to hold it against)"
    return f"{found.word.value} (as large a fall on {found.share:.0%} of {found.dates} dates without a truce)"


def judge(series: Series, truce: Truce, rule: CalmRule | None = None, looks: int = 1) -> Call:
    """What the rule calls on the last day of the series."""
    return Following(series, truce, rule or CalmRule(), looks).on(len(series) - 1)
