"""Not delivering: a party's part of a package was never done, while everybody else did theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.case.rules import holds


@dataclass(frozen=True)
class Withheld:
    """What a party gains, in points, when the changes in which it has a hand are not made (issue -> promised, as today)."""

    party: str
    changes: Mapping[str, tuple[str, str]]
    gain: float


def withheld(dispute: Dispute, package: Mapping[str, str]) -> tuple[Withheld, ...]:
    """Who would gain by not delivering, the most first; only where the rules allow the package without that part."""
    today = dispute.case.status_quo
    found = []
    for party, worth in dispute.worths.items():
        own = [i for i, issue in dispute.case.issues.items() if party in issue.makers and package[i] != today[i]]
        without = dispute.canonical({**package, **{i: today[i] for i in own}})
        if not own or not isinstance(worth, Additive) or not all(holds(rule, without) for rule in dispute.rules):
            continue
        gain = worth.points(without) - worth.points(package)
        if gain > 0:
            changes = {i: (package[i], without[i]) for i in package if package[i] != without[i]}
            found.append(Withheld(party, changes, gain))
    return tuple(sorted(found, key=lambda one: (-one.gain, one.party)))
