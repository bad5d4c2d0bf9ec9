"""What no draft says: is there a package that is better for all, and which is the nearest that all would accept.

Better for all: no necessary party is worse off than with the draft and some party is better off; no demand that the draft
meets is given up; it is a package on the table that can be brought about from today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.reachable import reachable
from ceasefire.analysis.dispute.space import IntArray
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.sign.enumerated_zone import in_order

MOST = 3
"""Packages shown of several that are equally near."""


@dataclass(frozen=True)
class Improvement:
    """Another package as a difference from a draft: what it changes (issue -> from, to), and the points by which each necessary
    party is better or worse off (None where only its order is known, and it is no worse off).
    """

    changes: Mapping[str, tuple[str, str]]
    gains: Mapping[str, float | None]


@dataclass(frozen=True)
class Clause(Improvement):
    """One step of a chain: a single clause changed on top of the ones before."""


def chain_of_improvements(compiled: Dispute, state: Mapping[str, str]) -> tuple[Clause, ...]:
    """Single clauses that make a draft better, one after the other, until none does; of several the one that gives the
    worst-placed party most, then the most in all, then the first by name.
    """
    here = dict(state)
    steps: list[Clause] = []
    allowed = _open_to(compiled)
    while True:
        members = _better(compiled, here, allowed)
        near = members[_distance(compiled, here, members) == 1]
        if not len(near):
            return tuple(steps)
        best = max(in_order(compiled, near), key=lambda k: _value(compiled, here, k))
        there = compiled.space.state(best)
        found = _improvement(compiled, here, there)
        steps.append(Clause(found.changes, found.gains))
        here = there


def nearest_better(compiled: Dispute, state: Mapping[str, str]) -> tuple[Improvement, ...]:
    """The packages better for all than a draft that differ from it in the fewest clauses."""
    return _nearest(compiled, state, _better(compiled, state, _open_to(compiled)))


def nearest_accepted(compiled: Dispute, state: Mapping[str, str]) -> tuple[Improvement, ...]:
    """The packages that every necessary party accepts and that differ from a draft in the fewest clauses."""
    inside = _open_to(compiled)
    for party in compiled.deciding:
        inside &= compiled.acceptance(party)
    return _nearest(compiled, state, np.flatnonzero(inside))


def _open_to(compiled: Dispute) -> BoolArray:
    """Packages on the table that are something new and can be brought about."""
    case, space = compiled.case, compiled.space
    inside = compiled.allowed & reachable(compiled)
    for name, issue in case.issues.items():
        if issue.off_table:
            axis = space.axis(name)
            place = np.arange(space.size) // axis.after % axis.length
            inside &= place == space.options[space.issues.index(name)].index(case.status_quo[name])
    inside[space.number(case.status_quo)] = False
    return inside


def _better(compiled: Dispute, state: Mapping[str, str], inside: BoolArray) -> IntArray:
    number = compiled.space.number(state)
    keeps, gains = inside.copy(), np.zeros_like(inside)
    for party in compiled.weighing:
        worth = compiled.payoff(party).worth
        keeps &= worth >= worth[number]
        gains |= worth > worth[number]
    for condition in compiled.conditions:
        if not condition.is_walk_away and compiled.met(condition, state):
            keeps &= compiled.space.flat(compiled.where(condition))
    return np.flatnonzero(keeps & gains)


def _distance(compiled: Dispute, state: Mapping[str, str], members: IntArray) -> IntArray:
    apart = np.zeros(len(members), dtype=np.int64)
    for issue, options in zip(compiled.space.issues, compiled.space.options, strict=True):
        axis = compiled.space.axis(issue)
        apart += members // axis.after % axis.length != options.index(state[issue])
    return apart


def _value(compiled: Dispute, state: Mapping[str, str], number: int) -> tuple[float, float]:
    gains = _improvement(compiled, state, compiled.space.state(number)).gains
    points = [gain for gain in gains.values() if gain is not None]
    return min(points, default=0.0), sum(points)


def _nearest(compiled: Dispute, state: Mapping[str, str], members: IntArray) -> tuple[Improvement, ...]:
    if not len(members):
        return ()
    apart = _distance(compiled, state, members)
    near = in_order(compiled, members[apart == apart.min()])
    best = sorted(near, key=lambda k: _value(compiled, state, k), reverse=True)[:MOST]
    return tuple(_improvement(compiled, state, compiled.space.state(k)) for k in best)


def _improvement(compiled: Dispute, here: Mapping[str, str], there: Mapping[str, str]) -> Improvement:
    gains: dict[str, float | None] = {}
    for party in compiled.weighing:
        worth = compiled.worths[party]
        gains[party] = worth.points(there) - worth.points(here) if isinstance(worth, Additive) else None
    return Improvement({i: (here[i], there[i]) for i in here if here[i] != there[i]}, gains)
