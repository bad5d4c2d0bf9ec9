"""The exact ends of a party's margin over its walk-away while its weights, scores and level move in their ranges.

A party with weights w, scores s and level L accepts a state x when the sum over the issues of w (s(x) - L) is at least 0.  Issues
have separate numbers and L enters every term alike, so that the ends of the sum are the sums of the ends of its terms: the
most is at the high scores and the low level, with the end of each weight that makes its term largest, and the least the other
way round. Worths that hold only together (`with`) and offers move the level of the states in which they hold.  All in
fractions; worked out for this project (the design is from additive value models with interval judgements, as in robust
ordinal regression).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.worth import standing_offers
from ceasefire.case.judgement import Judgement, decimal_fraction
from ceasefire.case.readings import as_read, reading_of
from ceasefire.case.rules import Rule, holds, parse_rule

Ends = tuple[Fraction, Fraction]


def ends(judgement: Judgement) -> Ends:
    """The ends of a range, exactly."""
    return decimal_fraction(judgement.low), decimal_fraction(judgement.high)


@dataclass(frozen=True)
class Ranges:
    """The numbers of one party with weights and scores; no agreement is worth a level, or a state (`fallback`)."""

    weights: Mapping[str, Ends]
    scores: Mapping[str, Mapping[str, Ends]]
    level: Ends | None
    fallback: Mapping[str, str]
    extras: tuple[tuple[Rule, Ends], ...]

    @property
    def strict(self) -> bool:
        """Whether a package must be better than no agreement: where that is a state."""
        return self.level is None

    def narrowed(self, weights: Mapping[str, Ends]) -> Ranges:
        """The same with other ranges of some weights."""
        return replace(self, weights={**self.weights, **weights})

    def terms(self, state: Mapping[str, str]) -> list[tuple[Ends, Ends]]:
        """Per issue the ends of its weight and of what it brings above no agreement, in a state."""
        low, high = self._extra(state)
        found = []
        for issue, weight in self.weights.items():
            here = self.scores[issue][state[issue]]
            if self.level is not None:
                found.append((weight, (here[0] - self.level[1] + low, here[1] - self.level[0] + high)))
                continue
            there = self.scores[issue][self.fallback[issue]]
            same = state[issue] == self.fallback[issue]
            apart = (Fraction(0), Fraction(0)) if same else (here[0] - there[1], here[1] - there[0])
            found.append((weight, (apart[0] + low, apart[1] + high)))
        return found

    def _extra(self, state: Mapping[str, str]) -> Ends:
        """What holds only together, and offers, beyond what they bring in no agreement."""
        low = high = Fraction(0)
        for rule, (least, most) in self.extras:
            before = self.level is None and holds(rule, self.fallback)
            here = holds(rule, state)
            if here and not before:
                low, high = low + least, high + most
            if before and not here:
                low, high = low - most, high - least
        return low, high

    def least(self, state: Mapping[str, str]) -> Fraction:
        """The least of the weighted sum over all values of the ranges."""
        return sum((min(w[0] * d[0], w[1] * d[0]) for w, d in self.terms(state)), Fraction(0))

    def most(self, state: Mapping[str, str]) -> Fraction:
        """The most of it."""
        return sum((max(w[0] * d[1], w[1] * d[1]) for w, d in self.terms(state)), Fraction(0))

    def sure(self, state: Mapping[str, str]) -> bool:
        """Whether the party prefers the state to no agreement however its ranges fall."""
        return self.least(state) > 0 if self.strict else self.least(state) >= 0

    def possible(self, state: Mapping[str, str]) -> bool:
        """Whether it does for some values."""
        return self.most(state) > 0 if self.strict else self.most(state) >= 0

    def margin(self, state: Mapping[str, str]) -> tuple[float, float]:
        """The worst and the best margin in points: the weighted mean of what each issue brings, weights moving too."""
        terms = self.terms(state)
        worst = _extreme_mean([(w, d[0]) for w, d in terms], lower=True)
        best = _extreme_mean([(w, d[1]) for w, d in terms], lower=False)
        return float(worst), float(best)


def _extreme_mean(terms: Sequence[tuple[Ends, Fraction]], *, lower: bool) -> Fraction:
    """The least or most weighted mean while weights move: those on one side of a threshold at their high, the others at
    their low end.
    """
    ordered = sorted(terms, key=lambda term: term[1], reverse=not lower)
    found = []
    for cut in range(len(ordered) + 1):
        weights = [w[1] if k < cut else w[0] for k, (w, _) in enumerate(ordered)]
        if total := sum(weights, Fraction(0)):
            found.append(sum((w * d for w, (_, d) in zip(weights, ordered, strict=True)), Fraction(0)) / total)
    return min(found) if lower else max(found)


def ranges_of(dispute: Dispute, name: str) -> Ranges | None:
    """The ranges of a party; None where it has no weights and scores."""
    case = dispute.case
    party = case.parties[name]
    preferences = party.preferences
    if preferences is None or preferences.weights is None:
        return None
    reading, scores = reading_of(case.issues, name), preferences.scores or {}
    weights = {issue: ends(w) for issue, w in preferences.weights.items() if w.high > 0}
    table = {
        issue: {o: ends(scores[issue][reading.get(issue, {}).get(o, o)]) for o in case.issues[issue].options}
        for issue in weights
    }
    given = party.walk_away.state if party.walk_away else "status_quo"
    fallback = case.package(given) if isinstance(given, str) else dict(given or case.status_quo)
    level = party.walk_away.level if party.walk_away else None
    extras = [(as_read(parse_rule(one.rule), reading), ends(one.worth)) for one in preferences.together]
    extras += [(rule, ends(offer.worth[name])) for offer, rule in standing_offers(case) if name in offer.worth]
    return Ranges(weights, table, None if level is None else ends(level), fallback, tuple(extras))
