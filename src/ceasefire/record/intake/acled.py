"""ACLED events: the columns by name as exported since 2023, and the older ones (`event_id_cnty` with `data_id`).

Codebook: ACLED (2023).  `actor1` and `actor2` are the two sides of an event, not perpetrator and victim, except in
violence against civilians, where `actor1` is the perpetrator.  Fatalities are ACLED's estimate; it gives no bounds.
"""

from __future__ import annotations

from ceasefire.dates import parse_date
from ceasefire.record.incident import Deaths, Incident, Place, PlacePrecision
from ceasefire.record.intake.format import Cells, Format, around, key_of, number, point, several
from ceasefire.record.thing import Origin, Sensitivity

_PRECISION = {"1": PlacePrecision.EXACT, "2": PlacePrecision.DISTRICT, "3": PlacePrecision.PROVINCE}


def _convert(cells: Cells) -> Incident:
    kind = cells.get("event_type", "").strip()
    finer = cells.get("sub_event_type", "").strip()
    sides = [cells.get(name, "").strip() for name in ("actor1", "actor2")]
    against_civilians = kind.casefold() == "violence against civilians" or bool(
        cells.get("civilian_targeting", "").strip()
    )
    latitude, longitude = point(cells)
    return Incident(
        what=f"{kind}: {finer}" if finer else kind,
        actors=tuple(s for s in (sides[:1] if against_civilians else sides) if s),
        against=tuple(s for s in sides[1:] if s and against_civilians),
        place=Place(
            name=cells.get("location", "").strip(),
            country=cells.get("country", "").strip(),
            units=tuple(unit for name in ("admin1", "admin2", "admin3") if (unit := cells.get(name, "").strip())),
            latitude=latitude,
            longitude=longitude,
            precision=_PRECISION.get(cells.get("geo_precision", "").strip(), PlacePrecision.UNKNOWN),
        ),
        on=_when(cells),
        deaths=Deaths(best=number(cells, "fatalities")),
        reports=several(cells.get("source", "")),
        account=cells.get("notes", "").strip(),
        sensitivity=Sensitivity.CLEAR,
        origin=Origin(dataset="acled", key=key_of(cells, "event_id_cnty")),
    )


def _when(cells: Cells) -> str:
    """`time_precision` 1 the day, 2 the week, 3 the month: the day given for the last two only stands for them."""
    day = cells["event_date"].strip()
    precision = cells.get("time_precision", "").strip()
    if precision not in {"2", "3"}:
        return day
    return around(parse_date(day).earliest.isoformat(), {"2": "3", "3": "4"}[precision])


FORMAT = Format(
    "acled", "ACLED", frozenset({"event_id_cnty", "event_date", "event_type", "actor1", "latitude"}), _convert
)
