"""Entries of form 1 as they stand in a record of form 2: their hash kept, their words sealed as leaves beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ceasefire.record.canonical import canonical
from ceasefire.record.chain import genesis, sealed
from ceasefire.record.leaves import new_salt
from ceasefire.record.versions import mark_of_source

_AT_SOURCE = "changed at its source"  # the reason by which form 1 told what a data set said from what a person did


class Ageing:
    """Seals entries of form 1 in their order."""

    def __init__(self, record_id: str) -> None:
        self._seal = genesis(record_id)

    def row(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """An entry with the columns that form 2 adds."""
        digest = bytes(old["hash"])
        row = {**old, "turn": old["version"], "mark": mark_of(old), "erases": "", "salt": new_salt(), "hash": digest}
        self._seal = sealed(self._seal, digest, row)
        return {**row, "seal": self._seal}


def mark_of(old: Mapping[str, Any]) -> str:
    """The mark of an entry of form 1; that of one taken over is the mark it has where it was written."""
    fields = {name: canonical(value) for name, value in json.loads(old["body"]).items()}
    if old["action"] == "add" or old["reason"] == _AT_SOURCE:
        return mark_of_source(old["action"], fields)
    came = json.loads(old["came_from"]) if old["came_from"] else {}
    digest = old["hash"] if isinstance(old["hash"], str) else bytes(old["hash"]).hex()
    return f"1{came.get('entered_at', old['entered_at'])}|{str(came.get('hash', digest))[:12]}"
