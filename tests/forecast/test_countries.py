"""Ceasefires of one country end alike: ranges against the bootstrap of countries, and Jeffreys where none broke."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ceasefire.forecast.base_rates import HORIZONS, base_rate, shipped_rate
from ceasefire.forecast.countries import by_country, correlation, crowd, worth_one
from ceasefire.forecast.spells import Dataset, Ending, Spell, read_spells

FILE = Path(__file__).parents[3] / "shared" / "data" / "ethprio_ceasefires" / "ceasefires_dataset.csv"
B, E = Ending.BROKE, Ending.EXPIRED


def made(*countries: tuple[int, int], named: bool = True) -> Dataset:
    """For each country how many broke down, of how many."""
    spells = [
        Spell(f"{c}-{k}", 10, B if k < broke else E, {"sides": "two"}, f"country {c}" if named else "")
        for c, (broke, n) in enumerate(countries)
        for k in range(n)
    ]
    return Dataset("made", "made", {"sides": ("two", "many")}, tuple(spells))


def width(found: tuple[float, float]) -> float:
    return found[1] - found[0]


@pytest.mark.parametrize(
    ("days", "low", "high"), [(30, 0.06, 0.13), (90, 0.08, 0.145), (365, 0.105, 0.185)], ids=["30", "90", "365"]
)
def test_the_shipped_ranges_are_at_least_as_wide_as_the_bootstrap_of_countries(
    days: int, low: float, high: float
) -> None:
    found = shipped_rate("ethprio", {}, days).sampling
    assert found[0] <= low
    assert found[1] >= high


def test_the_bootstrap_of_countries_on_the_real_file() -> None:
    if not FILE.exists():
        pytest.skip("the file of ETH/PRIO is not here")
    data = read_spells(FILE)
    draw = np.random.default_rng(0)
    for days in HORIZONS:
        broke, n = np.array(by_country(data.spells, days)).T
        picked = draw.integers(0, len(n), (4000, len(n)))
        low, high = np.quantile(broke[picked].sum(axis=1) / n[picked].sum(axis=1), [0.05, 0.95])
        found = base_rate(data, {}, days)
        assert found.sampling[0] <= low + 1e-3
        assert found.sampling[1] >= high - 1e-3
        assert width(found.sampling) < 1.3 * (high - low), "as wide, not as wide as one likes"


def test_countries_that_end_alike_say_less() -> None:
    alike, mixed = made(*[(0, 10)] * 9, (10, 10)), made(*[(1, 10)] * 10)
    assert correlation(by_country(alike.spells, 30)) == pytest.approx(1, abs=0.25)
    assert correlation(by_country(mixed.spells, 30)) == 0
    one, other = base_rate(alike, {}, 30), base_rate(mixed, {}, 30)
    assert one.rate == other.rate == pytest.approx(0.1)
    assert width(one.sampling) > 2 * width(other.sampling)
    assert one.countries == 10
    alone = base_rate(made(*[(0, 10)] * 9, (10, 10), named=False), {}, 30)
    assert alone.sampling == pytest.approx(other.sampling), "where no country is named, each stands alone"


def test_the_design_effect_by_hand() -> None:
    countries = [(1, 4), (3, 4)]
    assert crowd(countries) == 4
    assert worth_one(countries, 0.0) == 1
    # one effective degree of freedom is too few: two are taken, t = 2.92
    assert worth_one(countries, 0.5) == pytest.approx((1 + 3 * 0.5) * (2.919986 / 1.6449) ** 2, rel=1e-4)
    assert crowd([]) == 1
    assert correlation([]) == correlation([(3, 3)]) == 0


def test_none_of_fifty_with_nothing_drawn_is_jeffreys() -> None:
    data = made(*[(0, 1)] * 50)
    found = base_rate(data, {}, 30, strength=0)
    assert found.jeffreys
    assert found.rate == pytest.approx(0.5 / 51)
    assert 0.02 <= found.sampling[1] <= 0.06
    everything = base_rate(
        Dataset("m", "m", data.traits, (*data.spells, Spell("b", 1, B, {"sides": "many"}))), {"sides": "two"}, 30, 0
    )
    assert 0.02 <= everything.sampling[1] <= 0.06
