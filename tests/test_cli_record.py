"""The commands of the record, as somebody uses them and as somebody misuses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def kept(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEASEFIRE_BY", "ann")
    path = tmp_path / "talks.db"
    assert run("record", "new", path).exit_code == 0
    return path


def added(run: Run, kept: Path, *fields: str, kind: str = "claim") -> str:
    result = run("record", "add", kept, kind, *fields)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_a_claim_is_added_shown_corrected_and_retracted(kept: Path, run: Run) -> None:
    name = added(
        run, kept, "kind=denial", "speaker=Russia", "note=said: it was not us", "on=2016-08-26", "about=[US, UN]"
    )
    again = run(
        "record",
        "add",
        kept,
        "claim",
        "kind=denial",
        "speaker=Russia",
        "note=said: it was not us",
        "on=2016-08-26",
        "about=[US, UN]",
    )
    assert again.stdout.strip() == name
    assert "nothing was added" in again.stderr
    assert name in run("record", "list", kept, "claim", "--who", "RUSSIA").stdout
    assert (
        run(
            "record", "correct", kept, name[:12], "speaker=Syria", "--because", "misheard", "--known", "2016-08-28"
        ).exit_code
        == 0
    )
    assert "it says that already" in run("record", "correct", kept, name, "speaker=Syria", "--because", "again").stderr
    shown = run("record", "show", kept, name).stdout
    assert f"{name} version 1: added" in shown
    assert "  because: misheard\n  known from: 2016-08-28T23:59:59Z" in shown
    assert (
        json.loads(run("record", "show", kept, name, "--json").stdout)["versions"][1]["content"]["speaker"] == "Syria"
    )
    assert run("record", "retract", kept, name, "--because", "withdrawn").exit_code == 0
    assert "was retracted already" in run("record", "retract", kept, name, "--because", "withdrawn").stderr
    gone = run("record", "list", kept)
    assert (gone.stdout, gone.stderr) == ("", "none of 0\n")
    assert "RETRACTED" in run("record", "list", kept, "--retracted").stdout


def test_fields_from_a_file_with_every_problem_at_its_place(kept: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "claim.yaml"
    path.write_text("kind: promise\nspeaker: Russia\nnote: a pause\ndue: late August 2016\n", encoding="utf-8")
    name = run("record", "add", kept, "claim", "--from", path, "speaker=Syria").stdout.strip()
    assert "speaker: Syria" in run("record", "show", kept, name).stdout, "a field on the command line counts more"
    path.write_text("kind: rumour\nspeeker: Russia\non: 2016-02-31\nreliability: G\n", encoding="utf-8")
    wrong = run("record", "add", kept, "claim", "--from", path)
    assert wrong.exit_code == 1
    for place in ("1:7: error: kind: `rumour` is not one of", "2:1: error", "3:5: error", "4:14: error"):
        assert f"claim.yaml:{place}" in wrong.stderr
    path.write_text("- a\n", encoding="utf-8")
    assert "expected fields with values" in run("record", "add", kept, "claim", "--from", path).stderr
    path.write_text("a: [", encoding="utf-8")
    assert run("record", "add", kept, "claim", "--from", path).exit_code == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (["kind=statement"], "give the words"),
        (["kind=statement", "note=x", "clock=25:00", "on=2016-08-26"], "is not a time of day"),
        (["kind=statement", "note=x", "clock=12:00"], "needs its date"),
        (["kind=statement", "note=x", "clock=12:00", "on=August 2016"], "needs one day"),
        (["kind=statement", "note=x", "zone=Mars/Base", "on=2016-08-26"], "is not a time zone"),
        (["kind=statement", "note=x", "zone=+19:00", "on=2016-08-26"], "further from UTC"),
        (["kind=statement", "note=x", "sensitivity=secret"], "is not one of"),
        (["kind=statement", "note=x", "credibility=9"], "less than or equal to 6"),
        (["kind=statement", "note=a\x1b[2Jb"], "U+001B"),
        (["kind=statement", "quote=x", "span=[5, 2]", "document=document-1"], "`span` needs"),
        (["note"], "write FIELD=VALUE"),
        (["about=[a"], "error"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(kept: Path, run: Run, fields: list[str], message: str) -> None:
    result = run("record", "add", kept, "claim", *fields)
    assert result.exit_code == 1
    assert message in result.stderr
    assert run("record", "list", kept).stderr == "none of 0\n"


def test_lists_as_of_a_day_pages_and_tables(kept: Path, run: Run, tmp_path: Path) -> None:
    for day in range(1, 6):
        dates = f"on=2016-08-0{day}", f"known=2016-08-1{day}"
        added(run, kept, "kind=statement", f"note==SUM({day})", *dates, "sensitivity=green")
    assert run("record", "list", kept, "--as-of", "2016-08-12").stderr == "1-2 of 2\n"
    assert run("record", "list", kept, "--as-of", "2016-08-12T12:00+02:00").stderr == "1-1 of 1\n"
    assert run("record", "list", kept, "--entered", "2016-12-31").stderr == "none of 0\n"
    assert run("record", "list", kept, "--since", "2016-08-04", "--until", "2016-08-04").stderr == "1-1 of 1\n"
    page = run("record", "list", kept, "--most", "2", "--skip", "1")
    assert page.stderr == "2-3 of 5; more with --most and --skip\n"
    assert [line[:10] for line in page.stdout.splitlines()] == ["2016-08-04", "2016-08-03"]
    assert run("record", "list", kept, "--tlp", "clear").stderr == "none of 0\n"
    target = tmp_path / "list.csv"
    assert run("record", "list", kept, "--csv", "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8").count("\n") == 6
    assert json.loads(run("record", "list", kept, "--json").stdout)["total"] == 5
    for wrong in (["--as-of", "someday"], ["--since", "2016-13"], ["--tlp", "white"], ["--most", "0"]):
        assert run("record", "list", kept, *wrong).exit_code == 2


def test_a_record_as_a_whole(kept: Path, run: Run, tmp_path: Path) -> None:
    added(run, kept, "kind=statement", "note=x")
    key, kept_there = tmp_path / "key.pem", tmp_path / "kept.json"
    made = run("record", "checkpoint", kept, "--key", key, "--new-key", "-o", kept_there)
    assert "its public half is" in made.stderr
    public = made.stderr.split("its public half is ")[1].strip()
    assert run("record", "checkpoint", kept, "--key", key, "--new-key").exit_code == 2
    assert run("record", "checkpoint", kept, "--key", tmp_path / "none.pem").exit_code == 1
    sound = run("record", "verify", kept, "--checkpoint", kept_there, "--signed-by", public)
    assert (sound.exit_code, sound.stderr) == (0, "")
    assert json.loads(run("record", "verify", kept, "--json").stdout)["sound"] is True
    lines = tmp_path / "talks.jsonl"
    assert run("record", "export", kept, "-o", lines).exit_code == 0
    assert run("record", "export", kept).stdout == lines.read_text(encoding="utf-8")
    copy = tmp_path / "copy.db"
    run("record", "new", copy)
    assert run("record", "import", copy, lines).stdout == "record/2: 1 rows: 1 restored\n"
    assert run("record", "verify", copy, "--checkpoint", kept_there).exit_code == 0
    other = tmp_path / "other.db"
    run("record", "new", other)
    wrong = run("record", "verify", other, "--checkpoint", kept_there)
    assert wrong.exit_code == 1
    assert "NOT as it was written: the checkpoint of" in wrong.stdout
    assert run("record", "export", kept, "-o", tmp_path / "no" / "x.jsonl").exit_code == 1
