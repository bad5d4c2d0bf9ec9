"""Indirect quotations by a parser that a user has (spaCy): a verb of saying, its subject, and its clause.

The rules come first; the parser adds what they have not found.
"""

from __future__ import annotations

from typing import Any

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.reading.cues import KIND_OF
from ceasefire.reading.quotes import Quotation
from ceasefire.reading.sentence import Sentence, Span
from ceasefire.record.claim import Form

_SUBJECT = {"nsubj", "nsubjpass"}
_CLAUSE = {"ccomp", "xcomp"}


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


def with_parser(found: list[Quotation], parsed: Any, sentences: list[Sentence]) -> list[Quotation]:
    """The quotations found, and those that a parsed text (a spaCy `Doc`) shows beside them."""
    added = []
    for token in parsed:
        kind = KIND_OF.get(token.text.casefold())
        if kind is None or token.pos_ != "VERB":
            continue
        subject = next((c for c in token.children if c.dep_ in _SUBJECT), None)
        clause = next((c for c in token.children if c.dep_ in _CLAUSE), None)
        if subject is None or clause is None:
            continue
        content = _span(clause)
        if any(q.content[0] < content[1] and content[0] < q.content[1] for q in found):
            continue
        cue = (token.idx, token.idx + len(token.text))
        number = next((n for n, s in enumerate(sentences) if s.start <= cue[0] < s.end), 0)
        added.append(Quotation(Form.INDIRECT, _span(subject), cue, content, kind, number))
    return sorted([*found, *added], key=lambda q: q.content)


def _span(token: Any) -> Span:
    """The words that hang on a token, without `that` and without marks at the ends."""
    inside = [t for t in token.subtree if not (t.is_punct or (t.dep_ == "mark" and t.text.casefold() == "that"))]
    return inside[0].idx, inside[-1].idx + len(inside[-1].text)
