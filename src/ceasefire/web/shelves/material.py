"""What the pages are about: cases, a record, agreements with what is reported against them, and the people who may come."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.watch import Reports
from ceasefire.record.incident import Incident
from ceasefire.record.store import Record, open_record
from ceasefire.web.doors.accounts import Accounts
from ceasefire.web.doors.guard import Door
from ceasefire.web.shelves.pile import Pile
from ceasefire.web.shelves.shelf import Shelf


@dataclass
class Material:
    """All of it.

    `place` is that of the record, or empty; `agreements` are loaded anew by their names when they are asked for; `reports`
    come from files and count where there is no record.  `articles` are drafts that wait for a person.
    """

    cases: Shelf
    door: Door
    place: str = ""
    agreements: Mapping[str, Callable[[], Watched]] = field(default_factory=dict)
    reports: Reports = field(default_factory=lambda: Reports([]))
    articles: Pile | None = None
    accounts: Accounts | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def incidents(self) -> list[tuple[str, Incident]]:
        """The incidents that came from files, as they were read."""
        kept = self.reports.incidents
        return [] if isinstance(kept, Incidents) else list(kept)

    @property
    def folder(self) -> Path:
        """Where cases that are begun here, and drafts, are kept."""
        return self.cases.folder

    @contextmanager
    def record(self, *, write: bool = False) -> Iterator[Record]:
        """The record, open.  Raises KeyError where there is none, RecordError."""
        if not self.place:
            raise KeyError("record")
        with open_record(self.place, write=write) as held:
            yield held
