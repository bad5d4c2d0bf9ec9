"""The record as JSON Lines, whole and exact; and as a table for a spreadsheet.

An export begins with a line about the record; each further line is an entry with every column, so that reading it into an
empty place gives the same record, hash for hash.  Into another record its things are taken over, and each remembers where
it came from.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any, TextIO

from sqlalchemy import insert, select, update

from ceasefire.record.append import Draft
from ceasefire.record.entry import MODELS, Action, Entry, Kind, canonical, chained, genesis
from ceasefire.record.faults import RecordError, told
from ceasefire.record.store import Record
from ceasefire.record.tables import COLUMNS, entry, record
from ceasefire.record.thing import Sensitivity

_STREAM = 2_000
# what a spreadsheet takes for the start of a formula, full-width forms included
_RUN = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
MAX_LINE = 50_000_000  # characters: an entry can hold a whole document, not more


@dataclass(frozen=True)
class Taken:
    """What reading an export did: entries restored as they were, or things added, corrected, and already here."""

    restored: int = 0
    added: int = 0
    corrected: int = 0
    retracted: int = 0
    same: int = 0


def export(held: Record, openness: Sensitivity = Sensitivity.RED) -> Iterator[str]:
    """The record as lines of JSON.

    With `openness`, entries more closely held are left out; such an export can be read elsewhere, but is not the whole
    chain and says so in its first line.
    """
    whole = openness is Sensitivity.RED
    with told(held.name), held.connection.begin():
        begun = held.connection.execute(select(record.c.begun)).scalar_one()
        yield canonical({"format": "record/1", "record": held.id, "begun": begun, "whole": whole}) + "\n"
        in_order = select(entry).order_by(entry.c.seq).execution_options(yield_per=_STREAM)
        with held.connection.execute(in_order) as streamed:
            for row in streamed.mappings():
                if whole or Sensitivity(row["sensitivity"]).openness >= openness.openness:
                    yield canonical({**row, "hash": bytes(row["hash"]).hex()}) + "\n"


def table(entries: Iterable[Entry]) -> Iterator[str]:
    """Things as CSV for a spreadsheet, every cell harmless: text that a spreadsheet would run begins with an apostrophe."""
    plain = ("seq", "thing", "kind", "action", "known", "entered_at", "entered_by", "begins", "ends")
    yield _csv([*plain, "content"])
    for one in entries:
        content = canonical(one.value.model_dump(mode="json", exclude_defaults=True))
        yield _csv([*(str(getattr(one, name)) for name in plain), content])


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection): `=`, `+`, `-`, `@`, tab and return at its start."""
    if cell[:1] in _RUN:
        try:
            float(cell)
        except ValueError:
            return "'" + cell
    return cell


def _csv(cells: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return written.getvalue()


def take(held: Record, stream: TextIO, by: str) -> Taken:
    """Read an export into the record.

    An empty record becomes the exported one, and a record that is a beginning of it is continued.  Any other takes the
    things over.  Raises RecordError, naming the line, where the export is not one or was changed; what stood before that
    line in whole batches stays.
    """
    lines = _lines(stream)
    first = next(lines, None)
    if first is None or first[1].get("format") != "record/1" or "record" not in first[1]:
        raise RecordError("this is not an export of a record: its first line should say so")
    head = first[1]
    seq, _ = held.head()
    if head.get("whole") and (seq == 0 or head["record"] == held.id):
        return _restore(held, head, lines)
    return _merge(held, str(head["record"]), lines, by)


def _lines(stream: TextIO) -> Iterator[tuple[int, dict[str, Any]]]:
    number = 0
    while text := stream.readline(MAX_LINE + 1):
        number += 1
        if len(text) > MAX_LINE:
            raise RecordError(f"line {number}: longer than {MAX_LINE:,} characters, the most that is read")
        if not text.strip():
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RecordError(f"line {number}: this is not JSON: {error}") from None
        if not isinstance(value, dict):
            raise RecordError(f"line {number}: an entry is an object")
        yield number, value


def _restore(held: Record, head: Mapping[str, Any], lines: Iterator[tuple[int, dict[str, Any]]]) -> Taken:
    seq, last = held.head()
    previous = genesis(head["record"])
    batch: list[dict[str, Any]] = []
    done = 0
    if seq == 0:
        with told(held.name), held.connection.begin():
            held.connection.execute(update(record).values(id=head["record"], begun=head["begun"]))
            held.id = head["record"]
    for number, row in lines:
        if not {*COLUMNS, "hash"} <= set(row):
            raise RecordError(f"line {number}: the entry is not whole")
        digest = chained(previous, [row[name] for name in COLUMNS])
        if digest.hex() != row["hash"]:
            raise RecordError(f"line {number}: the export was changed: entry {row['seq']} is not what its hash says")
        previous = digest
        if row["seq"] == seq and digest != last:
            raise RecordError(f"line {number}: the two records part ways before entry {seq}; nothing was taken over")
        if row["seq"] > seq:
            batch.append({**{name: row[name] for name in COLUMNS}, "hash": digest})
        if len(batch) == _STREAM:
            done += _write(held, batch)
    return Taken(restored=done + _write(held, batch))


def _write(held: Record, batch: list[dict[str, Any]]) -> int:
    if not batch:
        return 0
    with told(held.name), held.connection.begin():
        held.connection.execute(insert(entry), batch)
    count = len(batch)
    batch.clear()
    return count


def _merge(held: Record, source: str, lines: Iterator[tuple[int, dict[str, Any]]], by: str) -> Taken:
    counts = dict.fromkeys(("added", "corrected", "retracted", "same"), 0)
    with told(held.name), held.connection.begin():
        here = set(held.connection.execute(select(entry.c.came_from).where(entry.c.came_from != "")).scalars())
    for number, row in lines:
        try:
            draft = _draft(source, row)
        except (KeyError, ValueError) as error:
            raise RecordError(f"line {number}: the entry cannot be read: {str(error).splitlines()[0]}") from None
        outcomes = ("same",) if draft.came_from in here else held.append([draft], by).outcomes
        counts[outcomes[0]] += 1
    return Taken(**counts)


def _draft(source: str, row: Mapping[str, Any]) -> Draft:
    value = MODELS[Kind(row["kind"])].model_validate_json(row["body"], strict=False)
    origin = canonical({"record": source, **{name: row[name] for name in ("seq", "entered_at", "entered_by", "hash")}})
    return Draft(value, str(row["thing"]), Action(row["action"]), str(row["reason"]), str(row["known"]), origin)
