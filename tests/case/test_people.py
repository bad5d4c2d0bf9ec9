from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from ceasefire import load_case
from ceasefire.case.build import build
from ceasefire.case.load import parse_case
from ceasefire.case.people import read_table, roster
from ceasefire.errors import MaterialError
from ceasefire.record.claim import Claim
from ceasefire.vocabulary import KnownBy

HEAD = """\
format: case/1
title: x
as_of: 2019-05-16
parties: {north: {name: North, role: signatory}, south: {name: South, role: signatory}}
issues: {road: {question: Is the road open?, options: [open, shut], controllers: [north]}}
status_quo: {road: shut}
"""


def findings(people: str) -> list[str]:
    return [
        f"{f.where.line}: {f.message}"
        for f in parse_case((HEAD + people).encode()).findings
        if f.severity == "error" and f.where.line > 6
    ]


def test_the_table_of_a_case_is_checked_at_its_lines() -> None:
    assert findings(
        "people:\n  vane: {name: Idris Vane, offices: {of: north, as: minister, from: 2010, to: 2016-06}}\n"
    ) == ["8: expected text, found `2010`"], "a year wants quotes, as everywhere in a case"
    assert findings('people:\n  vane: {name: Idris Vane, offices: {of: north, from: "2010", to: 2016-06}}\n') == []
    assert findings("people:\n  vane: {name: Idris Vane, offices: {of: nort}}\n") == ["8: there is no party `nort`"]
    assert findings("people:\n  vane: {name: Idris Vane, offices: {of: north, from: 2016-02-31}}\n") == [
        "8: '2016-02-31' does not exist: day is out of range for month"
    ]
    assert findings(
        "people:\n  vane: {name: Idris Vane, offices: {of: north, from: 2016-02-03, to: 2015-01-01}}\n"
    ) == ["8: the office ends on 2015-01-01, before it begins on 2016-02-03"]


def test_overlapping_terms_and_shared_names_are_findings() -> None:
    overlap = """\
people:
  vane:
    name: Idris Vane
    offices:
      - {of: north, from: 2010-01-01, to: 2016-06-30}
      - {of: south, from: 2016-06-30}
"""
    assert findings(overlap) == ["12: Idris Vane holds offices of `north` and of `south` at the same time"]
    shared = "people:\n  a: {name: Idris Vane}\n  b: {name: Ídris  VANE}\nbodies:\n  c: {name: Office, aliases: [idris vane]}\n"
    assert findings(shared) == [
        "9: `idris vane` is a name of `people.a` too",
        "11: `idris vane` is a name of `people.a` too",
    ]


def test_the_shipped_case_knows_its_people_by_day() -> None:
    case = load_case("syria-2016-08")
    known = roster(case.people, case.bodies)
    for name, party in (
        ("Kerry", "us"),
        ("Лавров", "russia"),
        ("دي ميستورا", "un"),
        ("O’Brien", "un"),
        ("OCHA", "un"),
        ("Kremlin", "russia"),
    ):
        assert known.stand(name, "2016-08-26").party == party, name
    assert known.stand("Kerry", "2017-03-01").party == "", "after his term"
    assert known.stand("Mohammed Alloush", "2016-08-26").party == "", "he had left"


def claim(kind: str, speaker: str, **fields: object) -> Claim:
    return Claim.model_validate(
        {"kind": kind, "speaker": speaker, "quote": "the road is open", "on": "2016-08-26", **fields}, strict=False
    )


def test_claims_are_placed_through_the_table_and_all_others_are_named() -> None:
    case = load_case("syria-2016-08")
    made = build(
        case,
        [
            (
                "claim-1",
                claim("agreement status", "John Kerry", status="agreed", quote="the vast majority of technical steps"),
            ),
            ("claim-2", claim("agreement status", "John Kerry", status="agreed", on="2018-01-01")),
            ("claim-3", claim("agreement status", "Somebody", status="agreed", **{"for": "us", "for_by": "reviewer"})),
            (
                "claim-4",
                claim(
                    "statement", "Sergei Lavrov", quote="the opposition must be separated from Nusra, and a map drawn"
                ),
            ),
            (
                "claim-5",
                claim("agreement status", "Kerry and Lavrov", status="open", speakers=["John Kerry", "Sergei Lavrov"]),
            ),
            ("claim-6", claim("assessment", "residents")),
        ],
    )
    assert [(p.value["by"], p.claims) for p in made.proposals] == [("us", ("claim-1",)), ("us", ("claim-3",))]
    left = dict(made.left)
    assert set(left) == {"claim-2", "claim-4", "claim-5", "claim-6"}, "every claim is placed or named"
    assert left["claim-2"] == "`John Kerry` held no office on 2018-01-01"
    assert left["claim-4"] == "`russia` speaks; a position needs an `issue` and an `option` of the case"
    assert left["claim-5"] == "several speak: John Kerry, Sergei Lavrov"
    suggested = {(o.field, o.id) for o in made.suggestions if o.claim == "claim-4"}
    assert {("issue", "separation"), ("step", "nusra-map")} <= suggested, (
        "offered by words that both share, and not filled in"
    )


