"""A document: where something can be read."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from ceasefire.record.moment import span
from ceasefire.record.thing import FullText, Name, Reliability, Reliable, Thing


def dated(text: str) -> str:
    """The text of a date, when it is one.  Raises ValueError."""
    span(text)
    return text


When = Annotated[Name, AfterValidator(dated)]


class Document(Thing):
    """A text somebody published or sent; spans of claims count characters of `text`.

    `url` is kept to be read by a person: nothing is ever fetched.  `sha256` is that of the file the text was taken from.
    """

    title: Name
    publisher: Name = ""
    author: Name = ""
    on: When = ""
    url: Name = ""
    language: Name = ""
    reliability: Reliable = Reliability.F
    text: FullText = ""
    sha256: Name = ""
