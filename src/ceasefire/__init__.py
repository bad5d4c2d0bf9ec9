"""Decision support for the people around a ceasefire.

    >>> from ceasefire import assess, load_case
    >>> assess(load_case("syria-2016-08")).ladder[0].verdict.value
    'no'

Names are loaded when first used, so that the command line starts quickly.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ceasefire._version import __version__
from ceasefire.addresses import FormerAddresses

if TYPE_CHECKING:
    from ceasefire.analysis.assess import Assessment, assess
    from ceasefire.analysis.changed import changed_case
    from ceasefire.analysis.dispute.compiled import Dispute, dispute
    from ceasefire.analysis.dispute.package import Package, package, read_package
    from ceasefire.analysis.keep.enforcement import enforcement
    from ceasefire.analysis.keep.verdicts import judge, stability
    from ceasefire.analysis.reach.path import paths
    from ceasefire.analysis.sign.impediments import Impediments, impediments
    from ceasefire.analysis.sign.zone import Zone, zone
    from ceasefire.analysis.talks import TalksStatus, talks_status
    from ceasefire.analysis.what_if import what_if
    from ceasefire.case.load import case_schema, load_case, shipped_cases
    from ceasefire.case.model import Case
    from ceasefire.errors import CaseError, CeasefireError, Finding, PackageError
    from ceasefire.record.store import open_record

sys.meta_path.append(FormerAddresses())

_HOME = {
    "Assessment": "analysis.assess",
    "Case": "case.model",
    "CaseError": "errors",
    "CeasefireError": "errors",
    "Dispute": "analysis.dispute.compiled",
    "Finding": "errors",
    "Impediments": "analysis.sign.impediments",
    "Package": "analysis.dispute.package",
    "PackageError": "errors",
    "TalksStatus": "analysis.talks",
    "Zone": "analysis.sign.zone",
    "assess": "analysis.assess",
    "case_schema": "case.load",
    "changed_case": "analysis.changed",
    "dispute": "analysis.dispute.compiled",
    "enforcement": "analysis.keep.enforcement",
    "impediments": "analysis.sign.impediments",
    "judge": "analysis.keep.verdicts",
    "load_case": "case.load",
    "open_record": "record.store",
    "package": "analysis.dispute.package",
    "paths": "analysis.reach.path",
    "read_package": "analysis.dispute.package",
    "shipped_cases": "case.load",
    "stability": "analysis.keep.verdicts",
    "talks_status": "analysis.talks",
    "what_if": "analysis.what_if",
    "zone": "analysis.sign.zone",
}

__all__ = [
    "Assessment",
    "Case",
    "CaseError",
    "CeasefireError",
    "Dispute",
    "Finding",
    "Impediments",
    "Package",
    "PackageError",
    "TalksStatus",
    "Zone",
    "__version__",
    "assess",
    "case_schema",
    "changed_case",
    "dispute",
    "enforcement",
    "impediments",
    "judge",
    "load_case",
    "open_record",
    "package",
    "paths",
    "read_package",
    "shipped_cases",
    "stability",
    "talks_status",
    "what_if",
    "zone",
]


_SHOWN = {"case.model": "Case", "analysis.assess": "Assessment", "analysis.what_if": "WhatIf"}


def _in_notebooks(value: Any) -> str:
    found: str = import_module("ceasefire.notebook").html(value)
    return found


def __getattr__(name: str) -> Any:
    if name in _HOME:
        found = getattr(import_module(f"ceasefire.{_HOME[name]}"), name)
        for (
            home,
            kind,
        ) in _SHOWN.items():  # the analysis may not know the report, so that this is the place to join them
            if module := sys.modules.get(f"ceasefire.{home}"):
                getattr(module, kind)._repr_html_ = _in_notebooks
        return found
    raise AttributeError(f"module 'ceasefire' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
