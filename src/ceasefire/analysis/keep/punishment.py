"""What comes after a breach: `otherwise` of the case where it can come about from there, else what the others would answer.

Going back to a state for ever deters as an equilibrium only where nobody would leave that state alone (Friedman 1971); who
would is said.  A state that irreversible changes have put out of reach is no punishment: then it is the worst that the others
can bring about from the breach by steps each of which is in the interest of those who take it, and perhaps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ceasefire.analysis.dispute.board import Board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.moves import ever_leads, gains, reached
from ceasefire.analysis.keep.stability import worst_answer

OTHERWISE, OTHERS, NOBODY = "otherwise", "the others", "nobody"


@dataclass(frozen=True)
class Punishment:
    """What a party has after its breach, as a rank on the board, who brings it about, and who would not stay in it."""

    rank: int
    by: str
    leave: tuple[str, ...] = ()


@dataclass(frozen=True)
class Punishing:
    """What would follow breaches, on one board."""

    dispute: Dispute
    playing: Board
    _answers: dict[str, np.ndarray[tuple[int], np.dtype[np.int32]]] = field(default_factory=dict)
    _returns: dict[int, BoolArray] = field(default_factory=dict)

    def after(self, party: str, breach: int) -> Punishment:
        """What a party has after its breach, which is a state of the board."""
        rank = self.playing.ranks[party]
        back = self._back(breach)
        if back is not None:
            return Punishment(int(rank[back]), OTHERWISE, self._leave(back, party))
        if party not in self._answers:
            self._answers[party] = worst_answer(self.playing, party)
        worst = int(self._answers[party][breach])
        return Punishment(worst, OTHERS if worst < rank[breach] else NOBODY)

    def _back(self, breach: int) -> int | None:
        """Number of the state that comes after a breach, what cannot be undone left as it is; None where it cannot come about."""
        case, here = self.dispute.case, self.playing.space.state(breach)
        wanted = case.after_breach
        there = {
            name: wanted[name] if wanted[name] in issue.within_reach(case.status_quo[name], here[name]) else here[name]
            for name, issue in case.issues.items()
        }
        number = self.playing.space.number(there)
        if number == breach or not self.playing.feasible[number]:
            return None
        if number not in self._returns:
            end = np.zeros(self.playing.space.size, dtype=np.bool_)
            end[number] = True
            self._returns[number] = ever_leads(self.playing, end, tuple(range(len(self.playing.movers))))
        return number if self._returns[number][breach] else None

    def _leave(self, state: int, punished: str) -> tuple[str, ...]:
        """Parties that would gain by leaving a state alone, to the advantage of the party that it punishes."""
        playing, rank = self.playing, self.playing.ranks[punished]
        owners = {party: own for party in playing.ranks if (own := playing.own(party)) is not None}
        return tuple(
            party
            for party, own in owners.items()
            if any(rank[t] > rank[state] and gains(playing, own, state, int(t)) for t in reached(playing, own, state))
        )
