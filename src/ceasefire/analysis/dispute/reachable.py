"""What can still be brought about: the states that some sequence of moves leads to from today's."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from ceasefire.analysis.dispute.board import Board, moving_board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.moves import ever_leads


@lru_cache(maxsize=2)
def reachable(dispute: Dispute) -> BoolArray:
    """Flat array over the dispute's own space: states that moves of the parties, joint ones included, lead to from today's.

    Those of the last disputes are kept: nobody may write into them.
    """
    board = moving_board(dispute)
    return board.turned_back(reached_from(board, board.space.number(dispute.case.status_quo)))


def reached_from(board: Board, start: int) -> BoolArray:
    """Flat array over the board: states that some sequence of moves, joint ones included, leads to from a state."""
    turned = [tuple(f if f.ways is None else replace(f, ways=f.ways.T) for f in axes) for axes in board.axes]
    backwards = replace(board, fibres=tuple(turned))
    here = np.zeros(board.space.size, dtype=np.bool_)
    here[start] = True
    return ever_leads(backwards, here, tuple(range(len(board.movers))))
