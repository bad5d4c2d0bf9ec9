"""The exception tree, and findings: problems in user material, as values shown together.

CeasefireError
├── MaterialError  what a person wrote or handed over cannot be used as it stands; carries every finding
│   ├── CaseError      a case
│   └── PackageError   a package named on the command line or in code
├── Undecided      a search stopped at its budget without an answer
├── TooLarge       more states than a question can be answered for; says how many and what would shrink them
└── TooPrecise     weights and scores have more digits than exact integer arithmetic can hold
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error stops the analysis, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Where:
    """A place in user material: file, 1-based line and column (0 when unknown), dotted path inside the document."""

    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        parts = [self.file or "-"]
        if self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)


@dataclass(frozen=True)
class Finding:
    """One problem: where it is, a stable code, what is wrong, and what to do about it."""

    where: Where
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        path = f"{self.where.path}: " if self.where.path else ""
        hint = f"\n    {self.hint}" if self.hint else ""
        return f"{self.where}: {self.severity}: {path}{self.message} [{self.code}]{hint}"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in reading order, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.where, f.code, f.message)))


class CeasefireError(Exception):
    """Base of every error this library raises on purpose."""


class MaterialError(CeasefireError):
    """What a person wrote or handed over cannot be used as it stands; `findings` says why, all at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__("\n".join(str(f) for f in self.findings))


class CaseError(MaterialError):
    """A case cannot be used as it stands; `findings` says why, all at once."""


class PackageError(MaterialError):
    """A package was named that the case does not have or that its rules forbid."""


class Undecided(CeasefireError):
    """A search stopped at its budget without an answer."""


class TooLarge(CeasefireError):
    """More states than a question can be answered for; says how many and what would shrink them."""


class TooPrecise(CeasefireError):
    """Weights and scores have more digits than exact integer arithmetic can hold."""
