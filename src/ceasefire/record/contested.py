"""Things that two authors have made different versions of without seeing each other's: contested until a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from ceasefire.record.append import groups, versions_of
from ceasefire.record.faults import told
from ceasefire.record.store import Record
from ceasefire.record.tables import entry
from ceasefire.record.versions import disagree


@dataclass(frozen=True)
class Side:
    """What one author says of a thing: the number of the version here, who made it, and what was done."""

    version: int
    by: str
    action: str


def contested(record: Record, names: Iterable[str] | None = None) -> dict[str, tuple[Side, ...]]:
    """The contested ones among the named things (all things where none are named), each with its sides.

    A person decides by correcting or retracting the thing: that version stands after both.
    """
    taken_over = select(entry.c.thing).where(entry.c.version > 1, entry.c.came_from != "").distinct()
    found: dict[str, tuple[Side, ...]] = {}
    with told(record.name), record.connection.begin():
        if names is None:
            things = list(record.connection.execute(taken_over).scalars())
        else:
            named = (taken_over.where(entry.c.thing.in_(group)) for group in groups(names))
            things = [thing for chosen in named for thing in record.connection.execute(chosen).scalars()]
        for group in groups(things):
            for thing, versions in versions_of(record.connection, group).items():
                sides = disagree(versions)
                if sides:
                    found[thing] = tuple(Side(v.number, v.by, v.action) for v in sides)
    return found
