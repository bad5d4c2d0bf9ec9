"""Who could stand behind a package: a guarantee that one party needs, and what the package is worth to those who could
offer it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.worth import Additive


@dataclass(frozen=True)
class Sponsor:
    """A party to which the package is worth more than what comes after a breach: by `gain` points of its own scale.

    `backs` says whether the case names it as a backer of the party that needs the guarantee.  A guarantee pays for the sponsor
    while it costs it less than its gain; points of two parties are not compared.
    """

    party: str
    gain: float
    backs: bool


def sponsors(dispute: Dispute, party: str, package: Mapping[str, str]) -> tuple[Sponsor, ...]:
    """Who could offer `party` a guarantee and would gain if it is kept: its backers first, then by what they gain."""
    after = dispute.case.after_breach
    found = []
    for name, worth in dispute.worths.items():
        if name != party and isinstance(worth, Additive):
            gain = worth.points(package) - worth.points(dispute.canonical(after))
            if gain > 0:
                found.append(Sponsor(name, gain, party in dispute.case.parties[name].backs))
    return tuple(sorted(found, key=lambda s: (not s.backs, -s.gain, s.party)))
