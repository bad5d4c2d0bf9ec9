"""Ways against plain searches on the twin's graph."""

from __future__ import annotations

import heapq
from itertools import count

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import stability_twin
from ceasefire.analysis.dispute.board import board
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.dispute.reachable import reached_from
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.reach.path import Route, paths
from ceasefire.case.load import load_case
from ceasefire.case.model import Case
from random_cases import EFFORT, moving_cases

State = tuple[str, ...]


def cheapest(plain: stability_twin.Graph, start: State, end: State, movers: list[int], cost: str) -> float | None:
    """Dijkstra: steps, or steps that are no gain, along improvements alone where cost is `improvements`."""
    order = count()
    queue = [(0.0, next(order), start)]
    done: set[State] = set()
    while queue:
        spent, _, here = heapq.heappop(queue)
        if here == end:
            return spent
        if here in done:
            continue
        done.add(here)
        for m in movers:
            for there in plain.moves[m][here]:
                gain = there in plain.improvements(m, here)
                if cost == "improvements" and not gain:
                    continue
                free = (cost == "guarantees" and gain) or (cost == "joint" and len(plain.movers[m]) == 1)
                heapq.heappush(queue, (spent + (0 if free else 1), next(order), there))
    return None


def walk(plain: stability_twin.Graph, case: Case, route: Route, *, singly: bool) -> State:
    """Follow a route step by step; every step is a move of the one who takes it."""
    here = dict(case.status_quo)
    assert route.stages is not None
    for stage in route.stages:
        mover = plain.movers.index(tuple(sorted(stage.move.by)))
        before = tuple(here[i] for i in case.issues)
        here.update({i: b for i, (_, b) in stage.move.changes.items()})
        after = tuple(here[i] for i in case.issues)
        assert after in plain.moves[mover][before]
        assert stage.move.gains == (after in plain.improvements(mover, before))
        assert stage.move.one_way == (not any(before in moves[after] for moves in plain.moves))
        assert not singly or len(stage.move.changes) == 1
    return tuple(here[i] for i in case.issues)


@settings(max_examples=120 * EFFORT)
@given(moving_cases(), st.data())
def test_every_route_is_a_shortest_of_its_kind(case: Case, data: st.DataObject) -> None:
    compiled = dispute(case, open_all=True)
    plain = stability_twin.graph(compiled)
    start = tuple(case.status_quo[i] for i in case.issues)
    if start not in plain.states:
        return
    end = data.draw(st.sampled_from(plain.states))
    found = paths(compiled, dict(zip(case.issues, end, strict=True)))
    alone = [m for m, members in enumerate(plain.movers) if len(members) == 1]
    every = list(range(len(plain.movers)))
    for route in found.routes:
        movers = every if route.kind.startswith("joint") else alone
        steps = cheapest(plain, start, end, movers, "improvements" if route.kind.endswith("improvements") else "moves")
        assert (None if route.stages is None else len(route.stages)) == steps, route.kind
        assert route.stages is None or walk(plain, case, route, singly=False) == end
    least = cheapest(plain, start, end, every, "guarantees")
    assert (None if found.least.stages is None else found.least.guarantees) == least
    assert found.least.stages is None or walk(plain, case, found.least, singly=False) == end
    joint = cheapest(plain, start, end, every, "joint")
    assert (None if found.least_joint.stages is None else found.least_joint.together) == joint
    assert found.least_joint.stages is None or walk(plain, case, found.least_joint, singly=False) == end


@settings(max_examples=120 * EFFORT)
@given(moving_cases(), st.data())
def test_the_careful_way_exposes_as_little_as_can_be(case: Case, data: st.DataObject) -> None:
    compiled = dispute(case, open_all=True)
    plain = stability_twin.graph(compiled)
    start = tuple(case.status_quo[i] for i in case.issues)
    if start not in plain.states:
        return
    end = data.draw(st.sampled_from(plain.states))
    found = paths(compiled, dict(zip(case.issues, end, strict=True)))

    def below(state: State) -> float:
        worths = [w for p in case.deciding if isinstance(w := compiled.worths[p], Additive)]
        named, today = dict(zip(case.issues, state, strict=True)), case.status_quo
        return max([0.0, *(float(w.unit * (w.of(today) - w.of(named))) for w in worths)])

    def single(m: int, a: State) -> set[State]:
        return {b for b in plain.moves[m][a] if sum(x != y for x, y in zip(a, b, strict=True)) == 1}

    queue, best = [(below(start), start)], {}
    while queue:
        level, here = heapq.heappop(queue)
        if here not in best:
            best[here] = level
            for m in range(len(plain.movers)):
                for there in single(m, here):
                    heapq.heappush(queue, (max(level, below(there)), there))
    if end not in best:
        assert found.careful is None
        return
    assert found.careful is not None
    assert found.exposure is not None
    assert abs(found.exposure - best[end]) < 1e-9
    assert walk(plain, case, found.careful, singly=True) == end
    tighter = paths(compiled, dict(zip(case.issues, end, strict=True)), exposure=found.exposure / 2)
    assert (tighter.careful is None) == (best[end] > found.exposure / 2 + 1e-9)


@settings(max_examples=60 * EFFORT)
@given(moving_cases())
def test_reachable_states_are_those_of_the_twin(case: Case) -> None:
    compiled = dispute(case, open_all=True)
    ours, plain = board(compiled), stability_twin.graph(compiled)
    for start in plain.states[:4]:
        number = ours.space.number(dict(zip(case.issues, start, strict=True)))
        expected = {start, *plain.legal(list(range(len(plain.movers))), start, improving=False)}
        found = np.flatnonzero(reached_from(ours, number))
        assert {tuple(ours.space.state(int(n))[i] for i in case.issues) for n in found} == expected


def test_a_surrender_cannot_be_undone() -> None:
    case = load_case("syria-2016-08")
    compiled = dispute(case, open_all=True)
    there = paths(compiled, {**case.status_quo, "local": "surrendered"})
    step = there.routes[-1].stages
    assert step is not None
    assert [(s.move.by, s.move.one_way) for s in step] == [(("syria", "armed-groups"), True)]
    surrendered = case.model_copy(update={"status_quo": {**case.status_quo, "local": "surrendered"}})
    back = paths(dispute(surrendered, open_all=True), case.status_quo)
    assert all(route.stages is None for route in back.routes)
    assert back.careful is None
