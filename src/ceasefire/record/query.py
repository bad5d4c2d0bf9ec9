"""Reading the record as it was known at a time: lists, histories, whole streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, literal_column, not_, or_, select

from ceasefire.record.entry import Action, Entry, Kind, read_entry
from ceasefire.record.faults import RecordError, told
from ceasefire.record.store import Record
from ceasefire.record.tables import entry
from ceasefire.record.thing import Sensitivity

_STREAM = 2_000  # rows fetched at a time
NEAR = 1_000  # things left out at the beginning of a list, up to which merging kinds is quicker than sorting everything


@dataclass(frozen=True)
class Asked:
    """Which things are wanted, and as of when.

    `known_by` and `entered_by_then` are the last second included, UTC text: what could be known by then, and what this
    record held by then.  `since` and `before` bound when it happened (a thing counts when it may have).  Text filters
    match anywhere, whatever the case of ASCII letters.  `openness` is the most closely held kind that is shown.
    """

    kind: Kind | None = None
    known_by: str = ""
    entered_by_then: str = ""
    since: str = ""
    before: str = ""
    what: str = ""
    who: str = ""
    whom: str = ""
    topic: str = ""
    place: str = ""
    document: str = ""
    openness: Sensitivity = Sensitivity.RED
    retracted: bool = False


@dataclass(frozen=True)
class Listed:
    """Some of the things asked for, the latest happening first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


def things(record: Record, asked: Asked, most: int = 50, skip: int = 0) -> Listed:
    """The things asked for, each in the version that counts, at most `most` of them after the first `skip`."""
    with told(record.name), record.connection.begin():
        rows = _latest(record, asked, most, skip)
        total = _count(record, asked)
    return Listed(tuple(read_entry(dict(row)) for row in rows), total)


def _latest(record: Record, asked: Asked, most: int, skip: int) -> Sequence[RowMapping]:
    """The latest happening first.  Of all kinds together the first of each kind are merged: the index leads by kind.

    Not where words are sought: few may have them, and then reading everything once is quicker.
    """
    latest = (entry.c.begins.desc(), entry.c.seq.desc())
    sought = asked.what or asked.who or asked.whom or asked.topic or asked.place or asked.document
    if asked.kind is not None or sought or skip > NEAR:
        chosen = _chosen(asked).order_by(*latest).limit(most).offset(skip)
        return record.connection.execute(chosen).mappings().all()
    found: list[RowMapping] = []
    for kind in Kind:
        chosen = _chosen(replace(asked, kind=kind)).order_by(*latest).limit(skip + most)
        found += record.connection.execute(chosen).mappings().all()
    found.sort(key=lambda row: (row["begins"], row["seq"]), reverse=True)
    return found[skip : skip + most]


def every(record: Record, asked: Asked) -> Iterator[Entry]:
    """All the things asked for, in the order in which they happened, without holding them all."""
    chosen = _chosen(asked).order_by(entry.c.begins, entry.c.seq).execution_options(yield_per=_STREAM)
    with told(record.name), record.connection.begin(), record.connection.execute(chosen) as streamed:
        for row in streamed.mappings():
            yield read_entry(dict(row))


def history(record: Record, name: str) -> tuple[Entry, ...]:
    """Every version of a thing, first to last.  `name` may be shortened to what only one thing begins with.

    Raises RecordError when nothing, or more than one thing, begins so.
    """
    thing = resolve(record, name)
    versions = select(entry).where(entry.c.thing == thing).order_by(entry.c.version)
    with told(record.name), record.connection.begin():
        return tuple(read_entry(dict(row)) for row in record.connection.execute(versions).mappings())


def counting(versions: Sequence[Entry]) -> Entry:
    """The version of a thing that counts."""
    return max(versions, key=lambda e: (e.turn, e.mark))


def resolve(record: Record, name: str) -> str:
    """The full name of a thing from a beginning of it, with or without its kind (`claim-3f9a`, `3f9a`)."""
    kinds = [k for k in Kind if name.startswith(f"{k}-")]
    beginnings = [name] if kinds else [f"{k}-{name}" for k in Kind]
    where = or_(*(and_(entry.c.thing >= b, entry.c.thing < b + "\x7f") for b in beginnings))
    with told(record.name), record.connection.begin():
        found = record.connection.execute(select(entry.c.thing).where(where).distinct().limit(4)).scalars().all()
    exact = [f for f in found if f in beginnings]
    if len(found) == 1 or exact:
        return str((exact or list(found))[0])
    if not found or not name:
        raise RecordError(f"{record.name}: there is nothing named `{name}`; `ceasefire record list` shows names")
    raise RecordError(
        f"`{name}` may be {', '.join(sorted(found)[:3])}{', ...' if len(found) > 3 else ''}: write more of it"
    )


