"""The open record: entries are appended, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, text

from ceasefire.record.append import Appended, Appending, Draft, last_link, latest_of, parts
from ceasefire.record.entry import Entry, read_entry
from ceasefire.record.faults import RecordError, told
from ceasefire.record.place import WAIT, engine_for, identity, is_url, recognise, shown


class Record:
    """An open record; a context manager.  Open one with `open_record`."""

    def __init__(self, place: str, *, write: bool = False, wait: float = WAIT) -> None:
        self.place = place
        self.name = shown(place)
        if not is_url(place):
            recognise(place)
        self._engine = engine_for(place, write=write, wait=wait)
        try:
            with told(self.name):
                self.connection: Connection = self._engine.connect()
                with self.connection.begin():
                    self.id = identity(self.connection, self.name)
        except BaseException:
            self._engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.connection.close()
        self._engine.dispose()

    def head(self) -> tuple[int, bytes]:
        """The number of entries and the hash of the last; that of an empty record is derived from its id."""
        with told(self.name), self.connection.begin():
            return last_link(self.connection, self.id)

    def append(self, drafts: Sequence[Draft], by: str) -> Appended:
        """Append drafts in one transaction: all of them, or none.

        When this returns they are on disk.  Raises RecordError: a thing, a document or words that are not there, a
        correction of what was meanwhile corrected, or what the store itself reports.
        """
        if not by.strip():
            raise RecordError("say who enters this")
        with told(self.name), self.connection.begin():
            if self.connection.dialect.name == "postgresql":
                self.connection.execute(text("LOCK TABLE entry IN SHARE ROW EXCLUSIVE MODE"))
            return Appending(self.connection, self.id, self.name).run(drafts, by)

    def latest(self, names: Iterable[str]) -> dict[str, Entry]:
        """The latest version of each named thing, retracted ones included."""
        with told(self.name), self.connection.begin():
            rows = [r for part in parts(names) for r in self.connection.execute(latest_of(part)).mappings()]
        return {row["thing"]: read_entry(dict(row)) for row in rows}


def open_record(place: str, *, write: bool = False, wait: float = WAIT) -> Record:
    """Open the record in a file or at a `postgresql://` URL.

    `wait` is how many seconds a writer waits for another.  Raises RecordError with what to do.
    """
    return Record(place, write=write, wait=wait)
