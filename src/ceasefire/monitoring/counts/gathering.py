"""Incidents put into columns one by one as they are read; a name that comes again replaces what it named before."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from ceasefire.monitoring.counts.incidents import ALLEGED, CONFIRMED, DOUBTED, Incidents
from ceasefire.monitoring.counts.spots import area_of, spot_of, spots_of
from ceasefire.record.incident import Incident
from ceasefire.record.moment import FIRST, LAST, span, zone_of
from ceasefire.text.names import same_name

MOST_DAYS = 1  # an incident that may have happened over more days is not put on a day
OLDEST, AHEAD = 1900, 5
TYPES = {
    "begins": "q",
    "ends": "q",
    "day": "q",
    "odd_date": "b",
    "sides": "q",
    "act": "q",
    "place": "q",
    "area": "q",
    "source": "q",
    "when": "q",
    "grade": "b",
    "excepted": "q",
    "many": "q",
    "deaths": "d",
    "openness": "b",
    "mark": "Q",
}
"""The columns in the order in which a row is put down, by their type in `array`."""
PARTS = {"sides": "all_sides", "act": "acts", "place": "places", "source": "sources", "when": "dates"}
PARTS |= {"area": "areas", "excepted": "exceptions"}


class Parts(dict[Any, int]):
    """Parts by their first appearance."""

    def __missing__(self, key: object) -> int:
        self[key] = len(self)
        return self[key]


class Gathering:
    """Columns being filled; `zone` is that of incidents that name none."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.rows: dict[str, int] = {}
        self.gone: set[int] = set()
        self.parts = {column: Parts() for column in PARTS}
        self.spelled: dict[str, str] = {}
        self.arrays = {name: array(code) for name, code in TYPES.items()}
        self._lowered: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._times: dict[tuple[str, str, str], tuple[int, int, int, bool]] = {}

    def add(self, name: str, incident: Incident) -> None:
        """Take an incident."""
        when = (incident.on, incident.clock, incident.zone)
        if when not in self._times:
            self._times[when] = _when(*when, self.zone)
        deaths = incident.deaths.best
        parts = self.parts
        row: tuple[Any, ...] = (
            *self._times[when],
            parts["sides"][self._lower(incident.actors), self._lower(incident.against)],
            parts["act"][same_name(incident.what)],
            parts["place"][spot_of(incident.place)],
            parts["area"][self._area(incident)],
            parts["source"][source_of(incident)],
            parts["when"][incident.on],
            _grade(incident),
            parts["excepted"][_lower(incident.exceptions)],
            incident.acts,
            np.nan if deaths is None else deaths,
            incident.sensitivity.openness,
            _mark(name, incident),
        )
        at = self.rows.setdefault(name, len(self.arrays["begins"]))
        self.gone.discard(at)
        if at == len(self.arrays["begins"]):
            for column, value in zip(self.arrays.values(), row, strict=True):
                column.append(value)
        else:
            for column, value in zip(self.arrays.values(), row, strict=True):
                column[at] = value

    def remove(self, name: str) -> None:
        """Leave an incident out again."""
        if name in self.rows:
            self.gone.add(self.rows[name])

    def columns(self) -> Incidents:
        """What has been taken, in the order in which each name first came."""
        dtypes = {"odd_date": np.bool_, "grade": np.int8, "openness": np.int8}
        filled: dict[str, Any] = {
            name: np.frombuffer(column, dtype=np.dtype(TYPES[name])).astype(dtypes.get(name, np.dtype(TYPES[name])))
            for name, column in self.arrays.items()
        }
        tables: dict[str, Any] = {PARTS[column]: tuple(parts) for column, parts in self.parts.items()}
        tables["places"] = spots_of(self.parts["place"])
        found = Incidents(ids=tuple(self.rows), **filled, **tables, spelled=dict(self.spelled))
        if not self.gone:
            return found
        keep = np.ones(len(found), dtype=np.bool_)
        keep[list(self.gone)] = False
        return found.only(keep)

    def _area(self, incident: Incident) -> str:
        name = area_of(incident.place)
        self.spelled.setdefault(same_name(name), name)
        return same_name(name)

    def _lower(self, names: tuple[str, ...]) -> tuple[str, ...]:
        if names not in self._lowered:
            for name in names:
                self.spelled.setdefault(same_name(name), name.strip())
            self._lowered[names] = _lower(names)
        return self._lowered[names]


def columns(named: Incidents | Iterable[tuple[str, Incident]], zone: str) -> Incidents:
    """Incidents, each with its name, in columns; `zone` is that of incidents that name none."""
    if isinstance(named, Incidents):
        return named
    gathered = Gathering(zone)
    for name, incident in named:
        gathered.add(name, incident)
    return gathered.columns()


def joined(one: Incidents, other: Incidents, gone: frozenset[str]) -> Incidents:
    """Columns followed by others, without those of the first that are `gone`.

    Places are not compared: one that both have stands there twice, which no count minds.
    """
    if gone:
        one = one.only(np.array([name not in gone for name in one.ids], dtype=np.bool_))
    if not len(other):
        return one
    arrays: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for column, table in PARTS.items():
        first, second = getattr(one, table), getattr(other, table)
        at = np.arange(len(second)) + len(first)
        if column == "place":
            tables[table] = one.places.and_then(other.places)
        else:
            parts = Parts((part, k) for k, part in enumerate(first))
            at = np.array([parts[part] for part in second], dtype=np.int64)
            tables[table] = tuple(parts)
        arrays[column] = np.concatenate([getattr(one, column), at[getattr(other, column)]])
    for column in TYPES.keys() - PARTS.keys():
        arrays[column] = np.concatenate([getattr(one, column), getattr(other, column)])
    spelled = {**other.spelled, **one.spelled}
    return Incidents(ids=one.ids + other.ids, **arrays, **tables, spelled=spelled)


def source_of(incident: Incident) -> str:
    """Who reports it: the data set that it came from, else its document, else those it names as reporting."""
    if incident.origin is not None:
        return incident.origin.dataset
    return incident.document or "; ".join(sorted(incident.reports))


def seconds(text: str) -> int:
    """Seconds since 1970 of a moment as the record writes it."""
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(seconds=1))


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(same_name(name) for name in names if name.strip()))


def _when(on: str, clock: str, own: str, zone: str) -> tuple[int, int, int, bool]:
    first, last = span(on, clock, own or zone)
    begins, ends = seconds(first), seconds(last)
    if first == FIRST or last == LAST:
        return begins, ends, -1, False
    local = zone_of(zone)
    days = [datetime.fromtimestamp(s, tz=local).date() for s in (begins, ends)]
    odd = not OLDEST <= days[0].year <= datetime.now(tz=UTC).year + AHEAD
    return begins, ends, (days[0] - date(1970, 1, 1)).days if (days[1] - days[0]).days <= MOST_DAYS else -1, odd


def _grade(incident: Incident) -> int:
    """Confirmed: by others, and a source of A or B; doubted: credibility 5, improbable."""
    if incident.credibility == 1 and incident.reliability in {"A", "B"}:
        return CONFIRMED
    return DOUBTED if incident.credibility == 5 else ALLEGED


def _mark(name: str, incident: Incident) -> int:
    body = incident.model_dump_json(exclude_defaults=True)
    return int.from_bytes(hashlib.blake2b(f"{name}\n{body}".encode(), digest_size=8).digest(), "little")
