"""What in a model would surprise its author: a zone too large to be true, parties that accept anything, gifts nobody meant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.result import Step
from ceasefire.analysis.sign.zone import Zone

LARGE = 0.2
"""Share of all packages in the zone from which it is remarked on."""

OFTEN, GIFTS = 0.25, 3
"""Share of the zone in which a party gives something up that is remarked on, and how many of these are."""


def surprises(dispute: Dispute, zone: Zone) -> tuple[Step, ...]:
    """Remarks on a dispute as it is negotiated; none where the space is not enumerated."""
    if zone.n_possible is None or not zone.n_possible:
        return ()
    found = [*_parties(dispute, zone), *_weightless(dispute)]
    if zone.n_zone:
        if zone.n_zone >= LARGE * zone.n_possible and zone.n_possible > 2:
            found.insert(0, Step("large-zone", {"n_zone": zone.n_zone, "n_possible": zone.n_possible}))
        inside = dispute.allowed.copy()
        for party in dispute.deciding:
            inside &= dispute.acceptance(party)
        found += _gifts(dispute, inside)
    return tuple(found)


def _parties(dispute: Dispute, zone: Zone) -> Iterator[Step]:
    for party in dispute.deciding:
        if zone.alone.get(party) == zone.n_possible:
            yield Step("accepts-anything", {"party": party})
        if zone.alone.get(party) == 0:
            yield Step("accepts-nothing", {"party": party})


def _weightless(dispute: Dispute) -> Iterator[Step]:
    """Issues that matter to nobody, where everybody's preferences have magnitudes."""
    worths = [worth for worth in dispute.worths.values() if isinstance(worth, Additive)]
    if not worths or len(worths) < len(dispute.worths):
        return
    for issue in dispute.space.issues:
        if all(len(set(worth.terms.get(issue, {"": 0}).values())) == 1 and not worth.extras for worth in worths):
            yield Step("matters-to-nobody", {"issue": issue})


def _gifts(dispute: Dispute, inside: BoolArray) -> list[Step]:
    """What a party alone would have to give, against its own interest, in much of the zone."""
    numbers = np.flatnonzero(inside)
    found = []
    for issue, options in zip(dispute.space.issues, dispute.space.options, strict=True):
        makers = dispute.case.issues[issue].makers
        worth = dispute.worths.get(makers[0])
        if len(makers) > 1 or len(options) < 2 or not isinstance(worth, Additive) or issue not in worth.terms:
            continue
        axis = dispute.space.axis(issue)
        chosen = numbers // axis.after % axis.length
        for k, option in enumerate(options):
            loss = worth.terms[issue][dispute.case.status_quo[issue]] - worth.terms[issue][option]
            share = float((chosen == k).mean())
            if loss > 0 and share >= OFTEN:
                facts = {"party": makers[0], "issue": issue, "option": option, "share": share}
                found.append((share * float(worth.unit * loss), Step("gift", facts)))
    return [step for _, step in sorted(found, key=lambda pair: -pair[0])[:GIFTS]]
