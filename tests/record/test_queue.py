"""Incidents wait for two readers; reports of one incident are put together by a person, and can be taken apart."""

from __future__ import annotations

import pytest

from ceasefire.record.append import Draft
from ceasefire.record.entry import Action
from ceasefire.record.faults import RecordError
from ceasefire.record.incident import Incident
from ceasefire.record.query import Asked, counting, every, history
from ceasefire.record.queue import Wanted, assign, grade, merge, queue, split
from ceasefire.record.review import Stage
from ceasefire.record.store import Record
from ceasefire.record.thing import Origin


def put(held: Record, key: str, dataset: str = "ours", **fields: object) -> str:
    said = {"what": "shelling", "on": "2021-03-16", "origin": Origin(dataset=dataset, key=key), **fields}
    return held.append([Draft(Incident.model_validate(said, strict=False))], "ann").things[0]


def stages(held: Record, **wanted: object) -> dict[str, Stage]:
    return {w.entry.thing: w.stage for w in queue(held, Wanted(**wanted))}  # type: ignore[arg-type]  # fields of it


def test_two_readers_settle_a_grade(held: Record) -> None:
    name, other = put(held, "1"), put(held, "2")
    put(held, "3", reliability="B", credibility=2)
    assert stages(held) == {name: Stage.WAITING, other: Stage.WAITING}, "what came graded waits for nobody"
    assign(held, name, "bob", "ann")
    assert set(stages(held, assigned="bob")) == {name}
    assert grade(held, name, "B2", "two independent reports", "bob").stage is Stage.READ
    assert stages(held, assigned="bob") == {}
    assert grade(held, name, "b3", "one of them copied", "cat").stage is Stage.DISPUTED
    assert grade(held, name, "B3", "she is right", "bob").stage is Stage.SETTLED
    assert stages(held) == {other: Stage.WAITING}
    assert stages(held, settled=True)[name] is Stage.SETTLED
    last = counting(history(held, name))
    assert isinstance(last.value, Incident)
    assert (last.value.reliability.value, last.value.credibility) == ("B", 3)
    assert last.reason == "graded B3 by cat and bob: she is right"


def test_a_reader_alone_settles_nothing(held: Record) -> None:
    name = put(held, "1")
    for _ in range(3):
        assert grade(held, name, "A1", "sure", "bob").stage is Stage.READ


@pytest.mark.parametrize(
    ("letters", "why", "message"), [("G1", "x", "is no grade"), ("B7", "x", "is no grade"), ("B2", " ", "say why")]
)
def test_what_is_no_grade_is_told(held: Record, letters: str, why: str, message: str) -> None:
    name = put(held, "1")
    with pytest.raises(RecordError, match=message):
        grade(held, name, letters, why, "bob")


def test_two_reports_are_put_together_and_taken_apart(held: Record) -> None:
    one, two = put(held, "1"), put(held, "9", dataset="theirs", deaths={"best": 2})
    assert merge(held, one, two, "same place and hour", "bob") == (one, two)
    assert {e.thing for e in every(held, Asked()) if isinstance(e.value, Incident)} == {one}
    assert put(held, "9", dataset="theirs", deaths={"best": 4}) == two, "its source says something new"
    assert counting(history(held, two)).action is Action.RETRACT, "and it still counts once"
    with pytest.raises(RecordError, match="retracted"):
        merge(held, one, two, "again", "bob")
    split(held, two, "different villages", "cat")
    found = {e.thing: e.value for e in every(held, Asked()) if isinstance(e.value, Incident)}
    assert set(found) == {one, two}
    assert found[one].same_as == found[two].same_as == ()
    assert found[two].deaths.best == 4
    with pytest.raises(RecordError, match="was not put together"):
        split(held, one, "x", "cat")
    with pytest.raises(RecordError, match="one report"):
        merge(held, one, one, "x", "cat")
