"""Tables of counts by day or month, told by what stands in them: a first column of days, and nothing but counts beside it."""

from __future__ import annotations

import re
from itertools import islice

from ceasefire.record.intake.format import Format
from ceasefire.record.intake.mapped import format_of
from ceasefire.record.intake.mapping import Mapped
from ceasefire.table.cells import EMPTY, count
from ceasefire.table.days import day_of
from ceasefire.table.reader import Table

_LOOKED = 200  # rows by which a table is judged
_WHEN = re.compile(r"(.*[ _])?(day|date|month|week|year)([ _].*)?|day|date|month|month_wise", re.IGNORECASE)
_NUMBERED = re.compile(r"year|month|day|week|id|code|iso|gwno", re.IGNORECASE)  # columns of numbers that count nothing


def by_content(table: Table, file: str) -> Format | None:
    """The format of a table of counts, each column a count of what its name says; None where it is no such table."""
    names = table.header.names[1:] if table.header.index else table.header.names
    if len(names) < 2 or not _WHEN.fullmatch(names[0]) or any(_NUMBERED.fullmatch(n) or not n for n in names[1:]):
        return None
    first = 1 if table.header.index else 0
    rows = [cells[first:] for _, cells in islice(table.whole_rows(), _LOOKED)]
    if not rows or not all(_counted(cells) for cells in rows):
        return None
    mapping = {
        "format": "mapping/1",
        "dataset": "counts-" + re.sub(r"\W+", "-", file.split(".", 1)[0].casefold()).strip("-"),
        "kind": "count",
        "key": [names[0]],
        "columns": {"on": names[0]},
        "each": {"columns": "*", "name": "what", "value": "n"},
    }
    return format_of(Mapped.model_validate(mapping, strict=False), file)


def _counted(cells: list[str]) -> bool:
    try:
        day_of(cells[0].strip(), "day")
        for cell in cells[1:]:
            if (text := cell.strip()) not in EMPTY and text:
                count(text, "")
    except ValueError:
        return False
    return True
