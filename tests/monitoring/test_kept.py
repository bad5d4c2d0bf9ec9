"""Columns kept beside a record: the same answer as from the record itself, whatever was entered, corrected or spoilt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ceasefire.monitoring import kept
from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.record.append import Draft
from ceasefire.record.entry import Action
from ceasefire.record.incident import Incident
from ceasefire.record.place import begin
from ceasefire.record.store import Record, open_record

ZONE = "Asia/Damascus"


def one(key: int, **more: Any) -> Incident:
    fields = {
        "what": "shelling" if key % 3 else "Clash",
        "actors": ["Army"] if key % 2 else ["Army", "Rebels"],
        "on": f"2021-03-{1 + key % 28:02}",
        "place": {"units": ["North" if key % 4 else "South"], "latitude": 36 + key / 100, "longitude": 37.0},
        "deaths": {"best": key % 5},
        "origin": {"dataset": "ours", "key": str(key)},
        **more,
    }
    return Incident.model_validate(fields, strict=False)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(kept, "LEAST", 5)
    monkeypatch.setattr(kept, "MANY", 1)
    where = str(tmp_path / "watch.db")
    begin(where)
    with open_record(where, write=True) as held:
        held.append([Draft(one(k)) for k in range(30)], "ann")
    return where


def asked(where: str, zone: str = ZONE) -> Incidents:
    with open_record(where) as held:
        return kept.columns_now(held, zone)


def anew(where: str) -> Incidents:
    with open_record(where) as held:
        return columns(kept.every_incident(held), ZONE)


def rows(found: Incidents) -> dict[str, tuple[object, ...]]:
    """Each incident in words, whatever the order and the tables."""
    spots = found.places
    return {
        name: (
            int(found.begins[k]),
            int(found.day[k]),
            found.all_sides[found.sides[k]],
            found.acts[found.act[k]],
            spots.names[spots.named[found.place[k]]],
            str(spots.points[found.place[k]].tolist()),  # NaN where there is no point
            found.areas[found.area[k]],
            found.sources[found.source[k]],
            found.dates[found.when[k]],
            int(found.many[k]),
            float(found.deaths[k]),
            int(found.mark[k]),
        )
        for k, name in enumerate(found.ids)
    }


def same(where: str) -> bool:
    one, other = asked(where), anew(where)
    return rows(one) == rows(other) and one.digest == other.digest


def write(where: str, *drafts: Draft) -> tuple[str, ...]:
    with open_record(where, write=True) as held:
        return held.append(list(drafts), "ann").things


def test_kept_columns_are_those_of_the_record(book: str) -> None:
    assert same(book)
    assert Path(f"{book}.columns").exists()
    assert same(book), "read from beside the record"
    write(book, Draft(one(40, place={"units": ["East"]}, what="mine", acts=4)))
    assert same(book)
    (changed,) = write(book, Draft(one(3, deaths={"best": 90})))
    assert same(book)
    write(book, Draft(one(3, deaths={"best": 90}), changed, Action.RETRACT, "it was another day"))
    assert changed not in asked(book).ids
    assert same(book)
    write(book, Draft(one(3, deaths={"best": 1}), changed, Action.CORRECT, "it was that day after all"))
    assert same(book)


def test_a_few_new_entries_are_read_and_not_written(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(book)
    before = Path(f"{book}.columns").read_bytes()
    monkeypatch.setattr(kept, "MANY", 10)
    monkeypatch.setattr(kept, "every_incident", lambda *_: pytest.fail("the whole record was read"))
    write(book, Draft(one(41)))
    assert len(asked(book)) == 31
    assert Path(f"{book}.columns").read_bytes() == before


@pytest.mark.parametrize("spoilt", [b"", b"PK\x03\x04 nothing", b"\x93NUMPY"])
def test_a_spoilt_file_is_made_anew(book: str, spoilt: bytes) -> None:
    asked(book)
    Path(f"{book}.columns").write_bytes(spoilt)
    assert same(book)
    assert Path(f"{book}.columns").stat().st_size > 1_000


def test_a_cut_file_is_made_anew(book: str) -> None:
    asked(book)
    whole = Path(f"{book}.columns").read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        Path(f"{book}.columns").write_bytes(whole[:length])
        assert same(book)


def test_another_record_or_zone_is_not_believed(book: str, tmp_path: Path) -> None:
    asked(book)
    other = str(tmp_path / "other.db")
    begin(other)
    with open_record(other, write=True) as held:
        held.append([Draft(one(k)) for k in range(50, 80)], "ann")
    Path(f"{book}.columns").replace(f"{other}.columns")
    assert same(other)
    here, there = asked(book), asked(book, "America/Bogota")
    assert not np.array_equal(here.begins, there.begins)


def test_a_record_that_was_put_back_is_not_believed(book: str) -> None:
    """A backup of the record with later columns beside it."""
    asked(book)
    with open_record(book) as held:
        held.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    backup = (Path(book).read_bytes(),)
    write(book, Draft(one(60)))
    asked(book)
    for file in (book, f"{book}-wal", f"{book}-shm"):
        Path(file).unlink(missing_ok=True)
    Path(book).write_bytes(backup[0])
    assert same(book)
    write(book, Draft(one(61)))
    assert same(book), "as many entries as before, and another chain"


def test_where_nothing_can_be_written_nothing_is_kept(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert same(book)
    assert not Path(f"{book}.columns").exists()


def test_small_records_keep_nothing(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LEAST", 1_000)
    assert same(book)
    assert not Path(f"{book}.columns").exists()


def test_the_file_is_as_closed_as_the_record(book: str) -> None:
    Path(book).chmod(0o600)
    asked(book)
    assert Path(f"{book}.columns").stat().st_mode & 0o777 == 0o600


def test_a_postgresql_record_is_read_as_it_is(held: Record) -> None:
    held.append([Draft(one(k)) for k in range(8)], "ann")
    assert len(kept.columns_now(held, ZONE)) == 8
