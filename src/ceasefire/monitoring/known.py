"""What a record knows that can be held against an agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.kept import columns_now, every_incident
from ceasefire.monitoring.watch import Reports
from ceasefire.record.agreement import Agreement, Promise
from ceasefire.record.entry import Kind
from ceasefire.record.incident import Incident
from ceasefire.record.observation import Observation
from ceasefire.record.query import Asked, every
from ceasefire.record.store import Record
from ceasefire.record.thing import Sensitivity


def reports_of(record: Record, known_by: str = "", openness: Sensitivity = Sensitivity.RED) -> Reports:
    """All that a record holds of incidents, promises, local truces and observations, as it could be known by a moment.

    `openness` is the most closely held kind of report that is taken.
    """
    incidents = list(every_incident(record, known_by, openness))
    return _with_rest(record, incidents, known_by, openness)


def columns_of(record: Record, zone: str, known_by: str = "") -> Reports:
    """The same with the incidents in columns, none of them held; `zone` is that of incidents that name none."""
    found = columns(every_incident(record, known_by), zone) if known_by else columns_now(record, zone)
    return _with_rest(record, found, known_by, Sensitivity.RED)


def _with_rest(
    record: Record, incidents: Incidents | list[tuple[str, Incident]], known_by: str, openness: Sensitivity
) -> Reports:
    def things(kind: Kind) -> list[tuple[str, Any]]:
        asked = Asked(kind=kind, known_by=known_by, openness=openness)
        return [(e.thing, e.value) for e in every(record, asked)]

    return Reports(
        incidents,
        [(n, v) for n, v in things(Kind.PROMISE) if isinstance(v, Promise)],
        [(n, v) for n, v in things(Kind.AGREEMENT) if isinstance(v, Agreement)],
        [v for _, v in things(Kind.OBSERVATION) if isinstance(v, Observation)],
    )


def open_enough(reports: Reports, openness: Sensitivity) -> Reports:
    """The reports without those that are held more closely."""
    least = openness.openness
    return Reports(
        _incidents(reports.incidents, least),
        [(n, v) for n, v in reports.promises if v.sensitivity.openness >= least],
        [(n, v) for n, v in reports.agreements if v.sensitivity.openness >= least],
        [v for v in reports.observations if v.sensitivity.openness >= least],
    )


def _incidents(
    reported: Incidents | Iterable[tuple[str, Incident]], least: int
) -> Incidents | list[tuple[str, Incident]]:
    if isinstance(reported, Incidents):
        return reported.only(reported.openness >= least)
    return [(n, v) for n, v in reported if v.sensitivity.openness >= least]
