"""The integer program against enumeration, on every instance small enough for both, and alone where it is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import twin
from ceasefire.analysis.assess import assess
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.examine import examine
from ceasefire.analysis.ladder import Verdict
from ceasefire.analysis.sign import program as program_module
from ceasefire.analysis.sign.enumerated_zone import enumerated_zone
from ceasefire.analysis.sign.impediments import impediments
from ceasefire.analysis.sign.program import Program
from ceasefire.analysis.sign.programmed_impediments import programmed_impediments
from ceasefire.analysis.sign.programmed_zone import programmed_zone
from ceasefire.analysis.sign.zone import zone
from ceasefire.case.load import load_case
from ceasefire.case.model import Case
from ceasefire.errors import Severity
from ceasefire.report.page import Page
from ceasefire.report.signing import impediments_page, zone_page
from random_cases import EFFORT, LOW, cases, issue_sets, rules


@settings(max_examples=80 * EFFORT)
@given(cases())
def test_both_ways_agree_on_emptiness(case: Case) -> None:
    compiled = dispute(case)
    found, whole = programmed_zone(compiled), enumerated_zone(compiled)
    assert (found.empty and not found.today) == (whole.n_zone == 0 or (whole.empty and not whole.today))
    assert found.today == whole.today
    members = twin.zone(case)
    assert all(dict(p.choices) in members for p in found.listed)


@settings(max_examples=80 * EFFORT)
@given(cases(forms=("weighted",), most_demands=1, levels=LOW))
def test_both_ways_agree_on_the_best_for_the_worst_off_and_on_the_sum(case: Case) -> None:
    compiled = dispute(case)
    whole, found = enumerated_zone(compiled), programmed_zone(compiled)
    # a large space is asked issue by issue what can still be brought about, so that rules may bar the way to what it finds
    assume(not whole.empty and not whole.n_unreachable)
    for principle, key in (("egalitarian", min), ("utilitarian", sum)):
        a, b = whole.by(principle), found.by(principle)
        assert a is not None
        assert b is not None
        assert key(twin.gains(case, dict(a.choices))) == key(twin.gains(case, dict(b.choices)))
    best = twin.efficient(case, twin.signable(case, twin.zone(case)))
    assert all(dict(p.choices) in best for p in found.listed)
    assert len({str(p.choices) for p in found.listed}) == len(found.listed)


@settings(max_examples=50 * EFFORT)
@given(cases())
def test_both_ways_agree_on_clashes_and_openings(case: Case) -> None:
    compiled = dispute(case)
    a, b = impediments(compiled), programmed_impediments(compiled, 5000)
    assert {frozenset(c) for c in a.clashes} == {frozenset(c) for c in b.clashes}

    def given_up(found: Any) -> set[frozenset[tuple[str, str]]]:
        return {frozenset((c.party, c.condition) for c in o.concessions) for o in found.openings}

    assert given_up(a) == given_up(b)


@settings(max_examples=50 * EFFORT)
@given(cases())
def test_the_nearest_miss_is_as_near(case: Case) -> None:
    compiled = dispute(case)
    a, b = enumerated_zone(compiled).nearest, programmed_zone(compiled).nearest
    assume(a is not None)
    assert a is not None
    assert b is not None
    assert len(a.refused_by) == len(b.refused_by)


@settings(max_examples=80 * EFFORT)
@given(st.data())
def test_a_rule_is_the_same_as_a_program(data: st.DataObject) -> None:
    issues = data.draw(issue_sets(3))
    text = data.draw(rules(issues, 3))
    value = {
        "format": "case/1",
        "title": "one rule",
        "as_of": "2020-01-01",
        "parties": {
            "p": {"name": "P", "role": "signatory", "preferences": {"prioritised": ["always"]}, "demands": {"d": text}}
        },
        "issues": {i: {"question": i, "options": o, "controllers": "p"} for i, o in issues.items()},
        "status_quo": {i: o[0] for i, o in issues.items()},
    }
    compiled = dispute(Case.model_validate(value))
    program = Program(compiled)
    held = compiled.space.flat(compiled.where(compiled.conditions[1]))
    assert (program.solve(0b10) is not None) == bool(held.any())
    for k in range(compiled.space.size):
        state = compiled.space.state(k)
        rows = [(program_module.Linear({program.choice[i, o]: 1.0}), 1.0) for i, o in state.items()]
        assert (program.solve(0b10, rows=rows) is not None) == bool(held[k])


def test_ranked_preferences_in_the_program() -> None:
    for name in ("jacobi2017-korea", "rapoport-chammah1966-chicken"):
        compiled = dispute(load_case(name))
        assert programmed_zone(compiled).empty == zone(compiled).empty


def large(level: int) -> Case:
    """Thirty issues with five options: 10^21 states; three parties, one demand each way."""
    issues = {
        f"i{k}": {"question": "q", "options": [f"o{j}" for j in range(5)], "controllers": "p0"} for k in range(30)
    }
    parties = {
        f"p{n}": {
            "name": f"P{n}",
            "role": "signatory",
            "preferences": {
                "weights": {i: (k * (n + 3)) % 7 + 1 for k, i in enumerate(issues)},
                "scores": {
                    i: {f"o{j}": (j * 25 * (n + 1) + 10 * k) % 101 for j in range(5)} for k, i in enumerate(issues)
                },
            },
            "walk_away": {"level": level},
            "demands": {"mine": f"i0 = o{n}"} if n < 2 and level > 40 else {},
        }
        for n in range(3)
    }
    value: dict[str, Any] = {
        "format": "case/1",
        "title": "large",
        "as_of": "2020-01-01",
        "parties": parties,
        "issues": issues,
        "status_quo": dict.fromkeys(issues, "o0"),
    }
    return Case.model_validate(value)


def test_a_large_case_is_answered_with_proof() -> None:
    result = assess(large(40))
    assert result.ladder[0].verdict is Verdict.YES
    assert result.on_table.zone.n_states == 5**30
    assert result.on_table.zone.exact
    fair = result.on_table.zone.by("egalitarian")
    assert fair is not None
    assert all(v.accepts for v in fair.views)
    assert len(result.on_table.zone.listed) > 2
    clash = assess(large(45))
    assert clash.ladder[0].verdict is Verdict.NO
    assert [{str(c) for c in found} for found in clash.on_table.impediments.clashes] == [{"p0.mine", "p1.mine"}]
    assert {o.parties for o in clash.on_table.impediments.openings} == {("p0",), ("p1",)}


def test_an_undecided_search_is_said_and_never_taken_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        x = None
        status = 1

    monkeypatch.setattr(program_module, "milp", lambda *_, **__: Stopped())
    compiled = dispute(large(40))
    found = programmed_zone(compiled)
    assert found.empty is None
    assert not found.exact
    assert "stopped after" in found.bound
    seen = Page()
    zone_page(found, large(40), seen)
    assert "Not decided whether there is any: the integer program stopped" in str(seen)
    assert "would be accepted by" not in str(seen)
    undecided = programmed_impediments(compiled, 10)
    assert not undecided.complete
    page = Page()
    impediments_page(undecided, large(40), page)
    assert "Nothing: the conditions" not in str(page)
    assert "that is no sign that there is none" in str(page)


def with_rules(**rules: str) -> list[str]:
    case = large(40)
    found = examine(Case.model_validate({**case.model_dump(mode="json"), "rules": rules}))
    return [p.code for p in found if p.severity is not Severity.NOTE]


def test_rules_of_a_large_case_are_examined_too() -> None:
    assert with_rules(a="i0 = o0 implies i1 = o0") == []
    assert with_rules(a="i0 = o0 iff i1 = o0", b="i1 = o0 iff i2 = o0", c="i0 = o0 iff i2 != o0") == ["no-state"]
    every = " and ".join(f"i{k} = o0" for k in range(30))
    assert with_rules(a=f"{every} or i0 != o0") == []  # too many issues to tell whether it is constant


def test_a_ranking_of_a_large_case_is_a_finding() -> None:
    value = large(40).model_dump(mode="json")
    value["packages"] = {"p": {"choose": {}}}
    value["parties"]["p0"] |= {"preferences": {"ranking": "p"}, "walk_away": {"state": "status_quo"}}
    found = [p for p in examine(Case.model_validate(value)) if p.severity is Severity.ERROR]
    assert [p.code for p in found] == ["ranking"]
    assert "cannot be ranked one by one" in found[0].message
