"""The case: the analyst's model of a dispute, as frozen values.

A case is what an analyst *believes*; who said what belongs to the record.  Rules stay text here (`case.rules` reads
them) and dates stay text (`dates` reads them), so that what the analyst wrote is what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from ceasefire.case.issue import Issue
from ceasefire.case.judgement import Because, Judgement
from ceasefire.case.party import Party
from ceasefire.case.people import Body, Person
from ceasefire.case.talks import PastPromise, Talks
from ceasefire.case.words import DateText, Id, RuleText, State, Statement, one_or_more
from ceasefire.text.shape import Frozen, Several


class Impossible(Statement):
    """What cannot be.  `of: states` (by default): no state in which the rule does not hold can come about.  `of: packages`:
    nobody can agree one, yet a breach may lead to it.
    """

    of: Literal["states", "packages"] = "states"


class Promise(Frozen):
    """One side of a linked commitment: what the party sees to."""

    party: Id
    does: RuleText


class Commitment(Frozen):
    """A linked exchange: each does its part while the others do theirs.  A package keeps all parts or none."""

    title: str = ""
    exchange: Several[Promise] = Field(min_length=2)
    because: Because = ()


class Package(Frozen):
    """A named state; issues that are not chosen stay as in the status quo.  `by` says who holds or put it forward."""

    title: str = ""
    by: Annotated[Several[Id], BeforeValidator(one_or_more, json_schema_input_type=str | list[str])] = ()
    choose: State
    because: Because = ()


class Offer(Frozen):
    """A guarantee, payment or pressure: what somebody adds to the worth of packages that meet a condition.

    `when` is the condition on the package; `worth` are points 0-100 per party, negative for what it costs.  It stands only
    where the offers named in `given` stand too.
    """

    title: str = ""
    by: Id
    to: Annotated[Several[Id], BeforeValidator(one_or_more, json_schema_input_type=str | list[str])]
    when: RuleText
    worth: Mapping[Id, Judgement] = Field(min_length=1)
    given: Annotated[Several[Id], BeforeValidator(one_or_more, json_schema_input_type=str | list[str])] = ()
    because: Because = ()


class Source(Frozen):
    """Where something can be read; `date` is when it was published."""

    title: str
    publisher: str = ""
    date: DateText = ""
    url: str = ""


class OddsMove(Frozen):
    """What would make breakdown likelier or less likely here than in the reference class: a factor on the odds, as judged.

    `trait` names the trait of reference classes that it speaks of, if it does: one that the class has is not counted again.
    """

    title: str
    odds: Judgement
    trait: str = ""

    @model_validator(mode="after")
    def _positive(self) -> OddsMove:
        if self.odds.low <= 0:
            raise ValueError("a factor on the odds is above 0: 1 leaves them, 2 doubles them, 0.5 halves them")
        return self


class Hold(Frozen):
    """Would it hold: the reference class of past ceasefires, and what moves this one.

    `data` is `ethprio` or `ucdp-pa`, `reference` its traits with values; `days` is 30, 90 or 365.  `unknown_odds` are the odds of
    the unknown endings over those of the known, `correlation` and `trust` how far the moves go together and are believed.
    """

    days: Literal[30, 90, 365] = 30
    data: Literal["ethprio", "ucdp-pa"] = "ethprio"
    reference: Mapping[str, str] = {}
    moves: Mapping[Id, OddsMove] = {}
    unknown_odds: Judgement = Judgement(low=0.5, high=2.0)
    correlation: Annotated[float, Field(ge=0, le=1, strict=False)] = 0.3
    trust: Annotated[float, Field(ge=0, le=1, strict=False)] = 0.5

    @model_validator(mode="after")
    def _odds(self) -> Hold:
        if self.unknown_odds.low <= 0:
            raise ValueError("`unknown_odds` are above 0: 1 takes the unknown to have ended as the known did")
        return self


class Outcome(Frozen):
    """Something that happened after the day of the case, to hold the answer against; no analysis reads it."""

    on: DateText
    what: str
    because: Because = ()


class Case(Frozen):
    """A dispute as the analyst models it, as of a day."""

    format: Literal["case/1"]
    title: str
    question: str = ""
    as_of: Annotated[date, Field(strict=False)]
    sources: Mapping[Id, Source] = {}
    parties: Mapping[Id, Party] = Field(min_length=1, max_length=60)
    people: Mapping[Id, Person] = {}
    bodies: Mapping[Id, Body] = {}
    issues: Mapping[Id, Issue] = Field(min_length=1, max_length=400)
    status_quo: State
    otherwise: Id | State | None = Field(
        None, description="What comes after a breach: a package, or options that differ from today (by default today)."
    )
    draft: Annotated[Several[Id], BeforeValidator(one_or_more, json_schema_input_type=str | list[str])] = Field(
        (), description="The packages that somebody holds in hand: the answer speaks of them first."
    )
    rules: Mapping[Id, Impossible] = {}
    commitments: Mapping[Id, Commitment] = {}
    packages: Mapping[Id, Package] = {}
    offers: Mapping[Id, Offer] = {}
    history: Several[PastPromise] = ()
    talks: Talks = Talks()
    hold: Hold | None = None
    outcome: Mapping[Id, Outcome] = Field(
        {}, description="What became of it later: kept apart, and read by no analysis."
    )
    because: Because = ()

    @property
    def deciding(self) -> Several[str]:
        """Ids of the parties without which no agreement stands, in the order of the case."""
        return tuple(name for name, party in self.parties.items() if party.deciding)

    @property
    def after_breach(self) -> dict[str, str]:
        """The state that comes after a breach: `otherwise`, by default today's."""
        if self.otherwise is None or isinstance(self.otherwise, str):
            return self.package(self.otherwise or "status_quo")
        return {issue: {**self.status_quo, **self.otherwise}[issue] for issue in self.issues}

    def on(self, day: date) -> Case:
        """The case with its walk-aways as they stand on a day."""
        fallen = {
            name: party.model_copy(update={"walk_away": party.walk_away.on(day)})
            for name, party in self.parties.items()
            if party.walk_away is not None and party.walk_away.after
        }
        return self if not fallen else self.model_copy(update={"parties": {**self.parties, **fallen}})

    def package(self, name: str) -> dict[str, str]:
        """The full state of a named package, or of `status_quo`, in the order of the issues.  Raises KeyError."""
        chosen = {} if name == "status_quo" else self.packages[name].choose
        state = {**self.status_quo, **chosen}
        return {issue: state[issue] for issue in self.issues if issue in state}
