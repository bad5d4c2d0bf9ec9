"""Fibre: one or several issues of a mover as one axis of the flat array of states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Item = TypeVar("Item", bound=np.generic)
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Fibre:
    """An axis of length `length`, between axes of lengths `before` and `after`.

    `ways[a, b]` says whether position a may go to position b; None where every change is allowed.
    """

    before: int
    length: int
    after: int
    ways: BoolArray | None = None

    def of(self, array: npt.NDArray[Item]) -> npt.NDArray[Item]:
        """A flat array seen as (before, length, after)."""
        return array.reshape(self.before, self.length, self.after)

    def at(self, state: int) -> int:
        """The position of a state along the axis."""
        return state // self.after % self.length

    def open_from(self, here: int) -> list[int]:
        """Positions open from one, the present one first."""
        others = range(self.length) if self.ways is None else np.flatnonzero(self.ways[here]).tolist()
        return [here, *(there for there in others if there != here)]


def both(parts: Sequence[Fibre]) -> Fibre:
    """Axes that lie side by side, in order and without limits, as one."""
    return Fibre(parts[0].before, prod(part.length for part in parts), parts[-1].after)


def along(values: npt.NDArray[Item], fibre: Fibre, extreme: np.ufunc) -> npt.NDArray[Item]:
    """The extreme of a flat array over each position and what is open from it, along one axis."""
    whole = fibre.of(values)
    if fibre.ways is None:
        return np.broadcast_to(extreme.reduce(whole, axis=1, keepdims=True), whole.shape).reshape(-1)
    rows = [extreme.reduce(whole[:, fibre.open_from(a)], axis=1) for a in range(fibre.length)]
    return np.stack(rows, axis=1).reshape(-1)
