"""Zone and impediments of spaces too large to enumerate, through the integer program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.package import Package, package
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.sign.answers import Fair, Zone
from ceasefire.analysis.sign.enumerated_zone import cardinal
from ceasefire.analysis.sign.fairness import SOLUTIONS
from ceasefire.analysis.sign.program import GAP, Linear, Program, Solution, total, worth_scale
from ceasefire.errors import Undecided

DIVERSE = 5
"""Efficient packages looked for in a large space."""

METHOD = "integer program (HiGHS); each package checked again exactly"


def programmed_zone(dispute: Dispute, seed: int = 0, *, even_unreachable: bool = False) -> Zone:
    """Emptiness with proof, the max-min and the largest-sum package, and DIVERSE efficient packages that differ.

    What needs every package looked at (how many, the Nash and Kalai-Smorodinsky packages, who could sign together) is not
    said; what can no longer be brought about is judged issue by issue.  `seed` draws the weights that lead to different
    efficient packages.
    """
    program = Program(dispute)
    try:
        if program.solve(every_condition(dispute)) is None:
            return _zone(
                dispute, empty=True, n_zone=0, n_unreachable=0, reason="the zone is empty", nearest=_nearest(program)
            )
        program.only_new(even_unreachable=even_unreachable)
        first = program.solve(every_condition(dispute))
        if first is None:
            return _zone(dispute, empty=True, reason="nothing new could be signed")
        if len(cardinal(dispute)) < len(dispute.weighing) or not dispute.weighing:
            reason = "that needs magnitudes for all, or every package looked at"
            return _zone(dispute, empty=False, reason=reason, listed=(package(dispute, first.state),))
        worst, gap = max_min(program)
        summed = _polished(
            program, program.solve(every_condition(dispute), maximise=_gains(program, [1.0] * len(dispute.weighing)))
        )
        fair = {"egalitarian": package(dispute, worst), "utilitarian": package(dispute, summed)}
        found = {tuple(s.values()): s for s in (worst, summed)}
        for state in _diverse(program, list(found.values()), seed):
            found.setdefault(tuple(state.values()), state)
        listed = tuple(package(dispute, state) for state in found.values())
        bound = "" if gap <= GAP else f"the max-min package may be up to {gap:.3g} points short of the best"
        reason = "that needs every package looked at, and there are too many"
        return _zone(dispute, empty=False, reason=reason, listed=listed, fair=fair, bound=bound)
    except Undecided as undecided:
        return _zone(dispute, empty=None, reason="not decided", bound=str(undecided))


def max_min(program: Program, kept: int | None = None) -> tuple[dict[str, str], float]:
    """An efficient package whose smallest gain in points is largest, and how far that may be from the best.

    `kept` is the bit set of conditions to meet (default all).  The conditions must hold together.
    """
    dispute = program.dispute
    asked = every_condition(dispute) if kept is None else kept
    found = program.solve(asked, floor=[program.gain(p) for p in dispute.weighing])
    gap = found.gap if found is not None else 0.0
    return _polished(program, found, asked), gap


def every_condition(dispute: Dispute) -> int:
    """The bit set of all conditions."""
    return (1 << len(dispute.conditions)) - 1


def _gains(program: Program, weights: list[float]) -> Linear:
    return total([(w, program.gain(p)) for w, p in zip(weights, program.dispute.weighing, strict=True)])


def _polished(program: Program, found: Solution | None, asked: int | None = None) -> dict[str, str]:
    """An efficient package at least as good for every necessary party as the one found."""
    assert found is not None  # noqa: S101  callers have shown that the conditions hold together
    dispute = program.dispute
    floors = []
    for party in dispute.weighing:
        worth = dispute.worths[party]
        assert isinstance(worth, Additive)  # noqa: S101  only cardinal disputes come here
        scale = worth_scale(worth)
        floors.append((program.worth(worth, 1 / scale), (worth.of(found.state) - 0.5) / scale))
    best = program.solve(
        every_condition(dispute) if asked is None else asked, maximise=_gains(program, [1.0] * len(floors)), rows=floors
    )
    return found.state if best is None else best.state


def _diverse(program: Program, known: list[dict[str, str]], seed: int) -> Iterator[dict[str, str]]:
    """Efficient packages found by random weights, each first sought away from those known."""
    rng = np.random.default_rng(seed)
    seen = list(known)
    for _ in range(DIVERSE):
        weights = [float(w) for w in rng.dirichlet(np.ones(len(program.dispute.weighing)))]
        away = [_differs(program, state) for state in seen]
        found = program.solve(every_condition(program.dispute), maximise=_gains(program, weights), rows=away)
        if found is None:
            return
        state = _polished(program, found)
        seen.append(state)
        yield state


def _differs(program: Program, state: dict[str, str]) -> tuple[Linear, float]:
    """A row that asks for at least a tenth of the issues, and two, to be otherwise."""
    varying = [
        (i, o) for (i, o), options in zip(state.items(), program.dispute.space.options, strict=True) if len(options) > 1
    ]
    same = Linear({program.choice[i, o]: -1.0 for i, o in varying}, float(len(varying)))
    return same, float(min(len(varying), max(2, len(varying) // 10)))


def _nearest(program: Program) -> Package | None:
    """The possible package that most necessary parties accept; of these, one with most conditions met."""
    dispute = program.dispute
    relaxed = Program(dispute)
    score: list[tuple[float, Linear]] = []
    accepts = {party: relaxed.variable(whole=True) for party in dispute.deciding}
    for condition, (expression, least) in zip(dispute.conditions, relaxed.conditions, strict=True):
        met = relaxed.variable(whole=True)
        relaxed.implies(met, expression, least)
        relaxed.rows.add(Linear({met: 1.0, accepts[condition.party]: -1.0}), low=0)
        score.append((1.0, Linear({met: 1.0})))
    score += [(len(dispute.conditions) + 1.0, Linear({k: 1.0})) for k in accepts.values()]
    found = relaxed.solve(0, maximise=total(score))
    return None if found is None else package(dispute, found.state)


def _zone(dispute: Dispute, *, empty: bool | None, reason: str = "", **found: Any) -> Zone:
    """A Zone with what an integer program can say; `found` overrides the rest."""
    shown: dict[str, Package] = found.pop("fair", {})
    principles = tuple(
        Fair(n, shown.get(n), int(n in shown), "" if n in shown else reason, ref) for n, ref in SOLUTIONS.items()
    )
    today = dispute.case.status_quo
    plain = Zone(
        empty=empty,
        n_states=dispute.space.size,
        n_possible=None,
        n_zone=None,
        today=all(dispute.met(c, today) for c in dispute.conditions) and dispute.possible(today),
        n_unreachable=None,
        n_efficient=0 if empty else None,
        n_differ=0 if empty else None,
        alone={},
        listed=(),
        others=(),
        twins=(),
        fair=principles,
        coalitions=None,
        nearest=None,
        exact=empty is not None and not found.get("bound"),
        bound="",
        method=METHOD,
    )
    return replace(plain, **found)
