"""Verbs of saying in a sentence, each with its subject, its hearer and the words that it reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ceasefire.reading.contents import TAIL, content_end, continues
from ceasefire.reading.cues import Cue, cue_at
from ceasefire.reading.phrases import (
    Range,
    before_verb,
    circumstances,
    hearer,
    leads_in,
    phrase_end,
    trimmed_subject,
)
from ceasefire.reading.reports import Reports
from ceasefire.reading.standing import FUTURE, PASSIVE, Standing
from ceasefire.reading.subjects import Subjects
from ceasefire.reading.tokens import Sort, Token
from ceasefire.reading.verbs import clausal, first_finite, is_finite
from ceasefire.reading.without_verb import WithoutVerb

_NOT = frozenset("not never".split())
_SAYING_NOUN = frozenset(
    "statement letter report message note tweet post memo communique communiqué email e-mail release document text article by as in editorial op-ed".split()
)
_ATTEMPTS = frozenset(
    "attempted tried sought hastened rushed went goes moved attempts tries seeks proceeded chose took wanted managed paused".split()
)
_REPORTING = frozenset("report write quote cite".split())
_TOLD = frozenset("say tell assure inform notify remind brief reassure".split())


@dataclass(frozen=True)
class Clause:
    """What one verb attributes, in places of tokens; `via` are those through whom it comes."""

    source: Range | None
    cue: Cue | None
    content: Range
    hearer: Range | None = None
    via: tuple[Range, ...] = ()
    denied: bool = False

    @property
    def whole(self) -> Range:
        """All that depends on the verb, as corpora mark it: of *asked the Centre to go*, from *the Centre* on."""
        told = self.cue is not None and self.cue.verb.stem in _TOLD
        if self.hearer is None or told or self.hearer[1] != self.content[0]:
            return self.content
        return (self.hearer[0], self.content[1])


def clauses(parts: Sequence[Token]) -> list[Clause]:
    """What the verbs of a sentence attribute, in the order of the verbs."""
    reader = _Reader(parts)
    at = 0
    while at < len(parts):
        cue = cue_at(parts, at)
        if cue is not None:
            for made in reader.around(cue):
                reader.made.append(made)
            at = cue.end
        else:
            at += 1
    return reader.made or [Clause(source, None, content) for source, content in WithoutVerb(parts).found()]


class _Reader(Subjects, Reports, Standing):
    """A sentence being read from left to right."""

    def __init__(self, parts: Sequence[Token]) -> None:
        super().__init__(parts)
        self.made: list[Clause] = []

    def around(self, cue: Cue) -> Iterator[Clause]:
        """What a cue attributes: nothing, where it is a noun, lies in the future, or nobody stands by it."""
        if cue.form == "ing":
            # whom a reporter cites is a link of the chain, and says nothing of his own here
            yield from () if cue.verb.stem == "cite" else self._participle(cue)
            return
        cue = self._attempted(cue)
        subject_end, between = before_verb(self.parts, cue.at)
        negated = bool(between & _NOT) or any(b.endswith("n't") or b == "cannot" for b in between)
        if not self.finite(cue, subject_end, between, negated=negated):
            return
        quotes = self.quote_before(subject_end, cue)
        if quotes is not None:
            yield from self._after_quote(cue, subject_end, quotes)
            return
        second = self._shared_subject(cue, subject_end)
        if second is not None:
            made = list(self._forward(cue, second, subject_end, negated=negated))
            yield from made
            if made or self.parts[subject_end - 1].low != ",":
                return
        yield from self._with_subject(cue, subject_end, negated=negated)

    def _shared_subject(self, cue: Cue, subject_end: int) -> Range | None:
        """The subject that a second verb shares with the first: after a conjunction, or after a comma in a list of verbs."""
        before = self.parts[subject_end - 1].low if subject_end else ""
        if before in {"and", "but", "or"} and self._second(cue):
            return self._earlier(subject_end)
        last = self.made[-1] if self.made else None
        if before == "," and last and last.cue and last.content[1] == subject_end - 1 and last.cue.form == cue.form:
            return last.source
        return None

    def _with_subject(self, cue: Cue, subject_end: int, *, negated: bool) -> Iterator[Clause]:
        source = self.subject(subject_end)
        if source is None:
            inverted = self._inverted(cue, subject_end)
            yield from [inverted] if inverted else []
        elif self._relative(subject_end):
            yield from self._within_relative(cue, source, negated=negated)
        else:
            yield from self._forward(cue, source, min(source[0], subject_end), negated=negated)

    def _attempted(self, cue: Cue) -> Cue:
        """`tried to reassure`, `went on to say`: the verb before belongs to the cue."""
        parts, at = self.parts, cue.at
        if cue.form != "base" or at < 2 or parts[at - 1].low != "to":
            return cue
        back = at - 3 if parts[at - 2].low == "on" and at >= 3 else at - 2
        return replace(cue, at=back, form="past") if parts[back].low in _ATTEMPTS else cue

    def _relative(self, subject_end: int) -> bool:
        return bool(subject_end) and self.parts[subject_end - 1].low in {"who", "which", "that"}

    def _within_relative(self, cue: Cue, source: Range, *, negated: bool) -> Iterator[Clause]:
        """`Dahl, who said C, left`: what is said ends with the relative clause; who asks not to be named says nothing."""
        if self.parts[cue.end : cue.end + 3] and [t.low for t in self.parts[cue.end : cue.end + 3]] == [
            "not",
            "to",
            "be",
        ]:
            return
        stop = self.stop
        comma = next((k for k in range(cue.end, stop) if self.parts[k].low == ","), stop)
        if comma < stop and any(is_finite(self.parts, k) for k in range(comma + 1, min(stop, comma + 4))):
            self.stop = comma
        yield from self._forward(cue, source, source[0], negated=negated)
        self.stop = stop

    def _after_quote(self, cue: Cue, subject_end: int, quotes: list[int]) -> Iterator[Clause]:
        """`"Q," S cue` and `"Q," cue S`, perhaps going on with `, "Q2"`; words before the quotation belong to it."""
        parts = self.parts
        least = quotes[-1] + 1
        source = self.subject(subject_end, least) if subject_end > least else None
        end = cue.end
        hears = None
        if source is None:
            begin = cue.end
            end = self.inverted_end(begin)
            source = trimmed_subject(parts, begin, end) if end > begin else None
        elif cue.verb.hears:
            hears = hearer(parts, cue.end, self.stop)
            end = hears[1] if hears else end
        first = self._quotes_begin(quotes[0])
        yield Clause(source, cue, (first, quotes[-1] + 1), hears)
        later = self.goes_on_with_quote(end)
        if later:
            yield Clause(source, cue, later, hears)

    def _quotes_begin(self, quote: int) -> int:
        """Where what is said begins: words right before a quotation, from the last attribution, are part of it."""
        least = max((c.content[1] for c in self.made), default=0)
        least = max(least, max((c.cue.end for c in self.made if c.cue), default=0))
        begin = quote
        while (
            begin > least
            and self.parts[begin - 1].low not in {";", ":"}
            and self.parts[begin - 1].sort is not Sort.QUOTE
        ):
            begin -= 1
        while begin < quote and (
            not self.parts[begin].word or self.parts[begin].low in {"and", "but", "yet", "then", "so"}
        ):
            begin += 1
        if self.made and self.parts[least : least + 1] and self.parts[least].low == ",":
            return quote
        return (
            begin
            if not leads_in(self.parts, begin, quote - 1 if self.parts[quote - 1].low == "," else quote)
            else quote
        )

    def _earlier(self, end: int) -> Range | None:
        """The source of the verb before in this sentence, else the subject of its main clause."""
        for clause in reversed(self.made):
            inside = any(
                o is not clause and clause.cue and o.content[0] <= clause.cue.at < o.content[1] for o in self.made
            )
            if clause.source and clause.cue and clause.cue.at < end and not inside:
                return clause.source
        return self.main_subject(end)

    def _second(self, cue: Cue) -> bool:
        """True of a second verb of one subject: something stands after it, and a verb stands before."""
        return cue.form in {"past", "third", "base", "perfect"} and (
            bool(self.made) or first_finite(self.parts[: cue.at]) >= 0
        )

    def _forward(self, cue: Cue, source: Range | None, begin: int, *, negated: bool) -> Iterator[Clause]:
        """`S cue C`, or `C, S cue` and `C1, S cue, C2` where nothing that can be said follows the verb."""
        parts = self.parts
        hears = hearer(parts, cue.end, self.stop) if cue.verb.hears and not self.own_object(cue) else None
        if cue.verb.follows in {"ho", "ht"} and hears is None:
            return
        at = circumstances(parts, hears[1] if hears else cue.end, self.stop)
        lead = self._lead(begin)
        if lead and not self.that(at) and self.bare(cue, at):
            yield from self._content_first(cue, source, lead, at, hears)
            return
        reported = self.reported(cue, at, hears)
        if reported is None and hears is not None and "o" in cue.verb.follows:
            at = circumstances(parts, cue.end, self.stop)
            hears, reported = None, self.reported(cue, at, None)
        if reported:
            if self._within_earlier(cue, source):
                return
            yield Clause(source, cue, reported, hears, denied=negated)
        elif lead:
            yield from self._content_first(cue, source, lead, at, hears)

    def _within_earlier(self, cue: Cue, source: Range | None) -> bool:
        """Inside words already reported only somebody else's whole words count."""
        for clause in self.made:
            if clause.content[0] <= cue.at < clause.content[1]:
                return source is None or source[0] - clause.content[0] > 1
        return False

    def _lead(self, end: int) -> Range | None:
        """What stands before a subject and a comma and may be what is said; nothing where it only leads in."""
        parts = self.parts
        if not end or parts[end - 1].low not in {",", "—", "–"}:
            return None
        least = max((c.content[1] for c in self.made), default=0)
        least = max([least, *(c.cue.end for c in self.made if c.cue)])
        begin = least
        while begin < end and not parts[begin].word and parts[begin].sort is Sort.MARK:
            begin += 1
        for at in range(end - 1, begin, -1):
            if parts[at].low in {";", ":"}:
                begin = at + 1
                break
        if self.made and begin < end and parts[begin].low in {"and", "but", "while", "although", "though"}:
            begin += 1
        if begin >= end - 1 and self.made and self.made[-1].source:
            return (begin, end - 1) if self.made[-1].content[1] <= begin else None
        return (begin, end - 1) if begin < end - 1 else None

    def _content_first(
        self, cue: Cue, source: Range | None, lead: Range, at: int, hears: Range | None
    ) -> Iterator[Clause]:
        parts = self.parts
        if source is None or not set(cue.verb.follows) & set("csqt"):
            return
        if at >= self.stop and self._passed_on(cue, source, lead):
            return
        begin, end = self._taken_in(lead) if at >= self.stop else lead
        if begin >= end:
            return
        whole = clausal(parts[begin:end]) or any(t.low.endswith("ing") for t in parts[begin:end])
        rest = at < self.stop and parts[at].low in {",", "—", "–"} and continues(parts, at + 1, self.stop, whole=whole)
        if rest:
            stop = content_end(parts, at + 1, self.stop, cue, clause=True)
            yield Clause(source, cue, (begin, stop), hears)
        elif (whole and not (leads_in(parts, begin, end) and parts[begin].low not in {"if", "unless", "because"})) or (
            not whole and not leads_in(parts, begin, end) and end - begin >= 3 and at >= self.stop
        ):
            yield Clause(source, cue, (begin, end), hears)

    def _passed_on(self, cue: Cue, source: Range, lead: Range) -> bool:
        """`"Q," X said, the Herald reported`: who passes words on becomes a link of their chain."""
        last = self.made[-1] if self.made else None
        if last is None or clausal(self.parts[slice(*lead)]) or last.content[1] > lead[0]:
            return False
        quoted = not any(t.word for t in self.parts[slice(*last.content)])
        if not quoted and not (cue.verb.stem in _REPORTING and clausal(self.parts[slice(*last.content)])):
            return False
        self.made[-1] = replace(last, via=(*last.via, source))
        return True

    def _taken_in(self, lead: Range) -> Range:
        """`Dahl denied it, officials said`: all of it is what the officials said."""
        last = self.made[-1] if self.made else None
        if not (last and last.source and last.content[1] <= lead[0] + 1 and last.content[0] > last.source[0]):
            return lead
        if not any(t.word for t in self.parts[slice(*last.content)]):
            return lead
        self.made.pop()
        return self._lead(lead[1] + 1) or (last.source[0], lead[1])

    def _inverted(self, cue: Cue, subject_end: int) -> Clause | None:
        """`C, said S`: what is said stands first and its subject after the verb."""
        parts = self.parts
        lead = self._lead(subject_end)
        if lead is not None and not clausal(parts[slice(*lead)]):
            lead = self._taken_in(lead)
        if lead is None or cue.form not in {"past", "third", "base"} or not set(cue.verb.follows) & set("cs"):
            return None
        end = self.inverted_end(cue.end)
        source = trimmed_subject(parts, cue.end, end) if end > cue.end else None
        if source is None or not self.nominal(source) or leads_in(parts, *lead) or not clausal(parts[slice(*lead)]):
            return None
        return Clause(source, cue, lead)

    def _participle(self, cue: Cue) -> Iterator[Clause]:
        """`S did this, saying C`, `a statement saying C`, `R quoted S as saying C`, `Calling C, S left`, `S is calling for C`."""
        parts = self.parts
        before = parts[cue.at - 1].low if cue.at else ""
        asks_for_no_name = [t.low for t in parts[cue.end : cue.end + 3]] == ["not", "to", "be"]
        if parts[cue.at].low in TAIL or asks_for_no_name:
            return
        subject_end, between = before_verb(parts, cue.at)
        if between & PASSIVE and not between & {"be"}:
            source = self.subject(subject_end)
            if source and not between & FUTURE:
                yield from self._forward(cue, source, source[0], negated=bool(between & _NOT))
            return
        if before == "as" and cue.verb.stem in {"say", "tell", "state", "add", "declare"}:
            yield from self._as_saying(cue)
            return
        opens = not any(t.word or t.sort is Sort.QUOTE for t in parts[: cue.at])
        if (
            not opens
            and before != ","
            and before not in _SAYING_NOUN
            and parts[subject_end - 1 : subject_end]
            and parts[subject_end - 1].low not in {",", "and", "while"}
        ):
            return
        hears = hearer(parts, cue.end, self.stop) if cue.verb.hears and not self.own_object(cue) else None
        at = circumstances(parts, hears[1] if hears else cue.end, self.stop)
        reported = self.reported(cue, at, hears)
        if reported is None or self._within_earlier(cue, None):
            return
        if opens:
            comma = next((k for k in range(reported[0], self.stop) if parts[k].low == ","), -1)
            verb = next((k for k in range(comma + 1, self.stop) if is_finite(parts, k)), -1) if comma > 0 else -1
            if verb < 0:
                return
            source = trimmed_subject(parts, comma + 1, before_verb(parts, verb)[0])
            if source and self.nominal(source):
                yield Clause(source, cue, (reported[0], comma), hears)
            return
        yield Clause(self._earlier(cue.at), cue, reported, hears)

    def _as_saying(self, cue: Cue) -> Iterator[Clause]:
        """`R quoted S as saying C`, `C, R quoted S as saying`, `S was quoted by R as saying C`."""
        parts = self.parts
        quoted = next(
            (
                k
                for k in range(cue.at - 2, -1, -1)
                if parts[k].low in {"quoted", "quotes", "cited", "cites", "reported"}
            ),
            -1,
        )
        if quoted < 0:
            return
        subject_end, between = before_verb(parts, quoted)
        subject = self.subject(subject_end)
        via: tuple[Range, ...] = ()
        if between & PASSIVE:
            source = subject
            by = next((k for k in range(quoted + 1, cue.at - 1) if parts[k].low == "by"), -1)
            via = ((by + 1, phrase_end(parts, by + 1, cue.at - 1)),) if by > 0 else ()
        else:
            source = trimmed_subject(parts, quoted + 1, cue.at - 1)
            via = (subject,) if subject else ()
        if cue.end < self.stop and parts[cue.end].low == "by":  # quoted as saying by R
            via = (*via, (cue.end + 1, phrase_end(parts, cue.end + 1, self.stop)))
        at = circumstances(parts, cue.end, self.stop)
        content = (
            self.reported(cue, at, None)
            if (at < self.stop and parts[at].low != ",") or self.goes_on_with_quote(at)
            else None
        )
        if content is None:
            content = self._lead(subject[0]) if subject else None
            quote = self.quote_before(subject_end, cue) if content is None else None
            content = (quote[0], quote[-1] + 1) if quote else content
        if content and source:
            yield Clause(source, replace(cue, at=cue.at - 1), content, via=via)
