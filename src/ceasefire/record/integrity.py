"""Whether the log is as it was written: the chain of hashes, and signed checkpoints kept elsewhere.

The chain finds an entry that was changed, removed or moved.  It cannot find that the end was cut off, nor that everything
was written anew by somebody who can compute hashes too: for that, keep checkpoints where that person cannot reach them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ceasefire.record.canonical import canonical
from ceasefire.record.chain import genesis
from ceasefire.record.faults import RecordError, told
from ceasefire.record.links import Erasures, Links
from ceasefire.record.moment import now
from ceasefire.record.store import Record
from ceasefire.record.tables import entry
from ceasefire.text.document import read_yaml
from ceasefire.text.whole import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_STREAM = 5_000


@dataclass(frozen=True)
class Verification:
    """What verifying found: how many entries were read, the last hash, the first thing wrong, and how many in all."""

    entries: int
    head: str
    first: str
    wrong: int

    @property
    def sound(self) -> bool:
        """True when nothing was wrong."""
        return not self.wrong


@dataclass(frozen=True)
class Checkpoint:
    """What the record was at a moment, signed: `seq` entries, the last with hash `digest`.  All bytes in hex."""

    record: str
    seq: int
    digest: str
    at: str
    key: str
    signature: str = ""

    @property
    def message(self) -> bytes:
        """What is signed."""
        fields = ("record", "seq", "digest", "at", "key")
        return canonical({"format": "checkpoint/1", **{name: getattr(self, name) for name in fields}}).encode()


def verify(
    record: Record, checkpoints: Sequence[Checkpoint] = (), progress: Callable[[int], None] | None = None
) -> Verification:
    """Read every entry and say what is wrong first, if anything is.

    Raises RecordError where the database itself cannot be read.
    """
    wanted: dict[int, set[str]] = {}
    for made in checkpoints:
        wanted.setdefault(made.seq, set()).add(made.digest)
    wrong: list[str] = [
        f"the checkpoint of {c.at} is of another record, {c.record}" for c in checkpoints if c.record != record.id
    ]
    expected, links, erasures = 1, Links(record.id), Erasures()
    with told(record.name), record.connection.begin():
        wrong += _damage(record)
        in_order = select(entry).order_by(entry.c.seq).execution_options(yield_per=_STREAM)
        for rows in record.connection.execute(in_order).mappings().partitions():
            for row in rows:
                seq, held = row["seq"], bytes(row["hash"])
                if seq != expected:
                    wrong.append(f"entry {expected} is missing: the next one is {seq}")
                elif not links.fits(dict(row), held, None if row["seal"] is None else bytes(row["seal"])):
                    wrong.append(
                        f"entry {seq} ({row['thing']}) is not what was written, or does not follow entry {seq - 1}"
                    )
                else:
                    erasures.see(dict(row))
                if wanted.pop(seq, {held.hex()}) != {held.hex()}:
                    wrong.append(f"entry {seq} is not the one that the checkpoint was made of")
                expected, links.digest = seq + 1, held
            if progress:
                progress(expected - 1)
    wrong += erasures.unsaid()
    if 0 in wanted:
        wrong += [] if wanted.pop(0) == {genesis(record.id).hex()} else ["the checkpoint is of another beginning"]
    wrong += [f"the checkpoint knew {seq} entries, and {expected - 1} are left: the end was cut off" for seq in wanted]
    return Verification(expected - 1, links.digest.hex(), wrong[0] if wrong else "", len(wrong))


def _damage(record: Record) -> list[str]:
    """What SQLite finds wrong with the file, its indexes included: a list made from a forged index would mislead."""
    if record.connection.dialect.name != "sqlite":
        return []
    found = record.connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
    return [] if list(found) == ["ok"] else [f"the file is damaged: {line}" for line in found]


def new_key(path: Path) -> str:
    """Write a new Ed25519 key to `path`, readable by its owner alone, and return the public half in hex.

    Raises FileExistsError, OSError, or RecordError when `cryptography` is not installed.
    """
    ed25519 = _ed25519()
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    if path.exists():
        raise FileExistsError(path)
    key = ed25519.Ed25519PrivateKey.generate()
    path.touch(mode=0o600)
    write_whole(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    return _public(key)


def checkpoint(record: Record, key_file: Path) -> Checkpoint:
    """A signed statement of what the record is now.  Raises RecordError, OSError."""
    ed25519 = _ed25519()
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(key_file.read_bytes(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise RecordError(f"{key_file}: this is not a key that `ceasefire record checkpoint --new-key` wrote")
    seq, digest = record.head()
    unsigned = Checkpoint(record.id, seq, digest.hex(), now(), _public(key))
    return Checkpoint(
        unsigned.record, seq, unsigned.digest, unsigned.at, unsigned.key, key.sign(unsigned.message).hex()
    )


def checkpoint_text(made: Checkpoint) -> str:
    """A checkpoint as the JSON text that `read_checkpoint` takes."""
    fields = ("record", "seq", "digest", "at", "key", "signature")
    return json.dumps({"format": "checkpoint/1", **{name: getattr(made, name) for name in fields}}, indent=1) + "\n"


def read_checkpoint(raw: bytes, file: str, key: str = "") -> Checkpoint:
    """A checkpoint whose signature holds; with `key` (hex), only one signed by that key.

    Raises MaterialError when it is no YAML or JSON, RecordError otherwise.
    """
    value = read_yaml(raw, file).value
    if not isinstance(value, Mapping) or value.get("format") != "checkpoint/1":
        raise RecordError(f"{file}: this is not a checkpoint")
    if not isinstance(value.get("seq"), int) or not {"record", "digest", "at", "key", "signature"} <= set(value):
        raise RecordError(f"{file}: the checkpoint is not whole")
    said = {name: str(value[name]) for name in ("record", "digest", "at", "key", "signature")}
    made = Checkpoint(**said, seq=value["seq"])
    if key and made.key != key.lower():
        raise RecordError(f"{file}: it was signed by {made.key}, not by the key you trust")
    ed25519 = _ed25519()
    from cryptography.exceptions import InvalidSignature

    try:
        ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(made.key)).verify(
            bytes.fromhex(made.signature), made.message
        )
    except (InvalidSignature, ValueError):
        raise RecordError(f"{file}: the signature does not hold: the checkpoint was changed") from None
    return made


def _ed25519() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ModuleNotFoundError:
        raise RecordError("signing needs a library: pip install 'ceasefire[sign]'") from None
    return ed25519


def _public(key: Ed25519PrivateKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
