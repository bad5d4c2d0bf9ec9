"""What all things of the record have in common: how they are graded, who may see them, how their text is kept clean."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from ceasefire.text.shape import Frozen, Several

# Control characters would break terminals and databases; overrides make one name read as another.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ufffe\uffff]")


def _clean(text: str) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        raise ValueError(f"the character U+{ord(found[0]):04X} may not stand here: it hides or breaks what is written")
    return text


Words = Annotated[str, AfterValidator(_clean), Field(max_length=20_000)]
Name = Annotated[str, AfterValidator(_clean), Field(max_length=500)]
FullText = Annotated[str, AfterValidator(_clean), Field(max_length=20_000_000)]


class Sensitivity(StrEnum):
    """The Traffic Light Protocol, version 2.0 (FIRST, 2022): who may see this."""

    RED = "red"
    AMBER_STRICT = "amber+strict"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"

    @property
    def openness(self) -> int:
        """0 for red to 4 for clear."""
        return list(Sensitivity).index(self)


class Reliability(StrEnum):
    """How reliable a source has been, A to E; F: cannot be judged (the two-letter admiralty grading)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Origin(Frozen):
    """The row of a data set that a thing came from; `key` is the data set's own and never changes."""

    dataset: Name
    key: Name
    version: Name = ""


Reliable = Annotated[Reliability, Field(strict=False)]
Credible = Annotated[int, Field(ge=1, le=6, strict=False)]
"""1 confirmed by others, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged."""
Shared = Annotated[Sensitivity, Field(strict=False)]


class Attachment(Frozen):
    """A file that belongs to a thing: its SHA-256 by which it is kept, the name it came with, its media type and bytes."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    name: Name
    kind: Name
    size: Annotated[int, Field(ge=0)]


class Thing(Frozen):
    """A thing of the record.

    `known` is the day or moment from which it could be known (publication, as a rule); `--as-of` goes by it.  Where it
    is not given it is that of the document, and without one the moment of entry.
    """

    known: Name = ""
    sensitivity: Shared = Sensitivity.AMBER
    note: Words = ""
    origin: Origin | None = None
    attachments: Several[Attachment] = ()
