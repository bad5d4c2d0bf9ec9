"""Whether a place lies in the area of a term, as far as its precision allows one to say."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.incidents import KM
from ceasefire.monitoring.counts.spots import Named, Spots
from ceasefire.monitoring.terms.agreement import Area
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.terms.reasons import Reason
from ceasefire.text.names import same_name

_FEW = 20  # points from which on a swap of latitude and longitude can be told
_MARGIN = 1.0  # least degrees around where nearly all points lie


def places(watched: Watched, found: Spots, areas: Collection[str]) -> Mapping[str, NDArray[np.int8]]:
    """For each area (empty: no area) the `Reason` of each place, shape (n_places,)."""
    points = found.points
    turned = swapped(points)
    km = found.of((KM.get(place.precision, np.nan) for place in found.names), np.float64)
    answers: dict[str, NDArray[np.int8]] = {}
    for name in areas:
        if not name:
            answers[name] = np.full(len(found), Reason.EVERYWHERE, dtype=np.int8)
            continue
        area = watched.text.areas[name]
        named = _by_names(area, found)
        inside = _by_polygon(watched, name, points, km)
        answers[name] = np.where(
            (named == Reason.INSIDE) | (inside == Reason.INSIDE),
            Reason.INSIDE,
            np.where(turned & (inside != Reason.NO_PLACE), Reason.SWAPPED, _either(named, inside, area)),
        ).astype(np.int8)
    return answers


def swapped(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Points far from where nearly all lie, that would lie there with latitude and longitude exchanged; shape (n,)."""
    known = points[~np.isnan(points).any(axis=1)]
    if len(known) < _FEW:
        return np.zeros(len(points), dtype=np.bool_)
    low, high = np.quantile(known, [0.05, 0.95], axis=0)
    margin = np.maximum(_MARGIN, (high - low) / 4)  # a file of the whole world has no place that is far from all others
    low, high = low - margin, high + margin
    there = np.all((points >= low) & (points <= high), axis=1)
    turned = points[:, ::-1]
    return np.asarray(~there & np.all((turned >= low) & (turned <= high), axis=1), dtype=np.bool_)


def _either(named: NDArray[np.int8], inside: NDArray[np.int8], area: Area) -> NDArray[np.int8]:
    """Not inside by any: outside only where every way of saying where the area is says so."""
    if not (area.countries or area.units):
        return inside
    if not (area.polygon or area.file):
        return named
    unknown = np.where(named == Reason.OUTSIDE, inside, named)
    return np.where((named == Reason.OUTSIDE) & (inside == Reason.OUTSIDE), Reason.OUTSIDE, unknown)


def _by_names(area: Area, found: Spots) -> NDArray[np.int8]:
    if not (area.countries or area.units):
        return np.full(len(found), Reason.NO_PLACE, dtype=np.int8)
    wanted, countries = ({same_name(n) for n in names} for names in (area.units, area.countries))
    return found.of((_by_name(wanted, countries, area.level, place) for place in found.names), np.int8)


def _by_name(wanted: set[str], countries: set[str], level: int, place: Named) -> Reason:
    country = same_name(place.country)
    units = [same_name(u) for u in place.units]
    if country and country in countries:
        return Reason.INSIDE
    if wanted & {*units, same_name(place.name)}:
        return Reason.INSIDE
    if not wanted:
        return Reason.OUTSIDE if country else Reason.NO_PLACE
    if countries and not country:
        return Reason.NO_PLACE
    if len(units) >= level:
        return Reason.OUTSIDE
    return Reason.TOO_COARSE if country or units else Reason.NO_PLACE


def _by_polygon(watched: Watched, name: str, points: NDArray[np.float64], km: NDArray[np.float64]) -> NDArray[np.int8]:
    answers = np.full(len(points), Reason.NO_PLACE, dtype=np.int8)
    region = watched.regions.get(name)
    if region is None or not len(points):
        return answers
    has_point = ~np.isnan(points).any(axis=1)
    answers[has_point] = Reason.TOO_COARSE
    sure = has_point & ~np.isnan(km)
    words = np.array([Reason.OUTSIDE, Reason.INSIDE, Reason.TOO_COARSE], dtype=np.int8)
    answers[sure] = words[region.holds(points[sure], km[sure])]  # -1 is the last
    return answers
