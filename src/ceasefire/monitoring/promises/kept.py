"""Promises with target dates, and access promised against access delivered: unknown is an answer, never a miss."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ceasefire.dates import parse_date
from ceasefire.monitoring.terms.agreement import AgreementText, Duty
from ceasefire.record.agreement import Promise
from ceasefire.vocabulary import Outcome


class Score(StrEnum):
    """What became of a promise by its day."""

    KEPT = "kept"
    LATE = "late"
    PARTLY = "partly kept"
    MISSED = "missed"
    NOT_DUE = "not due yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Kept:
    """A promise and its score, with the reason; `name` is its name in the record, or the number of a term nobody reported on."""

    name: str
    by: str
    promise: str
    due: str
    score: Score
    reason: str


@dataclass(frozen=True)
class Access:
    """Access promised and delivered in one unit under one term (empty: none named).

    `delivered` is what is known to have come; of `promised` the part `unknown` is that of promises about whose delivery
    nobody says anything, so that what came in all lies between `delivered` and `delivered + unknown`.
    """

    term: str
    unit: str
    promises: int
    promised: float
    delivered: float
    unknown: float
    silent: int


def score(promise: Promise, as_of: date) -> tuple[Score, str]:
    """The score of a promise on a day, and why.

    A promise without any report is unknown, however long ago it was due; so is one whose outcome is of a later day.  Where nobody
    says what became of it but how much came is known, the amounts decide once its day is past.
    """
    due = parse_date(promise.due) if promise.due else None
    later = bool(promise.outcome_on) and parse_date(promise.outcome_on).earliest > as_of
    outcome = Outcome.UNKNOWN if later else promise.outcome
    if outcome is Outcome.BROKEN:
        return Score.MISSED, "it is recorded as broken"
    if outcome is Outcome.UNKNOWN:
        if due and due.latest > as_of:
            return Score.NOT_DUE, "its day has not come"
        return _by_amounts(promise) or (Score.UNKNOWN, "nobody says what became of it")
    if due is None:
        return Score.KEPT, "it had no day"
    if not promise.outcome_on:
        return Score.UNKNOWN, "it was kept, and nobody says when"
    done = parse_date(promise.outcome_on)
    if done.latest <= due.latest:
        return Score.KEPT, f"done by {done.latest}"
    if done.earliest > due.latest:
        return Score.LATE, f"done {(done.earliest - due.latest).days} days after its day"
    return Score.UNKNOWN, "it was kept, and the date leaves open whether in time"


def _by_amounts(promise: Promise) -> tuple[Score, str] | None:
    """The score of a promise past its day from how much was promised and came; None where either is unknown."""
    if not promise.amount or promise.delivered is None or not promise.due:
        return None
    came = f"{promise.delivered:g} of {promise.amount:g} {promise.unit}".rstrip() + " came"
    if promise.delivered >= promise.amount:
        return Score.KEPT, came
    return (Score.PARTLY, came) if promise.delivered else (Score.MISSED, came)


def promises(text: AgreementText, recorded: Iterable[tuple[str, Promise]], as_of: date) -> tuple[Kept, ...]:
    """Every recorded promise scored, then the agreement's own things to do that no recorded promise is about."""
    held = list(recorded)
    scored = [Kept(name, p.by, p.promise, p.due, *score(p, as_of)) for name, p in held]
    told = {p.term for _, p in held}
    for number, term in text.terms.items():
        if term.duty is Duty.DO and number not in told:
            who = ", ".join(term.parties or text.parties)
            silent = Promise(by=who, promise=term.title, due=term.due)
            scored.append(Kept(number, who, term.title, term.due, *score(silent, as_of)))
    return tuple(scored)


def access(recorded: Iterable[tuple[str, Promise]]) -> tuple[Access, ...]:
    """Promises with an amount, summed by term and unit."""
    groups: dict[tuple[str, str], list[Promise]] = {}
    for _, promise in recorded:
        if promise.amount is not None:
            groups.setdefault((promise.term, promise.unit), []).append(promise)
    lines = []
    for (term, unit), held in groups.items():
        silent = [p for p in held if p.delivered is None]
        lines.append(
            Access(
                term,
                unit,
                len(held),
                sum(p.amount or 0 for p in held),
                sum(p.delivered or 0 for p in held if p.delivered is not None),
                sum(p.amount or 0 for p in silent),
                len(silent),
            )
        )
    return tuple(lines)
