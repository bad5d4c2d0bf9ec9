"""Data that goes on living at its source: versions, deletions, what is missing from a whole file; looked at before it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from ceasefire.record.entry import Action
from ceasefire.record.incident import Incident
from ceasefire.record.intake.run import How, Intake, take_file
from ceasefire.record.intake.things import As
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, counting, every, history
from ceasefire.record.store import Record, open_record

HEAD = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,latitude,longitude,"
    "geo_precision,fatalities,timestamp"
)
Take = Callable[..., Intake]


def row(
    key: str, dead: int = 1, stamp: int = 1_600_000_000, day: str = "16 March 2021", country: str = "Vallia"
) -> str:
    return f"{key},{day},1,Battles,Armed clash,Northern Column,River Brigade,{country},12.37,-1.52,1,{dead},{stamp}"


def acled(*rows: str) -> str:
    return "\n".join([HEAD, *rows]) + "\n"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Record]:
    begin(str(tmp_path / "record.db"))
    with open_record(str(tmp_path / "record.db"), write=True) as opened:
        yield opened


@pytest.fixture
def take(held: Record, tmp_path: Path) -> Take:
    def taken(content: str, name: str = "f.csv", **how: object) -> Intake:
        (tmp_path / name).write_text(content, encoding="utf-8")
        return take_file(held, tmp_path / name, How("ann", **how))  # type: ignore[arg-type]  # fields of it

    return taken


def dead(held: Record) -> dict[str, int | None]:
    values = [e.value for e in every(held, Asked())]
    return {v.origin.key: v.deaths.best for v in values if isinstance(v, Incident) and v.origin}


def test_older_never_overwrites_newer_whatever_the_order(held: Record, take: Take) -> None:
    take(acled(row("V1", 5, 1_700_000_000)))
    done = take(acled(row("V1", 1, 1_600_000_000)))
    assert (done.older, done.corrected) == (1, 0)
    assert dead(held) == {"V1": 5}
    assert take(acled(row("V1", 7, 1_800_000_000))).corrected == 1
    assert take(acled(row("V1", 7, 1_900_000_000))).same == 1, "a new version that says the same is no correction"
    both = take(acled(row("V2", 9, 1_800_000_000), row("V2", 4, 1_700_000_000)))
    assert (both.added, both.rejected) == (1, 0)
    assert dead(held)["V2"] == 9, "of two versions in one file the newer"
    assert both.sight is not None
    assert "versions of one row" in str(both.sight.odd)


def test_the_release_of_a_file_counts_where_its_rows_have_none(take: Take) -> None:
    ged = "id,type_of_violence,side_a,side_b,date_start,date_end,latitude,longitude,best\n7,1,A,B,2021-03-16,2021-03-16,1,2,{}\n"
    take(ged.format(3), way=As(release="24.1"))
    assert take(ged.format(9), way=As(release="9.1")).older == 1
    assert take(ged.format(4), way=As(release="24.0.10")).older == 1
    assert take(ged.format(5), way=As(release="25.1")).corrected == 1


def test_candidate_events_are_told_by_the_name_of_their_file(held: Record, take: Take) -> None:
    ged = "id,type_of_violence,side_a,side_b,date_start,date_end,latitude,longitude,best,code_status\n"
    ged += "7,1,A,B,2021-03-16,2021-03-16,1,2,3,Clear\n8,1,A,B,2021-03-16,2021-03-16,1,2,3,Check dyad\n"
    take(ged, "GEDEvent_v24_0_9.csv")
    values = {
        e.value.origin.key: e.value for e in every(held, Asked()) if isinstance(e.value, Incident) and e.value.origin
    }
    assert {key: v.status for key, v in values.items()} == {"7": "candidate event", "8": "Check dyad"}
    assert values["7"].origin is not None
    assert values["7"].origin.version == "24.0.9"
    assert take(ged, "GEDEvent_v25_1.csv").corrected == 1, "the final release settles it"


def test_deleted_at_its_source_and_there_again(held: Record, take: Take) -> None:
    take(acled(row("V1", stamp=1_700_000_000), row("V2")))
    gone = "event_id_cnty,deleted_timestamp\nV1,1600000000\nV2,1800000000\nV9,1800000000\n"
    done = take(gone, "gone.csv")
    assert (done.format, done.retracted, done.older, done.absent) == ("acled-deleted", 1, 1, 1)
    assert set(dead(held)) == {"V1"}
    thing = next(e.thing for e in every(held, Asked(retracted=True)) if e.action is Action.RETRACT)
    assert counting(history(held, thing)).reason == "deleted at its source"
    assert take(gone, "gone.csv").retracted == 0
    assert take(acled(row("V2", stamp=1_900_000_000))).corrected == 1
    assert set(dead(held)) == {"V1", "V2"}


def test_missing_from_a_whole_file(held: Record, take: Take) -> None:
    take(acled(row("V1"), row("V2"), row("V3", country="Elsewhere"), row("V4", day="1 January 2020")))
    done = take(acled(row("V1"), row("V5", day="20 March 2021")), whole=True)
    assert done.retracted == 1, "V2 lies in its countries and its time; V3 and V4 do not"
    assert set(dead(held)) == {"V1", "V3", "V4", "V5"}
    spoilt = take(acled(row("V1"), row("V5").replace("12.37", "x")), whole=True)
    assert (spoilt.rejected, spoilt.retracted) == (1, 0)
    assert "nothing was retracted" in str(spoilt.findings)


def test_the_same_file_says_the_same_by_events_and_by_record(tmp_path: Path, run: Callable[..., Result]) -> None:
    rows = [row("V1", 2), row("V1", 7, 1_700_000_000), row("V2", 1), row("V2", 1), row("V3", 4), row("V3", 5)]
    (tmp_path / "f.csv").write_text(acled(*rows), encoding="utf-8")
    (tmp_path / "a.yaml").write_text(
        'format: agreement/1\ntitle: T\nzone: UTC\nin_force: {on: "2021-03-01"}\n'
        "parties: {a: {name: Northern Column}, b: {name: River Brigade}}\n"
        "acts: {fight: {name: 'battles: armed clash'}}\nterms: {'1': {title: none, acts: [fight]}}\n",
        encoding="utf-8",
    )
    run("record", "new", tmp_path / "r.db")
    assert run("record", "import", tmp_path / "r.db", tmp_path / "f.csv", "--by", "m").exit_code == 1
    by_file = run("monitor", tmp_path / "a.yaml", "--events", tmp_path / "f.csv", "--json").stdout
    by_record = run("monitor", tmp_path / "a.yaml", "--record", tmp_path / "r.db", "--json").stdout
    said = [json.loads(text) for text in (by_file, by_record)]
    assert said[0] == said[1]
    assert '"deaths": 8' in by_file.replace("8.0", "8"), (
        "7 of the newer V1, 1 of V2 once, none of V3 of which there are two"
    )
    assert "V3" in run("record", "import", tmp_path / "r.db", tmp_path / "f.csv", "--by", "m").stderr


def test_only_looking_keeps_nothing_and_says_all(tmp_path: Path, run: Callable[..., Result]) -> None:
    rows = [
        row("V1", 9_000),
        row("V2").replace("Northern Column", "Northern\u00a0Column"),
        row("V3", day="16 March 2093"),
    ]
    (tmp_path / "f.csv").write_text(
        "Downloaded today\n" + acled(*rows, row("V4").replace("12.37", "NA")), encoding="utf-8"
    )
    run("record", "new", tmp_path / "r.db")
    looked = run("record", "import", tmp_path / "r.db", tmp_path / "f.csv", "--dry-run", "--by", "m")
    for words in (
        "read as acled, by its columns",
        "column names stand in line 2",
        "columns used: event_id_cnty",
        "read as empty: NA (1 cells)",
        "recognised by event_id_cnty: each row has its own",
        "line 3: ",
        "deaths: 9,000 in one incident",
        "lies in the future",
        "would be: 3 added, 1 rejected",
    ):
        assert words in looked.stdout, words
    assert looked.exit_code == 1
    assert not (tmp_path / "f.csv.rejects.csv").exists()
    strict = run("record", "import", tmp_path / "r.db", tmp_path / "f.csv", "--strict", "--by", "m")
    assert strict.exit_code == 1
    assert "nothing was kept" in strict.stderr
    assert run("record", "list", tmp_path / "r.db").stderr == "none of 0\n"
    kept = run("record", "import", tmp_path / "r.db", tmp_path / "f.csv", "--json", "--by", "m")
    assert json.loads(kept.stdout)["added"] == 3
    assert json.loads(kept.stdout)["seen"]["odd"] == {"count": 1, "future": 1}
    (tmp_path / "clean.csv").write_text(acled(row("V8")), encoding="utf-8")
    assert run("record", "import", tmp_path / "r.db", tmp_path / "clean.csv", "--strict", "--by", "m").exit_code == 0
