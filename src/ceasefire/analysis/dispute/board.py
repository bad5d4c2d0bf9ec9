"""The board on which parties move: who can change what, to where, and whom a change pleases, as arrays.

Moves of a party are changes of its own issues, one or several at once, to a state that exists; what it reaches in one move from
a state is the fibre through that state along its issues.  Issues with several controllers are moved by all of them together: that
is ours, the literature has no jointly controlled issues, and such a move is an improvement only where every controller gains.
Irreversible changes are closed under composition (`case.check` sees to it), so that two moves running are one move, and the rule
that nobody moves twice in succession costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.space import BoolArray, Item, StateSpace, dense

Ranks = npt.NDArray[np.int32]
Values = npt.NDArray[np.signedinteger]
COLUMNS = 8192
"""Fibres worked on at a time, so that what is touched stays in the processor's cache."""

NEVER = np.int32(2**31 - 1)
"""Above every rank: the value of a state that cannot be reached, where the least is sought."""


@dataclass(frozen=True)
class Mover:
    """One party, or several that only move together, with the issues they change."""

    members: tuple[str, ...]
    issues: tuple[str, ...]


@dataclass(frozen=True)
class Fibre:
    """A mover's issues as one axis of length `length`, between axes of lengths `before` and `after`.

    `ways[a, b]` says whether position a may go to position b; None where every change is allowed.
    """

    before: int
    length: int
    after: int
    ways: BoolArray | None

    def of(self, array: npt.NDArray[Item]) -> npt.NDArray[Item]:
        """A flat array seen as (before, length, after)."""
        return array.reshape(self.before, self.length, self.after)


@dataclass(frozen=True)
class Board:
    """States in an order that keeps each mover's issues together; arrays are flat, `(size,)`.

    `ranks[party]` are dense, higher is better, equal is indifferent; a party without preferences is indifferent
    throughout: it can move and never gains.  `feasible` marks the states that exist.  `shape` and `turn` are the axes of
    the dispute's own space and the order in which the board has them.
    """

    space: StateSpace
    movers: tuple[Mover, ...]
    fibres: tuple[Fibre, ...]
    feasible: BoolArray
    ranks: Mapping[str, Ranks]
    turn: tuple[int, ...]
    shape: tuple[int, ...]

    def turned(self, flat: npt.NDArray[Item]) -> npt.NDArray[Item]:
        """A flat array over the dispute's own space, in the order of the board."""
        return flat.reshape(self.shape).transpose(self.turn).reshape(-1)

    def own(self, party: str) -> int | None:
        """Number of the mover that is this party alone, if it has issues of its own."""
        return next((k for k, m in enumerate(self.movers) if m.members == (party,)), None)

    def without(self, parties: tuple[str, ...]) -> tuple[int, ...]:
        """Numbers of the movers in which none of these parties has a hand."""
        return tuple(k for k, m in enumerate(self.movers) if not set(m.members) & set(parties))

    def within(self, parties: tuple[str, ...]) -> tuple[int, ...]:
        """Numbers of the movers that these parties are, alone or together."""
        return tuple(k for k, m in enumerate(self.movers) if set(m.members) <= set(parties))

    def spread(self, values: Values, mover: int, extreme: np.ufunc) -> Values:
        """The extreme of `values` over a state and all that the mover reaches from it."""
        fibre = self.fibres[mover]
        whole = fibre.of(values)
        if fibre.ways is None:
            best = extreme.reduce(whole, axis=1, keepdims=True)
            return np.broadcast_to(best, whole.shape).reshape(-1)
        stay = fibre.ways | np.eye(fibre.length, dtype=np.bool_)
        return np.stack([extreme.reduce(whole[:, stay[a]], axis=1) for a in range(fibre.length)], axis=1).reshape(-1)

    def strict(self, values: Values, mover: int, extreme: np.ufunc, none: int) -> Values:
        """The extreme of `values` over the mover's improvements from each state; `none` where it has none."""
        fibre, members = self.fibres[mover], self.movers[mover].members
        if len(members) == 1 and fibre.ways is None:
            return self._sorted_strict(values, mover, extreme, none)
        whole = fibre.of(values)
        result = np.full(whole.shape, none, dtype=values.dtype)
        ranks = [fibre.of(self.ranks[party]) for party in members]
        for a in range(fibre.length):
            for b in range(fibre.length):
                if a != b and (fibre.ways is None or fibre.ways[a, b]):
                    gains = np.logical_and.reduce([rank[:, b] > rank[:, a] for rank in ranks])
                    extreme(result[:, a], whole[:, b], out=result[:, a], where=gains)
        return result.reshape(-1)

    def _sorted_strict(self, values: Values, mover: int, extreme: np.ufunc, none: int) -> Values:
        places, ties = self._sorted[mover]
        result = np.empty_like(values)
        for first in range(0, places.shape[1], COLUMNS):
            columns = slice(first, first + COLUMNS)
            strictly = np.full(places[0, columns].shape, none, dtype=values.dtype)
            so_far = strictly
            for place, tie in zip(places[:, columns], ties[:, columns], strict=True):
                strictly = np.where(tie, strictly, so_far)
                result[place] = strictly
                so_far = extreme(so_far, values[place])
        return result

    @cached_property
    def _sorted(self) -> dict[int, tuple[npt.NDArray[np.int32], BoolArray]]:
        """Per mover of one: states of each fibre from its best to its worst, and where one ties with the one before."""
        found = {}
        for k, (mover, fibre) in enumerate(zip(self.movers, self.fibres, strict=True)):
            if len(mover.members) > 1 or fibre.ways is not None:
                continue
            rank = self.ranks[mover.members[0]]
            columns = fibre.of(rank).transpose(1, 0, 2).reshape(fibre.length, -1)
            order = np.argsort(-columns, axis=0, kind="stable")
            start = np.arange(fibre.before)[:, None] * (fibre.length * fibre.after) + np.arange(fibre.after)[None, :]
            places = (order * fibre.after + start.reshape(1, -1)).astype(np.int32)
            sorted_ranks = rank[places]
            ties = np.zeros(places.shape, dtype=np.bool_)
            ties[1:] = sorted_ranks[1:] == sorted_ranks[:-1]
            ties[0] = True
            found[k] = places, ties
        return found


