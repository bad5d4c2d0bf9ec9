"""Areas as others keep them: GeoJSON, shapefiles and GeoPackages, as geometries with the values that stand beside them.

Coordinates are degrees of WGS84 or the file is refused: nothing is projected here.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

MOST_BYTES = 50_000_000
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes of the box in a geometry of a GeoPackage, by its flag
Feature = tuple[Any, frozenset[str]]
"""A geometry as GeoJSON says it, and the values of its feature as text."""


class NoAreas(ValueError):
    """A file from which no areas can be had; the message says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def areas_of(path: Path) -> Iterator[Feature]:
    """The areas in a file.  Raises NoAreas."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NoAreas(f"`{path.name}` is larger than {MOST_BYTES:,} bytes", "keep only the areas that are needed")
        suffix = path.suffix.lower()
        if suffix == ".shp":
            yield from _shapefile(path)
        elif suffix == ".gpkg":
            yield from _geopackage(path)
        else:
            yield from _geojson(path)
    except OSError as error:
        raise NoAreas(
            f"`{path.name}` cannot be read: {error.strerror or error}", "keep it beside the agreement"
        ) from None


def _geojson(path: Path) -> Iterator[Feature]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoAreas(f"`{path.name}` is not GeoJSON", "export the areas as GeoJSON, WGS84") from None
    features = content.get("features", [content]) if isinstance(content, dict) else []
    for feature in features:
        if isinstance(feature, dict):
            held = feature.get("properties")
            yield feature.get("geometry", feature), _values(held.values() if isinstance(held, dict) else ())


def _shapefile(path: Path) -> Iterator[Feature]:
    try:
        import shapefile
    except ModuleNotFoundError:
        raise NoAreas("shapefiles need a reader: pip install 'ceasefire[areas]'", "or export GeoJSON") from None
    for suffix, what in ((".dbf", "the names of its areas"), (".prj", "what its coordinates are")):
        if not any(path.with_suffix(s).exists() for s in (suffix, suffix.upper())):
            hint = "the files of a shapefile belong together: copy them all, or export GeoJSON, WGS84"
            raise NoAreas(f"`{path.name}` lies without its {suffix}: it does not say {what}", hint)
    projected = next(path.with_suffix(s) for s in (".prj", ".PRJ") if path.with_suffix(s).exists())
    _in_degrees(path.name, projected.read_text(encoding="utf-8", errors="replace"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of a damaged file the reader only warns, and gives a part
            with shapefile.Reader(str(path), encodingErrors="replace") as held:
                found = [(one.shape.__geo_interface__, _values(one.record)) for one in held.iterShapeRecords()]
    except (shapefile.ShapefileException, struct.error, ValueError, IndexError, Warning) as error:
        raise NoAreas(f"`{path.name}` cannot be read: {str(error)[:100]}", "export the areas anew") from None
    yield from found


def _in_degrees(name: str, system: str) -> None:
    plain = system.upper().replace("_", " ")
    if plain.lstrip().startswith(("PROJC", "PROJCRS")):
        raise NoAreas(f"`{name}` is in metres, not in degrees", "export it as WGS84 (EPSG:4326)")
    if "WGS" not in plain and "4326" not in plain and "ETRS89" not in plain:
        raise NoAreas(f"`{name}` has coordinates of another system: {system[:60]}", "export it as WGS84 (EPSG:4326)")


def _geopackage(path: Path) -> Iterator[Feature]:
    from shapely import from_wkb
    from shapely.errors import ShapelyError
    from shapely.geometry import mapping

    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as held:
            layers = held.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchall()
            if len(layers) != 1:
                several = ", ".join(str(layer[0]) for layer in layers)
                raise NoAreas(
                    f"`{path.name}` has {len(layers)} layers ({several}), one is wanted", "export the one that is meant"
                )
            table, column, system = layers[0]
            if system != 4326:  # EPSG's number of WGS84 in degrees
                raise NoAreas(
                    f"`{path.name}` is in the system {system}, not in degrees", "export it as WGS84 (EPSG:4326)"
                )
            rows = held.execute(f'SELECT * FROM "{str(table).replace(chr(34), chr(34) * 2)}"')  # noqa: S608  a quoted name
            names = [d[0] for d in rows.description]
            at = names.index(column)
            for row in rows:
                if row[at] is not None:
                    yield mapping(from_wkb(_bare(row[at]))), _values(v for k, v in enumerate(row) if k != at)
    except (sqlite3.Error, ShapelyError, ValueError, TypeError, IndexError) as error:
        if isinstance(error, NoAreas):
            raise
        raise NoAreas(
            f"`{path.name}` is no GeoPackage that can be read: {str(error)[:100]}", "export GeoJSON, WGS84"
        ) from None


def _bare(blob: bytes) -> bytes:
    """The geometry of a GeoPackage without the header before it (OGC 12-128r19, 2.1.3)."""
    if blob[:2] != b"GP":
        raise ValueError("its geometries have no header")
    return blob[8 + _ENVELOPES[blob[3] >> 1 & 7] :]


def _values(values: Any) -> frozenset[str]:
    return frozenset(str(v) for v in values if v is not None)
