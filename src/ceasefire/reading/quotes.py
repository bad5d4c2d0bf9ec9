"""Quotations: who is said to have said what, with the places of source, cue and content.

Direct: the words stand between quotation marks.  Indirect: they are reported.  Mixed: reported, with a few words quoted.
The rules follow the three parts and three forms of Pareti (2015, thesis, Edinburgh), and are our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ceasefire.reading.cues import ACCORDING, AUXILIARY, CUE, HEARERS, KIND_OF, OBJECT, WEAK
from ceasefire.reading.sentence import Sentence, Span, words
from ceasefire.record.claim import ClaimKind, Form

_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i"))
_LEADING = re.compile(
    r"(?:(?:On|In|At|After|Before|During|Since|By|For|From|Under|Meanwhile|Earlier|Later|However|Yesterday|Today|But|And|While|Speaking|"
    r"Asked|Until|Separately|Despite|With|Highlights|[A-Z][a-z]+ [a-z]+\.)\b[^,“\"]*,?\s+)"
)
_DATELINE = re.compile(r"^(?:[A-Z][A-Z .,/]+)?\s*\((?:[A-Z][\w ]+)\)\s*[-–—]\s*")
_STOPS = re.compile(r"[,;:]\s+(?:and|but|while|whereas|though)\s+|;\s+|\s(?:but|while|whereas)\s|,\s+and\s|:\s")
_NAME = re.compile(r"(?:[A-Z][\w’'.-]+)(?: (?:de|al|bin|von|van|of|[A-Z][\w’'.-]+)){0,5}")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
_TAIL = re.compile(
    r", (?:citing|quoting|a (?:charge|claim|accusation|statement)|an? [a-z]+ that|which|without|adding|saying)\b.*$|\s+but (?:could|did|had|would|has|is|was)\b.*$",
    re.DOTALL,
)
_DAY = re.compile(
    r"\s+(?:on|in|at|during|by) (?:[A-Z][a-z]+day|a [a-z]+|the [a-z]+|[A-Z][\w ]*?|telephone|interviews?)(?=[\s:,])"
)


@dataclass(frozen=True)
class Quotation:
    """What is attributed: places of source (None where nobody is named), cue (None where a quote stands alone), content."""

    form: Form
    source: Span | None
    cue: Span | None
    content: Span
    kind: ClaimKind
    sentence: int
    audience: Span | None = None


def quotations(text: str, sentences: list[Sentence]) -> list[Quotation]:
    """Every quotation of the text, in order of its content."""
    found: list[Quotation] = []
    for number, sentence in enumerate(sentences):
        found += _Reader(text, sentence, number, found).read()
    return sorted(found, key=lambda q: q.content)


class _Reader:
    """One sentence being read."""

    def __init__(self, text: str, sentence: Sentence, number: int, before: list[Quotation]) -> None:
        self.text, self.sentence, self.number, self.before = text, sentence, number, before
        dateline = _DATELINE.match(sentence.text(text))
        self.start = sentence.start + (dateline.end() if dateline else 0)
        self.end = sentence.end

    def read(self) -> list[Quotation]:
        found = self._according()
        if not found:
            found = self._by_verbs()
        if not found:
            found = self._alone()
        return found

    def _in_quote(self, position: int) -> bool:
        return any(a < position < b for a, b in self.sentence.quotes)

    def _according(self) -> list[Quotation]:
        """`According to S, C` and `C, according to S`."""
        cue = next(
            (m for m in ACCORDING.finditer(self.text, self.start, self.end) if not self._in_quote(m.start())), None
        )
        if cue is None:
            return []
        if not self.text[self.start : cue.start()].strip():
            comma = self.text.find(",", cue.end(), self.end)
            if comma < 0:
                return []
            source, content = (cue.end(), comma), (comma + 1, self.end)
        else:
            source, content = (cue.end(), self.end), (self.start, cue.start())
        return [self._made(self._clean(source), cue.span(), content, ClaimKind.STATEMENT)]

    def _by_verbs(self) -> list[Quotation]:
        cues: list[Span] = []
        for match in CUE.finditer(self.text, self.start, self.end):
            if self._in_quote(match.start()) or (cues and match.start() < cues[-1][1]):
                continue
            if self._attributes(match, bool(cues)):
                cues.append(match.span())
        found: list[Quotation] = []
        last = self.start
        for k, cue in enumerate(cues):
            if found and cue[0] < found[-1].content[1]:
                continue
            stop = self._clause_end(cue, cues[k + 1 :])
            made = self._around(cue, last, stop)
            found += made
            last = max([stop, *(q.content[1] for q in made)]) if made else last
        return found

    def _attributes(self, cue: re.Match[str], nested: bool) -> bool:
        """A verb attributes when somebody stands before or after it and something is said."""
        word = cue.group().casefold()
        before = self.text[self.start : cue.start()].rstrip()
        after = self.text[cue.end() : self.end]
        previous = before.rsplit(None, 1)[-1].casefold() if before else ""
        if previous in {
            "the",
            "a",
            "an",
            "to",
            "of",
            "his",
            "her",
            "their",
            "this",
            "that",
            "such",
            "no",
            "not",
            "who",
            "which",
            "each",
            "for",
        }:
            return False
        if previous.isdigit() and word == "alleged":
            return False
        if previous in {"be", "been", "being", "was", "were", "is", "are", "as"} and not after.lstrip().startswith(
            "that"
        ):
            return False
        if word.split()[0] in WEAK and not re.match(
            r"\s+(?:that\b|[“\"]|an?\b|the\b|\d|[a-z]+ (?:will|would|had|has|is|was)\b)", after
        ):
            return False
        if (
            nested
            and word.split()[0] in {"reported", "estimated", "expected", "agreed", "announced"}
            and not after.lstrip().startswith("that")
        ):
            return False
        return bool(before) or bool(self.sentence.quotes)

    def _clause_end(self, cue: Span, later: list[Span]) -> int:
        """Where what this cue governs ends: at a conjunction before the next cue, or with the sentence."""
        for following in later:
            stops = [m for m in _STOPS.finditer(self.text, cue[1], following[0]) if not self._in_quote(m.start())]
            if stops:
                return stops[-1].start()
        return self.end

    def _around(self, cue: Span, start: int, stop: int) -> list[Quotation]:
        kind = KIND_OF[" ".join(self.text[cue[0] : cue[1]].casefold().split())]
        quotes = [q for q in self.sentence.quotes if start <= q[0] and q[1] <= stop]
        before = [q for q in quotes if q[1] <= cue[0]]
        after = [q for q in quotes if q[0] >= cue[1]]
        if before and self._adjoins(before[-1], cue):
            return self._direct_before(cue, before, after, stop, kind)
        source = self._subject(start, cue[0])
        comma_before = self.text[start : cue[0]].rstrip()
        inverted = self._inverted(cue, stop)
        if source is None or (self._comma_subject(start, source) and not self._complement(cue, stop)):
            lead = self._content_before(start, source[0] if source else cue[0])
            who = source or inverted
            if lead and who and not after:
                return [self._made(who, cue, lead, kind)]
            if source is None:
                return []
        hearer, begin = self._hearer(cue, stop)
        begin = self._after_circumstances(begin, stop)
        if after and self._opens(begin, after[0][0]):
            content = (after[0][0], after[-1][1] if self._contiguous(after) else after[0][1])
            return [Quotation(Form.DIRECT, source, cue, content, kind, self.number, hearer)] if comma_before else []
        lead = self._content_before(start, source[0]) if self._comma_subject(start, source) else None
        body = self._trim((begin, stop))
        if body is None or (not self._complement(cue, stop) and not after):
            return [self._made(source, cue, lead, kind)] if lead else []
        body = self._without_that(body)
        tail = _TAIL.search(self.text[body[0] : body[1]])
        if tail and not self._in_quote(body[0] + tail.start()):
            body = (body[0], body[0] + tail.start())
        return [self._made(source, cue, body, kind, hearer)]

    def _direct_before(
        self, cue: Span, before: list[Span], after: list[Span], stop: int, kind: ClaimKind
    ) -> list[Quotation]:
        """`"Q," S cue` and `"Q," cue S`, perhaps going on with `, "Q2"`."""
        between = (before[-1][1], cue[0])
        source = (
            self._subject(*between)
            if self.text[between[0] : between[1]].strip(" ,")
            else self._inverted(cue, after[0][0] if after else stop)
        )
        made = [Quotation(Form.DIRECT, source, cue, before[-1], kind, self.number)]
        made += [Quotation(Form.DIRECT, source, cue, q, kind, self.number) for q in after]
        return made

    def _adjoins(self, quote: Span, cue: Span) -> bool:
        """Nothing but a short subject stands between a quotation and its verb, and the quotation ends as one does."""
        between = self.text[quote[1] : cue[0]]
        ends = self.text[quote[1] - 2] in ",.?!…" or between.startswith(",")
        return ends and len(between.split()) <= 8

    def _opens(self, begin: int, quote: int) -> bool:
        return not self.text[begin:quote].strip(" ,:\n").removeprefix("that").strip()

    def _contiguous(self, quotes: list[Span]) -> bool:
        return all(not self.text[a[1] : b[0]].strip() for a, b in pairwise(quotes))

    def _alone(self) -> list[Quotation]:
        """A quotation that makes up its sentence goes on with what the speaker before said."""
        for quote in self.sentence.quotes:
            rest = self.text[self.start : quote[0]] + self.text[quote[1] : self.end]
            near = [
                q for q in self.before if q.sentence >= self.number - 2 and q.source and q.form is not Form.INDIRECT
            ]
            if not rest.strip(" .,") and near:
                return [Quotation(Form.DIRECT, near[-1].source, near[-1].cue, quote, ClaimKind.STATEMENT, self.number)]
        return []

    def _subject(self, start: int, stop: int) -> Span | None:
        """The noun phrase right before a verb: without auxiliaries after it, without adverbials and appositions."""
        tokens = words(self.text, start, stop)
        while tokens and self.text[slice(*tokens[-1])].casefold() in AUXILIARY:
            tokens.pop()
        if not tokens:
            return None
        span = self._clean((tokens[0][0], tokens[-1][1]))
        return self._head(span) if span else None

    def _head(self, span: Span) -> Span | None:
        """What stands before an apposition or a relative clause, once leading adverbials are gone."""
        start, end = span
        while (lead := _LEADING.match(self.text, start, end)) and lead.group().rstrip().endswith(","):
            start = lead.end()
        body = self.text[start:end]
        for conjunction in re.finditer(r"(?:[,;]\s+)?\b(?:and|but|while)\s+(?=(?:the |a |an )?[A-Za-z])", body):
            if "," in conjunction.group() or not conjunction.start():
                start = span[0] if conjunction.start() < 0 else start + conjunction.end()
                body = self.text[start:end]
                break
        parts = body.split(",")
        if len(parts) == 1:
            return self._clean((start, end))
        first = parts[0].strip()
        last = parts[-1].strip()
        if len(parts) == 2 and _NAME.fullmatch(first) and _NAME.fullmatch(last):  # "U.S., Russia say": both
            return self._clean((start, end))
        if _NAME.fullmatch(parts[1].strip()) and not _NAME.fullmatch(first) and self._nominal(first):
            return self._clean((start, start + len(parts[0]) + 1 + len(parts[1])))
        if last and not self._nominal(first):
            return self._clean((end - len(parts[-1].lstrip()), end))
        return self._clean((start, start + len(parts[0])))

    def _nominal(self, words_: str) -> bool:
        """True of what can be a source: a few words that begin with a capital, an article, a quantity or a pronoun."""
        return (
            bool(words_)
            and len(words_.split()) <= 12
            and not re.search(
                r"\b(?:is|are|was|were|has|have|had|will|would|could|may|might|can|should|must|did|does)\b", words_
            )
        )

    def _comma_subject(self, start: int, source: Span) -> bool:
        """True when a clause and a comma stand before the subject: what is said came first."""
        lead = self.text[start : source[0]].rstrip()
        return lead.endswith(",") and not self._nominal(lead.rstrip(",").strip()) and not _LEADING.match(lead + " ")

    def _content_before(self, start: int, stop: int) -> Span | None:
        return self._trim((start, stop))

    def _complement(self, cue: Span, stop: int) -> bool:
        after = self.text[cue[1] : stop].strip(" .,\n")
        word = self.text[cue[0] : cue[1]].casefold()
        if not after or re.fullmatch(r"(?:on|in|at|by|during)(?: [\w.]+){1,4}", after):
            return False
        return word in OBJECT or len(after.split()) >= 2

    def _inverted(self, cue: Span, stop: int) -> Span | None:
        """The subject after the verb: `said Ms. Berg`, `said Ruth Amin of the Valley Relief Committee`."""
        after = self.text[cue[1] : stop]
        cut = re.search(r"[,;:“\"]|\.(?=\s*$)|\.(?=[”\"])", after)
        return self._clean((cue[1], cue[1] + (cut.start() if cut else len(after))))

    def _hearer(self, cue: Span, stop: int) -> tuple[Span | None, int]:
        """Who is told, and where what is told begins."""
        if self.text[cue[0] : cue[1]].casefold() not in {"told", "tell", "tells"}:
            return None, cue[1]
        found = HEARERS.match(self.text, cue[1], stop)
        return (found.span("who"), found.end()) if found else (None, cue[1])

    def _after_circumstances(self, begin: int, stop: int) -> int:
        found = _DAY.match(self.text, begin, stop)
        return found.end() if found else begin

    def _without_that(self, span: Span) -> Span:
        found = re.match(r"that\s+", self.text[span[0] : span[1]])
        return (span[0] + found.end(), span[1]) if found else span

    def _trim(self, span: Span) -> Span | None:
        start, end = span
        while start < end and self.text[start] in " \n\t,;:-–—":
            start += 1
        while end > start and self.text[end - 1] in " \n\t,;:." and not _INITIALS.search(self.text[start:end]):
            end -= 1
        return (start, end) if end > start else None

    def _clean(self, span: Span) -> Span | None:
        return self._trim(span)

    def _made(
        self, source: Span | None, cue: Span, content: Span, kind: ClaimKind, hearer: Span | None = None
    ) -> Quotation:
        body = self._trim(content) or content
        form = Form.MIXED if any(body[0] <= a and b <= body[1] + 1 for a, b in self.sentence.quotes) else Form.INDIRECT
        if form is Form.MIXED and self.text[body[1] : body[1] + 1] in {"”", '"'}:
            body = (body[0], body[1] + 1)
        return Quotation(form, source, cue, body, kind, self.number, hearer)


def is_pronoun(text: str) -> bool:
    """True of `he`, `she`, `they`, `it`."""
    return text.casefold() in _PRONOUNS
