"""The ladder: one question after the other, each with its verdict and the reasons for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ceasefire.analysis.result import Step


class Verdict(StrEnum):
    """The answer on one rung of the ladder."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "not decided"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True)
class Rung:
    """One question of the ladder, its verdict, and the reasons for it.

    `if_signed` is true where the rung speaks of a package that nobody would sign: what is said holds if it were signed.
    """

    rung: str
    question: str
    verdict: Verdict
    reasons: tuple[Step, ...]
    if_signed: bool = False

    @property
    def said(self) -> str:
        """The verdict in words: a yes about a package that nobody would sign is a yes only if it were signed."""
        return (
            f"{self.verdict.value}, if signed" if self.if_signed and self.verdict is Verdict.YES else self.verdict.value
        )
