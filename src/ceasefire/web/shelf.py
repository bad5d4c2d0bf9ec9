"""The cases that may be looked at: those that ship and those named at the start; nothing from an address is ever a path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ceasefire.analysis.assess import Assessment, assess
from ceasefire.analysis.dispute import Dispute, dispute
from ceasefire.analysis.tradeoff import tradeoff
from ceasefire.case.load import find_case, load_case, shipped_cases
from ceasefire.case.model import Case
from ceasefire.report.blocks import Report
from ceasefire.report.full import Wanted, assessment_report


@dataclass(frozen=True, eq=False)
class Opened:
    """A case as it stood when its file was read, with what is worked out from it at most once."""

    case: Case
    stamp: tuple[int, int]

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

    paths: Mapping[str, Path]
    _opened: dict[str, Opened] = field(default_factory=dict)

    def open(self, name: str) -> Opened:
        """The case of a name.  Raises KeyError for any other, CaseError where its file has errors, OSError."""
        path = self.paths[name]
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        held = self._opened.get(name)
        if held is None or held.stamp != stamp:
            held = self._opened[name] = Opened(load_case(str(path)), stamp)
        return held


def shelf(targets: Iterable[str]) -> Shelf:
    """The cases named at the start (folders, files or shipped names), then all that ship.  Raises FileNotFoundError."""
    paths: dict[str, Path] = {}
    for target in [*targets, *shipped_cases()]:
        path = find_case(target).resolve()
        if path in paths.values():
            continue
        name = path.parent.name if path.name == "case.yaml" else path.stem
        paths[name if name not in paths else f"{name}-{len(paths)}"] = path
    return Shelf(paths)
