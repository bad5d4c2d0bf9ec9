"""The provinces of Syria as polygons and as names, on every exactly placed event of UCDP GED."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.terms.load import parse_agreement
from ceasefire.monitoring.terms.matching import match
from ceasefire.monitoring.terms.reasons import Reason
from ceasefire.record.incident import Incident, PlacePrecision
from ceasefire.record.intake.ucdp_ged import FORMAT

shapefile = pytest.importorskip("shapefile")
DATA = Path(__file__).parents[4] / "shared" / "data"
PROVINCES = DATA / "ocha_syria_admin" / "syr_admin1.shp"
GED = DATA / "ucdp_ged_syria" / "ged_syria_2016_2019.csv.gz"
TEXT = """\
format: agreement/1
title: a province, twice
zone: Asia/Damascus
in_force: {on: 2016-01-01}
parties: {gov: {name: Government of Syria}, opp: {name: Syrian insurgents}}
acts: {attack: {name: state-based violence}}
areas: {polygon: {file: provinces.geojson, feature: SY02}, name: {units: [Aleppo Governorate]}}
terms:
  "1": {title: by polygon, acts: [attack], area: polygon}
  "2": {title: by name, acts: [attack], area: name}
"""


def test_polygons_and_names_agree(tmp_path: Path) -> None:
    if not (PROVINCES.exists() and GED.exists()):
        pytest.skip("the provinces of Syria and UCDP GED are not here")
    with shapefile.Reader(str(PROVINCES)) as reader:
        features = [
            {"type": "Feature", "properties": {"pcode": s.record["PCODE"]}, "geometry": s.shape.__geo_interface__}
            for s in reader.shapeRecords()
        ]
    (tmp_path / "provinces.geojson").write_text(json.dumps({"features": features}), encoding="utf-8")
    watched = parse_agreement(TEXT.encode(), "t.yaml", tmp_path)
    with gzip.open(GED, "rt", encoding="utf-8", newline="") as stream:
        things = [(row["id"], FORMAT.convert(row, {})[0]) for row in csv.DictReader(stream)]
    held = columns([(name, thing) for name, thing in things if isinstance(thing, Incident)], "Asia/Damascus")
    exact = held.places.of((p.precision == PlacePrecision.EXACT for p in held.places.names), np.bool_)[held.place]
    by_polygon, by_name = match(watched, held).reasons[:, 4, exact]
    assert len(by_polygon) == 9_010
    near_the_border = by_polygon == Reason.TOO_COARSE
    assert near_the_border.mean() < 0.01
    assert (by_polygon != by_name)[~near_the_border].sum() == 2, (
        "two events that GED places across the border of the province"
    )
