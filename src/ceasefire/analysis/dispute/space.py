"""StateSpace: the mixed-radix product of the issues, with rules evaluated as arrays over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from math import prod

import numpy as np
import numpy.typing as npt

from ceasefire.analysis.dispute.fibre import BoolArray, Fibre, Item
from ceasefire.case.model import Case
from ceasefire.case.rules import And, Constant, Iff, Is, Not, Or, Rule

IntArray = npt.NDArray[np.int64]

ENUMERABLE = 10_000_000
"""Most states that are enumerated; above it the integer program answers."""


@dataclass(frozen=True)
class StateSpace:
    """Issues in order and the options each can take.

    A state's number is mixed-radix, the last issue fastest.  Arrays over the space have shape `shape`, one axis per
    issue; an array from `truth` may have length 1 along axes its rule does not mention.  Flat arrays have `(size,)`.
    """

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> int:
        """Number of states before feasibility rules, exactly."""
        return prod(len(o) for o in self.options)

    @property
    def enumerable(self) -> bool:
        """Whether questions are answered by looking at every state."""
        return self.size <= ENUMERABLE

    @cached_property
    def _axes(self) -> dict[str, int]:
        """Axis of each issue that can vary; the others have one option and no axis."""
        varying = [name for name, options in zip(self.issues, self.options, strict=True) if len(options) > 1]
        return {name: k for k, name in enumerate(varying)}

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis; issues with a single option have none."""
        return tuple(len(o) for o in self.options if len(o) > 1)

    def axis(self, issue: str) -> Fibre:
        """The axis of an issue in the flat array of states."""
        k = self.issues.index(issue)
        lengths = [len(o) for o in self.options]
        return Fibre(prod(lengths[:k]), lengths[k], prod(lengths[k + 1 :]))

    def truth(self, rule: Rule) -> BoolArray:
        """Where the rule holds, broadcastable over the space."""
        match rule:
            case Is(issue, options):
                own = self.options[self.issues.index(issue)]
                lengths = [1] * len(self.shape)
                if issue in self._axes:
                    lengths[self._axes[issue]] = -1
                return np.array([o in options for o in own]).reshape(lengths)
            case Constant(value):
                return np.full((1,) * len(self.shape), value)
            case Not(part):
                return ~self.truth(part)
            case And(parts):
                return np.asarray(reduce(np.logical_and, map(self.truth, parts)), dtype=np.bool_)
            case Or(parts):
                return np.asarray(reduce(np.logical_or, map(self.truth, parts)), dtype=np.bool_)
            case Iff(left, right):
                return np.equal(self.truth(left), self.truth(right))

    def all_hold(self, rules: Iterable[Rule]) -> BoolArray:
        """Flat array: states in which every rule holds."""
        start = np.ones((1,) * len(self.shape), dtype=np.bool_)
        return self.flat(reduce(np.logical_and, (self.truth(rule) for rule in rules), start))

    def flat(self, array: npt.NDArray[Item]) -> npt.NDArray[Item]:
        """A broadcastable array written out, one entry per state."""
        return np.broadcast_to(array, self.shape).reshape(-1)

    def number(self, state: Mapping[str, str]) -> int:
        """Number of a state.  Raises KeyError or ValueError when it lies outside the space."""
        number = 0
        for issue, options in zip(self.issues, self.options, strict=True):
            number = number * len(options) + options.index(state[issue])
        return number

    def state(self, number: int) -> dict[str, str]:
        """The state with a number."""
        chosen = []
        for options in reversed(self.options):
            number, digit = divmod(number, len(options))
            chosen.append(options[digit])
        return dict(zip(self.issues, reversed(chosen), strict=True))


def state_space(case: Case, *, open_all: bool = False) -> StateSpace:
    """The space of a case; an issue that is off the table keeps only its present option unless `open_all`."""
    return StateSpace(
        tuple(case.issues),
        tuple(
            (case.status_quo[name],) if issue.off_table and not open_all else tuple(issue.options)
            for name, issue in case.issues.items()
        ),
    )


def patterns(truths: Iterable[BoolArray]) -> tuple[IntArray, list[int]]:
    """Which of several arrays hold together, as dense codes.

    Returns codes (broadcast shape of the inputs) and, for each code, the pattern as an integer whose most significant
    bit is the first array.  Codes ascend with patterns, so they order states lexicographically by the arrays; any number
    of arrays is exact.
    """
    codes: IntArray = np.zeros((), dtype=np.int64)
    found = [0]
    arrays = list(truths)
    for start in range(0, len(arrays), 20):
        chunk = arrays[start : start + 20]
        width = len(chunk)
        combined = codes
        for array in chunk:
            combined = combined * 2 + array
        values, codes = dense(np.asarray(combined))
        found = [found[int(v) >> width] << width | (int(v) & ((1 << width) - 1)) for v in values]
    return codes, found


def dense(array: npt.NDArray[np.integer]) -> tuple[IntArray, IntArray]:
    """Sorted distinct values of non-negative integers, and the array with each value replaced by its position."""
    top = int(array.max(initial=0))
    if top <= max(4 * array.size, 1 << 16):
        present = np.zeros(top + 1, dtype=np.bool_)
        present[array] = True
        values = np.flatnonzero(present).astype(np.int64)
        return values, (np.cumsum(present, dtype=np.int64) - 1)[array]
    values, inverse = np.unique(array, return_inverse=True)
    return values.astype(np.int64), inverse.reshape(array.shape).astype(np.int64)
