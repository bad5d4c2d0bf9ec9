"""Reports of two sources that may be of one incident, and how many such pairs luck alone would make.

A pair is proposed, never merged: two sources that copied a third agree without confirming each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.incidents import DEGREE, Incidents

SHIFTS = (31, 38, 45, 52, 59, -31, -38, -45, -52, -59)  # days; whole months and weeks apart, so that no season remains


@dataclass(frozen=True)
class Near:
    """How close two reports must lie to be proposed: km between their points, days between their dates."""

    km: float = 5.0
    days: int = 1


@dataclass(frozen=True)
class Pair:
    """Two reports, of two sources, that may be of one incident."""

    one: str
    other: str
    km: float
    days: int
    same_side: bool


@dataclass(frozen=True)
class Duplicates:
    """Proposed pairs, closest first, with `by_luck`: the mean number of pairs when one source's dates are moved by a month or
    two, so that no pair can be of one incident (None where there is nothing to pair).

    `chance` is the share (0-1) of the proposed pairs that luck would make.  `compared` reports had a day and a point.
    """

    pairs: tuple[Pair, ...]
    by_luck: float | None
    compared: int

    @property
    def chance(self) -> float | None:
        """The share of the pairs that luck would make, at most 1."""
        return None if self.by_luck is None or not self.pairs else min(1.0, self.by_luck / len(self.pairs))


def duplicates(incidents: Incidents, near: Near | None = None) -> Duplicates:
    """Pairs of reports of different sources within `near` of each other.

    A source is the data set that a report came from, else its document, else those it names as reporting.
    """
    near = near or Near()
    known = incidents.places.points[:, ::-1]
    points = known[incidents.place] if len(incidents) else known[:0]
    fit = (incidents.day >= 0) & ~np.isnan(points).any(axis=1)
    sources = incidents.source
    names = sorted(
        (k for k in np.unique(sources[fit]).tolist() if incidents.sources[k]), key=incidents.sources.__getitem__
    )
    if len(names) < 2:
        return Duplicates((), None, int(fit.sum()))
    found: list[tuple[int, int]] = []
    lucky = np.zeros(len(SHIFTS))
    for k, name in enumerate(names[:-1]):
        one = np.flatnonzero(fit & (sources == name))
        other = np.flatnonzero(fit & np.isin(sources, names[k + 1 :]))
        found += _pairs((one, other), points, incidents.day, near)
        for s, shift in enumerate(SHIFTS):
            lucky[s] += len(_pairs((one, other), points, incidents.day, near, shift))
    pairs = sorted((_pair(incidents, points, a, b) for a, b in found), key=lambda p: (p.days, p.km, p.one, p.other))
    return Duplicates(tuple(pairs), float(lucky.mean()), int(fit.sum()))


def _flat(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees to kilometres on a plane, good enough over the few kilometres of a pair."""
    wide = DEGREE * np.cos(np.radians(points[:, 0]))
    return np.stack([points[:, 0] * DEGREE, points[:, 1] * wide], axis=1)


def _pairs(
    both: tuple[NDArray[np.int64], NDArray[np.int64]],
    points: NDArray[np.float64],
    days: NDArray[np.int64],
    near: Near,
    shift: int = 0,
) -> list[tuple[int, int]]:
    from scipy.spatial import KDTree

    one, other = both
    # days on a third axis, so far apart that only those within `near.days` can lie within the radius
    step = near.km / (near.days + 0.5)
    at = [np.column_stack([_flat(points[w]), (days[w] + s) * step]) for w, s in ((one, shift), (other, 0))]
    close = KDTree(at[0]).query_ball_tree(KDTree(at[1]), near.km * 1.5)
    return [
        (int(one[i]), int(other[j]))
        for i, near_by in enumerate(close)
        for j in near_by
        if np.hypot(*(at[0][i, :2] - at[1][j, :2])) <= near.km
        and abs(days[one[i]] + shift - days[other[j]]) <= near.days
    ]


def _pair(incidents: Incidents, points: NDArray[np.float64], a: int, b: int) -> Pair:
    km = float(np.hypot(*(_flat(points[[a]])[0] - _flat(points[[b]])[0])))
    sides = [
        set(actors) | set(against) for actors, against in (incidents.all_sides[incidents.sides[k]] for k in (a, b))
    ]
    days = int(abs(incidents.day[a] - incidents.day[b]))
    return Pair(incidents.ids[a], incidents.ids[b], round(km, 2), days, bool(sides[0] & sides[1]))
