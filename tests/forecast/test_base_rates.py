"""Endings over time against a plain twin and lifelines; base rates with their bounds; the shipped tables against the files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.errors import MaterialError
from ceasefire.forecast.base_rates import HORIZONS, base_rate, derive, shipped_rate
from ceasefire.forecast.outlook import times
from ceasefire.forecast.spells import DATASETS, Dataset, Ending, Spell, read_spells
from ceasefire.forecast.survival import incidence

HERE = Path(__file__).parents[2]
DATA = HERE.parent / "shared" / "data"
FILES = {
    "ethprio": DATA / "ethprio_ceasefires" / "ceasefires_dataset.csv",
    "ucdp-pa": DATA / "ucdp_peace_agreements" / "pad_merged.csv",
}
B, E, R, F, U, N = Ending.BROKE, Ending.EXPIRED, Ending.REPLACED, Ending.IN_FORCE, Ending.UNKNOWN, Ending.NEVER

LIFELINES = {B: [0.138889, 0.292361, 0.393924], E: [0.138889, 0.301389, 0.402951]}


def test_lifelines_finds_the_same() -> None:
    """AalenJohansenFitter of lifelines 0.30.3, run once; no two lengths are equal, because it moves ties apart at random."""
    days = [3, 5, 8, 13, 20, 31, 44, 60, 75, 90, 120, 200, 300, 365, 400]
    ends = [B, E, F, B, E, B, F, E, E, B, F, B, E, F, B]
    found = incidence(zip(days, ends, strict=True), (30, 90, 365))
    assert [round(found[t][B], 6) for t in (30, 90, 365)] == LIFELINES[B]
    assert [round(found[t][E], 6) for t in (30, 90, 365)] == LIFELINES[E]


def plain(lasted: list[tuple[int, Ending]], horizon: int) -> dict[Ending, Fraction]:
    """Day by day, with fractions: of those still in force in the morning, how many end how."""
    standing, chances = Fraction(1), {e: Fraction(0) for _, e in lasted if e is not F}
    for day in range(horizon + 1):
        at_risk = [e for d, e in lasted if d >= day]
        ended = [e for d, e in lasted if d == day and e is not F]
        for ending in ended:
            chances[ending] += standing / len(at_risk)
        if at_risk:
            standing *= Fraction(len(at_risk) - len(ended), len(at_risk))
    return chances


spells = st.lists(st.tuples(st.integers(0, 12), st.sampled_from([B, E, R, F])), min_size=1, max_size=25)


@given(spells, st.integers(0, 14))
def test_the_plain_twin_finds_the_same(lasted: list[tuple[int, Ending]], horizon: int) -> None:
    found = incidence(lasted, [horizon])[horizon]
    assert found == pytest.approx({e: float(c) for e, c in plain(lasted, horizon).items()})
    assert sum(found.values()) <= 1 + 1e-9


@given(spells)
def test_chances_grow_with_time_and_are_frequencies_without_censoring(lasted: list[tuple[int, Ending]]) -> None:
    whole = [(d, e) for d, e in lasted if e is not F]
    if not whole:
        return
    found = incidence(whole, range(14))
    for ending in {e for _, e in whole}:
        shares = [found[t][ending] for t in range(14)]
        assert shares == sorted(shares)
        assert shares[13] == pytest.approx(sum(e is ending for _, e in whole) / len(whole))


def made(*spells: tuple[int | None, Ending]) -> Dataset:
    held = tuple(Spell(str(k), days, ending, {"sides": "two"}) for k, (days, ending) in enumerate(spells))
    return Dataset("made", "made", {"sides": ("two", "many")}, held)


def test_the_unknown_are_bounds_and_not_a_guess() -> None:
    found = base_rate(made((5, B), (50, E), (None, U), (10, U), (200, U), (3, N)), {}, 30)
    assert (found.n, found.never, found.effective, found.unknown) == (6, 1, 5, 3)
    assert found.observed == pytest.approx(0.5), "of the two whose ending is known"
    assert found.low == pytest.approx(1 / 5), "none of the three"
    assert found.high == pytest.approx(3 / 5), "not the one known to have lasted 200 days"
    assert found.unknown_share == pytest.approx(0.6)


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 60), st.sampled_from([B, E, R, F, U])).filter(
            lambda s: s[1] is U or s[0] is not None
        ),
        min_size=1,
        max_size=20,
    ),
    st.data(),
)
def test_whatever_became_of_the_unknown_lies_within_the_bounds(
    held: list[tuple[int | None, Ending]], data: st.DataObject
) -> None:
    """Without censoring: settle every unknown one somehow, and count."""
    held = [(d, E if e is F else e) for d, e in held]
    found = base_rate(made(*held), {}, 30)
    settled = []
    for days, ending in held:
        if ending is U:
            settled.append(
                (days if days is not None else data.draw(st.integers(0, 60)), data.draw(st.sampled_from([B, E])))
            )
        else:
            settled.append((days or 0, ending))
    truth = sum(e is B and d <= 30 for d, e in settled) / len(settled)
    assert found.low - 1e-9 <= truth <= found.high + 1e-9


def test_small_classes_are_drawn_to_all_and_say_so() -> None:
    everything = [Spell(str(k), 10, B if k < 20 else E, {"sides": "two"}) for k in range(200)]
    few = [Spell(f"f{k}", 10, B, {"sides": "many"}) for k in range(4)]
    data = Dataset("made", "made", {"sides": ("two", "many")}, (*everything, *few))
    small = base_rate(data, {"sides": "many"}, 30, strength=20)
    assert small.observed == 1
    assert small.rate == pytest.approx((4 * 1 + 20 * 24 / 204) / 24)
    assert small.shrunk
    assert small.sampling[0] < small.rate < small.sampling[1]
    assert not base_rate(data, {"sides": "two"}, 30).shrunk
    assert base_rate(data, {"sides": "many"}, 30, strength=0).rate == pytest.approx(4.5 / 5), (
        "half of one on either side"
    )
    assert base_rate(made(), {}, 30).rate == 0, "no ceasefire at all: nothing observed,"
    assert base_rate(made(), {}, 30).high == 1, "and nothing excluded"


@pytest.mark.parametrize("name", ["ethprio", "ucdp-pa"])
def test_the_shipped_tables_are_those_of_the_files(name: str) -> None:
    if not FILES[name].exists():
        pytest.skip(f"the file of {name} is not here")
    data = read_spells(FILES[name])
    table = (HERE / "src" / "ceasefire" / "forecast" / f"{name}.csv").read_text(encoding="utf-8")
    assert derive(data) == table
    for reference in ({}, {"mechanism": "yes"}):
        for days in HORIZONS:
            ours, theirs = base_rate(data, reference, days), shipped_rate(name, reference, days)
            assert ours.rate == pytest.approx(theirs.rate, abs=1e-3)
            assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-3)


def test_declarations_of_several_parties_are_one_ceasefire() -> None:
    """The counts of the data's own README: 2,203 ceasefires, 989 of unknown ending."""
    if not FILES["ethprio"].exists():
        pytest.skip("the file of ethprio is not here")
    held = read_spells(FILES["ethprio"]).spells
    counts = {ending: sum(s.ending is ending for s in held) for ending in Ending}
    assert counts == {U: 989, R: 445, E: 434, B: 183, F: 90, N: 62}
    february = next(s for s in held if s.name == "652057")
    assert (february.ending, february.days) == (U, None)
    assert dict(february.traits) == {
        "scope": "whole",
        "sides": "multilateral",
        "mechanism": "yes",
        "mediated": "yes",
        "open_ended": "unknown",
    }
    september = next(s for s in held if s.name == "652086")
    assert (september.ending, september.days) == (E, 4)


