"""What stands in the way: all minimal sets of conditions that clash, all minimal sets of concessions that open a zone."""

from __future__ import annotations

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.sign.answers import Concession, Impediments, Opening
from ceasefire.analysis.sign.conflicts import Progress
from ceasefire.analysis.sign.enumerated_impediments import enumerated_impediments

BUDGET = 5_000
"""Clashes and openings after which the search stops and says so."""

__all__ = ["BUDGET", "Concession", "Impediments", "Opening", "impediments"]


def impediments(dispute: Dispute, budget: int = BUDGET, progress: Progress | None = None) -> Impediments:
    """What stands in the way of an agreement; nothing does when the zone is not empty.

    Rules of feasibility and linked commitments are not negotiable here; conditions are the demands and walk-aways of the
    necessary parties.  `budget` bounds the number of clashes and openings; `progress` is told how far it is.
    """
    if dispute.space.enumerable:
        return enumerated_impediments(dispute, budget, progress)
    from ceasefire.analysis.sign.programmed_impediments import (
        programmed_impediments,  # scipy.optimize is slow to import
    )

    return programmed_impediments(dispute, budget, progress)
