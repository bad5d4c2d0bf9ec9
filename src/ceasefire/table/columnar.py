"""Rows of parquet files as text (pyarrow, the extra `parquet`), read in parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any

from ceasefire.table.faults import refused

_PART = 5_000  # rows read at once


def parquet_lines(stream: IO[bytes], file: str) -> Iterator[tuple[int, list[str]]]:
    """The column names, then each row, numbered like lines.  Raises MaterialError: no reader, damage, nested columns."""
    try:
        import pyarrow as pa
        from pyarrow import parquet, types
    except ModuleNotFoundError:
        message = "parquet needs a reader: pip install 'ceasefire[parquet]'"
        raise refused(file, message, "or save the table as CSV") from None
    try:
        held = parquet.ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        raise refused(file, f"the parquet file cannot be read: {str(error)[:200]}", "get the file again") from None
    schema = held.schema_arrow
    nested = [f.name for f in schema if types.is_nested(f.type)]
    if nested:
        message = f"the columns {', '.join(f'`{n}`' for n in nested[:5])} hold tables of their own"
        raise refused(file, message, "flatten them, or leave them out when the file is written")
    names = [n for n in schema.names if not n.startswith("__index_level_")]
    yield 1, names
    number = 1
    try:
        for part in held.iter_batches(_PART, columns=names):
            for row in zip(*(column.to_pylist() for column in part.columns), strict=True):
                number += 1
                yield number, [_text(cell) for cell in row]
    except (pa.ArrowException, OSError) as error:
        raise refused(file, f"the parquet file cannot be read: {str(error)[:200]}", "get the file again") from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
