"""The queue of incidents that wait to be graded: assigned, read by two, settled; and reports of one incident put together.

All of it is entries of the record, with who and why; what is put together can be taken apart again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ceasefire.record.append import Draft
from ceasefire.record.entry import Action, Entry, Kind, name_of
from ceasefire.record.faults import RecordError
from ceasefire.record.incident import Incident
from ceasefire.record.query import Asked, counting, every, history, things
from ceasefire.record.review import Grade, Review, Stage
from ceasefire.record.store import Record
from ceasefire.record.thing import Origin, Reliability, Sensitivity

_GRADE = re.compile(r"([A-Fa-f])([1-6])")
_PART = 500
DATASET = "review"  # reviews are named after their incident, so that there is one of each


@dataclass(frozen=True)
class Waiting:
    """An incident in the queue, with its review, which is empty where nobody has begun."""

    entry: Entry
    incident: Incident
    review: Review

    @property
    def stage(self) -> Stage:
        """How far its review has come."""
        return self.review.stage


@dataclass(frozen=True)
class Wanted:
    """Which incidents of the queue: assigned to whom, of which data set, from when on; settled ones too."""

    assigned: str = ""
    dataset: str = ""
    since: str = ""
    settled: bool = False
    openness: Sensitivity = Sensitivity.RED


def queue(record: Record, wanted: Wanted | None = None) -> Iterator[Waiting]:
    """The incidents that wait, the latest happening first; those that came graded by their source wait for nobody."""
    wanted = wanted or Wanted()
    reviews = _reviews(record)
    skip = 0
    while True:
        asked = Asked(kind=Kind.INCIDENT, since=wanted.since, openness=wanted.openness)
        page = things(record, asked, _PART, skip).entries
        for entry in page:
            if isinstance(entry.value, Incident):
                one = Waiting(entry, entry.value, reviews.get(entry.thing, _empty(entry)))
                if _asked_for(one, wanted):
                    yield one
        if len(page) < _PART:
            return
        skip += _PART


def _asked_for(one: Waiting, wanted: Wanted) -> bool:
    if wanted.assigned and one.review.assigned != wanted.assigned:
        return False
    dataset = one.incident.origin.dataset if one.incident.origin else ""
    if wanted.dataset and dataset != wanted.dataset:
        return False
    if one.stage is Stage.SETTLED:
        return wanted.settled
    graded = one.incident.reliability is not Reliability.F and one.incident.credibility != 6
    return wanted.settled or not graded or bool(one.review.grades) or bool(one.review.assigned)


def assign(record: Record, name: str, to: str, by: str) -> Review:
    """Say who is to read an incident next.  Raises RecordError."""
    one = _waiting(record, name)
    review = one.review.model_copy(update={"assigned": to})
    return _keep(record, review, f"to be read by {to or 'anybody'}", by)


def grade(record: Record, name: str, letters: str, why: str, by: str) -> Waiting:
    """Give an incident a grade such as `B2`; once two readers agree the incident has it.

    Raises RecordError: no such grade, no reason.
    """
    found = _GRADE.fullmatch(letters.strip())
    if not found:
        raise RecordError(f"`{letters}` is no grade: the source A to F, then the information 1 to 6, as B2")
    if not why.strip():
        raise RecordError("say why it has this grade")
    one = _waiting(record, name)
    given = Grade(by=by, reliability=Reliability(found[1].upper()), credibility=int(found[2]), why=why)
    review = one.review.model_copy(update={"grades": (*one.review.grades, given), "assigned": ""})
    _keep(record, review, f"graded {given.letters}: {why}", by)
    incident = one.incident
    if review.stage is Stage.SETTLED:
        readers = " and ".join(g.by for g in review.last.values() if g.letters == given.letters)
        update = {"reliability": given.reliability, "credibility": given.credibility}
        incident = incident.model_copy(update=update)
        record.append(
            [Draft(incident, one.entry.thing, Action.CORRECT, f"graded {given.letters} by {readers}: {why}")], by
        )
    return Waiting(one.entry, incident, review)


def merge(record: Record, kept: str, other: str, why: str, by: str) -> tuple[str, str]:
    """Put two reports of one incident together: the first stays, the second is retracted and names it; `split` undoes it.

    Raises RecordError where they are one report, or one is retracted.
    """
    if not why.strip():
        raise RecordError("say why they are of one incident")
    one, two = _waiting(record, kept), _waiting(record, other)
    names = one.entry.thing, two.entry.thing
    if names[0] == names[1]:
        raise RecordError("these are one report: name two")
    if Action.RETRACT in {one.entry.action, two.entry.action}:
        raise RecordError("one of the two is retracted")
    first = one.incident.model_copy(update={"same_as": (*one.incident.same_as, names[1])})
    second = two.incident.model_copy(update={"same_as": (names[0],)})
    reason = f"the same incident: {why}"
    drafts = [Draft(first, names[0], Action.CORRECT, reason), Draft(second, names[1], Action.RETRACT, reason)]
    record.append(drafts, by)
    return names


def split(record: Record, other: str, why: str, by: str) -> tuple[str, str]:
    """Take a report out of the incident it was put together with: both stand again.  Raises RecordError."""
    if not why.strip():
        raise RecordError("say why they are not of one incident")
    two = _waiting(record, other)
    if two.entry.action is not Action.RETRACT or len(two.incident.same_as) != 1:
        raise RecordError(f"`{two.entry.thing}` was not put together with another")
    one = _waiting(record, two.incident.same_as[0])
    left = tuple(n for n in one.incident.same_as if n != two.entry.thing)
    first = one.incident.model_copy(update={"same_as": left})
    second = two.incident.model_copy(update={"same_as": ()})
    reason = f"not the same incident: {why}"
    drafts = [
        Draft(second, two.entry.thing, Action.CORRECT, reason),
        Draft(first, one.entry.thing, Action.CORRECT, reason),
    ]
    record.append(drafts, by)
    return one.entry.thing, two.entry.thing


def _waiting(record: Record, name: str) -> Waiting:
    entry = counting(history(record, name))
    if not isinstance(entry.value, Incident):
        raise RecordError(f"`{entry.thing}` is no incident")
    return Waiting(entry, entry.value, _reviews(record).get(entry.thing, _empty(entry)))


def _reviews(record: Record) -> dict[str, Review]:
    reviews = (e.value for e in every(record, Asked(kind=Kind.REVIEW)))
    return {r.incident: r for r in reviews if isinstance(r, Review)}


def _empty(entry: Entry) -> Review:
    origin = Origin(dataset=DATASET, key=entry.thing)
    return Review(incident=entry.thing, origin=origin, sensitivity=entry.value.sensitivity)


def _keep(record: Record, review: Review, reason: str, by: str) -> Review:
    begun = bool(record.latest([name_of(review)]))
    record.append([Draft(review, name_of(review), Action.CORRECT, reason) if begun else Draft(review)], by)
    return review
