"""What is odd about single incidents, to be looked at by the person who has the file: each keeps an answer open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.terms.where import swapped


@dataclass(frozen=True)
class Oddity:
    """An incident by its index, what is odd about it, and what to do."""

    index: int
    code: str
    message: str
    hint: str


CODES = ("calendar", "swapped", "no-actor")


def oddities(incidents: Incidents) -> Iterator[Oddity]:
    """Years of another calendar, points with latitude and longitude exchanged, no actor named; in that order."""
    for k in np.flatnonzero(incidents.odd_date).tolist():
        when = incidents.dates[incidents.when[k]]
        yield Oddity(k, "calendar", f"the year of `{when}` looks like that of another calendar", "dates are Gregorian")
    turned = swapped(incidents.places.points)
    for k in np.flatnonzero(turned[incidents.place] if len(incidents) else turned).tolist():
        longitude, latitude = incidents.places.points[incidents.place[k]].tolist()
        message = f"latitude {latitude:g}, longitude {longitude:g} lie far from all others, and among them exchanged"
        yield Oddity(k, "swapped", message, "exchange the two; until then the point is not believed")
    nameless = np.array([not actors for actors, _ in incidents.all_sides], dtype=np.bool_)
    for k in np.flatnonzero(nameless[incidents.sides] if len(incidents) else nameless).tolist():
        yield Oddity(
            k,
            "no-actor",
            "no actor is named",
            "it can be laid to no party; `actors` names who is alleged to have acted",
        )
