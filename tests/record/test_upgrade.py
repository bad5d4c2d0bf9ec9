"""Records of form 1 are brought to form 2 on a PostgreSQL server as in a file, and nothing is half-done."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from ceasefire.record import place as places
from ceasefire.record.erasing import erase
from ceasefire.record.faults import RecordError
from ceasefire.record.integrity import read_checkpoint, verify
from ceasefire.record.place import engine_for, upgrade
from ceasefire.record.query import history
from ceasefire.record.store import open_record
from record_places import fresh_url

LANDED = Path(__file__).parent / "landed"


def landed_on(url: str) -> None:
    """Put the record that version 0.1.0 wrote into an empty database, by the first step alone."""
    engine = engine_for(url, write=True)
    with closing(sqlite3.connect(LANDED / "record-0001.db")) as source:
        source.row_factory = sqlite3.Row
        rows = {name: [dict(r) for r in source.execute(f"SELECT * FROM {name}")] for name in ("record", "entry")}  # noqa: S608  two names
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(places.__file__).parent / "migrations"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for name, held in rows.items():
            for row in held:
                columns = ", ".join(row)
                values = ", ".join(f":{c}" for c in row)
                connection.execute(text(f"INSERT INTO {name} ({columns}) VALUES ({values})"), row)  # noqa: S608  our own columns
    engine.dispose()


def test_on_a_server(server: str) -> None:
    url = fresh_url(server)
    landed_on(url)
    with pytest.raises(RecordError, match="record upgrade"):
        open_record(url)
    assert "brought from form 0001 to 0002" in upgrade(url)
    kept = read_checkpoint((LANDED / "checkpoint.json").read_bytes(), "checkpoint.json")
    with open_record(url, write=True) as held:
        assert verify(held, [kept]).sound
        erase(held, "incident-14d959b35ff8381b", "a person asked for it", "rev")
        assert verify(held, [kept]).sound
        assert history(held, "incident-14d959b35ff8381b")[0].value.account == ""  # type: ignore[attr-defined]  # an incident


def test_a_copy_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes((LANDED / "record-0001.db").read_bytes())
    (tmp_path / "old.db.form-0001").write_bytes(b"mine")
    with pytest.raises(RecordError, match="is there already"):
        upgrade(str(path))
    assert (tmp_path / "old.db.form-0001").read_bytes() == b"mine"
    with pytest.raises(RecordError, match="has form 0001"):
        open_record(str(path))


def test_a_step_that_fails_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.db"
    path.write_bytes((LANDED / "record-0001.db").read_bytes())

    def broken(*_: object) -> dict[str, object]:
        raise RecordError("the power went")

    with monkeypatch.context() as broke:
        broke.setattr("ceasefire.record.aged.sealed", broken)
        with pytest.raises(RecordError, match="the power went"):
            upgrade(str(path))
    (tmp_path / "old.db.form-0001").unlink()
    assert "brought from form 0001" in upgrade(str(path))
    with open_record(str(path)) as held:
        assert verify(held).sound
