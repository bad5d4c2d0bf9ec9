"""An export of a record as it comes in: every line held against what an entry must be, before the first is kept.

Fitting hashes only show that nobody changed the file since it was made; who made it may have put anything into it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TextIO

from ceasefire.record.canonical import canonical
from ceasefire.record.entry import MODELS, Action, Kind, value_of
from ceasefire.record.faults import RecordError
from ceasefire.record.leaves import erased_parts, leaves
from ceasefire.record.links import Erasures, Links
from ceasefire.record.tables import COLUMNS, COLUMNS_1
from ceasefire.record.thing import Sensitivity

MAX_LINE = 50_000_000  # characters: an entry can hold a whole document, not more
_SHOWN = 20  # wrong lines that are named
_MOST = 2**53
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
_THING = re.compile(rf"({'|'.join(Kind)})-[0-9a-f]{{16}}")
_HEX = re.compile(r"[0-9a-f]{64}")
_TEXTS = frozenset(COLUMNS) - {"seq", "version", "prior", "document", "turn"}
_TIMES = ("known", "entered_at", "begins", "ends")

Opening = Callable[[], AbstractContextManager[TextIO]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Incoming:
    """A checked export: of which record, since when, whether it is whole, how many entries, the hash of the last.

    `form` is 1 for exports of earlier versions.  `rows` reads the entries anew.
    """

    record: str
    begun: str
    whole: bool
    form: int
    entries: int
    head: bytes
    junctions: Mapping[int, tuple[bytes, bytes | None]]
    opening: Opening

    def rows(self) -> Iterator[Row]:
        """The entries, in their order."""
        with self.opening() as stream:
            lines = _lines(stream)
            next(lines)
            for _, row in lines:
                yield row


def checked(opening: Opening, ours: Collection[int] = (), progress: Callable[[int], None] | None = None) -> Incoming:
    """An export of which every line can be read.  Raises RecordError with all lines that cannot, as far as they are few.

    `ours` are the numbers of entries at which the caller wants to know the end of the chain.
    """
    with opening() as stream:
        lines = _lines(stream)
        first = next(lines, None)
        head = _head(first[1] if first else {})
        form = 1 if head["format"] == "record/1" else 2
        links, erasures, wrong, junctions = (
            Links(head["record"]),
            Erasures(),
            list[str](),
            dict[int, tuple[bytes, bytes | None]](),
        )
        n = 0
        for number, row in lines:
            n += 1
            problem = _problem(row, form) or ("" if head["whole"] is False else _unlinked(row, n, form, links))
            if problem:
                wrong.append(f"line {number}: {problem}")
                if len(wrong) >= _SHOWN or "not what its hash says" in problem:
                    break
                continue
            if form == 2:
                erasures.see(row)
            if row["seq"] in ours:
                junctions[row["seq"]] = links.last
            if progress and not n % 5_000:
                progress(n)
    if not wrong:
        wrong = erasures.unsaid() or _cut_short(head, n)
    if wrong:
        raise RecordError("\n".join([*wrong, "nothing of this export was taken over"]))
    return Incoming(
        head["record"], head["begun"], head["whole"] is not False, form, n, links.digest, junctions, opening
    )


def _lines(stream: TextIO) -> Iterator[tuple[int, Row]]:
    number = 0
    while text := stream.readline(MAX_LINE + 1):
        number += 1
        if len(text) > MAX_LINE:
            raise RecordError(f"line {number}: longer than {MAX_LINE:,} characters, the most that is read")
        if not text.strip():
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RecordError(f"line {number}: this is not JSON: {error}") from None
        if not isinstance(value, dict):
            raise RecordError(f"line {number}: an entry is an object")
        yield number, value


def _head(head: Row) -> Row:
    if head.get("format") not in ("record/1", "record/2"):  # what stands there may have no hash
        raise RecordError("this is not an export of a record: its first line should say so")
    wanted: dict[str, tuple[type, ...]] = {"record": (str,), "begun": (str,), "whole": (bool,)}
    if head["format"] == "record/2":
        wanted |= {"entries": (int,)}
    for name, kinds in wanted.items():
        if name not in head:
            raise RecordError(f"line 1: the first line of an export says `{name}`, and this one does not")
        if type(head[name]) not in kinds:
            raise RecordError(f"line 1: `{name}` in the first line of the export is {str(head[name])[:40]!r}")
    if not _STAMP.fullmatch(head["begun"]) or not 0 < len(head["record"]) <= 100 or not head["record"].isprintable():
        raise RecordError("line 1: `record` or `begun` in the first line of the export is none")
    return head


def _problem(row: Row, form: int) -> str:
    """What is wrong with an entry by itself; nothing where it can be read."""
    columns = COLUMNS if form == 2 else COLUMNS_1
    missing = [name for name in (*columns, "hash") if name not in row]
    if missing:
        return f"the entry is not whole: `{missing[0]}` is missing"
    return _misfit(row, columns) or _misnamed(row) or _unreadable(row, form)


def _misfit(row: Row, columns: tuple[str, ...]) -> str:
    """The column that is not of its type, or not one of its words."""
    for name in columns:
        if name in _TEXTS and not isinstance(row[name], str):
            return f"`{name}` is {str(row[name])[:40]!r}, not text"
        if name not in _TEXTS and not _number(row[name], optional=name in {"prior", "document"}):
            return f"`{name}` is {str(row[name])[:40]!r}, not a number of entries or versions"
    for name in _TIMES:
        if not _STAMP.fullmatch(row[name]):
            return f"`{name}` is {row[name][:40]!r}, not a moment"
    for name, words in (("kind", Kind), ("action", Action), ("sensitivity", Sensitivity)):
        if row[name] not in set(words):
            return f"`{name}` is {row[name][:40]!r}, not one of {', '.join(words)}"
    return ""


def _misnamed(row: Row) -> str:
    """What is wrong with its hashes, its name, or the place of its version."""
    for name, value in (("hash", row["hash"]), ("seal", row.get("seal") or "0" * 64)):
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            return f"`{name}` is not 64 hex digits"
    if not (found := _THING.fullmatch(row["thing"])) or found[1] != row["kind"]:
        return f"`thing` is {row['thing'][:60]!r}, not the name of a {row['kind']}"
    version, prior = row["version"], row["prior"] or 0
    fits = version >= 1 and prior == version - 1 and (version == 1) == (row["action"] == "add")
    return "" if fits else "its versions do not follow one another"


def _number(value: Any, *, optional: bool) -> bool:
    return (value is None and optional) or (type(value) is int and 0 <= value < _MOST)


def _unreadable(row: Row, form: int) -> str:
    try:
        salt = row["salt"] if form == 2 else ""
        if form == 2:
            leaves(row)
        body = json.loads(row["body"])
        if canonical(body) != row["body"]:
            return "`body` is not JSON in its canonical form"
        value = value_of(Kind(row["kind"]), row["body"], salt)
        came = json.loads(row["came_from"]) if row["came_from"] else {}
        erases = json.loads(row["erases"]) if form == 2 and row["erases"] else []
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        said = str(error).splitlines()
        return f"the {row['kind']} in it cannot be read: {'; '.join(s.strip() for s in said[:3])[:300]}"
    if value.sensitivity.value != row["sensitivity"] and "body.sensitivity" not in erased_parts(salt):
        return f"`sensitivity` is {row['sensitivity']}, and its body says {value.sensitivity}"
    if not isinstance(came, dict) or not _came(came):
        return "`came_from` cannot be read"
    fields = MODELS[Kind(row["kind"])].model_fields
    if not isinstance(erases, list) or not all(isinstance(e, str) and e in fields for e in erases):
        return "`erases` names what is no field"
    return ""


def _came(came: Row) -> bool:
    over = came.get("over", [])
    ranked = isinstance(over, list) and all(isinstance(o, str) and re.fullmatch(r"\d{1,9}:.{0,300}", o) for o in over)
    return ranked and all(isinstance(came.get(n, ""), str) for n in ("record", "entered_at", "entered_by", "hash"))


def _unlinked(row: Row, n: int, form: int, links: Links) -> str:
    if row["seq"] != n:
        return f"`seq` is {row['seq']} where entry {n} should stand"
    digest = bytes.fromhex(row["hash"])
    seal = bytes.fromhex(row["seal"]) if row.get("seal") else None
    fits = links.fits(row, digest, seal) if form == 2 else links.fits_1(row, digest)
    return "" if fits else f"the export was changed: entry {row['seq']} is not what its hash says"


def _cut_short(head: Row, n: int) -> list[str]:
    if head["format"] == "record/1" or n == head["entries"]:
        return []
    return [f"the export was cut short: it says that it has {head['entries']:,} entries, and {n:,} are there"]
