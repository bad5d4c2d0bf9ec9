"""A claim: something that somebody said, did or is said to have done, as reported by a source: never a bare fact."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from ceasefire.record.document import When
from ceasefire.record.moment import span
from ceasefire.record.thing import Credible, Name, Reliability, Reliable, Thing, Words
from ceasefire.text.shape import Several
from ceasefire.vocabulary import Asked, KnownBy, Outcome, StepStatus


class ClaimKind(StrEnum):
    """What sort of speech or act a claim is."""

    STATEMENT = "statement"
    ACCUSATION = "accusation"
    DENIAL = "denial"
    PROPOSAL = "proposal"
    REQUEST = "request"
    AGREEMENT_STATUS = "agreement status"
    PROMISE = "promise"
    ACT = "act reported"
    ASSESSMENT = "assessment"
    CONSULTATION = "consultation"
    NON_CONSULTATION = "non-consultation"


class Modality(StrEnum):
    """How firmly it is put."""

    ASSERTED = "asserted"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    INTENDED = "intended"
    REQUIRED = "required"


class Form(StrEnum):
    """How the words are given: quoted, reported, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATED = "narrated"


class Claim(Thing):
    """Who said what to whom about what, when, and through whom we have it.

    `speaker` is empty where the source is unnamed, and `speaker_may_be` lists candidates where it is open who is meant.
    Several who speak together are all in `speakers`, and `speaker` names them in words.  `for` is the party for which the
    speaker spoke on that day and `for_by` how that is known: by an office, named in the text, or said by the reviewer; of
    several speakers, and where it is not known, it is empty.
    `via` is the chain between speaker and `reporter`.  `quote` stands verbatim in the document at `span` (characters,
    end exclusive).  `on` is when it was said or done, with `clock` and `zone` where known.  `negated` is true of "was not
    discussed".  A public statement is evidence of a position, not the position.
    """

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    kind: Annotated[ClaimKind, Field(strict=False)]
    speaker: Name = ""
    speakers: Several[Name] = ()
    speaker_may_be: Several[Name] = ()
    for_: Annotated[Name, Field(alias="for")] = ""
    for_by: Annotated[KnownBy, Field(strict=False)] | None = None
    reporter: Name = ""
    via: Several[Name] = ()
    audience: Name = ""
    about: Several[Name] = ()
    issue: Name = ""
    option: Name = ""
    step: Name = ""
    term: Name = ""
    status: Annotated[StepStatus, Field(strict=False)] | None = None
    consulted: Annotated[Asked, Field(strict=False)] | None = None
    due: When = ""
    outcome: Annotated[Outcome, Field(strict=False)] | None = None
    quote: Words = ""
    form: Annotated[Form, Field(strict=False)] = Form.NARRATED
    document: Name = ""
    span: Annotated[tuple[int, int], Field(strict=False)] | None = None
    on: When = ""
    clock: Name = ""
    zone: Name = ""
    modality: Annotated[Modality, Field(strict=False)] = Modality.ASSERTED
    negated: bool = False
    reliability: Reliable = Reliability.F
    credibility: Credible = 6
    contradicts: Several[Name] = ()
    review: Name = ""

    @model_validator(mode="after")
    def _whole(self) -> Claim:
        if not (self.quote or self.note):
            raise ValueError("give the words: `quote` as they stand in the document, or `note` in your own")
        if self.span and not (self.document and self.quote and 0 <= self.span[0] < self.span[1]):
            raise ValueError("`span` needs `document` and `quote`, and runs from a character to a later one")
        span(self.on, self.clock, self.zone)
        return self
