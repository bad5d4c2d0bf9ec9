"""Changing judgements from Python."""

from __future__ import annotations

import pytest

from ceasefire import CaseError, changed_case, load_case, shipped_cases
from ceasefire.analysis.result import digest
from ceasefire.errors import MaterialError


@pytest.mark.parametrize("name", shipped_cases())
def test_a_case_comes_back_as_it_was(name: str) -> None:
    case = load_case(name)
    assert digest(changed_case(case)) == digest(case)


def test_values_and_what_is_dropped() -> None:
    case = load_case("syria-2016-08")
    found = changed_case(case, {"parties.us.walk_away.level": [30, 35]}, drop=["parties.russia.demands.partnership"])
    level = found.parties["us"].walk_away
    assert level is not None
    assert level.level is not None
    assert (level.level.low, level.level.high) == (30, 35)
    assert "partnership" not in found.parties["russia"].demands


def test_a_path_that_leads_nowhere_and_a_case_that_is_none() -> None:
    case = load_case("template")
    with pytest.raises(MaterialError, match="there is nothing at"):
        changed_case(case, {"parties.uper.walk_away.level": 30})
    with pytest.raises(CaseError, match="0 to 100"):
        changed_case(case, {"parties.upper.walk_away.level": 300})
    with pytest.raises(CaseError, match="is forbidden by the rule"):
        changed_case(case, {"rules.r": "truce = none", "rules.s": "truce != none"})
