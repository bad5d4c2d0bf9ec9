"""The review of an incident: who is to read it, what grade each reader gave and why, and when it is settled."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from ceasefire.record.thing import Credible, Name, Reliability, Thing, Words
from ceasefire.text.shape import Frozen, Several


class Grade(Frozen):
    """A grade by the admiralty code: the source A to F, the information 1 to 6; by whom, and why."""

    by: Name
    reliability: Annotated[Reliability, Field(strict=False)]
    credibility: Credible
    why: Words

    @model_validator(mode="after")
    def _said(self) -> Grade:
        if not self.why.strip():
            raise ValueError("say why: `why`")
        return self

    @property
    def letters(self) -> str:
        """As it is written: B2."""
        return f"{self.reliability.value}{self.credibility}"


class Stage(StrEnum):
    """How far a review has come."""

    WAITING = "waits for a reader"
    READ = "waits for a second reader"
    DISPUTED = "the readers differ"
    SETTLED = "settled"


class Review(Thing):
    """The review of one incident.  `grades` are in the order in which they were given; of each reader the last counts.

    It is settled once two readers give the same grade, the later of them as the last word.
    """

    incident: Name
    assigned: Name = ""
    grades: Several[Grade] = ()

    @property
    def last(self) -> dict[str, Grade]:
        """The last grade of each reader, the latest reader last."""
        found: dict[str, Grade] = {}
        for grade in self.grades:
            found.pop(grade.by, None)
            found[grade.by] = grade
        return found

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        last = list(self.last.values())
        if not last:
            return Stage.WAITING
        if len(last) == 1:
            return Stage.READ
        return Stage.SETTLED if last[-1].letters in {g.letters for g in last[:-1]} else Stage.DISPUTED
