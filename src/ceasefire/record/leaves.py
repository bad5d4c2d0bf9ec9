"""Salted leaves: words of an entry, each part hashed with a salt of its own, so that one can be erased and the rest proved.

The parts are the reason, the columns of lists together, and each field of the body.  An entry keeps 16 random bytes from which
the salts of its parts are derived; once a part is erased the entry keeps the salts of the others instead, and of the erased
part its leaf alone.  Without its salt a leaf says nothing about the words it was made from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from ceasefire.record.canonical import canonical, texts_json

LISTED = ("what", "who", "whom", "topic", "place")


def new_salt() -> str:
    """Sixteen random bytes in hex."""
    return os.urandom(16).hex()


def parts(row: Mapping[str, Any], fields: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parts of an entry by name, as the text that is hashed; `fields` are those of the body, where they are at hand."""
    if fields is None:
        fields = {name: canonical(value) for name, value in json.loads(row["body"]).items()}
    found = {f"body.{name}": text for name, text in fields.items()}
    found["listed"] = texts_json([row[name] for name in LISTED])
    if row["reason"]:
        found["reason"] = row["reason"]
    return found


def leaves(row: Mapping[str, Any], fields: Mapping[str, str] | None = None) -> dict[str, str]:
    """The leaf of each part, in hex, erased parts included.  Raises ValueError where the salt is none."""
    salts, erased = salts_of(row["salt"])
    found = dict(erased)
    if isinstance(salts, bytes):
        for name, text in parts(row, fields).items():
            key = sha256(salts + name.encode()).digest()[:16]
            found[name] = sha256(key + text.encode()).hexdigest()
        return found
    for name, text in parts(row, fields).items():
        if name in erased:
            continue  # what is left of an erased part, an emptied column, is no part
        if name not in salts:
            raise ValueError(f"`{name}` has no salt")
        found[name] = sha256(bytes.fromhex(salts[name]) + text.encode()).hexdigest()
    return found


def salts_of(text: str) -> tuple[bytes | dict[str, str], dict[str, str]]:
    """The salt of an entry, or those of its parts that were left, and the leaves of those that were erased."""
    if not text.startswith("{"):
        return bytes.fromhex(text), {}
    held = json.loads(text)
    return dict(held["salts"]), dict(held["erased"])


def without(row: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The columns of an entry without the words of these parts, but with their leaves."""
    salts, erased = salts_of(row["salt"])
    now = parts(row)
    held = leaves(row)
    if isinstance(salts, bytes):
        salts = {name: sha256(salts + name.encode()).digest()[:16].hex() for name in now}
    gone = {name: held[name] for name in now if name in names and name not in erased}
    body = {name: value for name, value in json.loads(row["body"]).items() if f"body.{name}" not in gone}
    kept = {name: salt for name, salt in salts.items() if name not in gone}
    changed: dict[str, Any] = {
        "body": canonical(body),
        "salt": canonical({"salts": kept, "erased": {**erased, **gone}}),
    }
    if "reason" in gone:
        changed["reason"] = ""
    if "listed" in gone:
        changed.update(dict.fromkeys(LISTED, ""))
    return changed


def erased_parts(salt: str) -> frozenset[str]:
    """Names of the parts whose words were erased."""
    return frozenset(salts_of(salt)[1]) if salt.startswith("{") else frozenset()
