"""From a document to drafted claims: what the reader proposes, what it is unsure of, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ceasefire.reading.cues import DECLINED
from ceasefire.reading.dates import Dated, dates
from ceasefire.reading.parsed import with_parser
from ceasefire.reading.people import Meant, Parties, who_is
from ceasefire.reading.quotes import Quotation, quotations
from ceasefire.reading.sentence import Sentence, Span, sentences
from ceasefire.record.claim import Claim, ClaimKind, Form, Modality
from ceasefire.record.document import Document
from ceasefire.vocabulary import Asked, StepStatus

_STATUS = (
    (
        re.compile(
            r"\bvast majority\b|\bmost of\b|\bagreed (?:on|to|in principle)\b|\bha[sd] been (?:agreed|completed|settled)\b|\bfinalis?zed\b|\bfinalized\b"
        ),
        StepStatus.AGREED,
    ),
    (
        re.compile(
            r"\bstill (?:had|has|have) to be\b|\bremain(?:s|ed)? (?:open|unresolved|to be)\b|\bfew issues\b|\bno date has been set\b|\bnot yet\b",
            re.IGNORECASE,
        ),
        StepStatus.OPEN,
    ),
    (re.compile(r"\boff the table\b|\bnot (?:be )?discussed\b|\bwill not be discussed\b"), StepStatus.OFF_TABLE),
)
_NOT_ASKED = re.compile(
    r"(?P<who>[^.,;]*?)\b(?:had|has|have|was|were) not (?:been )?(?P<what>consulted|asked|informed|invited)\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:was|were|has|had|have|is|are) not (?:been )?(?:discussed|raised|mentioned|agreed)\b|\b(?:did|does) not take part\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|no longer|none|nobody|no)\b", re.IGNORECASE)
_MODAL = (
    (
        Modality.CONDITIONAL,
        re.compile(r"\b(?:unless|if|only after|provided|on condition|as long as|in return for)\b", re.IGNORECASE),
    ),
    (Modality.REQUIRED, re.compile(r"\b(?:must|should|ought to|has to|have to|need to)\b", re.IGNORECASE)),
    (Modality.POSSIBLE, re.compile(r"\b(?:may|might|could|perhaps|possibly|within reach)\b", re.IGNORECASE)),
    (Modality.INTENDED, re.compile(r"\b(?:will|would|going to|ready to|plans? to|intends? to)\b", re.IGNORECASE)),
)
_VIA = re.compile(
    r"\b(?:according to|citing|quoted by|as reported by|told) (?P<who>(?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"
)
_MISSED = re.compile(
    r"\b(?:missing|missed|after the deadline|failed to meet|dropped)\b[^.]{0,40}\b(?:target|deadline|date)\b",
    re.IGNORECASE,
)


FLAGS: Mapping[str, str] = {
    "open-speaker": "it is open who is meant",
    "unnamed": "nobody is named",
    "model": "a language model drafted it; its words are in the text, its sense is for you to judge",
    "open-date": "several dates stand in it",
    "contradiction": "another draft of this text says otherwise",
}
"""What a person should look at in a draft, in words."""


@dataclass(frozen=True)
class Drafted:
    """A claim as drafted, with the places of its source and cue, and what a person should look at.

    `flags` are of `FLAGS`.
    """

    claim: Claim
    source: Span | None
    cue: Span | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """What is known around a text: when it was written, which parties there are (id to names), who publishes it."""

    written: date
    parties: Mapping[str, Iterable[str]]
    reporter: str = ""


def draft(document: Document, context: Context, parser: Callable[[str], Any] | None = None) -> list[Drafted]:
    """Claims drafted from a document's text, in its order; `document` and `span` of each hold for that text.

    Every `quote` stands verbatim in the text at its `span`.  `parser` is a spaCy pipeline, to find more.  The rules know English; of other text they draft nothing.
    """
    text = document.text
    cut = sentences(text)
    parties = Parties(context.parties)
    found = quotations(text, cut)
    if parser is not None:
        found = with_parser(found, parser(text), cut)
    drafts = [_from_quotation(text, q, found, cut, parties, context) for q in found]
    drafts += [d for s in cut for d in _from_narration(text, s, found, parties, context)]
    drafts.sort(key=lambda d: d.claim.span or (0, 0))
    return _contradictions(drafts)


def _from_quotation(
    text: str, q: Quotation, others: list[Quotation], cut: list[Sentence], parties: Parties, context: Context
) -> Drafted:
    said = text[slice(*q.content)]
    meant = who_is(text, q.source, cut, q.sentence, parties)
    found = dates(text, (cut[q.sentence].start, cut[q.sentence].end), context.written)
    inside = [d for d in found if q.content[0] <= d.span[0] < q.content[1]]
    said_then = [d for d in found if not d.ahead and not any(o.content[0] <= d.span[0] < o.content[1] for o in others)]
    kind, status, asked = _kind(said, q.kind)
    via = _VIA.search(text, cut[q.sentence].start, cut[q.sentence].end)
    chain = (
        (via["who"],)
        if via and q.source and not (via.start("who") <= q.source[0] < via.end("who")) and "told" not in via.group()
        else ()
    )
    flags = [
        *(["open-speaker"] if meant.may_be else []),
        *(["unnamed"] if not meant.who and not meant.may_be else []),
        *(["open-date"] if len(inside) > 1 else []),
    ]
    claim = Claim(
        kind=kind,
        speaker=meant.who,
        speaker_may_be=meant.may_be,
        reporter=context.reporter,
        via=chain,
        audience=text[slice(*q.audience)].strip() if q.audience else "",
        about=_about(said, meant, kind, parties),
        status=status,
        consulted=asked,
        due=_due(kind, inside),
        quote=said,
        form=q.form,
        span=q.content,
        document=PLACE,
        note="" if len(inside) != 1 or inside[0].ahead else f"the words are about {inside[0].meant}",
        on=(said_then[0].meant if said_then else context.written.isoformat() + "~"),
        modality=_modality(said),
        negated=bool(_NEGATED.search(said)) or bool(q.cue and text[slice(*q.cue)].casefold() in DECLINED),
    )
    return Drafted(claim, q.source, q.cue, tuple(flags))


def _about(said: str, meant: Meant, kind: ClaimKind, parties: Parties) -> tuple[str, ...]:
    """The parties named in the words; of "it was not consulted", the speaker."""
    named = tuple(p for p in parties.within(said) if p != meant.who)
    itself = kind is ClaimKind.NON_CONSULTATION and re.match(r"(?:it|they|he|she|we)\b", said, re.IGNORECASE)
    return (meant.who,) if itself and meant.who else named


PLACE = "document-of-these-drafts"
"""Stands for the document until it has its name in a record."""


def _kind(said: str, kind: ClaimKind) -> tuple[ClaimKind, StepStatus | None, Asked | None]:
    """What sort of claim the words make; what is said may be more telling than the verb."""
    if _NOT_ASKED.search(said):
        return ClaimKind.NON_CONSULTATION, None, Asked.BYPASSED
    if kind in {ClaimKind.STATEMENT, ClaimKind.ASSESSMENT}:
        status = next((s for pattern, s in _STATUS if pattern.search(said)), None)
        if status is not None:
            return ClaimKind.AGREEMENT_STATUS, status, None
    return kind, None, None


def _modality(said: str) -> Modality:
    return next((m for m, pattern in _MODAL if pattern.search(said)), Modality.ASSERTED)


def _due(kind: ClaimKind, inside: list[Dated]) -> str:
    return inside[0].meant if inside and (kind is ClaimKind.PROMISE or inside[0].ahead) else ""


def _from_narration(
    text: str, sentence: Sentence, quoted: list[Quotation], parties: Parties, context: Context
) -> Iterable[Drafted]:
    """What the text itself says did not happen, or a target that was missed: the reporter's own claim."""
    for pattern, kind, asked in (
        (_NOT_ASKED, ClaimKind.NON_CONSULTATION, Asked.BYPASSED),
        (_NOT_DONE, ClaimKind.AGREEMENT_STATUS, None),
        (_MISSED, ClaimKind.ACT, None),
    ):
        found = pattern.search(text, sentence.start, sentence.end)
        if found is None or any(q.content[0] < found.end() <= q.content[1] for q in quoted):
            continue
        span = (sentence.start, sentence.end)
        inside = [d for d in dates(text, span, context.written) if d.span[0] >= found.start()]
        off = StepStatus.OFF_TABLE if kind is ClaimKind.AGREEMENT_STATUS else None
        about = parties.within(found["who"]) if pattern is _NOT_ASKED else parties.within(text[slice(*span)])
        claim = Claim(
            kind=kind,
            reporter=context.reporter,
            about=about,
            status=off,
            consulted=asked,
            due=inside[0].meant if pattern is _MISSED and inside else "",
            quote=text[slice(*span)],
            form=Form.NARRATED,
            span=span,
            document=PLACE,
            on=context.written.isoformat() + "~",
            negated=True,
        )
        yield Drafted(claim, None, None, ("unnamed",))
        return


def _contradictions(drafts: list[Drafted]) -> list[Drafted]:
    """Flag drafts of one text of which one denies, or negates, what another says: nearly the same words, opposite sign."""
    flagged = set()
    bags = [_bag(d.claim.quote) for d in drafts]
    for k, one in enumerate(drafts):
        for m in range(k + 1, len(drafts)):
            other = drafts[m]
            opposite = one.claim.negated != other.claim.negated or (
                (one.claim.kind is ClaimKind.DENIAL) != (other.claim.kind is ClaimKind.DENIAL)
            )
            shared = len(bags[k] & bags[m]) / max(1, min(len(bags[k]), len(bags[m])))
            if opposite and min(len(bags[k]), len(bags[m])) >= 2 and shared >= 0.6:
                flagged |= {k, m}
    return [replace(d, flags=(*d.flags, "contradiction")) if k in flagged else d for k, d in enumerate(drafts)]


_SMALL = frozenset(
    "the a an of to in on at and or that had has have been was were is are be not no never any it its his her their by for with from".split()
)


def _bag(said: str) -> set[str]:
    return {w[:5] for w in re.findall(r"[a-z]+", said.casefold()) if w not in _SMALL}
