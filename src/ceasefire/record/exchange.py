"""The record as JSON Lines, whole and exact; and as a table for a spreadsheet.

An export begins with a line about the record; each further line is an entry with every column, so that reading it into an
empty place gives the same record, hash for hash.  Into another record its things are taken over, and each remembers where
it came from.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, update

from ceasefire.record.aged import Ageing
from ceasefire.record.append import last_link
from ceasefire.record.canonical import canonical
from ceasefire.record.entry import Entry
from ceasefire.record.faults import RecordError, told
from ceasefire.record.incoming import Incoming, Opening, Row, checked
from ceasefire.record.merging import Merging
from ceasefire.record.store import Record
from ceasefire.record.tables import COLUMNS, COLUMNS_1, entry, record
from ceasefire.record.thing import Sensitivity
from ceasefire.table.harmless import harmless

_STREAM = 2_000


@dataclass(frozen=True)
class Taken:
    """What reading an export did: entries restored as they were, or things added, corrected, and already here."""

    restored: int = 0
    added: int = 0
    corrected: int = 0
    retracted: int = 0
    same: int = 0
    erased: int = 0


def export(held: Record, openness: Sensitivity = Sensitivity.RED) -> Iterator[str]:
    """The record as lines of JSON; the first says how many follow, so that a part is not taken for the whole.

    With `openness`, things of which any version is more closely held are left out, with every version; such an export can be
    read elsewhere, but is not the whole chain and says so in its first line.
    """
    whole = openness is Sensitivity.RED
    with told(held.name), held.connection.begin():
        begun = held.connection.execute(select(record.c.begun)).scalar_one()
        wanted = select(entry)
        if not whole:
            closed = [s.value for s in Sensitivity if s.openness < openness.openness]
            wanted = wanted.where(entry.c.thing.not_in(select(entry.c.thing).where(entry.c.sensitivity.in_(closed))))
        entries = held.connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
        first = {"format": "record/2", "record": held.id, "begun": begun, "whole": whole, "entries": entries}
        yield canonical(first) + "\n"
        in_order = wanted.order_by(entry.c.seq).execution_options(yield_per=_STREAM)
        with held.connection.execute(in_order) as streamed:
            for row in streamed.mappings():
                yield canonical(_exported(dict(row))) + "\n"


def _exported(row: Mapping[str, Any]) -> Row:
    seal = {} if row["seal"] is None else {"seal": bytes(row["seal"]).hex()}
    return {**{name: row[name] for name in COLUMNS}, "hash": bytes(row["hash"]).hex(), **seal}


def table(entries: Iterable[Entry]) -> Iterator[str]:
    """Things as CSV for a spreadsheet, every cell harmless: text that a spreadsheet would run begins with an apostrophe."""
    plain = ("seq", "thing", "kind", "action", "known", "entered_at", "entered_by", "begins", "ends")
    yield _csv([*plain, "content"])
    for one in entries:
        content = canonical(one.value.model_dump(mode="json", exclude_defaults=True))
        yield _csv([*(str(getattr(one, name)) for name in plain), content])


def _csv(cells: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return written.getvalue()


def take(held: Record, opening: Opening, by: str, progress: Callable[[int], None] | None = None) -> Taken:
    """Read an export into the record; `opening` opens it, as often as it is read.

    An empty record becomes the exported one, and a record that is a beginning of it is continued.  Any other takes its entries
    over.  Raises RecordError, naming the lines, where anything in it cannot be read; then nothing was kept.
    """
    seq = held.head()[0]
    export_ = checked(opening, {seq}, progress)
    with held.writing():
        here = last_link(held.connection, held.id)
        if here[0] != seq:
            raise RecordError(f"{held.name}: somebody else wrote to it meanwhile: repeat this")
        whole = export_.whole and (seq == 0 or export_.record == held.id)
        if whole and (seq == 0 or (export_.form == 2 and export_.junctions.get(seq) == here[1:])):
            return Taken(restored=_restored(held, export_, seq, progress))
        counts = Merging(held.connection, held.id, by).run(export_, progress)
    return Taken(0, counts["added"], counts["corrected"], counts["retracted"], counts["same"], counts["erased"])


def _restored(held: Record, export_: Incoming, seq: int, progress: Callable[[int], None] | None) -> int:
    """Write the entries after the first `seq` as they are."""
    if seq == 0:
        held.connection.execute(update(record).values(id=export_.record, begun=export_.begun))
        held.id = export_.record
    ageing = Ageing(export_.record) if export_.form == 1 else None
    rows = islice(export_.rows(), seq, None)
    done = 0
    while part := list(islice(rows, _STREAM)):
        held.connection.execute(insert(entry), [_stored(row, ageing) for row in part])
        done += len(part)
        if progress:
            progress(done)
    return done


def _stored(row: Row, ageing: Ageing | None) -> Row:
    if ageing is not None:
        return ageing.row({**{name: row[name] for name in COLUMNS_1}, "hash": bytes.fromhex(row["hash"])})
    seal = bytes.fromhex(row["seal"]) if row.get("seal") else None
    return {**{name: row[name] for name in COLUMNS}, "hash": bytes.fromhex(row["hash"]), "seal": seal}
