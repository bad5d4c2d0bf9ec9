"""What stands in the way: all minimal sets of conditions that clash, all minimal sets of concessions that open a zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ceasefire.analysis.conflicts import Conflicts, Progress, conflicts
from ceasefire.analysis.dispute import Condition, Dispute
from ceasefire.analysis.package import Package, package
from ceasefire.analysis.space import IntArray, dense, patterns
from ceasefire.analysis.worth import Additive
from ceasefire.analysis.zone import fairest

BUDGET = 5_000
"""Clashes and openings after which the search stops and says so."""


@dataclass(frozen=True)
class Concession:
    """One party giving up one condition.

    In points 0-100, None without magnitudes: `hoped` is the best it could get with all its own conditions kept, `gets` what
    the opened package is worth to it, `walk_away` its worth of no agreement.  `shortfall` is how far below the walk-away
    `gets` lies (0 when above).
    """

    party: str
    condition: str
    text: str
    is_walk_away: bool
    hoped: float | None
    gets: float | None
    walk_away: float | None
    shortfall: float | None


@dataclass(frozen=True)
class Opening:
    """A minimal set of concessions that opens a zone: how many packages it opens, and the fairest of them."""

    concessions: tuple[Concession, ...]
    n_opened: int | None
    package: Package

    @property
    def parties(self) -> tuple[str, ...]:
        """Who concedes."""
        return tuple(dict.fromkeys(c.party for c in self.concessions))


@dataclass(frozen=True)
class Impediments:
    """All clashes and openings when `complete`, ranked; otherwise those found within the budget.

    Clashes: the smallest first.  Openings: fewest concessions, then fewest parties that concede, then the smallest
    shortfall below a walk-away, then the smallest loss against what was hoped for.
    """

    conditions: tuple[Condition, ...]
    clashes: tuple[tuple[Condition, ...], ...]
    openings: tuple[Opening, ...]
    complete: bool
    bound: str
    method: str


def impediments(dispute: Dispute, budget: int = BUDGET, progress: Progress | None = None) -> Impediments:
    """What stands in the way of an agreement; nothing does when the zone is not empty.

    Rules of feasibility and linked commitments are not negotiable here; conditions are the demands and walk-aways of the
    necessary parties.  `budget` bounds the number of clashes and openings; `progress` is told how far it is.
    """
    if dispute.space.enumerable:
        return _enumerated(dispute, budget, progress)
    from ceasefire.analysis.program_zone import programmed_impediments  # scipy.optimize is slow to import

    return programmed_impediments(dispute, budget, progress)


def bound_of(found: Conflicts) -> str:
    """What is still unknown, in words."""
    if found.complete:
        return ""
    counted = f"stopped at its budget, with clashes found: {len(found.clashes)}, openings: {len(found.repairs)}"
    return f"{counted}: more exist, and a smaller one may be among them"


def _enumerated(dispute: Dispute, budget: int, progress: Progress | None) -> Impediments:
    count = len(dispute.conditions)
    # bit k of a pattern is condition k, so the conditions go in from the last to the first
    codes, kinds = patterns(dispute.where(c) for c in reversed(dispute.conditions))
    numbers = np.flatnonzero(dispute.allowed)
    own = dispute.space.flat(codes)[numbers]
    best = maximal([kinds[int(code)] for code in dense(own)[0]])
    found = conflicts(count, lambda asked: next((m for m in best if m & asked == asked), None), budget, progress)
    by_code, hopes, openings = np.argsort(own, kind="stable"), _hopes(dispute), []
    position = {kind: code for code, kind in enumerate(kinds)}
    for repair in filter(None, found.repairs):
        # what a minimal repair keeps is maximal, so the states it opens meet exactly that
        code = position[(1 << count) - 1 & ~repair]
        first, last = np.searchsorted(own, [code, code + 1], sorter=by_code)
        opened = np.sort(numbers[by_code[first:last]])
        state = dispute.space.state(fairest(dispute, opened))
        openings.append(opening(dispute, repair, state, len(opened), hopes))
    return Impediments(
        conditions=dispute.conditions,
        clashes=tuple(members(dispute, clash) for clash in found.clashes),
        openings=ranked(openings),
        complete=found.complete,
        bound=bound_of(found),
        method="dualize and advance over the patterns of conditions met in some state",
    )


def maximal(sets: Sequence[int]) -> list[int]:
    """The bit sets that no other contains, the largest first."""
    ordered = sorted(sets, key=int.bit_count, reverse=True)
    small = all(s < 2**62 for s in ordered)
    left = np.array(ordered, dtype=np.int64 if small else np.object_)
    found = []
    while len(left):
        found.append(int(left[0]))
        left = left[(left & ~left[0]) != 0]
    return found


def members(dispute: Dispute, subset: int) -> tuple[Condition, ...]:
    """The conditions of a bit set."""
    return tuple(c for k, c in enumerate(dispute.conditions) if subset >> k & 1)


def ranked(openings: list[Opening]) -> tuple[Opening, ...]:
    """Openings in the order that Impediments promises."""

    def key(one: Opening) -> tuple[int, int, float, float, str]:
        shortfall = sum(c.shortfall or 0.0 for c in one.concessions)
        loss = sum(c.hoped - c.gets for c in one.concessions if c.hoped is not None and c.gets is not None)
        return len(one.concessions), len(one.parties), shortfall, loss, str([c.condition for c in one.concessions])

    return tuple(sorted(openings, key=key))


def opening(
    dispute: Dispute, repair: int, state: Mapping[str, str], n_opened: int | None, hopes: Mapping[str, float]
) -> Opening:
    """The opening that giving up the conditions of `repair` makes, with `state` as the package it opens."""
    shown = package(dispute, state)
    views = {v.party: v for v in shown.views}
    given_up = [
        Concession(
            party=c.party,
            condition=c.name,
            text=c.text,
            is_walk_away=c.is_walk_away,
            hoped=hopes.get(c.party),
            gets=views[c.party].worth,
            walk_away=views[c.party].walk_away,
            shortfall=None if (margin := views[c.party].margin) is None else max(0.0, -margin),
        )
        for c in members(dispute, repair)
    ]
    return Opening(tuple(given_up), n_opened, shown)


def _hopes(dispute: Dispute) -> dict[str, float]:
    """Per necessary party with magnitudes: its best possible worth with all its own conditions kept, in points."""
    hopes = {}
    for party in dispute.deciding:
        worth = dispute.worths[party]
        if isinstance(worth, Additive):
            own: IntArray = np.flatnonzero(dispute.acceptance(party) & dispute.allowed)
            if len(own):
                hopes[party] = float(worth.unit * int(dispute.payoff(party).worth[own].max()))
    return hopes
