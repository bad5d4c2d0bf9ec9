"""The zone against the plain twin, and what must hold of any zone."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import twin
from ceasefire.analysis.assess import assess
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.dispute.package import package
from ceasefire.analysis.sign import enumerated_zone
from ceasefire.analysis.sign.efficient import Efficient, efficient
from ceasefire.analysis.sign.zone import zone
from ceasefire.case.load import load_case
from ceasefire.case.model import Case
from ceasefire.report.page import Page
from ceasefire.report.signing import zone_page
from ceasefire.report.terminal import assessment_page
from random_cases import LOW, cases


def choices(found: Any) -> list[dict[str, str]]:
    return [dict(p.choices) for p in found]


@given(cases())
def test_zone_and_efficient_packages_are_those_of_the_twin(case: Case) -> None:
    found = zone(dispute(case))
    expected = twin.zone(case)
    assert found.n_possible == len(twin.states(case))
    assert found.n_zone == len(expected)
    assert found.today == (dict(case.status_quo) in expected)
    signable = twin.signable(case, expected)
    assert found.n_unreachable == len(expected) - len(signable) - found.today
    assert found.empty == (not signable)
    best = twin.efficient(case, signable)
    assert found.n_efficient == len(best)
    listed = choices(found.listed)
    assert all(s in signable for s in listed)
    assert [s for s in best if s not in listed] == []
    for party, count in found.alone.items():
        own = ["walk-away", *case.parties[party].demands]
        assert count == sum(all(twin.meets(case, party, c, s) for c in own) for s in twin.states(case))


@given(cases())
def test_the_largest_coalitions_are_those_of_the_twin(case: Case) -> None:
    found = zone(dispute(case)).coalitions
    assert found is not None
    accepting = [
        frozenset(
            p for p in case.parties if all(twin.meets(case, p, c, s) for c in ("walk-away", *case.parties[p].demands))
        )
        for s in twin.states(case)
    ]
    largest = {a for a in accepting if a and not any(a < b for b in accepting)}
    assert {frozenset(s) for s in found.largest} == largest


@given(cases(forms=("weighted",), most_demands=1, levels=LOW))
def test_fair_packages_are_those_of_the_twin(case: Case) -> None:
    members = twin.signable(case, twin.zone(case))
    assume(members)
    found = zone(dispute(case))
    best = twin.efficient(case, members)
    rational = [
        s
        for s in twin.states(case)
        if all(g >= 0 for g in twin.gains(case, s))
        and all(twin.meets(case, p, c, s) for p, c in twin.conditions(case) if c != "walk-away")
    ]
    ideal = [max(g) for g in zip(*(twin.gains(case, s) for s in rational), strict=True)]
    keys: dict[str, Any] = {
        "nash": lambda s: prod(twin.gains(case, s)),
        "egalitarian": lambda s: sorted(twin.gains(case, s)),
        "utilitarian": lambda s: sum(twin.gains(case, s)),
        "kalai-smorodinsky": lambda s: sorted(g / i for g, i in zip(twin.gains(case, s), ideal, strict=True) if i > 0),
    }
    for principle, key in keys.items():
        shown = next(f for f in found.fair if f.principle == principle)
        expected = twin.chosen(best, key)
        assert shown.package is not None
        assert dict(shown.package.choices) in expected
        assert shown.tied == len(expected)


@given(cases(forms=("prioritised",), most_demands=0))
def test_orders_alone_support_fallback_and_nothing_more(case: Case) -> None:
    found = zone(dispute(case))
    assume(not found.empty)
    shown = {f.principle: f for f in found.fair}
    assert shown["fallback"].package is not None
    assert all(
        shown[p].package is None and "only the order is known" in shown[p].reason for p in shown if p != "fallback"
    )
    best = twin.signable(case, twin.zone(case))
    levels = {p: sorted({twin.worth(case, p, s) for s in twin.states(case)}, reverse=True) for p in case.deciding}
    depth = {k: max(levels[p].index(twin.worth(case, p, s)) for p in case.deciding) for k, s in enumerate(best)}
    picked = [best[k] for k, d in depth.items() if d == min(depth.values())]
    assert dict(shown["fallback"].package.choices) in picked


@given(cases())
def test_the_nearest_miss_satisfies_as_many_as_any(case: Case) -> None:
    found = zone(dispute(case))
    assume(not found.n_zone)
    assert found.nearest is not None

    def score(state: dict[str, str]) -> tuple[int, int]:
        held = [(p, twin.meets(case, p, c, state)) for p, c in twin.conditions(case)]
        return sum(all(ok for p, ok in held if p == party) for party in case.deciding), sum(ok for _, ok in held)

    assert score(dict(found.nearest.choices)) == max(score(s) for s in twin.states(case))


@given(cases(forms=("weighted",)), st.integers(0, 40))
def test_a_zone_never_shrinks_when_a_walk_away_falls(case: Case, lower: int) -> None:
    party = case.deciding[0]
    levels = [dict(case.parties[party].model_dump()), {}]
    for k, level in enumerate((50, 50 - lower)):
        levels[k] = {**case.model_dump(mode="json")}
        levels[k]["parties"][party]["walk_away"] = {"level": level}
    high, low = (zone(dispute(Case.model_validate(c))).n_zone or 0 for c in levels)
    assert low >= high


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_parties_and_issues_changes_nothing(case: Case, random: Any) -> None:
    value = case.model_dump(mode="json")
    for group in ("parties", "issues"):
        names = list(value[group])
        random.shuffle(names)
        value[group] = {n: value[group][n] for n in names}
    before, after = zone(dispute(case)), zone(dispute(Case.model_validate(value)))
    assert (before.n_zone, before.n_efficient) == (after.n_zone, after.n_efficient)
    assert dict(before.alone) == dict(after.alone)


@given(
    st.integers(1, 5).flatmap(
        lambda p: st.lists(st.lists(st.integers(0, 6), min_size=p, max_size=p), min_size=1, max_size=80)
    )
)
def test_efficient_is_what_its_definition_says(rows: list[list[int]]) -> None:
    expected = [
        k
        for k, a in enumerate(rows)
        if not any(all(x >= y for x, y in zip(b, a, strict=True)) and a != b for b in rows)
    ]
    found = efficient(np.array(rows).T)
    assert found.positions.tolist() == expected
    assert found.complete


def test_efficient_on_many_packages_agrees_with_pairwise_comparison() -> None:
    worth = np.random.default_rng(1).integers(0, 60, (4, 150_000)).astype(np.int32)
    found = efficient(worth)
    best = worth[:, found.positions]
    assert found.complete
    for k in np.random.default_rng(2).integers(0, worth.shape[1], 300):
        own = worth[:, [k]]
        dominated = bool(((best >= own).all(axis=0) & (best > own).any(axis=0)).any())
        assert dominated == (k not in found.positions)
    for row in best.T:
        assert not ((best >= row[:, None]).all(axis=0) & (best > row[:, None]).any(axis=0)).any()


def test_efficient_says_when_its_budget_ends() -> None:
    steps = np.arange(5000)
    found = efficient(np.stack([steps, 4999 - steps, np.zeros(5000, dtype=np.int64)]), comparisons=10_000)
    assert not found.complete
    assert 0 < len(found.positions) < 5000


def test_efficient_of_enormous_worths_does_not_overflow() -> None:
    big = 2**61
    worth = np.array([[big, 0, big // 2], [0, big, big // 2], [1, 1, 0]])
    assert efficient(worth).positions.tolist() == [0, 1, 2]


def test_a_level_is_met_by_equality_and_a_state_is_not(small: Any) -> None:
    case = small()
    seen = package(dispute(case), {"truce": "none", "bridge": "shut"})
    views = {v.party: v for v in seen.views}
    assert views["north"].margin == -10
    assert views["south"].margin == 0
    assert not views["south"].accepts
    # north's worth of an open bridge with a truce is 60, of a shut one 100
    assert package(dispute(case), {"truce": "full", "bridge": "open"}).refused_by == ()


def test_ranked_preferences_agree_with_the_twin() -> None:
    for name in ("jacobi2017-korea", "luce-raiffa1957-prisoners-dilemma", "rapoport-chammah1966-chicken"):
        case = load_case(name)
        found = zone(dispute(case))
        assert found.n_zone == len(twin.zone(case))
        assert found.n_efficient == len(twin.efficient(case, twin.zone(case)))


@pytest.mark.parametrize("issue", ["transition", "turkey"])
def test_an_issue_off_the_table_stays_as_it_is(issue: str) -> None:
    case = load_case("syria-2016-08")
    assert dispute(case).space.options[list(case.issues).index(issue)] == (case.status_quo[issue],)
    assert len(dispute(case, open_all=True).space.options[list(case.issues).index(issue)]) == 3


def test_an_efficient_set_cut_short_is_neither_counted_nor_called_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = zone(dispute(load_case("nash1950-bill-and-jack")))

    def cut(worth: Any) -> Efficient:
        return Efficient(efficient(worth).positions[:3], complete=False)

    monkeypatch.setattr(enumerated_zone, "efficient", cut)
    found = assess(load_case("nash1950-bill-and-jack"))
    view = found.on_table.zone
    assert (view.n_efficient, view.exact, view.others) == (None, False, ())
    assert not found.provenance.exact
    nash, expected = view.by("nash"), whole.by("nash")
    assert nash is not None
    assert expected is not None
    assert nash.choices == expected.choices
    page = Page()
    assessment_page(found, load_case("nash1950-bill-and-jack"), page)
    zone_page(view, load_case("nash1950-bill-and-jack"), page)
    assert "is not known" in " ".join(str(page).split())
    assert "stopped at its budget" in str(page)
