"""Made together, broken alone: who can break what, what follows, who stands behind it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from broken_alone import valley, weighted
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.keep.enforcement import enforcement
from ceasefire.analysis.keep.punishment import NOBODY, OTHERS, OTHERWISE
from ceasefire.analysis.keep.stability import Kind
from ceasefire.analysis.keep.verdicts import judge, stability
from ceasefire.analysis.reach.path import paths
from ceasefire.analysis.sign.zone import zone
from ceasefire.case.check import check
from ceasefire.case.load import load_case
from ceasefire.case.model import Case
from random_cases import cases, moving_cases

PEACE = {"truce": "full", "road": "open"}


def test_any_maker_breaks_a_truce_alone_and_all_of_them_make_it() -> None:
    whole = dispute(valley(), open_all=True)
    broken = {b.party: b.changes for b in enforcement(whole, PEACE).breaches}
    assert broken == {"south": {"truce": ("full", "none")}}
    verdict = {(w.party, w.kind): w.stable for w in judge(whole, PEACE).witnesses}
    assert not verdict["south", Kind.R]
    assert verdict["north", Kind.R]
    way = paths(whole, PEACE).least
    assert way.stages is not None
    assert [s.move.by for s in way.stages if "truce" in s.move.changes] == [("north", "south")]


def test_what_nobody_can_break_stays() -> None:
    whole = dispute(valley(issues__truce__breaks=[]), open_all=True)
    assert enforcement(whole, PEACE).breaches == ()
    assert judge(whole, PEACE).equilibrium == tuple(Kind)


def test_a_break_by_option_and_by_direction() -> None:
    options = {"none": "", "nights": "", "full": ""}
    breaks = {"full > nights": "south", "nights": ["north", "south"], "full": ["north"]}
    issue = valley(issues__truce__options=options, issues__truce__breaks=breaks).issues["truce"]
    hands = issue.hands("none")
    assert hands["south",] == {("full", "nights"), ("nights", "none")}
    assert hands["north",] == {("nights", "none"), ("full", "none")}
    assert len(hands["north", "south"]) == 6
    problems = [p.code for p in check(valley(issues__truce__options=options, issues__truce__breaks=breaks))]
    assert "gap" in problems, "south goes down in two steps, but not in one"


def test_a_chain_of_no_return() -> None:
    issue = valley(issues__truce__options=["a", "b", "c"], issues__truce__irreversible=["a > b > c"]).issues["truce"]
    assert issue.one_way() == {("b", "a"), ("c", "a"), ("c", "b")}
    assert issue.within_reach("b") == {"b", "c"}


def test_makes_by_option() -> None:
    issue = valley(issues__truce__makes={"full": ["north", "south"], "none": "north"}, issues__truce__breaks=[]).issues[
        "truce"
    ]
    assert issue.hands("none") == {("north",): {("full", "none")}, ("north", "south"): {("none", "full")}}


def test_the_shipped_truce_falls_to_any_side_and_debaltseve_to_its_breaker() -> None:
    minsk = load_case("minsk-2015-02")
    first = enforcement(dispute(minsk, open_all=True), minsk.package("february-text")).breaches[0]
    assert first.party == "formations"
    assert first.changes["debaltseve"] == ("held", "taken")
    assert first.changes["truce"] == ("general", "except-debaltseve")
    syria = load_case("syria-2016-08")
    breaks = enforcement(dispute(syria, open_all=True), syria.package("separation-first")).breaches
    assert "truce" in next(b for b in breaks if b.party == "syria" and b.gain > 0).changes


def test_an_order_says_who_gains_and_why() -> None:
    order = {"prioritised": ["truce = none", "road = open"]}
    case = valley(parties__south__preferences=order, parties__south__walk_away={"state": "status_quo"})
    found = enforcement(dispute(case, open_all=True), PEACE)
    assert [(b.party, b.changes, b.decides) for b in found.by_order] == [
        ("south", {"truce": ("full", "none")}, "truce = none")
    ]
    assert found.breaches == ()


def test_not_delivering_is_another_thing_than_breaking() -> None:
    held = valley(
        issues__road__irreversible=["shut > open"], parties__south__preferences__scores__road={"shut": 100, "open": 0}
    )
    found = enforcement(dispute(held, open_all=True), PEACE)
    assert all("road" not in b.changes for b in found.breaches)
    assert {(w.party, w.changes["road"]) for w in found.withheld if "road" in w.changes} == {
        ("south", ("open", "shut"))
    }


def test_what_comes_after_a_breach_is_a_thing_of_its_own() -> None:
    worse = {"truce": "none", "road": "shut"}
    case = valley(
        issues__road__options={"shut": "", "open": "", "mined": ""},
        issues__road__makes={"open": "south", "shut": "south", "mined": "north"},
        issues__road__controllers=None,
        parties__north__preferences__scores__road={"shut": 0, "open": 100, "mined": 0},
        parties__south__preferences__scores__road={"shut": 40, "open": 60, "mined": 0},
    )
    plain = enforcement(dispute(case, open_all=True), PEACE).breaches[0]
    assert (plain.punished, plain.punished_by) == (50, OTHERWISE)
    mined = case.model_copy(update={"otherwise": {**worse, "road": "mined"}})
    after = enforcement(dispute(mined, open_all=True), PEACE).breaches[0]
    assert (after.punished, after.punished_by) == (30, OTHERWISE)
    assert after.leave == ("south",), "it would clear the road again"


def test_a_state_that_cannot_return_is_no_punishment() -> None:
    case = valley(issues__road__irreversible=["shut > open"])
    found = enforcement(dispute(case, open_all=True), PEACE).breaches[0]
    assert found.party == "south"
    assert found.punished_by == NOBODY
    assert (found.punished, found.patience) == (found.breaks, None)


def test_the_others_answer_only_in_their_own_interest() -> None:
    north = {"truce": {"none": 0, "full": 50}, "road": {"shut": 0, "open": 0}, "market": {"open": 0, "shut": 0}}
    south = {"truce": {"none": 80, "full": 50}, "road": {"shut": 0, "open": 0}, "market": {"open": 50, "shut": 0}}
    case = valley(
        issues__road__controllers="north",
        issues__road__irreversible=["shut > open"],
        issues__market={"question": "?", "options": ["open", "shut"], "controllers": "north"},
        status_quo__market="open",
        parties__north__preferences=weighted(**north),
        parties__south__preferences=weighted(**south),
    )
    peace = {**PEACE, "market": "open"}
    assert enforcement(dispute(case, open_all=True), peace).breaches[0].punished_by == NOBODY
    keen = case.model_dump(mode="json")
    keen["parties"]["north"]["preferences"]["scores"]["market"] = {"open": 0, "shut": 10}
    found = enforcement(dispute(Case.model_validate(keen), open_all=True), peace).breaches[0]
    assert found.punished_by == OTHERS
    assert found.punished < found.breaks


def test_monitoring_says_what_is_seen_and_several_see_more() -> None:
    seen = {"issues__truce__seen": {"full": 0.5}, "issues__road__seen": {"open": [0.4, 0.8]}}
    found = enforcement(dispute(valley(**seen), open_all=True), PEACE)
    assert found.watch.seen == pytest.approx(1 - 0.5 * 0.4)
    assert found.watched == ("truce", "road")
    blind = enforcement(dispute(valley(), open_all=True), PEACE)
    assert (blind.watch.seen, blind.watched) == (1.0, ())


def test_who_could_stand_behind_it() -> None:
    backer = {
        "name": "Backer",
        "role": "backer",
        "backs": ["south"],
        "preferences": weighted(truce={"none": 0, "full": 10}, road={"shut": 0, "open": 0}),
    }
    case = valley(parties__backer=backer, parties__south__preferences__scores__truce={"none": 100, "full": 20})
    found = next(b for b in enforcement(dispute(case, open_all=True), PEACE).breaches if b.party == "south")
    assert found.guarantee > 0
    assert [(s.party, s.backs, s.gain) for s in found.sponsors] == [("backer", True, 5), ("north", False, 70)]


@given(moving_cases(), st.data())
def test_who_gains_in_enforce_is_unstable_in_stability_and_no_other(case: Case, data: st.DataObject) -> None:
    whole = dispute(case, open_all=True)
    numbers = [k for k in range(whole.space.size) if whole.existing[k]]
    assume(numbers)
    state = whole.space.state(data.draw(st.sampled_from(numbers)))
    found = enforcement(whole, state)
    gaining = {b.party for b in found.breaches if b.gain > 0} | {b.party for b in found.by_order}
    unstable = {w.party for w in judge(whole, state, together=False).witnesses if w.kind is Kind.R and not w.stable}
    assert gaining == unstable


@given(moving_cases(), st.data())
def test_no_breach_undoes_what_cannot_be_undone_nor_touches_what_is_not_its_own(
    case: Case, data: st.DataObject
) -> None:
    whole = dispute(case, open_all=True)
    numbers = [k for k in range(whole.space.size) if whole.existing[k]]
    assume(numbers)
    for breach in enforcement(whole, whole.space.state(data.draw(st.sampled_from(numbers)))).breaches:
        for issue, change in breach.changes.items():
            hands = case.issues[issue].hands(case.status_quo[issue])
            assert change in hands.get((breach.party,), set())


@given(cases())
def test_what_the_zone_recommends_can_be_reached_and_is_called_signed(case: Case) -> None:
    compiled, whole = dispute(case), dispute(case, open_all=True)
    found = zone(compiled)
    signed = {tuple(e.choices.items()) for e in stability(whole, 10_000).listed if e.signed}
    equilibria = {tuple(e.choices.items()) for e in stability(whole, 10_000).listed}
    for package in (*found.listed[:3], *(f.package for f in found.fair if f.package is not None)):
        assert paths(whole, package.choices).routes[-1].stages is not None
        key = tuple(package.choices.items())
        assert (key in signed) == (key in equilibria)
        assert package.choices != case.status_quo


def test_states_where_a_thing_does_not_exist_are_one_state() -> None:
    patrol = {
        "question": "?",
        "options": ["day", "night"],
        "makes": ["north", "south"],
        "breaks": [],
        "if": "truce = full",
    }
    case = valley(
        issues__patrol=patrol,
        status_quo__patrol="day",
        parties__north__preferences__weights__patrol=1,
        parties__north__preferences__scores__patrol={"day": 0, "night": 100},
        parties__south__preferences__weights__patrol=0,
    )
    whole = dispute(case, open_all=True)
    assert stability(whole).n_states == 6
    assert zone(dispute(case)).n_possible == 6
    for truce, road in product(("none", "full"), ("shut", "open")):
        a, b = ({"truce": truce, "road": road, "patrol": p} for p in ("day", "night"))
        ranks = whole.payoff("north").worth
        same = ranks[whole.space.number(a)] == ranks[whole.space.number(b)]
        assert same == (truce == "none")
    peace = {**PEACE, "patrol": "night"}
    broken = enforcement(whole, peace).breaches[0]
    assert broken.party == "south"
    assert broken.changes == {"truce": ("full", "none"), "patrol": ("night", "day")}
