"""However the ranges fall: which verdicts, openings and acceptances stand for every value of every range, and which for none.

Bounds of each party's margin are exact (`sure.margins`) and the ranges of parties are separate, so that what is possible for
all is a draw in which all accept.  *For sure* of a set of packages asks more than one that is sure: the ranged weights are
split until each piece has a package that is sure in it, or a corner of a piece shows a draw without any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.package import Package
from ceasefire.analysis.result import count_judgements
from ceasefire.analysis.sign.answers import Impediments, Opening
from ceasefire.analysis.sure.margins import Ends, Ranges, ranges_of

PIECES = 2_000
"""Pieces of the box of weights after which it is not decided whether something holds for sure."""

STATES = 3_000
"""Packages looked at one by one, above which it is not decided."""


class Word(StrEnum):
    """Whether something stands in every, some or no draw of the ranges."""

    SURE = "for sure"
    DEPENDS = "depends"
    NEVER = "for sure not"
    UNDECIDED = "not decided"


@dataclass(frozen=True)
class Stand:
    """How a necessary party stands to a package over its ranges: the word for *accepts*, and its worst and best margin in points.

    Margins are None without weights and scores.  `demand` is true where it refuses for a demand, which no number changes.
    """

    party: str
    word: Word
    worst: float | None
    best: float | None
    demand: bool


@dataclass(frozen=True)
class OpeningStand:
    """Whether an opening opens a zone over the ranges, with at least `n_sure` and at most `n_possible` packages."""

    concessions: tuple[tuple[str, str], ...]
    word: Word
    n_sure: int
    n_possible: int


@dataclass(frozen=True)
class However:
    """What the ranges do to whether it could be signed: `demands_alone` is true where no number could open a zone."""

    n_ranges: int
    sign: Word
    demands_alone: bool
    openings: tuple[OpeningStand, ...]


def stands(dispute: Dispute, package: Package) -> tuple[Stand, ...]:
    """How every necessary party stands to a package however its ranges fall."""
    return tuple(_stand(dispute, view.party, package) for view in package.views if view.necessary)


def _stand(dispute: Dispute, party: str, package: Package) -> Stand:
    view = next(v for v in package.views if v.party == party)
    ranges = ranges_of(dispute, party)
    if ranges is None:
        return Stand(party, Word.SURE if view.accepts else Word.NEVER, None, None, bool(view.unmet))
    worst, best = ranges.margin(package.choices)
    word = (
        Word.SURE if ranges.sure(package.choices) else Word.DEPENDS if ranges.possible(package.choices) else Word.NEVER
    )
    return Stand(party, Word.NEVER if view.unmet else word, worst, best, bool(view.unmet))


def however(dispute: Dispute, found: Impediments) -> However | None:
    """What stands however the ranges fall, on a dispute as it is negotiated; None above the size that is enumerated."""
    if not dispute.space.enumerable:
        return None
    everyone = {party: ranges for party in dispute.weighing if (ranges := ranges_of(dispute, party)) is not None}
    demands = {(c.party, c.name) for c in dispute.conditions if not c.is_walk_away}
    walk_aways = {(c.party, c.name) for c in dispute.conditions if c.is_walk_away}
    table = _Table(dispute, everyone)
    word = table.asked(demands, walk_aways)[0]
    demands_alone = table.asked(demands, set())[0] is Word.NEVER
    openings = tuple(_opening(table, one, demands, walk_aways) for one in found.openings if any(one.concessions))
    return However(count_judgements(dispute.case)[1], word, demands_alone, openings)


def _opening(
    table: _Table, one: Opening, demands: set[tuple[str, str]], walk_aways: set[tuple[str, str]]
) -> OpeningStand:
    given = tuple((c.party, c.condition) for c in one.concessions)
    word, n_sure, n_possible = table.asked(demands - set(given), walk_aways - set(given))
    return OpeningStand(given, word, n_sure, n_possible)


@dataclass(frozen=True)
class _Table:
    """The packages of a dispute and the ranges of those who must accept them."""

    dispute: Dispute
    everyone: Mapping[str, Ranges]

    def asked(self, demands: set[tuple[str, str]], walk_aways: set[tuple[str, str]]) -> tuple[Word, int, int]:
        """Whether some package meets the demands and beats the walk-aways; how many do for sure, and how many in some draw."""
        inside = self.dispute.allowed.copy()
        inside[self.dispute.space.number(self.dispute.case.status_quo)] = False
        for condition in self.dispute.conditions:
            key = (condition.party, condition.name)
            if key in demands or (key in walk_aways and condition.party not in self.everyone):
                inside &= self.dispute.space.flat(self.dispute.where(condition))
        numbers = np.flatnonzero(inside)
        if len(numbers) > STATES:
            return Word.UNDECIDED, 0, len(numbers)
        asked = {party: self.everyone[party] for party, _ in walk_aways if party in self.everyone}
        states = [self.dispute.space.state(int(k)) for k in numbers]
        possible = [s for s in states if all(r.possible(s) for r in asked.values())]
        sure = sum(all(r.sure(s) for r in asked.values()) for s in possible)
        if not possible:
            return Word.NEVER, 0, 0
        return (Word.SURE if sure else _splitting(asked, possible)), sure, len(possible)


def _splitting(asked: Mapping[str, Ranges], states: Sequence[Mapping[str, str]]) -> Word:
    """Whether in every draw some state is accepted by all, by halving the ranges of the weights."""
    ranged = [(party, issue) for party, r in asked.items() for issue, w in r.weights.items() if w[0] < w[1]]
    box = {key: asked[key[0]].weights[key[1]] for key in ranged}
    left = [box]
    for _ in range(PIECES):
        if not left:
            return Word.SURE
        piece = left.pop()
        if any(all(r.sure(s) for r in _within(asked, piece)) for s in states):
            continue
        corner = {key: (low, low) for key, (low, _) in piece.items()}
        if not any(all(r.sure(s) for r in _within(asked, corner)) for s in states):
            return Word.DEPENDS  # at this corner, with low scores and high levels, nothing is accepted by all
        widest = max(piece, key=lambda key: piece[key][1] - piece[key][0])
        left += list(_halves(piece, widest))
    return Word.UNDECIDED


def _within(asked: Mapping[str, Ranges], piece: Mapping[tuple[str, str], Ends]) -> list[Ranges]:
    return [
        ranges.narrowed({issue: ends for (name, issue), ends in piece.items() if name == party})
        for party, ranges in asked.items()
    ]


def _halves(piece: Mapping[tuple[str, str], Ends], key: tuple[str, str]) -> Iterator[dict[tuple[str, str], Ends]]:
    low, high = piece[key]
    middle = (low + high) / Fraction(2)
    yield {**piece, key: (low, middle)}
    yield {**piece, key: (middle, high)}
