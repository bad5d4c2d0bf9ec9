"""Issues that exist only where another is settled, in an order in which each comes after what it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from ceasefire.case.issue import Issue
from ceasefire.case.rules import atoms, parse_rule


def parents_first(issues: Mapping[str, Issue]) -> list[str]:
    """Names of the conditional issues, each after those that its condition names.  Raises CycleError."""
    graph = {
        name: {atom.issue for atom in atoms(parse_rule(issue.exists_if))}
        for name, issue in issues.items()
        if issue.exists_if is not None
    }
    if not graph:
        return []
    return [name for name in TopologicalSorter(graph).static_order() if name in graph]


def circle(issues: Mapping[str, Issue]) -> list[str]:
    """Names of conditional issues that wait for each other in a circle, the first again at the end; empty where there is none."""
    try:
        parents_first(issues)
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []
