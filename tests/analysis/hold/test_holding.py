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
    assert found.likely[0] < found.chance < found.likely[1]
    assert found.whatever[0] <= found.likely[0]
    assert found.likely[1] <= found.whatever[1]
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
    ("old", "new", "said"),
    [
        ("value: [1.5, 3]", "value: [0, 3]", "above 0"),
        ("days: 30", "days: 31", "31"),
        ("days: 30", "days: 30\n  trust: 2", "less than or equal to 1"),
    ],
)
def test_what_cannot_be_is_told_at_its_line(old: str, new: str, said: str) -> None:
    findings = parse_case(changed(old, new)).errors
    assert said in findings[0].message
    assert findings[0].where.line > 500


def found_in(old: str, new: str) -> list[tuple[str, str, str]]:
    return [
        (p.code, ".".join(map(str, p.path[2:])), p.severity.value)
        for p in examine(case(old, new))
        if p.path[:1] == ("hold",)
    ]


def test_a_trait_of_the_class_is_not_counted_again_as_a_move() -> None:
    title = "    joint-centre:\n"
    again = title + "      trait: mediated\n"
    assert found_in(title, again) == [("counted-twice", "joint-centre.trait", "warning")]
    with_it, without = holding(load_case("syria-2016-08")), holding(case(title, again))
    assert with_it is not None
    assert without is not None
    assert len(without.moves) == len(with_it.moves) - 1
    assert found_in(title, title + "      trait: mediator\n") == [("unknown-name", "joint-centre.trait", "error")]
    said = found_in("two backers with the means", "the mediators are strong")
    assert said == [("counted-twice", "joint-centre.title", "warning")]
    assert found_in("two backers with the means", "two backers with the means") == []


def test_what_is_assumed_is_the_cases_to_say() -> None:
    plain = holding(load_case("syria-2016-08"))
    other = holding(case("  days: 30\n", "  days: 30\n  trust: 1\n  correlation: 1\n  unknown_odds: [1, 4]\n"))
    assert plain is not None
    assert other is not None
    assert other.chance > plain.chance
    assert other.likely[1] > plain.likely[1]
    assert other.whatever == plain.whatever
