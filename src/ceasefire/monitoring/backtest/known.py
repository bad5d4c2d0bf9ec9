"""A truce of which it is written down what happened, and where its daily counts are to be had."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ceasefire.dates import parse_date
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.record.document import When
from ceasefire.record.moment import span, zone_of
from ceasefire.record.thing import Name, Words
from ceasefire.text.shape import Frozen, Several


def _zone(name: str) -> str:
    zone_of(name)
    return name


Day = Annotated[date, Field(strict=False)]


class Effect(Frozen):
    """The day on which it took effect, with the hour where it is known; without one, its beginning."""

    on: Day
    clock: Name = ""

    @model_validator(mode="after")
    def _when(self) -> Effect:
        span(self.on.isoformat(), self.clock)
        return self


class Counts(Frozen):
    """Daily counts in a CSV file beside the truce: a column `day`, and those named; a day without a row was not looked at."""

    file: Annotated[Name, Field(pattern=r"^[\w.-]+$")]
    deaths: Name = ""
    incidents: Name = ""

    @model_validator(mode="after")
    def _some(self) -> Counts:
        if not (self.deaths or self.incidents):
            raise ValueError("name the column of `deaths` or of `incidents`, or both")
        return self


class Select(Frozen):
    """Incidents of a file of events: between which `sides` (all of them, in any order), in which `units` (empty: everywhere).

    `dataset` covers every day from its first report to its last.
    """

    dataset: Name
    sides: Several[Name] = ()
    units: Several[Name] = ()


class Expected(Frozen):
    """What happened, written down before any rule was run.

    `calm`: whether there was one.  A breakdown was called rightly from `break_not_before` to `break_called_by`; without them the
    calm was not broken by `until`.  `scored` is false where sources disagree, with the reason in `note`.
    """

    calm: Literal["calm", "no calm or cannot tell", "cannot tell"]
    break_not_before: Day | None = None
    break_called_by: Day | None = None
    scored: bool = True
    note: Words = ""

    @model_validator(mode="after")
    def _window(self) -> Expected:
        first, last = self.break_not_before, self.break_called_by
        if (first is None) != (last is None):
            raise ValueError("a window has both `break_not_before` and `break_called_by`")
        if first is not None and last is not None and last < first:
            raise ValueError("the window ends before it begins")
        if first is not None and self.calm != "calm":
            raise ValueError("what was no calm cannot have broken: leave the window out")
        return self


class Told(Frozen):
    """Where it was read, and under which licence."""

    title: Name
    url: Annotated[str, Field(pattern=r"^https?://", max_length=1000)] | None = None
    licence: Name = ""
    note: Words = ""


class KnownTruce(Frozen):
    """A truce of a backtest.

    `zone` is that of its days and hours, `until` the last day looked at.  Its counts stand in a file beside it (`counts`), or are
    taken from the user's own events (`select`).  `others` are truces on the same ground, whose days are no placebo.
    """

    format: Literal["truce/1"]
    title: Name
    zone: Annotated[Name, AfterValidator(_zone)] = "UTC"
    effect: Effect
    ended: Day | None = None
    until: Day
    counts: Counts | None = None
    select: Select | None = None
    others: Several[When] = ()
    expected: Expected
    sources: Several[Told] = ()
    about: Words = ""

    @model_validator(mode="after")
    def _whole(self) -> KnownTruce:
        if (self.counts is None) == (self.select is None):
            raise ValueError(
                "give either `counts` (a file of daily counts) or `select` (incidents of the events given)"
            )
        if self.until < self.effect.on:
            raise ValueError("`until` lies before the effect")
        return self

    @property
    def truce(self) -> Truce:
        """Its days."""
        full = self.effect.on if self.effect.clock in {"", "00:00"} else self.effect.on + timedelta(days=1)
        others = tuple((d.earliest, d.latest) for d in map(parse_date, self.others))
        return Truce(self.effect.on, full, others, self.ended)
