"""Explicit rankings: chains such as `p3 > p1 = p4 > p2`, several of which may be joined into one order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_PIECE = re.compile(r"\s*([^\s>=]+)\s*(>|=|$)")


@dataclass(frozen=True)
class Ranking:
    """Tiers of names, the best first; names in one tier are indifferent."""

    tiers: tuple[tuple[str, ...], ...]

    def rank(self) -> dict[str, int]:
        """Rank of each name: 0 for the worst tier, higher is better."""
        return {name: len(self.tiers) - 1 - k for k, tier in enumerate(self.tiers) for name in tier}


class RankingError(ValueError):
    """The chains do not make one order; `chain` is the number of the chain to look at."""

    def __init__(self, message: str, chain: int, hint: str) -> None:
        super().__init__(message)
        self.chain = chain
        self.hint = hint


def parse_chain(text: str) -> list[tuple[str, str]]:
    """Names of a chain, each with the sign that follows it (`>`, `=` or nothing at the end).  Raises ValueError."""
    pieces = []
    position = 0
    while position < len(text.rstrip()):
        found = _PIECE.match(text, position)
        if not found:
            raise ValueError(f"cannot read {text[position:].strip()[:20]!r}: a ranking reads `p3 > p1 = p4 > p2`")
        pieces.append((found[1], found[2]))
        position = found.end()
    if not pieces or pieces[-1][1]:
        raise ValueError("a ranking ends with a name: `p3 > p1 = p4 > p2`")
    return pieces


def rank_chains(chains: Sequence[str]) -> Ranking:
    """Join chains into one order from best to worst.

    Raises RankingError when the chains contradict each other (a name above itself) or leave two names uncompared.
    """
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    above: list[tuple[str, str, int]] = []
    for number, chain in enumerate(chains):
        try:
            pieces = parse_chain(chain)
        except ValueError as error:
            raise RankingError(str(error), number, "separate names by > (better than) and = (indifferent)") from None
        for (left, sign), (right, _) in pairwise(pieces):
            if sign == "=":
                group[root(left)] = root(right)
            else:
                above.append((left, right, number))
        root(pieces[0][0])
    edges = [(root(a), root(b), number) for a, b, number in above]
    return Ranking(
        tuple(tuple(n for n in group if root(n) == tier) for tier in _order({root(n) for n in group}, edges))
    )


def _order(nodes: set[str], edges: list[tuple[str, str, int]]) -> list[str]:
    """The single order that the edges allow, best first (Kahn 1962), or a RankingError that says why there is none."""
    left = set(nodes)
    order: list[str] = []
    while left:
        best = sorted(n for n in left if not any(b == n and a in left for a, b, _ in edges))
        if not best:
            number, names = _cycle(left, edges)
            raise RankingError(
                f"the ranking goes round in a circle: {names}", number, "remove one of these comparisons"
            )
        if len(best) > 1:
            message = f"the ranking does not compare `{best[0]}` with `{best[1]}`"
            raise RankingError(message, 0, f"add `{best[0]} > {best[1]}`, the reverse, or `=` if indifferent")
        order.append(best[0])
        left.remove(best[0])
    return order


def _cycle(left: set[str], edges: list[tuple[str, str, int]]) -> tuple[int, str]:
    """Number of a chain in the circle, and its names from best back to best."""
    better = {b: (a, number) for a, b, number in edges if a in left and b in left}
    walk = [next(iter(sorted(better)))]
    while walk[-1] not in walk[:-1]:
        walk.append(better[walk[-1]][0])
    circle = walk[walk.index(walk[-1]) :][::-1]
    return better[circle[0]][1], " > ".join(f"`{name}`" for name in circle)
