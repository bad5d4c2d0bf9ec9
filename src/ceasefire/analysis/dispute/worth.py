"""What states are worth to a party: one integer order for every form of preference, exactly.

Weights and scores become integer terms per option (the decimals of the case cleared of fractions), so that sums compare
exactly; prioritised statements become codes that order states lexicographically, for any number of statements; a ranking
becomes its tiers.  Higher is better, equal is indifferent.  An acceptance threshold is an integer on the same scale.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.space import StateSpace, patterns
from ceasefire.case.model import Case, Party
from ceasefire.case.ranking import rank_chains
from ceasefire.case.rules import Rule, holds, parse_rule
from ceasefire.errors import TooPrecise

LARGEST = 2**62


@dataclass(frozen=True)
class Payoff:
    """Worth of every state to one party: flat integers `(size,)`, higher is better; it accepts from `least` on."""

    worth: npt.NDArray[np.integer]
    least: int


@dataclass(frozen=True)
class Additive:
    """Utility = unit * sum of terms, on the scale 0-100 of the scores, weights normalised to sum to one.

    `walk_away` is the utility of no agreement in units; a package is accepted from `least` on (equal to the walk-away
    where it is a level, above it where it is a state).
    """

    terms: Mapping[str, Mapping[str, int]]
    unit: Fraction
    walk_away: int
    least: int

    def of(self, state: Mapping[str, str]) -> int:
        """Worth of one state, in units."""
        return sum(options[state[issue]] for issue, options in self.terms.items())

    def accepts(self, state: Mapping[str, str]) -> bool:
        """Whether the party prefers the state to its walk-away."""
        return self.of(state) >= self.least

    def payoff(self, space: StateSpace) -> Payoff:
        """Worth of every state, in the smallest integer type that holds it."""
        largest = sum(max(options.values()) for options in self.terms.values())
        kind: type[np.signedinteger] = np.int32 if largest < 2**31 else np.int64
        total: npt.NDArray[np.signedinteger] = np.zeros(1, dtype=kind)
        for issue, options in zip(reversed(space.issues), reversed(space.options), strict=True):
            column = np.array([self.terms[issue][o] if issue in self.terms else 0 for o in options], dtype=kind)
            total = (column[:, None] + total[None, :]).reshape(-1)
        return Payoff(total, self.least)


@dataclass(frozen=True)
class Prioritised:
    """Statements, the most important first: a state is better when the first statement that differs holds in it."""

    statements: tuple[Rule, ...]
    walk_away: Mapping[str, str]

    def truths(self, state: Mapping[str, str]) -> tuple[bool, ...]:
        """Which statements hold in one state; compares lexicographically as the party does."""
        return tuple(holds(s, state) for s in self.statements)

    def accepts(self, state: Mapping[str, str]) -> bool:
        """Whether the party prefers the state to its walk-away."""
        return self.truths(state) > self.truths(self.walk_away)

    def payoff(self, space: StateSpace) -> Payoff:
        """Dense codes of the statements that hold, the most important one leading."""
        codes, found = patterns(space.truth(s) for s in self.statements)
        walk_away = int("".join(str(int(t)) for t in self.truths(self.walk_away)) or "0", 2)
        return Payoff(space.flat(codes), bisect_right(found, walk_away))


@dataclass(frozen=True)
class Ranked:
    """An explicit order over named states; `order[state as options in issue order]` is its tier, higher is better."""

    order: Mapping[tuple[str, ...], int]
    walk_away: Mapping[str, str]

    def of(self, state: Mapping[str, str]) -> int:
        """Tier of a state, -1 for a state that the ranking leaves out."""
        return self.order.get(tuple(state.values()), -1)

    def accepts(self, state: Mapping[str, str]) -> bool:
        """Whether the party prefers the state to its walk-away."""
        return self.of(state) > self.of(self.walk_away)

    def payoff(self, space: StateSpace) -> Payoff:
        """Tier of every state; -1 where the ranking says nothing (states that rules forbid)."""
        array = np.full(space.size, -1, dtype=np.int64)
        for key, tier in self.order.items():
            state = dict(zip(space.issues, key, strict=True))
            if all(option in options for option, options in zip(key, space.options, strict=True)):
                array[space.number(state)] = tier
        return Payoff(array, self.of(self.walk_away) + 1)


Worth = Additive | Prioritised | Ranked


def worth_of(case: Case, party: Party) -> Worth | None:
    """The worth of states to a party; None where the case does not say what it prefers.

    Without a walk-away the status quo is taken.  Raises TooPrecise.
    """
    preferences = party.preferences
    if preferences is None:
        return None
    given = party.walk_away.state if party.walk_away else "status_quo"
    fallback = (
        case.package(given) if isinstance(given, str) else {i: (given or case.status_quo)[i] for i in case.issues}
    )
    if preferences.prioritised is not None:
        return Prioritised(tuple(parse_rule(s.rule) for s in preferences.prioritised), fallback)
    if preferences.ranking is not None:
        ranks = rank_chains(preferences.ranking).rank()
        return Ranked({tuple(case.package(name).values()): tier for name, tier in ranks.items()}, fallback)
    level = party.walk_away.level if party.walk_away else None
    weights = {name: weight.midpoint for name, weight in (preferences.weights or {}).items()}
    whole = sum(weights.values())
    exact = {
        issue: {o: weights[issue] / whole * score.midpoint for o, score in (preferences.scores or {})[issue].items()}
        for issue in case.issues
        if weights[issue]
    }
    return _additive(exact, level.midpoint if level else None, fallback)


def _additive(
    exact: Mapping[str, Mapping[str, Fraction]], level: Fraction | None, fallback: Mapping[str, str]
) -> Additive:
    values = [v for options in exact.values() for v in options.values()] + ([level] if level is not None else [])
    denominator = lcm(*(v.denominator for v in values))
    divisor = gcd(*(int(v * denominator) for v in values)) or 1
    unit = Fraction(divisor, denominator)
    terms = {issue: {o: int(v / unit) for o, v in options.items()} for issue, options in exact.items()}
    if sum(max(options.values()) for options in terms.values()) >= LARGEST:
        raise TooPrecise("weights and scores have too many digits to be compared exactly")
    if level is not None:
        return Additive(terms, unit, int(level / unit), int(level / unit))
    base = sum(options[fallback[issue]] for issue, options in terms.items())
    return Additive(terms, unit, base, base + 1)
