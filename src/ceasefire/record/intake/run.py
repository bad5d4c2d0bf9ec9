"""Taking a file into the record: batch by batch, so that what was reported is kept, and again without harm.

A run that was broken off is simply repeated: rows that the record has are recognised by their data set's key and content.
A row that changed becomes a correction.  A row that cannot be taken is written, with its line and the reason, to a file.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ceasefire.dates import parse_date
from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.record.append import Draft
from ceasefire.record.exchange import Taken, harmless, take
from ceasefire.record.intake import acled, ethprio, pax, ucdp_ged
from ceasefire.record.intake.format import Format, reason
from ceasefire.record.intake.jsonl import read_line
from ceasefire.record.intake.rows import MAX_LINE, Row, columns, opened, rows, undecoded
from ceasefire.record.thing import Thing

if TYPE_CHECKING:
    from ceasefire.record.store import Record

FORMATS = {f.name: f for f in (ucdp_ged.FORMAT, acled.FORMAT, pax.FORMAT, ethprio.FORMAT)}
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
    """How a file is to be taken: by whom, as which format (empty: told by its columns), in which encoding.

    `known` is the day from which its rows could be known; `event` takes the day on which each happened.
    """

    by: str
    format: Format | None = None
    encoding: str = "utf-8"
    known: str = ""
    rejects: Path | None = None


def take_file(record: Record, path: Path, how: How, progress: Callable[[int], None] | None = None) -> Intake:
    """Take a table, JSON Lines or an export of a record into `record`.

    `progress` is told, after each batch is on disk, how many rows have been read.  Raises MaterialError where the file is
    none of these, RecordError, OSError.
    """
    with opened(path, how.encoding) as stream:
        beginning = stream.readline(MAX_LINE)
        if beginning.startswith("{"):
            if '"format":"record/1"' in beginning.replace(" ", ""):
                taken: Taken = take(record, _Again(beginning, stream), how.by)  # type: ignore[arg-type]  # reads lines, as asked
                return Intake("record/1", taken.added, taken.corrected, taken.same, taken.restored, taken.retracted)
            lines = _json_rows(_Again(beginning, stream))
            return _Run(record, path, how, "jsonl").run(lines, progress)
        table = rows(_Again(beginning, stream), str(path))  # type: ignore[arg-type]  # reads lines, as asked
        form = how.format or told_by(beginning, str(path))
        return _Run(record, path, how, form.name, form).run(table, progress)


def told_by(header: str, file: str) -> Format:
    """The format whose columns a header has.  Raises MaterialError."""
    _, names = columns(header, file)
    for form in FORMATS.values():
        if form.needs <= set(names):
            return form
    message = "its columns are those of no format that is known here"
    hint = f"known: {', '.join(FORMATS)}; for another table write a mapping and add --mapping FILE"
    raise MaterialError([Finding(Where(file, 1, 1), "table", message, hint)])


class _Again:
    """A stream whose first line is read again."""

    def __init__(self, first: str, stream: TextIO) -> None:
        self.first, self.stream = first, stream

    def readline(self, size: int = -1) -> str:
        first, self.first = self.first, ""
        return first or self.stream.readline(size)


def _json_rows(stream: _Again) -> Iterator[Row]:
    number = 0
    while text := stream.readline(MAX_LINE * 20):
        number += 1
        if text.strip():
            wrong = "not text in this encoding; try --encoding windows-1252 or another" if undecoded(text) else ""
            yield Row(number, {"": text}, (text.rstrip("\r\n"),), wrong)


class _Run:
    """One file being taken."""

    def __init__(self, record: Record, path: Path, how: How, name: str, form: Format | None = None) -> None:
        self.record, self.path, self.how, self.name, self.form = record, path, how, name, form
        self.counts = dict.fromkeys(("added", "corrected", "same"), 0)
        self.rejected: list[Finding] = []
        self.n_rejected = 0
        self.rejects = how.rejects or Path(f"{path}.rejects.csv")
        self._out: TextIO | None = None

    def run(self, lines: Iterator[Row], progress: Callable[[int], None] | None) -> Intake:
        self.rejects.unlink(missing_ok=True)
        batch: list[Draft] = []
        read = 0
        checked = self.form is None
        try:
            for row in lines:
                read += 1
                if not checked and row.cells:
                    self._require(row)
                    checked = True
                try:
                    if row.wrong:
                        raise ValueError(row.wrong)
                    batch.append(Draft(self._thing(row)))
                except ValueError as error:
                    self._reject(row, reason(error))
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
            format=self.name,
            added=counts["added"],
            corrected=counts["corrected"],
            same=counts["same"],
            rejected=self.n_rejected,
            rejects=where,
            findings=tuple(self.rejected),
        )

    def _require(self, row: Row) -> None:
        missing = sorted((self.form.needs if self.form else frozenset()) - set(row.cells))
        if missing:
            message = f"the columns {', '.join(f'`{m}`' for m in missing)} are missing for {self.name}"
            hint = f"there are {', '.join(list(row.cells)[:12])}"
            raise MaterialError([Finding(Where(str(self.path), 1, 1), "table", message, hint)])

    def _thing(self, row: Row) -> Thing:
        value = read_line(row.cells[""]) if self.form is None else self.form.convert(row.cells)
        if not self.how.known or value.known:
            return value
        happened = getattr(value, "on", "")
        if self.how.known != "event":
            return value.model_copy(update={"known": self.how.known})
        return value.model_copy(update={"known": parse_date(happened).latest.isoformat()}) if happened else value

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
