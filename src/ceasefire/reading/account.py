"""An account of a text: what became of every sentence, so that nothing is passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ceasefire.reading.draft import Reading
from ceasefire.reading.drafted import Drafted
from ceasefire.reading.languages.detect import NAMES
from ceasefire.reading.languages.foreign import RULES
from ceasefire.reading.marks import Span
from ceasefire.record.claim import Form

_BOILERPLATE: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"(?:https?://|www\.)\S+$"), "an address"),
    (
        re.compile(r"(?:reporting|additional reporting|editing|writing|compiled|with reporting) by\b", re.IGNORECASE),
        "who wrote it",
    ),
    (re.compile(r"by [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}$", re.IGNORECASE), "who wrote it"),
    (re.compile(r"(?:©|\(c\)|copyright\b|all rights reserved)", re.IGNORECASE), "a notice of copyright"),
    (
        re.compile(
            r"(?:read more|read also|see also|related|more on this|also read|watch|listen|photo|image|video|caption|picture|file photo)\b\s?[:|]",
            re.IGNORECASE,
        ),
        "a pointer or a caption",
    ),
    (
        re.compile(
            r"(?:subscribe|sign up|follow us|share this|click here|advertisement|sponsored|newsletter|support our journalism|download (?:our|the) app|log in|register)\b",
            re.IGNORECASE,
        ),
        "an invitation of the publisher",
    ),
    (
        re.compile(
            r"(?:cookies?|privacy policy|terms of (?:use|service)|contact us|about us|skip to)\b", re.IGNORECASE
        ),
        "the frame of a web page",
    ),
    (
        re.compile(r"(?:published|updated|last (?:updated|modified)|posted|issued)\b.{0,60}\d", re.IGNORECASE),
        "when it appeared",
    ),
    (re.compile(r"\d{1,2}:\d{2}\b"), "when it appeared"),
)


class Became(StrEnum):
    """What became of a sentence."""

    CLAIM = "claim"
    NARRATED = "narrated fact"
    BACKGROUND = "background"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Accounted:
    """A sentence with what became of it: the numbers of its drafts, from 1, or the reason why there are none."""

    span: Span
    became: Became
    drafts: tuple[int, ...] = ()
    reason: str = ""


def account(text: str, reading: Reading) -> list[Accounted]:
    """What became of each sentence of a text, in order."""
    language = {n: p.language for p in reading.passages for n in p.sentences}
    made = []
    at = 0
    for number, sentence in enumerate(reading.sentences):
        span = (sentence.start, sentence.end)
        while at < len(reading.drafts) and _place(reading.drafts[at])[1] <= span[0]:
            at += 1
        near = [(k, d) for k, d in enumerate(reading.drafts[at : at + 60], at + 1) if _touches(_place(d), span)]
        drafts = tuple(k for k, _ in near)
        if near:
            told = all(d.claim.form is Form.NARRATED for _, d in near)
            made.append(Accounted(span, Became.NARRATED if told else Became.CLAIM, drafts))
            continue
        made.append(_without(sentence.text(text), span, language[number], number))
    return made


def _place(drafted: Drafted) -> Span:
    return drafted.claim.span or (0, 0)


def _touches(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _without(said: str, span: Span, language: str, number: int) -> Accounted:
    """A sentence of which no draft was made, with the reason."""
    if language != "en" and language not in RULES:
        return Accounted(span, Became.LEFT_OUT, reason=f"{NAMES.get(language, language)}: no rules for it")
    start = said.strip()
    for pattern, what in _BOILERPLATE:
        if pattern.match(start) or (what == "a notice of copyright" and pattern.search(start)):
            return Accounted(span, Became.LEFT_OUT, reason=f"boilerplate: {what}")
    if not re.search(r"\w", start):
        return Accounted(span, Became.LEFT_OUT, reason="no words")
    if start[-1] not in ".!?…”\"'»؟:;)" and len(start.split()) <= 20:
        return Accounted(
            span, Became.LEFT_OUT, reason="the title" if number == 0 else "a heading or a line without a sentence"
        )
    return Accounted(
        span, Became.BACKGROUND, reason="nobody is said to say it, and it is none of the facts that a case has rows for"
    )
