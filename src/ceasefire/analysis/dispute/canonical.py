"""Issues that exist only where another is settled (`if`): what does not exist is as today, and counted once.

A change elsewhere may leave such an issue behind (a truce is broken, the hours of its patrols are still written down).  That
state comes about and is worth what the state without it is; it is no package of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ceasefire.analysis.dispute.space import IntArray, StateSpace
from ceasefire.analysis.dispute.worth import Payoff
from ceasefire.case.conditional import parents_first
from ceasefire.case.model import Case
from ceasefire.case.rules import Is, Or, Rule, holds, parse_rule


def absent(case: Case) -> tuple[Rule, ...]:
    """Rules that hold where no issue is settled that does not exist."""
    return tuple(
        Or((parse_rule(issue.exists_if), Is(name, (case.status_quo[name],))))
        for name, issue in case.issues.items()
        if issue.exists_if is not None
    )


def canonical_state(case: Case, state: Mapping[str, str]) -> dict[str, str]:
    """A state with what does not exist in it set as today."""
    found = dict(state)
    for name in parents_first(case.issues):
        if not holds(parse_rule(case.issues[name].exists_if or "always"), found):
            found[name] = case.status_quo[name]
    return found


def canonical_numbers(case: Case, space: StateSpace) -> IntArray | None:
    """For each state the number of its canonical one; None where every issue always exists."""
    names = [name for name in parents_first(case.issues) if len(space.options[space.issues.index(name)]) > 1]
    if not names:
        return None
    numbers = np.arange(space.size, dtype=np.int64)
    for name in names:
        axis = space.axis(name)
        today = space.options[space.issues.index(name)].index(case.status_quo[name])
        exists = space.flat(space.truth(parse_rule(case.issues[name].exists_if or "always")))[numbers]
        here = numbers // axis.after % axis.length
        numbers = np.where(exists, numbers, numbers + (today - here) * axis.after)
    return numbers


def canonical_worth(payoff: Payoff, numbers: IntArray | None) -> Payoff:
    """The worth of states by that of their canonical ones."""
    return payoff if numbers is None else replace(payoff, worth=payoff.worth[numbers])
