"""Checks of a case that need its state space: rules that say nothing, forbid everything, or leave states unranked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ceasefire.analysis.dispute.board import Board, moving_board
from ceasefire.analysis.dispute.compiled import Dispute, dispute
from ceasefire.analysis.dispute.moves import reached
from ceasefire.analysis.dispute.space import StateSpace
from ceasefire.analysis.dispute.worth import Additive, Ranked, worth_of
from ceasefire.analysis.hold.holding import class_problems
from ceasefire.case.check import statements
from ceasefire.case.model import Case
from ceasefire.case.rules import Rule, atoms, holds, parse_rule
from ceasefire.errors import Severity, TooPrecise
from ceasefire.text.problem import Problem

SMALL = 1_000_000
"""Most states that are looked at for breaks that a rule bars."""

APART = 5.0
"""Points from which it is remarked on that no agreement, today's state and what comes after a breach are not the same."""


def examine(case: Case) -> list[Problem]:
    """Problems of a case that passed `case.check`."""
    precise = list(_precision(case))
    if precise:
        return precise
    whole = dispute(case, open_all=True)
    return [
        *class_problems(case),
        *_empty_rules(case, whole.space),
        *_possible(case, whole),
        *_rankings(whole),
        *_no_agreement(case, whole),
        *_barred(case, whole),
    ]


def _precision(case: Case) -> Iterator[Problem]:
    for name in case.parties:
        try:
            worth_of(case, name)
        except TooPrecise as error:
            hint = "round weights, scores and level to four digits or fewer"
            yield Problem(("parties", name, "preferences"), "precision", str(error), hint, key=True)


def _empty_rules(case: Case, space: StateSpace) -> Iterator[Problem]:
    for path, text in statements(case):
        rule = parse_rule(text)
        verdict = _constant(rule, space)
        if verdict is None:
            continue
        if verdict:
            hint = "remove it, or check for a slip"
            yield Problem(path, "always", "this rule always holds, so it says nothing", hint, Severity.WARNING)
        else:
            severity = Severity.WARNING if path[0] == "parties" and path[2] != "demands" else Severity.ERROR
            yield Problem(
                path,
                "never",
                "this rule can never hold",
                "an issue takes one option at a time; check for a slip",
                severity,
            )


def _constant(rule: Rule, space: StateSpace) -> bool | None:
    """True or False for a rule that is constant over its own issues; None otherwise, or when they are too many to tell."""
    named = dict.fromkeys(atom.issue for atom in atoms(rule))
    options = {issue: space.options[space.issues.index(issue)] for issue in named}
    own = StateSpace(tuple(named), tuple(options.values()))
    if not own.enumerable:
        return None
    truth = own.truth(rule)
    return True if truth.all() else False if not truth.any() else None


def _possible(case: Case, whole: Dispute) -> Iterator[Problem]:
    """Rules that together forbid everything, or leave no package to talk about."""
    if not _any(whole, links=False):
        message = "the rules together forbid every state"
        yield Problem(("rules",), "no-state", message, "drop or weaken one of them", key=True)
    elif not _any(whole):
        hint = "no package keeps every linked commitment whole: check what the exchanges ask"
        message = "rules and linked commitments leave no package"
        yield Problem(("commitments",), "no-state", message, hint, key=True)
    elif not _any(dispute(case)):
        held = ", ".join(name for name, issue in case.issues.items() if issue.off_table)
        message = f"no package is possible while these are off the table: {held}"
        hint = "put one on the table, or change the rule or exchange that asks for it"
        yield Problem(("issues",), "no-state", message, hint, key=True)


def _any(compiled: Dispute, *, links: bool = True) -> bool:
    """Whether some state keeps the rules (and linked commitments)."""
    if compiled.space.enumerable:
        states = compiled.allowed if links else compiled.space.all_hold(compiled.rules)
        return bool(states.any())
    from ceasefire.analysis.sign.program import Program  # scipy.optimize is slow to import

    return Program(compiled, links=links).solve(0) is not None


def _rankings(whole: Dispute) -> Iterator[Problem]:
    for name, worth in whole.worths.items():
        if not isinstance(worth, Ranked):
            continue
        path = ("parties", name, "preferences", "ranking")
        if not whole.space.enumerable:
            yield Problem(
                path,
                "ranking",
                f"{whole.space.size:,} states cannot be ranked one by one",
                "use weights or statements",
                key=True,
            )
            continue
        missing = np.flatnonzero(whole.space.all_hold(whole.rules) & (worth.payoff(whole.space).worth < 0))
        if len(missing):
            example = ", ".join(f"{i}={o}" for i, o in whole.space.state(int(missing[0])).items())
            message = f"the ranking leaves out {len(missing):,} possible states, for example {example}"
            yield Problem(
                path,
                "ranking",
                message,
                "name them under `packages` and rank them, or use prioritised statements",
                key=True,
            )


def _no_agreement(case: Case, whole: Dispute) -> Iterator[Problem]:
    """Where no agreement, today's state and what comes after a breach are worth different things to a necessary party."""
    for name in whole.weighing:
        worth, given = whole.worths[name], case.parties[name].walk_away
        if not isinstance(worth, Additive) or given is None:
            continue
        level = float(worth.unit * worth.walk_away)
        today, after = (worth.points(whole.canonical(state)) for state in (case.status_quo, case.after_breach))
        if abs(level - today) < APART and abs(level - after) < APART:
            continue
        breach = f", and what comes after a breach {after:.0f}" if case.otherwise is not None else ""
        message = f"no agreement is worth {level:.0f} to `{name}`, today's state {today:.0f}{breach}"
        hint = "three things that may well differ: say why under `because:`, or bring them together"
        yield Problem(("parties", name, "walk_away"), "no-agreement", message, hint, Severity.NOTE, key=True)


def _barred(case: Case, whole: Dispute) -> Iterator[Problem]:
    """Breaks of a draft that a rule bars, so that what can fall in life cannot fall in the model."""
    if whole.space.size > SMALL or not case.draft:
        return
    playing = moving_board(whole)
    told = set()
    for name in case.draft:
        state = case.package(name)
        if not whole.possible(state):
            continue
        for issue, held in case.issues.items():
            for (here, there), parties in held.breaches(case.status_quo[issue]):
                for party in parties if state[issue] == here else ():
                    rules = _bars(case, whole, playing, party, {**state, issue: there})
                    if rules and (issue, party) not in told:
                        told.add((issue, party))
                        bars = ", ".join(f"`{rule}`" for rule in rules)
                        message = f"`{party}` cannot break `{issue}` in the draft `{name}`: that is barred by {bars}"
                        hint = f"say `of: packages` of a rule about texts, or `if: {issue} != {there}` of what falls with it"
                        yield Problem(("rules", rules[0]), "barred", message, hint, Severity.WARNING, key=True)


def _bars(case: Case, whole: Dispute, playing: Board, party: str, broken: dict[str, str]) -> list[str]:
    """Rules that keep a party from a state, where it cannot get round them by what else it can do in the same move."""
    mover = playing.own(party)
    number = playing.space.number(broken)
    if mover is None or playing.feasible[number] or len(reached(playing, mover, number)):
        return []
    canonical = whole.canonical(broken)
    return [n for n, rule in case.rules.items() if rule.of == "states" and not holds(parse_rule(rule.rule), canonical)]
