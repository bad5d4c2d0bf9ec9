"""Moves on the board, one state at a time or as sets: what leads where, and the shortest way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ceasefire.analysis.dispute.board import Board, Fibre, Mover
from ceasefire.analysis.dispute.space import BoolArray


@dataclass(frozen=True)
class Move:
    """One step: who moves, what changes (issue -> from, to), whether each mover gains, and whether it can be taken back."""

    by: tuple[str, ...]
    changes: Mapping[str, tuple[str, str]]
    gains: bool
    one_way: bool


def leads(board: Board, target: BoolArray, movers: Iterable[int], *, improving: bool) -> BoolArray:
    """States from which one move (or improvement) of some mover leads into `target`; states that do not exist are left out."""
    marks = target.astype(np.int8)
    found = np.zeros_like(target)
    for mover in movers:
        if improving:
            found |= board.strict(marks, mover, np.maximum, 0) > 0
        else:
            found |= board.spread(marks, mover, np.maximum) > 0
    return found & board.feasible


def ever_leads(board: Board, target: BoolArray, movers: Sequence[int], *, improving: bool = False) -> BoolArray:
    """States from which some sequence of moves leads into `target`; `target` itself is part of it."""
    found = target & board.feasible
    while True:
        wider = found | leads(board, found, movers, improving=improving)
        if np.array_equal(wider, found):
            return found
        found = wider


def reached(board: Board, mover: int, state: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Numbers of the states that a mover reaches in one move, the present one left out."""
    fibre = board.fibres[mover]
    here = state // fibre.after % fibre.length
    places = state + (np.arange(fibre.length) - here) * fibre.after
    open_to = np.ones(fibre.length, dtype=np.bool_) if fibre.ways is None else fibre.ways[here].copy()
    open_to[here] = False
    return places[open_to & board.feasible[places]]


def gains(board: Board, mover: int, old: int, new: int) -> bool:
    """Whether every member of a mover prefers `new` to `old`."""
    return all(board.ranks[p][new] > board.ranks[p][old] for p in board.movers[mover].members)


def move(board: Board, mover: int, old: int, new: int) -> Move:
    """The step from one state to another as a Move."""
    before, after = board.space.state(old), board.space.state(new)
    fibre = board.fibres[mover]
    positions = [number // fibre.after % fibre.length for number in (old, new)]
    back = fibre.ways is None or bool(fibre.ways[positions[1], positions[0]])
    changes = {i: (before[i], after[i]) for i in before if before[i] != after[i]}
    return Move(board.movers[mover].members, changes, gains(board, mover, old, new), not back)


def shortest(
    board: Board, start: int, target: BoolArray, movers: Sequence[int], *, improving: bool = False
) -> list[tuple[int, int]] | None:
    """A shortest sequence of (mover, state reached) from `start` into `target`; None where there is none."""
    layers = [target & board.feasible]
    while not layers[-1][start]:
        wider = layers[-1] | leads(board, layers[-1], movers, improving=improving)
        if np.array_equal(wider, layers[-1]):
            return None
        layers.append(wider)
    steps: list[tuple[int, int]] = []
    here = start
    for layer in reversed(layers[:-1]):
        mover, here = next(
            (m, int(t))
            for m in movers
            for t in reached(board, m, here)
            if layer[t] and (not improving or gains(board, m, here, int(t)))
        )
        steps.append((mover, here))
    return steps


def by_issue(board: Board) -> Board:
    """The same board with every issue moved on its own: steps no larger than one question at a time."""
    movers, fibres = [], []
    before = 1
    options = dict(zip(board.space.issues, board.space.options, strict=True))
    for mover, fibre in zip(board.movers, board.fibres, strict=True):
        inner = 1
        for issue in mover.issues:
            length = len(options[issue])
            rest = fibre.length // (inner * length)
            ways = None if fibre.ways is None else _along(fibre.ways, inner, length, rest)
            movers.append(Mover(mover.members, (issue,)))
            fibres.append(Fibre(before * inner, length, rest * fibre.after, ways))
            inner *= length
        before *= fibre.length
    return replace(board, movers=tuple(movers), fibres=tuple(fibres))


def _along(ways: BoolArray, before: int, length: int, after: int) -> BoolArray | None:
    """The ways of one issue within those of its mover (the others left as they are)."""
    own = ways.reshape(before, length, after, before, length, after)[0, :, 0, 0, :, 0]
    return None if own.all() else own
