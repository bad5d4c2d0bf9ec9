"""An entry of the log: one version of one thing, chained to the entry before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from ceasefire.record.agreement import Agreement, Promise
from ceasefire.record.canonical import canonical
from ceasefire.record.chain import chained, genesis
from ceasefire.record.claim import Claim
from ceasefire.record.document import Document
from ceasefire.record.forecast import Forecast, Resolution
from ceasefire.record.incident import Incident
from ceasefire.record.leaves import erased_parts
from ceasefire.record.observation import Observation
from ceasefire.record.review import Review
from ceasefire.record.tally import Count
from ceasefire.record.thing import Origin, Thing

__all__ = [
    "ERASED",
    "KINDS",
    "MODELS",
    "Action",
    "Entry",
    "Kind",
    "as_values",
    "body_from",
    "body_of",
    "canonical",
    "chained",
    "fields_of",
    "filled",
    "genesis",
    "name_of",
    "read_entry",
    "thing_id",
    "value_of",
]


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
    COUNT = "count"
    REVIEW = "review"


MODELS: Mapping[Kind, type[Thing]] = {
    Kind.DOCUMENT: Document,
    Kind.CLAIM: Claim,
    Kind.INCIDENT: Incident,
    Kind.AGREEMENT: Agreement,
    Kind.PROMISE: Promise,
    Kind.OBSERVATION: Observation,
    Kind.FORECAST: Forecast,
    Kind.RESOLUTION: Resolution,
    Kind.COUNT: Count,
    Kind.REVIEW: Review,
}
ERASED = "[erased]"
KINDS = {model: kind for kind, model in MODELS.items()}


class Action(StrEnum):
    """What an entry does to its thing.  Nothing is overwritten: each is a version of its own."""

    ADD = "add"
    CORRECT = "correct"
    RETRACT = "retract"
    ERASE = "erase"


@dataclass(frozen=True)
class Entry:
    """A version of a thing as the record holds it.

    `known` is when it could be known, `entered_at` when it was entered here; both UTC text.  `value` is the thing as it
    stands after this entry; a retraction repeats what it retracts.  `digest` is the chain's SHA-256, in hex.  `turn` and
    `mark` order versions (`record.versions`).  `erased` names the fields whose words were erased from this version.
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
    turn: int = 1
    mark: str = ""
    erased: tuple[str, ...] = ()


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
        value=value_of(kind, row["body"], row["salt"]),
        came_from=row["came_from"],
        digest=bytes(row["hash"]).hex(),
        turn=row["turn"],
        mark=row["mark"],
        erased=tuple(sorted(n.removeprefix("body.") for n in erased_parts(row["salt"]) if n != "listed")),
    )


def value_of(kind: Kind, body: str, salt: str = "") -> Thing:
    """The thing that a body says; words that were erased and must be there read `[erased]`.  Raises ValueError."""
    if not salt.startswith("{"):
        return MODELS[kind].model_validate_json(body, strict=False)
    return MODELS[kind].model_validate(filled(kind, json.loads(body)), strict=False)


def filled(kind: Kind, value: dict[str, Any]) -> dict[str, Any]:
    """Field values with `[erased]` where the kind needs words that are not there any more."""
    needed = {n: ERASED for n, f in MODELS[kind].model_fields.items() if f.is_required() and n not in value}
    if kind is Kind.CLAIM and not (value.get("quote") or value.get("note")):
        needed["note"] = ERASED
    return {**needed, **value}


def as_values(entry: Entry) -> dict[str, Any]:
    """An entry as JSON values, its thing under `content`."""
    content = entry.value.model_dump(mode="json", exclude_defaults=True)
    head = {f.name: getattr(entry, f.name) for f in fields(entry) if f.name != "value"}
    return {**head, "kind": entry.kind.value, "action": entry.action.value, "content": content}


def fields_of(value: Thing) -> dict[str, str]:
    """The body of a thing by field, each as canonical JSON: what differs from the defaults of its kind."""
    return {name: canonical(v) for name, v in value.model_dump(mode="json", exclude_defaults=True).items()}


def body_from(fields: Mapping[str, str]) -> str:
    """The body as it is stored: canonical JSON of all fields."""
    return "{" + ",".join(f'"{name}":{fields[name]}' for name in sorted(fields)) + "}"


def body_of(value: Thing) -> str:
    """The body of a thing: what differs from the defaults of its kind, in canonical JSON."""
    return body_from(fields_of(value))


def thing_id(kind: Kind, origin: Origin | None, body: str) -> str:
    """A thing's name for good: its kind and 16 hex digits (64 bits) of SHA-256.

    A row of a data set is named after the data set and its key there, so that a changed row is the same thing; anything
    else after what it first said, so that the same claim entered twice is one claim.
    """
    key = body if origin is None else canonical([origin.dataset, origin.key])
    return f"{kind}-{hashlib.sha256(f'{kind}|{key}'.encode()).hexdigest()[:16]}"


def name_of(value: Thing) -> str:
    """The name that a thing has, or would have, in every record."""
    return thing_id(KINDS[type(value)], value.origin, "" if value.origin else body_of(value))
