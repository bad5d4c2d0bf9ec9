"""Bytes as text: UTF-8, UTF-16 with or without its mark, or the encoding that was said; others are proposed, never guessed.

Undecodable bytes become lone surrogates, so that they spoil their row and not the run.
"""

from __future__ import annotations

import io
from typing import IO

from ceasefire.table.faults import refused

PROPOSED = ("windows-1252", "windows-1256")
_SEEN = 4_096  # bytes looked at for zeros


def text_of(stream: IO[bytes], file: str, encoding: str) -> io.TextIOWrapper:
    """A stream of bytes as text.  Raises MaterialError where it is no text, or there is no such encoding."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]  # any binary stream
    head = buffered.peek(_SEEN)[:_SEEN]
    chosen = _chosen(head, encoding, file)
    try:
        "".encode(chosen)
    except LookupError:
        hint = "write utf-8, windows-1252, windows-1256 or utf-16"
        raise refused(file, f"there is no encoding `{encoding}`", hint) from None
    errors = "replace" if chosen.startswith("utf-16") else "surrogateescape"
    return io.TextIOWrapper(buffered, encoding=chosen, errors=errors, newline="")


def _chosen(head: bytes, encoding: str, file: str) -> str:
    said = encoding.lower()
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} and said in {"utf-8", "utf8", "utf-16", "utf16"}:
        return "utf-16"
    if said in {"utf-16", "utf16"} or (said in {"utf-8", "utf8"} and b"\x00" in head):
        zeros = [head[start::2].count(0) for start in (0, 1)]
        if max(zeros) > 0.4 * len(head) / 2 > min(zeros):
            likely = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
            if all(c.isprintable() or c.isspace() for c in head[: len(head) // 2 * 2].decode(likely, "ignore")):
                return likely
        if b"\x00" in head[:4] or head.count(0) > len(head) // 20:
            raise refused(file, "it is not text", "save the table as CSV or xlsx")
    return "utf-8-sig" if said in {"utf-8", "utf8"} else said


def undecoded(text: str) -> bool:
    """True where bytes were not text in the encoding that was read."""
    return not text.isascii() and any("\udc80" <= c <= "\udcff" or c == "\ufffd" for c in text)


def proposal(text: str) -> str:
    """How the first undecoded word would read in other encodings, for a person to choose by."""
    word = next((w for w in text.split() if undecoded(w)), text)[:40]
    raw = word.encode("utf-8", "surrogateescape")
    ways = []
    for name in PROPOSED:
        try:
            ways.append(f"`{raw.decode(name)}` with --encoding {name}")
        except UnicodeDecodeError:
            continue
    return f"it would read {' or '.join(ways)}" if ways else "try --encoding with another name"
