"""The cases that may be looked at: those in the folder, those named at the start and those that ship.

Nothing from an address is ever a path: names are looked up among these.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ceasefire.analysis.assess import Assessment, assess
from ceasefire.analysis.dispute.compiled import Dispute, dispute
from ceasefire.analysis.sign.tradeoff import tradeoff
from ceasefire.case.load import SHIPPED, find_case, load_case, shipped_cases
from ceasefire.case.model import Case
from ceasefire.case.new import begin
from ceasefire.report.blocks import Report
from ceasefire.report.full import Wanted, assessment_report

T = TypeVar("T")
MOST = 200  # answers remembered of one case


@dataclass(frozen=True, eq=False)
class Opened:
    """A case as it stood when its text was read, with what is worked out from it at most once."""

    case: Case
    stamp: tuple[int, int] = (0, 0)
    answers: dict[str, Any] = field(default_factory=dict)

    def once(self, question: str, answer: Callable[[], T]) -> T:
        """The answer to a question about the case, worked out the first time; the last few are remembered."""
        if question not in self.answers:
            while len(self.answers) >= MOST:
                self.answers.pop(next(iter(self.answers)), None)
            self.answers[question] = answer()
        found: T = self.answers[question]
        return found

    @cached_property
    def dispute(self) -> Dispute:
        """The compiled case, all issues open."""
        return dispute(self.case, open_all=True)

    @cached_property
    def assessment(self) -> Assessment:
        """The whole answer."""
        return assess(self.case)

    @cached_property
    def report(self) -> Report:
        """The answer as a report."""
        two = self.case.deciding[:2]
        drawn = tradeoff(dispute(self.case), two[0], two[1]) if len(two) == 2 else None
        return assessment_report(Wanted(self.assessment, self.case, drawn))


@dataclass
class Shelf:
    """Names of cases and where each lies; a file that changed on disk is read again."""

    folder: Path
    paths: dict[str, Path] = field(default_factory=dict)
    _opened: dict[str, Opened] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, name: str) -> Opened:
        """The case of a name.  Raises KeyError for any other, CaseError where its file has errors, OSError."""
        path = self.paths[name]
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        held = self._opened.get(name)
        if held is None or held.stamp != stamp:
            held = self._opened[name] = Opened(load_case(str(path)), stamp)
        return held

    def writable(self, name: str) -> bool:
        """Whether the file of a case may be written: those that ship may not.  Raises KeyError."""
        path = self.paths[name]
        return not path.is_relative_to(SHIPPED) and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)

    def put(self, path: Path) -> str:
        """Add a case; returns the name it has here."""
        path = path.resolve()
        with self._lock:
            for name, known in self.paths.items():
                if known == path:
                    return name
            stem = path.parent.name if path.name == "case.yaml" else path.stem
            name = stem if stem not in self.paths else f"{stem}-{len(self.paths)}"
            self.paths[name] = path
            return name

    def look(self) -> None:
        """Add the cases that have come into the folder since."""
        for path in sorted(self.folder.glob("*/case.yaml")):
            self.put(path)

    def begin(self, name: str, text: str) -> str:
        """Begin a case of one's own in the folder; `name` is one word.  Raises FileExistsError, OSError."""
        return self.put(begin(self.folder / name, text))


def shelf(targets: Iterable[str], folder: Path = Path()) -> Shelf:
    """The cases named at the start (folders, files or shipped names), those in the folder, then all that ship.

    Raises FileNotFoundError.
    """
    held = Shelf(folder.resolve())
    for target in targets:
        held.put(find_case(target))
    held.look()
    for name in shipped_cases():
        held.put(find_case(str(SHIPPED / name)))
    return held
