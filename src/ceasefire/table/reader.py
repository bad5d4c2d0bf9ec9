"""A table from a file, whatever it is packed in or was saved by: its column names, and its rows as often as they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

from ceasefire.errors import Finding
from ceasefire.table.cells import EMPTY
from ceasefire.table.columnar import parquet_lines
from ceasefire.table.decoded import proposal, text_of, undecoded
from ceasefire.table.faults import noted, odd, refused
from ceasefire.table.header import LOOKED, Header, Known, header_among, looked_up, tagged
from ceasefire.table.objects import json_lines
from ceasefire.table.records import MAX_LINE, Record, records
from ceasefire.table.sheets import Sheet, sheets_of
from ceasefire.table.unpack import Kind, unpacked

_DELIMITERS = (",", ";", "\t", "|")
Lines = Callable[[int], Iterator[Record]]
"""The rows of a file from its beginning; told how many cells a row has, 0 where that is not known yet."""


@dataclass(frozen=True)
class Way:
    """How a table is to be read: its encoding and sheet, the tables that are known, words that mean empty.

    `wanted` are the columns that are used where it is none of those.
    """

    encoding: str = "utf-8"
    sheet: str = ""
    known: tuple[Known, ...] = ()
    wanted: frozenset[str] = frozenset()
    empty: frozenset[str] = EMPTY


@dataclass(frozen=True, slots=True)
class Row:
    """A row by column name, or why the line is none; `line` is 1-based, `raw` its cells as they stand.

    `odd` says what was mended to read it.
    """

    line: int
    cells: dict[str, str]
    raw: tuple[str, ...]
    wrong: str = ""
    odd: str = ""


@dataclass(frozen=True)
class Table:
    """An open table; `notes` say what was passed over or mended on the way to its rows."""

    file: str
    header: Header
    lines: Lines
    empty: frozenset[str]
    notes: tuple[Finding, ...] = ()
    emptied: dict[str, int] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """The rows below the column names; each call reads the file anew.  Counts empty-value words in `emptied`."""
        self.emptied.clear()
        for record, cells in self._bare():
            yield self._row(record, cells)

    def whole_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The line and the cells of each row that has all its cells, as they stand, in the order of the column names."""
        width = len(self.header.names)
        for record, cells in self._bare():
            if len(cells) == width and not record.wrong:
                yield record.line, cells

    def _bare(self) -> Iterator[tuple[Record, list[str]]]:
        width, counted = len(self.header.names), False
        for record in self.lines(width):
            cells = record.cells
            if record.line <= self.header.line or not (any(cells) or record.wrong):
                continue
            if len(cells) != width:
                # R writes the number of a row before it, and no name for that column
                whole = len(cells) == width + 1 and not self.header.trailing and not self.header.index
                counted = counted or (whole and cells[0].strip().isdigit())
                if counted and len(cells) == width + 1:
                    cells = cells[1:]
                while len(cells) > width and not cells[-1].strip():
                    cells = cells[:-1]
            if not (tagged(cells) or self._again(cells)):
                yield record, cells

    def _row(self, record: Record, cells: list[str]) -> Row:
        names = self.header.names
        wrong = record.wrong
        if not wrong and len(cells) != len(names):
            wrong = f"{len(cells)} cells where the header has {len(names)}"
        said = [cell.strip() for cell in cells]
        if not self.empty.isdisjoint(said):
            said = [self._emptied(text) if text in self.empty else text for text in said]
        found = dict(zip(names, said, strict=False))
        if self.header.index:
            found.pop(names[0], None)
        return Row(record.line, found, tuple(record.cells), wrong or _spoilt(names, cells), record.odd)

    def _emptied(self, word: str) -> str:
        self.emptied[word] = self.emptied.get(word, 0) + 1
        return ""

    def _again(self, cells: list[str]) -> bool:
        """Whether the line of column names stands here once more, as where files were put one below the other."""
        return (
            len(cells) > 1
            and cells[0].strip() == self.header.titles[0]
            and tuple(" ".join(c.split()) for c in cells) == self.header.titles
        )


def _spoilt(names: tuple[str, ...], cells: list[str]) -> str:
    if all(map(str.isascii, cells)):
        return ""
    for name, cell in zip(names, cells, strict=True):
        if undecoded(cell):
            return f"`{name}` is not text in this encoding; {proposal(cell)}"
    return ""


