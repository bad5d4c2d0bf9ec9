"""The parties of a case: what each prefers, what no agreement is worth to it, and what it insists on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ceasefire.case.judgement import Because, Judgement
from ceasefire.case.words import Demand, Id, PublicStatement, RuleText, State, Statement, one_or_more
from ceasefire.text.shape import Frozen, Several


class Role(StrEnum):
    """What a party is to the agreement."""

    SIGNATORY = "signatory"
    VETO_HOLDER = "veto holder"
    BACKER = "backer"
    MEDIATOR = "mediator"
    SPOILER = "spoiler"
    AFFECTED = "affected"


def _days(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    days = {}
    for key, level in value.items():
        try:
            days[key if isinstance(key, date) else date.fromisoformat(str(key))] = level
        except ValueError:
            raise ValueError(f"`{key}` is not a day that exists: write it as 2025-01-20") from None
    if list(days) != sorted(days):
        raise ValueError("the days of `after` are out of order: write the earliest first")
    return days


_QUORUM = re.compile(r"\s*(\d+)\s+of\s+\[([^\[\]]*)\]\s*$")


class Quorum(Frozen):
    """How many of several parties must accept: `{any: 2 of [a, b, c]}`."""

    least: int = Field(ge=1)
    of: Several[Id] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"any"}:
            found = _QUORUM.match(str(value["any"]))
            if not found:
                raise ValueError("write it as `{any: '2 of [a, b, c]'}`")
            return {"least": int(found[1]), "of": [name.strip() for name in found[2].split(",") if name.strip()]}
        return value

    @model_validator(mode="after")
    def _enough(self) -> Quorum:
        if len(set(self.of)) < len(self.of):
            raise ValueError("a party is listed twice")
        if self.least > len(self.of):
            raise ValueError(f"{self.least} of {len(self.of)} can never accept: name more parties, or ask for fewer")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "description": "How many of several parties must accept: {any: 2 of [a, b, c]}.",
            "type": "object",
            "properties": {"any": {"type": "string"}},
            "required": ["any"],
            "additionalProperties": False,
        }


class Together(Frozen):
    """Points, of the 100 of the scores and whatever the weights, that a party gains (or loses) where a rule holds."""

    rule: RuleText
    worth: Judgement
    because: Because = ()


class Preferences(Frozen):
    """A party's order over states, in exactly one of three forms.

    `weights` (any non-negative numbers) with `scores` (0-100 per option); `prioritised` statements, the most
    important first; or a `ranking` of named packages such as `p3 > p1 = p4 > p2`.  `with` adds points (of the 100) to weights and
    scores where a rule holds, for the worth that one thing has only together with another.
    """

    model_config = ConfigDict(populate_by_name=True)

    weights: Mapping[Id, Judgement] | None = None
    scores: Mapping[Id, Mapping[Id, Judgement]] | None = None
    prioritised: Several[Statement] | None = None
    ranking: Annotated[Several[str], BeforeValidator(one_or_more, json_schema_input_type=str | list[str])] | None = None
    together: Several[Together] = Field((), alias="with")
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
        if self.together and not forms[0]:
            raise ValueError("`with` adds points to `weights` and `scores`: an order has none")
        return self

    @property
    def cardinal(self) -> bool:
        """True when the order comes with magnitudes."""
        return self.weights is not None


class WalkAway(Frozen):
    """The worth of no agreement to a party (its reservation value): a level, 0-100, or a state.

    A package is accepted when its worth is at least the level, or when it is preferred to the state; a state is
    written in full, as the name of a package, or as `status_quo`.  `after` gives the level from a day on, where the talks have a
    deadline.  It is not today's state, and not what comes after a breach (`otherwise` of the case).
    """

    level: Judgement | None = None
    state: Id | State | None = None
    after: Annotated[
        Mapping[date, Judgement], BeforeValidator(_days, json_schema_input_type=dict[str, float | list[float]])
    ] = {}
    because: Because = ()

    @model_validator(mode="after")
    def _one_form(self) -> WalkAway:
        if (self.level is None) == (self.state is None):
            raise ValueError("give either `level` or `state`")
        if self.after and self.level is None:
            raise ValueError("`after` gives later levels: give the first one as `level`")
        return self

    def on(self, day: date) -> WalkAway:
        """The walk-away as it stands on a day."""
        past = [since for since in self.after if since <= day]
        return self if not past else self.model_copy(update={"level": self.after[max(past)], "after": {}})


class Party(Frozen):
    """An actor that can sign, veto, back, mediate, spoil or only be affected.

    `necessary` says whether no agreement stands without its acceptance; by default true of signatories and veto holders.  As
    `{any: 2 of [a, b, c]}` it stands for parties of which so many must accept: a cabinet, battalions, a side of several parts.
    `public_position` is what it says, kept apart from `preferences` and `demands`, which are what the analyst judges.
    """

    name: str = Field(min_length=1, max_length=200)
    role: Annotated[Role, Field(strict=False)]
    necessary: bool | Quorum | None = None
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
        if isinstance(self.necessary, bool):
            return self.necessary
        return self.necessary is not None or self.role in {Role.SIGNATORY, Role.VETO_HOLDER}

    @property
    def quorum(self) -> Quorum | None:
        """How many of its parts must accept, where it is a side of several."""
        return self.necessary if isinstance(self.necessary, Quorum) else None
