"""What was known each day: the call that the rule would have made at the end of every day from the effect on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ceasefire.monitoring.calls.calm import CalmRule, Condition, breaks, judge
from ceasefire.monitoring.counts.series import Series


@dataclass(frozen=True)
class Day:
    """What was called at the end of a day, from the counts up to it; `count` is None on a day without report."""

    day: date
    count: float | None
    condition: Condition


def day_by_day(
    series: Series, effect: date, first_full: date | None = None, rule: CalmRule | None = None
) -> tuple[Day, ...]:
    """What `judge` calls at the end of each day from the effect on, the later counts unknown.

    The level before, the first level and with them the limit are settled once the first days are over, so the days after
    need one pass; the tests hold it against judging every day anew.
    """
    rule = rule or CalmRule()
    full = first_full or effect + timedelta(days=1)
    begin, settled = max(0, series.index(effect)), series.index(full + timedelta(days=rule.early - 1))
    days = [
        judge(series.until(series.day(k)), effect, full, rule).condition
        for k in range(begin, min(settled, len(series)))
    ]
    if settled < begin:  # the truce began before the counts: there is no level before, and never will be
        days = [judge(series, effect, full, rule).condition] * max(0, len(series) - begin)
    elif settled < len(series):
        days += _after(series, effect, full, rule)
    counts = [None if np.isnan(c) else float(c) for c in series.counts[begin:]]
    return tuple(Day(series.day(begin + k), counts[k], condition) for k, condition in enumerate(days))


def _after(series: Series, effect: date, full: date, rule: CalmRule) -> list[Condition]:
    """The calls from the last of the first full days on."""
    first = series.index(full)
    settled = first + rule.early - 1
    call = judge(series.until(series.day(settled)), effect, full, rule)
    n = len(series) - settled
    if call.limit is None:
        return [call.condition] * n
    after = series.counts[first:]
    broken = breaks(after, call.limit, rule)
    called = max(broken[1], rule.early - 1) if broken else len(after)
    missing = np.concatenate([[0], np.cumsum(np.isnan(after))])
    ends = np.arange(rule.early, len(after) + 1)
    blind = (missing[ends] - missing[ends - rule.early]) / rule.early > 1 - rule.reported
    return [
        Condition.BROKEN if end > called else Condition.CANNOT_TELL if unseen else Condition.CALM
        for end, unseen in zip(ends.tolist(), blind.tolist(), strict=True)
    ]
