"""What was known each day: the call that the rule would have made at the end of every day from the effect on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isnan

from ceasefire.monitoring.calls.calm import Condition, Following
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.calls.verdict import too_quiet, who_answers
from ceasefire.monitoring.counts.series import Counted, Series


@dataclass(frozen=True)
class Day:
    """What was called at the end of a day, from the counts up to it; `count` is None on a day that nobody saw."""

    day: date
    count: float | None
    condition: Condition


def day_by_day(asked: Series, other: Series, truce: Truce, rule: CalmRule) -> tuple[Day, ...]:
    """What is called of two series together at the end of each day from the effect on, the later counts unknown.

    The tests hold it against judging every day anew.
    """
    one, two = Following(asked, truce, rule), Following(other, truce, rule)
    days = []
    incidents = one if asked.counted is Counted.INCIDENTS else two
    begin = max(0, asked.index(truce.effect))
    quiet = len(asked) > begin and too_quiet(incidents.on(len(asked) - 1), rule)
    for k, count in enumerate(asked.counts[begin:].tolist(), begin):
        state = incidents.state(k) if quiet else who_answers(one.state(k), two.state(k))
        days.append(Day(asked.day(k), None if isnan(count) else count, state.condition))
    return tuple(days)
