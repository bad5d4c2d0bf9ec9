"""Taking a file into the record: batch by batch, so that what was reported is kept, and again without harm.

A run that was broken off is simply repeated: rows that the record has are recognised by their data set's key and content.
A row that changed becomes a correction.  A row that cannot be taken is written, with its line and the reason, to a file.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ceasefire.errors import Finding, Where
from ceasefire.record.append import Draft
from ceasefire.record.exchange import Taken, take
from ceasefire.record.intake.sight import Sight
from ceasefire.record.intake.things import As, Reading, reading
from ceasefire.record.intake.vanished import Scope, vanished
from ceasefire.table.harmless import harmless
from ceasefire.table.reader import Row, opened

if TYPE_CHECKING:
    from ceasefire.record.store import Record

BATCH = 2_000
_SHOWN = 20  # rejected rows named in the result; all are in the file
Progress = Callable[[int], None] | None


@dataclass(frozen=True)
class Intake:
    """What a file came to; `rejected` rows lie in `rejects`, the first of them are in `findings`.

    `kept` is false where it was only looked at, or refused for what looks odd (`strict`).  `older` rows are older than what is
    held; `absent` ones were taken out at their source and never here.
    """

    format: str
    added: int = 0
    corrected: int = 0
    same: int = 0
    restored: int = 0
    retracted: int = 0
    erased: int = 0
    older: int = 0
    absent: int = 0
    rejected: int = 0
    rejects: str = ""
    findings: tuple[Finding, ...] = ()
    sight: Sight | None = None
    kept: bool = True

    @property
    def read(self) -> int:
        """Rows read in all."""
        done = (
            self.added,
            self.corrected,
            self.same,
            self.restored,
            self.retracted,
            self.erased,
            self.older,
            self.absent,
        )
        return sum(done) + self.rejected


@dataclass(frozen=True)
class How:
    """How a file is to be taken: by whom, read as what, and where rejected rows go (None: beside the file).

    With `dry` it is only looked at, with `strict` nothing is kept where anything looks odd.  `whole` says that the file has all
    that its data set has of its countries and its time: what is held of those and is not in it is retracted.
    """

    by: str
    way: As = field(default_factory=As)
    rejects: Path | None = None
    dry: bool = False
    strict: bool = False
    whole: bool = False


def take_file(record: Record, path: Path, how: How, progress: Progress = None) -> Intake:
    """Take a table, JSON Lines or an export of a record into `record`.

    `progress` is told, after each batch is on disk, how many rows have been read.  Raises MaterialError where the file is
    none of these, RecordError, OSError.
    """
    found = reading(path, how.way)
    if found.exported:
        if how.dry:
            from ceasefire.record.incoming import checked

            held = checked(partial(opened, path), progress=progress)
            return Intake("record/1" if held.form == 1 else "record/2", same=held.entries, kept=False)
        taken: Taken = take(record, partial(opened, path), how.by, progress)
        done = {
            name: getattr(taken, name) for name in ("added", "corrected", "same", "restored", "retracted", "erased")
        }
        return Intake("record/2", **done)
    if how.dry or how.strict:
        looked = _Run(record, found, how, keep=False).run(progress)
        if how.dry or (looked.sight is not None and (looked.sight.strange or looked.rejected)):
            return looked
    return _Run(record, found, how, keep=True).run(progress)


class _Run:
    """One file being taken, or only looked at."""

    def __init__(self, record: Record, found: Reading, how: How, *, keep: bool) -> None:
        self.record, self.found, self.how, self.keep = record, found, how, keep
        self.counts: Counter[str] = Counter()
        self.findings: list[Finding] = []
        self.rejects = how.rejects or Path(f"{found.path}.rejects.csv")
        self.scope = Scope() if how.whole else None
        self._out: TextIO | None = None

    def run(self, progress: Progress) -> Intake:
        if self.keep:
            self.rejects.unlink(missing_ok=True)
        sight = Sight(self.found)
        batch: list[Draft] = []
        try:
            for item in self.found.things():
                sight.see(item)
                if item.thing is None:
                    self._reject(item.row, item.why)
                else:
                    batch.append(Draft(item.thing, item.name))
                if len(batch) == BATCH:
                    self._keep(batch)
                    if progress:
                        progress(sight.rows)
            self._keep(batch)
            for gone in self._vanished(sight):
                self._keep(gone)
        finally:
            if self._out:
                self._out.close()
        where = str(self.rejects) if self.counts["rejected"] and self.keep else ""
        counts: dict[str, Any] = {
            n: self.counts[n] for n in ("added", "corrected", "same", "retracted", "older", "absent", "rejected")
        }
        return Intake(
            self.found.format, **counts, rejects=where, findings=tuple(self.findings), sight=sight, kept=self.keep
        )

    def _keep(self, batch: list[Draft]) -> None:
        if not batch:
            return
        done = self.record.append(batch, self.how.by) if self.keep else self.record.would(batch)
        self.counts.update(done.outcomes)
        if self.scope is not None:
            self.scope.see(batch, done.things)
        batch.clear()

    def _vanished(self, sight: Sight) -> Iterator[list[Draft]]:
        """What is held of the file's data set, countries and time, and is not in it; nothing where a row could not be read."""
        if self.scope is None:
            return
        if sight.rejected:
            message = f"{sight.rejected:,} rows could not be read: nothing was retracted for being missing"
            self.findings.append(Finding(Where(str(self.found.path)), "whole", message, "mend them and import again"))
            return
        scope, self.scope = self.scope, None
        yield from vanished(self.record, scope, BATCH)

    def _reject(self, row: Row, why: str) -> None:
        self.counts["rejected"] += 1
        if len(self.findings) < _SHOWN:
            self.findings.append(Finding(Where(str(self.found.path), row.line, 1), "row", why))
        if not self.keep:
            return
        if self._out is None:
            self._out = self.rejects.open("w", encoding="utf-8", errors="surrogateescape", newline="")
            csv.writer(self._out).writerow(["line", "reason", "row"])
        csv.writer(self._out).writerow([str(row.line), why, *(harmless(cell) for cell in row.raw)])
