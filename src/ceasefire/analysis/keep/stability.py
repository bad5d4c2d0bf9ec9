"""Would they keep it: which states no party can gain by leaving, as it looks ahead (graph model stability).

Definitions of Fang, Hipel & Kilgour (1993, ch. 3), Kilgour & Hipel (2005) and, for SSEQ, Rego & Vieira (2017), for any
number of parties.  A state s is stable for party i when each improvement t of i from s is deterred: by an answer u of the
others that is not better than s for i.  The answers are any moves (GMR, SMR) or improvements of their movers (SEQ, SSEQ);
SMR and SSEQ ask besides that i cannot escape from u to something better than s.  Nash stability allows no improvement.

Without a graph: with `worst(t)` the least rank for i among t and the answers to t, s is GMR or SEQ stable when the most
that i gets of `worst` by moving, over its fibre, is not above its rank of s; for SMR and SSEQ the same with the best i
could escape to in place of the rank, over its improvements alone.  `worst` is a fixed point of minima along fibres.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from ceasefire.analysis.dispute.board import NEVER, Board, Ranks
from ceasefire.analysis.dispute.fibre import BoolArray


class Kind(StrEnum):
    """Stability definitions, from the least to the most foresight asked of a party; R is Nash stability."""

    R = "R"
    SEQ = "SEQ"
    GMR = "GMR"
    SSEQ = "SSEQ"
    SMR = "SMR"


KEPT_AS = Kind.SEQ
"""The definition that counts as kept: no party can gain by leaving once the others have answered in their own interest."""

CREDIBLE = {Kind.SEQ, Kind.SSEQ}
"""Definitions in which the others answer only with improvements of their own."""

HELD = {Kind.SMR, Kind.SSEQ}
"""Definitions in which the party may try to escape from the answer."""

REFERENCES = (
    "Fang, L., Hipel, K. W. & Kilgour, D. M. (1993). Interactive Decision Making. Wiley, ch. 3",
    "Kilgour, D. M. & Hipel, K. W. (2005). Group Decis. Negot. 14:441-460",
    "Rego, L. C. & Vieira, G. I. A. (2017). Group Decis. Negot. 26:775-792, doi:10.1007/s10726-016-9520-8",
)


def stable(board: Board, party: str) -> dict[Kind, BoolArray]:
    """Where each definition holds for a party: flat arrays over the board, false where a state does not exist."""
    own = board.own(party)
    if own is None:
        return {kind: board.feasible.copy() for kind in Kind}
    rank = board.ranks[party]
    reached = np.where(board.feasible, rank, np.int32(-1))
    best = board.spread(reached, own, np.maximum)
    others = board.without((party,))
    found = {Kind.R: best <= rank}
    for kind in (Kind.GMR, Kind.SEQ, Kind.SMR, Kind.SSEQ):
        start = np.where(board.feasible, best if kind in HELD else rank, NEVER)
        worst = _worst(board, start, others, credible=kind in CREDIBLE)
        worst = np.where(board.feasible, worst, np.int32(-1))
        held = kind in HELD
        most = board.strict(worst, own, np.maximum, -1) if held else board.spread(worst, own, np.maximum)
        found[kind] = most <= rank
    return {kind: found[kind] & board.feasible for kind in Kind}


def worst_answer(board: Board, party: str) -> Ranks:
    """The least rank for a party among each state and what the others would make of it, each step in their own interest."""
    start = np.where(board.feasible, board.ranks[party], NEVER)
    return _worst(board, start, board.without((party,)), credible=True)


def _worst(board: Board, start: Ranks, others: tuple[int, ...], *, credible: bool) -> Ranks:
    """The least of `start` over each state and what sequences of the others' moves (or improvements) lead to from it."""
    worst = start
    missing = None if board.feasible.all() else ~board.feasible
    quiet, turn = 0, 0
    while quiet < len(others):
        mover = others[turn % len(others)]
        found = (
            board.strict(worst, mover, np.minimum, int(NEVER)) if credible else board.spread(worst, mover, np.minimum)
        )
        found = np.minimum(found, worst)
        if missing is not None:
            np.copyto(found, NEVER, where=missing)
        # a mover's own fibre is done in one turn, since two of its moves are one
        quiet = quiet + 1 if np.array_equal(found, worst) else 1
        worst = found
        turn += 1
    return worst


def equilibria(board: Board) -> dict[Kind, BoolArray]:
    """Where each definition holds for every party."""
    together = {kind: board.feasible.copy() for kind in Kind}
    for party in board.ranks:
        for kind, holds in stable(board, party).items():
            together[kind] &= holds
    return together
