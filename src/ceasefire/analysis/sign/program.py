"""The case as an integer program, for spaces too large to enumerate: the same rules, worths and conditions, linear.

One 0-1 variable per issue and option.  A rule becomes linear by naming its parts (Tseitin 1968): each connective is a
variable fixed by its parts, a comparison is a sum of option variables.  HiGHS solves through `scipy.optimize.milp`.  Every
package found is checked again in exact integers; a refusal rests on the solver's exhaustive search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from ceasefire.analysis.dispute.compiled import Condition, Dispute
from ceasefire.analysis.dispute.worth import Additive, Prioritised, Ranked
from ceasefire.case.party import Quorum
from ceasefire.case.rules import And, Constant, Iff, Is, Not, Or, Rule
from ceasefire.errors import Undecided

NODES = 100_000
"""Branch-and-bound nodes after which one solve stops."""

GAP = 1e-9
"""A bound this close to the value found counts as proof that it is the best."""


@dataclass(frozen=True)
class Linear:
    """constant + sum of coefficient * variable."""

    terms: Mapping[int, float]
    constant: float = 0.0

    def negated(self) -> Linear:
        """One minus this."""
        return Linear({k: -v for k, v in self.terms.items()}, 1.0 - self.constant)


@dataclass(frozen=True)
class Solution:
    """A state that satisfies what was asked, and how far from the best its objective may be (0 when proven best)."""

    state: dict[str, str]
    gap: float


@dataclass
class _Rows:
    """Constraints low <= coefficients . variables <= high."""

    coefficients: list[Mapping[int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, expression: Linear, low: float = -np.inf, high: float = np.inf) -> None:
        self.coefficients.append(expression.terms)
        self.low.append(low - expression.constant)
        self.high.append(high - expression.constant)

    def copy(self) -> _Rows:
        return _Rows(list(self.coefficients), list(self.low), list(self.high))


class Program:
    """A dispute as variables and rows; `solve` answers questions about it."""

    def __init__(self, dispute: Dispute, *, links: bool = True) -> None:
        self.dispute = dispute
        self.count = 0
        self.whole: list[bool] = []
        self.choice: dict[tuple[str, str], int] = {}
        self.rows = _Rows()
        self._truths: dict[Rule, Linear] = {}
        for issue, options in zip(dispute.space.issues, dispute.space.options, strict=True):
            for option in options:
                self.choice[issue, option] = self.variable(whole=True)
            self.rows.add(Linear({self.choice[issue, o]: 1.0 for o in options}), 1, 1)
        for rule in (*dispute.rules, *(dispute.links if links else ())):
            self._require(rule)
        self.conditions = [self._condition(c) for c in dispute.conditions]

    def only_new(self, *, even_unreachable: bool = False) -> None:
        """Leave out today's state, and options that no change leads to from today's (rules aside)."""
        case = self.dispute.case
        today = {self.choice[issue, option]: 1.0 for issue, option in case.status_quo.items()}
        self.rows.add(Linear(today), high=len(today) - 1)
        for issue, option in () if even_unreachable else self.choice:
            if option not in case.issues[issue].within_reach(case.status_quo[issue]):
                self.rows.add(Linear({self.choice[issue, option]: 1.0}), high=0)

    def variable(self, *, whole: bool = False) -> int:
        """A new variable between 0 and 1, a whole number or not."""
        self.whole.append(whole)
        self.count += 1
        return self.count - 1

    def truth(self, rule: Rule) -> Linear:
        """An expression that is 1 where the rule holds and 0 where it does not."""
        match rule:
            case Is(issue, options):
                own = [self.choice[issue, o] for o in dict.fromkeys(options) if (issue, o) in self.choice]
                return Linear(dict.fromkeys(own, 1.0))
            case Constant(value):
                return Linear({}, float(value))
            case Not(part):
                return self.truth(part).negated()
            case And(parts):
                return self._both([self.truth(part) for part in parts])
            case Or(parts):
                return self._both([self.truth(part).negated() for part in parts]).negated()
            case Iff(left, right):
                a, b = self.truth(left), self.truth(right)
                return self._both([self._both([a, b.negated()]).negated(), self._both([b, a.negated()]).negated()])

    def _both(self, parts: Sequence[Linear]) -> Linear:
        """A variable that is 1 exactly where every part is."""
        if len(parts) == 1:
            return parts[0]
        z = self.variable()
        for part in parts:
            self.rows.add(total([(1.0, Linear({z: 1.0})), (-1.0, part)]), high=0)
        self.rows.add(total([(1.0, Linear({z: 1.0})), *((-1.0, p) for p in parts)]), low=1 - len(parts))
        return Linear({z: 1.0})

    def _require(self, rule: Rule) -> None:
        match rule:
            case And(parts):
                for part in parts:
                    self._require(part)
            case Or(parts):
                self.rows.add(total([(1.0, self.truth(part)) for part in parts]), low=1)
            case Iff(left, right):
                self.rows.add(total([(1.0, self.truth(left)), (-1.0, self.truth(right))]), 0, 0)
            case _:
                self.rows.add(self.truth(rule), low=1)

    def _condition(self, condition: Condition) -> tuple[Linear, float]:
        """An expression and the least value at which the condition is met."""
        if condition.rule is not None:
            return self.truth(condition.rule), 1.0
        if condition.quorum is not None:
            return self._quorum(condition.quorum)
        worth = self.dispute.worths[condition.party]
        if isinstance(worth, Additive):
            scale = worth_scale(worth)
            # worths are integers, so that half a unit of slack admits nothing else and absorbs the solver's tolerance
            return self.worth(worth, 1 / scale), (worth.least - 0.5) / scale
        return self._preferred(worth), 1.0

    def _quorum(self, quorum: Quorum) -> tuple[Linear, float]:
        """How many of several parties accept, at most, and how many must."""
        accepts = []
        for part in quorum.of:
            one = self.variable(whole=True)
            for condition in self.dispute.conditions_of(part):
                expression, least = self._condition(condition)
                self.implies(one, expression, least)
            accepts.append(one)
        return Linear(dict.fromkeys(accepts, 1.0)), float(quorum.least)

    def implies(self, variable: int, expression: Linear, least: float) -> None:
        """Where a 0-1 variable is 1 an expression reaches its least value; elsewhere it is as low as it can be."""
        floor = expression.constant + sum(min(0.0, v) for v in expression.terms.values())
        self.rows.add(total([(1.0, expression), (floor - least, Linear({variable: 1.0}))]), low=floor)

    def _preferred(self, worth: Prioritised | Ranked) -> Linear:
        """Truth of being preferred to the walk-away, from orders."""
        if isinstance(worth, Ranked):
            names = self.dispute.space.issues
            better = [key for key, tier in worth.order.items() if tier > worth.of(worth.walk_away)]
            spelled = [And(tuple(Is(i, (o,)) for i, o in zip(names, key, strict=True))) for key in better]
            return self.truth(Or(tuple(spelled))) if spelled else Linear({}, 0.0)
        # better at some statement that fails in the walk-away, with all more important ones that hold in it kept
        result = Linear({}, 0.0)
        for statement, held in zip(reversed(worth.statements), reversed(worth.truths(worth.walk_away)), strict=True):
            here = self.truth(statement)
            result = self._both([here, result]) if held else self._both([here.negated(), result.negated()]).negated()
        return result

    def worth(self, worth: Additive, unit: float) -> Linear:
        """Worth of the chosen package in multiples of `unit`; options that are off the table have no variable."""
        plain = Linear(
            {
                self.choice[i, o]: v * unit
                for i, row in worth.terms.items()
                for o, v in row.items()
                if (i, o) in self.choice
            }
        )
        return total([(1.0, plain), *((v * unit, self._named(rule)) for rule, v in worth.extras)])

    def _named(self, rule: Rule) -> Linear:
        """The truth of a rule, with its variables made once."""
        if rule not in self._truths:
            self._truths[rule] = self.truth(rule)
        return self._truths[rule]

    def gain(self, party: str) -> Linear:
        """Points above the walk-away to a party whose preferences have magnitudes."""
        worth = self.dispute.worths[party]
        assert isinstance(worth, Additive)  # noqa: S101  callers ask only for these
        points = self.worth(worth, float(worth.unit))
        return Linear(points.terms, points.constant - float(worth.unit * worth.walk_away))

    def solve(
        self,
        active: int,
        maximise: Linear | None = None,
        floor: Sequence[Linear] = (),
        rows: Sequence[tuple[Linear, float]] = (),
    ) -> Solution | None:
        """A state that meets the conditions in the bit set `active`, or None when there is none.

        `maximise` is the objective; with `floor` it is the least of these expressions instead (max-min).  `rows` are further
        expressions with the least value each must reach.  Raises Undecided at the node budget when nothing was found.
        """
        work, count = self.rows.copy(), self.count
        for k, (expression, least) in enumerate(self.conditions):
            if active >> k & 1:
                work.add(expression, low=least)
        for expression, least in rows:
            work.add(expression, low=least)
        objective = np.zeros(count + bool(floor))
        if floor:
            objective[count] = -1.0
            for expression in floor:
                work.add(total([(1.0, expression), (-1.0, Linear({count: 1.0}))]), low=0)
        elif maximise is not None:
            for k, value in maximise.terms.items():
                objective[k] = -value
        while True:
            solution = self._run(objective, work)
            if solution is None or self._verified(solution.state, active):
                return solution
            # beyond the solver's tolerance: exclude this one package and look again
            work.add(Linear({self.choice[i, o]: 1.0 for i, o in solution.state.items()}), high=len(solution.state) - 1)

    def _run(self, objective: np.ndarray[tuple[int], np.dtype[np.float64]], rows: _Rows) -> Solution | None:
        entries = [(r, k, v) for r, terms in enumerate(rows.coefficients) for k, v in terms.items()]
        where = np.array([(r, k) for r, k, _ in entries], dtype=np.int64).reshape(-1, 2)
        matrix = csr_array(
            (np.array([v for *_, v in entries]), (where[:, 0], where[:, 1])), shape=(len(rows.low), len(objective))
        )
        extra = len(objective) - self.count
        found = milp(
            objective,
            integrality=np.array([*self.whole, *[False] * extra], dtype=np.int64),
            bounds=Bounds(
                np.array([0.0] * self.count + [-np.inf] * extra), np.array([1.0] * self.count + [np.inf] * extra)
            ),
            constraints=LinearConstraint(matrix, np.array(rows.low), np.array(rows.high)),
            options={"mip_rel_gap": 0.0, "node_limit": NODES},
        )
        if found.x is None:
            if found.status == 2:
                return None
            raise Undecided(f"the integer program stopped after {NODES:,} nodes without an answer")
        state = {
            issue: max(options, key=lambda o, i=issue: float(found.x[self.choice[i, o]]))  # type: ignore[misc]
            for issue, options in zip(self.dispute.space.issues, self.dispute.space.options, strict=True)
        }
        bound = getattr(found, "mip_dual_bound", None)
        return Solution(state, 0.0 if bound is None else max(0.0, float(found.fun) - float(bound)))

    def _verified(self, state: Mapping[str, str], active: int) -> bool:
        """Whether a state does, in exact arithmetic, what the program says."""
        asked = (c for k, c in enumerate(self.dispute.conditions) if active >> k & 1)
        return self.dispute.possible(state) and all(self.dispute.met(c, state) for c in asked)

    def held(self, state: Mapping[str, str]) -> int:
        """The bit set of conditions met in a state."""
        return sum(1 << k for k, c in enumerate(self.dispute.conditions) if self.dispute.met(c, state))


def worth_scale(worth: Additive) -> float:
    """The largest term of a worth, by which it is divided so that coefficients are of one size."""
    return float(max(1, *(max(options.values()) for options in worth.terms.values())))


def total(parts: Sequence[tuple[float, Linear]]) -> Linear:
    """The weighted sum of expressions."""
    terms: dict[int, float] = {}
    constant = 0.0
    for factor, part in parts:
        constant += factor * part.constant
        for k, value in part.terms.items():
            terms[k] = terms.get(k, 0.0) + factor * value
    return Linear(terms, constant)
