"""Rows of a CSV file, streamed and bounded: plain, gzip or zip; what cannot be a row is said so, with its line.

A file may come from anybody: lines and fields have a longest length, packed files a largest growth, and bytes that are
not text in the stated encoding spoil their row, not the run.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ceasefire.errors import Finding, MaterialError, Where

MAX_LINE = 1_000_000  # characters
MAX_GROWTH = 100  # times, for packed files of more than:
GROWTH_FREE = 100_000_000  # bytes


@dataclass(frozen=True)
class Row:
    """A row by column name, or why the line is none; `line` is 1-based, the last of the row, and `raw` its cells."""

    line: int
    cells: dict[str, str]
    raw: tuple[str, ...]
    wrong: str = ""


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
            hint = "unpack it yourself if you trust it"
            raise MaterialError(
                [_finding(self.file, f"it unpacks to more than {MAX_GROWTH} times its size: refused", hint)]
            )
        buffer[: len(found)] = found
        return len(found)


def _finding(file: str, message: str, hint: str = "", line: int = 0) -> Finding:
    return Finding(Where(file, line, 1 if line else 0), "table", message, hint)


@contextmanager
def opened(path: Path, encoding: str = "utf-8") -> Iterator[io.TextIOWrapper]:
    """A file as text, unpacked where its first bytes say it is gzip or zip.

    Undecodable bytes become lone surrogates, which `rows` finds.  Raises MaterialError, OSError.
    """
    name = str(path)
    size = path.stat().st_size
    with path.open("rb") as raw:
        head = raw.read(4)
        raw.seek(0)
        try:
            if head[:2] == b"\x1f\x8b":
                yield _text(_Bounded(gzip.GzipFile(fileobj=raw), size, name), encoding)  # type: ignore[arg-type]  # GzipFile reads bytes
            elif head == b"PK\x03\x04":
                with zipfile.ZipFile(raw) as packed, packed.open(_only(packed, name)) as member:
                    yield _text(_Bounded(member, size, name), encoding)
            else:
                _refuse_binary(head, name, encoding)
                yield _text(raw, encoding)
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, RuntimeError) as error:
            raise MaterialError([_finding(name, f"it cannot be unpacked: {error}", "get the file again")]) from None
        except LookupError:
            hint = "write utf-8, windows-1252, windows-1256 or utf-16"
            raise MaterialError([_finding(name, f"there is no encoding `{encoding}`", hint)]) from None


def _text(stream: IO[bytes] | io.RawIOBase, encoding: str) -> io.TextIOWrapper:
    chosen = "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
    errors = "replace" if chosen.lower().startswith("utf-16") else "surrogateescape"
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    return io.TextIOWrapper(buffered, encoding=chosen, errors=errors, newline="")


def _only(packed: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [m for m in packed.infolist() if not m.is_dir() and m.filename.lower().endswith((".csv", ".txt", ".tsv"))]
    if len(members) != 1:
        message = f"it holds {len(members)} tables, one is wanted"
        raise MaterialError([_finding(name, message, "unpack it and import the tables one by one")])
    return members[0]


def _refuse_binary(head: bytes, name: str, encoding: str) -> None:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} and not encoding.lower().startswith("utf-16"):
        raise MaterialError([_finding(name, "it is UTF-16 text", "add --encoding utf-16")])
    if head == b"\xd0\xcf\x11\xe0" or (b"\x00" in head and not encoding.lower().startswith("utf-16")):
        raise MaterialError([_finding(name, "it is not text", "save the table as CSV")])


def rows(stream: io.TextIOBase, file: str) -> Iterator[Row]:
    """The rows below the header line, each by its column names; a line that cannot be a row comes with the reason.

    Commas, semicolons and tabs are told apart by the header.  Raises MaterialError where there is no header.
    """
    lines = _Lines(stream)
    header_line = next(lines, "")
    delimiter, header = columns(header_line, file)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(lines.number, {}, (), f"not a row of CSV: {error}")
            continue
        if lines.too_long:
            yield Row(lines.number, {}, (), f"the line is longer than {MAX_LINE:,} characters")
            lines.too_long = False
            continue
        if not any(cells):
            continue
        yield Row(lines.number, dict(zip(header, cells, strict=False)), tuple(cells), _wrong(cells, header))


def columns(line: str, file: str) -> tuple[str, list[str]]:
    """The delimiter of a header line and its column names.  Raises MaterialError."""
    if not line.strip():
        raise MaterialError([_finding(file, "it is empty", "a table has a line of column names, then rows")])
    delimiter = max(",;\t", key=line.count)
    try:
        header = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    except csv.Error:
        raise MaterialError([_finding(file, "its first line is not a line of column names", "", 1)]) from None
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise MaterialError([_finding(file, f"the column `{twice[0]}` is there twice", "rename one of them", 1)])
    return delimiter, header


def _wrong(cells: list[str], header: list[str]) -> str:
    if len(cells) != len(header):
        return f"{len(cells)} cells where the header has {len(header)}"
    if all(map(str.isascii, cells)):
        return ""
    for name, cell in zip(header, cells, strict=True):
        if undecoded(cell):
            return f"`{name}` is not text in this encoding; try --encoding windows-1252 or another"
    return ""


def undecoded(text: str) -> bool:
    """True where bytes were not text in the encoding that was stated."""
    return not text.isascii() and any("\udc80" <= c <= "\udcff" or c == "\ufffd" for c in text)


class _Lines(Iterator[str]):
    """Lines of a stream, none longer than MAX_LINE: the rest of a longer one is read past, and said."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self.stream = stream
        self.number = 0
        self.too_long = False

    def __next__(self) -> str:
        text = self.stream.readline(MAX_LINE)
        if not text:
            raise StopIteration
        self.number += 1
        if len(text) == MAX_LINE and not text.endswith("\n"):
            self.too_long = True
            while (more := self.stream.readline(MAX_LINE)) and not more.endswith("\n"):
                pass
            return "\n"
        return text.replace("\x00", "\ufffd")
