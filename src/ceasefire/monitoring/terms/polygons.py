"""Polygons of areas: read, checked, and asked whether places known to some kilometres lie inside.

Geometry is shapely's (the extra `areas`).  Distances are taken on a plane that touches the polygon's middle latitude: for
areas of a few hundred kilometres the error is below one in a hundred.  A polygon across the 180th meridian is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.incidents import DEGREE
from ceasefire.monitoring.terms.agreement import Area
from ceasefire.table.areas import NoAreas, areas_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class Unfit(ValueError):
    """A polygon that cannot be used; the message says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Unread(Unfit):
    """Polygons cannot be read here at all: what lies in them nobody can tell, which is no mistake in the agreement."""


@dataclass(frozen=True)
class Region:
    """An area's polygons in degrees, and the middle latitude that its plane touches."""

    shape: BaseGeometry
    latitude: float

    def holds(self, points: NDArray[np.float64], km: NDArray[np.float64]) -> NDArray[np.int8]:
        """1 where a place lies inside however it lies within its `km`, 0 where outside, -1 where its precision leaves it open.

        `points` has shape (n, 2), longitude and latitude in degrees; `km` shape (n,).
        """
        import shapely

        scale = np.array([np.cos(np.radians(self.latitude)) * DEGREE, DEGREE])
        plane = shapely.transform(self.shape, lambda xy: xy * scale)
        edge = plane.boundary
        shapely.prepare(plane)
        shapely.prepare(edge)
        west, south, east, north = plane.bounds
        at = points * scale
        close = (at[:, 0] >= west - km) & (at[:, 0] <= east + km) & (at[:, 1] >= south - km) & (at[:, 1] <= north + km)
        answers = np.zeros(len(points), dtype=np.int8)
        for reach in np.unique(km[close]).tolist():
            some = close & (km == reach)
            places = shapely.points(at[some])
            inside = shapely.contains(plane, places)
            answers[some] = np.where(shapely.dwithin(edge, places, reach), -1, inside)
        return answers


def region(area: Area, folder: Path | None) -> Region | None:
    """The polygons of an area; None where it has none.  Raises Unfit, and Unread without shapely."""
    if not (area.polygon or area.file):
        return None
    try:
        import shapely
    except ImportError:
        message = "polygons need shapely: without it nobody can tell what lies in this area"
        raise Unread(message, "pip install 'ceasefire[areas]'") from None
    rings = [_shape({"type": "Polygon", "coordinates": [_closed(area.polygon)]})] if area.polygon else []
    if area.file:
        rings += [_shape(geometry) for geometry in _geometries(area, folder)]
    shape = shapely.union_all(rings) if len(rings) > 1 else rings[0]
    west, south, east, north = shape.bounds
    if east - west > 180:
        raise Unfit("the polygon reaches around more than half of the earth", "split it at the 180th meridian")
    return Region(shape, (south + north) / 2)


def overlap(one: Region, other: Region) -> float:
    """The share (0-1) of the smaller area that lies in the other."""
    smaller = min(one.shape.area, other.shape.area)
    return float(one.shape.intersection(other.shape).area / smaller) if smaller else 0.0


def _closed(ring: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    if len(set(ring)) < 3:
        raise Unfit("a polygon has at least three different corners", "write each as [longitude, latitude]")
    return [*ring, ring[0]] if ring[0] != ring[-1] else list(ring)


def _shape(geometry: Any) -> BaseGeometry:
    import shapely
    from shapely.geometry import shape

    try:
        made = shape(geometry)
        kind, valid = made.geom_type, made.is_valid
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        raise Unfit("a geometry cannot be read", "a GeoJSON Polygon or MultiPolygon is wanted") from None
    if kind not in {"Polygon", "MultiPolygon"} or made.is_empty:
        raise Unfit(f"a {kind} encloses nothing", "a GeoJSON Polygon or MultiPolygon is wanted")
    west, south, east, north = made.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        swapped = -90 <= west <= east <= 90 and -180 <= south <= north <= 180
        hint = "are latitude and longitude swapped?" if swapped else "degrees of WGS84 are wanted, not metres."
        raise Unfit("the polygon leaves the earth", hint + " Each corner is [longitude, latitude].")
    if not valid:
        why = shapely.is_valid_reason(made)
        raise Unfit(f"the polygon crosses or touches itself: {why}", "put the corners in order around the area")
    return made


def _geometries(area: Area, folder: Path | None) -> Iterable[Any]:
    """The geometries of the area's file that its feature picks."""
    if folder is None or Path(area.file).is_absolute() or ".." in Path(area.file).parts:
        raise Unfit(f"`{area.file}` is not looked for", "keep the file with the areas in the folder of the agreement")
    try:
        known = list(areas_of(folder / area.file))
    except NoAreas as error:
        raise Unfit(str(error), error.hint) from None
    picked = [geometry for geometry, values in known if not area.feature or area.feature in values]
    if not picked:
        some = sorted({v for _, values in known[:200] for v in values})[:8]
        raise Unfit(f"`{area.file}` has no feature `{area.feature}`", f"properties there: {', '.join(some) or 'none'}")
    return picked
