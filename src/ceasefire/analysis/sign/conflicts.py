"""All minimal conflicts and all minimal repairs of a set of conditions, given only a way to ask which can hold together.

Dualize and advance (Gunopulos et al. 2003, ACM TODS 28:140-174; for conflicts Bailey & Stuckey 2005, PADL, LNCS 3350:174-186):
the minimal conflicts are the minimal sets that hit every repair.  From the repairs known so far come candidates; one that cannot
hold is a conflict, one that can leads to a repair not known before.  Sets are integers, bit k for condition k.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Oracle = Callable[[int], int | None]
"""Conditions that hold in some state which meets all the asked ones (a superset of them), or None when there is no such state."""

Progress = Callable[[str], None]
"""Told now and then, in words, how far a long search is."""

WORD = 2**62
"""Sets below it fit a machine word."""

CANDIDATES = 10
"""Candidates held at once, as a multiple of the budget, after which the search stops."""


@dataclass(frozen=True)
class Conflicts:
    """Minimal sets that cannot hold together (`clashes`) and minimal sets whose removal lets the rest hold (`repairs`).

    Both are all there are when `complete`; otherwise each listed one is right and others may exist.  Smallest first.
    """

    clashes: tuple[int, ...]
    repairs: tuple[int, ...]
    complete: bool


def conflicts(count: int, oracle: Oracle, budget: int = 10_000, progress: Progress | None = None) -> Conflicts:
    """Enumerate the clashes and repairs of `count` conditions; stops after `budget` sets and says so."""
    everything = (1 << count) - 1
    clashes: list[int] = []
    repairs: list[int] = []
    candidates = [0]
    while candidates and len(clashes) + len(repairs) < budget and len(candidates) <= CANDIDATES * budget:
        if progress is not None:
            progress(f"{len(clashes):,} clashes and {len(repairs):,} openings found so far")
        candidate = candidates.pop()
        held = oracle(candidate)
        if held is None:
            clashes.append(candidate)
            continue
        repair = everything & ~_grown(held, everything, oracle)
        repairs.append(repair)
        if repair:
            candidates = _hitting([*candidates, candidate], clashes, repair)
    return Conflicts(tuple(sorted(clashes, key=_size)), tuple(sorted(repairs, key=_size)), not candidates)


def _size(subset: int) -> tuple[int, int]:
    return subset.bit_count(), subset


def _grown(subset: int, everything: int, oracle: Oracle) -> int:
    """A maximal superset that can hold."""
    for k in range(everything.bit_length()):
        if not subset >> k & 1:
            subset = oracle(subset | 1 << k) or subset
    return subset


def _hitting(candidates: list[int], clashes: list[int], repair: int) -> list[int]:
    """The candidates that must now also hit `repair`, minimal, the smallest last (Berge 1989, Hypergraphs, ch. 2).

    Clashes hit every repair already; they only keep what contains them from being minimal.
    """
    hit = [c for c in candidates if c & repair]
    kept = np.array(
        [*hit, *clashes], dtype=np.int64 if repair < WORD and all(c < WORD for c in clashes) else np.object_
    )
    for missed in (c for c in candidates if not c & repair):
        # what the kept sets need beyond this one: where that is a single condition, adding it would not be minimal
        beyond: npt.NDArray[Any] = kept & np.array(~missed, dtype=kept.dtype)
        spoilt = np.bitwise_or.reduce(beyond[beyond & (beyond - 1) == 0], initial=0)
        left = repair & ~int(spoilt)
        hit += [missed | 1 << k for k in range(left.bit_length()) if left >> k & 1]
    return sorted(hit, key=_size, reverse=True)
