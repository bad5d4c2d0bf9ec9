"""A claim as drafted, before a person has decided of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ceasefire.reading.marks import Span
from ceasefire.record.claim import Claim

FLAGS: Mapping[str, str] = {
    "open-speaker": "it is open who is meant",
    "unnamed": "nobody is named",
    "model": "a language model drafted it; its words are in the text, its sense is for you to judge",
    "model-differs": "rules and language model differ about who says it, or how much of it",
    "open-date": "several dates stand in it, or one that can be read in two ways",
    "spans-differ": "rules and parser differ about where the words begin or end",
    "contradiction": "another draft of this text says otherwise",
}
"""What a person should look at in a draft, in words."""
PLACE = "document-of-these-drafts"
"""Stands for the document until it has its name in a record."""


@dataclass(frozen=True)
class Drafted:
    """A claim as drafted, with the places of its source and cue, and what a person should look at.

    `flags` are of `FLAGS`; `other` is where the words stand as a parser or a model sees them, where that differs.
    """

    claim: Claim
    source: Span | None
    cue: Span | None
    flags: tuple[str, ...]
    other: Span | None = None
