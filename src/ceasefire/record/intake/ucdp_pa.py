"""UCDP Peace Agreement Dataset 22.1 (Pettersson, Högbladh & Öberg 2019, J. Peace Research 56(4), 589-603).

`ended` 1 comes with the day in `duration`.  The codes of what was agreed are kept under their own names where they are not 0.
"""

from __future__ import annotations

from ceasefire.record.agreement import Agreement
from ceasefire.record.intake.format import Cells, Format, Order, day, key_of, name_in
from ceasefire.record.thing import Origin, Sensitivity
from ceasefire.table.cells import code, shown_name

_CODES = """gwno conflict_id dyad_id actor_id incompatibility cease intarmy ddr withd mil_prov pp intgov intciv elections interim
natalks shagov pol_prov aut fed ind ref shaloc regdev cul demarcation locgov terr_prov amn pris recon return justice_prov
reaffirm outlin pko gender co_impl termdur inclusive no_dyad pa_type out_iss procid frame ended""".split()  # noqa: SIM905
_NAMED = ("paid", "pa_name", "pa_date", "duration", "c_duration", "actor_name", "conflict_name", "version")


def _convert(cells: Cells, order: Order) -> tuple[Agreement]:
    over = code(cells.get("ended", "")) == "1"
    return (
        Agreement(
            title=name_in(cells, "pa_name") or name_in(cells, "conflict_name"),
            parties=tuple(shown_name(p)[:500] for p in cells.get("actor_name", "").split(",") if p.strip()),
            on=day(cells, "pa_date", order),
            ended=day(cells, "duration", order) if over else "",
            place=name_in(cells, "conflict_name"),
            account=cells.get("c_duration", "")[:20_000],
            coded={name: said for name in _CODES if (said := code(cells.get(name, ""))) not in {"", "0"}},
            sensitivity=Sensitivity.CLEAR,
            origin=Origin(dataset="ucdp-pa", key=key_of(cells, "paid"), version=code(cells.get("version", ""))),
        ),
    )


FORMAT = Format(
    "ucdp-pa",
    "UCDP Peace Agreements",
    frozenset({"paid", "pa_name", "pa_date", "ended", "duration"}),
    frozenset({*_NAMED, *_CODES}),
    ("paid",),
    _convert,
    ("pa_date", "duration"),
    "version",
)
