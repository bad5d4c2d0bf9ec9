"""What a mapping can say, those that ship, a first one drafted, and the form for the field from questions to the record."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from ceasefire.errors import MaterialError
from ceasefire.record.entry import Kind
from ceasefire.record.incident import Incident, PlacePrecision
from ceasefire.record.intake.mapped import find_mapping, mapped, shipped_mappings
from ceasefire.record.intake.things import As, reading
from ceasefire.record.observation import Looked, Observation
from ceasefire.record.tally import Count
from ceasefire.record.thing import Thing

SHARED = Path(__file__).parents[4] / "shared" / "data"


def read(tmp_path: Path, mapping: str, table: str) -> tuple[list[Any], list[str]]:
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    items = list(reading(tmp_path / "t.csv", As(mapped(mapping.encode(), "m.yaml"))).things())
    return [i.thing for i in items if i.thing is not None], [i.why for i in items if i.thing is None]


HEAD = "format: mapping/1\ndataset: ours\nkind: incident\n"


def test_all_that_a_mapping_can_say(tmp_path: Path) -> None:
    mapping = (
        HEAD
        + """\
key: [post, no]
release: changed
columns:
  what: {column: type, values: {S: shelling}, default: other act}
  on: {span: [from, to]}
  clock: {column: stamp, part: clock}
  zone: {column: stamp, part: zone}
  actors: {columns: [side1, side2]}
  against: {column: target, split: "|"}
  account: {columns: [title, text], join: ": "}
  place.name: village
  place.latitude: {column: gps, part: latitude}
  place.longitude: {column: gps, part: longitude}
  deaths.best: {sum: [men, women]}
  deaths.civilians: women
