"""Appending: deciding what a draft is to the record, and chaining it on, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, insert, or_, select

from ceasefire.record.claim import Claim
from ceasefire.record.columns import check_span, known_at, listed
from ceasefire.record.document import Document
from ceasefire.record.entry import KINDS, Action, body_of, chained, genesis, thing_id
from ceasefire.record.faults import RecordError
from ceasefire.record.forecast import Forecast
from ceasefire.record.moment import now, until
from ceasefire.record.tables import COLUMNS, entry
from ceasefire.record.thing import Thing

AT_SOURCE = "changed at its source"
_MANY = 500  # names looked up in one statement


@dataclass(frozen=True)
class Draft:
    """Something to append: a thing, and what is to happen where the record has it already with other content.

    `thing` names what a correction or a retraction is about; a draft without it is added, or is a correction when a data
    set's row has changed.  `came_from` is kept when entries of another record are taken over.
    """

    value: Thing
    thing: str = ""
    action: Action = Action.ADD
    reason: str = ""
    known: str = ""
    came_from: str = ""


@dataclass(frozen=True)
class Appended:
    """What became of drafts, in their order: the thing of each, and `added`, `corrected`, `retracted` or `same`."""

    things: tuple[str, ...]
    outcomes: tuple[str, ...]

    def count(self, outcome: str) -> int:
        """How many had this outcome."""
        return self.outcomes.count(outcome)


def parts(names: Iterable[str]) -> Iterator[list[str]]:
    """Names in as many lists as one statement each can take."""
    every = list(dict.fromkeys(names))
    for start in range(0, len(every), _MANY):
        yield every[start : start + _MANY]


def latest_of(names: list[str]) -> Select[Any]:
    """The latest version of each named thing."""
    later = entry.alias("later")
    newer = select(later.c.seq).where(later.c.thing == entry.c.thing, later.c.version > entry.c.version)
    return select(entry).where(entry.c.thing.in_(names), ~newer.exists())


def last_link(connection: Connection, record_id: str) -> tuple[int, bytes]:
    """The number of entries and the hash of the last; that of an empty record is derived from its id."""
    last = select(entry.c.seq, entry.c.hash).order_by(entry.c.seq.desc()).limit(1)
    row = connection.execute(last).one_or_none()
    return (0, genesis(record_id)) if row is None else (row._mapping["seq"], bytes(row._mapping["hash"]))  # noqa: SLF001  public in SQLAlchemy


class Appending:
    """One transaction of appending."""

    def __init__(self, connection: Connection, record_id: str, name: str) -> None:
        self.connection = connection
        self.name = name
        self.seq, self.hash = last_link(connection, record_id)
        self.state: dict[str, tuple[int, str, str]] = {}  # thing -> version, action, body
        self.first: dict[str, int] = {}  # document -> seq of its first entry
        self.text: dict[str, Document] = {}
        self._source: dict[str, str] = {}

    def run(self, drafts: Sequence[Draft], by: str) -> Appended:
        """Decide on every draft, then write them in one statement."""
        bodies = [body_of(d.value) for d in drafts]
        things = [d.thing or thing_id(d.value, body) for d, body in zip(drafts, bodies, strict=True)]
        cited = {getattr(d.value, "document", "") for d in drafts} - {""}
        self._look_up({*things, *cited}, cited)
        self._source = self._said_by_source(zip(drafts, things, bodies, strict=True))
        at = now()
        rows, outcomes = [], []
        for draft, thing, body in zip(drafts, things, bodies, strict=True):
            outcome, action = self._decide(draft, thing, body)
            outcomes.append(outcome)
            if action is not None:
                rows.append(self._row(draft, thing, body, action, (at, by)))
        if rows:
            self.connection.execute(insert(entry), rows)
        return Appended(tuple(things), tuple(outcomes))

    def _look_up(self, things: set[str], cited: set[str]) -> None:
        for part in parts(things):
            for row in self.connection.execute(latest_of(part)).mappings():
                self.state[row["thing"]] = (row["version"], row["action"], row["body"])
                if row["thing"] in cited:
                    self.text[row["thing"]] = Document.model_validate_json(row["body"], strict=False)
        for part in parts(cited):
            first = select(entry.c.thing, entry.c.seq).where(entry.c.thing.in_(part), entry.c.version == 1)
            self.first.update({row.thing: row.seq for row in self.connection.execute(first)})

    def _said_by_source(self, asked: Iterable[tuple[Draft, str, str]]) -> dict[str, str]:
        """The body that a data set last gave for each thing whose row now differs from what the record has."""
        differing = [t for d, t, b in asked if d.value.origin is not None and self.state.get(t, (0, "", b))[2] != b]
        said = {}
        for part in parts(differing):
            of_source = or_(entry.c.version == 1, entry.c.reason == AT_SOURCE)
            versions = (
                select(entry.c.thing, entry.c.body).where(entry.c.thing.in_(part), of_source).order_by(entry.c.version)
            )
            said.update({row.thing: row.body for row in self.connection.execute(versions)})
        return said

    def _decide(self, draft: Draft, thing: str, body: str) -> tuple[str, Action | None]:
        version, action, held = self.state.get(thing, (0, "", ""))
        if draft.action is Action.ADD:
            if not version:
                return "added", Action.ADD
            # what a person has corrected or retracted stays so until its source says something new
            news = draft.value.origin is not None and self._source.get(thing, body) != body
            return ("corrected", Action.CORRECT) if news else ("same", None)
        if not version:
            raise RecordError(f"{self.name}: there is no `{thing}` to {draft.action}")
        if not draft.reason.strip():
            raise RecordError(
                f"say why `{thing}` is to be {'corrected' if draft.action is Action.CORRECT else 'retracted'}"
            )
        if isinstance(draft.value, Forecast) and draft.action is Action.CORRECT:
            raise RecordError(f"`{thing}` is frozen: make a new forecast; a retracted one is still scored")
        if action == Action.RETRACT and draft.action is Action.RETRACT:
            return "same", None
        if draft.action is Action.CORRECT and held == body and action != Action.RETRACT:
            return "same", None
        return ("corrected" if draft.action is Action.CORRECT else "retracted"), draft.action

    def _row(self, draft: Draft, thing: str, body: str, action: Action, entered: tuple[str, str]) -> dict[str, Any]:
        version = self.state.get(thing, (0, "", ""))[0] + 1
        kind = KINDS[type(draft.value)]
        if not thing.startswith(f"{kind}-"):
            raise RecordError(f"`{thing}` is not a {kind}")
        cited = getattr(draft.value, "document", "")
        document = self.text.get(cited)
        if cited and (document is None or cited not in self.first):
            raise RecordError(f"{self.name}: there is no document `{cited}`; add it first")
        if isinstance(draft.value, Claim) and document is not None:
            check_span(draft.value, document)
        self.seq += 1
        reason = draft.reason or (AT_SOURCE if action is Action.CORRECT else "")
        values = {
            "seq": self.seq,
            "thing": thing,
            "version": version,
            "prior": version - 1 or None,
            "kind": str(kind),
            "action": str(action),
            "known": self._known(draft, document, entered[0], version),
            "entered_at": entered[0],
            "entered_by": entered[1],
            "reason": reason,
            "document": self.first.get(cited),
            **listed(draft.value),
            "body": body,
            "came_from": draft.came_from,
        }
        self.hash = chained(self.hash, [values[name] for name in COLUMNS])
        self.state[thing] = (version, action, body)
        if isinstance(draft.value, Document):
            self.first.setdefault(thing, self.seq)
            self.text[thing] = draft.value
        return {**values, "hash": self.hash}

    @staticmethod
    def _known(draft: Draft, document: Document | None, entered: str, version: int) -> str:
        """A correction is known from its entry, unless it says otherwise; so is a changed row."""
        if draft.known:
            return until(draft.known)
        return entered[:19] + "Z" if version > 1 else known_at(draft.value, document, entered)
