"""PA-X Peace Agreements Database (Bell & Badanjak 2019, J. Peace Research 56(3), 452-466), version 2 to 10.

Provision codes are kept under their own names where they are not 0; no text of an agreement is in the file.  The cells of
parties and third parties are kept whole as they were written (`account`), and taken apart into names by lines and semicolons.
"""

from __future__ import annotations

import re

from ceasefire.record.agreement import Agreement
from ceasefire.record.intake.format import Cells, Format, Order, day, key_of, name_in
from ceasefire.record.thing import Origin, Sensitivity
from ceasefire.table.cells import code, shown_name

_SAID = {"agtid", "agt", "dat", "part", "thrdpart", "con", "ver", "n_characters"}
_SIGNED = re.compile(
    r"[\[(]\s*(?:signed|signature|signatory|signatories|stamp|seal|sgd)[^\])]*[\])]|^\s*\(?signed\)?\s*:?\s*$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^\s*(?:page\s+\d+\s*[:.]|\d{1,3}\s*[.)](?=\s*\D)|[-\u2013\u2022*\u00b7])\s*", re.IGNORECASE)
_HEADING = re.compile(
    r"^(?:(?:part(?:ies|y)|signator(?:ies|y)|signed|approved|witness(?:es)?|facilitators?|mediators?)\b[^:]{0,60}"
    r"|.{0,60}\d+ signatories.*)[:\]]*$",
    re.IGNORECASE,
)


def _convert(cells: Cells, order: Order) -> tuple[Agreement]:
    part, third = cells.get("part", ""), cells.get("thrdpart", "")
    return (
        Agreement(
            title=name_in(cells, "agt"),
            on=day(cells, "dat", order),
            place=name_in(cells, "con"),
            parties=_names(part),
            mediators=_names(third),
            coded=_coded(cells),
            account="\n\n".join(
                f"{word}: {text}" for word, text in (("Parties", part), ("Third parties", third)) if text
            )[:20_000],
            sensitivity=Sensitivity.CLEAR,
            origin=Origin(dataset="pa-x", key=key_of(cells, "agtid"), version=code(cells.get("ver", ""))),
        ),
    )


def _coded(cells: Cells) -> dict[str, str]:
    # versions differ in whether a whole number is written 660 or 660.0
    codes = {name: code(value) for name, value in cells.items() if name not in _SAID}
    return {name: said for name, said in codes.items() if said not in {"", "0"}}


def _names(cell: str) -> tuple[str, ...]:
    """The names in a cell, in its order, each once: without numbering, headings, and what says only that somebody signed."""
    found = []
    for line in re.split(r"[;\n\r]+", cell):
        name = shown_name(_LEAD.sub("", _SIGNED.sub("", line))).strip(" ,")
        if name and not _HEADING.match(name):
            found.append(name if len(name) <= 500 else f"{name[:499]}…")
    return tuple(dict.fromkeys(found))


FORMAT = Format(
    "pa-x",
    "PA-X Peace Agreements",
    frozenset({"agtid", "agt", "dat", "stage", "part"}),
    frozenset(_SAID),
    ("agtid",),
    _convert,
    ("dat",),
)
