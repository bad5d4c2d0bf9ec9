"""Counts with exposure, promises, access, local truces, duplicates: unknown kept apart from zero everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from truce import TRUCE, incident, truce

from ceasefire.monitoring.adherence import EITHER, NOT_SAID
from ceasefire.monitoring.calm import Condition
from ceasefire.monitoring.duplicates import Near, duplicates
from ceasefire.monitoring.incidents import columns
from ceasefire.monitoring.local_truces import Stage, local_truces
from ceasefire.monitoring.promises import Score, access, promises, score
from ceasefire.monitoring.watch import How, Reports, Watch, end_of, watch
from ceasefire.record.agreement import Agreement, Promise
from ceasefire.record.incident import Incident
from ceasefire.record.observation import Observation

ZONE = "Asia/Damascus"


def seen(on: str, looked: str = "fully", unit: str = "Aleppo") -> Observation:
    return Observation.model_validate(
        {"by": "patrol", "on": on, "looked": looked, "place": {"units": [unit]}}, strict=False
    )


def watched(*incidents: Incident, as_of: str = "2016-09-20", **more: Any) -> Watch:
    named = [(f"i{k}", i) for k, i in enumerate(incidents)]
    return watch(truce(), Reports(named, **more), How(as_of=end_of(as_of, ZONE)))


def test_no_report_is_not_zero() -> None:
    found = watched(
        incident(on="2016-09-14", deaths={"best": 3}),
        incident(on="2016-09-16", what="protest"),
        observations=[seen("2016-09-17/2016-09-18"), seen("2016-09-19", "not"), seen("2016-09-19", "unknown")],
    )
    days = {d.day.day: (d.covered, d.covered_deaths, d.all) for d in found.adherence.days}
    assert days[14] == (1, 3.0, 1)
    assert days[15] == (None, None, None), "nobody looked, nobody reported"
    assert days[16] == (0, 0.0, 1), "something was reported, nothing of what the truce covers"
    assert days[17] == days[18] == (0, 0.0, 0), "a patrol was there and saw nothing"
    assert days[19] == (None, None, None), "the patrol was turned back"
    assert found.condition is Condition.CANNOT_TELL
    assert found.looked == 2


def test_counts_by_term_area_and_party() -> None:
    azaz = {"place": {"units": ["Aleppo", "Azaz"]}}
    found = watched(
        incident(**azaz, deaths={"best": 2}),
        incident(**azaz, actors=["Army", "Rebels"], against=[], on="2016-09-15", credibility=1, reliability="B"),
        incident(actors=[], place={"units": ["Homs"]}),
        incident(on="2016-09-01", deaths={"best": 90}),
        incident(on="2016-09-14/2016-09-18", deaths={"best": 40}),
        observations=[seen("2016-09-13", "not", "homs")],
    )
    first = found.adherence.terms[0]
    assert (first.alleged, first.confirmed, first.cannot_tell, first.deaths) == (2, 1, 1, 42)
    areas = {a.name: (a.alleged + a.confirmed, a.seen, a.days, a.shut) for a in found.adherence.areas}
    assert areas == {"Aleppo": (2, 2, 9, 0), NOT_SAID: (1, 0, 9, 0), "Homs": (0, 1, 9, 1)}
    parties = {p.name: p.alleged + p.confirmed + p.cannot_tell for p in found.adherence.parties}
    assert parties == {"gov": 2, "opp": 0, EITHER: 1, NOT_SAID: 1}
    assert (found.adherence.unplaced, found.adherence.unplaced_deaths) == (1, 40)
    assert found.before == 1


def test_names_that_the_agreement_does_not_know_are_counted_as_written() -> None:
    found = watched(incident(actors=["Free Men"], against=["Army"]), incident(actors=["free men", "SDF"], against=[]))
    assert found.unknown_names == {"Free Men": 2, "SDF": 1}


def test_as_of_hides_what_came_later() -> None:
    late = incident(on="2016-09-25")
    assert watched(incident(), late, as_of="2016-09-20").later == 1
    assert watched(incident(), late, as_of="2016-09-20").as_of == date(2016, 9, 20)
    assert watched(incident(), late, as_of="2016-09-20T12:00:00Z").as_of == date(2016, 9, 19), (
        "a day half over is not counted"
    )


def test_reports_from_elsewhere_do_not_show_that_anybody_looked_here() -> None:
    """A file of the whole world has a report every day; here nobody may have looked."""
    here = truce(TRUCE.replace("areas:\n", "area: aleppo\nareas:\n").replace(", area: valley", ""))
    incidents = [
        ("a", incident(place={"units": ["Aleppo"]})),
        ("b", incident(on="2016-09-15", place={"units": ["Homs"]})),
        ("c", incident(on="2016-09-16", place={})),
    ]
    found = watch(here, Reports(incidents), How(as_of=end_of("2016-09-20", ZONE)))
    days = {d.day.day: d.all for d in found.adherence.days}
    assert (days[14], days[15], days[16]) == (1, None, 1), "where it was is unknown on the 16th: it may have been here"
    assert (found.incidents, found.elsewhere) == (2, 1)


def promise(**fields: Any) -> Promise:
    return Promise.model_validate({"by": "gov", "promise": "free the prisoners", **fields}, strict=False)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due": "2016-09-20"}, Score.UNKNOWN),
        ({"due": "2016-10"}, Score.NOT_DUE),
        ({}, Score.UNKNOWN),
        ({"due": "2016-09-20", "outcome": "broken"}, Score.MISSED),
        ({"due": "2016-09-20", "outcome": "kept"}, Score.UNKNOWN),
        ({"outcome": "kept"}, Score.KEPT),
        ({"due": "2016-09-20", "outcome": "kept", "outcome_on": "2016-09-20"}, Score.KEPT),
        ({"due": "2016-09-20", "outcome": "kept", "outcome_on": "2016-09-21"}, Score.LATE),
        ({"due": "2016-09-20", "outcome": "kept", "outcome_on": "2016-09"}, Score.UNKNOWN),
        ({"due": "2016-09", "outcome": "kept", "outcome_on": "2016-09-28"}, Score.KEPT),
        ({"due": "2016-09-20", "outcome": "kept", "outcome_on": "2016-10-03"}, Score.UNKNOWN),
        ({"due": "2016-10-20", "outcome": "broken", "outcome_on": "2016-10-21"}, Score.NOT_DUE),
    ],
)
def test_promises(fields: dict[str, str], expected: Score) -> None:
    assert score(promise(**fields), date(2016, 9, 30))[0] is expected


def test_a_thing_to_be_done_that_nobody_reports_on_is_unknown() -> None:
    text = truce().text
    (silent,) = promises(text, [], date(2016, 12, 1))
    assert (silent.name, silent.score) == ("4", Score.UNKNOWN)
    told = promises(text, [("p", promise(term="4", due="2016-09-20", outcome="broken"))], date(2016, 12, 1))
    assert [(p.name, p.score) for p in told] == [("p", Score.MISSED)]


def test_access_is_a_range_where_nobody_says_what_came() -> None:
    convoys = [
        promise(term="3", unit="trucks", amount=20, delivered=20),
        promise(term="3", unit="trucks", amount=40),
        promise(term="3", unit="trucks", amount=10, delivered=0),
        promise(unit="hours", amount=48, delivered=12),
        promise(),
    ]
    trucks, hours = access([(str(k), p) for k, p in enumerate(convoys)])
    assert (trucks.promised, trucks.delivered, trucks.unknown, trucks.silent) == (70, 20, 40, 1)
    assert (hours.promised, hours.delivered, hours.unknown) == (48, 12, 0)


def local(**fields: Any) -> Agreement:
    return Agreement.model_validate({"title": "Truce of Daraya", "place": "Daraya", **fields}, strict=False)


def test_local_truces_and_requests_to_copy_them() -> None:
    held = [
        ("a1", local(on="2016-08-25", in_force="2016-08-26")),
        ("a2", local(title="as in Daraya", place="Moadamiya", asked="2016-08-30", follows="a1")),
        ("a3", local(title="as there", place="Al-Waer", asked="2016-08", follows="truce of daraya")),
        ("a4", local(title="no place", place="")),
    ]
    daraya, waer, moadamiya = sorted(local_truces(held, date(2016, 9, 1)), key=lambda t: t.place[-3:])[::-1]
    daraya = next(t for t in local_truces(held, date(2016, 9, 1)) if t.name == "a1")
    assert (daraya.stage, daraya.followed_by) == (Stage.IN_FORCE, ("Moadamiya", "Al-Waer"))
    assert {t.stage for t in (waer, moadamiya)} >= {Stage.ASKED}
    early = {t.name: t.stage for t in local_truces(held, date(2016, 8, 10))}
    assert early == {"a1": Stage.UNKNOWN, "a2": Stage.UNKNOWN, "a3": Stage.UNKNOWN}
    ended = local_truces([("x", local(in_force="2016-08-26", ended="2016-09"))], date(2016, 9, 10))[0]
    assert ended.stage is Stage.UNKNOWN, "September has not passed: nobody can say that it has ended"


def report(key: str, dataset: str, latitude: float, on: str, **more: Any) -> tuple[str, Incident]:
    place = {"latitude": latitude, "longitude": 37.0, "precision": "exact"}
    return key, incident(on=on, place=place, origin={"dataset": dataset, "key": key}, **more)


def test_reports_of_one_incident_are_proposed_with_what_luck_would_make() -> None:
    pairs = [report(f"{s}{k}", s, 30 + k, f"2016-09-{k + 1:02}") for k in range(20) for s in "ab"]
    found = duplicates(columns(pairs, ZONE))
    assert [(p.one, p.other) for p in found.pairs] == [(f"a{k}", f"b{k}") for k in sorted(range(20), key=str)]
    assert found.chance == 0
    days = [(month, day) for month in range(1, 12) for day in (3, 9, 15, 21, 27)]
    one_place = [report(f"{s}{k}", s, 36, f"2016-{m:02}-{d:02}") for k, (m, d) in enumerate(days) for s in "ab"]
    often = duplicates(columns(one_place, ZONE))
    assert often.chance is not None
    assert often.chance > 0.2, "where reports are many, luck makes pairs too"
    assert duplicates(columns(pairs[::2], ZONE)).by_luck is None, "one source alone"
    assert len(duplicates(columns(pairs, ZONE), Near(km=5, days=0)).pairs) == 20


def test_pairs_agree_with_comparing_all_with_all() -> None:
    every = [
        report(f"{s}{k}", s, 36 + (k * 7 % 11) / 50, f"2016-09-{1 + k * 5 % 9:02}") for k in range(14) for s in "abc"
    ]
    held = columns(every, ZONE)
    near = Near(km=5, days=2)
    plain = set()
    for one, a in every:
        for other, b in every:
            if one[0] >= other[0] or a.place.latitude is None or b.place.latitude is None:
                continue
            apart = abs(a.place.latitude - b.place.latitude) * 111.32
            if apart <= 5 and abs(int(a.on[-2:]) - int(b.on[-2:])) <= 2:
                plain.add((one, other))
    assert {(p.one, p.other) for p in duplicates(held, near).pairs} == plain
