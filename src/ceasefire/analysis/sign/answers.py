"""What could be signed and what stands in the way, as results: the same whichever engine found them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ceasefire.analysis.dispute.compiled import Condition
from ceasefire.analysis.dispute.package import Package


@dataclass(frozen=True)
class Fair:
    """A package that a principle of fairness selects, or why it cannot be said.

    `tied` counts the efficient packages that it selects equally; the first in the order of states is shown.
    """

    principle: str
    package: Package | None
    tied: int
    reason: str
    reference: str


@dataclass(frozen=True)
class Coalitions:
    """Which signatories and veto holders could sign together.

    `largest` are the sets that share an acceptable package and cannot be enlarged; `without` says, for each of them, which
    necessary parties are left out.
    """

    largest: tuple[tuple[str, ...], ...]
    without: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Twins:
    """Packages that are worth the same to everybody: the first of them by name, how many, and the issues in which they differ."""

    package: Package
    n: int
    issues: tuple[str, ...]


@dataclass(frozen=True)
class Zone:
    """What could be signed.

    `n_states` counts the product of options, `n_possible` those that rules and linked commitments leave (None where the
    space is not enumerated), `n_zone` those every necessary party accepts (None likewise).  Of these `today` says whether
    today's state is one, which is no agreement but a promise to keep it, and `n_unreachable` how many can no longer be brought
    about from today.  What is left could be signed: `empty` says that nothing is (None where a budget ended the search
    undecided), and only that is counted as efficient, listed and chosen as fair.
    Of the efficient ones `n_differ` differ in what somebody minds; `twins` are these, each with how many packages it stands for.
    `alone` counts the packages each party by itself accepts.  `listed` are efficient packages and `others` packages of the
    zone that could be improved for one party without loss to another, as many as were asked for (the nearest miss stands in
    `nearest` when the zone is empty).
    """

    empty: bool | None
    n_states: int
    n_possible: int | None
    n_zone: int | None
    today: bool
    n_unreachable: int | None
    n_efficient: int | None
    n_differ: int | None
    alone: Mapping[str, int]
    listed: tuple[Package, ...]
    others: tuple[Package, ...]
    twins: tuple[Twins, ...]
    fair: tuple[Fair, ...]
    coalitions: Coalitions | None
    nearest: Package | None
    exact: bool
    bound: str
    method: str

    def by(self, principle: str) -> Package | None:
        """The package a principle selects, where it can be said."""
        return next((f.package for f in self.fair if f.principle == principle), None)


@dataclass(frozen=True)
class Concession:
    """One party giving up one condition.

    In points 0-100, None without magnitudes: `hoped` is the best it could get with all its own conditions kept, `gets` what
    the opened package is worth to it, `walk_away` its worth of no agreement.  `shortfall` is how far below the walk-away
    `gets` lies (0 when above).
    """

    party: str
    condition: str
    text: str
    is_walk_away: bool
    hoped: float | None
    gets: float | None
    walk_away: float | None
    shortfall: float | None


@dataclass(frozen=True)
class Opening:
    """A minimal set of concessions that opens a zone: how many packages it opens, and the fairest of them.

    `evenly` are the packages that are equally fair, `package` the first of them by name.  `new` is false where all that it opens
    is today's state, or can no longer be brought about.
    """

    concessions: tuple[Concession, ...]
    n_opened: int | None
    package: Package
    new: bool = True
    evenly: tuple[Mapping[str, str], ...] = field(default=(), metadata={"plain": False})

    @property
    def parties(self) -> tuple[str, ...]:
        """Who concedes."""
        return tuple(dict.fromkeys(c.party for c in self.concessions))


@dataclass(frozen=True)
class Impediments:
    """All clashes and openings when `complete`, ranked; otherwise those found within the budget.

    Clashes: the smallest first.  Openings: fewest concessions, then fewest parties that concede, then the smallest
    shortfall below a walk-away, then the smallest loss against what was hoped for.
    """

    conditions: tuple[Condition, ...]
    clashes: tuple[tuple[Condition, ...], ...]
    openings: tuple[Opening, ...]
    complete: bool
    bound: str
    method: str
