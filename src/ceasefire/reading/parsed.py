"""Indirect quotations by a parser that a user has (spaCy): any verb with a subject and a clause, where it can be a report.

The rules come first; the parser adds what they have not found.  Where both find the same words with different ends, one
quotation stands, with the parser's ends beside it for the review.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.reading.cues import KIND_OF
from ceasefire.reading.marks import Span
from ceasefire.reading.quotations import Quotation
from ceasefire.reading.sentences import Sentence
from ceasefire.record.claim import ClaimKind, Form

_SUBJECT = {"nsubj", "nsubjpass"}
_NO_REPORT = frozenset(
    """
    be have do make let help start begin keep stop try seem appear happen tend use need mean cause force allow enable prevent lead take get go come
    continue remain become manage fail ensure hear watch feel look sound cost depend wait stand sit mind bother deserve prove turn
    """.split()
)


def load(model: str) -> Any:
    """A spaCy pipeline by name or path.  Raises MaterialError with what to do."""
    try:
        import spacy
    except ModuleNotFoundError:
        hint = "pip install spacy, and a model such as en_core_web_sm"
        raise MaterialError([Finding(Where(model), "parser", "spaCy is not installed", hint)]) from None
    try:
        return spacy.load(model)
    except (OSError, ValueError) as error:
        raise MaterialError(
            [Finding(Where(model), "parser", f"spaCy cannot load it: {str(error)[:200]}", "install it first")]
        ) from None


def with_parser(found: list[Quotation], parsed: Any, sentences: Sequence[Sentence]) -> list[Quotation]:
    """The quotations found, with the ends that a parsed text (a spaCy `Doc`) gives them, and those that it shows beside them."""
    made = sorted(found, key=lambda q: q.content)
    starts = [s.start for s in sentences]
    for token in parsed:
        one = _read(token, sentences, starts)
        if one is None:
            continue
        near = next(
            (k for k, q in enumerate(made) if q.content[0] < one.content[1] and one.content[0] < q.content[1]), None
        )
        if near is None:
            made.append(one)
        elif (
            made[near].cue == one.cue and made[near].form is not Form.DIRECT and _apart(made[near].content, one.content)
        ):
            made[near] = replace(made[near], other=one.content)
    return sorted(made, key=lambda q: q.content)


def _read(token: Any, sentences: Sequence[Sentence], starts: list[int]) -> Quotation | None:
    """What a verb reports, if it has a subject and a clause."""
    low = token.text.casefold()
    kind = KIND_OF.get(low)
    if token.pos_ != "VERB" or (kind is None and token.lemma_.casefold() in _NO_REPORT):
        return None
    subject = next((c for c in token.children if c.dep_ in _SUBJECT), None)
    clause = next((c for c in token.children if c.dep_ == "ccomp" or (kind is not None and c.dep_ == "xcomp")), None)
    if subject is None or clause is None:
        return None
    cue = (token.idx, token.idx + len(token.text))
    number = bisect_right(starts, cue[0]) - 1
    if number < 0 or cue[0] >= sentences[number].end or any(a < cue[0] < b for a, b in sentences[number].quotes):
        return None
    content = _span(clause)
    quoted = any(content[0] < b and a < content[1] for a, b in sentences[number].quotes)
    form = Form.MIXED if quoted else Form.INDIRECT
    return Quotation(
        form, _span(subject), cue, content, kind or ClaimKind.STATEMENT, number, verb=token.lemma_.casefold()
    )


def _apart(a: Span, b: Span) -> bool:
    """True where two spans share less than nine tenths of their characters."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared < 0.9 * (a[1] - a[0] + b[1] - b[0] - shared)


def _span(token: Any) -> Span:
    """The words that hang on a token, without `that` and without marks at the ends."""
    inside = [t for t in token.subtree if not (t.is_punct or (t.dep_ == "mark" and t.text.casefold() == "that"))]
    return inside[0].idx, inside[-1].idx + len(inside[-1].text)
