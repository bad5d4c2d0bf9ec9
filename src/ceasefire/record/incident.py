"""An incident: an alleged act at a place and time, and what is known of how well it is established."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from ceasefire.record.document import When
from ceasefire.record.moment import span
from ceasefire.record.thing import Credible, Name, Reliability, Reliable, Thing, Words
from ceasefire.text.shape import Frozen, Several

MOST = 1_000_000_000  # a count above this is no count of people


class PlacePrecision(StrEnum):
    """How closely a place is known, from the spot itself to nothing but the country."""

    EXACT = "exact"
    NEAR = "near"
    DISTRICT = "district"
    PROVINCE = "province"
    REGION = "region"
    COUNTRY = "country"
    UNKNOWN = "unknown"


class Place(Frozen):
    """Where: a name, the units it lies in from large to small, and a point (WGS84 degrees) that stands for it."""

    name: Name = ""
    country: Name = ""
    units: Several[Name] = ()
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision: Annotated[PlacePrecision, Field(strict=False)] = PlacePrecision.UNKNOWN

    @model_validator(mode="after")
    def _pair(self) -> Place:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("a point has both `latitude` and `longitude`")
        return self


class Deaths(Frozen):
    """Reported deaths: the best estimate and its bounds; None where nothing is said, which is not zero."""

    low: Annotated[int, Field(ge=0, le=MOST)] | None = None
    best: Annotated[int, Field(ge=0, le=MOST)] | None = None
    high: Annotated[int, Field(ge=0, le=MOST)] | None = None
    civilians: Annotated[int, Field(ge=0, le=MOST)] | None = None


class Incident(Thing):
    """An alleged act: what, by whom, against whom, where, when, who reports it, how well it is established.

    `acts` is how many acts the report stands for ("15 explosions" in one line: 15); every count counts acts.  `exceptions` are
    those that somebody claims for it, such as self-defence; a claim of one does not prove it.  `status` is what its source
    says is still to be checked, in the source's words.  `same_as` names reports that a person found to be of the same incident.
    """

    what: Name
    acts: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    actors: Several[Name] = ()
    against: Several[Name] = ()
    place: Place = Place()
    on: When = ""
    clock: Name = ""
    zone: Name = ""
    deaths: Deaths = Deaths()
    reports: Several[Name] = ()
    exceptions: Several[Name] = ()
    account: Words = ""
    status: Name = ""
    same_as: Several[Name] = ()
    document: Name = ""
    reliability: Reliable = Reliability.F
    credibility: Credible = 6

    @model_validator(mode="after")
    def _when(self) -> Incident:
        span(self.on, self.clock, self.zone)
        return self
