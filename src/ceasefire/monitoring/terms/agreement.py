"""An agreement as people write it down to watch over it: who is bound, since when, where, by which numbered terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ceasefire.record.document import When
from ceasefire.record.moment import span, zone_of
from ceasefire.record.thing import Name, Words
from ceasefire.text.names import same_name
from ceasefire.text.shape import Frozen, Several

Id = Annotated[str, Field(pattern=r"^[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$", max_length=80)]
Number = Annotated[str, Field(pattern=r"^[0-9A-Za-z](?:[0-9A-Za-z.()-]*)$", max_length=20)]
Degrees = Annotated[float, Field(strict=False, allow_inf_nan=False)]
CIVILIANS = "civilians"


def _zone(name: str) -> str:
    zone_of(name)
    return name


class Duty(StrEnum):
    """What a term asks: to refrain from acts, to do something by a day, to let aid or people through; or that it allows acts,
    or says something that no incident can be held against.
    """

    REFRAIN = "refrain"
    DO = "do"
    GRANT = "grant access"
    MAY = "may"
    OTHER = "other"


class Moment(Frozen):
    """A day, with a time of day where it is known; in the zone of the agreement."""

    on: When
    clock: Name = ""

    @model_validator(mode="after")
    def _when(self) -> Moment:
        span(self.on, self.clock)
        return self


class Named(Frozen):
    """Somebody or something, with the names that records give it (whatever the case of letters)."""

    name: Name
    known_as: Several[Name] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, as they are compared."""
        return tuple(same_name(n) for n in (self.name, *self.known_as))


class Act(Named):
    """A kind of act; `may_be` are the words of records that are too broad to say whether it was this."""

    may_be: Several[Name] = ()


class Area(Frozen):
    """A part of the country: countries and units by name, or polygons; any that holds a place makes it lie inside.

    `level` is how deep the named units lie (1 province, 2 district, ...).  A polygon is a ring of `[longitude, latitude]`
    (WGS84 degrees, closed or not); `file` names a GeoJSON file beside the agreement, `feature` the value of any property
    that picks features from it (empty: all).
    """

    name: Name = ""
    countries: Several[Name] = ()
    units: Several[Name] = ()
    level: Annotated[int, Field(ge=1, le=5)] = 1
    polygon: Several[Annotated[tuple[Degrees, Degrees], Field(strict=False)]] = ()
    file: Name = ""
    feature: Name = ""

    @model_validator(mode="after")
    def _somewhere(self) -> Area:
        if not (self.countries or self.units or self.polygon or self.file):
            raise ValueError("say where: `countries`, `units`, `polygon` or `file`")
        return self


class Promised(Frozen):
    """How much is to come through: an amount of a unit (`convoys`, `hours`, `crossings`), once or in each period."""

    amount: Annotated[float, Field(gt=0, strict=False, allow_inf_nan=False)]
    unit: Name
    every: Literal["", "day", "week", "month"] = ""


class Term(Frozen):
    """A numbered term.

    `parties` are those it binds (default: all), `towards` whom it protects (default: everybody who is not excluded;
    `civilians` may be named).  `acts` are kinds of act that it bars or allows.  `since` and `until` narrow its time.
    `exceptions` are those that somebody may claim, such as self-defence.  `due` is the day for a thing to be done.
    """

    title: Name
    text: Words = ""
    duty: Annotated[Duty, Field(strict=False)] = Duty.REFRAIN
    parties: Several[Id] = ()
    towards: Several[Id] = ()
    acts: Several[Id] = ()
    area: Id = ""
    since: Moment | None = None
    until: Moment | None = None
    exceptions: Several[Name] = ()
    due: When = ""
    promised: Promised | None = None


class Complete(Frozen):
    """Where and when a source is complete: there a day on which it reports nothing is a day with zero.

    `area` is one of the agreement's (empty: all of it), `on` a date or interval (empty: from its first report to its last).
    """

    area: Id | Literal[""] = ""
    on: When = ""


class Source(Frozen):
    """Where the terms were read, or who reports on them: `dataset` is its name in records, `complete` what it covers."""

    title: Name
    url: Annotated[str, Field(pattern=r"^https?://", max_length=1000)] | None = None
    note: Words = ""
    dataset: Name = ""
    complete: Several[Complete] = ()


class AgreementText(Frozen):
    """An agreement with numbered terms.

    `zone` is the time zone of its days and hours, and of incidents that name none.  `in_force` is when it took effect,
    `ended` when it was declared over.  `parties` are bound; `excluded` are those whom it does not protect.  `area` is that
    of terms that name none.  `truces` are earlier truces, whose days are no placebo for this one.
    """

    format: Literal["agreement/1"]
    title: Name
    zone: Annotated[Name, AfterValidator(_zone)]
    in_force: Moment
    ended: Moment | None = None
    public: When = ""
    about: Words = ""
    parties: Annotated[Mapping[Id, Named], Field(min_length=1)]
    excluded: Mapping[Id, Named] = {}
    acts: Mapping[Id, Act] = {}
    areas: Mapping[Id, Area] = {}
    area: Id = ""
    terms: Annotated[Mapping[Number, Term], Field(min_length=1)]
    truces: Several[When] = ()
    sources: Several[Source] = ()

    def begins(self, term: Term) -> tuple[datetime, datetime]:
        """The first and the last moment (UTC) at which a term may have come into force.

        A day without a time means its beginning.
        """
        first, last = self._span(term.since or self.in_force)
        return (first, first) if (last - first).days < 1 else (first, last)

    def ends(self, term: Term) -> tuple[datetime, datetime] | None:
        """The first and the last moment (UTC) at which it may have ended; None while it is open.

        A day as an end is included.
        """
        moment = term.until or self.ended
        if moment is None:
            return None
        first, last = self._span(moment)
        if (last - first).days < 1:
            return (first, first) if moment.clock else (last, last)
        return first, last

    def _span(self, moment: Moment) -> tuple[datetime, datetime]:
        first, last = (_moment(text) for text in span(moment.on, moment.clock, self.zone))
        return first, last


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
