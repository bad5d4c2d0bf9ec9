"""Erasing words for good: what was said of a person is taken out of every version, and the chain still proves the rest.

An erasure is an entry like any other, with its reason, and says which fields it took out; the leaves of what is gone stay, so
that `verify`, checkpoints and exports hold.  Copies, backups and exports made before keep the words: nobody can reach them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text, update

from ceasefire.record.append import Appending, Draft
from ceasefire.record.entry import MODELS, Action, Entry, Kind, filled
from ceasefire.record.faults import RecordError, told
from ceasefire.record.leaves import without
from ceasefire.record.query import counting, history
from ceasefire.record.store import Record
from ceasefire.record.tables import entry

# what is no word about a person, and what lists, chains and counts hang on
_STAYS = frozenset(
    {
        *(
            "kind",
            "on",
            "known",
            "sensitivity",
            "origin",
            "document",
            "deaths",
            "reliability",
            "credibility",
            "modality",
            "form",
        ),
        *(
            "negated",
            "status",
            "due",
            "outcome",
            "outcome_on",
            "looked",
            "n",
            "unit",
            "probability",
            "forecast",
            "span",
            "sha256",
        ),
        *(
            "base_rate",
            "expects",
            "count",
            "rule",
            "agreement_digest",
            "record",
            "digest",
            "by_rule",
            "amount",
            "delivered",
        ),
    }
)


@dataclass(frozen=True)
class Erased:
    """What was erased: the thing, the fields, and from how many versions."""

    thing: str
    fields: tuple[str, ...]
    versions: int


def erasable(kind: Kind) -> tuple[str, ...]:
    """The fields whose words can be erased."""
    return tuple(name for name in MODELS[kind].model_fields if name not in _STAYS)


def erase(record: Record, name: str, reason: str, by: str, fields: Collection[str] = ()) -> Erased:
    """Take the words of these fields (all that can be, where none is named) out of every version of a thing, for good.

    Reasons of earlier versions go too, as they may say the same.  Raises RecordError where there is no such thing or field, no
    reason, or nothing to erase.
    """
    versions = history(record, name)
    last = counting(versions)
    wanted = _wanted(last.kind, fields)
    there = {f for e in versions for f in _said(e) if f not in e.erased}
    gone = tuple(sorted(wanted & there if not fields else wanted))
    if not there & set(gone):
        raise RecordError(f"{record.name}: there are no words to erase in `{last.thing}`")
    left = {n: v for n, v in _said(last).items() if n not in gone}
    value = MODELS[last.kind].model_validate(filled(last.kind, left), strict=False)
    draft = Draft(value, last.thing, Action.ERASE, reason, erases=gone)
    if not by.strip():
        raise RecordError("say who enters this")
    with record.writing():
        if record.connection.dialect.name == "sqlite":
            record.connection.exec_driver_sql("PRAGMA secure_delete=ON")
        drafts = [draft]
        if last.action is Action.RETRACT:
            drafts.append(Draft(value, last.thing, Action.RETRACT, "it was retracted before its words were erased"))
        for one in drafts:
            Appending(record.connection, record.id, record.name).run([one], by)
        done = _take_out(record, last.thing, gone, len(versions))
    _clear(record)
    return Erased(last.thing, gone, done)


def _said(version: Entry) -> dict[str, object]:
    return version.value.model_dump(mode="json", exclude_defaults=True)


def _wanted(kind: Kind, fields: Collection[str]) -> set[str]:
    known = erasable(kind)
    for name in fields:
        if name not in known:
            raise RecordError(f"`{name}` of a {kind} cannot be erased: {', '.join(known)} can")
    wanted = set(fields or known)
    return wanted | {"span"} if "quote" in wanted else wanted


def _take_out(record: Record, thing: str, fields: tuple[str, ...], before: int) -> int:
    """Take the words out of the first `before` versions; why something was erased stays."""
    names = {*(f"body.{name}" for name in fields), "listed"}
    chosen = select(entry).where(entry.c.thing == thing, entry.c.version <= before)
    rows = record.connection.execute(chosen.order_by(entry.c.version)).mappings().all()
    for row in rows:
        gone = names if row["action"] == Action.ERASE else names | {"reason"}
        record.connection.execute(update(entry).where(entry.c.seq == row["seq"]).values(**without(dict(row), gone)))
    return len(rows)


def _clear(record: Record) -> None:
    """Leave nothing of the words in what the database keeps beside its rows."""
    with told(record.name):
        if record.connection.dialect.name == "sqlite":
            Path(f"{record.place}.columns").unlink(
                missing_ok=True
            )  # what is kept beside it to be quick has names in it
            record.connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]  # open
            return
        with record.connection.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
            alone.execute(text("VACUUM (FULL) entry"))
