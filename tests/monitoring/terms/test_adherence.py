"""Counts with exposure: unknown kept apart from zero everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from ceasefire.monitoring.calls.calm import Condition
from ceasefire.monitoring.terms.adherence import EITHER, NOT_SAID
from ceasefire.monitoring.watch import How, Reports, Watch, end_of, watch
from ceasefire.record.incident import Incident
from ceasefire.record.observation import Observation
from truce import TRUCE, incident, truce

ZONE = "Asia/Damascus"


def seen(on: str, looked: str = "fully", unit: str = "Aleppo") -> Observation:
    return Observation.model_validate(
        {"by": "patrol", "on": on, "looked": looked, "place": {"units": [unit] if unit else []}}, strict=False
    )


def watched(*incidents: Incident, as_of: str = "2016-09-20", **more: Any) -> Watch:
    named = [(f"i{k}", i) for k, i in enumerate(incidents)]
    return watch(truce(), Reports(named, **more), How(as_of=end_of(as_of, ZONE)))


def test_no_report_is_not_zero() -> None:
    found = watched(
        incident(on="2016-09-14", deaths={"best": 3}),
        incident(on="2016-09-16", what="protest"),
        observations=[seen("2016-09-17/2016-09-18", unit=""), seen("2016-09-19", "not"), seen("2016-09-19", "unknown")],
    )
    days = {d.day.day: (d.covered, d.covered_deaths, d.all) for d in found.adherence.days}
    assert days[14] == (1, 3.0, 1)
    assert days[15] == (None, None, None), "nobody looked, nobody reported"
    assert days[16] == (0, 0.0, 1), "something was reported, nothing of what the truce covers"
    assert days[17] == days[18] == (0, 0.0, 0), "a patrol was there and saw nothing"
    assert days[19] == (None, None, None), "the patrol was turned back"
    assert found.condition is Condition.CANNOT_TELL
    assert found.looked == 2


def test_who_looked_in_one_area_has_not_looked_everywhere() -> None:
    north, south = ({"place": {"units": [unit]}} for unit in ("North", "South"))
    reports = [incident(**north), incident(**south, on="2016-09-15")]
    one, both = seen("2016-09-17", unit="North"), seen("2016-09-18/2016-09-19", unit="South")
    found = watched(*reports, observations=[one, both, seen("2016-09-18", unit="North")])
    days = {d.day.day: d.covered for d in found.adherence.days}
    assert days[17] is None, "nobody knows of the south"
    assert days[18] == 0, "every area from which anything was ever reported was looked at"
    assert days[19] is None
    assert {a.name: a.seen for a in found.adherence.areas} == {"North": 3, "South": 3}


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
