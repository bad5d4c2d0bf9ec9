"""Fair packages: what Nash, Kalai-Smorodinsky, equal gains, the sum, and fallback bargaining would choose from a set.

All are exact: candidates near the best in floating point are compared again as fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SOLUTIONS = {
    "nash": "Nash, J. F. (1950). The bargaining problem. Econometrica 18:155-162, doi:10.2307/1907266",
    "kalai-smorodinsky": "Kalai, E. & Smorodinsky, M. (1975). Econometrica 43:513-518, doi:10.2307/1914280",
    "egalitarian": "Kalai, E. (1977). Proportional solutions. Econometrica 45:1623-1630, doi:10.2307/1913954",
    "utilitarian": "Harsanyi, J. C. (1955). J. Political Economy 63:309-321, doi:10.1086/257678",
    "fallback": "Brams, S. J. & Kilgour, D. M. (2001). Group Decis. Negot. 10:287-316, doi:10.1023/A:1011252808608",
}


@dataclass(frozen=True)
class Gains:
    """Exact worth of candidate packages to cardinal parties.

    `worth` (n_parties, n_candidates) in each party's units; `unit` utility points (0-100) per unit; `walk_away` in units.
    """

    worth: npt.NDArray[np.integer]
    unit: Sequence[Fraction]
    walk_away: Sequence[int]

    def gain(self, candidate: int) -> list[Fraction]:
        """Points above the walk-away, per party, exactly."""
        return [u * (int(w) - d) for u, w, d in zip(self.unit, self.worth[:, candidate], self.walk_away, strict=True)]

    def gains(self) -> Floats:
        """The same for every candidate, in floating point."""
        base = np.array(self.walk_away, dtype=np.float64)[:, None]
        return np.asarray((self.worth - base) * np.array([float(u) for u in self.unit])[:, None])


def fair(gains: Gains, ideals: Sequence[int]) -> dict[str, list[int]]:
    """Positions of the candidates that each solution selects (several where they tie exactly).

    Candidates must include every efficient package of the set meant, and none below a walk-away.  nash: the largest product
    of gains.  kalai-smorodinsky: the smallest share of the party's ideal gain is as large as can be, then the next smallest
    (leximin, since a finite set may have no package with equal shares); a party that can gain nothing is left out.
    egalitarian: the same for gains in points.  utilitarian: the largest sum of gains.  The last two compare points between
    parties, which the scales of a case allow only as far as its weights and scores were set with that in mind.
    `ideals`, in units, are the most each party can get while no other falls below its walk-away.
    """
    table = gains.gains()
    tops = [u * (top - d) for u, top, d in zip(gains.unit, ideals, gains.walk_away, strict=True)]
    some = np.array([top > 0 for top in tops])
    shares = table[some] / np.array([float(top) for top in tops])[some][:, None]
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(table, 0)).sum(axis=0)

    def exact_shares(candidate: int) -> list[Fraction]:
        return sorted(gain / top for gain, top in zip(gains.gain(candidate), tops, strict=True) if top > 0)

    return {
        "nash": _best(logs, lambda k: [prod(gains.gain(k), start=Fraction(1))]),
        "kalai-smorodinsky": _best(shares.min(axis=0, initial=1), exact_shares),
        "egalitarian": egalitarian(gains),
        "utilitarian": _best(table.sum(axis=0), lambda k: [sum(gains.gain(k), Fraction(0))]),
    }


def egalitarian(gains: Gains) -> list[int]:
    """Positions of the candidates whose smallest gain in points is largest, then the next smallest, and so on."""
    return _best(gains.gains().min(axis=0), lambda k: sorted(gains.gain(k)))


def fallback(depths: npt.NDArray[np.integer]) -> list[int]:
    """Positions of the packages that fallback bargaining with unanimity selects, from orders alone.

    Each party descends its own order of all possible packages one level at a time until some package is acceptable to all: the
    package whose worst position over the parties is best.  `depths` (n_parties, n_candidates) are these positions, 0 for a
    party's best; packages that tie share a level (the source has strict orders).
    """
    depth = depths.max(axis=0)
    return [int(k) for k in np.flatnonzero(depth == depth.min())]


def _best(rough: Floats, exact: Callable[[int], list[Fraction]]) -> list[int]:
    top = rough.max()
    near = np.flatnonzero(rough >= top - 1e-9 * max(1.0, abs(top))) if np.isfinite(top) else np.arange(len(rough))
    keys = [exact(int(k)) for k in near]
    best = max(keys)
    return [int(k) for k, key in zip(near, keys, strict=True) if key == best]
