"""Files that belong to a thing, photos and PDF, kept by their SHA-256 in a folder beside the record.

The entry has the hash, so that the chain proves the file; the file itself is in no export.  Photos keep what the camera wrote
into them, place and device among it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ceasefire.record.append import Draft
from ceasefire.record.entry import Action
from ceasefire.record.faults import RecordError
from ceasefire.record.place import is_url
from ceasefire.record.query import Asked, counting, every, history
from ceasefire.record.store import Record
from ceasefire.record.thing import Attachment

MOST_BYTES = 200_000_000
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheif")


@dataclass(frozen=True)
class Held:
    """A file that a thing names: `state` is `as it was`, `missing` or `changed`."""

    thing: str
    attachment: Attachment
    state: str


def folder_of(place: str, said: Path | None = None) -> Path:
    """Where the files of a record lie.  Raises RecordError where a database has no folder and none is said."""
    if said is not None:
        return said
    if is_url(place):
        raise RecordError("a record in a database needs a folder for its files: say which with --folder")
    return Path(f"{place}.files")


def attach(record: Record, name: str, file: Path, by: str, folder: Path) -> Attachment:
    """Keep a file and name it in the thing `name`.  Raises RecordError where it is no photo and no PDF, OSError."""
    if file.stat().st_size > MOST_BYTES:
        raise RecordError(f"{file}: larger than {MOST_BYTES:,} bytes")
    with file.open("rb") as stream:
        head = stream.read(16)
        kind = next((k for magic, k in _KINDS if head.startswith(magic)), "image/heic" if head[4:12] in _HEIC else "")
        if not kind:
            raise RecordError(f"{file}: this is no photo (JPEG, PNG, HEIC) and no PDF")
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    made = Attachment(sha256=digest, name=file.name[:200], kind=kind, size=file.stat().st_size)
    _keep(file, _path(folder, digest))
    last = counting(history(record, name))
    if any(a.sha256 == digest for a in last.value.attachments):
        return made
    value = last.value.model_copy(update={"attachments": (*last.value.attachments, made)})
    record.append([Draft(value, last.thing, Action.CORRECT, f"the file {file.name} belongs to it")], by)
    return made


def _path(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def _keep(file: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    os.close(handle)
    shutil.copyfile(file, name)
    with Path(name).open("rb") as stream:
        os.fsync(stream.fileno())
    Path(name).chmod(0o440)
    Path(name).replace(target)


def held_files(record: Record, folder: Path) -> Iterator[Held]:
    """Every file that a thing names, and whether it is there as it was."""
    for entry in every(record, Asked()):
        for attachment in entry.value.attachments:
            path = _path(folder, attachment.sha256)
            if not path.exists():
                yield Held(entry.thing, attachment, "missing")
                continue
            with path.open("rb") as stream:
                same = hashlib.file_digest(stream, "sha256").hexdigest() == attachment.sha256
            yield Held(entry.thing, attachment, "as it was" if same else "changed")


def sweep(record: Record, folder: Path) -> int:
    """Remove the files that no version of any thing names any more, as after an erasure; how many there were."""
    if not folder.is_dir():
        return 0
    things = [entry.thing for entry in every(record, Asked(retracted=True))]
    named = {a.sha256 for thing in things for version in history(record, thing) for a in version.value.attachments}
    gone = [p for p in folder.glob("??/*") if len(p.name) == 64 and p.name not in named]
    for path in gone:
        path.unlink()
    return len(gone)
