"""UCDP Georeferenced Event Dataset: the columns of versions 21.1 to 25.1, and the older `deaths_*` files without `relid`.

Sundberg & Melander (2013), J. Peace Research 50(4), 523-532; meanings of `where_prec`, `date_prec`, `event_clarity` from
the codebook (Högbladh 2021).  In state-based and non-state violence the two sides fight, and neither is put down as the
one who did it; in one-sided violence side A is.
"""

from __future__ import annotations

from ceasefire.record.incident import Deaths, Incident, Place, PlacePrecision
from ceasefire.record.intake.format import Cells, Format, around, key_of, number, point, several
from ceasefire.record.thing import Origin, Sensitivity

_KINDS = {"1": "state-based violence", "2": "non-state violence", "3": "one-sided violence"}
_PRECISION = {
    "1": PlacePrecision.EXACT,
    "2": PlacePrecision.NEAR,
    "3": PlacePrecision.DISTRICT,
    "4": PlacePrecision.PROVINCE,
    "5": PlacePrecision.REGION,
    "6": PlacePrecision.COUNTRY,
}


def _convert(cells: Cells) -> Incident:
    kind = _KINDS.get(cells["type_of_violence"].strip())
    if kind is None:
        raise ValueError(f"`type_of_violence` is {cells['type_of_violence']!r}, not 1, 2 or 3")
    sides = tuple(name for name in (cells["side_a"].strip(), cells["side_b"].strip()) if name)
    one_sided = kind == "one-sided violence"
    latitude, longitude = point(cells)
    return Incident(
        what=kind,
        actors=sides[:1] if one_sided else sides,
        against=("civilians",) if one_sided else (),
        place=Place(
            name=cells.get("where_coordinates", "").strip(),
            country=cells.get("country", "").strip(),
            units=tuple(unit for name in ("adm_1", "adm_2") if (unit := cells.get(name, "").strip())),
            latitude=latitude,
            longitude=longitude,
            precision=_PRECISION.get(cells.get("where_prec", "").strip(), PlacePrecision.UNKNOWN),
        ),
        on=_when(cells),
        deaths=Deaths(
            low=number(cells, "low"),
            best=number(cells, "best"),
            high=number(cells, "high"),
            civilians=number(cells, "deaths_civilians"),
        ),
        reports=several(cells.get("source_original", "")),
        account=cells.get("source_headline", "").strip(),
        note="a sum of several events" if cells.get("event_clarity", "").strip() == "2" else "",
        sensitivity=Sensitivity.CLEAR,
        origin=Origin(dataset="ucdp-ged", key=key_of(cells, "id")),
    )


def _when(cells: Cells) -> str:
    """The days it may mean: a file that gives one day for an event known to the week, month or year does not make it one."""
    start, end = cells["date_start"].strip()[:10], cells["date_end"].strip()[:10]
    if start != end:
        return f"{start}/{end}"
    precision = cells.get("date_prec", "").strip()
    return {"1": start, "": start, "2": f"{start}~"}.get(precision) or around(start, precision)


FORMAT = Format(
    "ucdp-ged",
    "UCDP Georeferenced Event Dataset",
    frozenset(
        {"id", "type_of_violence", "side_a", "side_b", "date_start", "date_end", "latitude", "longitude", "best"}
    ),
    _convert,
)