@pytest.mark.parametrize(
    ("name", "reference", "days", "said"),
    [
        ("ethprio", {"side": "two"}, 30, "has no trait `side`"),
        ("ethprio", {"sides": "two"}, 30, "known: unilateral, bilateral, multilateral"),
        ("ethprio", {}, 45, "30, 90 and 365"),
        ("nobody", {}, 30, "known: ethprio, ucdp-pa"),
        (
            "ethprio",
            {"scope": "partial", "sides": "multilateral", "mechanism": "yes", "mediated": "no", "open_ended": "no"},
            30,
            "leave a trait out",
        ),
    ],
)
def test_a_class_that_is_not_there(name: str, reference: dict[str, str], days: int, said: str) -> None:
    with pytest.raises(MaterialError, match="reference class") as caught:
        shipped_rate(name, reference, days)
    assert said in str(caught.value)


def test_other_tables_are_refused(tmp_path: Path) -> None:
    for text in ("", "a,b\n1,2\n", "\x00\x01"):
        (tmp_path / "t.csv").write_text(text, encoding="utf-8")
        with pytest.raises(MaterialError):
            read_spells(tmp_path / "t.csv")


def test_every_data_set_has_its_table() -> None:
    for name, data in DATASETS.items():
        assert shipped_rate(name, {}, 30).n > 300
        assert data.source


@given(st.floats(0.01, 0.99), st.floats(0.1, 10))
def test_a_move_and_its_inverse_leave_the_chance(chance: float, factor: float) -> None:
    assert times(times(chance, factor), 1 / factor) == pytest.approx(chance)
    assert (times(chance, factor) > chance) == (factor > 1) or factor == pytest.approx(1)
