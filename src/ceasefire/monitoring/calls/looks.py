"""Area by area and term by term: where a calm holds and where it has broken, with the many looks allowed for.

Whoever watches ten areas sees ten times as many false alarms.  Each look is therefore asked for evidence as many times as
strong as there are looks, so that the mean time to any false alarm stays what it is for one; and a calm is *shown* in one of
them only by a share of dates as many times smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ceasefire.monitoring.calls.calm import Call, judge
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.counts.series import Series


@dataclass(frozen=True)
class Part:
    """An area or a term (`kind`) with its own counts: incidents, which say whether there is a level to fall from, and those asked
    for.
    """

    kind: str
    name: str
    incidents: Series
    counted: Series


@dataclass(frozen=True)
class Look:
    """What is called in a part."""

    kind: str
    name: str
    call: Call


@dataclass(frozen=True)
class Looks:
    """The parts with a level to fall from, each with its call, and how many were left out for having none."""

    looks: tuple[Look, ...]
    too_quiet: int


def look(parts: Sequence[Part], truce: Truce, rule: CalmRule) -> Looks:
    """Judge every part with a level before, each asked for as much more as there are of them."""
    told = [p for p in parts if _level(p.incidents, truce, rule) >= rule.least_level]
    looks = tuple(Look(p.kind, p.name, judge(p.counted, truce, rule, len(told))) for p in told)
    return Looks(looks, len(parts) - len(told))


def _level(series: Series, truce: Truce, rule: CalmRule) -> float:
    begin = series.index(truce.effect) - rule.spike - rule.before
    days = series.counts[max(0, begin) : max(0, begin + rule.before)]
    known = days[~np.isnan(days)]
    return float(known.mean()) if len(known) else 0.0