constants: {sensitivity: green, reports: [Post 3, Radio]}
"""
    )
    table = (
        "post;no;changed;type;from;to;stamp;side1;side2;target;title;text;Village;gps;men;women\n"
        "3;1;7;S;2021-03-16;2021-03-18;;Northern  Column;;a|b;Attack;at night;Ford;33,5 36,3 0 5;1;2\n"
        "3;2;7;X;2021-03-16;2021-03-16;2021-03-16T18:30:00+03:00;A;B;;;;;;;\n"
    )
    (one, two), wrong = read(tmp_path, mapping, table)
    assert wrong == []
    assert (one.what, one.on, one.actors, one.against, one.account) == (
        "shelling",
        "2021-03-16/2021-03-18",
        ("Northern Column",),
        ("a", "b"),
        "Attack: at night",
    )
    assert (one.place.latitude, one.place.longitude, one.deaths.best, one.deaths.civilians) == (33.5, 36.3, 3, 2)
    assert (one.origin.key, one.origin.version, one.reports) == ("3|1", "7", ("Post 3", "Radio"))
    assert (two.what, two.on, two.clock, two.zone, two.actors) == (
        "other act",
        "2021-03-16",
        "18:30",
        "+03:00",
        ("A", "B"),
    )
    assert two.deaths.best is None, "a sum of nothing is nothing"


def test_counts_from_columns(tmp_path: Path) -> None:
    mapping = (
        "format: mapping/1\ndataset: daily\nkind: count\nkey: [day, region]\n"
        "columns: {on: day, place.units: {columns: [region]}}\n"
        "each: {columns: {Explosions: explosion, Shots: shooting}, name: what, value: n}\n"
    )
    found, _ = read(
        tmp_path, mapping, "day,region,Explosions,Shots,Other\n2021-03-16,North,3,,9\n2021-03,South,0,4,9\n"
    )
    assert [(c.on, c.what, c.n, c.place.units) for c in found] == [
        ("2021-03-16", "explosion", 3, ("North",)),
        ("2021-03", "explosion", 0, ("South",)),
        ("2021-03", "shooting", 4, ("South",)),
    ]
    assert all(isinstance(c, Count) for c in found)


def test_without_a_key_rows_are_named_after_what_they_say(tmp_path: Path) -> None:
    mapping = HEAD + "columns: {what: what, on: day}\n"
    found, _ = read(tmp_path, mapping, "what,day\nshelling,2021-03-16\nshelling,2021-03-16\nraid,2021-03-16\n")
    keys = [i.origin.key for i in found]
    assert len(set(keys)) == 3, "two rows that say the same are two, and it is said"
    assert [
        i.origin.key
        for i in read(tmp_path, mapping, "what,day\nraid,2021-03-16\nshelling,2021-03-16\nshelling,2021-03-16\n")[0]
    ] == [
        keys[2],
        keys[0],
        keys[1],
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,soon,2,33,36", "`Day`: 'soon' is not a date"),
        ("1,2021-03-16,many,33,36", "`dead` is not a number: 'many'"),
        ("1,2021-03-16,2,here,36", "`lat` is not a number: 'here'"),
        ("1,2021-03-16,2,99,36", "`lat` '99': `place.latitude`"),
        (",2021-03-16,2,33,36", "`no` is empty"),
        ("1,03/04/2021,2,33,36", "which comes first, day or month"),
    ],
)
def test_what_does_not_fit_is_named_by_its_column_and_value(tmp_path: Path, row: str, message: str) -> None:
    mapping = (
        HEAD
        + "key: no\ncolumns: {on: Day, deaths.best: dead, place.latitude: lat, place.longitude: lon}\nconstants: {what: raid}\n"
    )
    found, wrong = read(tmp_path, mapping, f"no,Day,dead,lat,lon\n{row}\n")
    assert found == []
    assert message in wrong[0]


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("columns: {wat: x, on: y}\nconstants: {what: raid}\n", "an incident has no field `wat`"),
        ("columns: {on: y}\n", "needs `what`"),
        ("columns: {what: {column: a, sum: [b]}}\n", "one of `column`, `columns`, `sum` and `span`"),
        ("columns: {what: {column: a, default: b}}\n", "`default` is for words"),
        ("columns: {what: a, on: {span: [b]}}\n", "has two columns"),
        ("columns: {what: a}\neach: {columns: [b], name: nothing, value: deaths.best}\n", "no field `nothing`"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_with_its_line(mapping: str, message: str) -> None:
    with pytest.raises(MaterialError) as caught:
        mapped((HEAD + mapping).encode(), "m.yaml")
    assert message.replace("an incident", "a incident") in str(caught.value)
    assert "m.yaml:" in str(caught.value)


def test_shipped_mappings_are_whole() -> None:
    assert len(shipped_mappings()) >= 8
    for name in shipped_mappings():
        assert mapped(find_mapping(name).read_bytes(), name).name


HAPI = """\
location_code,has_hrp,admin1_code,admin1_name,admin2_code,admin2_name,event_type,events,fatalities,\
reference_period_start,reference_period_end
#country+code,#meta+has_hrp,#adm1+code,#adm1+name,#adm2+code,#adm2+name,#event+type,#event+num,#affected+killed,\
#date+start,#date+end
SYR,True,SY01,Damascus,SY0100,Damascus,political_violence,4,7,2021-03-01T00:00:00,2021-03-31T23:59:59
SYR,True,SY02,Aleppo,,,demonstration,1,0,2021-03-01T00:00:00,2021-03-31T23:59:59
"""
INSIGHT = """\
Date,Event Description,Country,Country ISO,Admin 1,Latitude,Longitude,Geo Precision,Location of event,\
Reported Perpetrator,Reported Perpetrator Name,Weapon Carried/Used,Aid Workers Killed,Aid Workers Injured,SiND Event ID
2021-03-16,Two killed on the road,Vallia,VAL,North,12.3,-1.5,Sub-national,Road,Non-state armed group,Northern Column,\
Firearm,2,1,55001
"""
USHAHIDI = """\
#,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE,APPROVED,VERIFIED
12,Shots,2021-03-16 18:30:00,Ford,Heard at dusk,Shooting,12.3,-1.5,YES,NO
"""
OSCE = "Date,Region,Explosions,Ceasefire violations\n2021-03-16,North,3,40\n2021-03-17,North,0,2\n"


@pytest.mark.parametrize(
    ("name", "table", "wanted"),
    [
        (
            "hdx-hapi-conflict-events",
            HAPI,
            [
                ("political_violence", "events", 4),
                ("political_violence", "deaths", 7),
                ("demonstration", "events", 1),
                ("demonstration", "deaths", 0),
            ],
        ),
        (
            "osce-daily",
            OSCE,
            [
                ("Explosions", "violations", 3),
                ("Ceasefire violations", "violations", 40),
                ("Explosions", "violations", 0),
                ("Ceasefire violations", "violations", 2),
            ],
        ),
    ],
)
def test_counts_of_others_by_shipped_mappings(
    tmp_path: Path, name: str, table: str, wanted: list[tuple[str, str, int]]
) -> None:
    found, wrong = read(tmp_path, find_mapping(name).read_text(encoding="utf-8"), table)
    assert wrong == []
    assert [(c.what, c.unit, c.n) for c in found] == wanted


def test_incidents_of_others_by_shipped_mappings(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, find_mapping("insecurity-insight").read_text(encoding="utf-8"), INSIGHT)
    assert (one.what, one.deaths.best, one.actors, one.place.units) == (
        "Firearm",
        2,
        ("Non-state armed group", "Northern Column"),
        ("North",),
    )
    (two,), _ = read(tmp_path, find_mapping("ushahidi").read_text(encoding="utf-8"), USHAHIDI)
    assert (two.on, two.clock, two.account, two.credibility) == ("2021-03-16", "18:30", "Shots. Heard at dusk", 6)


def test_a_first_mapping_is_drafted_and_can_be_gone_on_with(tmp_path: Path, run: Callable[..., Result]) -> None:
    table = "Ref;Date;Type;Alleged by;Village;Lat;Lon;Killed;Remarks\n"
    table += "A1;03/04/2021;shelling;N;Ford;33,5;36,3;2;x\nA2;05/04/2021;raid;N;Ford;33,5;36,3;;y\n"
    (tmp_path / "ours.csv").write_text(table, encoding="utf-8")
    drafted = run("mapping", "draft", tmp_path / "ours.csv", "-o", tmp_path / "m.yaml")
    assert drafted.exit_code == 0, drafted.output
    text = (tmp_path / "m.yaml").read_text(encoding="utf-8")
    assert "date: day-first}   # or month-first?" in text
    assert "#   remarks: x | y" in text.lower()
    assert run("mapping", "check", tmp_path / "m.yaml").exit_code == 0
    run("record", "new", tmp_path / "r.db")
    assert (
        "2 added"
        in run(
            "record", "import", tmp_path / "r.db", tmp_path / "ours.csv", "--mapping", tmp_path / "m.yaml", "--by", "m"
        ).stdout
    )


def answers(kind: str) -> dict[str, str]:
    if kind == "observations":
        return {
            "observer": "Team 3",
            "looked": "partly",
            "looked_from": "2021-03-16",
            "looked_until": "2021-03-17",
            "place_name": "Post 4",
            "district": "North;Lower",
            "gps": "33.5 36.3 0 5",
            "remark": "turned back",
        }
    said = {
        "what": "shelling",
        "happened_on": "2021-03-16",
        "happened_at": "18:30",
        "place_name": "القرية",
        "gps": "33.5 36.3 610 4.8",
        "place_precision": "near",
    }
    return said | {
        "actors": "Northern Column;Allies",
        "against": "",
        "deaths_best": "2",
        "deaths_low": "1",
        "deaths_high": "",
        "deaths_civilians": "",
        "account": "Seen from the road",
        "reporter": "Team 3",
        "reliability": "B",
        "credibility": "2",
        "photo": "1.jpg",
    }


@pytest.mark.parametrize("kind", ["incidents", "observations"])
def test_the_form_for_the_field_from_its_questions_to_the_record(
    tmp_path: Path, run: Callable[..., Result], kind: str
) -> None:
    from pyxform.xls2xform import convert

    assert run("form", kind, "-o", tmp_path / "f.xlsx").exit_code == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries below pyxform
        made = convert(str(tmp_path / "f.xlsx"))
    assert made.warnings == []
    assert 'lang="English (en)"' in made.xform
    assert 'lang="Arabic (ar)"' in made.xform
    said = answers(kind)
    for name in said:
        assert f'nodeset="/data/{name}"' in made.xform.replace(f"/ceasefire_{kind[:-1]}/", "/data/"), name
    row = {
        "start": "2021-03-16T19:00:00.000+03:00",
        "end": "2021-03-16T19:10:00.000+03:00",
        **said,
        "_id": "7",
        "_uuid": "a-b-c",
        "_submission_time": "2021-03-18T08:00:00",
    }
    (tmp_path / "kobo.csv").write_text(
        ";".join(row) + "\n" + ";".join(f'"{v}"' for v in row.values()) + "\n", encoding="utf-8"
    )
    (tmp_path / "kobo.json").write_text(
        json.dumps([{**row, "_attachments": [{"filename": "1.jpg"}]}]), encoding="utf-8"
    )
    form = mapped(find_mapping(f"kobo-{kind}").read_bytes(), kind)
    for file in ("kobo.csv", "kobo.json"):
        (item,) = reading(tmp_path / file, As(form)).things()
        assert item.why == ""
        checked(item.thing)  # type: ignore[arg-type]  # a thing


def checked(thing: Thing) -> None:
    if isinstance(thing, Observation):
        assert (thing.by, thing.looked, thing.on, thing.place.units) == (
            "Team 3",
            Looked.PARTLY,
            "2021-03-16/2021-03-17",
            ("North", "Lower"),
        )
        return
    assert isinstance(thing, Incident)
    assert (thing.actors, thing.clock, thing.place.name, thing.place.precision) == (
        ("Northern Column", "Allies"),
        "18:30",
        "القرية",
        PlacePrecision.NEAR,
    )
    assert (thing.deaths.low, thing.deaths.best, thing.deaths.high) == (1, 2, None)
    assert (thing.known, thing.reliability.value, thing.credibility) == ("2021-03-18", "B", 2)


@pytest.mark.skipif(not SHARED.exists(), reason="the real data lie beside the project, not in it")
@pytest.mark.parametrize(
    ("file", "mapping", "things", "total"),
    [
        ("vdc_syria/deaths_by_province_by_day.csv", "vdc-by-day", 37_618, 137_475),
        ("loc_ceasefire_violations/cfv.csv", "loc-monthly", 84, None),
    ],
)
def test_real_counts(file: str, mapping: str, things: int, total: int | None) -> None:
    found = [i.thing for i in reading(SHARED / file, As(mapped(find_mapping(mapping).read_bytes(), mapping))).things()]
    counts = [t for t in found if isinstance(t, Count)]
    assert len(counts) == len(found) == things
    if total is not None:
        assert sum(c.n for c in counts) == total, "as its README says"
    assert Kind.COUNT.value == "count"
