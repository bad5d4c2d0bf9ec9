"""ETH/PRIO Civil Conflict CeaseFire dataset: one row per party's declaration (Clayton et al. 2022, J. Conflict Resolution).

0 in a date is "never" and -1 "unclear": neither becomes a date.  The codes, `uniq_id` that joins declarations of one
ceasefire among them, are kept under their own names.
"""

from __future__ import annotations

from ceasefire.record.agreement import Agreement
from ceasefire.record.intake.format import Cells, Format, Order, key_of, name_in
from ceasefire.record.thing import Origin, Sensitivity
from ceasefire.table.cells import code

_CODES = """cc cf_id uniq_id ucdp_actor_id ucdp_acd_id ucdp_dyad pax_id side partial written fixed fixed_time
ceasefire_class timing mediator_nego mediator_send implement enforcement ddr ended p_humanitarian p_peaceprocess
p_holiday p_election p_other""".split()  # noqa: SIM905  names read better so
_DATES = tuple(f"{name}_{unit}" for name in ("cf_dec", "cf_effect", "end") for unit in ("yr", "month", "day"))


def _convert(cells: Cells, _: Order) -> tuple[Agreement]:
    actor, place = name_in(cells, "actor_name"), name_in(cells, "location")
    if not actor:
        raise ValueError("`actor_name` is empty")
    mediator = name_in(cells, "mediator_send")
    return (
        Agreement(
            title=f"Ceasefire declared by {actor}, {place}"[:500],
            parties=(actor,),
            mediators=() if code(mediator) in {"", "0", "-1"} else (mediator,),
            place=place,
            on=_date(cells, "cf_dec"),
            in_force=_date(cells, "cf_effect"),
            ended=_date(cells, "end"),
            ending=code(cells.get("ended", "")),
            account=cells.get("cf_pp", ""),
            coded={name: code(cells[name]) for name in _CODES if cells.get(name, "")},
            sensitivity=Sensitivity.CLEAR,
            origin=Origin(dataset="ethprio-cf", key=key_of(cells, "id")),
        ),
    )


def _date(cells: Cells, name: str) -> str:
    parts = []
    for unit in ("yr", "month", "day"):
        text = code(cells.get(f"{name}_{unit}", ""))
        if not text.isdigit() or int(text) <= 0:
            break
        parts.append(text.zfill(4 if unit == "yr" else 2))
    return "-".join(parts)


FORMAT = Format(
    "ethprio-cf",
    "ETH/PRIO Civil Conflict CeaseFires",
    frozenset({"id", "cf_id", "uniq_id", "actor_name", "cf_dec_yr", "cf_effect_yr", "ceasefire_class"}),
    frozenset({"id", "actor_name", "location", "cf_pp", *_CODES, *_DATES}),
    ("id",),
    _convert,
)
