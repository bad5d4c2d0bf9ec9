"""What states are worth to a party: one integer order for every form of preference, exactly.

Weights and scores become integer terms per option (the decimals of the case cleared of fractions), so that sums compare
exactly; prioritised statements become codes that order states lexicographically, for any number of statements; a ranking
becomes its tiers.  Higher is better, equal is indifferent.  An acceptance threshold is an integer on the same scale.
What one thing is worth only together with another, and what somebody offers, adds to the terms where a rule holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.space import StateSpace, patterns
from ceasefire.case.model import Case, Offer
from ceasefire.case.ranking import rank_chains
from ceasefire.case.readings import as_read, reading_of
from ceasefire.case.rules import And, Rule, holds, parse_rule
from ceasefire.errors import TooPrecise

LARGEST = 2**62


@dataclass(frozen=True)
class Payoff:
    """Worth of every state to one party: flat integers `(size,)`, higher is better; it accepts from `least` on."""

    worth: npt.NDArray[np.integer]
    least: int


@dataclass(frozen=True)
class Additive:
    """Utility = unit * sum of terms and extras, on the scale 0-100 of the scores, weights normalised to sum to one.

    `extras` are added where their rule holds, and may be negative.  `walk_away` is the utility of no agreement in units; a
    package is accepted from `least` on (equal to the walk-away where it is a level, above it where it is a state).
    """

    terms: Mapping[str, Mapping[str, int]]
    unit: Fraction
    walk_away: int
    least: int
    extras: tuple[tuple[Rule, int], ...] = ()

    def of(self, state: Mapping[str, str]) -> int:
        """Worth of one state, in units."""
        plain = sum(options[state[issue]] for issue, options in self.terms.items())
        return plain + sum(extra for rule, extra in self.extras if holds(rule, state))

    def points(self, state: Mapping[str, str]) -> float:
        """Worth of one state in points 0-100."""
        return float(self.unit * self.of(state))

    @property
    def bounds(self) -> tuple[int, int]:
        """No state is worth less than the first or more than the second, in units."""
        low = sum(min(options.values()) for options in self.terms.values())
        high = sum(max(options.values()) for options in self.terms.values())
        return low + sum(min(0, v) for _, v in self.extras), high + sum(max(0, v) for _, v in self.extras)

    def accepts(self, state: Mapping[str, str]) -> bool:
        """Whether the party prefers the state to its walk-away."""
        return self.of(state) >= self.least

    def payoff(self, space: StateSpace) -> Payoff:
        """Worth of every state, in the smallest integer type that holds it."""
        kind: type[np.signedinteger] = np.int32 if max(map(abs, self.bounds)) < 2**31 else np.int64
        total: npt.NDArray[np.signedinteger] = np.zeros(1, dtype=kind)
        for issue, options in zip(reversed(space.issues), reversed(space.options), strict=True):
            column = np.array([self.terms[issue][o] if issue in self.terms else 0 for o in options], dtype=kind)
            total = (column[:, None] + total[None, :]).reshape(-1)
        for rule, extra in self.extras:
            total = total + space.flat(np.where(space.truth(rule), kind(extra), kind(0)))
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


def worth_of(case: Case, name: str) -> Worth | None:
    """The worth of states to a party; None where the case does not say what it prefers.

    Without a walk-away the status quo is taken.  Raises TooPrecise.
    """
    party = case.parties[name]
    preferences = party.preferences
    if preferences is None:
        return None
    given = party.walk_away.state if party.walk_away else "status_quo"
    fallback = (
        case.package(given) if isinstance(given, str) else {i: (given or case.status_quo)[i] for i in case.issues}
    )
    reading = reading_of(case.issues, name)
    if preferences.prioritised is not None:
        return Prioritised(tuple(as_read(parse_rule(s.rule), reading) for s in preferences.prioritised), fallback)
    if preferences.ranking is not None:
        ranks = rank_chains(preferences.ranking).rank()
        return Ranked({tuple(case.package(name).values()): tier for name, tier in ranks.items()}, fallback)
    level = party.walk_away.level if party.walk_away else None
    weights = {issue: weight.midpoint for issue, weight in (preferences.weights or {}).items()}
    scores, whole = preferences.scores or {}, sum(weights.values())
    exact = {
        issue: {
            option: weights[issue] / whole * scores[issue][reading.get(issue, {}).get(option, option)].midpoint
            for option in case.issues[issue].options
        }
        for issue in case.issues
        if weights[issue]
    }
    extras = [(as_read(parse_rule(one.rule), reading), one.worth.midpoint) for one in preferences.together]
    extras += [(rule, offer.worth[name].midpoint) for offer, rule in standing_offers(case) if name in offer.worth]
    return _additive(exact, extras, level.midpoint if level else None, fallback)


def standing_offers(case: Case) -> list[tuple[Offer, Rule]]:
    """Every offer with the rule on packages under which it stands, the offers that it depends on included."""

    def whole(name: str) -> list[Rule]:
        return [
            parse_rule(case.offers[name].when),
            *(rule for other in case.offers[name].given for rule in whole(other)),
        ]

    return [
        (offer, And(tuple(whole(name))) if offer.given else parse_rule(offer.when))
        for name, offer in case.offers.items()
    ]


def _additive(
    exact: Mapping[str, Mapping[str, Fraction]],
    extras: Sequence[tuple[Rule, Fraction]],
    level: Fraction | None,
    fallback: Mapping[str, str],
) -> Additive:
    values = [v for options in exact.values() for v in options.values()] + [v for _, v in extras]
    values += [level] if level is not None else []
    denominator = lcm(*(v.denominator for v in values))
    divisor = gcd(*(int(v * denominator) for v in values)) or 1
    unit = Fraction(divisor, denominator)
    terms = {issue: {o: int(v / unit) for o, v in options.items()} for issue, options in exact.items()}
    plain = Additive(terms, unit, 0, 0, tuple((rule, int(v / unit)) for rule, v in extras if v))
    if max(map(abs, plain.bounds)) >= LARGEST:
        raise TooPrecise("weights and scores have too many digits to be compared exactly")
    if level is not None:
        return replace(plain, walk_away=int(level / unit), least=int(level / unit))
    base = plain.of(fallback)
    return replace(plain, walk_away=base, least=base + 1)
