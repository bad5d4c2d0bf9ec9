"""Forecasts with what became of each: the first version of a forecast beside the last of its resolution."""

from __future__ import annotations

from dataclasses import dataclass

from ceasefire.record.entry import Action, Kind
from ceasefire.record.forecast import Forecast, Resolution
from ceasefire.record.query import Asked, every, history
from ceasefire.record.store import Record


@dataclass(frozen=True)
class Line:
    """A forecast as it was made (`made_at`, UTC, is when it entered the record), and its settlement if there is one.

    `state` is `open`, `yes`, `no` or `unresolvable`.  A withdrawn forecast stays and is scored: nobody may drop those that
    went wrong.
    """

    name: str
    made_at: str
    forecast: Forecast
    state: str
    reason: str
    by_rule: bool
    withdrawn: bool


def ledger(record: Record, known_by: str = "") -> tuple[Line, ...]:
    """Every forecast, in the order in which they entered the record, as could be known by a moment."""
    results = {
        e.value.forecast: e.value
        for e in every(record, Asked(kind=Kind.RESOLUTION, known_by=known_by))
        if isinstance(e.value, Resolution)
    }
    lines = []
    for entry in list(every(record, Asked(kind=Kind.FORECAST, known_by=known_by, retracted=True))):
        first = history(record, entry.thing)[0]
        if not isinstance(first.value, Forecast):
            continue
        found = results.get(entry.thing)
        lines.append(
            Line(
                entry.thing,
                first.entered_at,
                first.value,
                found.outcome.value if found else "open",
                found.reason if found else "",
                bool(found and found.by_rule),
                entry.action is Action.RETRACT,
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.made_at, line.name)))


def settled(record: Record, name: str) -> bool:
    """Whether a forecast has a resolution that stands."""
    return any(
        isinstance(e.value, Resolution) and e.value.forecast == name
        for e in every(record, Asked(kind=Kind.RESOLUTION, topic=name))
    )
