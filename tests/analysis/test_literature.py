"""Published cases with known answers; a case without expected answers is named."""

from __future__ import annotations

from typing import Any

import pytest

from ceasefire.analysis.assess import assess
from ceasefire.analysis.dispute.board import board
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.dispute.package import package
from ceasefire.analysis.keep.stability import Kind, equilibria
from ceasefire.analysis.sign.zone import zone
from ceasefire.case.load import SHIPPED, load_case, shipped_cases
from ceasefire.text.document import read_yaml

OURS = {"minsk-2015-02", "syria-2016-08", "template"}
PUBLISHED = sorted(set(shipped_cases()) - OURS)


def expected(name: str) -> Any:
    path = SHIPPED / name / "expected.yaml"
    return read_yaml(path.read_bytes(), str(path)).value


def test_every_published_case_has_expected_answers_and_says_where_they_are_from() -> None:
    assert len(PUBLISHED) >= 4
    for name in PUBLISHED:
        value = expected(name)
        assert value["expected_source"] in {"published", "computed"}
        assert value["source"]
        assert value["seen"]
        assert value[value["expected_source"]]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_answers(name: str) -> None:
    case = load_case(name)
    found = zone(dispute(case))
    facts = {k: v for group in ("published", "computed") for k, v in (expected(name).get(group) or {}).items()}
    for key, value in facts.items():
        if key in {"n_possible", "n_zone", "n_efficient"}:
            assert getattr(found, key) == value
        elif key == "alone":
            assert dict(found.alone) == value
        elif key == "equilibria":
            playing = board(dispute(case, open_all=True))
            numbers = {name: playing.space.number(case.package(name)) for name in case.packages}
            holds = equilibria(playing)
            for kind, names in value.items():
                assert {n for n, number in numbers.items() if holds[Kind(kind)][number]} == set(names), kind
        elif key == "nearest_refused_by":
            assert found.nearest is not None
            assert len(found.nearest.refused_by) == value
        elif key == "gains":
            nash = found.by("nash")
            assert nash is not None
            for view in nash.views:
                assert view.margin == pytest.approx(100 * value[view.party]["points"] / value[view.party]["of"])
        else:
            chosen = found.by(key)
            assert chosen is not None, key
            assert dict(chosen.choices) == value
    assert assess(case).provenance.exact


def test_nash_1950_solution_is_the_named_package() -> None:
    case = load_case("nash1950-bill-and-jack")
    seen = package(dispute(case), case.package("solution"))
    assert seen.refused_by == ()
