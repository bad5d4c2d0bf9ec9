"""Sign, keep and reach together: the packages that are all three, and what the best of the others lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ceasefire.analysis.dispute.board import Board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.moves import ever_leads
from ceasefire.analysis.dispute.package import Package, package
from ceasefire.analysis.dispute.space import BoolArray
from ceasefire.analysis.keep.enforcement import Breach, enforcement
from ceasefire.analysis.keep.stability import Kind, equilibria
from ceasefire.analysis.keep.verdicts import StateVerdict, inside_zone, judge, playing_board
from ceasefire.analysis.reach.path import Route, paths
from ceasefire.analysis.sign.enumerated_zone import fairest
from ceasefire.case.rules import Is

KEPT_AS = Kind.SEQ
"""The definition that counts as kept here: no party can gain by leaving once the others have answered in their own interest."""


@dataclass(frozen=True)
class Best:
    """The best package that is some of signed, kept and reached, and which of these it is not."""

    has: tuple[str, ...]
    lacks: tuple[str, ...]
    package: Package


@dataclass(frozen=True)
class Prospect:
    """What becomes of an agreement.

    `n_*` count states with the issues that are off the table left as they are: `signed` (in the zone), `kept` (a SEQ
    equilibrium), `reached` (from today's state by moves, joint ones included).  `best` are the packages that are all three,
    or the best of each and what they lack.  `focus` is the package looked at closely: the best of the zone, or the one that
    the least concession would open (then `in_zone` is false); `stability` (of parties, not of coalitions), `breaches`
    and `route` are about it.
    """

    n_signed: int
    n_kept: int
    n_reached: int
    n_signed_kept: int
    n_signed_reached: int
    n_all: int
    best: tuple[Best, ...]
    focus: Package
    in_zone: bool
    stability: StateVerdict
    breaches: tuple[Breach, ...]
    route: Route
    exposure: float | None


def prospect(dispute: Dispute, opened: Mapping[str, str] | None) -> Prospect | None:
    """Sign, keep and reach of a dispute compiled with all issues open.

    `opened` is the package that the least concession would open, looked at where the zone is empty; None is returned where
    there is none either.  Raises TooLarge.
    """
    playing = playing_board(dispute)
    as_negotiated = np.ones(playing.space.size, dtype=np.bool_)
    for name, issue in dispute.case.issues.items():
        if issue.off_table:
            today = dispute.space.truth(Is(name, (dispute.case.status_quo[name],)))
            as_negotiated &= playing.turned(dispute.space.flat(today))
    signed = inside_zone(dispute, playing) & as_negotiated
    kept = equilibria(playing)[KEPT_AS] & as_negotiated
    reached = reachable(playing, playing.space.number(dispute.case.status_quo)) & as_negotiated
    best = _best(dispute, playing, {"signed": signed, "kept": kept, "reached": reached})
    in_zone = bool(signed.any())
    focus = next((b.package.choices for b in best if "signed" in b.has), None) if in_zone else opened
    if focus is None:
        return None
    ways = paths(dispute, focus)
    return Prospect(
        n_signed=int(signed.sum()),
        n_kept=int(kept.sum()),
        n_reached=int(reached.sum()),
        n_signed_kept=int((signed & kept).sum()),
        n_signed_reached=int((signed & reached).sum()),
        n_all=int((signed & kept & reached).sum()),
        best=best,
        focus=package(dispute, focus),
        in_zone=in_zone,
        stability=judge(dispute, focus, together=False),
        breaches=enforcement(dispute, focus).breaches,
        route=next((r for r in ways.routes if r.stages is not None), ways.routes[-1]),
        exposure=ways.exposure,
    )


def reachable(playing: Board, start: int) -> BoolArray:
    """States that some sequence of moves, joint ones included, leads to from a state."""
    turned = tuple(f if f.ways is None else replace(f, ways=f.ways.T) for f in playing.fibres)
    backwards = replace(playing, fibres=turned)
    here = np.zeros(playing.space.size, dtype=np.bool_)
    here[start] = True
    return ever_leads(backwards, here, tuple(range(len(playing.movers))))


def _best(dispute: Dispute, playing: Board, marks: Mapping[str, BoolArray]) -> tuple[Best, ...]:
    found: list[Best] = []
    for lacks in ((), ("kept",), ("reached",), ("signed",), ("kept", "reached")):
        has = tuple(name for name in marks if name not in lacks)
        states = np.logical_and.reduce([marks[name] for name in has] + [~marks[name] for name in lacks])
        if not states.any() or (found and not found[0].lacks):
            continue
        own = np.flatnonzero(_back(playing, states))
        found.append(Best(has, lacks, package(dispute, dispute.space.state(fairest(dispute, own)))))
    return tuple(found)


def _back(playing: Board, states: BoolArray) -> BoolArray:
    """A flat array over the board, in the order of the dispute's own space."""
    lengths = [playing.shape[axis] for axis in playing.turn]
    return states.reshape(lengths).transpose(np.argsort(playing.turn)).reshape(-1)
