"""The slow plain twin: every definition once more, as it is written, with loops and fractions, and nothing clever."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from ceasefire.analysis.dispute.compiled import Dispute, dispute
from ceasefire.case.model import Case
from ceasefire.case.ranking import rank_chains
from ceasefire.case.rules import holds, parse_rule
from stability_twin import graph

State = dict[str, str]
Key = Fraction | tuple[bool, ...] | int


def states(case: Case) -> list[State]:
    """Every state that can be a package: rules hold, linked commitments are whole, issues off the table stay."""
    options = [[case.status_quo[n]] if i.off_table else list(i.options) for n, i in case.issues.items()]
    every = [dict(zip(case.issues, chosen, strict=True)) for chosen in product(*options)]
    return [s for s in every if possible(case, s)]


def possible(case: Case, state: State) -> bool:
    if not all(holds(parse_rule(r.rule), state) for r in case.rules.values()):
        return False
    kept = [[holds(parse_rule(p.does), state) for p in c.exchange] for c in case.commitments.values()]
    return all(all(parts) or not any(parts) for parts in kept)


def worth(case: Case, party: str, state: State) -> Key:
    """Something that compares as the party does: utility, truths of statements in order, or tier."""
    preferences = case.parties[party].preferences
    assert preferences is not None
    if preferences.prioritised is not None:
        return tuple(holds(parse_rule(s.rule), state) for s in preferences.prioritised)
    if preferences.ranking is not None:
        names = {tuple(case.package(n).values()): n for n in case.packages}
        return rank_chains(preferences.ranking).rank()[names[tuple(state.values())]]
    assert preferences.weights is not None
    assert preferences.scores is not None
    weights = {i: w.midpoint for i, w in preferences.weights.items()}
    points = [weights[i] * preferences.scores[i][state[i]].midpoint for i in case.issues if weights[i]]
    return sum(points, Fraction(0)) / sum(weights.values())


def walk_away(case: Case, party: str) -> tuple[Key, bool]:
    """Worth of no agreement, and whether a package as good as it is accepted."""
    given = case.parties[party].walk_away
    if given is not None and given.level is not None:
        return given.level.midpoint, True
    name = given.state if given is not None else "status_quo"
    state = case.package(name) if isinstance(name, str) else {i: (name or {})[i] for i in case.issues}
    return worth(case, party, state), False


def meets(case: Case, party: str, condition: str, state: State) -> bool:
    if condition != "walk-away":
        return holds(parse_rule(case.parties[party].demands[condition].rule), state)
    floor, equal = walk_away(case, party)
    own = worth(case, party, state)
    return own > floor or (equal and own == floor)  # type: ignore[operator]


def conditions(case: Case) -> list[tuple[str, str]]:
    return [(p, c) for p in case.deciding for c in ("walk-away", *case.parties[p].demands)]


def zone(case: Case) -> list[State]:
    return [s for s in states(case) if all(meets(case, p, c, s) for p, c in conditions(case))]


def signable(case: Case, some: list[State]) -> list[State]:
    """Of some states, those that are something new and that moves lead to from today's."""
    plain = graph(dispute(case))
    start = tuple(case.status_quo[i] for i in case.issues)
    found, left = {start}, [start]
    while left:
        here = left.pop()
        new = {t for moves in plain.moves for t in moves[here]} - found
        found |= new
        left += new
    return [s for s in some if tuple(s.values()) in found and tuple(s.values()) != start]


def efficient(case: Case, some: list[State]) -> list[State]:
    table = [[worth(case, p, s) for p in case.deciding] for s in some]

    def dominates(a: list[Key], b: list[Key]) -> bool:
        return all(x >= y for x, y in zip(a, b, strict=True)) and a != b  # type: ignore[operator]

    return [s for s, row in zip(some, table, strict=True) if not any(dominates(other, row) for other in table)]


def can_hold(case: Case, some: tuple[tuple[str, str], ...]) -> bool:
    return any(all(meets(case, p, c, s) for p, c in some) for s in states(case))


def clashes(case: Case) -> set[frozenset[tuple[str, str]]]:
    """Minimal sets of conditions that cannot hold together, by trying every subset from the smallest up."""
    found: set[frozenset[tuple[str, str]]] = set()
    every = conditions(case)
    for size in range(len(every) + 1):
        for some in combinations(every, size):
            if not any(c <= set(some) for c in found) and not can_hold(case, some):
                found.add(frozenset(some))
    return found


def repairs(case: Case) -> set[frozenset[tuple[str, str]]]:
    """Minimal sets of conditions without which the rest can hold, likewise."""
    found: set[frozenset[tuple[str, str]]] = set()
    every = conditions(case)
    for size in range(len(every) + 1):
        for removed in combinations(every, size):
            rest = tuple(c for c in every if c not in removed)
            if not any(c <= set(removed) for c in found) and can_hold(case, rest):
                found.add(frozenset(removed))
    return found


def gains(case: Case, state: State) -> list[Fraction]:
    """Points above the walk-away of each deciding party (all with weights and scores)."""
    return [worth(case, p, state) - walk_away(case, p)[0] for p in case.deciding]  # type: ignore[operator,misc]


def chosen(some: list[State], key: object) -> list[State]:
    """The states with the largest key."""
    assert callable(key)
    best = max(key(s) for s in some)
    return [s for s in some if key(s) == best]


def numbers(dispute: Dispute, some: list[State]) -> set[int]:
    return {dispute.space.number(s) for s in some}
