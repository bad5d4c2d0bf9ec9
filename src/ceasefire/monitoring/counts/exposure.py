"""Where and when anybody could look: what keeps "nothing was reported" apart from "nothing happened".

A day is *seen* in an area when a source covered it, when an observation says that somebody could look there, at least partly, or
when anything at all was reported from there: then its count stands, zero included.  Any other day has no count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ceasefire.dates import parse_date
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.counts.spots import area_of
from ceasefire.record.observation import Looked, Observation
from ceasefire.text.names import same_name

EPOCH = date(1970, 1, 1)
FAR = 10_000_000  # more days than any date has


Days = frozenset[int]
NONE: Days = frozenset()


@dataclass(frozen=True)
class Exposure:
    """Which days (since 1970) were seen: `anywhere` by a report, or by somebody who could look at everything; in each of `areas`
    by its lower-case name; and `everywhere` that the agreement is about, by coverage; and on which nobody could look (`shut`).

    `reporting` are the areas from which anything was ever reported, none where a report names no area: a day on which all of
    them were seen was seen as a whole, however many had to look.

    `looked` counts the days on which an observation, not merely a report, says so; `stated` has the days on which a source
    covered an area of the agreement, by the agreement's name for it.
    """

    anywhere: Days
    areas: Mapping[str, Days] = field(default_factory=dict)
    shut: Mapping[str, Days] = field(default_factory=dict)
    looked: int = 0
    everywhere: Days = NONE
    stated: Mapping[str, Days] = field(default_factory=dict)
    reporting: frozenset[str] = frozenset()

    def seen(self, days: NDArray[np.int64], area: str | None = None) -> NDArray[np.bool_]:
        """Whether each day was seen, anywhere or in an area; shape (n_days,)."""
        known = self._whole if area is None else self.areas.get(area, NONE)
        shut = self.shut.values() if area is None else (self.shut.get("", NONE), self.shut.get(area, NONE))
        covered = self.everywhere.difference(*shut)  # the sum of all areas is not known while one of them is shut
        return np.array([day in known or day in covered for day in days.tolist()], dtype=np.bool_)

    @property
    def _whole(self) -> Days:
        """Days on which something was reported, somebody could look at everything, or every area was seen."""
        each = [self.areas.get(area, NONE) for area in self.reporting]
        return self.anywhere | frozenset.intersection(*each) if each else self.anywhere

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last day that anybody saw."""
        days = self.anywhere.union(self.everywhere, *self.areas.values())
        return (min(days), max(days)) if days else None


def exposure(incidents: Incidents, observations: Iterable[Observation]) -> Exposure:
    """What reports and observations say about where anybody could look."""
    seen: dict[str, set[int]] = {}
    shut: dict[str, set[int]] = {}
    placed = (incidents.day >= 0) & ~incidents.odd_date
    for area_day in np.unique(incidents.area[placed] * FAR + incidents.day[placed]).tolist():
        seen.setdefault(incidents.areas[area_day // FAR], set()).add(area_day % FAR)
    anywhere = {day for days in seen.values() for day in days}
    reporting = frozenset(seen)
    looked: set[int] = set()
    for observation in observations:
        meant = parse_date(observation.on)
        if meant.latest == date.max or meant.earliest == date.min:
            continue
        days = set(range((meant.earliest - EPOCH).days, (meant.latest - EPOCH).days + 1))
        area = same_name(area_of(observation.place))
        if observation.looked in {Looked.FULLY, Looked.PARTLY}:
            seen.setdefault(area, set()).update(days)
            looked |= days
            if not observation.place.units:
                anywhere |= days
        elif observation.looked is Looked.NOT:
            shut.setdefault(area, set()).update(days)
    known: frozenset[str] = frozenset() if "" in reporting else reporting
    return Exposure(frozenset(anywhere), _frozen(seen), _frozen(shut), len(looked), reporting=known)


def _frozen(sets: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {name: frozenset(days) for name, days in sets.items()}
