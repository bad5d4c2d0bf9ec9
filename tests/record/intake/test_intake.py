from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from ceasefire.errors import MaterialError
from ceasefire.record.agreement import Agreement
from ceasefire.record.claim import Claim
from ceasefire.record.incident import Incident, PlacePrecision
from ceasefire.record.intake import ucdp_ged
from ceasefire.record.intake.mapped import mapped
from ceasefire.record.intake.run import How, Intake, take_file
from ceasefire.record.intake.things import As
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, every, history, things
from ceasefire.record.store import Record, open_record

SHARED = Path(__file__).parents[4] / "shared" / "data"

GED = """\
id,relid,year,type_of_violence,side_a,side_b,number_of_sources,source_headline,source_original,where_prec,where_coordinates,\
adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,date_start,date_end,deaths_civilians,best,high,low
1,X-1,2016,1,Government of X,Rebels,1,"Clash, again",SOHR;AFP,1,Ford,North,Lower,33.5,36.3,X,1,1,2016-08-26 00:00:00.000,\
2016-08-26 00:00:00.000,0,3,4,2
2,X-2,2016,3,Government of X,Civilians,1,Village burned,,4,North,North,,33.5,36.3,X,2,4,2016-08-01,2016-08-31,9,9,,9
"""
ACLED = """\
event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,civilian_targeting,country,admin1,admin2,\
location,latitude,longitude,geo_precision,source,notes,fatalities
XXX1,26 August 2016,2016,1,Battles,Armed clash,Military of X,Rebels,,X,North,Lower,Ford,33.5,36.3,1,Local Radio; Agency,\
"Both sides fired.",3
XXX2,2016-08-27,2016,3,Violence against civilians,Attack,Rebels,Civilians (X),Civilian targeting,X,North,,,33.5,36.3,3,,,
"""
PAX = """\
Con,AgtId,Agt,Dat,Status,Agtp,Stage,StageSub,Part,ThrdPart,Ce,CeProv,CeGen
X,77,Local truce at the ford,2016-08-26,Signed,IntraLocal,Cea,Ceas,"Army; Rebels",Elders of the valley,3.0,1,0
"""
ETHPRIO = """\
id,cc,cf_id,uniq_id,location,actor_name,cf_dec_yr,cf_dec_month,cf_dec_day,cf_effect_yr,cf_effect_month,cf_effect_day,side,\
ceasefire_class,mediator_send,ended,end_yr,end_month,end_day,cf_pp
9,1,3,700,X,Rebels,2016,8,26,2016,9,-1,2,1,0,2,0,0,0,"First step"
"""
MAPPING = """\
format: mapping/1
dataset: our-monitors
kind: incident
key: no
columns:
  what: {column: type, values: {S: shelling, A: air strike}}
  on: {column: day, date: "%d/%m/%Y"}
  actors: {column: by, split: "|"}
  place.name: village
  place.latitude: lat
  place.longitude: lon
  deaths.best: killed
constants: {sensitivity: green, reliability: C}
"""
OURS = "no;type;day;by;village;lat;lon;killed\n1;S;26/08/2016;army|allies;القرية;33,5;36.3;2\n2;A;27/08/2016;;Ford;33.5;36.3;\n"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Record]:
    begin(str(tmp_path / "record.db"))
    with open_record(str(tmp_path / "record.db"), write=True) as opened:
        yield opened


@pytest.fixture
def take(held: Record, tmp_path: Path) -> Callable[..., Intake]:
    def taken(content: str | bytes, how: How | None = None, name: str = "file.csv") -> Intake:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return take_file(held, path, how or How("ann"))

    return taken


Take = Callable[..., Intake]


def test_ucdp_ged(held: Record, take: Take) -> None:
    done = take(GED)
    assert (done.format, done.added, done.rejected) == ("ucdp-ged", 2, 0)
    burned, clash = (e.value for e in every(held, Asked()))
    assert isinstance(clash, Incident)
    assert isinstance(burned, Incident)
    assert (clash.what, clash.actors, clash.against, clash.on) == (
        "state-based violence",
        ("Government of X", "Rebels"),
        (),
        "2016-08-26",
    )
    assert (clash.place.precision, clash.place.units, clash.reports) == (
        PlacePrecision.EXACT,
        ("North", "Lower"),
        ("SOHR", "AFP"),
    )
    assert (clash.deaths.low, clash.deaths.best, clash.deaths.high, clash.deaths.civilians) == (2, 3, 4, 0)
    assert (burned.actors, burned.against, burned.on, burned.note) == (
        ("Government of X",),
        ("civilians",),
        "2016-08-01/2016-08-31",
        "a sum of several events",
    )
    assert burned.deaths.high is None, "an empty cell is not zero"
    assert burned.place.precision is PlacePrecision.PROVINCE


