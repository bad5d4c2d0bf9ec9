"""Taking a file into the record: batch by batch, so that what was reported is kept, and again without harm.

A run that was broken off is simply repeated: rows that the record has are recognised by their data set's key and content.
A row that changed becomes a correction.  A row that cannot be taken is written, with its line and the reason, to a file.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ceasefire.errors import Finding, Where
from ceasefire.record.append import Draft
from ceasefire.record.exchange import Taken, harmless, take
from ceasefire.record.intake.rows import Row
from ceasefire.record.intake.things import As, Rows, reading

if TYPE_CHECKING:
    from ceasefire.record.store import Record

BATCH = 2_000
_SHOWN = 20  # rejected rows named in the result; all are in the file


@dataclass(frozen=True)
class Intake:
    """What a file came to; `rejected` rows lie in `rejects`, the first of them are in `findings`."""

    format: str
    added: int = 0
    corrected: int = 0
    same: int = 0
    restored: int = 0
    retracted: int = 0
    rejected: int = 0
    rejects: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def read(self) -> int:
        """Rows read in all."""
        return self.added + self.corrected + self.same + self.restored + self.retracted + self.rejected


@dataclass(frozen=True)
class How:
    """How a file is to be taken: by whom, read as what, and where rejected rows go (None: beside the file)."""

    by: str
    way: As = field(default_factory=As)
    rejects: Path | None = None


def take_file(record: Record, path: Path, how: How, progress: Callable[[int], None] | None = None) -> Intake:
    """Take a table, JSON Lines or an export of a record into `record`.

    `progress` is told, after each batch is on disk, how many rows have been read.  Raises MaterialError where the file is
    none of these, RecordError, OSError.
    """
    with reading(path, how.way) as found:
        if found.export is not None:
            taken: Taken = take(record, found.export, how.by)  # type: ignore[arg-type]  # reads lines, as asked
            return Intake("record/1", taken.added, taken.corrected, taken.same, taken.restored, taken.retracted)
        return _Run(record, path, how).run(found, progress)


class _Run:
    """One file being taken."""

    def __init__(self, record: Record, path: Path, how: How) -> None:
        self.record, self.path, self.how = record, path, how
        self.counts = dict.fromkeys(("added", "corrected", "same"), 0)
        self.rejected: list[Finding] = []
        self.n_rejected = 0
        self.rejects = how.rejects or Path(f"{path}.rejects.csv")
        self._out: TextIO | None = None

    def run(self, found: Rows, progress: Callable[[int], None] | None) -> Intake:
        self.rejects.unlink(missing_ok=True)
        batch: list[Draft] = []
        read = 0
        try:
            for row, thing, why in found.things:
                read += 1
                if thing is None:
                    self._reject(row, why)
                else:
                    batch.append(Draft(thing))
                if len(batch) == BATCH:
                    self._keep(batch)
                    if progress:
                        progress(read)
            self._keep(batch)
        finally:
            if self._out:
                self._out.close()
        where = str(self.rejects) if self.n_rejected else ""
        counts = self.counts
        return Intake(
            format=found.format,
            added=counts["added"],
            corrected=counts["corrected"],
            same=counts["same"],
            rejected=self.n_rejected,
            rejects=where,
            findings=tuple(self.rejected),
        )

    def _keep(self, batch: list[Draft]) -> None:
        if batch:
            for outcome in self.record.append(batch, self.how.by).outcomes:
                self.counts[outcome] += 1
            batch.clear()

    def _reject(self, row: Row, why: str) -> None:
        self.n_rejected += 1
        if len(self.rejected) < _SHOWN:
            self.rejected.append(Finding(Where(str(self.path), row.line, 1), "row", why))
        if self._out is None:
            self._out = self.rejects.open("w", encoding="utf-8", errors="surrogateescape", newline="")
            csv.writer(self._out).writerow(["line", "reason", "row"])
        csv.writer(self._out).writerow([str(row.line), why, *(harmless(cell) for cell in row.raw)])