def _visible(asked: Asked, table: Any) -> list[ColumnElement[bool]]:
    bounds = []
    if asked.known_by:
        bounds.append(table.c.known <= asked.known_by)
    if asked.entered_by_then:
        # entered to the microsecond, asked to the second: "~" sorts after every digit and letter
        bounds.append(table.c.entered_at <= asked.entered_by_then[:19] + "~")
    return bounds


def _counts(asked: Asked) -> ColumnElement[bool]:
    """True of the version that counts: visible, and none of a higher rank is (`record.versions`).

    Nearly all things have one version: whether a later one outranks it is asked of the few amendments, which are indexed.
    """
    later, other = entry.alias("later"), entry.alias("other")

    def outranks(table: Any) -> ColumnElement[bool]:
        same_turn = and_(table.c.turn == entry.c.turn, table.c.mark > entry.c.mark)
        return and_(
            table.c.thing == entry.c.thing, or_(table.c.turn > entry.c.turn, same_turn), *_visible(asked, table)
        )

    newer = select(later.c.seq).where(outranks(later), literal_column("later.version > 1"))
    any_other = select(other.c.seq).where(outranks(other))
    return and_(*_visible(asked, entry), ~newer.exists(), or_(entry.c.version == 1, ~any_other.exists()))


def _wanted(asked: Asked, *, amended: bool) -> list[ColumnElement[bool]]:
    """What is asked of a version; first versions are never retractions, and amendments are not sought by kind first."""
    kind = entry.c.kind + "" if amended else entry.c.kind
    wanted: list[ColumnElement[bool]] = [] if asked.kind is None else [kind == asked.kind.value]
    if amended and not asked.retracted:
        wanted.append(entry.c.action != Action.RETRACT.value)
    if asked.since:
        wanted.append(entry.c.ends >= asked.since)
    if asked.before:
        wanted.append(entry.c.begins <= asked.before)
    wanted += [
        func.lower(entry.c[name]).contains(value.lower(), autoescape=True)
        for name in ("what", "who", "whom", "topic", "place")
        if (value := getattr(asked, name))
    ]
    if asked.document:
        first = select(entry.c.seq).where(entry.c.thing == asked.document, entry.c.version == 1)
        wanted.append(entry.c.document == first.scalar_subquery())
    if asked.openness is not Sensitivity.RED:
        open_enough = [s.value for s in Sensitivity if s.openness >= asked.openness.openness]
        wanted.append(entry.c.sensitivity.in_(open_enough))
    return wanted


def _chosen(asked: Asked) -> Select[Any]:
    shown = [] if asked.retracted else [entry.c.action != Action.RETRACT.value]
    return select(entry).where(*_wanted(asked, amended=False), *shown, _counts(asked))


def _count(record: Record, asked: Asked) -> int:
    """How many things are asked for: first versions that no amendment replaces, and amendments that count.

    Split so because nearly all things have one version, and asking of each whether a later one exists is slow.  The few
    amended ones are looked up from their own index; the index of lists, which leads by kind, must not tempt the database.
    """
    visible = _visible(asked, entry)
    is_first = entry.c.version == 1
    amendment: ColumnElement[bool] = literal_column("entry.version > 1")
    wanted = _wanted(asked, amended=False)
    few = _wanted(asked, amended=True)
    amended = select(entry.c.thing).where(amendment, *visible).distinct().subquery()
    first = select(func.count()).select_from(entry).where(is_first, *wanted, *visible)
    joined = entry.join(amended, entry.c.thing == amended.c.thing)
    replaced = select(func.count()).select_from(joined).where(is_first, *few, *visible, not_(_counts(asked)))
    later = select(func.count()).select_from(entry).where(amendment, *few, _counts(asked))
    numbers = [record.connection.execute(query).scalar_one() for query in (first, replaced, later)]
    return int(numbers[0] - numbers[1] + numbers[2])
