"""What can go wrong with a store, in words that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ceasefire.errors import CeasefireError


class RecordError(CeasefireError):
    """The record cannot be read or written as asked; nothing was written by the attempt."""


_SAID = {
    sqlite3.SQLITE_FULL: "the disk is full: nothing of this step was written; free some space and repeat it",
    sqlite3.SQLITE_READONLY: "it may only be read: check the permissions of the file and of its folder",
    sqlite3.SQLITE_BUSY: "another program is writing to it: wait until that is done, then repeat this",
    sqlite3.SQLITE_LOCKED: "another program is writing to it: wait until that is done, then repeat this",
    sqlite3.SQLITE_CORRUPT: "the file is damaged: keep a copy of it and go back to a backup or an export",
    sqlite3.SQLITE_NOTADB: "the file is damaged or no database: go back to a backup",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check the path and its permissions",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write: check it and the space left, then repeat this",
    sqlite3.SQLITE_PERM: "access is not permitted: check the permissions",
}


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns what the database says into a RecordError that names the record and says what to do."""
    from sqlalchemy.exc import DBAPIError, InterfaceError

    try:
        yield
    except DBAPIError as error:
        original = error.orig
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        if code in _SAID:
            raise RecordError(f"{place}: {_SAID[code]}") from None
        said = str(original).strip().splitlines()
        first = said[0] if said else type(original).__name__
        if isinstance(error, InterfaceError) or getattr(error, "connection_invalidated", False):
            raise RecordError(f"{place}: the database server cannot be reached: {first}") from None
        raise RecordError(f"{place}: {first}") from None
