"""A count of acts or deaths over a day, a month or any span: what somebody counted, never a list of incidents."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ceasefire.record.document import When
from ceasefire.record.incident import MOST, Place
from ceasefire.record.thing import Credible, Name, Reliability, Reliable, Thing, Words
from ceasefire.text.shape import Several


class Count(Thing):
    """How many (`n`) of what (`unit`: deaths, violations, explosions) somebody counted `on` a day or over a span, in a place.

    It is nothing to match against a term one by one, and is added to no incidents: the acts in it may be among them.
    """

    what: Name
    n: Annotated[int, Field(ge=0, le=MOST, strict=False)]
    unit: Name = ""
    actors: Several[Name] = ()
    against: Several[Name] = ()
    place: Place = Place()
    on: When
    reports: Several[Name] = ()
    account: Words = ""
    document: Name = ""
    reliability: Reliable = Reliability.F
    credibility: Credible = 6
