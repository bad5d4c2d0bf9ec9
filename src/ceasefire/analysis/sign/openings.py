"""Clashes and openings from sets of conditions: what both engines share."""

from __future__ import annotations

from collections.abc import Mapping

from ceasefire.analysis.dispute.compiled import Condition, Dispute
from ceasefire.analysis.dispute.package import package
from ceasefire.analysis.sign.answers import Concession, Opening
from ceasefire.analysis.sign.conflicts import Conflicts


def bound_of(found: Conflicts) -> str:
    """What is still unknown, in words."""
    if found.complete:
        return ""
    counted = f"stopped at its budget, with clashes found: {len(found.clashes)}, openings: {len(found.repairs)}"
    return f"{counted}: more exist, and a smaller one may be among them"


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
