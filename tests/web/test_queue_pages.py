"""Tables in the browser, the queue of incidents, what is contested, and erasing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ceasefire.record.append import Draft
from ceasefire.record.entry import Action
from ceasefire.record.exchange import export, take
from ceasefire.record.incident import Incident, Place
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, counting, every, history
from ceasefire.record.store import open_record
from ceasefire.record.thing import Origin, Sensitivity
from ceasefire.web.doors.session import Role
from client import HOSTILE, Tags, browser

TABLE = "Report;Day;Type;Side;Dead\nP1;03/04/2021;shelling;Northern Column;2\nP2;05/04/2021;raid;;x\n"
MAPPING = (
    "format: mapping/1\ndataset: posts\nkind: incident\nkey: Report\n"
    "columns: {what: Type, on: Day, actors: Side, deaths.best: Dead}\n"
)


@pytest.fixture
def place(tmp_path: Path) -> str:
    begin(str(tmp_path / "r.db"))
    return str(tmp_path / "r.db")


def put(place: str, key: str, dataset: str = "a", **fields: object) -> str:
    point = Place(name="Ford", latitude=33.5, longitude=36.3)
    said = {
        "what": "shelling",
        "on": "2021-03-16",
        "place": point,
        "origin": Origin(dataset=dataset, key=key),
        **fields,
    }
    with open_record(place, write=True) as held:
        return held.append([Draft(Incident.model_validate(said, strict=False))], "ann").things[0]


def incidents(place: str) -> list[Incident]:
    with open_record(place) as held:
        return [e.value for e in every(held, Asked()) if isinstance(e.value, Incident)]


def test_a_table_is_looked_at_before_it_is_kept(place: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=place).enter()
    assert user.get("/record/import").status_code == 200
    looked = user.post("/record/import", table=TABLE, mapping=MAPPING, do="look")
    assert looked.status_code == 422
    assert "Only looked at" in looked.text
    assert "which comes first, day or month" in looked.text
    assert incidents(place) == []
    looked = user.post("/record/import", table=TABLE, mapping=MAPPING, first="day", do="look")
    assert "`Dead` is not a number: &#39;x&#39;" in looked.text
    assert '<dt>dated to</dt><dd dir="auto">a day (1)' in looked.text
    kept = user.post("/record/import", table=TABLE.replace(";x", ";3"), mapping=MAPPING, first="day", do="keep")
    assert (kept.status_code, "Only looked at" in kept.text) == (200, False)
    assert [i.on for i in incidents(place)] == ["2021-04-03", "2021-04-05"]
    wrong = user.post("/record/import", table=TABLE, mapping="format: mapping/2", do="look")
    assert wrong.status_code == 422
    assert "is not a format this version reads" in wrong.text
    hostile = user.post("/record/import", table=f"event_id_cnty,{HOSTILE}\n1,2\n", do="look")
    assert Tags(hostile.text).bad == []
    assert browser(folder=tmp_path, record=place, role=Role.VIEWER).enter().get("/record/import").status_code == 403


def test_incidents_are_assigned_graded_and_settled(place: str, tmp_path: Path) -> None:
    name = put(place, "1", account=HOSTILE)
    user = browser(folder=tmp_path, record=place).enter()
    page = user.get("/queue")
    assert "waits for a reader" in page.text
    assert Tags(page.text).bad == []
    user.follow(user.post(f"/queue/{name}", do="assign", to="tester"))
    assert name in user.get("/queue?for=tester").text
    assert "None waits" in user.get("/queue?for=somebody").text
    user.follow(user.post(f"/queue/{name}", do="grade", reliability="B", credibility="2", why="two reports"))
    refused = user.post(f"/queue/{name}", do="grade", reliability="B", credibility="2", why=" ")
    assert (refused.status_code, "say why" in refused.text) == (422, True)
    viewer = browser(folder=tmp_path, record=place, role=Role.EDITOR).enter()
    assert viewer.post(f"/queue/{name}", do="grade", reliability="A", credibility="1", why="x").status_code == 403
    assert "waits for a second reader" in user.get("/queue").text


def test_reports_of_one_incident_are_put_together(place: str, tmp_path: Path) -> None:
    one, two = put(place, "1"), put(place, "2", dataset="b")
    user = browser(folder=tmp_path, record=place).enter()
    page = user.get("/queue/duplicates")
    assert "1 pairs of 2 reports" in page.text
    user.follow(user.post("/queue/duplicates", do="merge", kept=one, other=two, why="same hour"))
    assert len(incidents(place)) == 1
    user.follow(user.post("/queue/duplicates", do="split", other=two, why="two villages"))
    assert len(incidents(place)) == 2
    assert user.post("/queue/duplicates", do="merge", kept=one, other=one, why="x").status_code == 422


def test_what_is_held_more_closely_is_not_in_the_queue(place: str, tmp_path: Path) -> None:
    name = put(place, "1", sensitivity="red", account="told by Omar")
    put(place, "2", dataset="b", account="seen")
    user = browser(folder=tmp_path, record=place, openness=Sensitivity.AMBER).enter()
    for path in ("/queue", "/queue/duplicates"):
        assert "Omar" not in user.get(path).text
    assert user.post(f"/queue/{name}", do="grade", reliability="A", credibility="1", why="x").status_code == 404
    assert user.post("/queue/duplicates", do="split", other=name, why="x").status_code == 404


def test_what_is_contested_is_shown_and_words_are_erased(place: str, tmp_path: Path) -> None:
    name = put(place, "1", account="told by Omar")
    other = str(tmp_path / "other.db")
    begin(other)
    with open_record(place, write=True) as held, open_record(other, write=True) as theirs:
        text = "".join(export(held))
        take(theirs, lambda: io.StringIO(text), "bob")
        for record, dead, by in ((held, 5, "ann"), (theirs, 9, "bob")):
            value = counting(history(record, name)).value
            changed = value.model_copy(update={"deaths": Incident(what="x", deaths={"best": dead}).deaths})  # type: ignore[arg-type]  # fields of it
            record.append([Draft(changed, name, Action.CORRECT, f"{by} says so")], by)
        back = "".join(export(theirs))
        take(held, lambda: io.StringIO(back), "ann")
    user = browser(folder=tmp_path, record=place).enter()
    page = user.get(f"/record/thing/{name}")
    assert "Contested: two authors" in page.text
    user.follow(user.post(f"/record/thing/{name}", do="erase", reason="a person asked for it"))
    page = user.get(f"/record/thing/{name}")
    assert "Omar" not in page.text
    assert "words erased" in page.text
    assert (
        browser(folder=tmp_path, record=place, role=Role.EDITOR)
        .enter()
        .post(f"/record/thing/{name}", do="erase", reason="x")
        .status_code
        == 403
    )
