"""Agreements as people write them: the shipped ones, and everything that can be wrong, with line and hint."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.errors import MaterialError
from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.terms.load import agreement_schema, load_agreement, parse_agreement, shipped_agreements
from ceasefire.monitoring.terms.matching import Verdict, match
from truce import TRUCE, incident, truce

GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"pcode": "SY02", "name": "Aleppo"},
            "geometry": {"type": "Polygon", "coordinates": [[[36, 35], [38, 35], [38, 37], [36, 35]]]},
        },
        {"type": "Feature", "properties": {"pcode": "P"}, "geometry": {"type": "Point", "coordinates": [36, 35]}},
    ],
}


def problems(text: str, folder: Path | None = None) -> str:
    with pytest.raises(MaterialError) as caught:
        parse_agreement(text.encode(), "truce.yaml", folder)
    return str(caught.value)


def changed(old: str, new: str) -> str:
    assert old in TRUCE
    return TRUCE.replace(old, new)


def test_the_shipped_agreements_are_fine_and_fit_their_schema() -> None:
    assert shipped_agreements() == ("syria-2016-02", "syria-2016-09")
    for name in shipped_agreements():
        watched = load_agreement(name)
        assert watched.findings == ()
        assert watched.text.sources
        jsonschema.validate(json.loads(watched.text.model_dump_json(exclude_defaults=True)), agreement_schema())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("agreement/1", "agreement/9", "write `format: agreement/1`"),
        ("title: Truce of the valley", "tittle: Truce", "did you mean `title`?"),
        ("zone: Asia/Damascus", "zone: Damascus", "is not a time zone"),
        ("on: 2016-09-12,", "on: 2016-09-31,", "2016-09-31"),
        ('clock: "19:00"', 'clock: "7 pm"', "is not a time of day: write 18:30"),
        ("on: 2016-09-12,", "on: 1437-12-10,", "is this the year of another calendar?"),
        ("parties: [gov, opp], towards", "parties: [gob, opp], towards", "did you mean `gov`?"),
        ("acts: [attack, aerial]", "acts: [atack]", "did you mean `attack`?"),
        ("area: aleppo}", "area: alepo}", "did you mean `aleppo`?"),
        ("known_as: [Daesh]", "known_as: [Daesh, army]", "`army` is a name of `gov` too"),
        ("is: {name", "opp: {name", "bound by the agreement and excluded from it"),
        ("ended: {on: 2016-09-30}", "ended: {on: 2016-09-01}", "the term ends before it begins"),
        ("acts: [aerial], area: valley", "area: valley", "names no acts"),
        ("[36, 35], [38, 35], [38, 37], [36, 37]", "[36, 35], [38, 37], [38, 35], [36, 37]", "Self-intersection"),
        ("[36, 35], [38, 35]", "[136, 35], [38, 91]", "latitude"),
        ("[36, 35], [38, 35], [38, 37], [36, 37]", "[36, 35], [38, 35]", "at least three different corners"),
        ("polygon: [[36, 35], [38, 35], [38, 37], [36, 37]]", "name: valley", "say where: `countries`"),
        ("[38, 35], [38, 37], [36, 37]", "[-170, 35], [-170, 37], [36, 37]", "more than half of the earth"),
        ('"4": {title: Prisoners freed, duty: do', '"4": {title: Prisoners freed, duty: dooo', "is not one of"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, said: str) -> None:
    text = problems(changed(old, new))
    assert said in text
    assert all(line.startswith(("truce.yaml:", "    ")) for line in text.splitlines())


def test_everything_wrong_is_said_at_once() -> None:
    both = problems(changed("area: aleppo}", "area: alepo}").replace("acts: [block]", "acts: [blok]"))
    assert "alepo" in both
    assert "blok" in both
    for broken in ("", "[]", "format: agreement/1\nterms: {}\n", "{", "a: *b\n"):
        assert problems(broken).startswith("truce.yaml:")


def test_terms_that_contradict_each_other() -> None:
    may = '  "5": {title: Strikes allowed, duty: may, parties: [gov], towards: [opp], acts: [aerial]}\n'
    assert "terms 1 and 5 contradict each other: one bars aerial" in problems(TRUCE + may)
    apart = may.replace("}\n", ", since: {on: 2016-10-02}, until: {on: 2016-10-05}}\n")
    assert truce(TRUCE + apart)
    assert truce(TRUCE + may.replace("towards: [opp]", "towards: [is]"))
    ten = '  "6": {title: Aid, duty: grant access, acts: [block], promised: {amount: 10, unit: trucks, every: day}}\n'
    twenty = ten.replace('"6"', '"7"').replace("10", "20")
    assert "promise 10 and 20 trucks" in problems(TRUCE + ten + twenty)


def test_overlapping_areas_are_a_warning() -> None:
    more = changed(
        "  aleppo: {units: [Aleppo, SY02], level: 1}", "  aleppo: {polygon: [[37, 35], [39, 35], [39, 37], [37, 37]]}"
    )
    assert [f.code for f in truce(more).findings] == ["overlap"]
    assert "50% of the smaller" in truce(more).findings[0].message


def test_areas_from_geojson(tmp_path: Path) -> None:
    (tmp_path / "areas.geojson").write_text(json.dumps(GEOJSON), encoding="utf-8")
    line = "  aleppo: {units: [Aleppo, SY02], level: 1}"

    def with_file(area: str) -> str:
        return changed(line, f"  aleppo: {{{area}}}")

    watched = parse_agreement(with_file("file: areas.geojson, feature: SY02").encode(), "t", tmp_path)
    assert watched.regions["aleppo"].shape.area == 2
    assert "properties there: Aleppo, P, SY02" in problems(with_file("file: areas.geojson, feature: SY99"), tmp_path)
    assert "a Point encloses nothing" in problems(with_file("file: areas.geojson"), tmp_path)
    assert "No such file" in problems(with_file("file: nowhere.geojson"), tmp_path)
    for outside in ("../areas.geojson", "/etc/passwd"):
        assert "keep the file with the areas in the folder" in problems(with_file(f"file: {outside}"), tmp_path)
    for text, said in (("[", "is not GeoJSON"), ("3", "has no feature"), ('{"type": "Polygon"}', "cannot be read")):
        (tmp_path / "odd.geojson").write_text(text, encoding="utf-8")
        assert said in problems(with_file("file: odd.geojson"), tmp_path)
    swapped = json.loads(
        json.dumps(GEOJSON).replace(
            "[36, 35], [38, 35], [38, 37], [36, 35]", "[36, 135], [38, 135], [38, 137], [36, 135]"
        )
    )
    (tmp_path / "odd.geojson").write_text(json.dumps(swapped), encoding="utf-8")
    assert "swapped" in problems(with_file("file: odd.geojson, feature: SY02"), tmp_path)


def test_without_shapely_nobody_can_tell_what_lies_in_a_polygon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shapely", None)
    watched = truce()
    (warning,) = watched.findings
    assert warning.hint == "pip install 'ceasefire[areas]'"
    bomb = incident(what="barrel bomb", place={"latitude": 36, "longitude": 37, "precision": "exact"})
    found = match(watched, columns([("a", bomb)], watched.text.zone))
    assert [str(Verdict(v)) for v in found.verdicts[:, 0]] == ["breach alleged", "cannot tell", "outside scope"]
    assert load_agreement("syria-2016-09").findings == (), "names of provinces need no shapely"


@given(st.data())
def test_no_text_makes_more_than_findings(data: st.DataObject) -> None:
    lines = TRUCE.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(
        st.text(max_size=20) | st.sampled_from(["terms:", "  x: [1, 2]", '  "1": 5', "areas: {a: {polygon: 3}}"])
    )
    try:
        truce("\n".join(lines))
    except MaterialError as error:
        assert error.findings
