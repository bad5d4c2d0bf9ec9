"""What was seen in a file: what a person would want to look at before it is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from ceasefire.dates import parse_date
from ceasefire.errors import Finding, Severity, Where
from ceasefire.record.append import Withdrawn
from ceasefire.record.incident import Incident
from ceasefire.record.intake.things import Item, Reading
from ceasefire.record.tally import Count
from ceasefire.record.thing import Thing
from ceasefire.table.days import clock_of
from ceasefire.text.names import same_name

FIRST, FEW = 3, 5  # things shown as they are read, oddities of one kind named by line
_MOST_DEAD = 5_000  # in one incident: more is looked at
_OLDEST = 1900
_NAMES = 20_000  # spellings that are kept


@lru_cache(maxsize=8_192)  # tables repeat their days
def _meant(on: str) -> tuple[date, int]:
    """The first day that a date may mean, and how many it may."""
    meant = parse_date(on)
    return meant.earliest, (meant.latest - meant.earliest).days + 1


@dataclass
class Sight:
    """What a file holds, gathered while it is read.

    `odd` are the first findings of each kind and `oddities` how many there are of each; `precision` counts how closely incidents
    are dated and placed; `spelt` are names in more than one spelling.
    """

    reading: Reading
    rows: int = 0
    rejected: int = 0
    things: int = 0
    first: list[tuple[int, Thing]] = field(default_factory=list)
    odd: list[Finding] = field(default_factory=list)
    oddities: Counter[str] = field(default_factory=Counter)
    dated: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    _spelt: dict[str, Counter[str]] = field(default_factory=dict)
    _line: int = -1
    _today: date = field(default_factory=lambda: datetime.now(tz=UTC).date())

    def __post_init__(self) -> None:
        for note in self.reading.notes:
            if note.severity is Severity.WARNING:
                self.oddities[note.code] += 1
                self.odd.append(note)

    def see(self, item: Item) -> None:
        """Take note of a row and what it was read as."""
        self.rows += item.row.line != self._line
        self._line = item.row.line
        if item.odd:
            self._note(item.row.line, "quote" if "quotation" in item.odd else "row", item.odd)
        if item.thing is None:
            self.rejected += 1
            return
        self.things += 1
        if isinstance(item.thing, Withdrawn):
            return
        if len(self.first) < FIRST:
            self.first.append((item.row.line, item.thing))
        on = getattr(item.thing, "on", "")
        self._dated(item, on)
        if isinstance(item.thing, Incident | Count):
            self._looked(item.row.line, item.thing)

    def _dated(self, item: Item, on: str) -> None:
        if not on:
            self.dated["without a date"] += 1
            return
        earliest, days = _meant(on)
        self.dated[
            "a day" if days == 1 else "up to two weeks" if days <= 15 else "a month or so" if days <= 62 else "longer"
        ] += 1
        if earliest > self._today:
            self._note(item.row.line, "future", f"`{on}` lies in the future")
        elif earliest.year < _OLDEST:
            self._note(item.row.line, "year", f"the year of `{on}` looks like that of another calendar, or cut short")
        form = self.reading.form
        for name in form.days if form else ():
            text = item.row.cells.get(name, "")
            if len(text) > 10 and ":" in text:
                clock, zone = clock_of(text)
                if clock not in {"", "00:00"} and zone and not getattr(item.thing, "clock", ""):
                    message = f"`{name}` is {text[:40]!r}: a day with a time and a zone may have been shifted from another day"
                    self._note(item.row.line, "shifted", message)

    def _looked(self, line: int, thing: Incident | Count) -> None:
        self.placed[thing.place.precision.value if thing.place.latitude is not None else "no point"] += 1
        for name in (*thing.actors, *thing.against):
            key = same_name(name)
            if key in self._spelt or len(self._spelt) < _NAMES:
                self._spelt.setdefault(key, Counter())[name] += 1
        if not isinstance(thing, Incident):
            return
        dead = thing.deaths
        low, best, high = dead.low, dead.best, dead.high
        if (
            (low is not None and best is not None and low > best)
            or (high is not None and best is not None and best > high)
            or (low is not None and high is not None and low > high)
        ):
            self._note(
                line,
                "bounds",
                f"deaths: low {low}, best {best}, high {high} are not in their order; kept as they stand",
            )
        if max((n for n in (low, best, high) if n is not None), default=0) > _MOST_DEAD:
            self._note(line, "count", f"deaths: {best if best is not None else high:,} in one incident")

    def _note(self, line: int, code: str, message: str) -> None:
        self.oddities[code] += 1
        if self.oddities[code] <= FEW:
            where = Where(str(self.reading.path), line, 1)
            self.odd.append(Finding(where, code, message, "", Severity.WARNING))

    @property
    def spelt(self) -> list[list[str]]:
        """Names in more than one spelling, the most frequent first."""
        several = [c for c in self._spelt.values() if len(c) > 1]
        return [[name for name, _ in c.most_common()] for c in sorted(several, key=lambda c: -sum(c.values()))]

    @property
    def strange(self) -> int:
        """How many oddities there are in all."""
        return sum(self.oddities.values()) + len(self.spelt)

    def as_values(self) -> dict[str, Any]:
        """What was seen, as JSON values."""
        found = self.reading
        table, form = found.table, found.form
        names = [n for n in table.header.names if n] if table else []
        used = [n for n in names if form and (form.rest or n in form.uses)]
        unused = [n for n in names if n not in used]
        key = list(form.key) if form else []
        return {
            "format": found.format,
            "told": found.told,
            "columns_used": used,
            "columns_not_used": unused,
            "notes": [str(n) for n in found.notes if n.severity is Severity.NOTE],
            "empty_words": dict(table.emptied) if table else {},
            "key": key,
            "key_unique": not found.shared.clashing,
            "rows": self.rows,
            "dates": dict(self.dated),
            "places": dict(self.placed),
            "first": [
                {"line": line, **thing.model_dump(mode="json", exclude_defaults=True)} for line, thing in self.first
            ],
            "odd": dict(self.oddities),
            "spelt": self.spelt[:20],
        }
