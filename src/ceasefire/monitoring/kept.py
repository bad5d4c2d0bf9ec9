"""The columns of a large record, kept beside it, so that asking again reads only what was entered since.

`RECORD.columns` holds what `counts.incidents` makes of every incident as it now stands, with the number and hash of the last
entry that is in it.  Whenever anything does not fit (another record, another version, a chain that differs, a file that cannot be
read), it is made anew from the record; it may be deleted at any time.  It is as sensitive as the record and gets the same
permissions.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select

from ceasefire._version import __version__
from ceasefire.monitoring.counts.gathering import PARTS, TYPES, Gathering, columns, joined
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.counts.spots import Named, Spots
from ceasefire.record.entry import Action, Kind
from ceasefire.record.faults import told
from ceasefire.record.incident import Incident
from ceasefire.record.place import is_url
from ceasefire.record.query import Asked, every
from ceasefire.record.store import Record
from ceasefire.record.tables import entry
from ceasefire.record.thing import Sensitivity

FORMAT = "columns/1"
LEAST = 20_000  # incidents from which keeping them pays
MANY = 500  # entries since, from which writing them down anew pays


def every_incident(
    record: Record, known_by: str = "", openness: Sensitivity = Sensitivity.RED
) -> Iterator[tuple[str, Incident]]:
    """The incidents of a record one by one, as could be known by a moment."""
    for one in every(record, Asked(kind=Kind.INCIDENT, known_by=known_by, openness=openness)):
        if isinstance(one.value, Incident):
            yield one.thing, one.value


def columns_now(record: Record, zone: str) -> Incidents:
    """All incidents of a record as they now stand, in columns; `zone` is that of incidents that name none."""
    file = None if is_url(record.place) else Path(f"{record.place}.columns")
    seq, last = record.head()
    head = {"format": FORMAT, "version": __version__, "record": record.id, "zone": zone}
    known = _read(file, head) if file else None
    if known is not None and (changed := _since(record, known[0], zone)) is not None:
        found, n = joined(known[1], *changed[:2]), changed[2]
    else:
        found, n = columns(every_incident(record), zone), seq
    if file is not None and n >= MANY and len(found) >= LEAST:
        _write(file, {**head, "seq": seq, "hash": last.hex()}, found)
    return found


def _since(record: Record, head: dict[str, Any], zone: str) -> tuple[Incidents, frozenset[str], int] | None:
    """Incidents entered or corrected since, the names of those that no longer stand as they did, and how many entries that was.

    None where the record is not the one that was kept, as far as its chain tells.
    """
    later = select(entry.c.thing, entry.c.kind).where(entry.c.seq > head["seq"]).order_by(entry.c.seq)
    with told(record.name), record.connection.begin():
        link = record.connection.execute(select(entry.c.hash).where(entry.c.seq == head["seq"])).scalar_one_or_none()
        if link is None or bytes(link).hex() != head["hash"]:
            return None
        rows = record.connection.execute(later).all()
    gathered = Gathering(zone)
    gone = dict.fromkeys(row.thing for row in rows if row.kind == Kind.INCIDENT.value)
    latest = record.latest(gone)  # the version that counts need not be the one entered last
    for name in gone:
        one = latest[name]
        if one.action is not Action.RETRACT and isinstance(one.value, Incident):
            gathered.add(name, one.value)
    return gathered.columns(), frozenset(gone), len(rows)


def _read(file: Path, head: dict[str, Any]) -> tuple[dict[str, Any], Incidents] | None:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
            said = json.loads(held["head"].tobytes())
            if any(said.get(name) != value for name, value in head.items()):
                return None
            parts = json.loads(held["parts"].tobytes())
            ids = tuple(held["ids"].tobytes().decode().split("\n")) if held["begins"].size else ()
            arrays = {name: held[name] for name in TYPES}
            points, named = held["points"], held["named"]
        names = tuple(
            Named(name, country, tuple(units), precision) for name, country, units, precision in parts["places"]
        )
        tables: dict[str, Any] = {name: tuple(map(_tupled, parts[name])) for name in PARTS.values() if name != "places"}
        found = Incidents(ids=ids, **arrays, places=Spots(names, named, points), **tables, spelled=parts["spelled"])
        whole = all(len(getattr(found, name)) == len(ids) for name in TYPES) and isinstance(said["seq"], int)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    return (said, found) if whole else None


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value


def _write(file: Path, head: dict[str, Any], found: Incidents) -> None:
    """Write the columns so that they appear whole or not at all; where that cannot be done they are made anew next time."""
    parts: dict[str, Any] = {name: getattr(found, name) for name in PARTS.values() if name != "places"}
    parts |= {"places": found.places.names, "spelled": dict(found.spelled)}
    texts = {"head": json.dumps(head), "parts": json.dumps(parts, ensure_ascii=False), "ids": "\n".join(found.ids)}
    arrays: dict[str, Any] = {name: np.frombuffer(text.encode(), dtype=np.uint8) for name, text in texts.items()}
    arrays |= {name: getattr(found, name) for name in TYPES} | {
        "points": found.places.points,
        "named": found.places.named,
    }
    out = io.BytesIO()
    np.savez(out, **arrays)
    with suppress(OSError):
        mode = Path(str(file).removesuffix(".columns")).stat().st_mode & 0o777
        number, temporary = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
        try:
            with os.fdopen(number, "wb") as stream:
                stream.write(out.getbuffer())
            Path(temporary).chmod(mode)
            Path(temporary).replace(file)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
