"""The things in a file, row by row: a table of a known format or with a mapping, or JSON Lines; and why a row is none.

Everything that reads reports from files comes through here, so that the same file says the same wherever it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ceasefire.dates import parse_date
from ceasefire.errors import Finding
from ceasefire.record.append import Withdrawn
from ceasefire.record.canonical import canonical
from ceasefire.record.entry import name_of
from ceasefire.record.incident import Incident
from ceasefire.record.intake import acled, ethprio, pax, ucdp_ged, ucdp_pa
from ceasefire.record.intake.counted import by_content
from ceasefire.record.intake.format import Cells, Format, reason
from ceasefire.record.intake.hxl import by_tags
from ceasefire.record.intake.jsonl import WORD, read_line
from ceasefire.record.intake.keys import Keys, Shared
from ceasefire.record.thing import Origin, Thing
from ceasefire.record.versions import ordered
from ceasefire.table.cells import EMPTY, code
from ceasefire.table.days import order_in
from ceasefire.table.decoded import proposal, undecoded
from ceasefire.table.faults import noted, odd, refused
from ceasefire.table.reader import Row, Table, Way, open_table, opened
from ceasefire.table.records import MAX_LINE
from ceasefire.table.unpack import Kind, unpacked

FORMATS = {
    f.name: f for f in (ucdp_ged.FORMAT, acled.FORMAT, acled.DELETED, pax.FORMAT, ethprio.FORMAT, ucdp_pa.FORMAT)
}
_FIRST = 20  # lines of JSON by which things are told from tables
_LONG = 20  # lines of JSON may be so much longer than those of a table


@dataclass(frozen=True)
class As:
    """As what a file is to be read: which format (None: told by its columns), which encoding and sheet.

    `known` is the day from which its rows could be known; `event` takes the day on which each happened.  `first` says what
    comes first in `03/04/2021`, `day` or `month`.  `release` is the version of the data set that the file is.
    """

    format: Format | None = None
    encoding: str = "utf-8"
    known: str = ""
    sheet: str = ""
    first: str = ""
    release: str = ""
    empty: frozenset[str] = EMPTY


@dataclass(frozen=True, slots=True)
class Item:
    """A thing with the row it was read from, or why there is none; `odd` is what a person should look at.

    `name` is what the thing is named after where that is not all of it: since when a file was known is no part of a thing.
    """

    row: Row
    thing: Thing | Withdrawn | None
    why: str = ""
    odd: str = ""
    name: str = ""


@dataclass
class Reading:
    """A file to be read: the name of its format and how that was told, and its things, as often as they are wanted.

    `exported` is true of an export of a record, whose entries are taken over as they are.  `order` says how dates with slashes
    were read, by column; `shared` which keys several rows have; both are worked out before the first thing is read.
    """

    path: Path
    format: str
    told: str
    way: As
    table: Table | None = None
    form: Format | None = None
    exported: bool = False
    order: dict[str, str] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)
    notes: list[Finding] = field(default_factory=list)

    def things(self) -> Iterator[Item]:
        """Each row as a thing, or why it is none."""
        if self.table is None or self.form is None:
            return _things(_json_rows(self.path, self.way), self.way)
        return _Rows(self, self.table, self.form).items()


def reading(path: Path, way: As) -> Reading:
    """Look at a file and say what it is.  Raises MaterialError where it is nothing that can be read, OSError."""
    beginning = _beginning(path, way.encoding)
    if beginning.startswith("{") and '"format":"record/' in beginning[:2_000].replace(" ", ""):
        return Reading(path, "record/2", "its first line says so", way, exported=True)
    if way.format is None and f'"{WORD}"' in beginning and beginning.lstrip().startswith("{"):
        return Reading(path, "jsonl", f"each line says what it is under `{WORD}`", way)
    table = open_table(path, _way(way))
    form, told = (way.format, "as it was asked for") if way.format else _told_by(table, path)
    if way.format is None and form not in FORMATS.values():  # now that its columns are known by name
        table = open_table(path, _way(replace(way, format=form)))
    missing = sorted(form.needs - set(table.header.plain))
    if missing:
        message = f"the columns {', '.join(f'`{m}`' for m in missing)} are missing for {form.name}"
        raise refused(str(path), message, f"there are {', '.join(table.header.titles[:12])}", table.header.line or 1)
    twice = sorted(form.uses & table.header.twice)
    if twice:
        raise refused(
            str(path), f"the column `{twice[0]}` is there twice", "rename one of them", table.header.line or 1
        )
    notes = list(table.notes)
    released = "" if way.release or form is not ucdp_ged.FORMAT else ucdp_ged.release_in(path.name)
    if released:
        way = replace(way, release=released)
        notes.append(noted(str(path), 0, "release", f"by its name it is release {released}"))
    found = Reading(path, form.name, told, way, table, form, notes=notes)
    _survey(found, table, form)
    return found


def _way(way: As) -> Way:
    forms = (way.format,) if way.format else tuple(FORMATS.values())
    known = tuple((form.needs, form.uses) for form in forms)
    wanted = way.format.uses if way.format else frozenset[str]()
    return Way(way.encoding, way.sheet, known, wanted, way.empty)


def _beginning(path: Path, encoding: str) -> str:
    """The first lines of a file that is text."""
    with unpacked(path) as found:
        if found.kind is not Kind.TEXT:
            return ""
    with opened(path, encoding) as stream:
        first = stream.readline(MAX_LINE)
        if not first.lstrip("\ufeff").startswith("{"):
            return first.lstrip("\ufeff")
        return (first + "".join(stream.readline(MAX_LINE) for _ in range(_FIRST))).lstrip("\ufeff")


def _told_by(table: Table, path: Path) -> tuple[Format, str]:
    """The format whose columns a table has.  Raises MaterialError."""
    for form in FORMATS.values():
        if table.header.knows(form.needs):
            return form, f"by its columns {', '.join(sorted(form.needs)[:4])}, ..."
    tagged = by_tags(table.header.tags, path.name)
    if tagged is not None:
        return tagged, "by its line of HXL tags"
    counted = by_content(table, path.name)
    if counted is not None:
        return (
            counted,
            "by a first column of days and nothing but counts beside it; each column counts what its name says",
        )
    message = "its columns are those of no format that is known here"
    hint = (
        f"known: {', '.join(FORMATS)}; for another table write a mapping (`ceasefire mapping draft {path.name}` begins one) "
        "and add --mapping FILE"
    )
    if Path(table.file).suffix.lower() in {".json", ".jsonl"}:
        hint += "; JSON Lines of things say under `thing` what each is"
    raise refused(str(path), f"{message}: {', '.join(table.header.titles[:6])}, ...", hint, table.header.line or 1)


def _survey(found: Reading, table: Table, form: Format) -> None:
    """Read the file once for what no single row can show: keys that are shared, and which way dates with slashes go."""
    keys = Keys()
    names = table.header.names
    first = 1 if table.header.index else 0
    at = [names.index(name) for name in form.key]
    dated = [(name, names.index(name)) for name in form.days if name in names]
    seen: dict[str, dict[str, int]] = {name: {} for name, _ in dated}
    for line, cells in table.whole_rows():
        said = [code(cells[k].strip()) for k in at]
        if any(said):
            keys.see("|".join(said), line, cells[first:])
        for name, k in dated:
            text = cells[k]
            if ("/" in text or "-" in text) and not text[:4].isdigit() and (way := order_in(text.strip())):
                seen[name].setdefault(way, line)
    found.shared = keys.shared()
    for name, orders in seen.items():
        if found.way.first:
            found.order[name] = found.way.first
        elif orders:
            _ordered_by(found, table.file, name, orders)


def _ordered_by(found: Reading, file: str, name: str, orders: dict[str, int]) -> None:
    """Which way the dates of a column go, by the lines that show it, and say so."""
    first = min(orders.values())
    if len(orders) == 1:
        (way,) = orders
        found.order[name] = way
        message = f"dates in `{name}` were read with the {way} first, as this line shows"
        found.notes.append(odd(file, first, "order", message))
        return
    lines = " and ".join(str(n) for n in sorted(orders.values()))
    message = f"dates in `{name}` come with the day first and with the month first: lines {lines}"
    found.notes.append(odd(file, first, "order", message, "those that may be either are rejected"))


class _Rows:
    """The rows of a table as things."""

    def __init__(self, found: Reading, table: Table, form: Format) -> None:
        self.found, self.table, self.form = found, table, form
        self.met: dict[int, int] = {}
        self.apart: dict[int, list[Item]] = {}

    def items(self) -> Iterator[Item]:
        """Each row; those whose keys clash come last."""
        shared = self.found.shared
        for row in self.table.rows():
            if row.wrong:
                yield Item(row, None, row.wrong)
                continue
            key = self.form.key_of(row.cells) if self.form.key else canonical(row.cells)
            at = hash(key) if shared.repeated or shared.clashing else 0
            if at in shared.clashing and self.form.key:
                self.apart.setdefault(at, []).extend(self._read(row, key))
            elif at in shared.repeated and self.form.key:
                self.met[at] = self.met.get(at, 0) + 1
                if self.met[at] == 1:
                    told = ", ".join(str(n) for n in shared.repeated[at][:5])
                    yield from self._read(row, key, f"lines {told} are the same word for word: one row is read")
            else:
                yield from self._read(row, key)
        for items in self.apart.values():
            yield from self._told_apart(items)

    def _read(self, row: Row, key: str, told: str = "") -> Iterator[Item]:
        said = row.odd or told
        if not self.form.key:
            at = hash(key)
            self.met[at] = self.met.get(at, 0) + 1
            key = f"{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}#{self.met[at]}"
            if self.met[at] > 1:
                said = f"the same as a row before it, word for word: read as another, number {self.met[at]}"
        try:
            things = self.form.convert(row.cells if self.form.key else {**row.cells, "": key}, self.found.order)
        except ValueError as error:
            yield Item(row, None, reason(error), said)
            return
        for k, thing in enumerate(things):
            try:
                yield Item(row, _finished(thing, self.found.way), "", said if k == 0 else "")
            except ValueError as error:
                yield Item(row, None, reason(error), said)

    def _told_apart(self, items: list[Item]) -> Iterator[Item]:
        """Rows of one key that differ: of versions of one row the newest; where no version tells them apart, none."""
        versions = [i.thing.origin.version for i in items if i.thing is not None and i.thing.origin is not None]
        lines = ", ".join(str(i.row.line) for i in items[:6])
        if len(items) == len(versions) == len(set(versions)) and all(versions):
            newest = max(items, key=lambda i: ordered(i.thing.origin.version if i.thing and i.thing.origin else ""))
            told = f"lines {lines} are versions of one row ({self._key(items[0].row.cells)}): the newest is read"
            yield replace(newest, odd=newest.odd or told)
            return
        for item in items:
            why = (
                f"{self._key(item.row.cells)} is the same key in lines {lines}, and the rows differ: which is meant? "
                "name more columns as `key` in a mapping"
            )
            yield Item(item.row, None, item.why or why, item.odd)

    def _key(self, cells: Cells) -> str:
        return ", ".join(f"`{name}` {cells.get(name, '')[:40]!r}" for name in self.form.key)


def _json_rows(path: Path, way: As) -> Iterator[Row]:
    with opened(path, way.encoding) as stream:
        number = 0
        while text := stream.readline(MAX_LINE * _LONG):
            number += 1
            if text.strip():
                wrong = f"not text in this encoding; {proposal(text)}" if undecoded(text) else ""
                yield Row(number, {"": text.lstrip("\ufeff")}, (text.rstrip("\r\n"),), wrong)


def _things(lines: Iterator[Row], way: As) -> Iterator[Item]:
    for row in lines:
        if row.wrong:
            yield Item(row, None, row.wrong)
            continue
        try:
            thing = read_line(row.cells[""])
            name = "" if thing.origin or thing.known or not way.known else name_of(thing)
            yield Item(row, _finished(thing, way), name=name)
        except ValueError as error:
            yield Item(row, None, reason(error))


def _finished(thing: Thing | Withdrawn, way: As) -> Thing | Withdrawn:
    """A thing with what the person who imports it says of the whole file."""
    if isinstance(thing, Withdrawn):
        return replace(thing, origin=_released(thing.origin, way.release)) if way.release else thing
    changed: dict[str, Any] = {}
    if way.release and thing.origin is not None and not thing.origin.version:
        changed["origin"] = _released(thing.origin, way.release)
    if (
        isinstance(thing, Incident)
        and not thing.status
        and thing.origin
        and ucdp_ged.candidate(thing.origin, way.release)
    ):
        changed["status"] = "candidate event"
    if way.known and not thing.known:
        if way.known != "event":
            changed["known"] = way.known
        elif happened := getattr(thing, "on", ""):
            changed["known"] = parse_date(happened).latest.isoformat()
    return thing.model_copy(update=changed) if changed else thing


def _released(origin: Origin, release: str) -> Origin:
    return origin if origin.version else origin.model_copy(update={"version": release})
