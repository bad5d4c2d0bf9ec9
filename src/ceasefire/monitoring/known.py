"""What a record knows that can be held against an agreement."""

from __future__ import annotations

from typing import Any

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

    def things(kind: Kind) -> list[tuple[str, Any]]:
        asked = Asked(kind=kind, known_by=known_by, openness=openness)
        return [(e.thing, e.value) for e in every(record, asked)]

    return Reports(
        [(n, v) for n, v in things(Kind.INCIDENT) if isinstance(v, Incident)],
        [(n, v) for n, v in things(Kind.PROMISE) if isinstance(v, Promise)],
        [(n, v) for n, v in things(Kind.AGREEMENT) if isinstance(v, Agreement)],
        [v for _, v in things(Kind.OBSERVATION) if isinstance(v, Observation)],
    )


def open_enough(reports: Reports, openness: Sensitivity) -> Reports:
    """The reports without those that are held more closely."""
    least = openness.openness
    return Reports(
        [(n, v) for n, v in reports.incidents if v.sensitivity.openness >= least],
        [(n, v) for n, v in reports.promises if v.sensitivity.openness >= least],
        [(n, v) for n, v in reports.agreements if v.sensitivity.openness >= least],
        [v for v in reports.observations if v.sensitivity.openness >= least],
    )
