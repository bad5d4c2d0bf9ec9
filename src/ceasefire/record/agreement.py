"""An agreement with numbered terms, and a promise with what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ceasefire.record.document import When
from ceasefire.record.thing import Name, Thing, Words
from ceasefire.text.shape import Several
from ceasefire.vocabulary import Outcome


class Agreement(Thing):
    """What was agreed or declared: by whom, when, from when to when, in which numbered terms.

    `coded` keeps a data set's own codes under its own names; what a code means is for the data set's codebook.  `asked` is
    when somebody asked for it, `follows` the agreement elsewhere whose terms it is to copy: a request for a local truce is
    an agreement with `asked` and no `on`.
    """

    title: Name
    parties: Several[Name] = ()
    mediators: Several[Name] = ()
    asked: When = ""
    follows: Name = ""
    on: When = ""
    in_force: When = ""
    ended: When = ""
    ending: Name = ""
    place: Name = ""
    terms: Mapping[Name, Words] = {}
    coded: Mapping[Name, str | int | float] = {}
    account: Words = ""
    document: Name = ""


Amount = Annotated[float, Field(ge=0, strict=False, allow_inf_nan=False)]


class Promise(Thing):
    """What one party promised another, for when, and what became of it: `unknown` is an outcome of its own.

    A promise of access has an `amount` of a `unit` (convoys, hours, open crossings) at a `place`; `delivered` is how much
    came, None where nobody says.  `agreement` and `term` name the numbered term that it stands in.
    """

    by: Name
    to: Name = ""
    promise: Words
    on: When = ""
    due: When = ""
    outcome: Annotated[Outcome, Field(strict=False)] = Outcome.UNKNOWN
    outcome_on: When = ""
    agreement: Name = ""
    term: Name = ""
    place: Name = ""
    amount: Amount | None = None
    delivered: Amount | None = None
    unit: Name = ""
    issue: Name = ""
    because: Several[Name] = ()
    document: Name = ""
