"""A problem in a text, by its path; it becomes a Finding with line and column where the text is at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from ceasefire.errors import Finding, Severity, Where
from ceasefire.text.document import Document, Path, dotted


@dataclass(frozen=True)
class Problem:
    """What is wrong at a path of the text; `offset` counts characters into the value, `key` points at the key instead."""

    path: Path
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    offset: int = 0
    key: bool = False

    def finding(self, document: Document | None = None) -> Finding:
        """The finding to show, located in `document` when there is one."""
        unplaced = Where(path=dotted(self.path))
        where = unplaced if document is None else document.where(self.path, self.offset, key=self.key)
        return Finding(where, self.code, self.message, self.hint, self.severity)


def unknown(path: Path, what: str, name: str, known: Iterable[str], *, offset: int = 0, key: bool = False) -> Problem:
    """The problem of a name that does not exist, with the nearest that does."""
    message = f"there is no {what} `{name}`"
    return Problem(path, "unknown-name", message, suggestion(name, known), offset=offset, key=key)


def unknown_option(
    path: Path, issue: str, option: str, known: Iterable[str], *, offset: int = 0, key: bool = False
) -> Problem:
    """The problem of an option that its issue does not have."""
    message = f"`{issue}` has no option `{option}`"
    return Problem(path, "unknown-name", message, suggestion(option, known), offset=offset, key=key)


def suggestion(name: str, known: Iterable[str]) -> str:
    """The nearest known name, or what is known."""
    names = list(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"known: {', '.join(names[:8])}{', ...' if len(names) > 8 else ''}" if names else "there are none"
