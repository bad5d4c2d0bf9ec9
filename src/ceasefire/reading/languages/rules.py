"""What the reader knows of a language beside English: verbs of saying, and the small words by which it finds who says what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ceasefire.record.claim import ClaimKind

_KINDS = {
    "say": ClaimKind.STATEMENT,
    "judge": ClaimKind.ASSESSMENT,
    "deny": ClaimKind.DENIAL,
    "ask": ClaimKind.REQUEST,
    "promise": ClaimKind.PROMISE,
    "accuse": ClaimKind.ACCUSATION,
}


@dataclass(frozen=True)
class Rules:
    """A language as far as direct speech and the commonest verbs of saying go.

    `verbs` are forms with the sort of claim they make; `helpers` stand between a subject and such a form; `that` opens what is
    said; `according` come before a source; `pronouns` take up whoever spoke last; `stops` end a subject after its verb;
    `months` and `days` are names with their number; `verb_first` is true where the subject usually follows the verb.
    """

    code: str
    verbs: Mapping[str, ClaimKind]
    helpers: frozenset[str]
    that: frozenset[str]
    elided: tuple[str, ...]
    according: tuple[tuple[str, ...], ...]
    pronouns: frozenset[str]
    stops: frozenset[str]
    negations: frozenset[str]
    subordinate: frozenset[str]
    required: frozenset[str]
    possible: frozenset[str]
    conditional: frozenset[str]
    intended: frozenset[str]
    months: Mapping[str, int]
    days: Mapping[str, int]
    adds: frozenset[str] = frozenset()
    verb_first: bool = False
    future: tuple[str, ...] = ()


def verbs(**kinds: str) -> dict[str, ClaimKind]:
    """Forms by the sort of claim: `verbs(say="dijo afirmó", deny="negó")`."""
    return {form: _KINDS[kind] for kind, forms in kinds.items() for form in forms.split()}


def words(listed: str) -> frozenset[str]:
    """A set of words from a line."""
    return frozenset(listed.split())


def numbered(listed: str, first: int = 1) -> dict[str, int]:
    """Names with their numbers; other forms of one name are joined by `/`."""
    return {form: k for k, names in enumerate(listed.split(), first) for form in names.split("/")}
