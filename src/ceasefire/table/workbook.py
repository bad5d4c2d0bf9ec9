"""Rows as an xlsx workbook (XlsxWriter, the extra `sheets`): text stays text, whatever a spreadsheet would make of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ceasefire.errors import CeasefireError

Cell = str | int | float | None
MOST_ROWS, MOST_TEXT = 1_048_576, 32_767  # of a sheet, and of a cell in characters
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}


def write_xlsx(target: Path, sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]]) -> None:
    """Write sheets by name, each row by row; the file appears whole or not at all.

    Raises CeasefireError without the library and for more rows than a sheet takes, OSError.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise CeasefireError("workbooks need a library: pip install 'ceasefire[sheets]'") from None
    handle, name = tempfile.mkstemp(dir=target.resolve().parent, prefix=f".{target.name}.")
    os.close(handle)
    try:
        with xlsxwriter.Workbook(name, _PLAIN) as book:
            for title, rows in sheets:
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    if number >= MOST_ROWS:
                        raise CeasefireError(f"a sheet takes {MOST_ROWS:,} rows and there are more: write CSV")
                    for column, cell in enumerate(row):
                        if isinstance(cell, str):
                            sheet.write_string(number, column, cell[:MOST_TEXT])
                        elif cell is not None:
                            sheet.write_number(number, column, cell)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
