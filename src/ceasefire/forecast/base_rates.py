"""How often ceasefires of a kind have broken down by 30, 90 and 365 days, with what is unknown beside it.

A rate is a frequency in the past of a class somebody chose; it says nothing of what a mechanism or a mediator would do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from pathlib import Path

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.forecast.countries import by_country, correlation, worth_one
from ceasefire.forecast.spells import DATASETS, Dataset, Ending, Spell
from ceasefire.forecast.survival import incidence

HORIZONS = (30, 90, 365)
STRENGTH = 20.0
SMALL = 100
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Counted:
    """What a class of ceasefires came to by one horizon.

    Of the `effective` that took effect, `unknown` have no known ending or length.  `endings` are the chances (0-1) among the
    rest.  `low` and `high` are the shares broken down if none, and if all of the unknown that may have, broke down by then.
    `countries` is how many there are among the known, and `worth_one` how many of the known say as much as one alone would.
    """

    effective: int
    unknown: int
    endings: Mapping[Ending, float]
    low: float
    high: float
    countries: int = 0
    worth_one: float = 1.0


@dataclass(frozen=True)
class Rate:
    """The base rate of breakdown by `days` in a reference class, as shares 0-1.

    Broken down means declared over by a party, not that violence returned.  `observed` is the frequency among those whose
    ending is known; `rate` the same drawn towards that of all ceasefires, as if `strength` of the latter had been seen as well;
    `sampling` the central nine tenths of a beta distribution with as many observations, each `worth_one` of them counting as one
    because ceasefires of one country end alike.  `low` and `high` are bounds whatever became of the unknown, before any
    drawing.  `shrunk` is true where the class is small enough for the drawing to matter, `jeffreys` where nothing is drawn
    and none or all broke down, so that half a ceasefire is added on either side.
    """

    dataset: str
    source: str
    reference: Mapping[str, str]
    days: int
    n: int
    never: int
    effective: int
    unknown: int
    observed: float
    rate: float
    sampling: tuple[float, float]
    low: float
    high: float
    endings: Mapping[Ending, float]
    strength: float
    shrunk: bool
    countries: int = 0
    worth_one: float = 1.0
    jeffreys: bool = False

    @property
    def independent(self) -> float:
        """How many independent ceasefires the range rests on."""
        drawn = self.strength if self.reference else 0.0
        return (self.effective - self.unknown + drawn) / self.worth_one

    @property
    def beta(self) -> tuple[float, float]:
        """The parameters of the beta distribution that the range comes from."""
        weight = self.effective - self.unknown + 1 if self.jeffreys else self.independent
        return max(self.rate * weight, 1e-9), max((1 - self.rate) * weight, 1e-9)

    @property
    def unknown_share(self) -> float:
        """The share of those that took effect whose ending or length is unknown."""
        return self.unknown / self.effective if self.effective else 1.0


def count(spells: Iterable[Spell], days: int, rho: float = 0.0) -> tuple[int, int, Counted]:
    """How many there are, how many never took effect, and what became of the rest by `days`.

    `rho` is the correlation of breaking down within countries.
    """
    held = list(spells)
    effective = [s for s in held if s.ending is not Ending.NEVER]
    known = [(s.days, s.ending) for s in effective if s.days is not None and s.ending is not Ending.UNKNOWN]
    unknown = [s for s in effective if s.days is None or s.ending is Ending.UNKNOWN]
    endings = incidence(known, [days])[days]
    broke = endings.get(Ending.BROKE, 0.0) * len(known)
    # an ending of unknown kind on a known day beyond the horizon cannot have been a breakdown before it
    may = sum(s.days is None or s.days <= days for s in unknown)
    may -= sum(s.days is None and s.ending not in {Ending.UNKNOWN, Ending.BROKE} for s in unknown)
    n = len(effective)
    low, high = (broke / n, (broke + may) / n) if n else (0.0, 1.0)
    countries = by_country(held, days)
    shared = worth_one(countries, rho)
    return len(held), len(held) - n, Counted(n, len(unknown), endings, low, high, len(countries), shared)


def chosen(data: Dataset, reference: Mapping[str, str]) -> dict[str, str]:
    """The reference class in the order of the data set's traits.  Raises MaterialError for traits or values it does not have."""
    findings = []
    for name, value in reference.items():
        values = data.traits.get(name)
        if values is None:
            findings.append(_wrong(f"{data.name} has no trait `{name}`", f"known: {', '.join(data.traits)}"))
        elif value not in values:
            findings.append(_wrong(f"`{name}` is not `{value}` anywhere in {data.name}", f"known: {', '.join(values)}"))
    if findings:
        raise MaterialError(findings)
    return {name: reference[name] for name in data.traits if name in reference}