def test_acled(held: Record, take: Take) -> None:
    assert take(ACLED).added == 2
    attack, battle = (e.value for e in every(held, Asked()))
    assert isinstance(battle, Incident)
    assert isinstance(attack, Incident)
    assert (battle.what, battle.actors, battle.against, battle.on) == (
        "Battles: Armed clash",
        ("Military of X", "Rebels"),
        (),
        "2016-08-26",
    )
    assert (attack.actors, attack.against, attack.on) == (("Rebels",), ("Civilians (X)",), "2016-08")
    assert attack.deaths.best is None


def test_pax_and_ethprio(held: Record, take: Take) -> None:
    assert take(PAX).format == "pa-x"
    assert take(ETHPRIO).format == "ethprio-cf"
    declared, signed = (e.value for e in things(held, Asked()).entries)
    if isinstance(declared, Agreement) and declared.title.startswith("Local"):
        declared, signed = signed, declared
    assert isinstance(declared, Agreement)
    assert isinstance(signed, Agreement)
    assert (signed.parties, signed.mediators, signed.coded["Ce"]) == (
        ("Army", "Rebels"),
        ("Elders of the valley",),
        "3",
    )
    assert "CeGen" not in signed.coded
    assert (declared.on, declared.in_force, declared.ended, declared.mediators) == ("2016-08-26", "2016-09", "", ())


def test_a_table_of_ones_own(held: Record, take: Take) -> None:
    done = take(OURS, How("ann", As(mapped(MAPPING.encode(), "map.yaml"))))
    assert (done.added, done.rejected) == (2, 0)
    first, value = (e.value for e in every(held, Asked()))
    assert isinstance(first, Incident)
    assert isinstance(value, Incident)
    assert (first.place.latitude, first.actors) == (33.5, ("army", "allies")), "a decimal comma is read"
    assert (value.what, value.on, value.actors) == ("air strike", "2016-08-27", ())
    assert (value.deaths.best, value.reliability.value) == (None, "C")


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (MAPPING.replace("dataset: our-monitors\n", ""), "`dataset` is missing"),
        (MAPPING.replace("kind: incident", "kind: accident"), "is not one of"),
        (MAPPING.replace("column: type", "colum: type"), "did you mean `column`"),
        ("- a\n", "expected names with values"),
        ("a: [\n", "yaml"),
    ],
)
def test_a_mapping_with_mistakes_is_refused(mapping: str, message: str) -> None:
    with pytest.raises(MaterialError) as caught:
        mapped(mapping.encode(), "map.yaml")
    assert message in str(caught.value)


def test_json_lines(held: Record, take: Take) -> None:
    first = '{"thing": "claim", "kind": "denial", "speaker": "Russia", "note": "no strike"}'
    lines = first + '\n\n{"thing": "x"}\n{"thing": "claim"}\n{bad\n'
    done = take(lines, name="claims.jsonl")
    assert (done.format, done.added, done.rejected) == ("jsonl", 1, 3)
    assert [f.where.line for f in done.findings] == [3, 4, 5]
    value = next(iter(every(held, Asked()))).value
    assert isinstance(value, Claim)
    assert value.kind.value == "denial"


def test_json_lines_in_another_encoding_are_rejected_rows(take: Take) -> None:
    line = '{"thing": "claim", "kind": "denial", "note": "القرية"}\n'
    done = take(line.encode("windows-1256"), name="claims.jsonl")
    assert (done.added, done.rejected) == (0, 1)
    assert "--encoding windows-1256" in done.findings[0].message
    assert take(line.encode("windows-1256"), How("ann", As(encoding="windows-1256")), name="claims.jsonl").added == 1


