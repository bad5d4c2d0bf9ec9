"""Clashes and openings against the plain twin that tries every subset."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import twin
from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.sign.conflicts import conflicts
from ceasefire.analysis.sign.enumerated_impediments import maximal
from ceasefire.analysis.sign.impediments import impediments
from ceasefire.case.model import Case
from random_cases import EFFORT, cases


@settings(max_examples=60 * EFFORT)
@given(cases(most_demands=2))
def test_all_clashes_and_all_openings_are_those_of_the_twin(case: Case) -> None:
    found = impediments(dispute(case))
    assert found.complete
    clashes = {frozenset((c.party, c.name) for c in clash) for clash in found.clashes}
    assert clashes == twin.clashes(case)
    openings = {frozenset((c.party, c.condition) for c in o.concessions) for o in found.openings}
    assert openings == (twin.repairs(case) if clashes else set())


@settings(max_examples=60 * EFFORT)
@given(cases())
def test_an_opening_opens_what_it_says(case: Case) -> None:
    compiled = dispute(case)
    for opening in impediments(compiled).openings:
        given_up = {(c.party, c.condition) for c in opening.concessions}
        kept = [c for c in twin.conditions(case) if c not in given_up]
        opened = [s for s in twin.states(case) if all(twin.meets(case, p, c, s) for p, c in kept)]
        assert opening.n_opened == len(opened)
        assert dict(opening.package.choices) in opened
        for concession in opening.concessions:
            assert not twin.meets(case, concession.party, concession.condition, dict(opening.package.choices))


@settings(max_examples=60 * EFFORT)
@given(cases(forms=("weighted",)))
def test_the_package_shown_treats_the_worst_off_best(case: Case) -> None:
    for opening in impediments(dispute(case)).openings:
        given_up = {(c.party, c.condition) for c in opening.concessions}
        kept = [c for c in twin.conditions(case) if c not in given_up]
        opened = [s for s in twin.states(case) if all(twin.meets(case, p, c, s) for p, c in kept)]
        new = twin.signable(case, opened)
        assert opening.new == bool(new)
        best = max(sorted(twin.gains(case, s)) for s in new or opened)
        assert sorted(twin.gains(case, dict(opening.package.choices))) == best
        for c in opening.concessions:
            gain = twin.gains(case, dict(opening.package.choices))[case.deciding.index(c.party)]
            assert c.shortfall is not None
            assert abs(c.shortfall - max(0.0, -float(gain))) < 1e-9


@given(cases())
def test_nothing_stands_in_the_way_exactly_where_the_zone_is_not_empty(case: Case) -> None:
    found = impediments(dispute(case))
    assert (not found.clashes) == bool(twin.zone(case))
    assert (not found.openings) == bool(twin.zone(case))


@given(st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.integers(0, 2**n - 1), max_size=12))))
def test_any_family_of_sets(family: tuple[int, set[int]]) -> None:
    count, tops = family

    def oracle(asked: int) -> int | None:
        return next((t for t in sorted(tops) if t & asked == asked), None)

    found = conflicts(count, oracle)
    every = range(2**count)
    bad = [s for s in every if oracle(s) is None]
    assert set(found.clashes) == {s for s in bad if not any(t != s and t & s == t for t in bad)}
    good = [s for s in every if oracle(s) is not None]
    best = [s for s in good if not any(t != s and t & s == s for t in good)]
    assert set(found.repairs) == {2**count - 1 & ~s for s in best}
    assert found.complete


def test_a_budget_is_kept_and_said() -> None:
    def oracle(asked: int) -> int | None:
        """Any two of twelve can hold, no three."""
        return asked if asked.bit_count() <= 2 else None

    whole, part = conflicts(12, oracle), conflicts(12, oracle, budget=10)
    assert whole.complete
    assert len(whole.clashes) == len(list(combinations(range(12), 3)))
    assert len(whole.repairs) == len(list(combinations(range(12), 2)))
    assert not part.complete
    assert len(part.clashes) + len(part.repairs) == 10
    assert set(part.clashes) <= set(whole.clashes)


def test_more_conditions_than_a_machine_word(small: Any) -> None:
    demands = ", ".join(f"d{k}: {{rule: bridge = {'shut' if k else 'open'}}}" for k in range(80))
    found = impediments(dispute(small(north=demands)))
    assert len(found.conditions) == 82
    assert {len(c) for c in found.clashes} == {2}
    assert min(len(o.concessions) for o in found.openings) == 1


@given(st.sets(st.integers(0, 255), max_size=30), st.booleans())
def test_maximal_sets(sets: set[int], wide: bool) -> None:
    shift = 60 if wide else 0
    expected = {s for s in sets if not any(t != s and t & s == s for t in sets)}
    assert {m >> shift for m in maximal([s << shift for s in sets])} == expected
