"""Deaths and incidents together: both are looked at, one answers, and where they disagree that is said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ceasefire.monitoring.calls.calm import TOLD, Call, Condition, State, judge
from ceasefire.monitoring.calls.evidence import Shown
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.counts.series import Counted, Series

SAYS = TOLD | {Condition.TOO_EARLY}
"""Conditions that say more than that nobody can tell."""


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
    """The counts asked for answer, with three exceptions, each said; see `who_answers`."""
    states = State(asked.condition, asked.evidence), State(other.condition, other.evidence)
    incidents = asked if asked.counted is Counted.INCIDENTS else other
    if too_quiet(incidents, rule):
        low = asked if asked.condition is Condition.NOT_YET else replace(incidents, counted=asked.counted)
        return Both(low, asked, other, "")
    if asked.condition is Condition.CANNOT_TELL and other.condition in SAYS:
        return Both(other, asked, other, f"{asked.counted.value}: {asked.reason}; {other.counted.value} answer")
    differ = asked.condition in TOLD and other.condition in TOLD and _calm(states[0]) != _calm(states[1])
    words = f"{asked.counted.value}: {_words(asked)}; {other.counted.value}: {_words(other)}" if differ else ""
    if who_answers(*states) is states[1] and other.evidence is not None:
        weaker = replace(other, evidence=replace(other.evidence, word=Shown.WEAK))
        return Both(weaker, asked, other, words)
    return Both(asked, asked, other, words)


def too_quiet(incidents: Call, rule: CalmRule) -> bool:
    """Whether there were too few incidents before to fall, however many died in them."""
    return incidents.before is not None and incidents.before < rule.least_level


def who_answers(asked: State, other: State) -> State:
    """The counts asked for; the others where those cannot be told and these can, or show no calm and these plainly do."""
    if asked.condition is Condition.CANNOT_TELL:
        return other if other.condition in SAYS else asked
    plainly = other.evidence is not None and other.evidence.word is Shown.SHOWN and _calm(other)
    return other if asked.condition is Condition.NO_CALM and plainly else asked


def judge_both(asked: Series, other: Series, truce: Truce, rule: CalmRule) -> Both:
    """What the rule calls on the last day, of the counts asked for and the others together."""
    return together(judge(asked, truce, rule), judge(other, truce, rule), rule)


def _calm(state: State) -> bool:
    return state.condition in {Condition.CALM, Condition.BROKEN}


def _words(call: Call) -> str:
    return f"a calm is {call.evidence.word.value}" if call.evidence else call.condition.value
