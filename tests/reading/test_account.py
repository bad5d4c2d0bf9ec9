"""What became of every sentence, and a case begun from articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from click.testing import Result

from articles import ARTICLE
from ceasefire.case.load import parse_case
from ceasefire.reading.account import Became, account
from ceasefire.reading.draft import Context, read
from ceasefire.reading.sentences import sentences
from ceasefire.record.document import Document


def accounted(text: str) -> list[tuple[str, str]]:
    reading = read(Document(title="x", text=text), Context(date(2016, 8, 27), {}))
    return [(one.became.value, one.reason) for one in account(text, reading)]


def test_every_sentence_is_accounted_for() -> None:
    text = (
        ARTICLE
        + "\nThe hotel stands on the lake.\n\nReporting by Anna Berg\n\nRead more: The war in maps\n"
        + "\n© The Paper, all rights reserved\n"
    )
    reading = read(Document(title="x", text=text), Context(date(2016, 8, 27), {}))
    found = account(text, reading)
    assert len(found) == len(sentences(text))
    assert [one.became for one in found] == [
        Became.LEFT_OUT,
        Became.NARRATED,
        *[Became.CLAIM] * 7,
        Became.BACKGROUND,
        *[Became.LEFT_OUT] * 3,
    ]
    assert sorted({n for one in found for n in one.drafts}) == list(range(1, len(reading.drafts) + 1)), (
        "every draft has its sentence"
    )
    assert [one.reason for one in found if one.became is Became.LEFT_OUT] == [
        "the title",
        "boilerplate: who wrote it",
        "boilerplate: a pointer or a caption",
        "boilerplate: a notice of copyright",
    ]


def test_other_languages_are_named() -> None:
    assert accounted("Die Armee hat die Brücke gesperrt und der Minister lehnt das Treffen ab.") == [
        ("left out", "German: no rules for it")
    ]


def test_the_command_prints_the_account(tmp_path: Path, run: Callable[..., Result]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    page = run("read", path, "--date", "2016-08-27", "--case", "syria-2016-08", "--account").stdout
    assert "1. [left out: the title] Near accord on a truce\n" in page
    assert "6. [claim 5, 6] The Syrian government has denied" in page
    assert page.endswith("9 sentences: 1 left out, 1 narrated fact, 7 claim\n")


def test_a_case_is_begun_from_articles(tmp_path: Path, run: Callable[..., Result]) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(ARTICLE, encoding="utf-8")
    second.write_text(
        "Two villages\n\nElders asked the army for a local truce. “[They] must decide,” said Omar Tal.",
        encoding="utf-8",
    )
    folder = tmp_path / "case"
    done = run("begin", first, second, "--date", "2016-08-27", "-o", folder)
    assert done.exit_code == 0, done.output
    loaded = parse_case((folder / "case.yaml").read_bytes())
    assert [f.code for f in loaded.errors] == ["nobody-decides"], (
        "the one judgement without which there is nothing to ask"
    )
    case = loaded.case
    assert case is not None
    assert {"russian-federation", "syrian-government"} <= set(case.parties)
    assert {"john-kerry", "sergei-lavrov", "omar-tal"} <= set(case.people)
    assert not any(p.offices for p in case.people.values()), "for whom they speak is left open"
    assert [s.status.value for s in case.talks.steps.values()] == ["agreed", "off the table"]
    assert [(m.due, m.done) for m in case.talks.milestones.values()] == [
        ("2016-08-01", "no"),
        ("late August 2016", "unknown"),
    ]
    assert [c.status.value for c in case.talks.consultations] == ["bypassed"]
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    assert "# - accusation: draft 4: Sergei Lavrov: Washington of failing to separate" in text
    rests = [i.because for i in case.issues.values()] + [p.because for p in case.people.values()]
    assert all([*rests, *(s.because for s in case.talks.steps.values())]), "each line names what it rests on"
    drafts = json.loads((folder / "article-1.drafts.json").read_text(encoding="utf-8"))
    assert len(drafts["drafts"]) == 9
    again = run("begin", first, "--date", "2016-08-27", "-o", folder)
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_nothing_is_begun_where_nobody_says_anything(tmp_path: Path, run: Callable[..., Result]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Rain fell.", encoding="utf-8")
    done = run("begin", path, "--date", "2016-08-27", "-o", tmp_path / "case")
    assert done.exit_code == 1
    assert "no case was begun" in done.stderr
    assert not (tmp_path / "case").exists(), "nothing half-written"


def test_whom_a_speaker_stands_for_is_asked_once(tmp_path: Path, run: Callable[..., Result]) -> None:
    from click.testing import CliRunner

    from ceasefire.cli import main

    path, drafts, record = tmp_path / "a.txt", tmp_path / "d.json", tmp_path / "r.db"
    path.write_text(
        "Anna Berg said the road was open. Berg added that it was safe. Omar Tal said it was not.", encoding="utf-8"
    )
    run("read", path, "--date", "2016-08-27", "--case", "syria-2016-08", "-o", drafts)
    run("record", "new", record)
    command = ["review", str(drafts), "--record", str(record), "--by", "ann"]
    done = CliRunner().invoke(main, command, input="nobody\nus\nnone\nq\n")
    assert "Anna Berg (2 drafts) > " in done.stdout
    assert "there is no party `nobody`" in done.stderr
    claims = [d["claim"] for d in json.loads(drafts.read_text(encoding="utf-8"))["drafts"]]
    assert [(c.get("for", ""), c["for_by"]) for c in claims] == [
        ("us", "reviewer"),
        ("us", "reviewer"),
        ("", "reviewer"),
    ]
    again = CliRunner().invoke(main, command, input="q\n")
    assert "For whom" not in again.stdout, "asked once"
