"""How often the same rules call out where there was no truce: the false-alarm rate that stands beside every call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ceasefire.monitoring.calls.calm import Call, CalmRule, Condition, breaks, judge
from ceasefire.monitoring.counts.series import Series


@dataclass(frozen=True)
class Placebo:
    """What the rules say on days without a truce.

    Of `dates` placebo dates the rule called `calms` a calm, and on `as_quiet` the fall was at least as deep as in the case
    (None where there is nothing to compare).  Of `stretches` placebo stretches as long as the time from the effect to the
    call (or to the last day), `alarms` were called a breakdown by the same relative rise over their first days.  The dates
    overlap, so these are shares and not independent trials.
    """

    dates: int
    calms: int
    as_quiet: int | None
    stretches: int
    alarms: int

    @property
    def calm_rate(self) -> float | None:
        """The share of placebo dates called a calm."""
        return self.calms / self.dates if self.dates else None

    @property
    def alarm_rate(self) -> float | None:
        """The share of placebo stretches called a breakdown."""
        return self.alarms / self.stretches if self.stretches else None


def placebo(series: Series, call: Call, truces: Sequence[tuple[date, date]], rule: CalmRule | None = None) -> Placebo:
    """Apply the rule to every day whose own span (level before, spike, first days) touches none of the `truces`.

    `truces` are first and last day of each known truce, that of the call included (its last day: when it was called
    broken, or the last day of the series).
    """
    rule = rule or CalmRule()
    quiet = [ratio for day in _free(series, rule, truces) if (ratio := _ratio(series, day, rule)) is not None]
    as_quiet = None if call.ratio is None else sum(ratio <= call.ratio for ratio in quiet)
    rise = call.limit / call.early if call.limit and call.early else None
    length = max(rule.early, ((call.called or call.last) - call.first_full).days + 1)
    alarms = [] if rise is None else _alarms(series, rule, truces, (rise, length))
    return Placebo(len(quiet), sum(r <= rule.quiet for r in quiet), as_quiet, len(alarms), sum(alarms))


def _free(series: Series, rule: CalmRule, truces: Sequence[tuple[date, date]]) -> list[date]:
    days = [series.day(i) for i in range(rule.before + rule.spike, len(series) - rule.early)]
    back, ahead = timedelta(days=rule.before + rule.spike), timedelta(days=rule.early)
    return [d for d in days if not any(d - back <= end and begin <= d + ahead for begin, end in truces)]


def _ratio(series: Series, day: date, rule: CalmRule) -> float | None:
    found = judge(series.until(day + timedelta(days=rule.early)), day, None, rule)
    return found.ratio if found.condition in {Condition.CALM, Condition.NO_CALM, Condition.BROKEN} else None


def _alarms(series: Series, rule: CalmRule, truces: Sequence[tuple[date, date]], case: tuple[float, int]) -> list[bool]:
    """For each stretch without a truce, whether the same rise over its own first days would be called a breakdown."""
    rise, length = case
    called = []
    for index in range(len(series) - length + 1):
        begin, end = series.day(index), series.day(index + length - 1)
        if any(begin <= last and first <= end for first, last in truces):
            continue
        part = series.counts[index : index + length]
        head = part[: rule.early][~np.isnan(part[: rule.early])]
        if len(head) < rule.reported * rule.early or np.median(head) == 0:
            continue
        called.append(breaks(part, rise * float(np.median(head)), rule) is not None)
    return called
