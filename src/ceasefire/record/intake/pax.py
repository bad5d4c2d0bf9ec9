"""PA-X Peace Agreements Database (Bell & Badanjak 2019, J. Peace Research 56(3), 452-466), version 2 to 10.

Provision codes are kept under their own names where they are not 0; no text of an agreement is in the file.
"""

from __future__ import annotations

from ceasefire.record.agreement import Agreement
from ceasefire.record.intake.format import Cells, Format, key_of, several
from ceasefire.record.thing import Origin, Sensitivity

_SAID = {"AgtId", "Agt", "Dat", "Part", "ThrdPart", "Con", "Ver", "N_characters"}


def _convert(cells: Cells) -> Agreement:
    return Agreement(
        title=cells["Agt"].strip()[:500],
        on=cells["Dat"].strip(),
        place=cells.get("Con", "").strip()[:500],
        parties=_names(cells.get("Part", "")),
        mediators=_names(cells.get("ThrdPart", "")),
        coded=_coded(cells),
        sensitivity=Sensitivity.CLEAR,
        origin=Origin(dataset="pa-x", key=key_of(cells, "AgtId")),
    )


def _coded(cells: Cells) -> dict[str, str]:
    # versions differ in whether a whole number is written 660 or 660.0
    codes = {name: value.strip().removesuffix(".0") for name, value in cells.items() if name not in _SAID}
    return {name: code for name, code in codes.items() if code not in {"", "0"}}


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name[:500] for name in several(cell))


FORMAT = Format("pa-x", "PA-X Peace Agreements", frozenset({"AgtId", "Agt", "Dat", "Stage", "Part"}), _convert)
