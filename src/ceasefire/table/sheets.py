"""Sheets of xlsx, xls and ods workbooks as rows of text (python-calamine, the extra `sheets`).  Macros are never run."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from ceasefire.table.faults import refused

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, and the ranges that are one cell to the eye (rows and columns from 0, inclusive)."""

    name: str
    held: Any
    spans: tuple[Span, ...] = ()

    @property
    def merged(self) -> tuple[str, ...]:
        """The ranges as spreadsheets name them."""
        return tuple(f"{_cell(*a)}:{_cell(*b)}" for a, b in self.spans)

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number, its cells as text; each cell of a merged range says what its first says."""
        left = self.held.start[1] if self.held.start else 0
        said: dict[Span, Any] = {}
        for number, row in enumerate(self.held.iter_rows()):
            for span in self.spans:
                (top, first), (bottom, last) = span
                if top <= number <= bottom and first >= left:
                    value = said.setdefault(span, row[first - left])
                    row[first - left : last - left + 1] = [value] * (last - first + 1)
            yield number + 1, [_text(cell) for cell in row]


def sheets_of(stream: IO[bytes], file: str) -> list[Sheet]:
    """The sheets that hold something.  Raises MaterialError: no reader, a password, a damaged book, nothing in it."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ModuleNotFoundError:
        message = "workbooks need a reader: pip install 'ceasefire[sheets]'"
        raise refused(file, message, "or save the sheet as CSV") from None
    raw = stream.read()
    if raw[:4] == b"\xd0\xcf\x11\xe0" and _ENCRYPTED in raw:
        raise refused(file, "it is protected by a password", "open it, take the password off, and save a copy")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        found = [
            _sheet(book.get_sheet_by_name(m.name)) for m in book.sheets_metadata if str(m.typ).endswith("WorkSheet")
        ]
    except PasswordError:
        raise refused(
            file, "it is protected by a password", "open it, take the password off, and save a copy"
        ) from None
    except (CalamineError, ValueError, OSError) as error:
        raise refused(file, f"the workbook cannot be read: {str(error)[:200]}", "save it anew, or as CSV") from None
    if not any(s.held.start for s in found):
        raise refused(file, "there is no table in it: its sheets have no cells", "pictures of tables cannot be read")
    return [s for s in found if s.held.start]


def _sheet(sheet: Any) -> Sheet:
    return Sheet(sheet.name, sheet, tuple(sheet.merged_cell_ranges or ()))


def _cell(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _text(cell: Any) -> str:
    """A cell as people read it: whole numbers without `.0`, days as ISO, true and false in words."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta | int) else ""
