"""Words are erased for good and the chain, checkpoints and exports still hold; also in a record that an earlier version wrote."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim
from ceasefire.record.entry import Action
from ceasefire.record.erasing import erase
from ceasefire.record.exchange import export, take
from ceasefire.record.faults import RecordError
from ceasefire.record.incident import Incident
from ceasefire.record.integrity import checkpoint, new_key, read_checkpoint, verify
from ceasefire.record.place import begin, upgrade
from ceasefire.record.query import Asked, every, history
from ceasefire.record.store import Record, open_record
from ceasefire.record.thing import Origin, Sensitivity
from ceasefire.web.doors.accounts import Account, Accounts
from ceasefire.web.doors.session import Role
from record_places import fresh_database

LANDED = Path(__file__).parent / "landed"
WORDS = "Omar K."


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A record as version 0.1.0 of the store wrote it."""
    path = tmp_path / "old.db"
    shutil.copy(LANDED / "record-0001.db", path)
    return path


def traces(path: Path, words: str) -> list[str]:
    return [f.name for f in path.parent.glob(f"{path.name}*") if words.encode() in f.read_bytes()]


def test_an_older_record_is_left_alone_until_it_is_upgraded(old: Path, run: Callable[..., Result]) -> None:
    before = old.read_bytes()
    refused = run("record", "list", old)
    assert refused.exit_code == 1
    assert "has form 0001" in str(refused.exception) + refused.output
    assert old.read_bytes() == before
    done = run("record", "upgrade", old)
    assert done.exit_code == 0, done.output
    assert "brought from form 0001 to 0002" in done.stdout
    assert Path(f"{old}.form-0001").read_bytes()[:16] == b"SQLite format 3\x00"
    assert "has form 0002 already" in run("record", "upgrade", old).stdout


def test_checkpoints_and_exports_of_before_still_hold(old: Path, tmp_path: Path) -> None:
    upgrade(str(old))
    kept = read_checkpoint((LANDED / "checkpoint.json").read_bytes(), "checkpoint.json")
    with open_record(str(old), write=True) as held:
        assert verify(held, [kept]).sound
        names = {e.thing for e in every(held, Asked())}
        assert "incident-14d959b35ff8381b" in names
        assert "observation-06dcec4f2042c1de" not in names, "what was retracted stays so"
        held.append([Draft(Incident(what="new"))], "ann")
        assert verify(held, [kept]).sound
    begin(str(tmp_path / "copy.db"))
    with open_record(str(tmp_path / "copy.db"), write=True) as copy:
        assert take(copy, lambda: (LANDED / "record-0001.jsonl").open(encoding="utf-8"), "x").restored == 8
        assert verify(copy, [kept]).sound


def test_words_of_an_older_record_are_erased_and_its_checkpoint_holds(old: Path, tmp_path: Path) -> None:
    upgrade(str(old))
    kept = read_checkpoint((LANDED / "checkpoint.json").read_bytes(), "checkpoint.json")
    assert traces(old, WORDS)
    with open_record(str(old), write=True) as held:
        for name in ("claim-b14f4e72a47b8c68", "incident-14d959b35ff8381b"):
            erase(held, name, "a person asked for it", "rev")
        found = verify(held, [kept])
        assert found.sound, found.first
        lines = "".join(export(held))
        assert WORDS not in lines
        claim = history(held, "claim-b14f4e72a47b8c68")
        assert [e.action for e in claim] == [Action.ADD, Action.CORRECT, Action.ERASE]
        assert isinstance(claim[-1].value, Claim)
        assert (claim[-1].value.quote, claim[-1].value.speaker, claim[-1].value.note) == ("", "", "[erased]")
        assert "quote" in claim[0].erased
    assert traces(old, WORDS) == ["old.db.form-0001"], "only the copy of before has them, and the person is told of it"
    begin(str(tmp_path / "copy.db"))
    with open_record(str(tmp_path / "copy.db"), write=True) as copy:
        take(copy, lambda: io.StringIO(lines), "x")
        assert verify(copy, [kept]).sound
        assert "".join(export(copy)) == lines


