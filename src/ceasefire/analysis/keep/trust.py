"""Trust: what the record of promises says of whether a party keeps its word."""

from __future__ import annotations

from dataclasses import dataclass

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.vocabulary import Outcome


@dataclass(frozen=True)
class Trust:
    """Promises kept and broken as a Beta posterior from Beta(1, 1): mean, 95 % interval; unknown outcomes count for nothing."""

    by: str
    to: str
    kept: int
    broken: int
    unknown: int
    mean: float
    low: float
    high: float


def trust(dispute: Dispute) -> tuple[Trust, ...]:
    """Trust per pair of parties, from the case's history."""
    pairs = dict.fromkeys((p.by, p.to) for p in dispute.case.history)
    return tuple(
        _trust(by, to, [p.outcome for p in dispute.case.history if (p.by, p.to) == (by, to)]) for by, to in pairs
    )


def patience_of(dispute: Dispute, party: str) -> tuple[float, float]:
    """The range of a party's patience: the interval of its promises kept, to anybody."""
    found = _trust(party, "", [p.outcome for p in dispute.case.history if p.by == party])
    return found.low, found.high


def _trust(by: str, to: str, outcomes: list[Outcome]) -> Trust:
    from scipy.special import betaincinv  # slow to import

    kept, broken = outcomes.count(Outcome.KEPT), outcomes.count(Outcome.BROKEN)
    a, b = 1 + kept, 1 + broken
    low, high = (float(betaincinv(a, b, q)) for q in (0.025, 0.975))
    return Trust(by, to, kept, broken, outcomes.count(Outcome.UNKNOWN), a / (a + b), low, high)