@contextmanager
def opened(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A file as text, unpacked.  Raises MaterialError where it is no text, OSError."""
    with unpacked(path) as found:
        if found.kind is not Kind.TEXT:
            raise refused(str(path), "it is not text", "")
        with text_of(found.stream, str(path), encoding) as stream:
            yield stream


def open_table(path: Path, way: Way | None = None) -> Table:
    """The table in a file.  Raises MaterialError where there is none that can be read, OSError."""
    way = way or Way()
    with unpacked(path) as found:
        if found.kind is Kind.SHEETS:
            return _of_sheets(sheets_of(found.stream, str(path)), str(path), way)
        if found.kind is Kind.PARQUET:
            return _table(path, partial(_parquet, path), way, first_line=True)
        with text_of(found.stream, str(path), way.encoding) as stream:
            beginning = stream.read(2_000)
    form = json_form(beginning)
    if form:
        return _table(path, partial(_json, path, way, form == "lines"), way, first_line=True)
    return _delimited(path, way)


def json_form(beginning: str) -> str:
    """What JSON a text begins like: `lines` of objects, `whole`, or nothing."""
    first = beginning.lstrip("\ufeff \t\r\n")
    if first[:1] == "[" and first[1:].lstrip()[:1] in {"{", "]"}:
        return "whole"
    if first[:1] != "{":
        return ""
    line = first.split("\n", 1)[0].rstrip()
    return (
        "lines"
        if line.endswith("}")
        and "\n" in first
        and first.split("\n", 1)[1].lstrip()[:1] in {"{", ""}
        and not _holder(line)
        else "whole"
    )


def _holder(line: str) -> bool:
    return any(f'"{n}"' in line and "[{" in line.replace(" ", "") for n in ("data", "results", "records", "features"))


def _parquet(path: Path, _width: int) -> Iterator[Record]:
    with unpacked(path) as found:
        for number, cells in parquet_lines(found.stream, str(path)):
            yield Record(number, cells)


def _json(path: Path, way: Way, by_line: bool, _width: int) -> Iterator[Record]:
    with opened(path, way.encoding) as stream:
        for number, cells in json_lines(stream, str(path), by_line=by_line):  # type: ignore[arg-type]  # a text stream
            yield Record(number, cells)


def _text(path: Path, way: Way, delimiter: str, width: int) -> Iterator[Record]:
    with opened(path, way.encoding) as stream:
        yield from records(stream, delimiter, width)  # type: ignore[arg-type]  # a text stream


def _delimited(path: Path, way: Way) -> Table:
    with opened(path, way.encoding) as stream:
        lines = [line for _ in range(LOOKED) if (line := stream.readline(MAX_LINE))]
    if not any(line.strip() for line in lines):
        raise refused(str(path), "it is empty", "a table has a line of column names, then rows")
    said = lines[0].strip().strip('"').lower()
    delimiter = "\t" if said in {"sep=\\t", "sep=\t"} else said[4:5] if said.startswith("sep=") else ""
    if not delimiter:
        delimiter = _delimiter(path, way, lines)
    return _table(path, partial(_text, path, way, delimiter), way)


def _delimiter(path: Path, way: Way, lines: list[str]) -> str:
    """Commas, semicolons, tabs and bars are told apart by a known header, else by which is there most in the widest line."""
    for delimiter in _DELIMITERS:
        for record in _first(_text(path, way, delimiter, 0)):
            names = {looked_up(c) for c in record.cells} | {looked_up(c.split("\n")[0]) for c in record.cells}
            if any(needs <= names for needs, _ in way.known) or (way.wanted and way.wanted <= names):
                return delimiter
    header = max(lines, key=lambda line: max(line.count(d) for d in _DELIMITERS))
    steady = next(
        (
            line
            for line in lines
            if line.count(d := max(_DELIMITERS, key=line.count)) and line.count(d) == header.count(d)
        ),
        header,
    )
    return max(_DELIMITERS, key=steady.count)


def _table(path: Path, lines: Lines, way: Way, *, first_line: bool = False) -> Table:
    found = [r for r in _first(lines(0)) if any(c.strip() for c in r.cells) and not _separator(r.cells)]
    header = header_among(found[:1] if first_line else found, way.known, way.wanted)
    if header is None:
        raise refused(
            str(path), "there is no line of column names in it", "a table has a line of column names, then rows"
        )
    return Table(str(path), header, lines, way.empty, tuple(_notes(str(path), header)))


def _first(lines: Iterator[Record]) -> list[Record]:
    """The first rows of a file, and the file closed again."""
    try:
        return list(islice(lines, LOOKED))
    finally:
        if isinstance(lines, Generator):
            lines.close()


def _separator(cells: list[str]) -> bool:
    return cells[0].strip().lower().startswith("sep=") and not any(c.strip() for c in cells[1:])


def _notes(file: str, header: Header) -> list[Finding]:
    notes = []
    if header.above:
        message = f"the column names stand in line {header.line}; what stands above them was passed over"
        notes.append(noted(file, header.line, "title", message))
    if header.tags:
        notes.append(noted(file, header.line + 1, "hxl", "a line of HXL tags was passed over"))
    if header.index:
        notes.append(noted(file, header.line, "index", "the first column has no name and counts rows: it was left out"))
    if header.twice:
        names = ", ".join(f"`{n}`" for n in sorted(header.twice))
        notes.append(
            odd(
                file,
                header.line,
                "twice",
                f"columns of one name: {names}; the first of each is read",
                "rename one of them",
            )
        )
    return notes


def _of_sheets(sheets: list[Sheet], file: str, way: Way) -> Table:
    named = [s for s in sheets if s.name == way.sheet] if way.sheet else sheets
    if not named:
        raise refused(file, f"there is no sheet `{way.sheet}`", f"its sheets are {', '.join(s.name for s in sheets)}")
    found = []
    for sheet in named:
        first = [Record(n, cells) for n, cells in islice(sheet.lines(), LOOKED)]
        header = header_among([r for r in first if any(c.strip() for c in r.cells)], way.known, way.wanted)
        if header is not None:
            found.append((sheet, header))
    known = [(s, h) for s, h in found if any(h.knows(n) for n, _ in way.known)]
    if len(known or found) != 1:
        names = ", ".join(s.name for s, _ in known or found)
        raise refused(
            file,
            f"it has several sheets with tables: {names}",
            "say which with --sheet NAME, or import them one by one",
        )
    sheet, header = (known or found)[0]
    notes = _notes(file, header)
    if len(sheets) > 1 and not way.sheet:
        notes.append(noted(file, 0, "sheet", f"of {len(sheets)} sheets `{sheet.name}` was read"))
    if sheet.merged:
        message = f"cells are merged ({', '.join(sheet.merged[:5])}): each of them was given what the first says"
        notes.append(odd(file, 0, "merged", message))
    return Table(file, header, lambda _: (Record(n, cells) for n, cells in sheet.lines()), way.empty, tuple(notes))
