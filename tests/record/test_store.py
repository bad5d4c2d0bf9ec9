from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ceasefire.record.agreement import Promise
from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim, ClaimKind
from ceasefire.record.document import Document
from ceasefire.record.entry import Action, Kind
from ceasefire.record.faults import RecordError
from ceasefire.record.incident import Incident
from ceasefire.record.integrity import verify
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, every, history, resolve, things
from ceasefire.record.store import Record, open_record
from ceasefire.record.tables import metadata
from ceasefire.record.thing import Origin, Sensitivity

ARTICLE = Document(title="An article", on="2016-08-27", text="He said the talks were close.")


def claim(**fields: object) -> Claim:
    return Claim.model_validate({"kind": "statement", "note": "something", **fields}, strict=False)


def test_what_is_appended_is_read_back(held: Record) -> None:
    document = held.append([Draft(ARTICLE)], "ann").things[0]
    said = claim(
        speaker="Kerry",
        quote="the talks were close",
        document=document,
        span=(8, 28),
        on="26 August 2016",
        zone="Asia/Damascus",
    )
    done = held.append([Draft(said), Draft(said)], "bob")
    assert done.outcomes == ("added", "same")
    entry = held.latest(done.things)[done.things[0]]
    assert entry.value == said
    assert (entry.entered_by, entry.kind, entry.action, entry.seq) == ("bob", Kind.CLAIM, Action.ADD, 2)
    assert entry.known == "2016-08-27T23:59:59Z", "known when the article appeared"
    assert (entry.begins, entry.ends) == ("2016-08-25T21:00:00Z", "2016-08-26T20:59:59Z"), (
        "a day in Damascus, in the article's year"
    )


def test_the_record_as_it_was_known_and_as_it_was_held(held: Record) -> None:
    first = held.append([Draft(claim(speaker="A", on="2016-08-26", known="2016-08-27"))], "ann").things[0]
    held.append(
        [
            Draft(
                claim(speaker="A", note="shown wrong", on="2016-08-26"),
                first,
                Action.CORRECT,
                "the agency corrected it",
                "2016-08-29",
            )
        ],
        "ann",
    )
    held.append([Draft(claim(speaker="A", on="2016-08-26"), first, Action.RETRACT, "withdrawn", "2016-09-01")], "ann")

    def notes(**asked: str) -> list[str]:
        found = things(held, Asked(**asked))  # type: ignore[arg-type]  # the bounds are text
        assert found.total == len(found.entries)
        return [e.value.note for e in found.entries]

    assert notes(known_by="2016-08-26T23:59:59Z") == []
    assert notes(known_by="2016-08-27T23:59:59Z") == ["something"]
    assert notes(known_by="2016-08-30T00:00:00Z") == ["shown wrong"]
    assert notes() == []
    assert [e.action for e in things(held, Asked(retracted=True)).entries] == [Action.RETRACT]
    assert notes(entered_by_then="2016-12-31T23:59:59Z") == [], "this record held nothing then"
    assert [e.action.value for e in history(held, first[:9])] == ["add", "correct", "retract"]


def test_a_changed_row_is_a_correction_and_what_a_person_said_stays(held: Record) -> None:
    def row(what: str) -> Draft:
        return Draft(Incident(what=what, origin=Origin(dataset="set", key="7")))

    thing = held.append([row("shelling")], "import").things[0]
    assert held.append([row("shelling")], "import").outcomes == ("same",)
    assert held.append([row("air strike")], "import").outcomes == ("corrected",)
    ours = Incident(what="air strike, seen by us", origin=Origin(dataset="set", key="7"))
    held.append([Draft(ours, thing, Action.CORRECT, "our monitor was there")], "ann")
    assert held.append([row("air strike")], "import").outcomes == ("same",), "the source says nothing new"
    assert held.latest([thing])[thing].value == ours
    assert held.append([row("none")], "import").outcomes == ("corrected",)
    assert [e.reason for e in history(held, thing)][1::2] == ["changed at its source", "changed at its source"]


def test_nothing_is_changed_or_removed(held: Record) -> None:
    held.append([Draft(ARTICLE), Draft(claim())], "ann")
    head = held.head()
    again = "INSERT INTO entry SELECT * FROM entry WHERE seq = 1"
    for statement in (
        "UPDATE entry SET who = 'x' WHERE seq = 1",
        "DELETE FROM entry WHERE seq = 2",
        again,
        "TRUNCATE entry" if held.connection.dialect.name == "postgresql" else again.replace("INSERT", "REPLACE"),
    ):
        with pytest.raises(DBAPIError), held.connection.begin():
            held.connection.execute(text(statement))
    assert held.head() == head
    assert verify(held).sound


def test_all_drafts_or_none(held: Record) -> None:
    for bad, message in [
        (Draft(claim(document="document-0000000000000000")), "no document"),
        (Draft(claim(), "claim-0000000000000000", Action.CORRECT, "why"), "no `claim-0000000000000000`"),
        (Draft(claim(), "promise-1", Action.CORRECT, "why"), "there is no"),
    ]:
        with pytest.raises(RecordError, match=message):
            held.append([Draft(ARTICLE), bad], "ann")
    assert held.head()[0] == 0
    with pytest.raises(RecordError, match="say who"):
        held.append([Draft(ARTICLE)], " ")


