"""Stability of one state with its witnesses, of coalitions, and the equilibria of a dispute as a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np

from ceasefire.analysis.dispute.board import Board, board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.moves import Move, ever_leads, gains, move, reached, shortest
from ceasefire.analysis.keep.stability import CREDIBLE, HELD, Kind, equilibria
from ceasefire.case.rules import Is
from ceasefire.errors import TooLarge

LARGEST = 2**24
"""Most states whose stability is computed; about 140 bytes are needed for each."""

LISTED = 20
"""Equilibria written out unless more are asked for."""


@dataclass(frozen=True)
class Witness:
    """Why a state is or is not stable for a party in one sense.

    `temptation` is the improvement in question (None where there is none); `answer` the shortest sequence of the others' moves
    that deters it, None where nothing does.
    """

    kind: Kind
    party: str
    stable: bool
    temptation: Move | None
    answer: tuple[Move, ...] | None


@dataclass(frozen=True)
class StateVerdict:
    """One state: the definitions in which each party, and each coalition, has no reason to leave it."""

    choices: Mapping[str, str]
    witnesses: tuple[Witness, ...]
    equilibrium: tuple[Kind, ...]
    coalitions: tuple[tuple[tuple[str, ...], tuple[Kind, ...]], ...]


@dataclass(frozen=True)
class Equilibrium:
    """A state that is stable for every party in the listed senses, the least foresight first."""

    choices: Mapping[str, str]
    kinds: tuple[Kind, ...]
    signed: bool


@dataclass(frozen=True)
class Stability:
    """Equilibria of a dispute: counts of all, and the first written out (those that could be signed, then by foresight)."""

    n_states: int
    counts: Mapping[Kind, int]
    listed: tuple[Equilibrium, ...]
    n_signed: int
    without_preferences: tuple[str, ...]
    exact: bool
    method: str


@lru_cache(maxsize=1)
def playing_board(dispute: Dispute) -> Board:
    """The board of a dispute, all issues open: a party may do what nobody talks about.

    The last one is kept, since stability, enforcement and paths of one dispute share it.  Raises TooLarge before any work.
    """
    size = dispute.space.size
    if size > LARGEST:
        largest = max(zip(dispute.space.issues, dispute.space.options, strict=True), key=lambda pair: len(pair[1]))
        raise TooLarge(
            f"{size:,} states are more than the {LARGEST:,} that stability is computed for; "
            f"merging options would help most where they are many: `{largest[0]}` has {len(largest[1])}"
        )
    return board(dispute)


@lru_cache(maxsize=1)
def playing_equilibria(dispute: Dispute) -> dict[Kind, BoolArray]:
    """Where on the board each definition holds for every party; kept like the board itself."""
    return equilibria(playing_board(dispute))


def inside_zone(dispute: Dispute, playing: Board) -> BoolArray:
    """Where on the board the necessary parties accept, exchanges are whole, and what is off the table is as today."""
    signed = dispute.allowed.copy()
    for party in dispute.deciding:
        signed &= dispute.acceptance(party)
    return playing.turned(signed) & as_negotiated(dispute, playing)


def as_negotiated(dispute: Dispute, playing: Board) -> BoolArray:
    """Where on the board what is off the table is as today."""
    today = dispute.case.status_quo
    held = [Is(name, (today[name],)) for name, issue in dispute.case.issues.items() if issue.off_table]
    return playing.turned(dispute.space.all_hold(held))


def stability(dispute: Dispute, most: int = LISTED) -> Stability:
    """Equilibria of a dispute compiled with all issues open.  Raises TooLarge."""
    playing = playing_board(dispute)
    found = playing_equilibria(dispute)
    signed = inside_zone(dispute, playing)
    distinct = playing.turned(dispute.distinct)
    found = {kind: holds & distinct for kind, holds in found.items()}
    some = np.logical_or.reduce(list(found.values()))

    def order(state: int) -> tuple[bool, list[bool], int]:
        return not signed[state], [not found[kind][state] for kind in Kind], state

    numbers = np.flatnonzero(some)
    if len(numbers) > 100_000:
        numbers = np.flatnonzero(some & (signed | found[Kind.R]))[:100_000]
    first = sorted((int(n) for n in numbers), key=order)[:most]
    return Stability(
        n_states=int(distinct.sum()),
        counts={kind: int(holds.sum()) for kind, holds in found.items()},
        listed=tuple(
            Equilibrium(_ordered(dispute, playing, n), tuple(k for k in Kind if found[k][n]), bool(signed[n]))
            for n in first
        ),
        n_signed=int((some & signed).sum()),
        without_preferences=tuple(
            p for p in playing.ranks if p not in dispute.worths and any(p in m.members for m in playing.movers)
        ),
        exact=True,
        method="fixed points of minima over fibres of the array of states",
    )


def _ordered(dispute: Dispute, playing: Board, number: int) -> dict[str, str]:
    state = playing.space.state(number)
    return {issue: state[issue] for issue in dispute.space.issues}


def judge(dispute: Dispute, state: Mapping[str, str], *, together: bool = True) -> StateVerdict:
    """Stability of one state for every party with moves of its own, with witnesses, and (`together`) for every coalition."""
    playing = playing_board(dispute)
    number = playing.space.number(state)
    witnesses = tuple(
        witness(playing, party, number, kind)
        for party in playing.ranks
        if playing.own(party) is not None
        for kind in Kind
    )
    unstable = {w.kind for w in witnesses if not w.stable}
    coalitions = tuple(
        (parties, tuple(kind for kind in Kind if coalition_stable(playing, parties, number, kind)))
        for parties in (coalitions_that_move(playing) if together else ())
    )
    return StateVerdict(dict(state), witnesses, tuple(k for k in Kind if k not in unstable), coalitions)


def coalitions_that_move(playing: Board) -> Iterator[tuple[str, ...]]:
    """Coalitions of two or more parties, each of which has a hand in some move of theirs."""
    active = [p for p in playing.ranks if any(p in m.members for m in playing.movers)]
    for size in range(2, len(active) + 1):
        for parties in combinations(active, size):
            hands = {p for k in playing.within(parties) for p in playing.movers[k].members}
            if hands == set(parties):
                yield parties


def _answered(playing: Board, parties: tuple[str, ...], number: int, kind: Kind) -> tuple[BoolArray, BoolArray]:
    """States that all of `parties` prefer to a state, and the states that deter them from it in one sense."""
    better = np.logical_and.reduce([playing.ranks[p] > playing.ranks[p][number] for p in parties]) & playing.feasible
    deterring = playing.feasible & ~better
    if kind in HELD:
        deterring &= ~ever_leads(playing, better, playing.within(parties))
    return better, deterring


def coalition_stable(playing: Board, parties: tuple[str, ...], number: int, kind: Kind) -> bool:
    """Whether a coalition has no reason to leave a state (Kilgour, Hipel, Fang & Peng 2001; Inohara & Hipel 2008).

    An improvement is a state reached by moves of its members that every member prefers; it is deterred by an answer of the others
    that some member does not prefer to the present.  In SEQ and SSEQ the others answer with improvements of single movers; the
    literature also has answers by sub-coalitions, which are not used here.
    """
    better, deterring = _answered(playing, parties, number, kind)
    open_to = better
    if kind is not Kind.R:
        open_to = better & ~ever_leads(playing, deterring, playing.without(parties), improving=kind in CREDIBLE)
    return not ever_leads(playing, open_to, playing.within(parties))[number]


def witness(playing: Board, party: str, number: int, kind: Kind) -> Witness:
    """Whether a state is stable for a party in one sense, and what shows it."""
    own = playing.own(party)
    improvements = (
        [] if own is None else [int(t) for t in reached(playing, own, number) if gains(playing, own, number, int(t))]
    )
    if own is None or not improvements:
        return Witness(kind, party, True, None, None)
    tempting = max(improvements, key=lambda t: (playing.ranks[party][t], -t))
    if kind is Kind.R:
        return Witness(kind, party, False, move(playing, own, number, tempting), None)
    _, deterring = _answered(playing, (party,), number, kind)
    others, credible = playing.without((party,)), kind in CREDIBLE
    deterred = ever_leads(playing, deterring, others, improving=credible)
    unanswered = [t for t in improvements if not deterred[t]]
    if unanswered:
        best = max(unanswered, key=lambda t: (playing.ranks[party][t], -t))
        return Witness(kind, party, False, move(playing, own, number, best), None)
    steps = shortest(playing, tempting, deterring, others, improving=credible) or []
    return Witness(kind, party, True, move(playing, own, number, tempting), tuple(_walk(playing, tempting, steps)))


def _walk(playing: Board, start: int, steps: list[tuple[int, int]]) -> Iterator[Move]:
    here = start
    for mover, there in steps:
        yield move(playing, mover, here, there)
        here = there
