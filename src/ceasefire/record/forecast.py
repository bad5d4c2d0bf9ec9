"""A forecast as it was made, and what became of it: the first is never changed, the second has a reason."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from ceasefire.record.document import When
from ceasefire.record.thing import Name, Thing, Words
from ceasefire.text.shape import Several

Chance = Annotated[float, Field(gt=0, lt=1, strict=False)]
"""Above 0 and below 1: a forecast that cannot be wrong is none."""


class Forecast(Thing):
    """What is forecast, when it can be settled and how, and how likely it is thought to be; frozen once it is entered.

    Settled by a rule where `agreement` is given: yes if on `due` the condition that `ceasefire monitor` calls for it, with
    `rule` and `count`, is one of `expects`; otherwise by hand.  `agreement_digest` is the SHA-256 of its text then.
    `base_rate` is the frequency in the class `base_class` that stands beside it.  `because` names the things of the record
    it rests on, `record` the hash of the record's last entry when it was made.
    """

    question: Words
    probability: Chance
    due: When
    on: When = ""
    agreement: Name = ""
    agreement_digest: Name = ""
    expects: Several[Name] = ("calm",)
    count: Name = "deaths"
    rule: Mapping[Name, float] = {}
    base_rate: Chance | None = None
    base_class: Words = ""
    why: Words = ""
    because: Several[Name] = ()
    record: Name = ""

    @model_validator(mode="after")
    def _asked(self) -> Forecast:
        if not self.question.strip() or not self.due:
            raise ValueError("a forecast has a question, and a day on which it can be settled")
        return self


class Settled(StrEnum):
    """What a question came to; `unresolvable` where nobody can tell, and it is not scored."""

    YES = "yes"
    NO = "no"
    UNRESOLVABLE = "unresolvable"


class Resolution(Thing):
    """What a forecast's question came to, by its rule or by hand, and why; `digest` is that of what the rule was held against."""

    forecast: Name
    outcome: Annotated[Settled, Field(strict=False)]
    by_rule: bool = False
    reason: Words
    on: When = ""
    digest: Name = ""

    @model_validator(mode="after")
    def _said(self) -> Resolution:
        if not self.reason.strip():
            raise ValueError("say why: `reason`")
        return self