def test_words_that_do_not_stand_in_the_document_are_refused(held: Record) -> None:
    document = held.append([Draft(ARTICLE)], "ann").things[0]
    with pytest.raises(RecordError, match="the quote is not what stands at 0-2"):
        held.append([Draft(claim(quote="No", document=document, span=(0, 2)))], "ann")


def test_a_correction_needs_a_reason_and_the_same_kind(held: Record) -> None:
    thing = held.append([Draft(claim())], "ann").things[0]
    with pytest.raises(RecordError, match="say why"):
        held.append([Draft(claim(speaker="B"), thing, Action.CORRECT)], "ann")
    with pytest.raises(RecordError, match="is not a promise"):
        held.append([Draft(Promise(by="a", promise="b"), thing, Action.CORRECT, "why")], "ann")
    assert held.append([Draft(claim(), thing, Action.CORRECT, "why")], "ann").outcomes == ("same",)
    assert held.append([Draft(claim(), thing, Action.RETRACT, "why")] * 2, "ann").outcomes == ("retracted", "same")
    assert held.append([Draft(claim())], "ann").outcomes == ("same",), "what was retracted does not come back by itself"
    assert held.append([Draft(claim(), thing, Action.CORRECT, "it was right")], "ann").outcomes == ("corrected",)


def test_filters_and_pages(held: Record) -> None:
    days = [f"2016-08-{day:02}" for day in range(1, 21)]
    common = {"speaker": "Russia", "about": ["US", "Syria"], "issue": "truce", "sensitivity": "green"}
    held.append([Draft(claim(**common, on=day)) for day in days], "ann")
    held.append([Draft(claim(speaker="100%", kind=ClaimKind.DENIAL, sensitivity="red")), Draft(ARTICLE)], "ann")
    whole = sorted(every(held, Asked()), key=lambda e: (e.begins, e.seq), reverse=True)
    assert len({e.kind for e in whole}) > 1
    for skip in (0, 3, 7, 100):
        assert list(things(held, Asked(), most=5, skip=skip).entries) == whole[skip : skip + 5], (
            "kinds are merged in order"
        )
    page = things(held, Asked(kind=Kind.CLAIM, who="russ"), most=5, skip=2)
    assert page.total == 20
    assert [getattr(e.value, "on", "")[-2:] for e in page.entries] == ["18", "17", "16", "15", "14"]
    assert things(held, Asked(who="%")).total == 1, "a percent sign is a percent sign"
    assert things(held, Asked(who="' OR 1=1 --")).total == 0
    assert things(held, Asked(whom="syria", since="2016-08-19T00:00:00Z")).total == 2
    assert things(held, Asked(topic="truce", before="2016-08-03T23:59:59Z")).total == 3
    assert things(held, Asked(openness=Sensitivity.GREEN)).total == 20
    assert things(held, Asked(what="denial")).total == 1
    assert len(list(every(held, Asked()))) == 22


def test_a_name_may_be_shortened_when_it_is_clear(held: Record) -> None:
    one, two = held.append([Draft(claim(note="1")), Draft(claim(note="2"))], "ann").things
    assert resolve(held, one) == one
    assert resolve(held, two.removeprefix("claim-")) == two
    with pytest.raises(RecordError, match="write more of it"):
        resolve(held, "claim-")
    for unknown in ("", "x", "claim-zz", "%"):
        with pytest.raises(RecordError, match=r"nothing named|write more"):
            resolve(held, unknown)


def test_two_writers_at_once_make_one_chain(place: str) -> None:
    def work(name: str) -> None:
        with open_record(place, write=True) as held:
            for k in range(30):
                held.append([Draft(claim(speaker=name, note=str(k)))], name)

    workers = [threading.Thread(target=work, args=(name,)) for name in ("ann", "bob", "cat")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with open_record(place) as held:
        assert things(held, Asked()).total == 90
        assert verify(held).sound


def test_the_migrations_make_the_tables_that_the_code_knows(held: Record) -> None:
    with held.connection.begin():
        assert compare_metadata(MigrationContext.configure(held.connection), metadata) == []


def test_a_record_is_not_begun_over_another(place: str) -> None:
    with pytest.raises(RecordError, match=r"there is a file already|holds a record already"):
        begin(place)


def test_a_newer_form_is_left_alone(place: str) -> None:
    with open_record(place, write=True) as held, held.connection.begin():
        held.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordError, match="written by a newer one"):
        open_record(place)


def test_control_characters_and_overrides_do_not_enter() -> None:
    for bad in ("\x1b[31mred", "a\x00b", "a\u202eb"):
        with pytest.raises(ValueError, match="may not stand here"):
            claim(speaker=bad)
    assert claim(speaker="الهيئة العليا").speaker == "الهيئة العليا"


def test_an_empty_database_is_no_record(empty: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"record new"):
        open_record(empty)
    assert list(tmp_path.iterdir()) == []
