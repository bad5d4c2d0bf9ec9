"""The zone of possible agreement: every package that all necessary parties prefer to their walk-away."""

from __future__ import annotations

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.sign.answers import Coalitions, Fair, Zone
from ceasefire.analysis.sign.enumerated_zone import MOST, enumerated_zone

__all__ = ["MOST", "Coalitions", "Fair", "Zone", "zone"]


def zone(dispute: Dispute, seed: int = 0, most: int = MOST, *, even_unreachable: bool = False) -> Zone:
    """The zone of a dispute: by enumeration where the space allows, else by the integer program.

    What can no longer be brought about from today is counted and left out, unless `even_unreachable`.  `seed` varies only
    which efficient packages the integer program finds; `most` is how many packages are written out.
    """
    if dispute.space.enumerable:
        return enumerated_zone(dispute, most, even_unreachable=even_unreachable)
    from ceasefire.analysis.sign.programmed_zone import programmed_zone  # scipy.optimize is slow to import

    return programmed_zone(dispute, seed, even_unreachable=even_unreachable)
