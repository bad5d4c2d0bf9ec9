"""Deaths and incidents together: both are looked at, one answers, and where they disagree that is said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ceasefire.monitoring.calls.calm import TOLD, Call, Condition, judge
from ceasefire.monitoring.calls.evidence import Shown
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.counts.series import Counted, Series


@dataclass(frozen=True)
class Both:
    """What is called of the counts that were asked for (`asked`), of the others (`other`), and together (`call`).

    `disagree` says where the two differ; empty where they do not, or where one of them cannot be told.
    """

    call: Call
    asked: Call
    other: Call
    disagree: str


def together(asked: Call, other: Call, rule: CalmRule) -> Both:
    """The counts asked for answer, with three exceptions, each said.

    Below `least_level` incidents a day nothing can be told, however many died in them.  Where the counts asked for cannot be
    told and the others can, the others answer.  Where they show no calm and the others plainly do, the answer is the
    others', as weakly shown.
    """
    incidents = asked if asked.counted is Counted.INCIDENTS else other
    if incidents.before is not None and incidents.before < rule.least_level:
        low = asked if asked.condition is Condition.NOT_YET else replace(incidents, counted=asked.counted)
        return Both(low, asked, other, "")
    if asked.condition is Condition.CANNOT_TELL and other.condition in TOLD | {Condition.TOO_EARLY}:
        return Both(other, asked, other, f"{asked.counted.value}: {asked.reason}; {other.counted.value} answer")
    differ = asked.condition in TOLD and other.condition in TOLD and _calm(asked) != _calm(other)
    words = f"{asked.counted.value}: {_words(asked)}; {other.counted.value}: {_words(other)}" if differ else ""
    if differ and not _calm(asked) and other.evidence is not None and other.evidence.word is Shown.SHOWN:
        weaker = replace(other, evidence=replace(other.evidence, word=Shown.WEAK))
        return Both(weaker, asked, other, words)
    return Both(asked, asked, other, words)


def judge_both(asked: Series, other: Series, truce: Truce, rule: CalmRule) -> Both:
    """What the rule calls on the last day, of the counts asked for and the others together."""
    return together(judge(asked, truce, rule), judge(other, truce, rule), rule)


def _calm(call: Call) -> bool:
    return call.condition in {Condition.CALM, Condition.BROKEN}


def _words(call: Call) -> str:
    return f"a calm is {call.evidence.word.value}" if call.evidence else call.condition.value
