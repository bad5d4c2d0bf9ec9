"""The last rung: its verdict by the widest range, and what is wrong with a class or a factor, at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceasefire import assess, load_case
from ceasefire.analysis.examine import examine
from ceasefire.analysis.hold.holding import holding
from ceasefire.analysis.ladder import Verdict
from ceasefire.case.load import parse_case
from ceasefire.case.model import Case

SYRIA = Path(__file__).parents[3] / "src" / "ceasefire" / "cases" / "syria-2016-08" / "case.yaml"


def changed(old: str, new: str) -> bytes:
    text = SYRIA.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new).encode()


def case(old: str, new: str) -> Case:
    loaded = parse_case(changed(old, new))
    assert loaded.case is not None, loaded.findings
    return loaded.case


def test_the_shipped_case_is_not_decided() -> None:
    found = holding(load_case("syria-2016-08"))
    assert found is not None
    assert found.whatever[0] < 0.5 < found.whatever[1]
    assert found.moved[0] <= found.unmoved[1] <= found.moved[1]
    rung = assess(load_case("syria-2016-08")).ladder[3]
    assert (rung.rung, rung.question, rung.verdict) == ("hold", "Would it hold?", Verdict.UNDECIDED)


def test_it_is_decided_only_where_all_of_the_range_says_so() -> None:
    assert assess(case("value: [1.5, 3]", "value: [0.001, 0.001]")).ladder[3].verdict is Verdict.YES
    assert assess(case("value: [1.5, 3]", "value: [900, 900]")).ladder[3].verdict is Verdict.NO


def test_a_case_without_a_class_is_not_assessed() -> None:
    text = SYRIA.read_text(encoding="utf-8")
    bare = parse_case(text[: text.index("\nhold:")].encode()).case
    assert bare is not None
    assert assess(bare).ladder[3].verdict is Verdict.NOT_ASSESSED


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sides: multilateral,", "side: multilateral,", "has no trait `side`"),
        ("sides: multilateral,", "sides: many,", "known: unilateral, bilateral, multilateral"),
    ],
)
def test_a_class_that_does_not_exist_is_a_finding(old: str, new: str, said: str) -> None:
    problems = [p for p in examine(case(old, new)) if p.path[:1] == ("hold",)]
    assert said in f"{problems[0].message} {problems[0].hint}"


@pytest.mark.parametrize(
    ("old", "new", "said"), [("value: [1.5, 3]", "value: [0, 3]", "above 0"), ("days: 30", "days: 31", "31")]
)
def test_what_cannot_be_is_told_at_its_line(old: str, new: str, said: str) -> None:
    findings = parse_case(changed(old, new)).errors
    assert said in findings[0].message
    assert findings[0].where.line > 500
