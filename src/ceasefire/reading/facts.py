"""What the text itself tells, said by nobody it names: steps, dates, consultations, surrenders, what was not on the agenda."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ceasefire.reading.marks import Span
from ceasefire.reading.quotations import Quotation
from ceasefire.reading.sense import consulted, is_negated, matter, sort_of_claim
from ceasefire.reading.sentences import Sentence
from ceasefire.record.claim import ClaimKind
from ceasefire.vocabulary import Asked, Outcome, StepStatus

_GONE = "\N{OBJECT REPLACEMENT CHARACTER}"
_SPLIT = re.compile(r";|,\s(?:but|and|while|though|although|whereas|yet)\s|\s(?:though|although|whereas)\s")
_MISSED = re.compile(
    r"\b(?:missing|missed|failed to meet|failing to meet|let slip|overran|dropped|abandoned|gave up)\b[^.]{0,50}?\b(?:target date|target|deadline|date)s?\b"
    r"|\b(?:deadline|target date|target|date)s?\b[^.]{0,60}\b(?:passed|lapsed|expired|slipped|was missed|were missed|came and went|was dropped|was not met|ran out|elapsed)\b",
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"\b(?:set|fixed|named|agreed on|chose|moved to)\b[^.]{0,30}\b(?:new|fresh|later|second|another|revised) (?:\w+ )?(?:target|deadline|date)\b"
    r"|\b(?:postponed|pushed back|put off|rescheduled|delayed) (?:\w+ ){0,4}?(?:to|until|till)\b"
    r"|\b(?:new|revised) (?:target|deadline|date)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?:After|Having|Missing|Despite|With|By|Since|Once)\b[^,]{0,160}(?=,)")
_OFF = re.compile(
    r"\b(?:was|were|is|are|has|have|had)(?: not|n['’]t)(?: been| be)? (?:discussed|raised|mentioned|addressed|touched on|on the agenda|on the table|part of (?:the|these|their) (?:talks|agenda|plan))\b"
    r"|\b(?:did not|didn['’]t) come up\b|\boff the (?:table|agenda)\b|\bleft off the agenda\b|\bnot on the agenda\b|\bnever came up\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"\b(?:did|does|do)(?: not|n['’]t) (?:take part|attend|participate)\b|\bwas(?: not|n['’]t) (?:present|represented|at the table)\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?:ha[sd]|have|was|were|is|are|been|remains?|remained|still|no date|yet)\b[^.]{0,40}\b(?:agreed|settled|completed|finali[sz]ed|resolved|open|unresolved|unsettled|set|in dispute|outstanding)\b",
    re.IGNORECASE,
)
_FORCE = (
    r"troops|forces|soldiers|fighters|rebels|army|tanks|militants|insurgents|militias?|units?|brigades?|columns?|convoys?|police|marines|gunmen|"
    r"garrison|town|suburb|city|village|enclave|district|quarter|residents|civilians|people|families|buses"
)
_MOVED = re.compile(
    rf"\b(?:{_FORCE})\b[^.]{{0,70}}\b(?:surrendered|capitulated|laid down (?:their|its) (?:arms|weapons)|handed over|gave up|were evacuated|was evacuated|were bused|"
    r"withdrew|pulled out|pulled back|entered|crossed into|moved into|rolled into|marched into|seized|captured|recaptured|retook|took control|overran|fell to|"
    r"began (?:leaving|withdrawing|to leave|to withdraw)|left (?:the|under)|returned to|broke (?:the|through)|lifted the siege)\b",
    re.IGNORECASE,
)
_SURRENDER = re.compile(
    r"\bsurrender(?:ed|s)?\b|\bcapitulat(?:ed|ion)\b|\bevacuat(?:ed|ion) (?:of|from|began)\b", re.IGNORECASE
)
_LOCAL = re.compile(
    r"\b(?:requests?|appeals?|petitions?|applications?|calls?) (?:by|from|of) [^.]{0,60}\bfor (?:\w+ ){0,3}(?:truce|ceasefire|pause|terms|settlement|reconciliation)s?\b"
    r"|\b(?:requested|asked for|sought|applied for|appealed for|petitioned for) (?:\w+ ){0,3}(?:truce|ceasefire|pause|terms|settlement|reconciliation)s?\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|but)\s+(?:then |now )?(?=\w)")
_YET = re.compile(
    r"\b(?:will|would|shall|is|are|was|were)\b[^.]{0,40}\b(?:announced?|unveil(?:ed)?|publish(?:ed)?|disclosed?)\b|\byet to be (?:announced|published|unveiled)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|to be|is to|are to|plans? to|due to|expected to|hopes? to|ready to)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Fact:
    """Something told: its sentence and place, what sort of claim it makes, and of whom (`about`, a place in the text)."""

    sentence: int
    span: Span
    kind: ClaimKind
    status: StepStatus | None = None
    asked: Asked | None = None
    outcome: Outcome | None = None
    about: Span | None = None
    negated: bool = False
    ahead: bool = False
    via: tuple[Span, ...] = ()
    note: str = ""


def facts(text: str, sentences: Sequence[Sentence], found: Sequence[Quotation]) -> list[Fact]:
    """What the sentences of a text tell outside what somebody in them says."""
    inside: dict[int, list[Quotation]] = {}
    for one in found:
        inside.setdefault(one.sentence, []).append(one)
    made: list[Fact] = []
    for number, sentence in enumerate(sentences):
        masked = _masked(text, sentence, inside.get(number, []))
        for span in _clauses(masked, sentence.start):
            made += _told(text, masked, (number, sentence.start), span)
    return made


def _masked(text: str, sentence: Sentence, found: Sequence[Quotation]) -> str:
    """A sentence with what is said in it, and by whom, taken out; places stay."""
    body = text[sentence.start : sentence.end]
    for one in found:
        for span in (one.content, one.source, one.cue):
            if span:
                a, b = max(span[0], sentence.start) - sentence.start, max(span[1] - sentence.start, 0)
                body = body[:a] + _GONE * (min(b, len(body)) - a) + body[b:]
    for a, b in sentence.quotes:
        body = body[: a - sentence.start] + _GONE * (b - a) + body[b - sentence.start :]
    return body


def _clauses(masked: str, start: int) -> Iterator[Span]:
    """The clauses of a sentence, in places of the text: what leads in before a comma by itself, where it tells of a date."""
    begin = 0
    lead = _LEADING.match(masked)
    if lead and _MISSED.search(lead.group()):
        yield (start, start + lead.end())
        begin = lead.end() + 1
    for cut in [*_SPLIT.finditer(masked, begin), None]:
        end = cut.start() if cut else len(masked)
        part = masked[begin:end]
        left = len(part) - len(part.lstrip(" ,\n"))
        bare = part.rstrip(" .,;:\n")
        if len(bare) > left:
            yield (start + begin + left, start + begin + len(bare))
        begin = cut.end() if cut else end


def _told(text: str, masked: str, of: tuple[int, int], span: Span) -> Iterator[Fact]:
    """The one fact that a clause tells, if it tells one; two where a date is missed and set anew."""
    number, start = of
    body = masked[span[0] - start : span[1] - start]
    if _GONE in body or text[span[0] : span[1]].isupper():
        return
    missed, anew = _MISSED.search(body), _ANEW.search(body)
    if missed and anew and anew.start() > missed.end() and (both := _AND.search(body, missed.end())):
        yield from _told(text, masked, of, (span[0], span[0] + both.start()))
        yield from _told(text, masked, of, (span[0] + both.end(), span[1]))
        return
    for teller in (_of_dates, _of_asking, _of_agenda, _of_forces, _of_steps):
        told = teller(body, number, span)
        if told is not None:
            yield told
            return
        if teller is _of_agenda and _YET.search(body):
            return


def _of_dates(body: str, number: int, span: Span) -> Fact | None:
    if _MISSED.search(body):
        return Fact(number, span, ClaimKind.ACT, outcome=Outcome.BROKEN, negated=True)
    return Fact(number, span, ClaimKind.ACT, ahead=True, note="a date set anew") if _ANEW.search(body) else None


def _of_asking(body: str, number: int, span: Span) -> Fact | None:
    """Who was consulted, told or passed over, and on what."""
    asked = consulted(body.casefold())
    if asked is None:
        return None
    kind = ClaimKind.NON_CONSULTATION if asked is Asked.BYPASSED else ClaimKind.CONSULTATION
    verb = re.search(r"\b(?:had|has|have|was|were|did|is|are)\b", body)
    about = (span[0], span[0] + verb.start()) if verb and verb.start() else None
    return Fact(number, span, kind, asked=asked, about=about, negated=asked is Asked.BYPASSED, note=matter(body))


def _of_agenda(body: str, number: int, span: Span) -> Fact | None:
    if _OFF.search(body):
        return Fact(number, span, ClaimKind.AGREEMENT_STATUS, StepStatus.OFF_TABLE, negated=True)
    if _ABSENT.search(body):
        return Fact(number, span, ClaimKind.NON_CONSULTATION, asked=Asked.BYPASSED, negated=True)
    return None


def _of_forces(body: str, number: int, span: Span) -> Fact | None:
    if _MOVED.search(body) or _SURRENDER.search(body):
        return Fact(number, span, ClaimKind.ACT, negated=is_negated(body), ahead=bool(_AHEAD.search(body)))
    return Fact(number, span, ClaimKind.REQUEST) if _LOCAL.search(body) else None


def _of_steps(body: str, number: int, span: Span) -> Fact | None:
    status = sort_of_claim(body, ClaimKind.STATEMENT)[1] if _STEP.search(body) else None
    if status is None or len(body.split()) < 4:
        return None
    return Fact(number, span, ClaimKind.AGREEMENT_STATUS, status, negated=is_negated(body))
