"""Rows of delimited text, with their lines; a quotation mark that is never closed swallows nothing.

A row may run over lines inside quotation marks, as notes do.  Where the lines inside look like rows of their own, the mark
was opened by mistake: each line is then read by itself, and it is said.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LINE = 1_000_000  # characters
_MANY_LINES = 20_000  # lines that one row may run over
csv.field_size_limit(MAX_LINE)  # lists of signatories are longer than the 131,072 characters that csv takes
_WIDE = 8  # columns from which on the number of cells tells a row by itself


@dataclass(frozen=True, slots=True)
class Record:
    """A row of cells; `line` is 1-based, the first of the row.  `wrong` says why it is none, `odd` what was mended."""

    line: int
    cells: list[str]
    wrong: str = ""
    odd: str = ""


class _Lines(Iterator[str]):
    """Lines of a stream, none longer than MAX_LINE; those of the row being read are kept."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self.stream = stream
        self.number = 0
        self.too_long = False
        self.taken: list[str] = []
        self.ended = False

    def __next__(self) -> str:
        text = self.stream.readline(MAX_LINE)
        if not text:
            self.ended = True
            raise StopIteration
        self.number += 1
        if len(text) == MAX_LINE and not text.endswith("\n"):
            self.too_long = True
            while (more := self.stream.readline(MAX_LINE)) and not more.endswith("\n"):
                pass
            text = "\n"
        if "\x00" in text:
            text = text.replace("\x00", "\ufffd")
        self.taken.append(text)
        if len(self.taken) > _MANY_LINES:
            raise csv.Error("a quotation mark is not closed")
        return text


def records(stream: io.TextIOBase, delimiter: str, width: int = 0) -> Iterator[Record]:
    """The rows of a stream; `width` is how many cells a row has, where it is known."""
    lines = _Lines(stream)
    before = ""
    while not lines.ended:
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            for cells in reader:
                taken, first = lines.taken, lines.number - len(lines.taken) + 1
                lines.taken = []
                if lines.too_long:
                    yield Record(first, [], f"the line is longer than {MAX_LINE:,} characters")
                    lines.too_long = False
                elif len(taken) > 1 and _swallowed(taken, delimiter, width, before, ended=lines.ended):
                    yield from _one_by_one(taken, first, delimiter, width)
                elif cells:
                    yield Record(first, cells)
                if cells:
                    before = cells[0]
        except csv.Error as error:
            taken, first = lines.taken, lines.number - len(lines.taken) + 1
            lines.taken = []
            if len(taken) > 1:
                yield from _one_by_one(taken, first, delimiter, width)
            else:
                yield Record(first, [], f"not a row of CSV: {error}")
        else:
            return


def _swallowed(taken: list[str], delimiter: str, width: int, before: str, *, ended: bool) -> bool:
    """Whether a row that runs over lines holds lines that are rows of their own, or a mark open to the end of the file."""
    if ended and _open("".join(taken), delimiter):
        return True
    if width < 3:
        return False
    for line in taken[1:]:
        cells = line.rstrip("\r\n").split(delimiter)
        alike = width >= _WIDE or (before and _shape(cells[0]) == _shape(before))
        if alike and len(_alone(line, delimiter, width) or ()) == width:
            return True
    return False


def _open(text: str, delimiter: str) -> bool:
    """Whether a quotation mark is still open at the end of the text."""
    try:
        for _ in csv.reader([text], delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _shape(cell: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell.strip()))


def _alone(line: str, delimiter: str, width: int) -> list[str] | None:
    """A line as a row by itself: with its quotation marks where they are in pairs, else with marks as they stand."""
    text = line.rstrip("\r\n")
    if not _open(text, delimiter):
        return next(csv.reader([text], delimiter=delimiter), [])
    plain = text.split(delimiter)
    if not width or len(plain) == width:
        return plain
    return None


def _one_by_one(taken: list[str], first: int, delimiter: str, width: int) -> Iterator[Record]:
    last = first + len(taken) - 1
    odd = (
        f"a quotation mark that opens here is closed only in line {last}, or never: "
        f"lines {first} to {last} were read one by one"
    )
    for k, line in enumerate(taken):
        if not line.strip():
            continue
        cells = _alone(line, delimiter, width)
        if cells is None or (width and len(cells) != width):
            wrong = f"a quotation mark is open here: the lines {first} to {last} cannot be told apart"
            yield Record(first + k, cells or [line.rstrip()], wrong)
        else:
            yield Record(first + k, cells, "", odd if k == 0 else "")