def base_rate(data: Dataset, reference: Mapping[str, str], days: int, strength: float = STRENGTH) -> Rate:
    """The base rate in a class of a data set's spells.  Raises MaterialError."""
    wanted = chosen(data, reference)
    inside = [s for s in data.spells if all(s.traits[name] == value for name, value in wanted.items())]
    rho = correlation(by_country(data.spells, days))
    return _rate(data, wanted, days, strength, (count(inside, days, rho), count(data.spells, days, rho)))


Counts = tuple[int, int, Counted]


def _rate(data: Dataset, reference: Mapping[str, str], days: int, strength: float, both: tuple[Counts, Counts]) -> Rate:
    from scipy.special import betaincinv

    (n, never, found), (_, _, everything) = both
    known = found.effective - found.unknown
    observed = found.endings.get(Ending.BROKE, 0.0)
    parent = everything.endings.get(Ending.BROKE, 0.0)
    drawn = strength if reference else 0.0
    total = known + drawn
    jeffreys = drawn == 0 and known > 0 and not 0 < observed < 1
    rate = (known * observed + drawn * parent) / total if total else parent
    made = Rate(
        dataset=data.name,
        source=data.source,
        reference=dict(reference),
        days=days,
        n=n,
        never=never,
        effective=found.effective,
        unknown=found.unknown,
        observed=observed,
        rate=(known * observed + 0.5) / (known + 1) if jeffreys else rate,
        sampling=(0.0, 1.0),
        low=found.low,
        high=found.high,
        endings=found.endings,
        strength=strength,
        shrunk=known < SMALL and drawn > 0,
        countries=found.countries,
        worth_one=found.worth_one,
        jeffreys=jeffreys,
    )
    low, high = (float(betaincinv(*made.beta, q)) for q in (0.05, 0.95))
    return replace(made, sampling=(low, high))


# --- the small tables that come with the package ---------------------------------------------------------------------

_ENDINGS = (Ending.BROKE, Ending.EXPIRED, Ending.REPLACED)
_COLUMNS = ("n", "never", "effective", "unknown", "countries")


def derive(data: Dataset) -> str:
    """The table of every class of a data set as CSV: counts and chances only, no single ceasefire."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    parts = ("broke", "expired", "replaced", "low", "high", "worth_one")
    per_day = [f"{part}_{days}" for days in HORIZONS for part in parts]
    lines.writerow([*data.traits, *_COLUMNS, *per_day])
    rho = {days: correlation(by_country(data.spells, days)) for days in HORIZONS}
    for values in product(*(("", *values) for values in data.traits.values())):
        wanted = {name: value for name, value in zip(data.traits, values, strict=True) if value}
        inside = [s for s in data.spells if all(s.traits[name] == value for name, value in wanted.items())]
        counts = [count(inside, days, rho[days]) for days in HORIZONS]
        n, never, first = counts[0]
        chances = [
            f"{chance:.4f}"
            for _, _, c in counts
            for chance in (*(c.endings.get(e, 0.0) for e in _ENDINGS), c.low, c.high, c.worth_one)
        ]
        if n:
            lines.writerow([*values, n, never, first.effective, first.unknown, first.countries, *chances])
    return out.getvalue()


@lru_cache(maxsize=4)
def _table(name: str) -> Mapping[tuple[str, ...], Mapping[str, str]]:
    data = DATASETS[name]
    with (_HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return {tuple(row[trait] for trait in data.traits): row for row in csv.DictReader(stream)}


def shipped_rate(name: str, reference: Mapping[str, str], days: int, strength: float = STRENGTH) -> Rate:
    """The base rate from the table that comes with the package, for 30, 90 or 365 days.

    Raises MaterialError for a class that no ceasefire was in, or for other days.
    """
    if name not in DATASETS:
        raise MaterialError([_wrong(f"there is no data set `{name}`", f"known: {', '.join(DATASETS)}")])
    if days not in HORIZONS:
        hint = "or give the data set's own file"
        raise MaterialError([_wrong(f"{days} days are not in the table that ships: it has 30, 90 and 365", hint)])
    data = DATASETS[name]
    wanted = chosen(data, reference)
    row = _table(name).get(tuple(wanted.get(trait, "") for trait in data.traits))
    if row is None:
        raise MaterialError([_wrong("no ceasefire of the data set was in this class", "leave a trait out")])
    everything = _table(name)[("",) * len(data.traits)]
    return _rate(data, wanted, days, strength, (_from_row(row, days), _from_row(everything, days)))


def _from_row(row: Mapping[str, str], days: int) -> Counts:
    n, never, effective, unknown, countries = (int(row[name]) for name in _COLUMNS)
    chances = [float(row[f"{part}_{days}"]) for part in ("broke", "expired", "replaced")]
    found = Counted(
        effective,
        unknown,
        {e: c for e, c in zip(_ENDINGS, chances, strict=True) if c},
        float(row[f"low_{days}"]),
        float(row[f"high_{days}"]),
        countries,
        float(row[f"worth_one_{days}"]),
    )
    return n, never, found


def _wrong(message: str, hint: str) -> Finding:
    return Finding(Where("reference class"), "class", message, hint)
