"""Who must act for a package to come about, and who of them will not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ceasefire.analysis.dispute.board import Board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.moves import ever_leads
from ceasefire.analysis.dispute.worth import Additive


@dataclass(frozen=True)
class Actor:
    """A party without whose moves there is no way from today's state to a package.

    `signs` is true of a necessary party; another one must deliver what it has not signed.  `accepts` is None where nothing says
    what it wants.  `gain` are points above today's state, None without magnitudes; `better` is the order alone: whether it
    prefers the package to today's state (None where nothing says so).
    """

    party: str
    issues: tuple[str, ...]
    signs: bool
    accepts: bool | None
    gain: float | None
    better: bool | None

    @property
    def will_not(self) -> bool:
        """True where it would refuse, or prefers today's state: it must act and will not."""
        return self.accepts is False or (not self.signs and self.better is False)


def actors(dispute: Dispute, playing: Board, target: Mapping[str, str]) -> tuple[Actor, ...]:
    """Who must act, in the order of the case."""
    start, goal = playing.space.number(dispute.case.status_quo), playing.space.number(target)
    end = np.zeros(playing.space.size, dtype=np.bool_)
    end[goal] = True
    found = []
    for party in dispute.case.parties:
        others = playing.without((party,))
        if len(others) < len(playing.movers) and start != goal and not ever_leads(playing, end, others)[start]:
            found.append(_actor(dispute, party, target))
    return tuple(found)


def _actor(dispute: Dispute, party: str, target: Mapping[str, str]) -> Actor:
    case = dispute.case
    today = case.status_quo
    changed = [i for i, issue in case.issues.items() if target[i] != today[i] and party in issue.makers]
    worth = dispute.worths.get(party)
    gain = better = None
    if worth is not None:
        fallen = dispute.payoff(party).worth
        here, there = (int(fallen[dispute.space.number(s)]) for s in (today, target))
        better = None if there == here else there > here
        gain = float(worth.unit * (there - here)) if isinstance(worth, Additive) else None
    accepts = dispute.accepts(party, target) if party in dispute.judges() else None
    return Actor(party, tuple(changed), case.parties[party].deciding, accepts, gain, better)
