"""Appending: deciding what a draft is to the record, and chaining it on, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, select

from ceasefire.record.canonical import canonical
from ceasefire.record.chain import carried_on, chained, genesis
from ceasefire.record.claim import Claim
from ceasefire.record.columns import check_span, known_at, listed
from ceasefire.record.document import Document
from ceasefire.record.entry import KINDS, MODELS, Action, Kind, body_from, fields_of, filled, thing_id, value_of
from ceasefire.record.faults import RecordError
from ceasefire.record.forecast import Forecast
from ceasefire.record.leaves import new_salt
from ceasefire.record.moment import now, until
from ceasefire.record.tables import COLUMNS, entry
from ceasefire.record.thing import Origin, Thing
from ceasefire.record.versions import (
    Version,
    counts,
    disagree,
    last_of_source,
    mark_of_person,
    mark_of_source,
    ordered,
    said,
    version_of,
)

AT_SOURCE, GONE, AGAIN = "changed at its source", "no longer at its source", "again at its source"
_OURS = ("attachments", "same_as")  # what people add to a row, and its source never says
_MANY = 500  # names looked up in one statement


@dataclass(frozen=True)
class Withdrawn:
    """What a data set says of a row that it has taken out: which, and why."""

    kind: Kind
    origin: Origin
    reason: str = GONE


@dataclass(frozen=True)
class Draft:
    """Something to append: a thing, and what is to happen where the record has it already with other content.

    `thing` names what a correction, a retraction or an erasure is about; a draft without it is added, or is a correction when a
    data set's row has changed.  `erases` are the fields that an erasure takes out.
    """

    value: Thing | Withdrawn
    thing: str = ""
    action: Action = Action.ADD
    reason: str = ""
    known: str = ""
    erases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Appended:
    """What became of drafts, in their order: the thing of each, and what was done.

    `added`, `corrected`, `retracted`, `erased`, `same` (here already), `older` (than what its source said meanwhile) or
    `absent` (a row taken out at its source that was never here).
    """

    things: tuple[str, ...]
    outcomes: tuple[str, ...]

    def count(self, outcome: str) -> int:
        """How many had this outcome."""
        return self.outcomes.count(outcome)


@dataclass(frozen=True)
class _Chosen:
    """What a draft comes to: the row to write but for its place in the chain, or nothing to write."""

    outcome: str
    action: Action | None = None
    reason: str = ""
    by_source: bool = False
    release: str = ""


def groups(names: Iterable[str]) -> Iterator[list[str]]:
    """Names in as many lists as one statement each can take."""
    every = list(dict.fromkeys(names))
    for start in range(0, len(every), _MANY):
        yield every[start : start + _MANY]


def versions_of(connection: Connection, things: Iterable[str]) -> dict[str, list[Version]]:
    """Every version of each named thing, in the order in which they came here."""
    wanted = [
        entry.c[n] for n in ("thing", "version", "turn", "mark", "action", "body", "entered_by", "came_from", "erases")
    ]
    found: dict[str, list[Version]] = {}
    for group in groups(things):
        chosen = select(*wanted).where(entry.c.thing.in_(group)).order_by(entry.c.thing, entry.c.version)
        for row in connection.execute(chosen).mappings():
            found.setdefault(row["thing"], []).append(version_of(row))
    return found


def last_link(connection: Connection, record_id: str) -> tuple[int, bytes, bytes | None]:
    """The number of entries, the hash of the last, and its seal where it is of form 1; of an empty record what it begins from."""
    last = select(entry.c.seq, entry.c.hash, entry.c.seal).order_by(entry.c.seq.desc()).limit(1)
    row = connection.execute(last).mappings().one_or_none()
    if row is None:
        return 0, genesis(record_id), None
    return row["seq"], bytes(row["hash"]), None if row["seal"] is None else bytes(row["seal"])


class Chain:
    """The end of the log, to which rows are chained one by one."""

    def __init__(self, connection: Connection, record_id: str) -> None:
        self.seq, digest, seal = last_link(connection, record_id)
        self._last = carried_on(digest, seal)

    def link(self, row: dict[str, Any], fields: dict[str, str] | None = None) -> dict[str, Any]:
        """The row with its number and its hash."""
        self.seq += 1
        row["seq"] = self.seq
        self._last = chained(self._last, [row[name] for name in COLUMNS], fields)
        return {**row, "seal": None, "hash": self._last}


class Appending:
    """One transaction of appending."""

    def __init__(self, connection: Connection, record_id: str, name: str) -> None:
        self.connection = connection
        self.name = name
        self.chain = Chain(connection, record_id)
        self.held: dict[str, list[Version]] = {}
        self.first: dict[str, int] = {}  # document -> seq of its first entry
        self.text: dict[str, Document] = {}

    def run(self, drafts: Sequence[Draft], by: str, *, keep: bool = True) -> Appended:
        """Decide on every draft, then write them in one statement; without `keep` only decide."""
        fields = [{} if isinstance(d.value, Withdrawn) else fields_of(d.value) for d in drafts]
        things = [d.thing or _named(d.value, f) for d, f in zip(drafts, fields, strict=True)]
        cited = {getattr(d.value, "document", "") for d in drafts} - {""}
        self.held = versions_of(self.connection, {*things, *cited})
        drafts = [self._without_erased(d, t, f) for d, t, f in zip(drafts, things, fields, strict=True)]
        self._look_up(cited)
        at = now()
        rows, outcomes = [], []
        for draft, thing, held in zip(drafts, things, fields, strict=True):
            chosen = self._decide(draft, thing, held)
            outcomes.append(chosen.outcome)
            if chosen.action is not None:
                rows.append(self._row(draft, thing, held, chosen, (at, by)))
        if rows and keep:
            self.connection.execute(insert(entry), rows)
        return Appended(tuple(things), tuple(outcomes))

    def _without_erased(self, draft: Draft, thing: str, fields: dict[str, str]) -> Draft:
        """A row that comes again, without the words that were erased from it; they stay away."""
        gone = {name for v in self.held.get(thing, ()) for name in v.erases} & set(fields)
        if not gone or draft.action is not Action.ADD or isinstance(draft.value, Withdrawn):
            return draft
        kind = KINDS[type(draft.value)]
        left = {n: v for n, v in draft.value.model_dump(mode="json", exclude_defaults=True).items() if n not in gone}
        value = MODELS[kind].model_validate(filled(kind, left), strict=False)
        fields.clear()
        fields.update(fields_of(value))
        return replace(draft, value=value)

    def _look_up(self, cited: set[str]) -> None:
        for group in groups(cited):
            first = select(entry.c.thing, entry.c.seq).where(entry.c.thing.in_(group), entry.c.version == 1)
            self.first.update({row.thing: row.seq for row in self.connection.execute(first)})
        for name in cited & set(self.held):
            value = value_of(Kind.DOCUMENT, counts(self.held[name]).body) if name.startswith("document-") else None
            if isinstance(value, Document):
                self.text[name] = value

    def _decide(self, draft: Draft, thing: str, fields: dict[str, str]) -> _Chosen:
        held = self.held.get(thing, [])
        if isinstance(draft.value, Withdrawn):
            return _withdrawn(draft.value, held)
        if draft.action is Action.ADD:
            return _said_again(draft.value, body_from(fields), held) if held else _added(draft.value)
        if not held:
            raise RecordError(f"{self.name}: there is no `{thing}` to {draft.action}")
        if not draft.reason.strip():
            raise RecordError(f"say why `{thing}` is to be {_DONE[draft.action]}")
        if isinstance(draft.value, Forecast) and draft.action is Action.CORRECT:
            raise RecordError(f"`{thing}` is frozen: make a new forecast; a retracted one is still scored")
        last = counts(held)
        if draft.action is Action.ERASE or disagree(held):
            return _Chosen(_DONE[draft.action], draft.action, draft.reason)
        gone = last.action == Action.RETRACT
        if gone if draft.action is Action.RETRACT else last.body == body_from(fields) and not gone:
            return _Chosen("same")
        return _Chosen(_DONE[draft.action], draft.action, draft.reason)

    def _row(
        self, draft: Draft, thing: str, fields: dict[str, str], chosen: _Chosen, entered: tuple[str, str]
    ) -> dict[str, Any]:
        held = self.held.setdefault(thing, [])
        value = draft.value
        kind = value.kind if isinstance(value, Withdrawn) else KINDS[type(value)]
        if not thing.startswith(f"{kind}-"):
            raise RecordError(f"`{thing}` is not a {kind}")
        if isinstance(value, Withdrawn):
            value = value_of(kind, counts(held).body)
            fields = fields_of(value)
        elif held and chosen.by_source:
            ours = {n: v for n, v in json.loads(counts(held).body).items() if n in _OURS and n not in fields}
            if ours:
                value = MODELS[kind].model_validate({**value.model_dump(), **ours}, strict=False)
                fields = fields_of(value)
        cited = getattr(value, "document", "")
        document = self.text.get(cited)
        if cited and (document is None or cited not in self.first) and not held:
            raise RecordError(f"{self.name}: there is no document `{cited}`; add it first")
        if isinstance(value, Claim) and document is not None:
            check_span(value, document)
        salt, version, turn = new_salt(), len(held) + 1, max((v.turn for v in held), default=0) + 1
        body, action = body_from(fields), chosen.action or Action.ADD
        by_source = chosen.by_source or action is Action.ADD
        mark = mark_of_source(action, fields, chosen.release) if by_source else mark_of_person(entered[0], salt)
        row = {
            "thing": thing,
            "version": version,
            "prior": version - 1 or None,
            "kind": kind.value,
            "action": action.value,
            "known": self._known(draft, value, document, entered[0], version),
            "entered_at": entered[0],
            "entered_by": entered[1],
            "reason": chosen.reason,
            "document": self.first.get(cited),
            **listed(value),
            "body": body,
            "came_from": "",
            "turn": turn,
            "mark": mark,
            "erases": canonical(list(draft.erases)) if draft.erases else "",
            "salt": salt,
        }
        linked = self.chain.link(row, fields)
        held.append(Version(version, turn, mark, action.value, body, entered[1]))
        if isinstance(value, Document):
            self.first.setdefault(thing, self.chain.seq)
            self.text[thing] = value
        return linked

    @staticmethod
    def _known(draft: Draft, value: Thing, document: Document | None, entered: str, version: int) -> str:
        """A correction by a person is known from its entry, unless it says otherwise; a row as its file says."""
        if draft.known:
            return until(draft.known)
        if version > 1 and (draft.action is not Action.ADD or not value.known):
            return entered[:19] + "Z"
        return known_at(value, document, entered)


_DONE = {Action.CORRECT: "corrected", Action.RETRACT: "retracted", Action.ERASE: "erased", Action.ADD: "added"}


def _named(value: Thing | Withdrawn, fields: dict[str, str]) -> str:
    if isinstance(value, Withdrawn):
        return thing_id(value.kind, value.origin, "")
    return thing_id(KINDS[type(value)], value.origin, "" if value.origin else body_from(fields))


def _added(value: Thing) -> _Chosen:
    return _Chosen("added", Action.ADD, by_source=True, release=value.origin.version if value.origin else "")


def _said_again(value: Thing, body: str, held: list[Version]) -> _Chosen:
    """A thing that is here: what a person has made of it stays until its source says something new, and nothing older counts."""
    last = last_of_source(held)
    if value.origin is None or last is None:
        return _Chosen("same")
    gone = last.action == Action.RETRACT
    gone_words = {*_OURS, *(name for v in held for name in v.erases)}
    if last.body == body or said(last.body, gone_words) == said(body, gone_words):
        return _Chosen("corrected", Action.CORRECT, AGAIN, True, value.origin.version) if gone else _Chosen("same")
    if _older(value.origin.version, last):
        return _Chosen("older")
    now = counts(held)
    if now.action == Action.RETRACT and "same_as" in json.loads(now.body):
        return _Chosen(
            "corrected",
            Action.RETRACT,
            f"{AT_SOURCE}; it is still the same incident as another",
            True,
            value.origin.version,
        )
    return _Chosen("corrected", Action.CORRECT, AGAIN if gone else AT_SOURCE, True, value.origin.version)


def _withdrawn(value: Withdrawn, held: list[Version]) -> _Chosen:
    last = last_of_source(held)
    if last is None:
        return _Chosen("absent")
    if last.action == Action.RETRACT:
        return _Chosen("same")
    if _older(value.origin.version, last):
        return _Chosen("older")
    return _Chosen("retracted", Action.RETRACT, value.reason, True, value.origin.version)


def _older(release: str, last: Version) -> bool:
    """Whether a row was taken from an earlier version of its source than what is held."""
    known = last.mark[1:].partition("|")[0]
    return bool(release and known) and ordered(release) < known
