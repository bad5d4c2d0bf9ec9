"""What leaves the record for others, tables, maps and workbooks, and files that belong to its things."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from ceasefire.record.append import Draft
from ceasefire.record.incident import Incident
from ceasefire.record.place import begin
from ceasefire.record.store import open_record
from ceasefire.record.thing import Sensitivity

Run = Callable[..., Result]
PHOTO = b"\xff\xd8\xff\xe0" + b"photo" * 100


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEASEFIRE_BY", "ann")
    path = tmp_path / "r.db"
    begin(str(path))
    said = {
        "what": "shelling",
        "on": "2021-03-16",
        "account": "=HYPERLINK(1)",
        "actors": ["@SUM", "B"],
        "deaths": {"best": 2},
    }
    place = {"name": "القرية", "latitude": 33.5, "longitude": 36.3}
    with open_record(str(path), write=True) as held:
        held.append(
            [
                Draft(Incident.model_validate({**said, "place": place}, strict=False)),
                Draft(Incident(what="raid", sensitivity=Sensitivity.RED)),
            ],
            "ann",
        )
    return path


def test_a_table_for_a_spreadsheet_runs_nothing(kept: Path, run: Run, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("record", "export", kept, "--as", "csv").stdout)))
    one = next(r for r in rows if r["what"] == "shelling")
    assert (one["account"], one["actors"], one["deaths.best"]) == ("'=HYPERLINK(1)", "'@SUM; B", "2")
    assert (one["place.name"], one["place.latitude"], one["deaths.low"]) == ("القرية", "33.5", "")
    assert run("record", "export", kept, "--as", "xlsx", "-o", tmp_path / "o.xlsx").exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["incident"]
    head, *lines = [[c.value for c in row] for row in sheet.iter_rows()]
    book = next(dict(zip(head, line, strict=True)) for line in lines if "shelling" in line)
    assert (book["account"], book["deaths.best"], book["place.latitude"]) == ("'=HYPERLINK(1)", 2, 33.5)
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
    assert run("record", "export", kept, "--as", "xlsx").exit_code == 2


def test_a_map_for_others(kept: Path, run: Run) -> None:
    held = json.loads(run("record", "export", kept, "--as", "geojson", "--tlp", "amber").stdout)
    assert held["type"] == "FeatureCollection"
    (feature,) = held["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [36.3, 33.5]}
    assert feature["properties"]["deaths.best"] == 2
    every = json.loads(run("record", "export", kept, "--as", "geojson").stdout)["features"]
    assert [f["geometry"] for f in every if f["properties"]["what"] == "raid"] == [None]


def test_files_are_kept_by_their_hash_listed_and_verified(kept: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(PHOTO)
    (tmp_path / "no.exe").write_bytes(b"MZ...")
    name = next(line.split()[1] for line in run("record", "list", kept).stdout.splitlines() if "shelling" in line)
    assert run("record", "attach", kept, name, tmp_path / "p.jpg").exit_code == 0
    assert run("record", "attach", kept, name, tmp_path / "p.jpg").exit_code == 0
    refused = run("record", "attach", kept, name, tmp_path / "no.exe")
    assert "no photo (JPEG, PNG, HEIC) and no PDF" in str(refused.exception)
    listed = run("record", "files", kept)
    assert (listed.exit_code, listed.stdout.count("as it was")) == (0, 1)
    (file,) = (p for p in Path(f"{kept}.files").glob("*/*"))
    assert file.read_bytes() == PHOTO
    file.chmod(0o640)
    file.write_bytes(b"changed")
    assert run("record", "files", kept).exit_code == 1
    file.unlink()
    assert "missing" in run("record", "files", kept).stdout
    file.write_bytes(PHOTO)
    assert run("record", "erase", kept, name, "--because", "asked", "--yes").exit_code == 0
    assert not file.exists(), "nothing names it any more"
    assert run("record", "verify", kept).exit_code == 0


def test_a_list_for_a_spreadsheet_is_streamed(kept: Path, run: Run) -> None:
    assert len(run("record", "list", kept, "--csv").stdout.splitlines()) == 3
