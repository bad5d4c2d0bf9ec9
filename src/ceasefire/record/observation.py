"""An observation: who could look where and when; without one, a day without incidents is a day without reports."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ceasefire.record.document import When
from ceasefire.record.incident import Place
from ceasefire.record.thing import Name, Thing


class Looked(StrEnum):
    """How far anybody could look."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"
    UNKNOWN = "unknown"


class Observation(Thing):
    """Where somebody could look on a day or over days (`on`, an interval), and how far.

    A patrol that was let through, a post that was manned, a reporter in town; or a patrol turned back.
    """

    by: Name
    place: Place = Place()
    on: When
    looked: Annotated[Looked, Field(strict=False)] = Looked.UNKNOWN
    document: Name = ""
