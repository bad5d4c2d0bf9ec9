"""Articles that wait for a person: files of drafts in one folder, the same that `ceasefire read` writes and `review` takes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from ceasefire.errors import CeasefireError
from ceasefire.reading.drafts import Drafts, read_drafts, write_drafts
from ceasefire.web.editing.changes import named

SUFFIX = ".drafts.json"
LARGEST = 50_000_000  # bytes of a file of drafts that is listed


@dataclass
class Pile:
    """The files of drafts in a folder; a name from an address is looked up among them and is never a path."""

    folder: Path
    lock: threading.Lock = field(default_factory=threading.Lock)

    def names(self) -> dict[str, Path]:
        """The names of the files, each with where it lies."""
        found = sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder.is_dir() else []
        return {p.name.removesuffix(SUFFIX): p for p in found if p.is_file() and p.stat().st_size <= LARGEST}

    def every(self) -> list[tuple[str, Drafts | None, str]]:
        """Each with its drafts, or why it cannot be read."""
        rows: list[tuple[str, Drafts | None, str]] = []
        for name in self.names():
            try:
                rows.append((name, self.open(name), ""))
            except (CeasefireError, OSError) as error:
                rows.append((name, None, str(error)))
        return rows

    def open(self, name: str) -> Drafts:
        """The drafts of a name.  Raises KeyError, MaterialError, OSError."""
        path = self.names()[name]
        return read_drafts(path.read_bytes(), path.name)

    def keep(self, name: str, drafts: Drafts) -> None:
        """Write drafts back to the file of their name.  Raises KeyError, OSError."""
        write_drafts(self.names()[name], drafts)

    def add(self, drafts: Drafts) -> str:
        """Put drafts on the pile; returns their name.  Raises OSError."""
        with self.lock:
            self.folder.mkdir(parents=True, exist_ok=True)
            title = f"{drafts.document.on} {drafts.document.title}"
            name = named(f"article {title}", self.names(), "article")
            write_drafts(self.folder / f"{name}{SUFFIX}", drafts)
            return name
