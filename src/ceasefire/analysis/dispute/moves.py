"""Moves on the board, one state at a time or as sets: what leads where, and the shortest way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ceasefire.analysis.dispute.board import Board, Mover
from ceasefire.analysis.dispute.fibre import BoolArray


@dataclass(frozen=True)
class Move:
    """One step: who moves, what changes (issue -> from, to), whether each mover gains, and whether nobody can take it back."""

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
    found = new = target & board.feasible
    while new.any():
        # what leads into older states has been found already
        new = leads(board, new, movers, improving=improving) & ~found
        found = found | new
    return found


def reached(board: Board, mover: int, state: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Numbers of the states that a mover reaches in one move, the present one left out."""
    places = np.zeros(1, dtype=np.int64)
    for fibre in board.axes[mover]:
        here = fibre.at(state)
        shifts = (np.array(fibre.open_from(here), dtype=np.int64) - here) * fibre.after
        places = (places[:, None] + shifts).reshape(-1)
    found = state + places[1:]  # the first is staying
    return found[board.feasible[found]]


def gains(board: Board, mover: int, old: int, new: int) -> bool:
    """Whether every member of a mover prefers `new` to `old`."""
    return all(board.ranks[p][new] > board.ranks[p][old] for p in board.movers[mover].members)


def move(board: Board, mover: int, old: int, new: int) -> Move:
    """The step from one state to another as a Move."""
    before, after = board.space.state(old), board.space.state(new)
    back = any(old in reached(board, k, new) for k in range(len(board.movers)))
    changes = {i: (before[i], after[i]) for i in before if before[i] != after[i]}
    return Move(board.movers[mover].members, changes, gains(board, mover, old, new), not back)


def shortest(
    board: Board, start: int, target: BoolArray, movers: Sequence[int], *, improving: bool = False
) -> list[tuple[int, int]] | None:
    """A shortest sequence of (mover, state reached) from `start` into `target`; None where there is none."""
    layers = [target & board.feasible]
    new = layers[-1]
    while not layers[-1][start]:
        new = leads(board, new, movers, improving=improving) & ~layers[-1]
        if not new.any():
            return None
        layers.append(layers[-1] | new)
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
    for mover, axes in zip(board.movers, board.axes, strict=True):
        ways = {(axis.before, axis.length): axis.ways for axis in axes}
        for issue in mover.issues:
            axis = board.space.axis(issue)
            movers.append(Mover(mover.members, (issue,)))
            fibres.append(replace(axis, ways=ways.get((axis.before, axis.length))))
    return replace(board, movers=tuple(movers), fibres=tuple(fibres))
