"""Drafts first: the ladder of each, what no draft says, who must act, offers, parts of a side, words left open, and sanity."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import twin
from broken_alone import valley, weighted
from ceasefire.analysis.assess import assess
from ceasefire.analysis.checklist import checklist
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.drafts import Draft, draft
from ceasefire.analysis.ladder import Verdict
from ceasefire.analysis.sign.impediments import impediments
from ceasefire.analysis.sign.programmed_zone import programmed_zone
from ceasefire.analysis.sign.zone import zone
from ceasefire.analysis.what_if import what_if
from ceasefire.case.load import load_case
from ceasefire.case.model import Case
from ceasefire.case.settles import USUAL
from ceasefire.report.page import Page
from ceasefire.report.terminal import assessment_page
from random_cases import EFFORT, cases

PEACE = {"truce": "full", "road": "open"}
PAX = Path(__file__).parents[3] / "shared" / "data" / "pax_v10" / "pax_all_agreements_v10.csv"


def of(case: Case, state: dict[str, str] | None = None) -> Draft:
    return draft(dispute(case, open_all=True), state or PEACE, "peace")


def verdicts(found: Draft) -> list[str]:
    return [rung.said for rung in found.ladder]


def test_the_ladder_of_a_draft() -> None:
    found = of(valley())
    assert verdicts(found) == ["yes", "no", "yes"]
    assert [a.party for a in found.actors] == ["north", "south"]
    assert not any(a.will_not for a in found.actors)
    refused = of(valley(parties__south__walk_away__level=60))
    assert verdicts(refused) == ["no", "no", "no"]
    assert refused.will_not == ("south",)
    kept = of(valley(parties__south__walk_away__level=60, issues__truce__breaks=[]))
    assert verdicts(kept) == ["no", "yes, if signed", "no"]


def test_a_draft_that_changes_nothing_is_a_promise_to_keep_today() -> None:
    found = of(valley(), {"truce": "none", "road": "shut"})
    assert found.as_today
    assert found.actors == ()
    assert found.ladder[2].verdict is Verdict.YES


def test_todays_state_is_no_agreement() -> None:
    content = valley(parties__north__walk_away__level=20, parties__south__demands={"d": "road = shut and truce = none"})
    assert zone(dispute(content)).today
    result = assess(content)
    assert result.ladder[0].verdict is Verdict.NO
    assert result.ladder[0].reasons[0].code == "nothing-new"
    assert result.on_table.zone.listed == ()
    assert result.on_table.zone.n_zone == 1


def test_what_can_no_longer_be_done_is_not_recommended() -> None:
    case = valley(
        status_quo__road="open",
        issues__road__irreversible=["shut > open"],
        parties__south__preferences__scores__road={"shut": 100, "open": 60},
    )
    found = zone(dispute(case))
    assert all(p.choices["road"] == "open" for p in (*found.listed, *found.others))
    assert found.n_unreachable == 1
    every = zone(dispute(case), even_unreachable=True)
    assert {p.choices["road"] for p in (*every.listed, *every.others)} == {"open", "shut"}


def test_better_for_all_one_clause_at_a_time() -> None:
    poor = of(
        valley(parties__south__preferences__scores__truce={"none": 50, "full": 50}), {"truce": "none", "road": "open"}
    )
    assert [dict(step.changes) for step in poor.better] == [{"truce": ("none", "full")}]
    assert poor.better[0].gains == {"north": 20, "south": 0}
    assert of(valley()).better == ()


@settings(max_examples=40 * EFFORT)
@given(cases(most_demands=1), st.data())
def test_nothing_offered_as_better_is_worse_for_anybody(case: Case, data: st.DataObject) -> None:
    states = twin.states(case)
    assume(states)
    state = data.draw(st.sampled_from(states))
    found = draft(dispute(case, open_all=True), state)
    here = dict(state)
    unmet = {c for c in twin.conditions(case) if not twin.meets(case, *c, state)}
    for step in found.better:
        assert len(step.changes) == 1
        here = {**here, **{i: b for i, (_, b) in step.changes.items()}}
    for better in ([here] if found.better else []) + [
        {**state, **{i: b for i, (_, b) in n.changes.items()}} for n in found.nearest
    ]:
        assert better in twin.signable(case, states)
        pairs = [(twin.worth(case, p, better), twin.worth(case, p, state)) for p in case.deciding]
        assert all(there >= before for there, before in pairs)  # type: ignore[operator]  # keys of one kind
        assert any(there > before for there, before in pairs)  # type: ignore[operator]  # the same
        assert {c for c in twin.conditions(case) if c[1] != "walk-away" and not twin.meets(case, *c, better)} <= unmet
    near = twin.signable(case, twin.zone(case))
    apart = [sum(s[i] != state[i] for i in s) for s in near]
    if not found.signed and near:
        assert {len(m.changes) for m in found.mends} == {min(apart)}
    else:
        assert found.mends == ()


def test_who_must_deliver_without_having_signed() -> None:
    parliament = {
        "name": "Parliament",
        "role": "affected",
        "preferences": weighted(truce={"none": 0, "full": 0}, road={"shut": 100, "open": 0}),
    }
    found = of(valley(parties__parliament=parliament, issues__road__controllers="parliament"))
    assert found.ladder[2].verdict is Verdict.NO
    assert [(a.party, a.signs, a.will_not, a.gain) for a in found.actors][-1] == ("parliament", False, True, -50)
    facts = found.ladder[2].reasons[0].facts
    assert facts["must_deliver"] == ("parliament",)


def test_an_offer_enters_worth_the_zone_and_what_holds() -> None:
    refused = valley(parties__south__walk_away__level=62)
    offer = {"by": "north", "to": "south", "when": "truce = full and road = open", "worth": {"south": 10, "north": -5}}
    helped = valley(parties__south__walk_away__level=62, offers__money=offer)
    assert zone(dispute(refused)).n_zone == 0
    assert zone(dispute(helped)).n_zone == 1
    assert programmed_zone(dispute(helped)).empty is False
    views = {v.party: v.worth for v in of(helped).package.views}
    assert views == {"north": 85, "south": 65}
    assert of(helped).keep is not None
    assert [b for b in of(helped).keep.breaches if b.gain > 0] == []  # type: ignore[union-attr]  # small cases are always judged
    chained = valley(
        parties__south__walk_away__level=62,
        offers__money={**offer, "given": "peacekeepers"},
        offers__peacekeepers={"by": "north", "to": "south", "when": "road = shut", "worth": {"north": 0}},
    )
    assert zone(dispute(chained)).n_zone == 0, "the one it waits for does not stand"


def test_worth_of_one_thing_with_another() -> None:
    together = [{"rule": "truce = full and road = open", "worth": -20}]
    case = valley(parties__south__preferences__with=together)
    found = {v.party: v.worth for v in of(case).package.views}
    assert found["south"] == 35
    assert {v.party: v.worth for v in of(case, {"truce": "full", "road": "shut"}).package.views}["south"] == 45


@pytest.mark.parametrize(("least", "signed"), [(1, True), (2, False)])
def test_a_side_that_needs_some_of_its_parts(least: int, signed: bool) -> None:
    parts: dict[str, Any] = {
        name: {"name": name, "role": "affected", "demands": {"d": rule}}
        for name, rule in {"hawks": "truce = none", "doves": "truce = full"}.items()
    }
    case = valley(
        parties__hawks=parts["hawks"],
        parties__doves=parts["doves"],
        parties__cabinet={"name": "Cabinet", "role": "signatory", "necessary": {"any": f"{least} of [hawks, doves]"}},
    )
    assert of(case).signed == signed
    compiled = dispute(case)
    assert zone(compiled).empty == programmed_zone(compiled).empty == (not signed)
    clash = impediments(compiled)
    assert any(c.quorum is not None for one in clash.clashes for c in one) == (not signed)


def test_words_left_open_are_read_by_each_in_its_own_way() -> None:
    town = {"question": "Whose is the town?", "options": ["unsaid", "norths", "souths"], "makes": ["north", "south"]}
    north = {"truce": {"none": 40, "full": 80}, "road": {"shut": 0, "open": 100}, "town": {"norths": 100, "souths": 0}}
    south = {"truce": {"none": 60, "full": 50}, "road": {"shut": 40, "open": 60}, "town": {"norths": 0, "souths": 100}}
    case = valley(
        issues__town={**town, "breaks": [], "reads": {"unsaid": {"north": "norths", "south": "souths"}}},
        status_quo__town="unsaid",
        parties__north__preferences=weighted(**north),
        parties__south__preferences=weighted(**south),
        parties__south__demands={"ours": "town = souths"},
    )
    found = of(case, {**PEACE, "town": "unsaid"})
    assert found.signed
    words = found.open_words[0]
    assert words.readings == {"north": "norths", "south": "souths"}
    settled = {way.option: way for way in words.settled}
    assert settled["norths"].loses == {"south": pytest.approx(100 / 3)}
    assert settled["norths"].refuses == ("south",)
    assert settled["souths"].loses == {"north": pytest.approx(100 / 3)}
    assert settled["souths"].refuses == ()


def test_a_walk_away_falls_when_a_deadline_has_passed() -> None:
    case = valley(parties__south__walk_away={"level": 60, "after": {"2020-02-01": 50, "2020-03-01": 10}})
    assert assess(case).drafts[0].package.refused_by == ("south",)
    assert assess(case, as_of=date(2020, 2, 1)).drafts[0].package.refused_by == ()
    assert case.on(date(2020, 5, 1)).parties["south"].walk_away.level.midpoint == 10  # type: ignore[union-attr]  # it has a level


def test_the_shipped_cases_open_with_their_drafts() -> None:
    minsk = load_case("minsk-2015-02")
    page = Page()
    result = assess(minsk)
    assessment_page(result, minsk, page)
    text = " ".join(str(page).split())
    assert text.index("The drafts") < text.index("february-text: the thirteen points") < text.index("Whatever package")
    assert (
        "the Ukrainian parliament must deliver without having signed; must act and will not: the Ukrainian parliament."
        in text
    )
    assert "debaltseve from held to taken" in text
    assert (
        "Settled as ukrainian: a loss of 12 for Donetsk and Luhansk formations; Donetsk and Luhansk formations would refuse."
        in text
    )
    assert "What stands in the way" not in text
    assert "zelen" not in text.casefold()
    assert not any(entry.what in text for entry in minsk.outcome.values())


def test_what_if_names_every_draft_that_flips() -> None:
    before, after = assess(valley()), assess(valley(parties__south__walk_away__level=60))
    flips = {d.aspect: (d.before, d.after) for d in what_if(before, after, ()).differences if not d.same}
    assert flips["peace: sign"] == ("yes", "no")
    assert flips["peace: refused by"] == ("nobody", "south")


def test_twins_are_one_line() -> None:
    case = valley(
        issues__flag={"question": "Which flag?", "options": ["red", "blue"], "controllers": "south"},
        status_quo__flag="red",
        parties__north__preferences__weights__flag=0,
        parties__south__preferences__weights__flag=0,
    )
    found = zone(dispute(case))
    assert found.n_efficient == 2 * (found.n_differ or 0)
    assert [(t.n, t.issues) for t in found.twins] == [(2, ("flag",))] * len(found.twins)


def test_what_would_surprise_its_author() -> None:
    codes = [
        s.code for s in assess(valley(parties__north__walk_away__level=0, parties__south__walk_away__level=0)).surprises
    ]
    assert codes[:3] == ["large-zone", "accepts-anything", "accepts-anything"]
    assert "accepts-nothing" in [s.code for s in assess(valley(parties__south__walk_away__level=100)).surprises]


def test_what_such_texts_usually_settle() -> None:
    told = valley(issues__truce__settles=["terms"], issues__road__settles=["movement", "aid"])
    found = checklist(told, PEACE)
    assert found.told
    assert {"terms", "movement", "aid"}.isdisjoint(one.item for one in found.left)
    shares = [one.share for one in found.left if one.share is not None]
    assert shares == sorted(shares, reverse=True)
    assert ("aid", ("road",)) in [
        (one.item, one.issues) for one in checklist(told, {"truce": "full", "road": "shut"}).left
    ]
    assert not checklist(valley(), PEACE).told


@pytest.mark.skipif(not PAX.exists(), reason="../shared/data is absent")
def test_how_often_past_agreements_settle_it() -> None:
    with PAX.open(encoding="utf-8", errors="replace") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Stage"] == "Cea"]
    assert len(rows) == 483
    for usual in USUAL.values():
        if usual.share is not None:
            assert usual.share == round(sum(row[usual.code] not in {"", "0", "NA"} for row in rows) / len(rows), 2), (
                usual
            )
