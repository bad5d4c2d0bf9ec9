"""Dispute: a case compiled once for every question: its space, rules, worths, and the conditions of those who must accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise

import numpy as np

from ceasefire.analysis.dispute.space import BoolArray, StateSpace, state_space
from ceasefire.analysis.dispute.worth import Payoff, Worth, worth_of
from ceasefire.case.model import Case, Commitment
from ceasefire.case.rules import Iff, Rule, holds, parse_rule


@dataclass(frozen=True)
class Condition:
    """Something a party insists on: a demand (a rule), or being better off than with no agreement (`rule` is None)."""

    party: str
    name: str
    rule: Rule | None = None
    text: str = ""

    @property
    def is_walk_away(self) -> bool:
        """True for the walk-away, false for a demand."""
        return self.rule is None

    def __str__(self) -> str:
        return f"{self.party}.{self.name}"


WALK_AWAY = "walk-away"


@dataclass(frozen=True, eq=False)
class Dispute:
    """What the analyses read; each compiled dispute is itself, so that what is worked out from it can be kept.

    `rules` say which states exist; `links` which of them keep linked commitments whole, a condition on packages and not
    on states (a broken exchange is a state that can come about).  `conditions` are those of the deciding parties.
    """

    case: Case
    space: StateSpace
    rules: tuple[Rule, ...]
    links: tuple[Rule, ...]
    worths: Mapping[str, Worth]
    conditions: tuple[Condition, ...]

    @property
    def deciding(self) -> tuple[str, ...]:
        """Parties without which no agreement stands."""
        return self.case.deciding

    def judges(self) -> tuple[str, ...]:
        """Parties that can be asked whether they accept a package: those with preferences, walk-aways or demands."""
        return tuple(name for name, party in self.case.parties.items() if name in self.worths or party.demands)

    def conditions_of(self, party: str) -> tuple[Condition, ...]:
        """What a party insists on, whether or not its acceptance is necessary."""
        demands = self.case.parties[party].demands
        own = [Condition(party, name, parse_rule(d.rule), d.rule) for name, d in demands.items()]
        return (*([Condition(party, WALK_AWAY)] if party in self.worths else []), *own)

    def met(self, condition: Condition, state: Mapping[str, str]) -> bool:
        """Whether a condition is met in one state."""
        return self.worths[condition.party].accepts(state) if condition.rule is None else holds(condition.rule, state)

    def possible(self, state: Mapping[str, str]) -> bool:
        """Whether a state breaks no rule and splits no linked commitment."""
        return all(holds(rule, state) for rule in (*self.rules, *self.links))

    @cached_property
    def allowed(self) -> BoolArray:
        """Flat array: states that exist and keep linked commitments whole."""
        return self.space.all_hold((*self.rules, *self.links))

    @cached_property
    def _payoffs(self) -> dict[str, Payoff]:
        return {}

    def payoff(self, party: str) -> Payoff:
        """Worth of every state to a party (computed once)."""
        if party not in self._payoffs:
            self._payoffs[party] = self.worths[party].payoff(self.space)
        return self._payoffs[party]

    def where(self, condition: Condition) -> BoolArray:
        """Where a condition is met; broadcastable for a demand, flat for a walk-away."""
        if condition.rule is not None:
            return self.space.truth(condition.rule)
        payoff = self.payoff(condition.party)
        return np.asarray(payoff.worth >= payoff.least).reshape(self.space.shape)

    def acceptance(self, party: str) -> BoolArray:
        """Flat array: states that meet every condition of a party."""
        whole = np.ones((1,) * len(self.space.shape), dtype=np.bool_)
        met = reduce(np.logical_and, (self.where(c) for c in self.conditions_of(party)), whole)
        return self.space.flat(met)


def dispute(case: Case, *, open_all: bool = False) -> Dispute:
    """Compile a case that passed its checks; `open_all` puts every issue on the table.

    Raises TooPrecise where weights and scores cannot be compared exactly.
    """
    worths = {name: worth_of(case, party) for name, party in case.parties.items()}
    compiled = Dispute(
        case=case,
        space=state_space(case, open_all=open_all),
        rules=tuple(parse_rule(rule.rule) for rule in case.rules.values()),
        links=tuple(rule for commitment in case.commitments.values() for rule in link(commitment)),
        worths={name: worth for name, worth in worths.items() if worth is not None},
        conditions=(),
    )
    conditions = tuple(c for party in case.deciding for c in compiled.conditions_of(party))
    return Dispute(case, compiled.space, compiled.rules, compiled.links, compiled.worths, conditions)


def link(commitment: Commitment) -> list[Rule]:
    """Rules that hold where all parts of an exchange are kept or none is."""
    return [Iff(parse_rule(a.does), parse_rule(b.does)) for a, b in pairwise(commitment.exchange)]
