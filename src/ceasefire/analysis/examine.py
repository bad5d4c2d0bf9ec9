"""Checks of a case that need its state space: rules that say nothing, forbid everything, or leave states unranked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ceasefire.analysis.dispute.compiled import Dispute, dispute
from ceasefire.analysis.dispute.space import StateSpace
from ceasefire.analysis.dispute.worth import Ranked, worth_of
from ceasefire.analysis.hold.holding import class_problems
from ceasefire.case.check import statements
from ceasefire.case.model import Case
from ceasefire.case.rules import Rule, atoms, parse_rule
from ceasefire.errors import Severity, TooPrecise
from ceasefire.text.problem import Problem


def examine(case: Case) -> list[Problem]:
    """Problems of a case that passed `case.check`."""
    precise = list(_precision(case))
    if precise:
        return precise
    whole = dispute(case, open_all=True)
    return [*class_problems(case), *_empty_rules(case, whole.space), *_possible(case, whole), *_rankings(whole)]


def _precision(case: Case) -> Iterator[Problem]:
    for name, party in case.parties.items():
        try:
            worth_of(case, party)
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
