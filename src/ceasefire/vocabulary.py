"""Words that the record and the case share, so that a claim and a judgement of it are said in the same terms."""

from __future__ import annotations

from enum import StrEnum


class StepStatus(StrEnum):
    """Where a technical step of the talks stands."""

    AGREED = "agreed"
    OPEN = "open"
    CONTESTED = "contested"
    OFF_TABLE = "off the table"
    UNKNOWN = "unknown"


class Asked(StrEnum):
    """How a party was dealt with on a matter; `unknown` is an answer of its own."""

    ASKED = "asked"
    TOLD = "told"
    BYPASSED = "bypassed"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What became of a promise."""

    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class KnownBy(StrEnum):
    """How it is known for which party somebody spoke."""

    ROLE = "role"
    NAMED = "named"
    REVIEWER = "reviewer"
