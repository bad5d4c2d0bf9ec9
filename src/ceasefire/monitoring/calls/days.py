"""What was known each day: the call that the rule would have made at the end of every day from the effect on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ceasefire.monitoring.calls.calm import Condition, Following
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.calls.verdict import together
from ceasefire.monitoring.counts.series import Series


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
    for k in range(max(0, asked.index(truce.effect)), len(asked)):
        count = asked.counts[k]
        call = together(one.on(k), two.on(k), rule).call
        days.append(Day(asked.day(k), None if np.isnan(count) else float(count), call.condition))
    return tuple(days)
