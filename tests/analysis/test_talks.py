"""Steps, milestones and consultations as of a day; unknown is never taken for no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ceasefire.analysis.talks import Kept, talks_status
from ceasefire.case.load import Loaded
from ceasefire.case.model import Case
from ceasefire.vocabulary import StepStatus
from conftest import SMALL

Read = Callable[[str], Loaded]


def talks(read: Read, text: str) -> Case:
    loaded = read(f"{SMALL}talks:\n{text}")
    assert loaded.case is not None, loaded.findings
    assert not loaded.errors, loaded.errors
    return loaded.case


@pytest.mark.parametrize(
    ("due", "done", "on", "kept", "late"),
    [
        ("2019-12-10", "2019-12-09", None, Kept.KEPT, None),
        ("2019-12-10", "2019-12-10", None, Kept.KEPT, None),
        ("2019-12-10", "2019-12-15", None, Kept.LATE, 5),
        ("2019-12-10", '"no"', None, Kept.MISSED, 22),
        ("2019-12-10", "unknown", None, Kept.UNKNOWN, None),
        ("2020-01-01", '"no"', None, Kept.NOT_DUE, None),
        ("2020-02", '"no"', None, Kept.NOT_DUE, None),
        ("early January 2020", '"no"', None, Kept.NOT_DUE, None),
        ("early December 2019", "2019-12-20", None, Kept.LATE, 10),
        ("early December 2019", "2019-12", None, Kept.UNKNOWN, None),
        ("2019-12", "2019-12-20", None, Kept.KEPT, None),
        # as of an earlier day, what was done later is not known
        ("2019-12-10", "2019-12-15", date(2019, 12, 12), Kept.MISSED, 2),
        ("2019-12-10", "2019-12-09", date(2019, 12, 1), Kept.NOT_DUE, None),
        ("2019-12-10", '"no"', date(2020, 1, 10), Kept.MISSED, 31),
    ],
)
def test_milestones(read: Read, due: str, done: str, on: date | None, kept: Kept, late: int | None) -> None:
    case = talks(read, f"  milestones: {{m: {{title: t, due: {due}, done: {done}}}}}\n")
    line = talks_status(case, on).milestones[0]
    assert (line.kept, line.days_late) == (kept, late)


STEPS = """\
  steps:
    a: {title: a, issue: truce, status: agreed, weight: 2}
    b: {title: b, issue: truce, status: open}
    c: {title: c, issue: bridge, status: agreed, since: 2019-12-20}
    d: {title: d, issue: bridge}
    e: {title: e, status: off the table, weight: 7}
"""


def test_unknown_steps_bound_the_share_from_both_sides(read: Read) -> None:
    status = talks_status(talks(read, STEPS))
    assert (status.whole.low, status.whole.high) == (3 / 5, 4 / 5)
    assert (status.by_issue["truce"].low, status.by_issue["truce"].high) == (2 / 3, 2 / 3)
    assert (status.by_issue["bridge"].low, status.by_issue["bridge"].high) == (1 / 2, 1)
    assert status.whole.weights[StepStatus.OFF_TABLE] == 7


def test_a_step_that_became_known_later_is_unknown_before(read: Read) -> None:
    status = talks_status(talks(read, STEPS), date(2019, 12, 19))
    assert [s.status for s in status.steps if s.step == "c"] == [StepStatus.UNKNOWN]
    assert (status.whole.low, status.whole.high) == (2 / 5, 4 / 5)


def test_no_step_has_no_share(read: Read) -> None:
    status = talks_status(talks(read, "  steps: {}\n"))
    assert (status.whole.low, status.whole.high) == (None, None)


def test_bypassed_told_asked_and_no_record_are_four_things(read: Read) -> None:
    people = "".join(f"  {p}: {{name: {p}, role: affected}}\n" for p in ("village", "market", "school", "clinic"))
    text = SMALL.replace("issues:\n", f"{people}issues:\n", 1).replace(
        "controllers: north}", "controllers: north, affects: [village, market, school, clinic]}"
    )
    text += """\
talks:
  consultations:
    - {party: village, on: bridge, status: bypassed}
    - {party: market, on: bridge, status: told}
    - {party: school, on: bridge, status: asked}
    - {party: clinic, on: bridge, status: unknown}
    - {party: school, on: the ferry, status: bypassed}
"""
    loaded = read(text)
    assert loaded.case is not None
    lines = {line.on: line for line in talks_status(loaded.case).consultations}
    assert lines["bridge"].affected_not_asked == ("village", "market")
    assert lines["bridge"].no_record == ("clinic",)  # whoever signs is at the table
    assert lines["the ferry"].affected_not_asked == ("school",)


def test_claims_of_progress_made_later_are_not_shown(read: Read) -> None:
    case = talks(read, "  progress: [{by: north, said: nearly there, on: 2019-12-31}]\n")
    assert len(talks_status(case).progress) == 1
    assert talks_status(case, date(2019, 12, 30)).progress == ()
