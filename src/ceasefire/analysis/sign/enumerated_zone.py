"""The zone by looking at every state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.package import Package, package
from ceasefire.analysis.dispute.reachable import reachable
from ceasefire.analysis.dispute.space import IntArray, dense
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.sign.answers import Coalitions, Fair, Twins, Zone
from ceasefire.analysis.sign.efficient import efficient
from ceasefire.analysis.sign.fairness import SOLUTIONS, Gains, egalitarian, fair, fallback
from ceasefire.case.party import Role

MOST = 50
"""Packages written out in a result, unless more are asked for; counts are of all."""


def enumerated_zone(dispute: Dispute, most: int = MOST, *, even_unreachable: bool = False) -> Zone:
    """The zone by looking at every state: exact."""
    accepting = {party: dispute.acceptance(party) for party in dispute.judges()}
    inside = dispute.allowed.copy()
    for party in dispute.deciding:
        inside &= accepting[party]
    n_zone, today = int(np.count_nonzero(inside)), dispute.space.number(dispute.case.status_quo)
    kept = bool(inside[today])
    inside[today] = False
    # whether what is accepted can be brought about is only asked where something is
    open_to = inside & reachable(dispute) if inside.any() and not even_unreachable else inside
    members = np.flatnonzero(open_to)
    best, complete = _efficient(dispute, members)
    chosen = _fair(dispute, best if complete else members, members)
    order = [int(k) for k in dict.fromkeys([*(k for _, found in chosen for k in found[:1]), *best[:most].tolist()])]
    # where the search was cut short, what it did not find is not known to be improvable
    rest = np.setdiff1d(members, best, assume_unique=True)[: max(0, most - len(order)) if complete else 0]
    twins = _twins(dispute, best)
    packages = {k: package(dispute, dispute.space.state(k)) for k in (*order, *rest.tolist())}
    return Zone(
        empty=len(members) == 0,
        n_states=dispute.space.size,
        n_possible=int(np.count_nonzero(dispute.allowed)),
        n_zone=n_zone,
        today=kept,
        n_unreachable=int(np.count_nonzero(inside)) - len(members),
        n_efficient=len(best) if complete else None,
        n_differ=len(twins) if complete else None,
        alone={party: int(np.count_nonzero(mask & dispute.allowed)) for party, mask in accepting.items()},
        listed=tuple(packages[k] for k in order[:most]),
        others=tuple(packages[k] for k in rest.tolist()),
        twins=tuple(Twins(package(dispute, dispute.space.state(k)), n, issues) for k, n, issues in twins[:most]),
        fair=_principles(dispute, [(name, packages[found[0]], len(found)) for name, found in chosen if found]),
        coalitions=_coalitions(dispute, {p: accepting[p] for p in signers(dispute)}),
        nearest=None if n_zone else _nearest(dispute, accepting),
        exact=complete,
        bound=""
        if complete
        else "the search for efficient packages stopped at its budget; those listed are efficient, more exist",
        method="enumeration of every state",
    )


def _efficient(dispute: Dispute, members: IntArray) -> tuple[IntArray, bool]:
    if not len(members) or not dispute.weighing:
        return members, True
    worths = [dispute.payoff(party).worth for party in dispute.weighing]
    found = efficient(np.stack([worth[members] if len(members) < len(worth) else worth for worth in worths]))
    return members[found.positions], found.complete


def _twins(dispute: Dispute, numbers: IntArray) -> list[tuple[int, int, tuple[str, ...]]]:
    """States grouped by what they are worth to everybody: the first of each by name, how many, the issues that differ within."""
    if not len(numbers) or not dispute.worths:
        return []
    worths = np.stack([dispute.payoff(party).worth[numbers] for party in dispute.worths])
    _, group, counts = np.unique(worths, axis=1, return_inverse=True, return_counts=True)
    found: dict[int, list[int]] = {}
    for number in in_order(dispute, numbers):
        found.setdefault(int(group.reshape(-1)[np.searchsorted(numbers, number)]), []).append(number)
    rows = []
    for key, own in found.items():
        places = np.array(own)
        axes = {issue: dispute.space.axis(issue) for issue in dispute.space.issues}
        differ = tuple(i for i, axis in axes.items() if len(np.unique(places // axis.after % axis.length)) > 1)
        rows.append((own[0], int(counts[key]), differ))
    return rows


def cardinal(dispute: Dispute) -> dict[str, Additive]:
    """The necessary parties whose preferences have magnitudes."""
    worths = {party: dispute.worths[party] for party in dispute.weighing}
    return {party: worth for party, worth in worths.items() if isinstance(worth, Additive)}


def gains(dispute: Dispute, numbers: IntArray) -> Gains:
    """Exact gains of states to the necessary parties, all of which must have magnitudes."""
    parties = cardinal(dispute)
    worth = np.stack([dispute.payoff(party).worth[numbers] for party in parties])
    return Gains(worth, [p.unit for p in parties.values()], [p.walk_away for p in parties.values()])


def _ideals(dispute: Dispute) -> list[int]:
    """The most each party can get where demands are met and nobody is below its walk-away (equal to it is allowed here)."""
    rational = dispute.allowed.copy()
    for condition in dispute.conditions:
        if not condition.is_walk_away:
            rational &= dispute.space.flat(dispute.where(condition))
    parties = cardinal(dispute)
    for party, worth in parties.items():
        rational &= dispute.payoff(party).worth >= worth.walk_away
    return [int(dispute.payoff(p).worth[rational].max(initial=worth.walk_away)) for p, worth in parties.items()]


def _fair(dispute: Dispute, candidates: IntArray, members: IntArray) -> list[tuple[str, list[int]]]:
    if not len(candidates) or not dispute.weighing:
        return []
    if len(cardinal(dispute)) == len(dispute.weighing):
        chosen = fair(gains(dispute, candidates), _ideals(dispute))
        return [(name, in_order(dispute, candidates[found])) for name, found in chosen.items()]
    return [("fallback", in_order(dispute, members[fallback(depths(dispute, members))]))]


def depths(dispute: Dispute, numbers: IntArray) -> IntArray:
    """Per necessary party (rows) how many levels below its best possible package some states lie in its order."""
    rows = []
    for party in dispute.weighing:
        worth = dispute.payoff(party).worth
        levels = np.unique(worth[dispute.allowed])
        rows.append(len(levels) - np.searchsorted(levels, worth[numbers], side="right"))
    return np.stack(rows)


def in_order(dispute: Dispute, numbers: IntArray) -> list[int]:
    """States sorted by the names of their options, issue by issue in the order of names: the same however a case is arranged."""
    keys = []
    for issue in sorted(dispute.space.issues, reverse=True):
        axis = dispute.space.axis(issue)
        options = dispute.space.options[dispute.space.issues.index(issue)]
        place = np.argsort(np.argsort(np.array(options)))
        keys.append(place[numbers // axis.after % axis.length])
    return [int(k) for k in numbers[np.lexsort(keys)]]


def _principles(dispute: Dispute, chosen: Sequence[tuple[str, Package, int]]) -> tuple[Fair, ...]:
    ordinal = [p for p in dispute.weighing if not isinstance(dispute.worths[p], Additive)]
    found = {name: (shown, tied) for name, shown, tied in chosen}
    rows = []
    for name, reference in SOLUTIONS.items():
        shown, tied = found.get(name, (None, 0))
        reason = ""
        if shown is None:
            reason = "the zone is empty"
            if ordinal and name != "fallback":
                reason = f"only the order is known of {', '.join(ordinal)}, without magnitudes"
            elif not ordinal and name == "fallback":
                reason = "not needed: all preferences have magnitudes"
        rows.append(Fair(name, shown, tied, reason, reference))
    return tuple(rows)


def signers(dispute: Dispute) -> tuple[str, ...]:
    """Parties that could put their name to a package: signatories, veto holders, and whoever else is necessary."""
    roles = {Role.SIGNATORY, Role.VETO_HOLDER}
    parties = dispute.case.parties
    return tuple(p for p in dispute.judges() if parties[p].deciding or parties[p].role in roles)


def _coalitions(dispute: Dispute, accepting: Mapping[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]) -> Coalitions:
    parties = list(accepting)
    codes = np.zeros(dispute.space.size, dtype=np.int64)
    for k, party in enumerate(parties):
        codes |= accepting[party].astype(np.int64) << k
    present = [int(v) for v in dense(codes[dispute.allowed])[0]]
    largest = [a for a in present if a and not any(a != b and a & b == a for b in present)]
    sets = sorted((tuple(p for k, p in enumerate(parties) if a >> k & 1) for a in largest), key=lambda s: (-len(s), s))
    return Coalitions(tuple(sets), tuple(tuple(p for p in dispute.deciding if p not in s) for s in sets))


def _nearest(dispute: Dispute, accepting: Mapping[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]) -> Package | None:
    """The possible package that most necessary parties accept; of these, with most conditions met; then the best worst margin."""
    if not dispute.allowed.any():
        return None
    parties = np.zeros(dispute.space.size, dtype=np.int16)
    for party in dispute.deciding:
        parties += accepting[party]
    met = np.zeros(dispute.space.shape, dtype=np.int16)
    for condition in dispute.conditions:
        met = met + dispute.where(condition)
    score = np.where(dispute.allowed, parties.astype(np.int64) * (len(dispute.conditions) + 1) + met.reshape(-1), -1)
    return package(dispute, dispute.space.state(fairest(dispute, np.flatnonzero(score == score.max()))))


def fairest(dispute: Dispute, numbers: IntArray) -> int:
    """The first, by name, of `evenly_fair`."""
    return evenly_fair(dispute, numbers)[0]


def evenly_fair(dispute: Dispute, numbers: IntArray) -> list[int]:
    """Of some states, the efficient ones that treat the worst-off necessary party best, all of them.

    By gains in points where all have magnitudes, else by positions in their orders (fallback bargaining).
    """
    best, complete = _efficient(dispute, numbers)
    candidates = best if complete and len(best) else numbers
    if not dispute.weighing:
        return in_order(dispute, candidates)
    if len(cardinal(dispute)) == len(dispute.weighing):
        return in_order(dispute, candidates[egalitarian(gains(dispute, candidates))])
    return in_order(dispute, candidates[fallback(depths(dispute, candidates))])