def test_the_same_file_twice_adds_nothing_and_a_changed_row_is_a_correction(held: Record, take: Take) -> None:
    take(GED)
    again = take(GED)
    assert (again.added, again.corrected, again.same) == (0, 0, 2)
    changed = take(GED.replace("Clash, again", "Clash, first reports wrong"))
    assert (changed.added, changed.corrected, changed.same) == (0, 1, 1)
    name = next(e.thing for e in every(held, Asked(who="rebels")))
    assert [e.reason for e in history(held, name)] == ["", "changed at its source"]


def test_since_when_rows_could_be_known(held: Record, take: Take) -> None:
    take(GED, How("ann", As(known="event")))
    assert {e.known for e in every(held, Asked())} == {"2016-08-26T23:59:59Z", "2016-08-31T23:59:59Z"}
    take(ACLED, How("ann", As(known="2017-06")))
    assert things(held, Asked(known_by="2017-06-29T00:00:00Z")).total == 2
    assert things(held, Asked(known_by="2017-06-30T23:59:59Z")).total == 4


def test_every_rejected_row_is_named_and_kept(take: Take, tmp_path: Path) -> None:
    spoilt = GED + "3,,2016,9,A,B,,,,1,,,,33,36,X,1,1,2016-01-01,2016-01-01,0,0,0,0\n" + "4,too,short\n"
    spoilt += "5,,2016,1,A,B,,,,1,,,,133,36,X,1,1,2016-01-01,2016-01-01,0,0,0,0\n"
    spoilt += "6,,2016,1,A,B,,,,1,,,,33,36,X,1,1,2016-02-31,2016-02-31,0,0,0,0\n"
    spoilt += "7,,2016,1,A,B,,,,1,,,,33,36,X,1,1,2016-01-02,2016-01-02,0,-5,0,0\n"
    spoilt += ",,2016,1,A,=cmd(),,,,1,,,,33,36,X,1,1,2016-01-02,2016-01-02,0,5,5,5\n"
    done = take(spoilt)
    assert (done.added, done.rejected) == (2, 6)
    reasons = [(f.where.line, f.message) for f in done.findings]
    assert [line for line, _ in reasons] == [4, 5, 6, 7, 8, 9]
    parts = [
        "not 1, 2 or 3",
        "3 cells where the header has 24",
        "are the two swapped?",
        "does not exist",
        "is not a count",
    ]
    for part, (_, reason) in zip([*parts, "`id` is empty"], reasons, strict=True):
        assert part in reason
    with (tmp_path / "file.csv.rejects.csv").open(encoding="utf-8", newline="") as stream:
        kept = list(csv.reader(stream))
    assert [row[0] for row in kept] == ["line", "4", "5", "6", "7", "8", "9"]
    assert "'=cmd()" in kept[-1]
    assert take(GED).rejected == 0
    assert not (tmp_path / "file.csv.rejects.csv").exists()


def packed(content: bytes, name: str = "events.csv", count: int = 1) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for k in range(count):
            made.writestr(f"{k}{name}", content)
    return stream.getvalue()


def test_packed_files(take: Take) -> None:
    assert take(gzip.compress(GED.encode())).added == 2
    assert take(packed(GED.encode())).same == 2


def test_text_in_other_encodings(held: Record, take: Take) -> None:
    assert take("\ufeff" + GED).added == 2
    arabic = GED.replace("Ford", "القرية")
    done = take(arabic.encode("windows-1256"))
    assert done.rejected == 1
    assert "--encoding windows-1256" in done.findings[0].message
    assert take(arabic.encode("windows-1256"), How("ann", As(encoding="windows-1256"))).corrected == 1
    assert take(arabic.encode("utf-16"), How("ann", As(encoding="utf-16"))).same == 2
    assert things(held, Asked(place="القرية")).total == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty"),
        (b"a,b\n1,2\n", "no format that is known"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the workbook cannot be read"),
        (b"\x00\x01\x02\x03", "it is not text"),
        (gzip.compress(GED.encode())[:60], "cannot be unpacked"),
        (b"PK\x03\x04 not a zip", "cannot be unpacked"),
        (packed(GED.encode(), count=2), "it holds 2 tables"),
        (GED.replace("relid", "id").encode(), "the column `id` is there twice"),
        (packed(b"0" * 300_000_000), "refused"),
        (gzip.compress(GED.encode() + (b"0" * 100_000 + b"\n") * 3_000), "refused"),
    ],
)
def test_files_that_are_no_table_are_refused(held: Record, take: Take, content: bytes, message: str) -> None:
    with pytest.raises(MaterialError) as caught:
        take(content)
    assert message in str(caught.value)
    assert held.head()[0] == 0


