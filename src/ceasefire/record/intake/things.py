"""The things in a file, row by row: a table of a known format or with a mapping, or JSON Lines; and why a row is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ceasefire.dates import parse_date
from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.record.intake import acled, ethprio, pax, ucdp_ged
from ceasefire.record.intake.format import Format, reason
from ceasefire.record.intake.jsonl import read_line
from ceasefire.record.intake.rows import MAX_LINE, Row, columns, opened, rows, undecoded
from ceasefire.record.thing import Thing

FORMATS = {f.name: f for f in (ucdp_ged.FORMAT, acled.FORMAT, pax.FORMAT, ethprio.FORMAT)}


@dataclass(frozen=True)
class As:
    """As what a file is to be read: which format (None: told by its columns), which encoding.

    `known` is the day from which its rows could be known; `event` takes the day on which each happened.
    """

    format: Format | None = None
    encoding: str = "utf-8"
    known: str = ""


@dataclass(frozen=True)
class Rows:
    """A file being read: the name of its format, and for each row the thing in it, or why there is none.

    `export` holds the stream instead where the file is an export of a record, whose entries are taken over as they are.
    """

    format: str
    things: Iterator[tuple[Row, Thing | None, str]]
    export: Again | None = None


class Again:
    """A stream whose first line is read again."""

    def __init__(self, first: str, stream: TextIO) -> None:
        self.first, self.stream = first, stream

    def readline(self, size: int = -1) -> str:
        """The next line."""
        first, self.first = self.first, ""
        return first or self.stream.readline(size)


@contextmanager
def reading(path: Path, way: As) -> Iterator[Rows]:
    """Open a file for reading its things.  Raises MaterialError where it is none of these, OSError."""
    with opened(path, way.encoding) as stream:
        beginning = stream.readline(MAX_LINE)
        again = Again(beginning, stream)
        if beginning.startswith("{"):
            exported = '"format":"record/1"' in beginning.replace(" ", "")
            lines = iter(()) if exported else _things(_json_rows(again), None, way.known)
            yield Rows("record/1" if exported else "jsonl", lines, again if exported else None)
            return
        form = way.format or told_by(beginning, str(path))
        table = _checked(rows(again, str(path)), form, str(path))  # type: ignore[arg-type]  # reads lines, as asked
        yield Rows(form.name, _things(table, form, way.known))


def told_by(header: str, file: str) -> Format:
    """The format whose columns a header has.  Raises MaterialError."""
    _, names = columns(header, file)
    for form in FORMATS.values():
        if form.needs <= set(names):
            return form
    message = "its columns are those of no format that is known here"
    hint = f"known: {', '.join(FORMATS)}; for another table write a mapping and add --mapping FILE"
    raise MaterialError([Finding(Where(file, 1, 1), "table", message, hint)])


def _json_rows(stream: Again) -> Iterator[Row]:
    number = 0
    while text := stream.readline(MAX_LINE * 20):
        number += 1
        if text.strip():
            wrong = "not text in this encoding; try --encoding windows-1252 or another" if undecoded(text) else ""
            yield Row(number, {"": text}, (text.rstrip("\r\n"),), wrong)


def _checked(lines: Iterator[Row], form: Format, file: str) -> Iterator[Row]:
    """The rows, once the first that is whole has every column that the format needs."""
    checked = False
    for row in lines:
        if not checked and row.cells:
            missing = sorted(form.needs - set(row.cells))
            if missing:
                message = f"the columns {', '.join(f'`{m}`' for m in missing)} are missing for {form.name}"
                hint = f"there are {', '.join(list(row.cells)[:12])}"
                raise MaterialError([Finding(Where(file, 1, 1), "table", message, hint)])
            checked = True
        yield row


def _things(lines: Iterator[Row], form: Format | None, known: str) -> Iterator[tuple[Row, Thing | None, str]]:
    for row in lines:
        if row.wrong:
            yield row, None, row.wrong
            continue
        try:
            yield row, _known(read_line(row.cells[""]) if form is None else form.convert(row.cells), known), ""
        except ValueError as error:
            yield row, None, reason(error)


def _known(value: Thing, known: str) -> Thing:
    if not known or value.known:
        return value
    if known != "event":
        return value.model_copy(update={"known": known})
    happened = getattr(value, "on", "")
    return value.model_copy(update={"known": parse_date(happened).latest.isoformat()}) if happened else value
