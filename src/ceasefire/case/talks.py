"""The state of the negotiation as a case has it: steps, milestones, who was asked, and the record of promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ceasefire.case.judgement import Because, Judgement
from ceasefire.case.words import DateText, Id
from ceasefire.text.shape import Frozen, Several
from ceasefire.vocabulary import Asked, Outcome, StepStatus


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
