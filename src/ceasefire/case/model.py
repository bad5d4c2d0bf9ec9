"""The case: the analyst's model of a dispute, as frozen values.

A case is what an analyst *believes*; who said what belongs to the record.  Rules stay text here (`case.rules` reads
them) and dates stay text (`dates` reads them), so that what the analyst wrote is what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ceasefire.case.judgement import Because, Judgement
from ceasefire.case.rules import NAME, WORDS
from ceasefire.text.shape import Frozen, Several
from ceasefire.vocabulary import Asked, Outcome, StepStatus


def _identifier(text: str) -> str:
    if text in WORDS:
        raise ValueError(f"`{text}` is a word of the rule language: choose another name")
    return text


Id = Annotated[str, Field(pattern=f"^{NAME}$", max_length=80), AfterValidator(_identifier)]
RuleText = Annotated[
    str, Field(description="A statement in the rule language, e.g. `air = grounded and not truce = none`.")
]
DateText = Annotated[
    str, Field(description="A day, month or interval, e.g. `2016-08-01`, `2016-08`, `late August 2016`.")
]
State = Mapping[Id, Id]


class Role(StrEnum):
    """What a party is to the agreement."""

    SIGNATORY = "signatory"
    VETO_HOLDER = "veto holder"
    BACKER = "backer"
    MEDIATOR = "mediator"
    SPOILER = "spoiler"
    AFFECTED = "affected"


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _listed_options(value: Any) -> Any:
    if isinstance(value, list | tuple):
        texts = [str(o) for o in value]
        if len(set(texts)) < len(texts):
            raise ValueError("an option is listed twice")
        return dict.fromkeys(texts, "")
    return value


class Statement(Frozen):
    """A rule with its reasons; may be written as the rule alone."""

    rule: RuleText
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return {"rule": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(schema))]}


class Demand(Statement):
    """A red line: the party accepts no package in which the rule does not hold, as the analyst judges it."""

    title: str = ""


class PublicStatement(Statement):
    """What a party has said in public about what it wants: evidence about its position, never the position itself."""

    said: str = Field("", description="The words, as reported.")
    on: DateText = ""


class Issue(Frozen):
    """A question under negotiation; exactly one option is chosen.

    `controllers` change it: one party alone, or several only together.  `irreversible` lists changes that cannot be
    undone, as `held > surrendered`.  An issue that is `off_table` is not discussed: it stays as it is today.
    """

    question: str
    options: Annotated[
        Mapping[Id, str],
        BeforeValidator(_listed_options, json_schema_input_type=dict[str, str] | list[str]),
        Field(min_length=2, max_length=200),
    ]
    controllers: Annotated[
        Several[Id], BeforeValidator(_one_or_more, json_schema_input_type=str | list[str]), Field(min_length=1)
    ]
    irreversible: Several[str] = ()
    off_table: bool = False
    affects: Several[Id] = Field((), description="Parties that live with the outcome, whether or not they are asked.")
    because: Because = ()


class Preferences(Frozen):
    """A party's order over states, in exactly one of three forms.

    `weights` (any non-negative numbers) with `scores` (0-100 per option); `prioritised` statements, the most
    important first; or a `ranking` of named packages such as `p3 > p1 = p4 > p2`.
    """

    weights: Mapping[Id, Judgement] | None = None
    scores: Mapping[Id, Mapping[Id, Judgement]] | None = None
    prioritised: Several[Statement] | None = None
    ranking: Annotated[Several[str], BeforeValidator(_one_or_more, json_schema_input_type=str | list[str])] | None = (
        None
    )
    because: Because = ()

    @model_validator(mode="after")
    def _one_form(self) -> Preferences:
        forms = [
            self.weights is not None or self.scores is not None,
            self.prioritised is not None,
            self.ranking is not None,
        ]
        if sum(forms) != 1:
            raise ValueError("give one form: `weights` with `scores`, or `prioritised`, or `ranking`")
        if forms[0] and (self.weights is None or self.scores is None):
            raise ValueError("`weights` and `scores` belong together")
        return self

    @property
    def cardinal(self) -> bool:
        """True when the order comes with magnitudes."""
        return self.weights is not None


class WalkAway(Frozen):
    """The worth of no agreement to a party (its reservation value): a level, 0-100, or a state.

    A package is accepted when its worth is at least the level, or when it is preferred to the state; a state is
    written in full, as the name of a package, or as `status_quo`.
    """

    level: Judgement | None = None
    state: Id | State | None = None
    because: Because = ()

    @model_validator(mode="after")
    def _one_form(self) -> WalkAway:
        if (self.level is None) == (self.state is None):
            raise ValueError("give either `level` or `state`")
        return self


class Party(Frozen):
    """An actor that can sign, veto, back, mediate, spoil or only be affected.

    `necessary` says whether no agreement stands without its acceptance; by default true of signatories and veto holders.
    `public_position` is what it says, kept apart from `preferences` and `demands`, which are what the analyst judges.
    """

    name: str = Field(min_length=1, max_length=200)
    role: Annotated[Role, Field(strict=False)]
    necessary: bool | None = None
    aliases: Several[str] = ()
    backs: Several[Id] = ()
    preferences: Preferences | None = None
    walk_away: WalkAway | None = None
    demands: Mapping[Id, Demand] = {}
    public_position: Mapping[Id, PublicStatement] = {}
    because: Because = ()

    @property
    def deciding(self) -> bool:
        """True when no agreement stands without this party."""
        return self.role in {Role.SIGNATORY, Role.VETO_HOLDER} if self.necessary is None else self.necessary


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
    """A named state; issues that are not chosen stay as in the status quo."""

    title: str = ""
    choose: State
    because: Because = ()


class Step(Frozen):
    """A technical step of the talks and where it stands; `since` is when that became known."""

    title: str
    issue: Id | None = None
    status: Annotated[StepStatus, Field(strict=False)] = StepStatus.UNKNOWN
    weight: Judgement = Judgement(low=1, high=1)
    since: DateText = ""
    because: Because = ()


class Milestone(Frozen):
    """Something promised for a date; `done` is a date, `no`, or `unknown`."""

    title: str
    due: DateText
    done: DateText = "unknown"
    because: Because = ()


class Consultation(Frozen):
    """Whether a party was asked, told or bypassed on a matter (an issue, or anything named)."""

    party: Id
    on: str
    status: Annotated[Asked, Field(strict=False)]
    because: Because = ()


class Progress(Frozen):
    """A public claim of progress, to be held against the list of steps."""

    by: Id
    said: str
    on: DateText = ""
    because: Because = ()


class PastPromise(Frozen):
    """Something one party promised another, and what became of it: the record on which trust rests."""

    by: Id
    to: Id
    promise: str
    outcome: Annotated[Outcome, Field(strict=False)] = Outcome.UNKNOWN
    on: DateText = ""
    because: Because = ()


class Talks(Frozen):
    """The state of the negotiation itself."""

    steps: Mapping[Id, Step] = {}
    milestones: Mapping[Id, Milestone] = {}
    consultations: Several[Consultation] = ()
    progress: Several[Progress] = ()


class Source(Frozen):
    """Where something can be read; `date` is when it was published."""

    title: str
    publisher: str = ""
    date: DateText = ""
    url: str = ""


class OddsMove(Frozen):
    """What would make breakdown likelier or less likely here than in the reference class: a factor on the odds, as judged."""

    title: str
    odds: Judgement

    @model_validator(mode="after")
    def _positive(self) -> OddsMove:
        if self.odds.low <= 0:
            raise ValueError("a factor on the odds is above 0: 1 leaves them, 2 doubles them, 0.5 halves them")
        return self


class Hold(Frozen):
    """Would it hold: the reference class of past ceasefires, and what moves this one.

    `data` is `ethprio` or `ucdp-pa`, `reference` its traits with values; `days` is 30, 90 or 365.
    """

    days: Literal[30, 90, 365] = 30
    data: Literal["ethprio", "ucdp-pa"] = "ethprio"
    reference: Mapping[str, str] = {}
    moves: Mapping[Id, OddsMove] = {}


class Case(Frozen):
    """A dispute as the analyst models it, as of a day."""

    format: Literal["case/1"]
    title: str
    question: str = ""
    as_of: Annotated[date, Field(strict=False)]
    sources: Mapping[Id, Source] = {}
    parties: Mapping[Id, Party] = Field(min_length=1, max_length=60)
    issues: Mapping[Id, Issue] = Field(min_length=1, max_length=400)
    status_quo: State
    rules: Mapping[Id, Statement] = {}
    commitments: Mapping[Id, Commitment] = {}
    packages: Mapping[Id, Package] = {}
    history: Several[PastPromise] = ()
    talks: Talks = Talks()
    hold: Hold | None = None
    because: Because = ()

    @property
    def deciding(self) -> Several[str]:
        """Ids of the parties without which no agreement stands, in the order of the case."""
        return tuple(name for name, party in self.parties.items() if party.deciding)

    def package(self, name: str) -> dict[str, str]:
        """The full state of a named package, or of `status_quo`, in the order of the issues.  Raises KeyError."""
        chosen = {} if name == "status_quo" else self.packages[name].choose
        state = {**self.status_quo, **chosen}
        return {issue: state[issue] for issue in self.issues if issue in state}
