"""What the counts say of each way of counting: the covered scope, which alone answers, all incidents, and each area and term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.calls.calm import TOLD, Call, Condition
from ceasefire.monitoring.calls.chance import Chance, Levels, chance, scatter_of
from ceasefire.monitoring.calls.changes import Changes, changes
from ceasefire.monitoring.calls.days import Day, day_by_day
from ceasefire.monitoring.calls.first_week import back_within_a_month
from ceasefire.monitoring.calls.looks import Looks, Part, look
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.verdict import judge_both
from ceasefire.monitoring.counts.daily import daily
from ceasefire.monitoring.counts.exposure import EPOCH
from ceasefire.monitoring.counts.series import Counted, Series
from ceasefire.monitoring.held import Held

NOTHING = Changes((), 0.0, None, 0.0, 0)


@dataclass(frozen=True)
class Scope:
    """What one way of counting shows: `counts` is true of the scope that the agreement covers, which alone answers.

    `call` is what is called of `asked`, the counts asked for, and `other` together; `disagree` says where they differ.  `chance`
    is that of a false alarm in a calm like this one, None without a calm; `first_week` the chance (0-1) that violence is back
    within a month, plausible and not established.  `changes` are empty where nothing can be told.
    """

    name: str
    counts: bool
    call: Call
    asked: Call
    other: Call
    disagree: str
    chance: Chance | None
    first_week: float | None
    changes: Changes
    day_by_day: tuple[Day, ...]


@dataclass(frozen=True)
class Wide:
    """Acts of the covered scope whose dates are too wide for a day, and that may lie in the days before or in the first days."""

    before: int
    before_deaths: float
    first: int
    first_deaths: float


def series(held: Held, *, deaths: bool, scope: str = "covered") -> Series:
    """The daily counts of the covered scope, or of all incidents."""
    every = np.ones(len(held.incidents), dtype=np.bool_)
    which = held.inside if scope == "covered" else every
    return daily(held.incidents, which, held.exposed.seen(days_of(held)), held.span, deaths=deaths)


def days_of(held: Held) -> NDArray[np.int64]:
    """The days of the daily counts, since 1970."""
    return np.arange((held.span[0] - EPOCH).days, (held.span[1] - EPOCH).days + 1)


def scopes_of(held: Held, rule: CalmRule, *, deaths: bool, penalty: float | None, seed: int) -> tuple[Scope, ...]:
    """The covered scope and all incidents."""
    found = []
    for name, counts in (("covered", True), ("all", False)):
        both = {c: series(held, deaths=c is Counted.DEATHS, scope=name) for c in Counted}
        asked, other = Counted.DEATHS if deaths else Counted.INCIDENTS, Counted.INCIDENTS if deaths else Counted.DEATHS
        called = judge_both(both[asked], both[other], held.truce, rule)
        call = called.call
        answers = both[call.counted]
        told = call.condition in TOLD or call.condition is Condition.TOO_EARLY
        dead = called.asked if called.asked.counted is Counted.DEATHS else called.other
        found.append(
            Scope(
                f"{name} incidents",
                counts,
                call,
                called.asked,
                called.other,
                called.disagree,
                _chance(call, answers, rule, seed),
                back_within_a_month(dead) if told else None,
                changes(answers, penalty=penalty, seed=seed) if told else NOTHING,
                day_by_day(both[asked], both[other], held.truce, rule),
            )
        )
    return tuple(found)


def _chance(call: Call, counts: Series, rule: CalmRule, seed: int) -> Chance | None:
    if call.condition not in {Condition.CALM, Condition.BROKEN} or call.before is None or call.early is None:
        return None
    ahead = call.effect - timedelta(days=rule.spike)
    before = counts.between(ahead - timedelta(days=rule.before), ahead - timedelta(days=1))
    like = Levels(round(call.before, 3), round(max(call.early, 0.02), 3), round(scatter_of(before), 2))
    return chance(like, rule, rule.scatter(call.counted), seed)


def parts_of(held: Held, rule: CalmRule, counted: Counted) -> Looks:
    """Each area with covered incidents, and each term whose scope is not that of another, by themselves."""
    inside, days = held.inside, days_of(held)
    whole = series(held, deaths=False)
    incidents = held.incidents
    here = [k for k in np.unique(incidents.area[inside]).tolist() if incidents.areas[k]]
    looked = [
        ("area", incidents.spelled[name], inside & (incidents.area == k), held.exposed.seen(days, name))
        for name, k in sorted((incidents.areas[k], k) for k in here)
    ]
    for k, which in enumerate(held.under):
        seen = held.exposed.seen(days)
        near = held.exposed.stated.get(held.areas[k], frozenset())
        seen = seen | np.array([day in near for day in days.tolist()], dtype=np.bool_)
        looked.append(("term", held.matched.terms[k], which, seen))
    parts, known = [], {whole.counts.tobytes()}
    for kind, name, which, seen in looked:
        acts = daily(incidents, which, seen, held.span, deaths=False)
        if acts.counts.tobytes() in known:
            continue
        known.add(acts.counts.tobytes())
        deaths = daily(incidents, which, seen, held.span, deaths=True) if counted is Counted.DEATHS else acts
        parts.append(Part(kind, name, acts, deaths))
    return look(parts, held.truce, rule)


def wide(held: Held, rule: CalmRule) -> Wide:
    """Incidents of the covered scope whose dates leave it open whether they lie in the days that a call rests on."""
    incidents, truce = held.incidents, held.truce
    off = held.inside & (incidents.day < 0) & ~incidents.odd_date
    off &= incidents.ends - incidents.begins < 400 * 86_400
    ahead = truce.effect - timedelta(days=rule.spike)
    numbers: list[float] = []
    for first, last in (
        (ahead - timedelta(days=rule.before), ahead),
        (truce.first_full, truce.first_full + timedelta(days=rule.early)),
    ):
        begin, end = ((day - EPOCH).days * 86_400 for day in (first, last))
        may = off & (incidents.begins < end) & (incidents.ends >= begin)
        numbers += [float(incidents.many[may].sum()), float(np.nan_to_num(incidents.deaths[may]).sum())]
    return Wide(int(numbers[0]), numbers[1], int(numbers[2]), numbers[3])
