"""The bytes of a table, unpacked where its first bytes say gzip, bzip2, xz or zip, and bounded in what they may grow to."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import IO, Any, cast

from ceasefire.table.faults import refused

MAX_GROWTH = 100  # times, for packed files of more than:
GROWTH_FREE = 100_000_000  # bytes
_TABLES = (
    ".csv",
    ".txt",
    ".tsv",
    ".tab",
    ".json",
    ".jsonl",
    ".ndjson",
    ".geojson",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".parquet",
)
_OLE = b"\xd0\xcf\x11\xe0"
_STREAMS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
BROKEN = (zipfile.BadZipFile, gzip.BadGzipFile, lzma.LZMAError, EOFError, zlib.error, RuntimeError, NotImplementedError)


class Kind(Enum):
    """What the bytes are, once unpacked."""

    TEXT = auto()
    SHEETS = auto()
    PARQUET = auto()


@dataclass(frozen=True)
class Unpacked:
    """An open stream of bytes, what it is, and its name inside a zip file."""

    stream: IO[bytes]
    kind: Kind
    inner: str = ""


class _Bounded(io.RawIOBase):
    """Bytes as they are unpacked, until they are too many for what they were packed in."""

    def __init__(self, stream: IO[bytes], packed: int, file: str) -> None:
        self.stream, self.file = stream, file
        self.most = max(GROWTH_FREE, packed * MAX_GROWTH)
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer, as io documents
        found = self.stream.read(len(buffer))
        self.given += len(found)
        if self.given > self.most:
            message = f"it unpacks to more than {MAX_GROWTH} times its size: refused"
            raise refused(self.file, message, "unpack it yourself if you trust it")
        buffer[: len(found)] = found
        return len(found)


def bounded(stream: Any, packed: int, file: str) -> IO[bytes]:
    """A stream that refuses to grow to more than its packed size allows."""
    return cast("IO[bytes]", io.BufferedReader(_Bounded(stream, packed, file)))


@contextmanager
def unpacked(path: Path) -> Iterator[Unpacked]:
    """The bytes of a file.  Raises MaterialError where they cannot be unpacked, OSError."""
    name, size = str(path), path.stat().st_size
    with path.open("rb") as raw:
        head = raw.read(8)
        raw.seek(0)
        try:
            packer = next((p for magic, p in _STREAMS if head.startswith(magic)), None)
            if packer is not None:
                yield Unpacked(bounded(packer(raw), size, name), Kind.TEXT)
            elif head[:4] == b"PK\x03\x04":
                with zipfile.ZipFile(raw) as packed:
                    yield _from_zip(packed, raw, name)
            elif head[:4] in {b"PK\x05\x06", b"PK\x07\x08"}:
                raise refused(name, "it is an empty zip file", "get the file again")
            else:
                yield Unpacked(
                    raw, Kind.SHEETS if head[:4] == _OLE else Kind.PARQUET if head[:4] == b"PAR1" else Kind.TEXT
                )
        except BROKEN as error:
            raise refused(name, f"it cannot be unpacked: {error}", "get the file again") from None


def _from_zip(packed: zipfile.ZipFile, raw: IO[bytes], name: str) -> Unpacked:
    size = Path(name).stat().st_size
    inside = {m.filename for m in packed.infolist()}
    if {"xl/workbook.xml", "xl/workbook.bin"} & inside or ("content.xml" in inside and "mimetype" in inside):
        for member in packed.infolist():  # what a workbook says of its own sizes is not believed
            with packed.open(member) as part:
                stream = bounded(part, member.compress_size + GROWTH_FREE // MAX_GROWTH, name)
                while stream.read(1_000_000):
                    pass
        raw.seek(0)
        return Unpacked(raw, Kind.SHEETS)
    member = _only(packed, name)
    stream = bounded(packed.open(member), size, name)
    kind = {".parquet": Kind.PARQUET}.get(Path(member.filename).suffix.lower(), Kind.TEXT)
    if Path(member.filename).suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"}:
        kind = Kind.SHEETS
    if kind is not Kind.TEXT:
        stream = cast("IO[bytes]", io.BytesIO(stream.read()))
    return Unpacked(stream, kind, member.filename)


def _only(packed: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """The one table of a zip file; what a Mac puts beside its files is none."""
    members = [
        m
        for m in packed.infolist()
        if not m.is_dir()
        and "__MACOSX" not in m.filename.split("/")
        and not m.filename.rsplit("/", 1)[-1].startswith(".")
        and m.filename.lower().endswith(_TABLES)
    ]
    if len(members) == 1:
        return members[0]
    if any(m.filename.lower().endswith(".shp") for m in packed.infolist()):
        message = "it holds a shapefile: areas, not reports"
        raise refused(name, message, "name it as the `file` of an area in an agreement")
    held = ", ".join(m.filename for m in members[:5])
    message = f"it holds {len(members)} tables{f' ({held})' if held else ''}, one is wanted"
    raise refused(name, message, "unpack it and import the tables one by one")
