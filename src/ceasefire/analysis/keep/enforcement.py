"""Would they keep it when nobody can make them: who could gain by breaking a package, and what would hold them to it.

A party breaks its part by moves of its own, the same ones that stability and paths know: what it controls, and what it can break
of what was made together; a change that cannot be undone is never undone.  Not delivering is a different thing: the part was
never done.  What a breach is worth is weighed in repeated play (`keep.repeated`) against what comes after it (`keep.punishment`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

import numpy as np

from ceasefire.analysis.dispute.board import Board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.moves import gains, reached
from ceasefire.analysis.dispute.worth import Additive, Prioritised
from ceasefire.analysis.keep.punishment import Punishing
from ceasefire.analysis.keep.repeated import (
    Stakes,
    Watch,
    guarantee,
    least_patience,
    power,
    seen_needed,
    tit_for_tat,
    unfit,
    verdict,
)
from ceasefire.analysis.keep.sponsors import Sponsor, sponsors
from ceasefire.analysis.keep.trust import Trust, patience_of, trust
from ceasefire.analysis.keep.verdicts import playing_board
from ceasefire.analysis.keep.withheld import Withheld, withheld
from ceasefire.case.model import Case
from ceasefire.case.rules import holds, parse_rule

__all__ = [
    "Breach",
    "Enforcement",
    "OrderBreach",
    "Trust",
    "Watch",
    "Withheld",
    "enforcement",
    "least_patience",
    "power",
    "tit_for_tat",
    "trust",
    "unfit",
]


@dataclass(frozen=True)
class Breach:
    """What breaking its part is worth to a party.

    `commitment` is empty for a breach of anything else that it can undo alone.  `gain` is T - R, in points.  `patience` is the
    least at which keeping is an equilibrium: 0 where there is no temptation, None where no patience is enough.  `forgiving`
    is the same for tit for tat (None where it cannot be said).  `punished` is what it has afterwards, brought about by
    `punished_by`, a state that the parties in `leave` would not stay in.  `verdict` says whether the range of the party's
    patience holds it: held, open, not held; never held by a state that somebody would leave.  `seen_needed` and `guarantee`
    are the chance of detection, or the points taken from a breach, that would hold it at the middle of that range; `sponsors`
    who could offer the latter.
    """

    party: str
    commitment: str
    changes: Mapping[str, tuple[str, str]]
    keeps: float
    breaks: float
    punished: float
    punished_by: str
    leave: tuple[str, ...]
    gain: float
    patience: float | None
    forgiving: float | None
    verdict: str
    seen_needed: float | None
    guarantee: float
    sponsors: tuple[Sponsor, ...]


@dataclass(frozen=True)
class OrderBreach:
    """A breach by which a party gains, of whose preferences only the order is known; `decides` is the first statement that
    differs (empty for a ranking).
    """

    party: str
    commitment: str
    changes: Mapping[str, tuple[str, str]]
    decides: str


@dataclass(frozen=True)
class Enforcement:
    """Who could gain by breaking a package, what holds them, and what the record of promises says; the most fragile first.

    `by_order` are those who gain, but by how much nobody can say; `withheld` those who gain by not delivering their part.
    `watched` are the issues whose options say with what chance a breach is seen.
    """

    choices: Mapping[str, str]
    breaches: tuple[Breach, ...]
    by_order: tuple[OrderBreach, ...]
    withheld: tuple[Withheld, ...]
    trust: tuple[Trust, ...]
    patience: Mapping[str, tuple[float, float]]
    watch: Watch
    watched: tuple[str, ...]
    method: str


def watching(case: Case, package: Mapping[str, str]) -> tuple[float, tuple[str, ...]]:
    """The chance that a breach is seen under a package, and the issues that say so; 1 where none does.

    Several are taken to see independently of each other.
    """
    said = {i: issue.seen[package[i]] for i, issue in case.issues.items() if package[i] in issue.seen}
    return 1 - prod(float(1 - chance.midpoint) for chance in said.values()) if said else 1.0, tuple(said)


def enforcement(
    dispute: Dispute, package: Mapping[str, str], watch: Watch | None = None, patience: float | None = None
) -> Enforcement:
    """What holds the parties to a package, on a dispute compiled with all issues open.

    `watch` is by default what the case says of the options chosen.  `patience`, 0-1, is taken for every party; by default a
    party's range is the interval of its promises kept, to anybody.  Raises TooLarge.
    """
    playing = playing_board(dispute)
    seen, watched = watching(dispute.case, package)
    how = watch or Watch(seen)
    whole = _Kept(dispute, playing, dict(package), Punishing(dispute, playing))
    found, ordered = [], []
    for party, commitment, broken in whole.breaches():
        worth = dispute.worths[party]
        if isinstance(worth, Additive):
            range_ = (patience, patience) if patience is not None else patience_of(dispute, party)
            found.append((whole.weighed(party, commitment, broken, worth, (how, range_)), range_))
        elif gains(playing, whole.own(party), whole.number, broken):
            ordered.append(whole.by_order(party, commitment, broken))
    order = sorted(found, key=lambda b: (-(1.0 if b[0].patience is None else b[0].patience), -b[0].gain))
    return Enforcement(
        choices=dict(package),
        breaches=tuple(breach for breach, _ in order),
        by_order=tuple(ordered),
        withheld=withheld(dispute, package),
        trust=trust(dispute),
        patience={breach.party: range_ for breach, range_ in order},
        watch=how,
        watched=watched if watch is None else (),
        method="one-shot deviations in repeated play, by the moves that each party has alone",
    )


@dataclass(frozen=True)
class _Kept:
    """A package on the board, and what its parties could make of it."""

    dispute: Dispute
    playing: Board
    package: Mapping[str, str]
    punishing: Punishing

    @property
    def number(self) -> int:
        return self.playing.space.number(self.package)

    def own(self, party: str) -> int:
        mover = self.playing.own(party)
        assert mover is not None  # noqa: S101  only parties with moves of their own come here
        return mover

    def breaches(self) -> Iterator[tuple[str, str, int]]:
        """Per party and commitment (or whatever else it can undo alone): the state in which it alone breaks its part, best
        for it.

        Its part of a commitment is listed whether or not that would be a gain; anything else only where it is one.
        """
        for party in self.playing.ranks:
            mover = self.playing.own(party)
            if mover is None or party not in self.dispute.worths:
                continue
            open_to = reached(self.playing, mover, self.number)
            told = set()
            for name, commitment in self.dispute.case.commitments.items():
                for promise in commitment.exchange:
                    rule = parse_rule(promise.does)
                    if promise.party == party and holds(rule, self.package):
                        broken = [int(t) for t in open_to if not holds(rule, self.state(int(t)))]
                        if broken:
                            best = self._best(party, broken)
                            told.add(best)
                            yield party, name, best
            better = [int(t) for t in open_to if gains(self.playing, mover, self.number, int(t))]
            if better and (best := self._best(party, better)) not in told:
                yield party, "", best

    def state(self, number: int) -> dict[str, str]:
        """The state with a number, in the order of the case, with what does not exist as today."""
        found = self.playing.space.state(number)
        return self.dispute.canonical({i: found[i] for i in self.dispute.space.issues})

    def _best(self, party: str, states: list[int]) -> int:
        """The state that is best for a party, the first by name among equals, so that the order of lines changes nothing."""
        ranks = self.playing.ranks[party]
        top = max(int(ranks[t]) for t in states)
        return min((t for t in states if ranks[t] == top), key=lambda t: sorted(self.playing.space.state(t).items()))

    def _changes(self, broken: int) -> dict[str, tuple[str, str]]:
        there = self.state(broken)
        return {i: (self.package[i], there[i]) for i in there if self.package[i] != there[i]}

    def by_order(self, party: str, commitment: str, broken: int) -> OrderBreach:
        """A gain of which only the order is known."""
        worth, preferences = self.dispute.worths[party], self.dispute.case.parties[party].preferences
        decides = ""
        if isinstance(worth, Prioritised) and preferences is not None:
            pairs = zip(worth.truths(self.state(broken)), worth.truths(self.package), strict=True)
            first = next(k for k, (there, here) in enumerate(pairs) if there != here)
            decides = (preferences.prioritised or ())[first].rule
        return OrderBreach(party, commitment, self._changes(broken), decides)

    def weighed(
        self,
        party: str,
        commitment: str,
        broken: int,
        worth: Additive,
        how: tuple[Watch, tuple[float, float]],
    ) -> Breach:
        """A breach in points, held against what comes after it."""
        watch, (low, high) = how
        after = self.punishing.after(party, broken)
        stakes = Stakes(
            worth.points(self.state(broken)), worth.points(self.package), self._points(party, worth, after.rank)
        )
        sucker = self._sucker(worth, party, commitment)
        found = verdict(stakes, watch, (low, high))
        middle = (low + high) / 2
        needed = guarantee(stakes, watch, middle)
        return Breach(
            party=party,
            commitment=commitment,
            changes=self._changes(broken),
            keeps=stakes.reward,
            breaks=stakes.tempted,
            punished=stakes.punished,
            punished_by=after.by,
            leave=after.leave,
            gain=stakes.tempted - stakes.reward,
            patience=least_patience(stakes.tempted, stakes.reward, stakes.punished, watch),
            forgiving=None
            if sucker is None
            else tit_for_tat(stakes.tempted, stakes.reward, stakes.punished, sucker, watch),
            verdict="open" if found == "held" and after.leave and stakes.tempted > stakes.reward else found,
            seen_needed=seen_needed(stakes, watch, middle),
            guarantee=needed,
            sponsors=sponsors(self.dispute, party, self.package) if needed > 0 else (),
        )

    def _points(self, party: str, worth: Additive, rank: int) -> float:
        """Points of a rank on the board."""
        of_states = self.dispute.payoff(party).worth
        return float(worth.unit * int(np.unique(of_states)[rank]))

    def _sucker(self, worth: Additive, party: str, commitment: str) -> float | None:
        """Points the party has when another side of the exchange breaks its part and it keeps its own."""
        if not commitment:
            return None
        points = []
        for promise in self.dispute.case.commitments[commitment].exchange:
            mover = self.playing.own(promise.party)
            if promise.party == party or mover is None:
                continue
            rule = parse_rule(promise.does)
            open_to = [int(t) for t in reached(self.playing, mover, self.number)]
            broken = [t for t in open_to if not holds(rule, self.state(t))]
            if broken:
                points.append(worth.points(self.state(self._best(promise.party, broken))))
        return min(points, default=None)
