"""A map of where incidents are reported and which areas a truce covers: works without network, on a base map that ships.

The base map is Natural Earth's 1:110,000,000 countries (public domain), coarse on purpose; boundaries there are no statement
about anybody's claims.  Incidents are summed on a grid of a tenth of a degree, about ten kilometres: the map shows where a
truce is said to fail, and is too coarse to find anybody by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path

from ceasefire.report.svg import BLUE, BROWN, FAINT, INK, PAPER, RED, dot, line, picture, words

GRID = 0.1  # degrees
DASHED = f'stroke="{BROWN}" stroke-width="2" stroke-dasharray="6 3"'
WIDE, HIGH = 960.0, 620.0
Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Spot:
    """Incidents summed in one cell of the grid: its middle in degrees, how many, how many of them alleged breaches."""

    longitude: float
    latitude: float
    incidents: int
    breaches: int


def spots(points: Sequence[tuple[float, float, bool]]) -> tuple[Spot, ...]:
    """Points (longitude, latitude, whether a breach is alleged) summed on the grid, most incidents first."""
    cells: dict[tuple[int, int], list[int]] = {}
    for longitude, latitude, breach in points:
        cell = cells.setdefault((round(longitude / GRID), round(latitude / GRID)), [0, 0])
        cell[0] += 1
        cell[1] += breach
    found = [Spot(x * GRID, y * GRID, n, alleged) for (x, y), (n, alleged) in cells.items()]
    return tuple(sorted(found, key=lambda s: (-s.incidents, s.longitude, s.latitude)))


def map_picture(title: str, found: Sequence[Spot], areas: Mapping[str, Sequence[Ring]]) -> str:
    """The map around incidents and areas; empty text where there is neither."""
    corners = [(s.longitude, s.latitude) for s in found] + [
        c for rings in areas.values() for ring in rings for c in ring
    ]
    if not corners:
        return ""
    frame = _frame(corners)
    west, south, scale, squeeze = frame

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - west) * squeeze * scale, HIGH - (latitude - south) * scale

    parts = ['<clipPath id="frame"><rect width="960" height="620"/></clipPath>', '<g clip-path="url(#frame)">']
    parts.append(f'<rect width="{WIDE:g}" height="{HIGH:g}" fill="#e6eef5"/>')
    for name, rings in _countries().items():
        paths = [path for ring in rings if (path := _path(ring, at, margin=WIDE))]
        if paths:
            parts.append(f'<path d="{"".join(paths)}" fill="#f7f5ef" stroke="#9a9a9a"/>')
            parts += _label(name, rings, at)
    for rings in areas.values():
        path = "".join(_path(ring, at, margin=1e9) for ring in rings)
        parts.append(f'<path d="{path}" fill="{BROWN}" fill-opacity="0.12" {DASHED}/>')
    for spot in found:
        x, y = at(spot.longitude, spot.latitude)
        radius = min(26.0, 2.5 + spot.incidents**0.5 * 1.4)
        parts.append(dot(x, y, radius, fill=BLUE, opacity=0.35))
        if spot.breaches:
            parts.append(dot(x, y, min(26.0, 1.5 + spot.breaches**0.5 * 1.4), fill=RED, opacity=0.75))
    parts.append("</g>")
    edge = f'<rect width="{WIDE:g}" height="{HIGH:g}" fill="none" stroke="{INK}"/>'
    about = "Where incidents are reported, summed by tenths of a degree; the table below has them by area."
    return picture(title, about, (WIDE, HIGH + 40), [*parts, edge, *_scale_bar(scale), *_legend(bool(areas))])


def _frame(corners: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """West and south of the map, pixels a degree of latitude, and how much narrower a degree of longitude is."""
    west, east = min(c[0] for c in corners), max(c[0] for c in corners)
    south, north = min(c[1] for c in corners), max(c[1] for c in corners)
    middle = (south + north) / 2
    squeeze = max(0.1, cos(radians(middle)))
    wide, high = max((east - west) * squeeze, 0.5) * 1.25, max(north - south, 0.5) * 1.25
    scale = min(WIDE / wide, HIGH / high)
    return (west + east) / 2 - WIDE / scale / squeeze / 2, middle - HIGH / scale / 2, scale, squeeze


def _path(ring: Ring, at: object, margin: float) -> str:
    """The ring as a path; empty where it lies far outside the map."""
    places = [at(x, y) for x, y in ring]  # type: ignore[operator]  # the projection of the map
    inside = any(-margin < x < WIDE + margin and -margin < y < HIGH + margin for x, y in places)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places) + "Z" if inside else ""


def _label(name: str, rings: Sequence[Ring], at: object) -> list[str]:
    """The name of a country whose middle is on the map."""
    largest = max(rings, key=len)
    xs, ys = zip(*(at(x, y) for x, y in largest), strict=True)  # type: ignore[operator]  # the projection of the map
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return (
        [words(x, y, name, anchor="middle", size=12, fill=FAINT)] if 40 < x < WIDE - 40 and 20 < y < HIGH - 20 else []
    )


def _scale_bar(scale: float) -> list[str]:
    km_a_pixel = 111.32 / scale
    length = next(km for km in (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if km / km_a_pixel > 60 or km == 2000)
    right, y = WIDE - 20, HIGH - 16
    left = right - length / km_a_pixel
    middle = (left + right) / 2
    return [
        line((left, y, right, y), stroke=INK, width=3),
        words(middle, y - 6, f"{length} km", anchor="middle", size=12),
    ]


def _legend(areas: bool) -> list[str]:
    y = HIGH + 24
    parts = [dot(18, y - 4, 7, fill=BLUE, opacity=0.35), words(32, y, "incidents reported", size=12)]
    parts += [
        dot(176, y - 4, 7, fill=RED, opacity=0.75),
        words(190, y, "of them, breaches alleged or confirmed", size=12),
    ]
    if areas:
        box = f'<rect x="440" y="{y - 11:g}" width="16" height="12" fill="{PAPER}" {DASHED}/>'
        parts += [box, words(464, y, "areas that terms name", size=12)]
    parts.append(words(WIDE, y, "base map: Natural Earth", anchor="end", size=12, fill=FAINT))
    return parts


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Sequence[Ring]]:
    text = (Path(__file__).parent / "naturalearth.json").read_text(encoding="utf-8")
    return {name: [[(x, y) for x, y in ring] for ring in rings] for name, rings in json.loads(text).items()}
