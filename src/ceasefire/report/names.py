"""Names of the parties of a case, as sentences use them."""

from __future__ import annotations

from collections.abc import Iterable

from ceasefire.case.model import Case
from ceasefire.report.phrases import isolate, listed


class Names:
    """The names that a case gives its parties."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def party(self, name: str) -> str:
        """The party's name."""
        return isolate(self.case.parties[name].name)

    def parties(self, names: Iterable[str]) -> str:
        """Names, listed."""
        return listed([self.party(name) for name in names])
