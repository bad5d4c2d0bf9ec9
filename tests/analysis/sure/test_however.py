"""However the ranges fall: words never contradicted by a draw, each *possible* with a draw that the exact engine confirms."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.analysis.assess import assess
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.dispute.package import package
from ceasefire.analysis.sign.impediments import impediments
from ceasefire.analysis.sign.zone import zone
from ceasefire.analysis.sure.however import Word, however, stands
from ceasefire.analysis.sure.margins import ranges_of
from ceasefire.case.load import load_case
from ceasefire.case.model import Case
from random_cases import EFFORT, rules

ORACLE = Path(__file__).parents[4] / "shared" / "oracles" / "uncertainty" / "syria.json"
DRAWS = 25


@st.composite
def ranged(draw: st.DrawFn, lowest: int, highest: int) -> Any:
    ends = sorted((draw(st.integers(lowest, highest)), draw(st.integers(lowest, highest))))
    return ends if draw(st.booleans()) else ends[0]


@st.composite
def ranged_cases(draw: st.DrawFn) -> Case:
    issues = {f"i{k}": [f"o{j}" for j in range(draw(st.integers(2, 3)))] for k in range(draw(st.integers(1, 3)))}
    people = {}
    for k in range(draw(st.integers(1, 2))):
        weights = {i: draw(ranged(0, 5)) for i in issues}
        weights["i0"] = draw(ranged(1, 5))
        scores = {i: {o: draw(ranged(0, 100)) for o in options} for i, options in issues.items()}
        level = draw(st.booleans())
        people[f"p{k}"] = {
            "name": f"P{k}",
            "role": "signatory",
            "preferences": {
                "weights": weights,
                "scores": scores,
                "with": [{"rule": draw(rules(issues, 1)), "worth": draw(ranged(-20, 20))}]
                if draw(st.booleans())
                else [],
            },
            "walk_away": {"level": draw(ranged(0, 100))} if level else {"state": "status_quo"},
            "demands": {"d": draw(rules(issues, 1))} if draw(st.booleans()) else {},
        }
    return Case.model_validate(
        {
            "format": "case/1",
            "title": "ranged",
            "as_of": "2020-01-01",
            "parties": people,
            "issues": {i: {"question": i, "options": options, "controllers": "p0"} for i, options in issues.items()},
            "status_quo": {i: options[0] for i, options in issues.items()},
        }
    )


def drawn(value: Any, pick: Any) -> Any:
    """The case with each range replaced by a value in it."""
    if isinstance(value, dict) and set(value) >= {"low", "high"}:
        number = pick(value["low"], value["high"])
        return {"low": number, "high": number}
    if isinstance(value, dict):
        return {key: drawn(item, pick) for key, item in value.items()}
    return [drawn(item, pick) for item in value] if isinstance(value, list) else value


@settings(max_examples=60 * EFFORT)
@given(ranged_cases(), st.integers(0, 2**32))
def test_for_sure_is_never_contradicted_by_a_draw(case: Case, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  a seeded sample, not a secret
    compiled = dispute(case)
    found = however(compiled, impediments(compiled))
    assert found is not None
    states = [compiled.space.state(k) for k in range(compiled.space.size)]
    at_once = {k: stands(compiled, package(compiled, s)) for k, s in enumerate(states)}
    picks = [lambda low, high: rng.choice((low, high)), lambda low, high: round(low + (high - low) * rng.random(), 2)]
    for n in range(DRAWS):
        one = Case.model_validate(drawn(case.model_dump(mode="json", by_alias=True), picks[n % 2]))
        exact = dispute(one)
        signed = not zone(exact, even_unreachable=True).empty
        assert found.sign is not Word.SURE or signed
        assert found.sign is not Word.NEVER or not signed
        for k, state in enumerate(states):
            views = {v.party: v for v in package(exact, state).views}
            for stand in at_once[k]:
                view = views[stand.party]
                assert stand.word is not Word.SURE or view.accepts
                assert stand.word is not Word.NEVER or not view.accepts
                assert stand.worst is not None
                assert stand.best is not None
                assert view.margin is not None
                assert stand.worst - 1e-6 <= view.margin <= stand.best + 1e-6


@settings(max_examples=60 * EFFORT)
@given(ranged_cases())
def test_what_is_possible_has_a_draw_and_what_is_not_sure_has_one_against_it(case: Case) -> None:
    compiled = dispute(case)
    for party in case.deciding:
        ranges = ranges_of(compiled, party)
        assert ranges is not None
        for k in range(compiled.space.size):
            state = compiled.space.state(k)
            most = sum((max(w[0] * d[1], w[1] * d[1]) for w, d in ranges.terms(state)), Fraction(0))
            assert ranges.most(state) == most
            assert ranges.least(state) <= ranges.most(state)
            if ranges.sure(state):
                assert ranges.possible(state)
            best, worst = ranges.margin(state)[1], ranges.margin(state)[0]
            assert (best > 0 or (best == 0 and not ranges.strict)) == ranges.possible(state)
            assert (worst > 0 or (worst == 0 and not ranges.strict)) == ranges.sure(state)


def test_the_shipped_case_says_it_without_being_asked() -> None:
    result = assess(load_case("syria-2016-08"))
    assert result.however is not None
    assert (result.however.sign, result.however.demands_alone, result.however.n_ranges) == (Word.NEVER, True, 22)
    words = {d.name: {s.party: s.word for s in d.stands} for d in result.drafts}
    assert words["geneva-outline"] == {
        "us": Word.SURE,
        "russia": Word.NEVER,
        "syria": Word.DEPENDS,
        "armed-groups": Word.SURE,
    }


@pytest.mark.skipif(not ORACLE.exists(), reason="../shared/oracles is absent")
def test_the_openings_of_the_shipped_case_are_those_of_the_oracle() -> None:
    """The case has other hands and packages than when the oracle was made; the openings that both know must agree."""
    compiled = dispute(load_case("syria-2016-08"))
    found = however(compiled, impediments(compiled))
    assert found is not None
    ours = {frozenset(f"{p}.{c}" for p, c in one.concessions): one for one in found.openings}
    for theirs in json.loads(ORACLE.read_text())["openings"][:6]:
        one = ours[frozenset(theirs["concessions"])]
        assert (one.word is Word.SURE) == theirs["opens_in_every_draw"], theirs["concessions"]
        assert (one.n_sure, one.n_possible) == (theirs["for_sure"], theirs["possible"]), theirs["concessions"]
