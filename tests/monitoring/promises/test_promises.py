"""Promises, access and local truces: unknown is an answer, never a miss."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ceasefire.monitoring.promises.kept import Score, access, promises, score
from ceasefire.monitoring.promises.local_truces import Stage, local_truces
from ceasefire.record.agreement import Agreement, Promise
from truce import truce


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


@pytest.mark.parametrize(
    ("delivered", "on", "expected"),
    [
        (20, date(2021, 3, 10), (Score.KEPT, "20 of 20 trucks came")),
        (25, date(2021, 3, 10), (Score.KEPT, "25 of 20 trucks came")),
        (12, date(2021, 3, 10), (Score.PARTLY, "12 of 20 trucks came")),
        (0, date(2021, 3, 10), (Score.MISSED, "0 of 20 trucks came")),
        (12, date(2021, 2, 28), (Score.NOT_DUE, "its day has not come")),
        (None, date(2021, 3, 10), (Score.UNKNOWN, "nobody says what became of it")),
    ],
)
def test_past_its_day_amounts_decide(delivered: float | None, on: date, expected: tuple[Score, str]) -> None:
    held = promise(term="3", unit="trucks", amount=20, delivered=delivered, due="2021-03-05")
    assert score(held, on) == expected
