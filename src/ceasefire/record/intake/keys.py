"""Whether rows have names of their own: keys that several rows share, and rows that stand there twice."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shared:
    """Keys of more than one row, as hashes, with the lines of those rows.

    `repeated` are those whose rows are the same word for word, `clashing` those whose rows differ.
    """

    repeated: dict[int, list[int]] = field(default_factory=dict)
    clashing: dict[int, list[int]] = field(default_factory=dict)


class Keys:
    """Keys and contents of the rows of a file as hashes of 64 bits, so that a million rows take little room."""

    def __init__(self) -> None:
        self._keys, self._contents, self._lines = array("q"), array("q"), array("q")

    def see(self, key: str, line: int, cells: Sequence[str]) -> None:
        """Take note of a row."""
        self._keys.append(hash(key))
        self._contents.append(hash(tuple(cells)))
        self._lines.append(line)

    def shared(self) -> Shared:
        """The keys that more than one row has."""
        import numpy as np

        keys = np.frombuffer(self._keys, dtype=np.int64) if self._keys else np.zeros(0, dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        found = Shared()
        places: dict[int, set[int]] = {}
        for k in same.tolist():
            places.setdefault(int(keys[order[k]]), set()).update((int(order[k]), int(order[k + 1])))
        for key, rows in places.items():
            alike = len({self._contents[k] for k in rows}) == 1
            (found.repeated if alike else found.clashing)[key] = sorted(self._lines[k] for k in rows)
        return found
