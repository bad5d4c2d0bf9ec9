"""UCDP Georeferenced Event Dataset: the columns of versions 17.1 to 25.1, its candidate events, and the older `deaths_*` files.

Sundberg & Melander (2013), J. Peace Research 50(4), 523-532; meanings of `where_prec`, `date_prec`, `event_clarity` from
the codebook (Högbladh 2021).  In state-based and non-state violence the two sides fight, and neither is put down as the
one who did it; in one-sided violence side A is.  Candidate events (Hegre et al. 2020, Research & Politics 7(3)) are preliminary:
`code_status` says what of them is still to be checked, and is kept as the incident's `status`; else it is `candidate event`.
"""

from __future__ import annotations

import re

from ceasefire.record.incident import Deaths, Incident, Place, PlacePrecision
from ceasefire.record.intake.format import Cells, Format, Order, around, day, key_of, name_in, number, point, several
from ceasefire.record.thing import Origin, Sensitivity
from ceasefire.table.cells import code

_KINDS = {"1": "state-based violence", "2": "non-state violence", "3": "one-sided violence"}
_PRECISION = {
    "1": PlacePrecision.EXACT,
    "2": PlacePrecision.NEAR,
    "3": PlacePrecision.DISTRICT,
    "4": PlacePrecision.PROVINCE,
    "5": PlacePrecision.REGION,
    "6": PlacePrecision.COUNTRY,
}
_SETTLED = {"", "clear"}
_USES = """id type_of_violence side_a side_b source_headline source_original where_prec where_coordinates adm_1 adm_2 latitude
longitude country event_clarity date_prec date_start date_end deaths_civilians best high low code_status""".split()  # noqa: SIM905


def _convert(cells: Cells, order: Order) -> tuple[Incident]:
    kind = _KINDS.get(code(cells["type_of_violence"]))
    if kind is None:
        raise ValueError(f"`type_of_violence` is {cells['type_of_violence'][:20]!r}, not 1, 2 or 3")
    sides = tuple(name for name in (name_in(cells, "side_a"), name_in(cells, "side_b")) if name)
    one_sided = kind == "one-sided violence"
    latitude, longitude = point(cells)
    status = cells.get("code_status", "")
    return (
        Incident(
            what=kind,
            actors=sides[:1] if one_sided else sides,
            against=("civilians",) if one_sided else (),
            place=Place(
                name=name_in(cells, "where_coordinates"),
                country=name_in(cells, "country"),
                units=tuple(unit for name in ("adm_1", "adm_2") if (unit := name_in(cells, name))),
                latitude=latitude,
                longitude=longitude,
                precision=_PRECISION.get(code(cells.get("where_prec", "")), PlacePrecision.UNKNOWN),
            ),
            on=_when(cells, order),
            deaths=Deaths(
                low=number(cells, "low"),
                best=number(cells, "best"),
                high=number(cells, "high"),
                civilians=number(cells, "deaths_civilians"),
            ),
            reports=several(cells.get("source_original", "")),
            account=cells.get("source_headline", ""),
            note="a sum of several events" if code(cells.get("event_clarity", "")) == "2" else "",
            status="" if status.casefold() in _SETTLED else status[:500],
            sensitivity=Sensitivity.CLEAR,
            origin=Origin(dataset="ucdp-ged", key=key_of(cells, "id")),
        ),
    )


def _when(cells: Cells, order: Order) -> str:
    """The days it may mean: a file that gives one day for an event known to the week, month or year does not make it one."""
    start, end = day(cells, "date_start", order), day(cells, "date_end", order)
    if start != end:
        return f"{start}/{end}"
    precision = code(cells.get("date_prec", ""))
    if precision in {"", "1"} or len(start) != 10:
        return start
    return f"{start}~" if precision == "2" else around(start, precision)


def release_in(file: str) -> str:
    """The release that a file's name says, as UCDP names its files: `GEDEvent_v24_1.csv` is 24.1, `..._v24_0_9.csv` 24.0.9."""
    found = re.search(r"_v(\d{2})_(\d{1,2})(?:_(\d{1,2}))?(?!\d)", file)
    return ".".join(part for part in found.groups() if part) if found else ""


def candidate(origin: Origin, release: str) -> bool:
    """Whether a release is one of candidate events: those have 0 in the middle, 24.0.9 or 25.01.25.03."""
    return origin.dataset == "ucdp-ged" and bool(re.match(r"\d{2}\.0", release))


FORMAT = Format(
    "ucdp-ged",
    "UCDP Georeferenced Event Dataset",
    frozenset(
        {"id", "type_of_violence", "side_a", "side_b", "date_start", "date_end", "latitude", "longitude", "best"}
    ),
    frozenset(_USES),
    ("id",),
    _convert,
    ("date_start", "date_end"),
)
