"""Where incidents happened, in columns: several hundred thousand of them have as many points and a few thousand names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ceasefire.record.incident import Place

Kind = TypeVar("Kind", bound=np.generic)


class Named(NamedTuple):
    """What is said of a place besides its point: see `record.incident.Place`."""

    name: str = ""
    country: str = ""
    units: tuple[str, ...] = ()
    precision: str = "unknown"


Spot = tuple[Named, float, float]
"""A place: what is said of it, and its longitude and latitude in degrees, NaN where there is no point."""


@dataclass(frozen=True)
class Spots:
    """Places in columns: `named`, shape (n,), indexes `names`; `points`, shape (n, 2), are longitude and latitude in degrees,
    NaN where there is no point.
    """

    names: tuple[Named, ...]
    named: NDArray[np.int64]
    points: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.named)

    def of(self, answers: Iterable[object], kind: type[Kind]) -> NDArray[Kind]:
        """An answer for each of the names, given to each place."""
        return np.array(list(answers), dtype=kind)[self.named] if len(self) else np.zeros(0, dtype=kind)

    def and_then(self, more: Spots) -> Spots:
        """These places, followed by others."""
        named = np.concatenate([self.named, more.named + len(self.names)])
        return Spots(self.names + more.names, named, np.concatenate([self.points, more.points]))


def spot_of(place: Place) -> Spot:
    """The spot of a place."""
    named = Named(place.name, place.country, place.units, place.precision.value)
    if place.longitude is None or place.latitude is None:
        return named, np.nan, np.nan
    return named, place.longitude, place.latitude


def spots_of(spots: Iterable[Spot]) -> Spots:
    """Spots in columns."""
    names: dict[Named, int] = {}
    named, points = [], []
    for name, longitude, latitude in spots:
        named.append(names.setdefault(name, len(names)))
        points.append((longitude, latitude))
    return Spots(tuple(names), np.array(named, dtype=np.int64), np.array(points, dtype=np.float64).reshape(-1, 2))


def area_of(place: Place | Named) -> str:
    """The area that tables go by: the largest unit named, else the country; empty where neither is."""
    return place.units[0] if place.units else place.country