def board(dispute: Dispute) -> Board:
    """The board of a dispute: states that rules allow (a broken exchange can come about), and everybody's moves."""
    case, space = dispute.case, dispute.space
    varying = [i for i, options in zip(space.issues, space.options, strict=True) if len(options) > 1]
    together: dict[frozenset[str], list[str]] = {}
    for issue in varying:
        together.setdefault(frozenset(case.issues[issue].controllers), []).append(issue)
    movers = tuple(Mover(tuple(case.issues[own[0]].controllers), tuple(own)) for own in together.values())
    ordered = [issue for mover in movers for issue in mover.issues]
    options = dict(zip(space.issues, space.options, strict=True))
    fixed = [i for i in space.issues if i not in ordered]
    own_space = StateSpace((*fixed, *ordered), tuple(options[i] for i in (*fixed, *ordered)))
    turn = tuple(varying.index(issue) for issue in ordered)
    ranks: dict[str, Ranks] = {}
    feasible = np.zeros(0, dtype=np.bool_)
    empty = Board(own_space, movers, _fibres(dispute, movers, own_space), feasible, ranks, turn, space.shape)
    for party in case.parties:
        if party in dispute.worths:
            worth = dispute.payoff(party).worth
            ranks[party] = empty.turned(dense(worth - worth.min())[1].astype(np.int32))
        else:
            ranks[party] = np.zeros(space.size, dtype=np.int32)
    return replace(empty, feasible=empty.turned(space.all_hold(dispute.rules)))


def _fibres(dispute: Dispute, movers: tuple[Mover, ...], space: StateSpace) -> tuple[Fibre, ...]:
    fibres, before = [], 1
    options = dict(zip(space.issues, space.options, strict=True))
    for mover in movers:
        length = prod(len(options[i]) for i in mover.issues)
        fibres.append(Fibre(before, length, space.size // (before * length), _ways(dispute, mover, options)))
        before *= length
    return tuple(fibres)


def _ways(dispute: Dispute, mover: Mover, options: Mapping[str, tuple[str, ...]]) -> BoolArray | None:
    issues = dispute.case.issues
    if not any(issues[i].irreversible for i in mover.issues):
        return None
    whole = np.ones((1, 1), dtype=np.bool_)
    for name in mover.issues:
        own = np.ones((len(options[name]),) * 2, dtype=np.bool_)
        for change in issues[name].irreversible:
            here, there = (end.strip() for end in change.split(">"))
            if here in options[name] and there in options[name]:
                own[options[name].index(there), options[name].index(here)] = False
        whole = np.kron(whole, own).astype(np.bool_)
    return whole
