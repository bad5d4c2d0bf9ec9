"""Modules that moved into rooms answer at their former addresses too, so that what was written against them goes on working."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_DISPUTE = ("space", "worth", "board", "moves", "package")
_SIGN = ("zone", "efficient", "fairness", "tradeoff", "impediments", "conflicts", "program")
_TERMS = ("adherence", "agreement", "checks", "load", "matching", "sides", "where")
MOVED = {
    **{f"ceasefire.analysis.{name}": f"ceasefire.analysis.dispute.{name}" for name in _DISPUTE},
    **{f"ceasefire.analysis.{name}": f"ceasefire.analysis.sign.{name}" for name in _SIGN},
    **{
        f"ceasefire.analysis.{name}": f"ceasefire.analysis.keep.{name}"
        for name in ("stability", "verdicts", "enforcement")
    },
    "ceasefire.analysis.path": "ceasefire.analysis.reach.path",
    "ceasefire.analysis.holding": "ceasefire.analysis.hold.holding",
    **{f"ceasefire.monitoring.{name}": f"ceasefire.monitoring.terms.{name}" for name in _TERMS},
    **{
        f"ceasefire.monitoring.{name}": f"ceasefire.monitoring.counts.{name}"
        for name in ("duplicates", "exposure", "series")
    },
    **{f"ceasefire.web.{name}": f"ceasefire.web.doors.{name}" for name in ("guard", "session", "accounts")},
    **{f"ceasefire.web.{name}": f"ceasefire.web.shelves.{name}" for name in ("material", "shelf", "pile")},
}
"""Former address to present one; the module is the same object at both."""


class FormerAddresses(MetaPathFinder, Loader):
    """Finds a module of MOVED where it is now."""

    def find_spec(self, fullname: str, *_: Sequence[str] | ModuleType | None) -> ModuleSpec | None:
        """A specification for a former address, None for any other name."""
        return ModuleSpec(fullname, self) if fullname in MOVED else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module at its present address."""
        module = import_module(MOVED[spec.name])
        self._own = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is run again; the module keeps the specification of its present address."""
        module.__spec__ = self._own
