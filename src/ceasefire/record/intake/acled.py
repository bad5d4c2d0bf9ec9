"""ACLED events: the columns by name as exported since 2023, and the older ones, in capitals or not; and its list of deletions.

Codebook: ACLED (2023).  `actor1` and `actor2` are the two sides of an event, not perpetrator and victim, except in
violence against civilians, where `actor1` is the perpetrator.  Fatalities are ACLED's estimate; it gives no bounds.
`time_precision` 2 says that the day stands for a week or so, 3 for a month: neither is put on one day.
"""

from __future__ import annotations

from ceasefire.record.append import Withdrawn
from ceasefire.record.entry import Kind
from ceasefire.record.incident import Deaths, Incident, Place, PlacePrecision
from ceasefire.record.intake.format import Cells, Format, Order, around, day, key_of, name_in, number, point, several
from ceasefire.record.thing import Origin, Sensitivity
from ceasefire.table.cells import code

_PRECISION = {"1": PlacePrecision.EXACT, "2": PlacePrecision.DISTRICT, "3": PlacePrecision.PROVINCE}
_USES = """event_id_cnty event_date time_precision event_type sub_event_type actor1 actor2 civilian_targeting country admin1
admin2 admin3 location latitude longitude geo_precision source notes fatalities timestamp""".split()  # noqa: SIM905  names read better so


def _convert(cells: Cells, order: Order) -> tuple[Incident]:
    kind, finer = cells.get("event_type", ""), cells.get("sub_event_type", "")
    sides = [name_in(cells, name) for name in ("actor1", "actor2")]
    against_civilians = kind.casefold() == "violence against civilians" or bool(cells.get("civilian_targeting", ""))
    latitude, longitude = point(cells)
    return (
        Incident(
            what=f"{kind}: {finer}" if finer else kind,
            actors=tuple(s for s in (sides[:1] if against_civilians else sides) if s),
            against=tuple(s for s in sides[1:] if s and against_civilians),
            place=Place(
                name=name_in(cells, "location"),
                country=name_in(cells, "country"),
                units=tuple(unit for name in ("admin1", "admin2", "admin3") if (unit := name_in(cells, name))),
                latitude=latitude,
                longitude=longitude,
                precision=_PRECISION.get(code(cells.get("geo_precision", "")), PlacePrecision.UNKNOWN),
            ),
            on=_when(cells, order),
            deaths=Deaths(best=number(cells, "fatalities")),
            reports=several(cells.get("source", "")),
            account=cells.get("notes", ""),
            sensitivity=Sensitivity.CLEAR,
            origin=Origin(
                dataset="acled", key=key_of(cells, "event_id_cnty"), version=code(cells.get("timestamp", ""))
            ),
        ),
    )


def _when(cells: Cells, order: Order) -> str:
    on, precision = day(cells, "event_date", order), code(cells.get("time_precision", ""))
    if precision in {"", "1"} or len(on) != 10:
        return on
    if precision in {"2", "3"}:
        return around(on, {"2": "3", "3": "4"}[precision])
    raise ValueError(f"`time_precision` is {precision[:20]!r}, not 1, 2 or 3")


def _gone(cells: Cells, _: Order) -> tuple[Withdrawn]:
    at = code(cells.get("deleted_timestamp", "")) or code(cells.get("timestamp", ""))
    origin = Origin(dataset="acled", key=key_of(cells, "event_id_cnty"), version=at)
    return (Withdrawn(Kind.INCIDENT, origin, "deleted at its source"),)


FORMAT = Format(
    "acled",
    "ACLED",
    frozenset({"event_id_cnty", "event_date", "event_type", "actor1", "latitude"}),
    frozenset(_USES),
    ("event_id_cnty",),
    _convert,
    ("event_date",),
    "timestamp",
)
DELETED = Format(
    "acled-deleted",
    "ACLED events that were deleted",
    frozenset({"event_id_cnty", "deleted_timestamp"}),
    frozenset({"event_id_cnty", "deleted_timestamp"}),
    ("event_id_cnty",),
    _gone,
    (),
    "deleted_timestamp",
)
