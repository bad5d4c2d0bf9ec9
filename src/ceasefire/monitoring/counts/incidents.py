"""Incidents in columns: what counting and matching need of each, with repeated parts kept once.

Several hundred thousand incidents have a few hundred pairs of sides and some thousand places; each test of a term is made
once for every different part and spread over the incidents by index.  The incidents themselves are not held, so that a file
can be read through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.spots import Spots
from ceasefire.record.incident import PlacePrecision

Sides = tuple[tuple[str, ...], tuple[str, ...]]
ALLEGED, CONFIRMED, DOUBTED = range(3)
KM = {
    PlacePrecision.EXACT.value: 1.0,
    PlacePrecision.NEAR.value: 25.0,
}
"""How far, in km, the place may be from its point: UCDP's own limit for "near" (codebook, where_prec 2); our convention for
"exact".  Coarser places have a point that only stands for them."""
DEGREE = 111.32  # kilometres in a degree of latitude


@dataclass(frozen=True)
class Incidents:
    """Incidents in columns, all of length n.

    `begins` and `ends` are the first and last second it may have happened, since 1970 UTC.  `day` is days since 1970 in the
    agreement's zone, -1 where the date leaves more than two days open.  `sides`, `act`, `place`, `area`, `source` and `when`
    index `all_sides` (lower-case actors and targets), `acts` and `areas` (lower case), `places`, `sources` (who reports) and
    `dates` (as written).  `grade` is ALLEGED, CONFIRMED or DOUBTED; `excepted` indexes `exceptions`.  `many` is how many acts
    each stands for, `deaths` the best estimate, NaN where none is given.  `odd_date` marks years that look like those of
    another calendar.  `openness` is how openly each may be shown, 0 (red) to 4.  `mark` is 64 bits of a hash of name and
    content.  `spelled` has names of `all_sides` and `areas` as they were first written.
    """

    ids: tuple[str, ...]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    day: NDArray[np.int64]
    sides: NDArray[np.int64]
    act: NDArray[np.int64]
    place: NDArray[np.int64]
    area: NDArray[np.int64]
    source: NDArray[np.int64]
    when: NDArray[np.int64]
    grade: NDArray[np.int8]
    excepted: NDArray[np.int64]
    many: NDArray[np.int64]
    deaths: NDArray[np.float64]
    odd_date: NDArray[np.bool_]
    openness: NDArray[np.int8]
    mark: NDArray[np.uint64]
    all_sides: tuple[Sides, ...]
    acts: tuple[str, ...]
    places: Spots
    areas: tuple[str, ...]
    sources: tuple[str, ...]
    dates: tuple[str, ...]
    exceptions: tuple[tuple[str, ...], ...]
    spelled: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, keep: NDArray[np.bool_]) -> Incidents:
        """The incidents that `keep`, shape (n,), marks; the parts that they index stay as they are."""
        if keep.all():
            return self
        kept = np.flatnonzero(keep).tolist()
        arrays: dict[str, Any] = {
            name: array[keep] for name, array in vars(self).items() if isinstance(array, np.ndarray)
        }
        return replace(self, ids=tuple(self.ids[k] for k in kept), **arrays)

    @property
    def digest(self) -> str:
        """SHA-256 of the names and contents, in whatever order they came."""
        return hashlib.sha256(np.sort(self.mark).tobytes()).hexdigest()
