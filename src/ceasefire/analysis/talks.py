"""Where the talks stand as of a day: steps agreed, milestones kept, and who was consulted on what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ceasefire.case.model import Case
from ceasefire.case.party import Role
from ceasefire.case.talks import Milestone
from ceasefire.dates import parse_date
from ceasefire.vocabulary import Asked, StepStatus


@dataclass(frozen=True)
class StepLine:
    """One technical step as of the day."""

    step: str
    title: str
    issue: str
    status: StepStatus
    weight: float


@dataclass(frozen=True)
class Share:
    """Weight of the steps in each status, and the share agreed of those on the table.

    The share is at least `low` (no unknown step is agreed) and at most `high` (all are), 0-1; None where no step counts.
    """

    steps: int
    weights: dict[StepStatus, float]
    low: float | None
    high: float | None


class Kept(StrEnum):
    """What became of something promised for a date."""

    KEPT = "kept"
    LATE = "late"
    MISSED = "missed"
    NOT_DUE = "not due"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class MilestoneLine:
    """One milestone as of the day; `days_late` counts from the last day it was due (at least, where dates are imprecise)."""

    milestone: str
    title: str
    due: str
    kept: Kept
    days_late: int | None
    reason: str


@dataclass(frozen=True)
class ConsultationLine:
    """How each party was dealt with on one matter; `affected_not_asked` live with the outcome and were not asked as far
    as the case says (`no record` is told apart from bypassed).
    """

    on: str
    status: dict[str, str]
    affected_not_asked: tuple[str, ...]
    no_record: tuple[str, ...]


@dataclass(frozen=True)
class ProgressLine:
    """A public claim of progress beside what the list of steps says."""

    by: str
    said: str
    on: str


@dataclass(frozen=True)
class TalksStatus:
    """The state of the talks as of a day."""

    as_of: date
    steps: tuple[StepLine, ...]
    whole: Share
    by_issue: dict[str, Share]
    milestones: tuple[MilestoneLine, ...]
    consultations: tuple[ConsultationLine, ...]
    progress: tuple[ProgressLine, ...]


def talks_status(case: Case, as_of: date | None = None) -> TalksStatus:
    """The status of the talks; what became known after `as_of` is not used."""
    day = as_of or case.as_of
    steps = tuple(
        StepLine(name, s.title, s.issue or "", _known(s.status, s.since, case, day), float(s.weight.midpoint))
        for name, s in case.talks.steps.items()
    )
    issues = dict.fromkeys(s.issue for s in steps if s.issue)
    return TalksStatus(
        as_of=day,
        steps=steps,
        whole=_share(steps),
        by_issue={issue: _share([s for s in steps if s.issue == issue]) for issue in issues},
        milestones=tuple(_milestone(name, m, case, day) for name, m in case.talks.milestones.items()),
        consultations=_consultations(case),
        progress=tuple(
            ProgressLine(p.by, p.said, p.on) for p in case.talks.progress if not p.on or _since(p.on, case) <= day
        ),
    )


def _since(text: str, case: Case) -> date:
    return parse_date(text, case.as_of).earliest


def _known(status: StepStatus, since: str, case: Case, day: date) -> StepStatus:
    return StepStatus.UNKNOWN if since and _since(since, case) > day else status


def _share(steps: Iterable[StepLine]) -> Share:
    weights = dict.fromkeys(StepStatus, 0.0)
    count = 0
    for step in steps:
        weights[step.status] += step.weight
        count += 1
    whole = sum(weights.values()) - weights[StepStatus.OFF_TABLE]
    if not whole:
        return Share(count, weights, None, None)
    agreed = weights[StepStatus.AGREED]
    return Share(count, weights, agreed / whole, (agreed + weights[StepStatus.UNKNOWN]) / whole)


def _milestone(name: str, milestone: Milestone, case: Case, day: date) -> MilestoneLine:
    due = parse_date(milestone.due, case.as_of)

    def line(kept: Kept, reason: str, days_late: int | None = None) -> MilestoneLine:
        return MilestoneLine(name, milestone.title, milestone.due, kept, days_late, reason)

    done = None if milestone.done in {"no", "unknown"} else parse_date(milestone.done, case.as_of)
    if done is not None and done.earliest <= day:
        if done.latest <= due.latest:
            return line(Kept.KEPT, f"done {milestone.done}")
        if done.earliest > due.latest:
            return line(Kept.LATE, f"done {milestone.done}", (done.earliest - due.latest).days)
        return line(Kept.UNKNOWN, f"done {milestone.done}, which may be before or after it was due")
    if day <= due.latest:
        return line(Kept.NOT_DUE, "still to come" if day < due.earliest else "the time it may mean is not over")
    if milestone.done == "unknown":
        return line(Kept.UNKNOWN, "due, and nothing says whether it was done")
    return line(Kept.MISSED, "not done when due", (day - due.latest).days)


def _consultations(case: Case) -> tuple[ConsultationLine, ...]:
    matters = dict.fromkeys(
        [*(c.on for c in case.talks.consultations), *(i for i, issue in case.issues.items() if issue.affects)]
    )
    lines = []
    for matter in matters:
        status = {c.party: c.status.value for c in case.talks.consultations if c.on == matter}
        issue = case.issues.get(matter)
        affected = dict.fromkeys([*issue.makers, *issue.affects]) if issue else dict.fromkeys(status)
        not_asked = tuple(p for p in affected if status.get(p) in {Asked.BYPASSED.value, Asked.TOLD.value})
        # who signs is at the table: that nothing says it was asked is no sign that it was not
        silent = [p for p in affected if case.parties[p].role is not Role.SIGNATORY]
        no_record = tuple(p for p in silent if status.get(p, Asked.UNKNOWN.value) == Asked.UNKNOWN.value)
        lines.append(ConsultationLine(matter, status, not_asked, no_record))
    return tuple(lines)
