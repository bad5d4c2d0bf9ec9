"""How an entry is chained to the one before it, and how entries of an earlier form are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from ceasefire.record.canonical import listed_json
from ceasefire.record.leaves import leaves
from ceasefire.record.tables import COLUMNS, COLUMNS_1, LEAVED

_PLAIN = tuple(name for name in COLUMNS if name not in LEAVED)


def genesis(record_id: str) -> bytes:
    """What the first entry of a record is chained to."""
    return sha256(f"ceasefire record/1 {record_id}".encode()).digest()


def chained(previous: bytes, values: Sequence[Any], fields: Mapping[str, str] | None = None) -> bytes:
    """SHA-256 over the hash before, the plain columns as JSON and the leaves of the words by name.

    `values` are in the order of COLUMNS.  `fields` is the body by field, as canonical JSON, where it is at hand.
    """
    row = dict(zip(COLUMNS, values, strict=True))
    held = leaves(row, fields)
    leaf = "".join(f"\n{name} {held[name]}" for name in sorted(held))
    return sha256(previous + (listed_json([row[name] for name in _PLAIN]) + leaf).encode()).digest()


def chained_1(previous: bytes, row: Mapping[str, Any]) -> bytes:
    """The hash of an entry of form 1: over the hash before and all its columns as they stand."""
    return sha256(previous + listed_json([row[name] for name in COLUMNS_1]).encode()).digest()


def sealed(previous: bytes, digest: bytes, row: Mapping[str, Any]) -> bytes:
    """The seal of an entry of form 1: its hash, and its words as leaves, chained to the seal before."""
    return chained(previous + digest, [row[name] for name in COLUMNS])


def carried_on(digest: bytes, seal: bytes | None) -> bytes:
    """What the next entry is chained to: the hash before it and, after entries of form 1, their last seal."""
    return digest if seal is None else sha256(digest + seal).digest()
