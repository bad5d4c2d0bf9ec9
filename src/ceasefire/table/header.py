"""Where the line of column names stands: below titles, blank lines and `sep=`, above the tags of HXL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ceasefire.table.records import Record

LOOKED = 40  # lines among which the column names are looked for
Known = tuple[frozenset[str], frozenset[str]]
"""Of a table that is known: the columns that tell it, and those that are used of it."""
_TAG = re.compile(r"#[a-z][a-z0-9_]*( *\+ *[a-z][a-z0-9_]*)*", re.IGNORECASE)
_INDEX = re.compile(r"|unnamed: \d+|index_level_\d+|\.\.\.1", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The column names as they are written (`titles`), as they are compared (`plain`) and as rows have them (`names`).

    Names that are wanted stand in rows as they are wanted, others as they are written.  `line` is where they stand, below
    `above` other lines.  `tags` are the HXL tags by name, where the next line has them.  `index` is true where the first
    column counts rows, `twice` names columns that are there more than once.  `trailing` is true where the line ends in
    empty cells.
    """

    line: int
    titles: tuple[str, ...]
    plain: tuple[str, ...]
    names: tuple[str, ...]
    above: int = 0
    tags: dict[str, str] = field(default_factory=dict)
    twice: frozenset[str] = frozenset()
    index: bool = False
    trailing: bool = False

    def knows(self, needs: frozenset[str]) -> bool:
        """Whether all these columns are there."""
        return needs <= set(self.plain)


def looked_up(title: str) -> str:
    """A column name without what its spelling adds: case, line breaks, outer and doubled spaces."""
    return " ".join(title.replace("\ufeff", "").split()).casefold()


def tagged(cells: Sequence[str]) -> bool:
    """Whether a row is the tag row of HXL: nothing but tags, and some."""
    if next((c for c in cells if c), "").lstrip()[:1] != "#":
        return False
    said = [c.strip() for c in cells if c.strip()]
    return all(_TAG.fullmatch(c) for c in said)


def header_among(
    first: Sequence[Record], known: Sequence[Known], wanted: frozenset[str] = frozenset()
) -> Header | None:
    """The column names among the first rows: those of a known table, else the first row as wide as the table."""
    for k, record in enumerate(first):
        names = {looked_up(c) for c in record.cells} | {looked_up(c.split("\n")[0]) for c in record.cells}
        uses = next((uses for needs, uses in known if needs <= names), None)
        if uses is not None:
            return _made(first, k, uses)
    wide = max((_filled(r.cells) for r in first), default=0)
    for k, record in enumerate(first):
        if _filled(record.cells) >= max(1, min(wide, 2), round(wide * 0.7)) and _worded(record.cells):
            return _made(first, k, wanted)
    return _made(first, 0, wanted) if first else None


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for c in cells if c.strip())


def _worded(cells: Sequence[str]) -> bool:
    """Whether most cells are words rather than numbers."""
    said = [c for c in cells if c.strip()]
    return sum(1 for c in said if re.search(r"[^\W\d_]", c)) * 2 > len(said)


def _made(first: Sequence[Record], k: int, wanted: frozenset[str]) -> Header:
    cells = list(first[k].cells)
    trailing = bool(cells) and not cells[-1].strip()
    while cells and not cells[-1].strip():
        cells.pop()
    full = [looked_up(c) for c in cells]
    # a name that runs over lines is known by its first, where no other column is
    names = [
        n if n in wanted or (s := looked_up(c.split("\n")[0])) in full or s not in wanted else s
        for n, c in zip(full, cells, strict=True)
    ]
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 or not name else f"{name} ({seen[name]})")
    after = first[k + 1].cells if len(first) > k + 1 else []
    said = [c.strip().lower().replace(" ", "") for c in after] if tagged(after) else []
    index = bool(len(unique) > 2 and _INDEX.fullmatch(unique[0]))
    twice = frozenset(n for n, count in seen.items() if n and count > 1)
    titles = tuple(" ".join(c.replace("\ufeff", "").split()) for c in cells)
    shown = tuple(n if n.partition(" (")[0] in wanted or not t else t for n, t in zip(unique, titles, strict=True))
    shown = tuple(n if n not in shown[:k2] else unique[k2] for k2, n in enumerate(shown))
    pairs = {n: t for n, t in zip(shown, said, strict=False) if t}
    return Header(first[k].line, titles, tuple(unique), shown, k, pairs, twice, index, trailing)
