"""Words left open on purpose: what a rule says to a party that reads an open option as another one."""

from __future__ import annotations

from collections.abc import Mapping

from ceasefire.case.issue import Issue
from ceasefire.case.rules import And, Constant, Iff, Is, Not, Or, Rule

Reading = Mapping[str, Mapping[str, str]]
"""Per issue, each open option and the option as which one party reads it."""


def reading_of(issues: Mapping[str, Issue], party: str) -> Reading:
    """How a party reads the options that are left open."""
    found = {
        name: {option: by[party] for option, by in issue.reads.items() if by.get(party) in issue.options}
        for name, issue in issues.items()
    }
    return {name: own for name, own in found.items() if own}


def as_read(rule: Rule, reading: Reading) -> Rule:
    """The rule as it holds for a party: an open option counts as the one that it reads there."""
    match rule:
        case Is(issue, options) if issue in reading:
            own = [o for o in options if o not in reading[issue]]
            return Is(issue, (*own, *(o for o, read in reading[issue].items() if read in options)), rule.at)
        case Is() | Constant():
            return rule
        case Not(part):
            return Not(as_read(part, reading))
        case And(parts):
            return And(tuple(as_read(part, reading) for part in parts))
        case Or(parts):
            return Or(tuple(as_read(part, reading) for part in parts))
        case Iff(left, right):
            return Iff(as_read(left, reading), as_read(right, reading))
