"""The board on which parties move: who can change what, to where, and whom a change pleases, as arrays.

Moves of a party are the changes it can bring about alone, of one or several issues at once, to a state that exists: those of
issues that it controls, and the breaking of what it made together with others.  What several only make together they move
together: that is ours, the literature has no jointly controlled issues, and such a move is an improvement only where every maker
gains.  What a mover reaches in one move from a state is the product, over its issues, of the changes open to it.  These are
closed under composition (`case.check` sees to it), so that two moves running are one move, and the rule that nobody moves twice
in succession costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.answering import Answering
from ceasefire.analysis.dispute.comparing import Comparing
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray, Fibre, Item, along, both
from ceasefire.analysis.dispute.pairing import Pairing
from ceasefire.analysis.dispute.space import StateSpace, dense
from ceasefire.analysis.dispute.sweeping import Sweeping

Improvements = Answering | Pairing | Sweeping | Comparing
Ranks = npt.NDArray[np.int32]
Values = npt.NDArray[np.signedinteger]

NEVER = np.int32(2**31 - 1)
"""Above every rank: the value of a state that cannot be reached, where the least is sought."""

__all__ = ["NEVER", "Board", "Fibre", "Mover", "Ranks", "Values", "board"]


@dataclass(frozen=True)
class Mover:
    """One party, or several that only move together, with the issues they change."""

    members: tuple[str, ...]
    issues: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """States in an order that keeps together the issues that one mover changes freely; arrays are flat, `(size,)`.

    `fibres[mover]` are its issues as axes: one, or several.  `ranks[party]` are dense, higher is better, equal is indifferent; a
    party without preferences is indifferent throughout: it can move and never gains.  `feasible` marks the states that exist.
    `shape` and `turn` are the axes of the dispute's own space and the order in which the board has them.
    """

    space: StateSpace
    movers: tuple[Mover, ...]
    fibres: tuple[Fibre | tuple[Fibre, ...], ...]
    feasible: BoolArray
    ranks: Mapping[str, Ranks]
    turn: tuple[int, ...]
    shape: tuple[int, ...]

    @cached_property
    def axes(self) -> tuple[tuple[Fibre, ...], ...]:
        """Per mover its issues as axes."""
        return tuple(own if isinstance(own, tuple) else (own,) for own in self.fibres)

    def turned(self, flat: npt.NDArray[Item]) -> npt.NDArray[Item]:
        """A flat array over the dispute's own space, in the order of the board."""
        return flat.reshape(self.shape).transpose(self.turn).reshape(-1)

    def turned_back(self, flat: npt.NDArray[Item]) -> npt.NDArray[Item]:
        """A flat array over the board, in the order of the dispute's own space."""
        lengths = [self.shape[axis] for axis in self.turn]
        return flat.reshape(lengths).transpose(np.argsort(self.turn)).reshape(-1)

    def own(self, party: str) -> int | None:
        """Number of the mover that is this party alone, if it can change something by itself."""
        return next((k for k, m in enumerate(self.movers) if m.members == (party,)), None)

    def without(self, parties: tuple[str, ...]) -> tuple[int, ...]:
        """Numbers of the movers in which none of these parties has a hand."""
        return tuple(k for k, m in enumerate(self.movers) if not set(m.members) & set(parties))

    def within(self, parties: tuple[str, ...]) -> tuple[int, ...]:
        """Numbers of the movers that these parties are, alone or together."""
        return tuple(k for k, m in enumerate(self.movers) if set(m.members) <= set(parties))

    def spread(self, values: Values, mover: int, extreme: np.ufunc) -> Values:
        """The extreme of `values` over a state and all that the mover reaches from it."""
        for fibre in self.axes[mover]:
            values = along(values, fibre, extreme)
        return values

    def strict(self, values: Values, mover: int, extreme: np.ufunc, none: int) -> Values:
        """The extreme of `values` over the mover's improvements from each state; `none` where it has none."""
        return self._improvements[mover].extreme(values, extreme, none)

    @cached_property
    def _improvements(self) -> list[Improvements]:
        """Per mover its improvements, in the form that suits how many move and how much is open to them."""
        found: list[Improvements] = []
        for axes, mover in zip(self.axes, self.movers, strict=True):
            ranks = tuple(self.ranks[party] for party in mover.members)
            if len(ranks) == 1 and Answering.fits(axes):
                found.append(Answering.of(axes, ranks[0]))
            elif len(ranks) == 1 and Pairing.fits(axes, self.space.size):
                found.append(Pairing.of(axes, ranks[0]))
            elif Sweeping.fits(axes, len(ranks), self.space.size):
                found.append(Sweeping.of(Comparing.of(axes, ranks)))
            else:
                found.append(Comparing.of(axes, ranks))
        return found


def board(dispute: Dispute) -> Board:
    """The board of a dispute: states that rules allow (a broken exchange can come about), everybody's moves and preferences."""
    plain = moving_board(dispute)
    return replace(plain, ranks={party: plain.turned(_ranks(dispute, party)) for party in dispute.case.parties})


def moving_board(dispute: Dispute) -> Board:
    """The board without anybody's preferences: enough to say what leads where."""
    case, space = dispute.case, dispute.space
    options = dict(zip(space.issues, space.options, strict=True))
    ways: dict[tuple[str, ...], dict[str, BoolArray]] = {}
    free: dict[str, tuple[str, ...]] = {}
    for issue in (i for i in space.issues if len(options[i]) > 1):
        for members, pairs in case.issues[issue].hands(case.status_quo[issue]).items():
            key = next((m for m in ways if set(m) == set(members)), members)
            table = np.zeros((len(options[issue]),) * 2, dtype=np.bool_)
            for a, b in pairs:
                table[options[issue].index(a), options[issue].index(b)] = True
            ways.setdefault(key, {})[issue] = table
            if len(pairs) == len(options[issue]) * (len(options[issue]) - 1):
                free.setdefault(issue, key)
        free.setdefault(issue, ())
    # what one mover changes freely lies together, as one axis; everything else is an axis of its own
    ordered = [issue for key in dict.fromkeys(free.values()) for issue in free if free[issue] == key]
    fixed = [i for i in space.issues if i not in free]
    own_space = StateSpace((*fixed, *ordered), tuple(options[i] for i in (*fixed, *ordered)))
    movers, fibres = [], []
    for members, changes in ways.items():
        together = [i for i in ordered if i in changes and free[i] == members]
        alone = [i for i in ordered if i in changes and i not in together]
        movers.append(Mover(members, (*together, *alone)))
        axes = [both([own_space.axis(i) for i in together])] if together else []
        fibres.append((*axes, *(replace(own_space.axis(i), ways=_unless_all(changes[i])) for i in alone)))
    empty = Board(
        own_space,
        tuple(movers),
        tuple(fibres),
        np.zeros(0, dtype=np.bool_),
        {},
        tuple(list(free).index(issue) for issue in ordered),
        space.shape,
    )
    return replace(empty, feasible=empty.turned(dispute.existing))


def _unless_all(ways: BoolArray) -> BoolArray | None:
    """A table of changes; None where every change is open."""
    return None if (ways | np.eye(len(ways), dtype=np.bool_)).all() else ways


def _ranks(dispute: Dispute, party: str) -> Ranks:
    if party not in dispute.worths:
        return np.zeros(dispute.space.size, dtype=np.int32)
    worth = dispute.payoff(party).worth
    return dense(worth - worth.min())[1].astype(np.int32)
