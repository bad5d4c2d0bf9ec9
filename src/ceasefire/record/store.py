"""The open record: entries are appended, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, select, text

from ceasefire.record.append import Appended, Appending, Draft, groups, last_link
from ceasefire.record.entry import Entry, read_entry
from ceasefire.record.faults import RecordError, told
from ceasefire.record.place import WAIT, engine_for, identity, is_url, recognise, shown
from ceasefire.record.tables import entry


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
            return self.head_within()

    def head_within(self) -> tuple[int, bytes]:
        """The same, within a transaction that is open already."""
        return last_link(self.connection, self.id)[:2]

    def append(self, drafts: Sequence[Draft], by: str) -> Appended:
        """Append drafts in one transaction: all of them, or none.

        When this returns they are on disk.  Raises RecordError: a thing, a document or words that are not there, a
        correction of what was meanwhile corrected, or what the store itself reports.
        """
        if not by.strip():
            raise RecordError("say who enters this")
        with self.writing():
            return Appending(self.connection, self.id, self.name).run(drafts, by)

    def would(self, drafts: Sequence[Draft]) -> Appended:
        """What appending drafts would do; nothing is written.  Raises RecordError as `append` does."""
        with told(self.name), self.connection.begin():
            return Appending(self.connection, self.id, self.name).run(drafts, "-", keep=False)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that no other writer comes between."""
        with told(self.name), self.connection.begin():
            if self.connection.dialect.name == "postgresql":
                self.connection.execute(text("LOCK TABLE entry IN SHARE ROW EXCLUSIVE MODE"))
            yield

    def latest(self, names: Iterable[str]) -> dict[str, Entry]:
        """The version that counts of each named thing, retracted ones included."""
        found: dict[str, Entry] = {}
        ranked: dict[str, tuple[int, str]] = {}
        with told(self.name), self.connection.begin():
            for group in groups(names):
                for row in self.connection.execute(select(entry).where(entry.c.thing.in_(group))).mappings():
                    rank = (row["turn"], row["mark"])
                    if row["thing"] not in ranked or rank > ranked[row["thing"]]:
                        ranked[row["thing"]] = rank
                        found[row["thing"]] = read_entry(dict(row))
        return found


def open_record(place: str, *, write: bool = False, wait: float = WAIT) -> Record:
    """Open the record in a file or at a `postgresql://` URL.

    `wait` is how many seconds a writer waits for another.  Raises RecordError with what to do.
    """
    return Record(place, write=write, wait=wait)
