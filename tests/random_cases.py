"""Hypothesis strategies: small random cases of every form, with rules, demands, exchanges and issues off the table."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from ceasefire.analysis.examine import examine
from ceasefire.case.check import check
from ceasefire.case.model import Case
from ceasefire.errors import Severity

Issues = dict[str, list[str]]
Levels = tuple[float | list[float], ...]

# `HYPOTHESIS_PROFILE=thorough` tries ten times as many cases
EFFORT = 10 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 1

ANY: Levels = (0, 20, 33.5, 50, [40, 60], 75)
LOW: Levels = (0, 5, 12.5, [10, 20])


@st.composite
def issue_sets(draw: st.DrawFn, most: int = 4) -> Issues:
    count = draw(st.integers(1, most))
    return {f"i{k}": [f"o{j}" for j in range(draw(st.integers(2, 3)))] for k in range(count)}


@st.composite
def rules(draw: st.DrawFn, issues: Issues, depth: int = 2) -> str:
    kind = draw(
        st.sampled_from(
            ["is", "in", "isnt"] if depth == 0 else ["is", "in", "isnt", "not", "and", "or", "implies", "iff"]
        )
    )
    if kind in {"is", "isnt", "in"}:
        issue = draw(st.sampled_from(sorted(issues)))
        if kind == "in":
            some = draw(st.lists(st.sampled_from(issues[issue]), min_size=1, max_size=2, unique=True))
            return f"{issue} in {{{', '.join(some)}}}"
        return f"{issue} {'=' if kind == 'is' else '!='} {draw(st.sampled_from(issues[issue]))}"
    left = draw(rules(issues, depth - 1))
    return f"not ({left})" if kind == "not" else f"({left}) {kind} ({draw(rules(issues, depth - 1))})"


@st.composite
def parties(
    draw: st.DrawFn, issues: Issues, forms: tuple[str, ...], most_demands: int, levels: Levels
) -> dict[str, Any]:
    form = draw(st.sampled_from(forms))
    party: dict[str, Any] = {"role": "signatory", "walk_away": {"state": "status_quo"}}
    if form == "weighted":
        small = st.integers(0, 4)
        weights = {i: draw(small) for i in issues}
        assume(any(weights.values()))
        scores = {i: {o: draw(st.sampled_from([0, 25, 50, 100])) for o in options} for i, options in issues.items()}
        party["preferences"] = {"weights": weights, "scores": scores}
        if draw(st.booleans()) or levels is LOW:
            party["walk_away"] = {"level": draw(st.sampled_from(levels))}
    else:
        count = draw(st.integers(1, 4))
        party["preferences"] = {"prioritised": [draw(rules(issues, 1)) for _ in range(count)]}
    demands = draw(st.lists(rules(issues), max_size=most_demands))
    party["demands"] = {f"d{k}": rule for k, rule in enumerate(demands)}
    return party


@st.composite
def cases(
    draw: st.DrawFn, forms: tuple[str, ...] = ("weighted", "prioritised"), most_demands: int = 2, levels: Levels = ANY
) -> Case:
    issues = draw(issue_sets())
    count = draw(st.integers(1, 3))
    people = {f"p{k}": {"name": f"P{k}", **draw(parties(issues, forms, most_demands, levels))} for k in range(count)}
    value: dict[str, Any] = {
        "format": "case/1",
        "title": "random",
        "as_of": "2020-01-01",
        "parties": people,
        "issues": {
            i: {"question": i, "options": options, "controllers": "p0", "off_table": draw(st.integers(0, 5)) == 0}
            for i, options in issues.items()
        },
        "status_quo": {i: draw(st.sampled_from(options)) for i, options in issues.items()},
        "rules": {f"r{k}": rule for k, rule in enumerate(draw(st.lists(rules(issues), max_size=2)))},
    }
    if draw(st.booleans()):
        exchange = [{"party": "p0", "does": draw(rules(issues, 1))} for _ in range(2)]
        value["commitments"] = {"c": {"exchange": exchange}}
    case = Case.model_validate(value)
    assume(not any(p.severity is Severity.ERROR for p in check(case)))
    assume(not any(p.severity is Severity.ERROR for p in examine(case)))
    return case


@st.composite
def moving_cases(draw: st.DrawFn) -> Case:
    """Two to four parties with ties, states that do not exist, one-way changes, and issues that several move only together."""
    count = draw(st.integers(2, 4))
    people = [f"p{k}" for k in range(count)]
    issues: Issues = {
        f"i{k}": [f"o{j}" for j in range(draw(st.integers(2, 3)))] for k in range(draw(st.integers(2, 4)))
    }
    value: dict[str, Any] = {
        "format": "case/1",
        "title": "random",
        "as_of": "2020-01-01",
        "parties": {
            p: {"name": p.upper(), **draw(parties(issues, ("weighted", "prioritised"), 0, ANY))} for p in people
        },
        "issues": {},
        "status_quo": {i: options[0] for i, options in issues.items()},
        "rules": {f"r{k}": rule for k, rule in enumerate(draw(st.lists(rules(issues), max_size=2)))},
    }
    for name, options in issues.items():
        value["issues"][name] = {"question": name, "options": options, **draw(hands(people, options))}
    case = Case.model_validate(value)
    assume(not any(p.severity is Severity.ERROR and p.code != "forbidden-state" for p in check(case)))
    return case


@st.composite
def hands(draw: st.DrawFn, people: list[str], options: list[str]) -> dict[str, Any]:
    """Who makes and who breaks an issue: one alone, several together, by all or by option, with ways of no return."""
    kind = draw(st.integers(0, 5))
    several = st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True)
    one_way = [" > ".join(options)] if draw(st.integers(0, 3)) == 0 else []
    if kind < 3:
        return {"controllers": draw(several)[: 1 if kind else 2], "irreversible": one_way}
    if kind == 3:
        return {"makes": draw(several), "breaks": draw(several), "irreversible": one_way}
    ground = draw(st.sampled_from(options))
    if kind == 4:
        return {"controllers": draw(several), "breaks": draw(several), "falls_to": ground}
    makes = {option: draw(several) for option in options}
    return {"makes": makes, "breaks": {o: draw(several) for o in options[:1] if o != ground}, "falls_to": ground}
