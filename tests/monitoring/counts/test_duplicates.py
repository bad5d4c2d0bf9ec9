"""Reports of two sources that may be of one incident, beside what luck would make."""

from __future__ import annotations

from typing import Any

from ceasefire.monitoring.counts.duplicates import Near, duplicates
from ceasefire.monitoring.counts.gathering import columns
from ceasefire.record.incident import Incident
from truce import incident

ZONE = "Asia/Damascus"


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
