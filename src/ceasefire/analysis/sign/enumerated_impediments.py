"""What stands in the way, by looking at every state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.reachable import reachable
from ceasefire.analysis.dispute.space import IntArray, dense, patterns
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.sign.answers import Impediments
from ceasefire.analysis.sign.conflicts import Progress, conflicts
from ceasefire.analysis.sign.enumerated_zone import evenly_fair
from ceasefire.analysis.sign.openings import bound_of, members, opening, ranked


def enumerated_impediments(dispute: Dispute, budget: int, progress: Progress | None) -> Impediments:
    """Clashes and openings over the patterns of conditions met in some state: exact."""
    count = len(dispute.conditions)
    # bit k of a pattern is condition k, so the conditions go in from the last to the first
    codes, kinds = patterns(dispute.where(c) for c in reversed(dispute.conditions))
    numbers = np.flatnonzero(dispute.allowed)
    own = dispute.space.flat(codes)[numbers]
    best = maximal([kinds[int(code)] for code in dense(own)[0]])
    found = conflicts(count, lambda asked: next((m for m in best if m & asked == asked), None), budget, progress)
    by_code, hopes, openings = np.argsort(own, kind="stable"), _hopes(dispute), []
    signable = _signable(dispute) if any(found.repairs) else dispute.allowed
    position = {kind: code for code, kind in enumerate(kinds)}
    for repair in filter(None, found.repairs):
        # what a minimal repair keeps is maximal, so the states it opens meet exactly that
        code = position[(1 << count) - 1 & ~repair]
        first, last = np.searchsorted(own, [code, code + 1], sorter=by_code)
        opened = np.sort(numbers[by_code[first:last]])
        new = opened[signable[opened]]
        evenly = tuple(dispute.space.state(k) for k in evenly_fair(dispute, new if len(new) else opened))
        found_opening = opening(dispute, repair, evenly[0], len(opened), hopes)
        openings.append(replace(found_opening, new=bool(len(new)), evenly=evenly))
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


def _hopes(dispute: Dispute) -> dict[str, float]:
    """Per necessary party with magnitudes: its best possible worth with all its own conditions kept, in points."""
    hopes = {}
    for party in dispute.weighing:
        worth = dispute.worths[party]
        if isinstance(worth, Additive):
            own: IntArray = np.flatnonzero(dispute.acceptance(party) & dispute.allowed)
            if len(own):
                hopes[party] = float(worth.unit * int(dispute.payoff(party).worth[own].max()))
    return hopes


def _signable(dispute: Dispute) -> BoolArray:
    """Packages that are something new and can be brought about from today."""
    found = dispute.allowed & reachable(dispute)
    found[dispute.space.number(dispute.case.status_quo)] = False
    return found
