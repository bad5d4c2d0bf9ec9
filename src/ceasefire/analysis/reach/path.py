"""Can they get there from here: ways from today's state to a package, who moves first, and what each step risks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.board import Board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.moves import Move, by_issue, ever_leads, leads, move, reached, shortest
from ceasefire.analysis.dispute.space import BoolArray
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.keep.verdicts import playing_board

Points = npt.NDArray[np.float64]

ROUTES = {
    "improvements": "each step a gain for the party that takes it, alone",
    "moves": "any steps that a party can take alone",
    "joint improvements": "each step a gain for those who take it, some of them together",
    "joint moves": "any steps, some of them taken together",
}


@dataclass(frozen=True)
class Stage:
    """One step of a way, and how the parties stand after it.

    `exposed` are points 0-100 below today's state, for necessary parties with magnitudes that stand below it.  `hostage` is true
    where the step cannot be taken back and leaves its mover worse off than before until others move.
    """

    move: Move
    exposed: Mapping[str, float]
    hostage: bool


@dataclass(frozen=True)
class Route:
    """A way of one kind; `stages` is None where there is none.

    `together` counts the joint steps; `guarantees` those that are no gain for some mover, who therefore needs a reason.
    """

    kind: str
    stages: tuple[Stage, ...] | None
    together: int = 0
    guarantees: int = 0


@dataclass(frozen=True)
class Paths:
    """Ways from the status quo to a package.

    `routes` are the shortest of each kind in ROUTES.  `least` is a way that asks for the fewest guarantees (steps that are no
    gain for a mover), `least_joint` one with the fewest joint moves.  `careful` changes one issue at a time so that the most
    any necessary party ever stands below today's state is `exposure` points, the least there can be (or within the bound
    that was asked for); None where there is no such way.
    """

    target: Mapping[str, str]
    routes: tuple[Route, ...]
    least: Route
    least_joint: Route
    careful: Route | None
    exposure: float | None
    method: str


def paths(dispute: Dispute, target: Mapping[str, str], *, exposure: float | None = None) -> Paths:
    """Ways from the status quo to `target` on a dispute compiled with all issues open.

    `exposure`, in points, bounds how far below today's state a necessary party may stand on the careful way; by default the least
    possible bound is found.  Raises TooLarge.
    """
    playing = playing_board(dispute)
    start, goal = playing.space.number(dispute.case.status_quo), playing.space.number(target)
    alone = tuple(k for k, m in enumerate(playing.movers) if len(m.members) == 1)
    every = tuple(range(len(playing.movers)))
    end = np.zeros(playing.space.size, dtype=np.bool_)
    end[goal] = True
    routes = []
    for kind in ROUTES:
        movers = every if kind.startswith("joint") else alone
        steps = shortest(playing, start, end, movers, improving=kind.endswith("improvements"))
        routes.append(_route(dispute, playing, kind, start, steps))
    searches = {
        "fewest guarantees": (Steps(every, improving=True), Steps(every)),
        "fewest joint moves": (Steps(alone), Steps(every)),
    }
    ways = [
        _route(dispute, playing, kind, start, fewest(playing, start, end, *steps)) for kind, steps in searches.items()
    ]
    least, least_joint = (_shorter(way, routes[-1]) for way in ways)
    careful, bound = _careful(dispute, playing, start, end, exposure)
    return Paths(
        dict(target), tuple(routes), least, least_joint, careful, bound, "breadth-first over sets of states, exact"
    )


def _shorter(way: Route, direct: Route) -> Route:
    """The shortest way instead, where it asks for no more of what is to be few."""
    if direct.stages is None or way.stages is None:
        return way
    few, other = (way.guarantees, direct.guarantees) if "guarantees" in way.kind else (way.together, direct.together)
    return replace(direct, kind=way.kind) if other == few else way


@dataclass(frozen=True)
class Steps:
    """Steps of some movers, any of them or only improvements."""

    movers: tuple[int, ...]
    improving: bool = False


def fewest(playing: Board, start: int, end: BoolArray, free: Steps, costly: Steps) -> list[tuple[int, int]] | None:
    """A way from `start` into `end` with the fewest `costly` steps, any number of `free` ones between; None where there is none.

    `free` steps must be among the `costly` ones.
    """
    layers = [ever_leads(playing, end, free.movers, improving=free.improving)]
    while not layers[-1][start]:
        wider = layers[-1] | leads(playing, layers[-1], costly.movers, improving=costly.improving)
        wider = ever_leads(playing, wider, free.movers, improving=free.improving)
        if np.array_equal(wider, layers[-1]):
            return None
        layers.append(wider)
    steps: list[tuple[int, int]] = []
    here = start
    for layer in reversed(layers[:-1]):
        # free steps lead to a state from which one costly step enters the next layer
        border = leads(playing, layer, costly.movers, improving=costly.improving)
        steps += shortest(playing, here, border, free.movers, improving=free.improving) or []
        here = steps[-1][1] if steps else start
        mover, here = next((m, int(t)) for m in costly.movers for t in reached(playing, m, here) if layer[t])
        steps.append((mover, here))
    return steps + (shortest(playing, here, end, free.movers, improving=free.improving) or [])


def _careful(
    dispute: Dispute, playing: Board, start: int, end: BoolArray, bound: float | None
) -> tuple[Route | None, float | None]:
    """The way of single-issue steps with the least exposure, or within a bound."""
    singly = by_issue(playing)
    below = np.maximum(_points_below(dispute, playing, start), 0)
    level = _least_exposure(singly, start, end, below) if bound is None else bound
    if level is None:
        return None, None
    bounded = replace(singly, feasible=singly.feasible & (below <= level + 1e-9))
    if not (bounded.feasible[start] and bounded.feasible[end].any()):
        return None, None
    steps = shortest(bounded, start, end, tuple(range(len(singly.movers))))
    return (None, None) if steps is None else (_route(dispute, singly, "careful", start, steps), level)


def _least_exposure(singly: Board, start: int, end: BoolArray, below: Points) -> float | None:
    """The least over all ways of the most that a way exposes: a fixed point along fibres, as for stability."""
    levels, codes = np.unique(below, return_inverse=True)
    own = codes.astype(np.int32)
    never = np.int32(len(levels))
    most = np.where(end & singly.feasible, own, never)
    changed = True
    while changed:
        before = most
        for mover in range(len(singly.movers)):
            best = np.maximum(singly.spread(most, mover, np.minimum), own)
            most = np.where(singly.feasible, np.minimum(most, best), never)
        changed = not np.array_equal(before, most)
    return None if most[start] == never else float(levels[most[start]])


def _points_below(dispute: Dispute, playing: Board, start: int) -> Points:
    """How many points below today's state the worst-placed necessary party stands in each state."""
    worst = np.zeros(playing.space.size)
    for party in dispute.deciding:
        worth = dispute.worths[party]
        if isinstance(worth, Additive):
            points = playing.turned(dispute.payoff(party).worth) * float(worth.unit)
            worst = np.maximum(worst, points[start] - points)
    return worst


def _route(dispute: Dispute, playing: Board, kind: str, start: int, steps: list[tuple[int, int]] | None) -> Route:
    if steps is None:
        return Route(kind, None)
    stages, here = [], start
    today = playing.space.state(start)
    for mover, there in steps:
        step = move(playing, mover, here, there)
        stages.append(
            Stage(step, _exposed(dispute, today, playing.space.state(there)), step.one_way and not step.gains)
        )
        here = there
    together = sum(len(stage.move.by) > 1 for stage in stages)
    return Route(kind, tuple(stages), together, sum(not stage.move.gains for stage in stages))


def _exposed(dispute: Dispute, today: Mapping[str, str], state: Mapping[str, str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for party in dispute.deciding:
        worth = dispute.worths[party]
        if isinstance(worth, Additive):
            below: Fraction = worth.unit * (worth.of(today) - worth.of(state))
            if below > 0:
                found[party] = float(below)
    return found
