from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim
from ceasefire.record.entry import Action
from ceasefire.record.exchange import export, table, take
from ceasefire.record.faults import RecordError
from ceasefire.record.integrity import checkpoint, checkpoint_text, new_key, read_checkpoint, verify
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, every, history
from ceasefire.record.store import Record, open_record
from ceasefire.record.thing import Sensitivity
from ceasefire.table.harmless import harmless


def again(text: str) -> Callable[[], io.StringIO]:
    """An export as something that can be opened as often as it is read."""
    return lambda: io.StringIO(text)


def claim(note: str, **fields: object) -> Claim:
    return Claim.model_validate({"kind": "statement", "note": note, **fields}, strict=False)


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    path = tmp_path / "ten.db"
    begin(str(path))
    with open_record(str(path), write=True) as held:
        held.append([Draft(claim(f"n{k}", speaker="ann")) for k in range(1, 11)], "ann")
    return path


def forge(path: Path, *statements: str) -> None:
    """What somebody with the file and a database program could do."""
    with sqlite3.connect(path) as connection:
        triggers = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for statement in [*(f"DROP TRIGGER {t}" for t in triggers), *statements]:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE entry SET body = replace(body, 'n4', 'n5') WHERE seq = 4", "entry 4 (claim-"),
        ("UPDATE entry SET who = 'bob' WHERE seq = 7", "entry 7 (claim-"),
        ("UPDATE entry SET known = '2000-01-01T00:00:00Z' WHERE seq = 1", "entry 1 (claim-"),
        ("UPDATE entry SET entered_by = 'bob' WHERE seq = 10", "entry 10 (claim-"),
        ("DELETE FROM entry WHERE seq = 3", "entry 3 is missing: the next one is 4"),
        ("DELETE FROM entry WHERE seq = 1", "entry 1 is missing: the next one is 2"),
    ],
)
def test_a_change_is_found_and_the_first_named(ten: Path, statement: str, first: str) -> None:
    forge(ten, statement)
    with open_record(str(ten)) as held:
        found = verify(held)
    assert found.first.startswith(first)
    assert not found.sound


def test_entries_moved_and_renumbered_are_found(ten: Path) -> None:
    move = "UPDATE entry SET seq = CASE seq WHEN 5 THEN 6 WHEN 6 THEN 5 END WHERE seq "
    forge(ten, move.replace("CASE", "-CASE") + "IN (5, 6)", "UPDATE entry SET seq = -seq WHERE seq < 0")
    with open_record(str(ten)) as held:
        assert verify(held).first.startswith("entry 5 ")
    forge(ten, "DELETE FROM entry WHERE seq = 2", "UPDATE entry SET seq = seq - 1 WHERE seq > 2")
    with open_record(str(ten)) as held:
        assert verify(held).first.startswith("entry 2 ")


def test_an_index_that_does_not_match_its_table_is_found(ten: Path) -> None:
    with sqlite3.connect(ten) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'begins', 'ends') WHERE name = 'entry_list'")
    connection.close()
    with open_record(str(ten)) as held:
        assert not verify(held).sound


def test_a_cut_tail_shows_only_against_a_checkpoint(ten: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    public = new_key(key)
    assert key.stat().st_mode & 0o777 == 0o600
    with open_record(str(ten)) as held:
        kept = read_checkpoint(checkpoint_text(checkpoint(held, key)).encode(), "kept.json", public)
        assert verify(held, [kept]).sound
    forge(ten, "DELETE FROM entry WHERE seq > 8")
    with open_record(str(ten)) as held:
        assert verify(held).sound
        assert verify(held, [kept]).first == "the checkpoint knew 10 entries, and 8 are left: the end was cut off"


def test_a_history_written_anew_shows_against_a_checkpoint(ten: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    new_key(key)
    with open_record(str(ten)) as held:
        kept = checkpoint(held, key)
        lines = list(export(held))
    forged = tmp_path / "forged.db"
    begin(str(forged))
    with open_record(str(forged), write=True) as held:
        head = json.loads(lines[0])
        empty = {**head, "entries": 0}
        take(held, again(json.dumps(empty) + "\n"), "x")  # takes the name of the record
        held.append([Draft(claim(f"m{k}")) for k in range(10)], "ann")
        assert verify(held).sound
        assert verify(held, [kept]).first == "entry 10 is not the one that the checkpoint was made of"
    other = tmp_path / "other.db"
    begin(str(other))
    with open_record(str(other)) as held:
        assert "of another record" in verify(held, [kept]).first


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda v: {**v, "seq": 9}, "the signature does not hold"),
        (lambda v: {**v, "signature": "00"}, "the signature does not hold"),
        (lambda v: {**v, "key": "zz"}, "not by the key you trust"),
        (lambda _: {"format": "checkpoint/1", "seq": 1}, "not whole"),
        (lambda _: ["x"], "not a checkpoint"),
    ],
)
def test_a_checkpoint_that_was_changed_is_refused(
    ten: Path, tmp_path: Path, change: Callable[[dict[str, object]], object], message: str
) -> None:
    key = tmp_path / "key.pem"
    public = new_key(key)
    with open_record(str(ten)) as held:
        made = json.loads(checkpoint_text(checkpoint(held, key)))
    with pytest.raises(RecordError, match=message):
        read_checkpoint(json.dumps(change(made)).encode(), "kept.json", public)


