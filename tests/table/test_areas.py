"""Areas from shapefiles and GeoPackages: in degrees and whole, or refused with a word that says why."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import shapefile
from shapely.geometry import box, mapping, shape

from ceasefire.monitoring.terms.agreement import Area
from ceasefire.monitoring.terms.polygons import Unfit, region
from ceasefire.table.areas import NoAreas, areas_of

WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'
UTM = 'PROJCS["WGS_1984_UTM_Zone_37N",GEOGCS["GCS_WGS_1984"]]'
NORTH, SOUTH = box(36, 33, 37, 34), box(36, 32, 37, 33)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "ocha_syria_admin"


def shapes(folder: Path, system: str = WGS84) -> Path:
    with shapefile.Writer(str(folder / "areas")) as held:
        held.field("name", "C")
        for name, area in (("North", NORTH), ("South", SOUTH)):
            held.shape(mapping(area))
            held.record(name)
    (folder / "areas.prj").write_text(system)
    return folder / "areas.shp"


def package(folder: Path, system: int = 4326, layers: int = 1) -> Path:
    path = folder / "areas.gpkg"
    with closing(sqlite3.connect(path)) as held:
        held.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)")
        for k in range(layers):
            held.execute(f"CREATE TABLE areas{k} (fid INTEGER, geom BLOB, name TEXT)")
            held.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (f"areas{k}", system))
            for name, area in (("North", NORTH), ("South", SOUTH)):
                head = b"GP\x00\x03" + struct.pack("<i", system) + struct.pack("<4d", *area.bounds)
                held.execute(f"INSERT INTO areas{k} VALUES (1, ?, ?)", (head + area.wkb, name))  # noqa: S608  our own number
        held.commit()
    return path


@pytest.mark.parametrize("make", [shapes, package])
def test_an_area_is_picked_by_its_name(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    found = {next(iter(values & {"North", "South"})): shape(geometry) for geometry, values in areas_of(path)}
    assert found["North"].equals(NORTH)
    assert found["South"].equals(SOUTH)
    made = region(Area(file=path.name, feature="North"), tmp_path)
    assert made is not None
    assert made.shape.equals(NORTH)
    with pytest.raises(Unfit, match="has no feature `East`"):
        region(Area(file=path.name, feature="East"), tmp_path)


def missing(suffix: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = shapes(folder)
        path.with_suffix(suffix).unlink()
        return path

    return make


def cut(folder: Path) -> Path:
    path = shapes(folder)
    path.write_bytes(path.read_bytes()[:130])
    return path


def no_package(folder: Path) -> Path:
    (folder / "a.gpkg").write_bytes(b"not a database at all")
    return folder / "a.gpkg"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (missing(".dbf"), "lies without its .dbf"),
        (missing(".prj"), "lies without its .prj"),
        (lambda folder: shapes(folder, UTM), "is in metres"),
        (lambda folder: shapes(folder, 'GEOGCS["Pulkovo 1942"]'), "of another system"),
        (cut, "cannot be read"),
        (lambda folder: package(folder, 32637), "in the system 32637"),
        (lambda folder: package(folder, layers=2), "has 2 layers"),
        (no_package, "no GeoPackage that can be read"),
        (lambda folder: folder / "gone.shp", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, make: Callable[[Path], Path], message: str) -> None:
    path = make(tmp_path)
    with pytest.raises(NoAreas, match=message):
        list(areas_of(path))
    with pytest.raises(Unfit, match=message):
        region(Area(file=path.name), tmp_path)


@pytest.mark.skipif(not SHARED.exists(), reason="the real boundaries lie beside the project, not in it")
def test_real_boundaries() -> None:
    made = region(Area(file="syr_admin1.shp", feature="Aleppo"), SHARED)
    assert made is not None
    west, south, east, north = made.shape.bounds
    assert (36 < west < east < 39, 35 < south < north < 37) == (True, True)
    assert len(list(areas_of(SHARED / "syr_admin3.shp"))) == 272
