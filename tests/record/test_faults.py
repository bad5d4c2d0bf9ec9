"""What goes wrong with files and disks: a clear message, nothing lost, nothing half-written."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim
from ceasefire.record.exchange import export
from ceasefire.record.faults import RecordError
from ceasefire.record.intake.run import How, take_file
from ceasefire.record.integrity import verify
from ceasefire.record.place import begin
from ceasefire.record.store import open_record

Run = Callable[..., Result]


def drafts(count: int, prefix: str = "n") -> list[Draft]:
    notes = [f"{prefix}{k} " + "x" * 500 for k in range(count)]
    return [Draft(Claim.model_validate({"kind": "statement", "note": note}, strict=False)) for note in notes]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    begin(str(path))
    with open_record(str(path), write=True) as held:
        held.append(drafts(50), "ann")
    return path


def ged(path: Path, count: int) -> Path:
    names = "id,type_of_violence,side_a,side_b,date_start,date_end,latitude,longitude,best,low,high"
    days = [f"2016-01-{k % 28 + 1:02}" for k in range(count)]
    rows = [f"{k},1,Government of X,Group {k % 7},{day},{day},33.5,36.3,{k % 5},0,9" for k, day in enumerate(days)]
    path.write_text("\n".join([names, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_full_disk_loses_nothing(path: Path) -> None:
    with open_record(str(path), write=True) as held:
        pages = held.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        held.connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 4}")
        held.connection.rollback()
        with pytest.raises(RecordError, match="the disk is full"):
            held.append(drafts(500, "m"), "ann")
        assert held.head()[0] == 50
    with open_record(str(path), write=True) as held:
        assert verify(held).sound
        assert held.append(drafts(500, "m"), "ann").count("added") == 500


def test_a_limit_on_file_size_loses_nothing(path: Path) -> None:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 50_000,) * 2)
        try:
            with open_record(str(path), write=True) as held:
                held.append(drafts(5_000, "m"), "ann")
        except RecordError as error:
            os._exit(0 if "disk" in str(error) else 2)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    with open_record(str(path)) as held:
        assert verify(held).sound
        assert held.head()[0] == 50


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user who may not write")
def test_a_file_that_may_only_be_read(path: Path) -> None:
    for folder in (path.parent, *path.parent.parents[:-2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    child = os.fork()
    if not child:
        os.setuid(65534)
        try:
            with open_record(str(path)) as held:  # reading is possible
                assert held.head()[0] == 50
            with open_record(str(path), write=True) as held:
                held.append(drafts(1, "m"), "ann")
        except RecordError as error:
            os._exit(0 if "may only be read" in str(error) or "cannot be opened" in str(error) else 2)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_locked_database_is_said_to_be(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    busy = pytest.raises(RecordError, match="another program is writing to it")
    with busy, open_record(str(path), write=True, wait=0.05) as held:
        held.append(drafts(1, "m"), "ann")
    other.execute("ROLLBACK")
    other.close()
    with open_record(str(path), write=True) as held:
        assert held.append(drafts(1, "m"), "ann").outcomes == ("added",)


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + b"\x00" * 100, b"\xff" * 4096])
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, run: Run, content: bytes) -> None:
    path = tmp_path / "theirs"
    path.write_bytes(content)
    for arguments in (["list"], ["verify"], ["add", "claim", "kind=statement", "note=x"]):
        result = run("record", arguments[0], path, *arguments[1:])
        assert result.exit_code == 1
        assert "not a ceasefire record" in str(result.exception)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["theirs"]


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE entry (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RecordError, match="not a ceasefire record"):
        open_record(str(path), write=True)
    assert path.read_bytes() == before


def test_a_corrupted_page_is_found(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    size = path.stat().st_size
    randomly = random.Random(3)  # noqa: S311  which bytes is of no matter
    for page in range(2, size // 4096):
        spoilt = path.with_name(f"{page}.db")
        shutil.copy(path, spoilt)
        with spoilt.open("r+b") as stream:
            stream.seek(page * 4096)
            stream.write(randomly.randbytes(200))
        try:
            with open_record(str(spoilt)) as held:
                assert not verify(held).sound, page
        except RecordError as error:
            assert "damaged" in str(error), page


def test_a_truncated_file_is_found(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    os.truncate(path, path.stat().st_size // 2)
    try:
        with open_record(str(path)) as held:
            assert not verify(held).sound
    except RecordError as error:
        assert "damaged" in str(error)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="its folder does not exist"):
        begin(str(tmp_path / "no" / "record.db"))
    with pytest.raises(RecordError, match="a file or a postgresql:// URL"):
        open_record("mysql://root:secret@localhost/x")


def test_a_server_that_is_not_there_and_no_password_in_the_message() -> None:
    with pytest.raises(RecordError, match=r"\*\*\*") as caught:
        open_record("postgresql://ann:secret@127.0.0.1:1/x")
    assert "secret" not in str(caught.value)


def import_telling(path: Path, table: Path, writer: int) -> None:
    def tell(read: int) -> None:
        os.write(writer, f"{read}\n".encode())

    with open_record(str(path), write=True) as held:
        take_file(held, table, How("ann"), tell)


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """An import is killed at 200 random moments; each time what it had acknowledged is there, and it goes on from there."""
    table = ged(tmp_path / "events.csv", 20_000)
    path = tmp_path / "record.db"
    begin(str(path))
    randomly = random.Random(20160826)  # noqa: S311  which moments is of no matter
    acknowledged = 0
    for _ in range(200):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            import_telling(path, table, writer)
            os._exit(0)
        os.close(writer)
        time.sleep(randomly.uniform(0.002, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reader) as told:
            lines = [int(line) for line in told.read().split("\n") if line]
        acknowledged = max([acknowledged, *lines])
        with open_record(str(path)) as held:
            assert held.head()[0] >= acknowledged
    with open_record(str(path), write=True) as held:
        assert verify(held).sound
        done = take_file(held, table, How("ann"))
        assert done.added + done.same == 20_000
        assert verify(held).entries == 20_000
        killed = list(export(held))[1:]
    whole = tmp_path / "whole.db"
    begin(str(whole))
    with open_record(str(whole), write=True) as held:
        take_file(held, table, How("ann"))
        straight = list(export(held))[1:]
    assert [_content(line) for line in killed] == [_content(line) for line in straight]


def _content(line: str) -> tuple[object, ...]:
    row = json.loads(line)
    return row["seq"], row["thing"], row["version"], row["body"]


def test_the_program_shows_no_traceback(path: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "ceasefire"
    asked = ["list", tmp_path], ["list", tmp_path / "no.db"], ["show", path, "nothing"], ["import", path, path]
    for arguments in asked:
        done = subprocess.run(
            [str(a) for a in (program, "record", *arguments)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") <= 3