def test_a_file_that_is_no_key_is_refused(ten: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("not a key")
    with open_record(str(ten)) as held, pytest.raises(RecordError, match="not a key"):
        checkpoint(held, key)
    with pytest.raises(FileExistsError):
        new_key(key)


def filled(held: Record) -> None:
    names = held.append([Draft(claim("a")), Draft(claim("b", sensitivity="red", speaker="=cmd()"))], "ann").things
    held.append([Draft(claim("c"), names[0], Action.CORRECT, "better")], "bob")
    held.append([Draft(claim("c"), names[0], Action.RETRACT, "withdrawn")], "bob")


def test_an_export_gives_the_same_record_again(held: Record, tmp_path: Path) -> None:
    filled(held)
    lines = "".join(export(held))
    other = tmp_path / "again.db"
    begin(str(other))
    with open_record(str(other), write=True) as copy:
        assert take(copy, again(lines), "x").restored == 4
        assert copy.head() == held.head()
        assert verify(copy).sound
        assert "".join(export(copy)) == lines
        assert take(copy, again(lines), "x").restored == 0
        held.append([Draft(claim("d"))], "ann")
        assert take(copy, again("".join(export(held))), "x").restored == 1, "a copy is brought up to date"
        copy.append([Draft(claim("mine"))], "ann")
        held.append([Draft(claim("theirs"))], "ann")
        assert take(copy, again("".join(export(held))), "x").added == 1, "two copies that part ways are merged"
        assert take(held, again("".join(export(copy))), "x").added == 1
        assert take(copy, again("".join(export(held))), "x").same == 7


def test_things_of_another_record_remember_where_they_came_from(held: Record, tmp_path: Path) -> None:
    filled(held)
    other = tmp_path / "other.db"
    begin(str(other))
    with open_record(str(other), write=True) as mine:
        mine.append([Draft(claim("my own"))], "cat")
        lines = "".join(export(held))
        done = take(mine, again(lines), "cat")
        assert (done.added, done.corrected, done.retracted) == (2, 1, 1)
        versions = history(mine, next(e.thing for e in every(held, Asked(retracted=True)) if e.version == 3))
        origins = [json.loads(e.came_from) for e in versions]
        assert [o["entered_by"] for o in origins] == ["ann", "bob", "bob"]
        assert {o["record"] for o in origins} == {held.id}
        assert [e.reason for e in versions] == ["", "better", "withdrawn"]
        assert take(mine, again(lines), "cat").same == 4


def test_a_redacted_export_leaves_out_what_is_held_more_closely(held: Record, tmp_path: Path) -> None:
    filled(held)
    lines = list(export(held, Sensitivity.AMBER))
    assert '"whole":false' in lines[0]
    assert len(lines) == 4, "the first line, and three entries of the one thing that is amber in every version"
    assert "cmd" not in "".join(lines)
    other = tmp_path / "other.db"
    begin(str(other))
    with open_record(str(other), write=True) as mine:
        assert take(mine, again("".join(lines)), "cat").added == 1


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _: [], "its first line should say so"),
        (lambda lines: lines[1:], "its first line should say so"),
        (lambda lines: [lines[0], lines[1].replace('"ann"', '"eve"'), *lines[2:]], "line 2: the export was changed"),
        (lambda lines: [lines[0], *lines[2:]], "line 2: `seq` is 2 where entry 1 should stand"),
        (lambda lines: lines[:-1], "the export was cut short"),
        (lambda lines: [lines[0], "{}\n"], "line 2: the entry is not whole"),
        (lambda lines: [lines[0], "[1]\n"], "line 2: an entry is an object"),
        (lambda lines: [lines[0], "{\n"], "line 2: this is not JSON"),
        (lambda lines: [lines[0], "[" * 100_000 + "\n"], "line 2: this is not JSON"),
    ],
)
def test_a_spoilt_export_is_refused(
    held: Record, tmp_path: Path, spoil: Callable[[list[str]], list[str]], message: str
) -> None:
    filled(held)
    other = tmp_path / "other.db"
    begin(str(other))
    with open_record(str(other), write=True) as mine:
        with pytest.raises(RecordError, match=message):
            take(mine, again("".join(spoil(list(export(held))))), "x")
        assert mine.head()[0] == 0


def test_a_spreadsheet_runs_nothing() -> None:
    for cell in ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"):
        assert harmless(cell) == "'" + cell
    for cell in ("", "plain", "-12.5", "+3", "1-2", "a=b"):
        assert harmless(cell) == cell


def test_a_table_is_harmless(held: Record) -> None:
    held.append([Draft(claim("x"))], "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in "".join(table(every(held, Asked())))


def test_a_rewritten_database_id_is_found(ten: Path) -> None:
    with open_record(str(ten), write=True) as held, held.connection.begin():
        held.connection.execute(text("UPDATE record SET id = 'another'"))
    with open_record(str(ten)) as held:
        assert verify(held).first.startswith("entry 1 ")
