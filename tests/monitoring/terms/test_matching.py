"""Each test of an incident against a term, its reason, and the whole against a plain twin that takes one incident at a time."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.terms.agreement import Term
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.terms.matching import MATCHED, Matched, Verdict, match
from ceasefire.monitoring.terms.reasons import ANSWERS, REASONS, Question, Reason
from ceasefire.record.incident import Incident
from ceasefire.record.moment import span
from truce import TRUCE, incident, truce

ALL = list(Question)


def held(*incidents: Incident, watched: Watched | None = None) -> Matched:
    watched = watched or truce()
    return match(watched, columns([(str(k), i) for k, i in enumerate(incidents)], watched.text.zone))


def verdict(term: str = "1", **fields: Any) -> Verdict:
    found = held(incident(**fields))
    return Verdict(found.verdicts[found.terms.index(term), 0])


def reason(test: Question, term: str = "1", **fields: Any) -> Reason:
    found = held(incident(**fields))
    return Reason(found.reasons[found.terms.index(term), ALL.index(test), 0])


def test_what_a_person_would_call_a_breach() -> None:
    assert verdict() is Verdict.ALLEGED
    assert verdict(credibility=1, reliability="A") is Verdict.CONFIRMED
    assert verdict(credibility=1, reliability="C") is Verdict.ALLEGED, "others say so too, but no reliable source does"
    assert verdict(credibility=5) is Verdict.CANNOT_TELL
    assert str(Verdict.CONFIRMED) == "breach confirmed"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"on": "2016-09-12"}, Reason.MAY_BE_BEFORE),
        ({"on": "2016-09-12", "clock": "18:59"}, Reason.BEFORE),
        ({"on": "2016-09-12", "clock": "19:00"}, Reason.IN_FORCE),
        ({"on": "2016-09-12", "clock": "16:30", "zone": "UTC"}, Reason.IN_FORCE),
        ({"on": "2016-09-12", "clock": "15:30", "zone": "UTC"}, Reason.BEFORE),
        ({"on": "2016-09-11"}, Reason.BEFORE),
        ({"on": "2016-09-30", "clock": "23:59"}, Reason.IN_FORCE),
        ({"on": "2016-10-01"}, Reason.AFTER),
        ({"on": "2016-09-29/2016-10-02"}, Reason.MAY_BE_AFTER),
        ({"on": ""}, Reason.UNDATED),
        ({"on": "1437-12-10"}, Reason.OTHER_CALENDAR),
        ({"on": "2559-09-14"}, Reason.OTHER_CALENDAR),
    ],
)
def test_in_force_at_that_hour(fields: dict[str, str], expected: Reason) -> None:
    assert reason(Question.FORCE, **fields) is expected


@pytest.mark.parametrize(
    ("actors", "against", "expected"),
    [
        (["Army"], ["Free Army"], (Reason.BOUND, Reason.PROTECTED)),
        ([" ARMY"], ["free army"], (Reason.BOUND, Reason.PROTECTED)),
        (["Army", "Rebels"], [], (Reason.EITHER_BOUND, Reason.PROTECTED)),
        (["Army", "Daesh"], [], (Reason.BOUND, Reason.EXCLUDED)),
        (["Daesh"], ["Army"], (Reason.NOT_BOUND, Reason.PROTECTED)),
        (["Army"], ["IS"], (Reason.BOUND, Reason.EXCLUDED)),
        ([], ["Rebels"], (Reason.NO_ACTOR, Reason.PROTECTED)),
        (["Militia"], ["Rebels"], (Reason.ACTOR_UNKNOWN, Reason.PROTECTED)),
        (["Army"], ["Militia"], (Reason.BOUND, Reason.TARGET_UNKNOWN)),
        (["Army"], [], (Reason.BOUND, Reason.NO_TARGET)),
        (["Army"], ["civilians"], (Reason.BOUND, Reason.NOT_PROTECTED)),
        (["Army", "Rebels"], ["civilians"], (Reason.BOUND, Reason.NOT_PROTECTED)),
    ],
)
def test_who_against_whom(actors: list[str], against: list[str], expected: tuple[Reason, Reason]) -> None:
    found = held(incident(actors=actors, against=against))
    assert tuple(map(Reason, found.reasons[0, 1:3, 0])) == expected


def test_when_nobody_says_who_acted_the_answer_holds_only_if_it_is_the_same_for_both() -> None:
    """Term 2 binds the government alone: whether it struck the rebels or they it is not said."""
    both = {"what": "barrel bomb", "actors": ["Army", "Rebels"], "against": []}
    assert reason(Question.ACTOR, "2", **both) is Reason.WHO_ACTED
    assert verdict("2", **both) is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("what", "term", "expected"),
    [
        ("Barrel bomb", "2", Reason.BARRED),
        ("battle", "2", Reason.MAY_BE_BARRED),
        ("battle", "1", Reason.BARRED),
        ("battle: village taken", "1", Reason.BARRED),
        ("convoy stopped", "1", Reason.NOT_BARRED),
        ("shelling", "2", Reason.NOT_BARRED),
        ("protest", "1", Reason.ACT_UNKNOWN),
        ("violence", "3", Reason.NOT_BARRED),
    ],
)
def test_the_kind_of_act(what: str, term: str, expected: Reason) -> None:
    assert reason(Question.ACT, term, what=what) is expected


def point(latitude: float, longitude: float, precision: str = "exact", **more: Any) -> dict[str, Any]:
    return {"place": {"latitude": latitude, "longitude": longitude, "precision": precision, **more}}


@pytest.mark.parametrize(
    ("fields", "term", "expected"),
    [
        ({}, "1", Reason.EVERYWHERE),
        (point(36, 37), "2", Reason.INSIDE),
        (point(36, 39), "2", Reason.OUTSIDE),
        (point(36, 38.1, "near"), "2", Reason.TOO_COARSE),
        (point(36, 37.99), "2", Reason.TOO_COARSE),
        (point(36, 37.98), "2", Reason.INSIDE),
        (point(36, 37, "province"), "2", Reason.TOO_COARSE),
        ({}, "2", Reason.NO_PLACE),
        ({"place": {"units": ["Aleppo", "Azaz"]}}, "3", Reason.INSIDE),
        ({"place": {"units": ["sy02"]}}, "3", Reason.INSIDE),
        ({"place": {"units": ["Homs"]}}, "3", Reason.OUTSIDE),
        ({"place": {"country": "Syria"}}, "3", Reason.TOO_COARSE),
        (point(36, 37), "3", Reason.NO_PLACE),
    ],
)
def test_the_place(fields: dict[str, Any], term: str, expected: Reason) -> None:
    assert reason(Question.PLACE, term, **fields) is expected


def test_points_with_latitude_and_longitude_exchanged_are_not_believed() -> None:
    good = [incident(**point(36 + k / 50, 37 - k / 90)) for k in range(30)]
    found = held(*good, incident(**point(36.8, 36.2)), incident(**point(37.2, 36.1)), incident(**point(30.0, 10.0)))
    assert set(found.reasons[1, 4, :30].tolist()) == {Reason.INSIDE}
    few = held(incident(**point(36, 37)), incident(**point(10, 30)))
    assert Reason(few.reasons[1, 4, 1]) is Reason.OUTSIDE, "too few to know where they lie"
    turned = held(*[incident(**point(33 + k / 50, 37)) for k in range(30)], incident(**point(37.0, 33.2)))
    assert Reason(turned.reasons[1, 4, 30]) is Reason.SWAPPED


def test_a_claimed_exception_keeps_a_confirmed_act_an_allegation() -> None:
    sure: dict[str, Any] = {"credibility": 1, "reliability": "A"}
    assert verdict(**sure, exceptions=["Self-defence"]) is Verdict.ALLEGED
    assert verdict(**sure, exceptions=["hot pursuit"]) is Verdict.CONFIRMED, "the term knows no such exception"


def test_terms_that_no_incident_can_breach_are_not_matched() -> None:
    assert held(incident()).terms == ("1", "2", "3")
    assert held().overall().tolist() == []


def test_every_reason_has_an_answer_and_words() -> None:
    assert set(REASONS) == set(Reason)
    assert len({words for _, words in REASONS.values()}) == len(Reason)


# --- the plain twin: one incident, one term, no arrays ---------------------------------------------------------------


def plain(watched: Watched, term: Term, value: Incident) -> Verdict:
    text = watched.text
    answers = []
    first, last = (datetime.fromisoformat(t) for t in span(value.on, value.clock, value.zone or text.zone))
    start, end = text.begins(term)[0], text.ends(term)
    assert end is not None
    if first.year < 1900 or first.year > datetime.now(tz=UTC).year + 5:
        answers.append("?")
    else:
        outside = last < start or first > end[1]
        answers.append("n" if outside else "y" if first >= start and last <= end[0] else "?")

    def party(name: str) -> str:
        for key, member in text.parties.items():
            if name.lower().strip() in {n.lower() for n in (key, member.name, *member.known_as)}:
                return key
        excluded = {n.lower() for k, m in text.excluded.items() for n in (k, m.name, *m.known_as)}
        return "out" if name.lower() in excluded else "civilians" if name.lower() == "civilians" else "who"

    def pair(actor: str, target: str) -> str:
        a, t = party(actor) if actor else "", party(target) if target else ""
        acts = "?" if a in {"", "who"} else "y" if a in term.parties else "n"
        unsure = "y" if not term.towards else "?" if t in {"", "who"} else "y" if t in term.towards else "n"
        suffers = "n" if t == "out" else unsure
        return "n" if "n" in acts + suffers else "?" if "?" in acts + suffers else "y"

    if value.against:
        pairs = set(itertools.product(value.actors or ("",), value.against))
    elif len(set(value.actors)) > 1:
        pairs = set(itertools.permutations(set(value.actors), 2))
    else:
        pairs = {(actor, "") for actor in value.actors or ("",)}
    sides = {pair(*p) for p in pairs}
    answers.append(sides.pop() if len(sides) == 1 else "?")
    exact = {k for k, a in text.acts.items() if value.what in {n.lower() for n in (a.name, *a.known_as)}}
    broad = {k for k, a in text.acts.items() if value.what in a.may_be}
    answers.append("y" if exact & set(term.acts) else "?" if broad & set(term.acts) else "n" if exact | broad else "?")
    if "n" in answers:
        return Verdict.OUTSIDE
    if "?" in answers or value.credibility == 5:
        return Verdict.CANNOT_TELL
    sure = (
        value.credibility == 1 and value.reliability in {"A", "B"} and not set(term.exceptions) & set(value.exceptions)
    )
    return Verdict.CONFIRMED if sure else Verdict.ALLEGED


names = st.sampled_from(["Army", "Rebels", "Daesh", "Militia", "civilians"])
incidents = st.builds(
    lambda **fields: Incident.model_validate(fields, strict=False),
    what=st.sampled_from(["shelling", "battle", "barrel bomb", "violence", "convoy stopped", "protest"]),
    actors=st.lists(names, max_size=2, unique=True),
    against=st.lists(names, max_size=2, unique=True),
    on=st.sampled_from(
        ["2016-09-11", "2016-09-12", "2016-09-14", "2016-09", "2016-09-30", "2016-10-02", "1437-01-01", ""]
    ),
    credibility=st.integers(1, 6),
    reliability=st.sampled_from(["A", "B", "F"]),
    exceptions=st.sampled_from([[], ["self-defence"]]),
)
WIDE = truce(TRUCE.replace(", area: valley", "").replace(", area: aleppo", ""))


@given(st.lists(incidents, max_size=12))
def test_the_arrays_agree_with_one_incident_at_a_time(values: list[Incident]) -> None:
    terms = [t for t in WIDE.text.terms.values() if t.duty in MATCHED]
    found = held(*values, watched=WIDE)
    assert found.verdicts.tolist() == [[plain(WIDE, term, v) for v in values] for term in terms]
    for k, n in np.ndindex(found.verdicts.shape):
        assert (found.verdicts[k, n] == Verdict.OUTSIDE) == (ANSWERS[found.reasons[k, :, n]].min() == 0)


@given(st.lists(incidents, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_incidents_changes_nothing(values: list[Incident], order: Any) -> None:
    turned = list(range(len(values)))
    order.shuffle(turned)
    assert held(*[values[k] for k in turned], watched=WIDE).verdicts.tolist() == (
        held(*values, watched=WIDE).verdicts[:, turned].tolist()
    )
