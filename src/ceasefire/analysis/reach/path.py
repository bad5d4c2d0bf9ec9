"""Can they get there from here: ways from today's state to a package, who moves first, and what each step risks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.board import Board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.moves import Move, by_issue, ever_leads, leads, move, reached, shortest
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

    `exposed` are necessary parties that stand below today's state, with the points 0-100 by which they do (None where only their
    order is known).  `hostage` is true where the step cannot be taken back and leaves its mover worse off than before until
    others move.
    """

    move: Move
    exposed: Mapping[str, float | None]
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
    that was asked for), and then so that the fewest of those of whom only an order is known stand below it at once; None where
    there is no such way.  `by_order` are the latter: they stand below today's state on it, by how much nobody can say.
    """

    target: Mapping[str, str]
    routes: tuple[Route, ...]
    least: Route
    least_joint: Route
    careful: Route | None
    exposure: float | None
    by_order: tuple[str, ...]
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
    stages = careful.stages or () if careful else ()
    by_order = dict.fromkeys(p for stage in stages for p, points in stage.exposed.items() if points is None)
    method = "breadth-first over sets of states, exact"
    return Paths(dict(target), tuple(routes), least, least_joint, careful, bound, tuple(by_order), method)


def least_way(dispute: Dispute, target: Mapping[str, str]) -> tuple[Route, float | None]:
    """The way to `target` that asks for the fewest guarantees, and the least exposure that some way has (None where there is
    none).

    Raises TooLarge.
    """
    playing = playing_board(dispute)
    start, goal = playing.space.number(dispute.case.status_quo), playing.space.number(target)
    every = tuple(range(len(playing.movers)))
    end = np.zeros(playing.space.size, dtype=np.bool_)
    end[goal] = True
    few = fewest(playing, start, end, Steps(every, improving=True), Steps(every))
    direct = shortest(playing, start, end, every)
    ways = [_route(dispute, playing, "fewest guarantees", start, steps) for steps in (few, direct)]
    return _shorter(*ways), _careful(dispute, playing, start, end, None)[1]


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
    new = layers[-1]
    while not layers[-1][start]:
        new = leads(playing, new, costly.movers, improving=costly.improving) & ~layers[-1]
        if not new.any():
            return None
        new = ever_leads(playing, new, free.movers, improving=free.improving) & ~layers[-1]
        layers.append(layers[-1] | new)
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
    points, number = _below(dispute, playing, start)
    # the points first, then how many of those with an order only stand below today at once
    many = int(number.max()) + 1
    levels, places = np.unique(points, return_inverse=True)
    codes, level = np.unique(places * many + number, return_inverse=True)
    if bound is None:
        least = _least_exposure(singly, start, end, level.astype(np.int32))
    else:
        within = np.flatnonzero(levels[codes // many] <= bound + 1e-9)
        least = int(within[-1]) if len(within) else None
    if least is None:
        return None, None
    bounded = replace(singly, feasible=singly.feasible & (level <= least))
    if not (bounded.feasible[start] and bounded.feasible[end].any()):
        return None, None
    steps = shortest(bounded, start, end, tuple(range(len(singly.movers))))
    exposed = float(levels[codes[least] // many]) if bound is None else bound
    return (None, None) if steps is None else (_route(dispute, singly, "careful", start, steps), exposed)


def _least_exposure(singly: Board, start: int, end: BoolArray, own: npt.NDArray[np.int32]) -> int | None:
    """The least over all ways of the highest level that a way passes: a fixed point along fibres, as for stability."""
    never = np.int32(int(own.max()) + 1)
    most = np.where(end & singly.feasible, own, never)
    changed = True
    while changed:
        before = most
        for mover in range(len(singly.movers)):
            best = np.maximum(singly.spread(most, mover, np.minimum), own)
            most = np.where(singly.feasible, np.minimum(most, best), never)
        changed = not np.array_equal(before, most)
    return None if most[start] == never else int(most[start])


def _below(dispute: Dispute, playing: Board, start: int) -> tuple[Points, npt.NDArray[np.int64]]:
    """Per state: points below today's of the worst-placed necessary party, and how many with an order only stand below it."""
    worst = np.zeros(playing.space.size)
    number = np.zeros(playing.space.size, dtype=np.int64)
    for party in dispute.weighing:
        worth = dispute.worths[party]
        if isinstance(worth, Additive):
            points = playing.turned(dispute.payoff(party).worth) * float(worth.unit)
            worst = np.maximum(worst, points[start] - points)
        else:
            number += playing.ranks[party] < playing.ranks[party][start]
    return worst, number


def _route(dispute: Dispute, playing: Board, kind: str, start: int, steps: list[tuple[int, int]] | None) -> Route:
    if steps is None:
        return Route(kind, None)
    stages, here = [], start
    for mover, there in steps:
        step = move(playing, mover, here, there)
        stages.append(Stage(step, _exposed(dispute, playing, start, there), step.one_way and not step.gains))
        here = there
    together = sum(len(stage.move.by) > 1 for stage in stages)
    return Route(kind, tuple(stages), together, sum(not stage.move.gains for stage in stages))


def _exposed(dispute: Dispute, playing: Board, start: int, here: int) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for party in dispute.weighing:
        worth = dispute.worths[party]
        if playing.ranks[party][here] < playing.ranks[party][start]:
            today, now = (dispute.canonical(playing.space.state(k)) for k in (start, here))
            found[party] = worth.points(today) - worth.points(now) if isinstance(worth, Additive) else None
    return found
