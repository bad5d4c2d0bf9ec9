"""Dispute: a case compiled once for every question: its space, rules, worths, and the conditions of those who must accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import pairwise

import numpy as np

from ceasefire.analysis.dispute.canonical import absent, canonical_numbers, canonical_state, canonical_worth
from ceasefire.analysis.dispute.fibre import BoolArray
from ceasefire.analysis.dispute.space import IntArray, StateSpace, state_space
from ceasefire.analysis.dispute.worth import Payoff, Worth, worth_of
from ceasefire.case.model import Case, Commitment
from ceasefire.case.party import Quorum
from ceasefire.case.readings import as_read, reading_of
from ceasefire.case.rules import Iff, Rule, holds, parse_rule


@dataclass(frozen=True)
class Condition:
    """Something a party insists on: a demand (a rule), that so many of its parts accept (`quorum`), or being better off than
    with no agreement (neither).
    """

    party: str
    name: str
    rule: Rule | None = None
    text: str = ""
    quorum: Quorum | None = None

    @property
    def is_walk_away(self) -> bool:
        """True for the walk-away, false for anything else."""
        return self.rule is None and self.quorum is None

    def __str__(self) -> str:
        return f"{self.party}.{self.name}"


WALK_AWAY = "walk-away"
PARTS = "parts"


@dataclass(frozen=True, eq=False)
class Dispute:
    """What the analyses read; each compiled dispute is itself, so that what is worked out from it can be kept.

    `rules` say which states exist; `links` what makes a package of a state: its own rules, whole commitments, and what does not
    exist as today (a broken exchange is a state that can come about).  `conditions` are those of the deciding parties.
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

    @cached_property
    def weighing(self) -> tuple[str, ...]:
        """Deciding parties of which the case says what they prefer: all but sides that speak through their parts."""
        return tuple(party for party in self.deciding if party in self.worths)

    def judges(self) -> tuple[str, ...]:
        """Parties that can be asked whether they accept a package: those with preferences, walk-aways, demands or parts."""
        return tuple(n for n, party in self.case.parties.items() if n in self.worths or party.demands or party.quorum)

    def conditions_of(self, party: str) -> tuple[Condition, ...]:
        """What a party insists on, whether or not its acceptance is necessary."""
        given = self.case.parties[party]
        reading = reading_of(self.case.issues, party)
        own = [Condition(party, n, as_read(parse_rule(d.rule), reading), d.rule) for n, d in given.demands.items()]
        parts = [Condition(party, PARTS, quorum=given.quorum)] if given.quorum else []
        return (*([Condition(party, WALK_AWAY)] if party in self.worths else []), *parts, *own)

    def met(self, condition: Condition, state: Mapping[str, str]) -> bool:
        """Whether a condition is met in one state."""
        if condition.rule is not None:
            return holds(condition.rule, state)
        if condition.quorum is not None:
            return sum(self.accepts(part, state) for part in condition.quorum.of) >= condition.quorum.least
        return self.worths[condition.party].accepts(state)

    def accepts(self, party: str, state: Mapping[str, str]) -> bool:
        """Whether every condition of a party is met in one state."""
        return all(self.met(condition, state) for condition in self.conditions_of(party))

    def possible(self, state: Mapping[str, str]) -> bool:
        """Whether a state is a package: it breaks no rule, splits no linked commitment, settles nothing that does not exist."""
        return all(holds(rule, state) for rule in (*self.rules, *self.links))

    def canonical(self, state: Mapping[str, str]) -> dict[str, str]:
        """The state with what does not exist in it set as today."""
        return canonical_state(self.case, state)

    @cached_property
    def _canonical(self) -> IntArray | None:
        return canonical_numbers(self.case, self.space)

    @cached_property
    def existing(self) -> BoolArray:
        """Flat array: states that rules allow."""
        plain = self.space.all_hold(self.rules)
        return plain if self._canonical is None else plain[self._canonical]

    @cached_property
    def allowed(self) -> BoolArray:
        """Flat array: states that are packages."""
        return self.space.all_hold((*self.rules, *self.links))

    @cached_property
    def distinct(self) -> BoolArray:
        """Flat array: states that exist and settle nothing that does not exist, so that each is counted once."""
        return self.existing & self.space.all_hold(absent(self.case))

    @cached_property
    def _payoffs(self) -> dict[str, Payoff]:
        return {}

    def payoff(self, party: str) -> Payoff:
        """Worth of every state to a party (computed once)."""
        if party not in self._payoffs:
            self._payoffs[party] = canonical_worth(self.worths[party].payoff(self.space), self._canonical)
        return self._payoffs[party]

    def where(self, condition: Condition) -> BoolArray:
        """Where a condition is met; broadcastable for a demand, flat for a walk-away."""
        if condition.rule is not None:
            return self.space.truth(condition.rule)
        if condition.quorum is not None:
            accepting = sum(self.acceptance(part).astype(np.int8) for part in condition.quorum.of)
            return np.asarray(accepting >= condition.quorum.least).reshape(self.space.shape)
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
    worths = {name: worth_of(case, name) for name in case.parties}
    compiled = Dispute(
        case=case,
        space=state_space(case, open_all=open_all),
        rules=tuple(parse_rule(rule.rule) for rule in case.rules.values() if rule.of == "states"),
        links=(
            *(parse_rule(rule.rule) for rule in case.rules.values() if rule.of == "packages"),
            *(rule for commitment in case.commitments.values() for rule in link(commitment)),
            *absent(case),
        ),
        worths={name: worth for name, worth in worths.items() if worth is not None},
        conditions=(),
    )
    conditions = tuple(c for party in case.deciding for c in compiled.conditions_of(party))
    return replace(compiled, conditions=conditions)


def link(commitment: Commitment) -> list[Rule]:
    """Rules that hold where all parts of an exchange are kept or none is."""
    return [Iff(parse_rule(a.does), parse_rule(b.does)) for a, b in pairwise(commitment.exchange)]
