"""Sign, keep and reach together: the packages that are all three, and what the best of the others lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ceasefire.analysis.dispute.board import Board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.package import Package, package
from ceasefire.analysis.dispute.reachable import reached_from
from ceasefire.analysis.keep.enforcement import Enforcement, enforcement
from ceasefire.analysis.keep.stability import KEPT_AS
from ceasefire.analysis.keep.verdicts import (
    StateVerdict,
    as_negotiated,
    inside_zone,
    judge,
    playing_board,
    playing_equilibria,
)
from ceasefire.analysis.reach.path import Route, least_way
from ceasefire.analysis.sign.enumerated_zone import evenly_fair


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
    the least concession would open (then `in_zone` is false); of several that are equally fair the first by name, and
    `focus_kept` and `focus_reached` say of how many of them (`n_focus`) that they are kept and reached.  `stability` (of parties,
    not of coalitions), `keep` and `route` are about it.
    """

    n_signed: int
    n_kept: int
    n_reached: int
    n_signed_kept: int
    n_signed_reached: int
    n_all: int
    best: tuple[Best, ...]
    focus: Package
    n_focus: int
    focus_kept: int
    focus_reached: int
    in_zone: bool
    stability: StateVerdict
    keep: Enforcement
    route: Route
    exposure: float | None


def prospect(dispute: Dispute, opened: Sequence[Mapping[str, str]]) -> Prospect | None:
    """Sign, keep and reach of a dispute compiled with all issues open.

    `opened` are the equally fair packages that the least concession would open, looked at where the zone is empty; None is
    returned where there are none either.  Raises TooLarge.
    """
    playing = playing_board(dispute)
    on_table = as_negotiated(dispute, playing) & playing.turned(dispute.distinct)
    start = playing.space.number(dispute.case.status_quo)
    signed = inside_zone(dispute, playing)
    signed[start] = False
    kept = playing_equilibria(dispute)[KEPT_AS] & on_table
    reached = reached_from(playing, start) & on_table
    best, states = _best(dispute, playing, {"signed": signed, "kept": kept, "reached": reached})
    in_zone = bool(signed.any())
    wanted: Sequence[Mapping[str, str]] = states if in_zone else opened
    if not wanted:
        return None
    focus = wanted[0]
    numbers = np.array([playing.space.number(state) for state in wanted])
    route, exposure = least_way(dispute, focus)
    return Prospect(
        n_signed=int(signed.sum()),
        n_kept=int(kept.sum()),
        n_reached=int(reached.sum()),
        n_signed_kept=int((signed & kept).sum()),
        n_signed_reached=int((signed & reached).sum()),
        n_all=int((signed & kept & reached).sum()),
        best=best,
        focus=package(dispute, focus),
        n_focus=len(numbers),
        focus_kept=int(kept[numbers].sum()),
        focus_reached=int(reached[numbers].sum()),
        in_zone=in_zone,
        stability=judge(dispute, focus, together=False),
        keep=enforcement(dispute, focus),
        route=route,
        exposure=exposure,
    )


def _best(
    dispute: Dispute, playing: Board, marks: Mapping[str, BoolArray]
) -> tuple[tuple[Best, ...], list[dict[str, str]]]:
    """The best of each, and all that are equally fair with the first of them that is signed."""
    found: list[Best] = []
    focus: list[dict[str, str]] = []
    for lacks in ((), ("kept",), ("reached",), ("signed",), ("kept", "reached")):
        has = tuple(name for name in marks if name not in lacks)
        states = np.logical_and.reduce([marks[name] for name in has] + [~marks[name] for name in lacks])
        if not states.any() or (found and not found[0].lacks):
            continue
        evenly = [dispute.space.state(k) for k in evenly_fair(dispute, np.flatnonzero(playing.turned_back(states)))]
        found.append(Best(has, lacks, package(dispute, evenly[0])))
        if "signed" in has and not focus:
            focus = evenly
    return tuple(found), focus
