"""Whether entries follow from one another, one after the other: of a record, or of an export of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ceasefire.record.chain import carried_on, chained, chained_1, genesis, sealed
from ceasefire.record.leaves import erased_parts
from ceasefire.record.tables import COLUMNS


class Links:
    """Follows a chain from its beginning; `digest` is the hash of the last entry that was shown to it."""

    def __init__(self, record_id: str) -> None:
        self.digest = self._sealing = genesis(record_id)
        self._seal: bytes | None = None

    @property
    def last(self) -> tuple[bytes, bytes | None]:
        """The hash of the last entry, and its seal where it is of form 1: what the next one hangs on."""
        return self.digest, self._seal

    def fits(self, row: Mapping[str, Any], digest: bytes, seal: bytes | None) -> bool:
        """Whether an entry is what its hash and seal say, after the entries before it.

        Of an erased entry of form 1 the seal alone can be worked out; its hash is tied by the entries around it.
        """
        try:
            if seal is None:
                fit = chained(carried_on(self.digest, self._seal), [row[name] for name in COLUMNS]) == digest
            else:
                fit = sealed(self._sealing, digest, row) == seal
                fit = fit and (bool(erased_parts(row["salt"])) or chained_1(self.digest, row) == digest)
                self._sealing = seal
        except (ValueError, KeyError, TypeError):
            fit = False
        self.digest, self._seal = digest, seal
        return fit

    def fits_1(self, row: Mapping[str, Any], digest: bytes) -> bool:
        """Whether an entry of an export of form 1 is what its hash says."""
        fit = chained_1(self.digest, row) == digest
        self.digest = digest
        return fit


class Erasures:
    """What was erased, held against what somebody said was to be erased."""

    def __init__(self) -> None:
        self._said: dict[str, set[str]] = {}
        self._gone: dict[str, dict[str, int]] = {}

    def see(self, row: Mapping[str, Any]) -> None:
        """Take note of an entry.  Raises ValueError where it cannot be read."""
        if row["erases"]:
            names = {f"body.{name}" for name in json.loads(row["erases"])}
            self._said.setdefault(row["thing"], {"listed", "reason"}).update(names)
        for name in erased_parts(row["salt"]):
            self._gone.setdefault(row["thing"], {}).setdefault(name, row["seq"])

    def unsaid(self) -> list[str]:
        """Words that are gone without anybody having said that they were to be erased."""
        return [
            f"entry {seq} ({thing}): `{name.removeprefix('body.')}` was taken out, and no erasure says so"
            for thing, names in self._gone.items()
            for name, seq in names.items()
            if name not in self._said.get(thing, ())
        ]