def test_a_line_without_end_is_one_rejected_row(take: Take) -> None:
    head, first, second, _ = GED.split("\n")
    done = take("\n".join([head, first, "9," + "x" * 40_000_000, second, ""]))
    assert (done.added, done.rejected) == (2, 1)
    assert "longer than" in done.findings[0].message
    quoted = take("\n".join([head, first, '9,"' + "x" * 200_000 + '"', second, ""]))
    assert quoted.rejected == 1
    assert "2 cells where the header has 24" in quoted.findings[0].message


def test_the_command_says_what_it_did(tmp_path: Path, run: Callable[..., Result]) -> None:
    table = tmp_path / "ged.csv"
    table.write_text(GED + "x\n", encoding="utf-8")
    assert run("record", "new", tmp_path / "r.db").exit_code == 0
    result = run("record", "import", tmp_path / "r.db", table, "--by", "ann")
    assert result.exit_code == 1
    assert result.stdout == "ucdp-ged: 3 rows: 2 added, 1 rejected\n"
    assert "ged.csv:4:1: error: 1 cells where the header has 24" in result.stderr
    assert "1 rows were not taken: all are in" in result.stderr
    assert run("record", "import", tmp_path / "r.db", table, "--format", "geds").exit_code == 2
    assert run("record", "import", tmp_path / "r.db", table, "--known", "someday").exit_code == 2
    assert run("record", "import", tmp_path / "r.db", table, "--format", "acled").exit_code == 1


@pytest.mark.skipif(not SHARED.exists(), reason="the shared real data is not here")
@pytest.mark.parametrize(
    ("file", "rows", "rejected"),
    [
        ("ucdp_ged_syria/ged_syria_2016_2019.csv.gz", 16_566, 0),
        ("pax_v10/pax_all_agreements_v10.csv", 2_257, 0),
        ("ethprio_ceasefires/ceasefires_dataset.csv", 4_091, 88),
    ],
)
def test_real_data(held: Record, tmp_path: Path, file: str, rows: int, rejected: int) -> None:
    done = take_file(held, SHARED / file, How("ann", rejects=tmp_path / "rejects.csv"))
    assert (done.read, done.rejected) == (rows, rejected)
    if rejected:  # it is in another encoding, as its rejects say
        again = take_file(
            held, SHARED / file, How("ann", As(encoding="windows-1252"), rejects=tmp_path / "rejects.csv")
        )
        assert (again.added, again.rejected) == (85, 3), "three hold bytes that are no character there"


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("1", "2016-09-12"),
        ("", "2016-09-12"),
        ("2", "2016-09-12~"),
        ("3", "2016-09-09/2016-09-15"),
        ("4", "2016-09"),
        ("5", "2016"),
    ],
)
def test_an_event_known_to_the_week_or_month_is_not_put_on_the_day_that_stands_for_it(
    precision: str, expected: str
) -> None:
    cells = {"id": "1", "type_of_violence": "1", "side_a": "A", "side_b": "B", "best": "40", "date_prec": precision}
    cells |= {"date_start": "2016-09-12", "date_end": "2016-09-12", "latitude": "", "longitude": ""}
    (found,) = ucdp_ged.FORMAT.convert(cells, {})
    assert isinstance(found, Incident)
    assert found.on == expected
    with pytest.raises(ValueError, match="not 1 to 5"):
        ucdp_ged.FORMAT.convert({**cells, "date_prec": "7"}, {})


def test_a_mapping_takes_how_many_acts_a_report_stands_for() -> None:
    text = b"format: mapping/1\ndataset: smm\nkind: incident\nkey: id\ncolumns: {what: kind, on: day, acts: number}\n"
    convert = mapped(text, "smm.yaml").convert
    (found,) = convert({"id": "7", "kind": "explosion", "day": "2017-02-01", "number": "15"}, {})
    assert isinstance(found, Incident)
    assert found.acts == 15
