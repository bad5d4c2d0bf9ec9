"""Through whom words come: `according to S` anywhere in a sentence, `in the words of S`, and headlines that name a source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ceasefire.reading.marks import Span
from ceasefire.reading.names import BODY_WORDS, ROLES
from ceasefire.reading.phrases import BREAKS, PREPOSITION, Range
from ceasefire.reading.tokens import Sort, Token, span_of
from ceasefire.reading.verbs import AUXILIARY, is_finite

_OPENERS = (
    ("according", "to"),
    ("in", "the", "words", "of"),
    ("in", "the", "view", "of"),
    ("in", "the", "opinion", "of"),
    ("in", "the", "eyes", "of"),
    ("quoted", "by"),
    ("as", "reported", "by"),
    ("as", "told", "to"),
    ("per",),
)
_HEADS = frozenset(
    """
    officials official minister ministry sources source report reports reporter army military police envoy mission observers monitors
    residents witnesses activists diplomats government president aide aides spokesman spokeswoman agency group study poll analysts experts
    """.split()
)


@dataclass(frozen=True)
class Chain:
    """Somebody through whom words come: the cue's place, their tokens, the sentence without both, the rest as a content."""

    cue: Span
    source: tuple[Token, ...]
    rest: list[Token]
    content: Range


def chain_of(parts: Sequence[Token]) -> Chain | None:
    """The `according to S` of a sentence, outside quotations."""
    for at in range(len(parts)):
        opener = next(
            (
                o
                for o in _OPENERS
                if all(parts[at + k : at + k + 1] and parts[at + k].low == w for k, w in enumerate(o))
            ),
            None,
        )
        if opener == ("quoted", "by") and at and parts[at - 1].low in AUXILIARY:
            continue
        if opener is None or (opener == ("per",) and (at == 0 or parts[at - 1].low != ",")):
            continue
        begin = at + len(opener)
        leads = not any(t.word or t.sort is Sort.QUOTE for t in parts[:at])
        end = _source_end(parts, begin, leads=leads)
        if end <= begin:
            continue
        cue = span_of(list(parts[at:begin]))
        rest = [*parts[:at], *parts[end:]]
        if at and parts[at - 1].low == ",":
            rest = [*parts[: at - 1], *parts[end:]]
        content = (0, len(rest))
        if not leads and _starts_anew(parts, end):
            content = (0, at)
        if leads and rest and rest[0].low == ",":
            rest = rest[1:]
            content = (0, len(rest))
        return Chain(cue, tuple(parts[begin:end]), rest, content)
    return None


def _source_end(parts: Sequence[Token], begin: int, *, leads: bool) -> int:
    """Where the source ends: at the comma before what is said, or with the sentence."""
    at = begin
    while at < len(parts):
        token = parts[at]
        if token.sort is Sort.QUOTE and at > begin and not leads:
            break
        if token.low in BREAKS or token.low == ".":
            if token.low == "," and _goes_on(parts, at, leads=leads):
                at += 1
                continue
            break
        if token.low in {"and", "but"} and any(is_finite(parts, k) for k in range(at + 1, min(len(parts), at + 6))):
            break
        if token.low == "that" and at > begin and parts[at - 1].low == ",":
            break
        at += 1
    return at


def _goes_on(parts: Sequence[Token], at: int, *, leads: bool) -> bool:
    """True where an apposition to the source follows a comma, and the source goes on after it."""
    following = parts[at + 1 : at + 2]
    if not following or leads:
        return False
    return following[0].low in {"a", "an", "who", "which"} or (
        following[0].low == "the" and not any(is_finite(parts, k) for k in range(at + 1, len(parts)))
    )


def _starts_anew(parts: Sequence[Token], end: int) -> bool:
    following = [t.low for t in parts[end : end + 2]]
    return (
        len(following) == 2
        and following[0] in {",", ";"}
        and following[1] in {"but", "and", "while", "although", "though", "a", "which", "as"}
    )


def headline(parts: Sequence[Token], known: Callable[[str], bool], text: str) -> tuple[Span, Span] | None:
    """Source and content of a heading such as `No grain ships this week: UN`; None where it names none.

    `known` says whether some words name a party.
    """
    if not 4 <= len(parts) <= 25 or parts[-1].low in {".", "!", "?"}:
        return None
    marks = [k for k, t in enumerate(parts) if t.low in {":", "–", "—"}]
    if len(marks) != 1:
        return None
    before, after = list(parts[: marks[0]]), list(parts[marks[0] + 1 :])
    if not before or not after:
        return None
    small = sum(not t.capital for t in before if t.word)
    last = _names(after) or known(text[slice(*span_of(after))])
    if len(before) >= 3 and (
        last or (1 < len(after) <= 3 and all(t.capital for t in after) and 2 * small > len(before))
    ):
        return span_of(after), span_of(before)
    if parts[marks[0]].low == ":" and len(after) >= 3 and (_names(before) or known(text[slice(*span_of(before))])):
        return span_of(before), span_of(after)
    return None


def _names(side: list[Token]) -> bool:
    """True of what can be the source in a heading: an acronym, or a few words that end in a role."""
    if len(side) > 4 or any(t.low in PREPOSITION | AUXILIARY for t in side):
        return False
    last = side[-1]
    return (
        len(side) == 1 and last.word and last.text.isupper() and 2 <= len(last.text) <= 6
    ) or last.low in _HEADS | BODY_WORDS | ROLES
