"""Would it hold: a base rate, what a person thinks moves it in this case, and the range that results.

The moves are judgement, given as factors on the odds of breakdown; nobody has measured them.  They are multiplied, which takes
them to be independent of each other and of the reference class: two moves that say one thing twice count twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from ceasefire.forecast.base_rates import Rate

Range = tuple[float, float]


@dataclass(frozen=True)
class Move:
    """What moves the odds of breakdown in this case: a factor as a range (1 leaves them, 2 doubles them), and why."""

    title: str
    odds: Range
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """The chance of breakdown within the days of the rate, as shares 0-1.

    `unmoved` is the base rate with its sampling range; `moved` the same after the moves, from the least of each to the most.
    `whatever` is the moved range if nothing is supposed of those whose ending is unknown; it is what `hold` is judged by.
    """

    rate: Rate
    moves: tuple[Move, ...]
    unmoved: Range
    moved: Range
    whatever: Range


def outlook(rate: Rate, moves: Sequence[Move]) -> Outlook:
    """The base rate moved by the moves.  Raises ValueError for a factor that is not a positive number."""
    if any(not 0 < low <= high < float("inf") for low, high in (move.odds for move in moves)):
        raise ValueError("a factor on the odds is a positive number, or a range of them")
    least, most = prod(m.odds[0] for m in moves), prod(m.odds[1] for m in moves)

    def moved(ends: Range) -> Range:
        return times(ends[0], least), times(ends[1], most)

    wide = min(rate.low, rate.sampling[0]), max(rate.high, rate.sampling[1])
    return Outlook(rate, tuple(moves), rate.sampling, moved(rate.sampling), moved(wide))


def times(chance: float, factor: float) -> float:
    """A chance after its odds are multiplied by a factor."""
    return chance * factor / (1 - chance + chance * factor)
