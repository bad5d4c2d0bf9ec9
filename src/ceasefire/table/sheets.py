"""Sheets of xlsx, xls and ods workbooks as rows of text (python-calamine, the extra `sheets`).  Macros are never run."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from ceasefire.table.faults import refused

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from the first line on, and the ranges that are one cell to the eye."""

    name: str
    rows: list[list[Any]]
    first: int = 1
    merged: tuple[str, ...] = field(default=())

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number, its cells as text."""
        for k, row in enumerate(self.rows):
            yield self.first + k, [_text(cell) for cell in row]


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
    if not any(s.rows for s in found):
        raise refused(file, "there is no table in it: its sheets have no cells", "pictures of tables cannot be read")
    return [s for s in found if s.rows]


def _sheet(sheet: Any) -> Sheet:
    merged = tuple(sheet.merged_cell_ranges or ())
    rows = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in merged:
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * (min(right + 1, len(row)) - left)
    return Sheet(sheet.name, rows, 1, tuple(f"{_cell(*a)}:{_cell(*b)}" for a, b in merged))


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
