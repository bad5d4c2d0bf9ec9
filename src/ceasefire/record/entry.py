"""An entry of the log: one version of one thing, chained to the entry before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from ceasefire.record.agreement import Agreement, Promise
from ceasefire.record.claim import Claim
from ceasefire.record.document import Document
from ceasefire.record.forecast import Forecast, Resolution
from ceasefire.record.incident import Incident
from ceasefire.record.observation import Observation
from ceasefire.record.thing import Thing


class Kind(StrEnum):
    """What an entry is about."""

    DOCUMENT = "document"
    CLAIM = "claim"
    INCIDENT = "incident"
    AGREEMENT = "agreement"
    PROMISE = "promise"
    OBSERVATION = "observation"
    FORECAST = "forecast"
    RESOLUTION = "resolution"


MODELS: Mapping[Kind, type[Thing]] = {
    Kind.DOCUMENT: Document,
    Kind.CLAIM: Claim,
    Kind.INCIDENT: Incident,
    Kind.AGREEMENT: Agreement,
    Kind.PROMISE: Promise,
    Kind.OBSERVATION: Observation,
    Kind.FORECAST: Forecast,
    Kind.RESOLUTION: Resolution,
}
_SORTED = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_LISTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
KINDS = {model: kind for kind, model in MODELS.items()}


class Action(StrEnum):
    """What an entry does to its thing.  Nothing is overwritten: each is a version of its own."""

    ADD = "add"
    CORRECT = "correct"
    RETRACT = "retract"


@dataclass(frozen=True)
class Entry:
    """A version of a thing as the record holds it.

    `known` is when it could be known, `entered_at` when it was entered here; both UTC text.  `value` is the thing as it
    stands after this entry; a retraction repeats what it retracts.  `digest` is the chain's SHA-256, in hex.
    """

    seq: int
    thing: str
    version: int
    kind: Kind
    action: Action
    known: str
    entered_at: str
    entered_by: str
    reason: str
    begins: str
    ends: str
    value: Thing
    came_from: str
    digest: str


def read_entry(row: Mapping[str, Any]) -> Entry:
    """An entry from a row of the table."""
    kind = Kind(row["kind"])
    return Entry(
        seq=row["seq"],
        thing=row["thing"],
        version=row["version"],
        kind=kind,
        action=Action(row["action"]),
        known=row["known"],
        entered_at=row["entered_at"],
        entered_by=row["entered_by"],
        reason=row["reason"],
        begins=row["begins"],
        ends=row["ends"],
        value=MODELS[kind].model_validate_json(row["body"], strict=False),
        came_from=row["came_from"],
        digest=bytes(row["hash"]).hex(),
    )


def as_values(entry: Entry) -> dict[str, Any]:
    """An entry as JSON values, its thing under `content`."""
    content = entry.value.model_dump(mode="json", exclude_defaults=True)
    head = {f.name: getattr(entry, f.name) for f in fields(entry) if f.name != "value"}
    return {**head, "kind": entry.kind.value, "action": entry.action.value, "content": content}


def canonical(value: Any) -> str:
    """JSON in one form: keys in code-point order, no spaces, characters as themselves.

    The text is stored and hashed as it is, so verifying never has to form it again.
    """
    return _SORTED(value)


def body_of(value: Thing) -> str:
    """The body of a thing: what differs from the defaults of its kind, in canonical JSON."""
    return canonical(value.model_dump(mode="json", exclude_defaults=True))


def thing_id(value: Thing, body: str) -> str:
    """A thing's name for good: its kind and 16 hex digits (64 bits) of SHA-256.

    A row of a data set is named after the data set and its key there, so that a changed row is the same thing; anything
    else after what it first said, so that the same claim entered twice is one claim.
    """
    kind = KINDS[type(value)]
    origin = value.origin
    key = body if origin is None else canonical([origin.dataset, origin.key])
    return f"{kind}-{hashlib.sha256(f'{kind}|{key}'.encode()).hexdigest()[:16]}"


def genesis(record_id: str) -> bytes:
    """What the first entry of a record is chained to."""
    return hashlib.sha256(f"ceasefire record/1 {record_id}".encode()).digest()


def chained(previous: bytes, values: Sequence[Any]) -> bytes:
    """SHA-256 over the hash before and the canonical JSON of an entry's columns, in the order of `tables.COLUMNS`."""
    return hashlib.sha256(previous + _LISTED(list(values)).encode()).digest()