def incident(**fields: object) -> Incident:
    said = {"what": "shelling", "account": f"told by {WORDS}", "deaths": {"best": 2}}
    origin = Origin(dataset="monitors", key="7")
    return Incident.model_validate({**said, "on": "2021-03-16", "origin": origin, **fields}, strict=False)


def test_one_field_is_erased_and_stays_away(held: Record, tmp_path: Path) -> None:
    new_key(tmp_path / "key.pem")
    thing = held.append([Draft(incident())], "ann").things[0]
    held.append([Draft(incident(deaths={"best": 3}), thing, Action.CORRECT, f"{WORDS} called")], "ann")
    kept = checkpoint(held, tmp_path / "key.pem")
    assert erase(held, thing, "a person asked for it", "rev", ["account"]).versions == 2
    assert verify(held, [kept]).sound
    first, second, last = history(held, thing)
    assert (first.value.account, second.reason, last.value.deaths.best) == ("", "", 3)  # type: ignore[attr-defined]  # incidents
    assert first.value.deaths.best == 2, "what was not erased is there, and proved"  # type: ignore[attr-defined]
    assert held.append([Draft(incident(deaths={"best": 3}))], "ann").outcomes == ("corrected",)
    assert held.append([Draft(incident(deaths={"best": 3}))], "ann").outcomes == ("same",)
    assert WORDS not in "".join(export(held)), "the file that still has the words does not bring them back"
    with pytest.raises(RecordError, match="no words to erase"):
        erase(held, thing, "again", "rev", ["account"])


def test_what_cannot_be_erased_is_told(held: Record) -> None:
    thing = held.append([Draft(incident())], "ann").things[0]
    with pytest.raises(RecordError, match="`deaths` of a incident cannot be erased"):
        erase(held, thing, "x", "rev", ["deaths"])
    with pytest.raises(RecordError, match="say why"):
        erase(held, thing, " ", "rev")
    held.append([Draft(incident(), thing, Action.RETRACT, "wrong")], "ann")
    erase(held, thing, "a person asked for it", "rev")
    assert thing not in {e.thing for e in every(held, Asked())}, "what was retracted stays retracted"


def test_nobody_takes_words_out_without_saying_so(held: Record) -> None:
    thing = held.append([Draft(incident())], "ann").things[0]
    salt = '{"salts":{},"erased":{"body.account":"00"}}'
    with pytest.raises(DBAPIError, match="append-only"), held.connection.begin():
        held.connection.execute(text("UPDATE entry SET salt = :salt"), {"salt": salt})
    erase(held, thing, "a person asked for it", "rev", ["account"])
    with pytest.raises(DBAPIError, match="append-only"), held.connection.begin():
        held.connection.execute(text("UPDATE entry SET known = '2000-01-01T00:00:00Z' WHERE version = 1"))
    with held.connection.begin():  # what the guard of the database lets through, the chain does not
        held.connection.execute(text("UPDATE entry SET body = '{}' WHERE version = 1"))
    assert not verify(held).sound


def test_where_there_are_accounts_it_takes_a_reviewer(server: str, run: Callable[..., Result]) -> None:
    place = fresh_database(server)
    with open_record(place, write=True) as opened:
        thing = opened.append([Draft(incident())], "ann").things[0]
    accounts = Accounts(place)
    accounts.prepare()
    for name, role in (("ann", Role.EDITOR), ("rev", Role.REVIEWER)):
        accounts.add(Account(name, role, Sensitivity.RED, shut=False, made=""), "a long password 1", "admin")
    for name in ("ann", "nobody"):
        refused = run("record", "erase", place, thing, "--because", "asked", "--yes", "--by", name)
        assert "erasing is for reviewers" in str(refused.exception)
    assert run("record", "erase", place, thing, "--because", "asked", "--yes", "--by", "rev").exit_code == 0
