"""How much less many ceasefires of few countries say than as many of as many: the design effect of countries.

Ceasefires of one country end alike.  The correlation within countries is estimated once for all ceasefires of a data set, from
the jackknife variance of the rate with one country left out at a time (times C/(C-1), C the effective number of countries); a
class then gets 1 + (m - 1) rho for its own mean number of ceasefires per country as a ceasefire sees it, m.  The quantile of
Student's t with C - 1 degrees of freedom in place of the normal one makes up for how few countries there are.  Kish (1965),
Survey Sampling, ch. 5; Carter, Schnepel & Steigerwald (2017), Review of Economics and Statistics 99(4), 698-709.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ceasefire.forecast.spells import Ending, Spell

NORMAL = 1.6449  # the 95% quantile
LEAST_FREEDOM = 2.0

Sizes = Sequence[tuple[int, int]]
"""For each country how many broke down, of how many whose ending is known."""


def by_country(spells: Iterable[Spell], days: int) -> list[tuple[int, int]]:
    """Broken down by `days`, of those of known ending and length, for each country; an unnamed country is one of its own."""
    found: dict[str, list[int]] = {}
    for k, spell in enumerate(spells):
        if spell.days is None or spell.ending in {Ending.UNKNOWN, Ending.NEVER}:
            continue
        held = found.setdefault(spell.country or f"\x00{k}", [0, 0])
        held[0] += spell.ending is Ending.BROKE and spell.days <= days
        held[1] += 1
    return [(broke, n) for broke, n in found.values()]


def correlation(countries: Sizes) -> float:
    """The correlation of breaking down within countries, 0 or more."""
    broke, n = (sum(column) for column in zip(*countries, strict=True)) if countries else (0, 0)
    mean = crowd(countries)
    if len(countries) < 2 or not 0 < broke < n or mean <= 1:
        return 0.0
    left = [(broke - b) / (n - k) for b, k in countries if n > k]
    middle = sum(left) / len(left)
    variance = (len(left) - 1) / len(left) * sum((share - middle) ** 2 for share in left)
    effective = n / mean
    rate = broke / n
    effect = variance / (rate * (1 - rate) / n) * effective / max(effective - 1, 1.0)
    return min(max(0.0, (effect - 1) / (mean - 1)), 1.0)


def crowd(countries: Sizes) -> float:
    """How many ceasefires the country of a ceasefire has, on the mean over ceasefires; 1 where there is none."""
    n = sum(k for _, k in countries)
    return sum(k * k for _, k in countries) / n if n else 1.0


def worth_one(countries: Sizes, rho: float) -> float:
    """How many ceasefires of these countries say as much as one alone would, 1 or more."""
    from scipy.special import stdtrit

    n, mean = sum(k for _, k in countries), crowd(countries)
    if rho <= 0 or n == 0:
        return 1.0
    freedom = max(n / mean - 1, LEAST_FREEDOM)
    return max(1.0, (1 + (mean - 1) * rho) * (float(stdtrit(freedom, 0.95)) / NORMAL) ** 2)
