"""Words left open on purpose: what each side hopes, and who loses when they are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.worth import Additive


@dataclass(frozen=True)
class Settled:
    """One way to settle open words: who loses how many points against what it hoped, and who would refuse the package then."""

    option: str
    loses: Mapping[str, float | None]
    refuses: tuple[str, ...]


@dataclass(frozen=True)
class OpenWords:
    """An option of a package that the sides read differently: who reads it as what, and what each way to settle it would cost."""

    issue: str
    option: str
    readings: Mapping[str, str]
    settled: tuple[Settled, ...]


def open_words(dispute: Dispute, state: Mapping[str, str]) -> tuple[OpenWords, ...]:
    """The options of a package that are left open, with what settling them would do."""
    found = []
    for name, issue in dispute.case.issues.items():
        readings = issue.reads.get(state[name], {})
        if len(set(readings.values())) > 1:
            settled = tuple(_settled(dispute, state, name, o) for o in dict.fromkeys(readings.values()))
            found.append(OpenWords(name, state[name], dict(readings), settled))
    return tuple(found)


def _settled(dispute: Dispute, state: Mapping[str, str], issue: str, option: str) -> Settled:
    there = {**state, issue: option}
    loses: dict[str, float | None] = {}
    for party in dispute.case.issues[issue].reads[state[issue]]:
        worth = dispute.worths.get(party)
        if isinstance(worth, Additive):
            gain = worth.points(there) - worth.points(state)
            if gain < 0:
                loses[party] = -gain
        elif worth is not None:
            ranks = dispute.payoff(party).worth
            here, then = (int(ranks[dispute.space.number(s)]) for s in (state, there))
            if then < here:
                loses[party] = None
    refuses = tuple(p for p in dispute.deciding if dispute.accepts(p, state) and not dispute.accepts(p, there))
    return Settled(option, loses, refuses)