def test_a_date_that_was_missed_is_a_milestone_without_a_promiser() -> None:
    missed = claim("act reported", "", due="2016-08-01", outcome="broken", negated=True)
    (one,) = build(load_case("syria-2016-08"), [("claim-1", missed)]).proposals
    assert one.path == ("talks", "milestones", "promise-1")
    assert (one.value["due"], one.value["done"]) == ("2016-08-01", "no")


def test_the_party_survives_the_record_and_is_written_as_for() -> None:
    one = claim("statement", "Kerry", **{"for": "us", "for_by": "role"})
    dumped = one.model_dump(mode="json", exclude_defaults=True)
    assert (dumped["for"], dumped["for_by"]) == ("us", "role")
    assert Claim.model_validate(dumped, strict=False) == one
    assert one.for_by is KnownBy.ROLE


TABLE = """\
name,aliases,kind,of,as,from,to,source
Idris Vane,Vane; فاين,person,north,minister,2010-01-01,2016-06-30,register
Idris Vane,,person,south,,2018-01-01,,
Office for Aid,OFA,body,south,,,,
"""


def test_a_table_of_ones_own() -> None:
    known = read_table(TABLE.encode("utf-8-sig"), "t.csv", ["north", "south"])
    assert known.stand("فاين", "2015").party == "north"
    assert known.stand("Vane", "2019").party == "south"
    assert known.stand("OFA", "2019").party == "south"
    assert known.called("Idris Vane")[0].offices[0].since == date(2010, 1, 1)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "t.csv:1:1: error: there is no column `name`"),
        (b"a,b\n1,2\n", "there is no column `name`"),
        (b"name,of\n,north\n", "t.csv:2:1: error: a row needs `name` and `of`"),
        (b"name,of\nVane,nort\n", "t.csv:2:1: error: there is no party `nort`"),
        (
            b"name,of,from,to\nVane,north,2010-01-01,2012-01-01\nVane,south,2011-01-01,\n",
            "holds offices of `north` and of `south` at the same time",
        ),
        (
            b"name,of,aliases\nVane,north,Tal\nOrso,south,tal\n",
            "t.csv:3:1: error: `tal` is a name of `people.Vane` too",
        ),
        (b"name,of,from\nVane,north,soon\n", "'soon' is not a date"),
        ("name,of\nV\xe9ra,north\n".encode("latin-1"), "it is not UTF-8 text"),
        (b"name,of\n" + b"x" * 5_000_001, "larger than"),
    ],
)
def test_a_table_with_faults_names_them_at_their_lines(raw: bytes, message: str) -> None:
    with pytest.raises(MaterialError) as raised:
        read_table(raw, "t.csv", ["north", "south"])
    assert message in str(raised.value)


def test_build_takes_a_table_beside_the_case(tmp_path: Path, run: Callable[..., Result]) -> None:
    table = tmp_path / "people.csv"
    table.write_text("name,of\nAnna Berg,us\n", encoding="utf-8")
    record = tmp_path / "r.db"
    run("record", "new", record)
    run(
        "record",
        "add",
        record,
        "claim",
        "kind=agreement status",
        "status=agreed",
        "speaker=Anna Berg",
        "quote=nearly all is settled",
        "on=2016-08-26",
    )
    without = run("build", "syria-2016-08", "--record", record)
    assert "for whom `Anna Berg` speaks is not known" in without.stderr
    done = run("build", "syria-2016-08", "--record", record, "--people", table)
    assert '"by": "us"' in done.stdout
    table.write_text("name,of\nAnna Berg,usa\n", encoding="utf-8")
    assert "there is no party `usa`" in str(
        run("build", "syria-2016-08", "--record", record, "--people", table).exception
    )
