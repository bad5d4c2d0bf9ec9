"""Incidents in columns: what matching needs of each, with repeated parts kept once.

Several hundred thousand incidents have a few hundred pairs of sides and some thousand places; each test of a term is made
once for every different part and spread over the incidents by index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceasefire.record.incident import Incident, Place, PlacePrecision
from ceasefire.record.moment import FIRST, LAST, span, zone_of

Sides = tuple[tuple[str, ...], tuple[str, ...]]
ALLEGED, CONFIRMED, DOUBTED = range(3)
MOST_DAYS = 1  # an incident that may have happened over more days is not put on a day
KM = {
    PlacePrecision.EXACT: 1.0,
    PlacePrecision.NEAR: 25.0,
}
"""How far, in km, the place may be from its point: UCDP's own limit for "near" (codebook, where_prec 2); our convention for
"exact".  Coarser places have a point that only stands for them."""
DEGREE = 111.32  # kilometres in a degree of latitude
OLDEST, AHEAD = 1900, 5


@dataclass(frozen=True)
class Incidents:
    """Incidents in columns, all of length n.

    `begins` and `ends` are the first and last second it may have happened, since 1970 UTC.  `day` is days since 1970 in the
    agreement's zone, -1 where the date leaves more than one day open.  `sides`, `act` and `place` index `all_sides`
    (lower-case actors and targets), `acts` (lower case) and `places`.  `grade` is ALLEGED, CONFIRMED or DOUBTED; `excepted`
    indexes `exceptions`.  `deaths` is the best estimate, NaN where none is given.  `odd_date` marks years that look like
    those of another calendar.
    """

    ids: tuple[str, ...]
    values: tuple[Incident, ...]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    day: NDArray[np.int64]
    sides: NDArray[np.int64]
    act: NDArray[np.int64]
    place: NDArray[np.int64]
    grade: NDArray[np.int8]
    excepted: NDArray[np.int64]
    deaths: NDArray[np.float64]
    odd_date: NDArray[np.bool_]
    all_sides: tuple[Sides, ...]
    acts: tuple[str, ...]
    places: tuple[Place, ...]
    exceptions: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, keep: NDArray[np.bool_]) -> Incidents:
        """The incidents that `keep`, shape (n,), marks; the parts that they index stay as they are."""
        if keep.all():
            return self
        kept = np.flatnonzero(keep).tolist()
        arrays: dict[str, Any] = {
            name: array[keep] for name, array in vars(self).items() if isinstance(array, np.ndarray)
        }
        return replace(self, ids=tuple(self.ids[k] for k in kept), values=tuple(self.values[k] for k in kept), **arrays)


class _Kept(dict[object, int]):
    """Parts by their first appearance."""

    def __missing__(self, key: object) -> int:
        self[key] = len(self)
        return self[key]


def columns(named: Iterable[tuple[str, Incident]], zone: str) -> Incidents:
    """Incidents, each with its name, in columns; `zone` is that of incidents that name none."""
    sides, acts, places, exceptions = _Kept(), _Kept(), _Kept(), _Kept()
    times: dict[tuple[str, str, str], tuple[int, int, int, bool]] = {}
    rows, ids, values = [], [], []
    for name, incident in named:
        when = (incident.on, incident.clock, incident.zone)
        if when not in times:
            times[when] = _when(*when, zone)
        deaths = incident.deaths.best
        rows.append(
            (
                *times[when],
                sides[_lower(incident.actors), _lower(incident.against)],
                acts[incident.what.strip().casefold()],
                places[incident.place],
                _grade(incident),
                exceptions[_lower(incident.exceptions)],
                np.nan if deaths is None else deaths,
            )
        )
        ids.append(name)
        values.append(incident)
    begins, ends, day, odd, side, act, place, grade, excepted, dead = zip(*rows, strict=True) if rows else ((),) * 10
    return Incidents(
        ids=tuple(ids),
        values=tuple(values),
        begins=np.array(begins, dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        day=np.array(day, dtype=np.int64),
        sides=np.array(side, dtype=np.int64),
        act=np.array(act, dtype=np.int64),
        place=np.array(place, dtype=np.int64),
        grade=np.array(grade, dtype=np.int8),
        excepted=np.array(excepted, dtype=np.int64),
        deaths=np.array(dead, dtype=np.float64),
        odd_date=np.array(odd, dtype=np.bool_),
        all_sides=tuple(sides),  # type: ignore[arg-type]  # keys as they were put in
        acts=tuple(acts),  # type: ignore[arg-type]
        places=tuple(places),  # type: ignore[arg-type]
        exceptions=tuple(exceptions),  # type: ignore[arg-type]
    )


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip().casefold() for name in names if name.strip()))


def _when(on: str, clock: str, own: str, zone: str) -> tuple[int, int, int, bool]:
    first, last = span(on, clock, own or zone)
    begins, ends = seconds(first), seconds(last)
    if first == FIRST or last == LAST:
        return begins, ends, -1, False
    local = zone_of(zone)
    days = [datetime.fromtimestamp(s, tz=local).date() for s in (begins, ends)]
    odd = not OLDEST <= days[0].year <= datetime.now(tz=UTC).year + AHEAD
    return begins, ends, (days[0] - date(1970, 1, 1)).days if (days[1] - days[0]).days <= MOST_DAYS else -1, odd


def seconds(text: str) -> int:
    """Seconds since 1970 of a moment as the record writes it."""
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(seconds=1))


def _grade(incident: Incident) -> int:
    """Confirmed: by others, and a source of A or B; doubted: credibility 5, improbable."""
    if incident.credibility == 1 and incident.reliability in {"A", "B"}:
        return CONFIRMED
    return DOUBTED if incident.credibility == 5 else ALLEGED
