"""From a document to drafted claims: what the reader proposes, what it is unsure of, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ceasefire.offices import Roster, official_of
from ceasefire.reading.contradictions import contradictions
from ceasefire.reading.dates import Dated, convention, dates
from ceasefire.reading.drafted import PLACE, Drafted
from ceasefire.reading.facts import Fact, facts
from ceasefire.reading.languages import sense
from ceasefire.reading.languages.detect import Passage, passages
from ceasefire.reading.languages.foreign import RULES, foreign_quotations
from ceasefire.reading.languages.rules import Rules
from ceasefire.reading.marks import Span
from ceasefire.reading.names import Names
from ceasefire.reading.parsed import with_parser
from ceasefire.reading.parties import Parties
from ceasefire.reading.quotations import Quotation, quotations
from ceasefire.reading.sense import declines, is_negated, matter, modality, sort_of_claim
from ceasefire.reading.sentences import Sentence, sentences
from ceasefire.reading.speakers import Meant, Text, who_is
from ceasefire.record.claim import Claim, ClaimKind, Form, Modality
from ceasefire.record.document import Document
from ceasefire.vocabulary import KnownBy, Outcome, StepStatus

_LONGEST_NAME = 300  # characters
_MOST = 12  # candidates or joint speakers
_BEFORE = 60  # quotations before one by which it is settled who speaks


@dataclass(frozen=True)
class Context:
    """What is known around a text: when it was written, which parties there are (id to names), who publishes it, who spoke for whom."""

    written: date
    parties: Mapping[str, Iterable[str]]
    reporter: str = ""
    roster: Roster = field(default_factory=Roster)


@dataclass(frozen=True)
class Reading:
    """What a text came to: drafts, its sentences, and its passages by language."""

    drafts: tuple[Drafted, ...]
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]

    @property
    def unread(self) -> dict[str, int]:
        """Languages for which there are no rules, by name, with the number of their words in the text."""
        found: dict[str, int] = {}
        for one in self.passages:
            if one.language not in RULES and one.language != "en":
                found[one.name] = found.get(one.name, 0) + one.words
        return found


def draft(document: Document, context: Context, parser: Callable[[str], Any] | None = None) -> list[Drafted]:
    """Claims drafted from a document's text, in its order; `document` and `span` of each hold for that text.

    Every `quote` stands verbatim in the text at its `span`.  `parser` is a spaCy pipeline, to find more in English.
    """
    return list(read(document, context, parser).drafts)


def read(document: Document, context: Context, parser: Callable[[str], Any] | None = None) -> Reading:
    """A document read: each paragraph by the rules of its own language, and left out with its language named where there are none."""
    text = document.text
    cut = sentences(text)
    found = passages(text, cut)
    language = {number: p.language for p in found for number in p.sentences}
    drawer = Drawer(text, cut, context)
    english = [s for k, s in enumerate(cut) if language[k] == "en"]
    numbers = [k for k in range(len(cut)) if language[k] == "en"]
    made = quotations(text, english, lambda words: bool(drawer.parties.called(words)))
    if parser is not None:
        made = with_parser(made, parser(text), english)
    made = [replace(q, sentence=numbers[q.sentence]) for q in made]
    drafts = drawer.from_quotations(made)
    for passage in found:
        if passage.language in RULES:
            drafts += [drawer.from_foreign(q, RULES[passage.language]) for q in foreign_quotations(text, cut, passage)]
    for one in facts(text, english, made):
        drafts.append(drawer.from_fact(replace(one, sentence=numbers[one.sentence])))
    drafts.sort(key=lambda d: d.claim.span or (0, 0))
    return Reading(tuple(contradictions(drafts)), tuple(cut), tuple(found))


class Drawer:
    """Claims drawn from what was found in one text."""

    def __init__(self, text: str, cut: list[Sentence], context: Context) -> None:
        self.text, self.cut, self.context = text, cut, context
        self.parties = Parties(context.parties)
        self.known = Text(text, cut, Names(text, cut), self.parties, context.roster)
        self.order = convention(text)
        self._days: dict[int, list[Dated]] = {}

    def from_quotations(self, found: list[Quotation]) -> list[Drafted]:
        """A draft of each quotation, with who is meant by its source."""
        told: list[tuple[Quotation, Meant]] = []
        drafts = []
        contents: dict[int, list[Span]] = {}
        for one in found:
            contents.setdefault(one.sentence, []).append(one.content)
        for one in found:
            meant = who_is(self.known, one, told[-_BEFORE:])
            told.append((one, meant))
            drafts.append(self._from_quotation(one, meant, contents[one.sentence]))
        return drafts

    def from_foreign(self, q: Quotation, rules: Rules) -> Drafted:
        """A draft of a quotation in another language, with nothing read by the rules of English."""
        said = self.text[slice(*q.content)]
        named = q.stands_for or q.source
        source = " ".join(self.text[slice(*named)].split()) if named else ""
        speaker = self.parties.called(source) or source
        how = sense.modality(rules, said)
        ahead = how is Modality.INTENDED or q.kind is ClaimKind.PROMISE
        inside = sense.dates(rules, self.text, q.content, self.context.written, ahead=ahead)
        sentence = self.cut[q.sentence]
        spans = [(sentence.start, q.content[0]), (q.content[1], sentence.end)]
        around = [
            d for s in spans if s[0] < s[1] for d in sense.dates(rules, self.text, s, self.context.written, ahead=False)
        ]
        on = around[0].meant if around else self.context.written.isoformat() + "~"
        for_, by = self._for(Meant(speaker), on, source)
        claim = Claim(
            kind=q.kind,
            speaker=speaker[:_LONGEST_NAME],
            for_=for_,
            for_by=by,
            reporter=self.context.reporter,
            via=tuple(_name(self.text[slice(*v)]) for v in q.via),
            about=tuple(p for p in self.parties.within(said) if p != speaker),
            due=inside[0].meant if inside and ahead else "",
            quote=said,
            form=q.form,
            span=q.content,
            document=PLACE,
            on=on,
            modality=how,
            negated=sense.is_negated(rules, said),
        )
        return Drafted(claim, q.source, q.cue, (() if speaker else ("unnamed",)))

    def _from_quotation(self, q: Quotation, meant: Meant, contents: list[Span]) -> Drafted:
        span = q.words or q.content
        said = self.text[slice(*span)]
        asks = q.verb in {"tell", "remind", "warn"} and said.startswith(("to ", "not to "))
        kind, status, asked = sort_of_claim(said, ClaimKind.REQUEST if asks else q.kind)
        if q.verb.startswith("agree") and kind is ClaimKind.STATEMENT:
            kind, status = ClaimKind.AGREEMENT_STATUS, StepStatus.OPEN if q.denied else StepStatus.AGREED
        how = modality(said, q.verb, denied=q.denied)
        negated = (
            is_negated(said)
            or declines(q.verb)
            or (q.denied and q.verb != "rule out")
            or (q.verb == "rule out" and not q.denied)
        )
        ahead = (
            how is Modality.INTENDED or q.verb in {"expect", "hope", "predict", "foresee"} or kind is ClaimKind.PROMISE
        )
        inside, around = self._dates(q.sentence, span, ahead=ahead), self._said_on(q.sentence, [*contents, span])
        due = [d for d in inside if d.ahead or kind is ClaimKind.PROMISE]
        source = self.text[slice(*q.source)] if q.source else ""
        on = around[0].meant if around else self.context.written.isoformat() + "~"
        for_, by = self._for(meant, on, source)
        flags = [
            *(["open-speaker"] if meant.may_be else []),
            *(["unnamed"] if not meant.who and not meant.may_be else []),
            *(["open-date"] if len({d.meant for d in inside}) > 1 or any(d.open for d in [*inside, *around]) else []),
            *(["spans-differ"] if q.other else []),
        ]
        claim = Claim(
            kind=kind,
            speaker=meant.who[:_LONGEST_NAME],
            speakers=meant.several[:_MOST],
            speaker_may_be=meant.may_be[:_MOST],
            for_=for_,
            for_by=by,
            reporter=self.context.reporter,
            via=self._via(q, meant),
            audience=_name(self.text[slice(*q.audience)]) if q.audience else "",
            about=self._about(said, meant, kind),
            status=status,
            consulted=asked,
            due=due[0].meant if due and not due[0].open else "",
            quote=said,
            form=q.form,
            span=span,
            document=PLACE,
            note=matter(said) if asked else _day_meant(inside, due),
            on=on,
            modality=how,
            negated=negated,
        )
        return Drafted(claim, q.source, q.cue, tuple(flags), q.other)

    def _dates(self, sentence: int, span: Span, *, ahead: bool) -> list[Dated]:
        since = min(self.cut[sentence].start, span[0])
        return dates(self.text, span, self.context.written, ahead=ahead, order=self.order, since=since)

    def _said_on(self, sentence: int, contents: list[Span]) -> list[Dated]:
        """The days of a sentence outside all reported words: when it was said.  What is reported does not look ahead for them."""
        if sentence not in self._days:
            whole = self.cut[sentence]
            self._days[sentence] = dates(self.text, (whole.start, whole.end), self.context.written, order=self.order)
        found = []
        for day in self._days[sentence]:
            if any(a <= day.span[0] < b for a, b in contents):
                continue
            since = max((b for _, b in contents if b <= day.span[0]), default=self.cut[sentence].start)
            again = dates(self.text, day.span, self.context.written, order=self.order, since=since)
            found += [d for d in again if not d.ahead and ".." not in d.meant]
        return found

    def _for(self, meant: Meant, on: str, source: str) -> tuple[str, KnownBy | None]:
        if not meant.who or meant.several:
            return "", None
        if meant.who in self.context.parties:
            return meant.who, KnownBy.NAMED
        stand = self.context.roster.stand(meant.who, on, source)
        if stand.party:
            return stand.party, KnownBy.ROLE
        named = official_of(source, self.parties.within(source)) if not self.context.roster.called(meant.who) else ""
        return (named, KnownBy.NAMED) if named else ("", None)

    def _via(self, q: Quotation, meant: Meant) -> tuple[str, ...]:
        names = [_name(self.text[slice(*v)]) for v in q.via]
        names += self._cited(q)
        return tuple(dict.fromkeys(n for n in names if n and n != meant.who))

    def _cited(self, q: Quotation) -> list[str]:
        """Whom a reporter cites after what is reported."""
        sentence = self.cut[q.sentence]
        asked = _INTERVIEW.search(self.text, sentence.start, sentence.end)
        if asked and not (q.content[0] <= asked.start() < q.content[1]):
            return [_name(asked["who"])]
        found = _CITED.search(self.text, max(q.content[1], sentence.start), min(sentence.end, q.content[1] + 300))
        if found is None or (q.source and found.start("who") <= q.source[0] < found.end("who")):
            return []
        return [_name(found["who"])]

    def _about(self, said: str, meant: Meant, kind: ClaimKind) -> tuple[str, ...]:
        """The parties named in the words; of "it was not consulted", the speaker."""
        named = tuple(p for p in self.parties.within(said) if p != meant.who or kind is ClaimKind.NON_CONSULTATION)
        itself = kind in {ClaimKind.NON_CONSULTATION, ClaimKind.CONSULTATION} and re.match(
            r"[“\"‘]?(?:it|they|he|she|we)\b", said, re.IGNORECASE
        )
        return (meant.who,) if itself and meant.who else named

    def from_fact(self, fact: Fact) -> Drafted:
        """A draft of what the text itself tells."""
        said = self.text[slice(*fact.span)]
        found = dates(self.text, fact.span, self.context.written, ahead=fact.ahead, order=self.order)
        missed = fact.outcome is Outcome.BROKEN
        dated = [d.meant for d in found if not d.open]
        due = (dated[0] if missed else dated[-1] if fact.ahead else "") if dated else ""
        on = next((d.meant for d in found if not missed and not fact.ahead and not d.open), "")
        claim = Claim(
            kind=fact.kind,
            reporter=self.context.reporter,
            via=tuple(_name(self.text[slice(*v)]) for v in fact.via),
            about=self.parties.within(self.text[slice(*fact.about)]) if fact.about else self.parties.within(said),
            status=fact.status,
            consulted=fact.asked,
            due=due,
            outcome=fact.outcome,
            quote=said,
            form=Form.NARRATED,
            span=fact.span,
            document=PLACE,
            note=fact.note,
            on=on or self.context.written.isoformat() + "~",
            modality=Modality.INTENDED if fact.ahead else Modality.ASSERTED,
            negated=fact.negated,
        )
        flags = ("unnamed", *(("open-date",) if any(d.open for d in found) else ()))
        return Drafted(claim, None, None, flags)


_INTERVIEW = re.compile(
    r"\b[Ii]n an? (?:\w+ )?interview (?:with|by|for|to|published by) (?P<who>(?:the )?[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,4})"
)
_CITED = re.compile(
    r",? (?:citing|quoting|as reported by|quoted by) (?P<who>(?:the |a |an |its |his |her |several |unnamed |two |three )?[\w’'.-]+(?: [\w’'.-]+){0,5}?)(?=[,.;:]|$| (?:as|who|that|and|in|on)\b)"
)


def _day_meant(inside: list[Dated], due: list[Dated]) -> str:
    """The one past day that reported words are about, as a note."""
    return f"the words are about {inside[0].meant}" if len(inside) == 1 and not due and not inside[0].open else ""


def _name(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_NAME].strip(" ,.;:")
