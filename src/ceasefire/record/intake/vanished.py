"""What a data set no longer has: rows held here, of the countries and the time of a whole file, and missing from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ceasefire.record.append import Draft, Withdrawn
from ceasefire.record.entry import KINDS, Kind
from ceasefire.record.moment import FIRST, LAST, span
from ceasefire.record.query import Asked, every
from ceasefire.record.store import Record
from ceasefire.record.thing import Thing
from ceasefire.text.names import same_name

MISSING = "missing from a whole file of its source"


@dataclass
class Scope:
    """Of which data sets, countries and time a whole file speaks, and which things it has."""

    names: set[str] = field(default_factory=set)
    datasets: set[tuple[Kind, str]] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    begins: str = LAST
    ends: str = FIRST
    release: str = ""

    def see(self, batch: Sequence[Draft], things: Sequence[str]) -> None:
        """Take note of things of the file."""
        self.names.update(things)
        for draft in batch:
            if isinstance(draft.value, Withdrawn) or draft.value.origin is None:
                continue
            self.datasets.add((KINDS[type(draft.value)], draft.value.origin.dataset))
            self.countries.add(_country(draft.value))
            self.release = max(self.release, draft.value.origin.version)
            first, last = span(getattr(draft.value, "on", ""))
            if first != FIRST:
                self.begins, self.ends = min(self.begins, first), max(self.ends, last)


def vanished(record: Record, scope: Scope, part: int) -> Iterator[list[Draft]]:
    """Retractions by the source of what is held and not in the file, in parts."""
    for kind, dataset in sorted(scope.datasets):
        gone = []
        for entry in every(record, Asked(kind=kind, since=scope.begins, before=scope.ends)):
            origin = entry.value.origin
            if origin is None or origin.dataset != dataset or entry.thing in scope.names:
                continue
            if _country(entry.value) in scope.countries and entry.begins >= scope.begins and entry.ends <= scope.ends:
                named = origin.model_copy(update={"version": max(scope.release, origin.version)})
                gone.append(Draft(Withdrawn(kind, named, MISSING)))
        for start in range(0, len(gone), part):
            yield gone[start : start + part]


def _country(value: Thing) -> str:
    place = getattr(value, "place", "")
    return same_name(place if isinstance(place, str) else place.country)
