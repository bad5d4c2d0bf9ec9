"""A sentence in Arabic, French, Russian or Spanish: its verbs of saying with their subjects and what they report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ceasefire.reading.languages.rules import Rules
from ceasefire.reading.phrases import Range
from ceasefire.reading.tokens import Sort, Token
from ceasefire.record.claim import ClaimKind

BREAKS = frozenset(",;:—–-،؛")
_COMMAS = frozenset(",،")
_TIMES = frozenset("поздно вечером утром днём днем ночью вчера сегодня накануне ayer hoy hier aujourd'hui".split())
_ARTICLES = frozenset(("el", "le", "la", "los", "les", "un", "una", "يوم", "в", "во", "من", "إلى", "على", "عن"))


@dataclass(frozen=True)
class Said:
    """What one verb says, in places of tokens: source, verb, content."""

    source: Range | None
    verb: Range
    content: Range
    kind: ClaimKind
    via: Range | None = None


class Reader:
    """A sentence in one language."""

    def __init__(self, rules: Rules, parts: Sequence[Token]) -> None:
        self.rules, self.parts = rules, parts
        self.stop = len(parts)
        while self.stop and parts[self.stop - 1].low in {".", "!", "?", "…", "؟"}:
            self.stop -= 1

    def read(self) -> list[Said]:
        """What the verbs of the sentence say, else what it gives according to somebody."""
        made: list[Said] = []
        for at in range(self.stop):
            if any(s.content[0] <= at < s.content[1] for s in made):
                continue
            kind = self.rules.verbs.get(self.parts[at].low) if self.parts[at].word else None
            for said in self._around(at, kind, made) if kind is not None else []:
                if made and said.content[0] <= made[-1].content[0] and made[-1].content[1] <= said.content[1]:
                    made[-1] = replace(made[-1], via=said.source)  # `S said C, R reports`: R passes it on
                else:
                    made.append(said)
        return made or self._according()

    def _around(self, at: int, kind: ClaimKind, made: list[Said]) -> list[Said]:
        begin = at
        while begin > 0 and self.parts[begin - 1].low in self.rules.helpers:
            begin -= 1
        verb = (begin, at + 1)
        before = self._quote_before(begin)
        if before is not None:
            source = self._after_verb(at + 1) or self._pronoun_in(verb)
            if source is None and before[1] < begin:
                source = self._before_verb(begin, before[1])
            found = [Said(source, verb, before, kind)]
            later = self._quote_after(source[1] if source and source[0] > at else at + 1)
            return [*found, Said(source, verb, later, kind)] if later else found
        ahead = self._ahead(at + 1)
        if ahead is not None:
            source, content = ahead
            if source is None or not self.rules.verb_first:
                source = self._before_verb(begin, max((s.content[1] for s in made), default=0)) or source
            return [Said(source, verb, content, kind)] if source or begin == 0 or self._dropped(begin) else []
        return self._content_first(verb, kind)

    def _dropped(self, begin: int) -> bool:
        """Where a language leaves the subject to the verb: the verb begins its clause."""
        return self.rules.code in {"es", "ar"} and (begin == 0 or self.parts[begin - 1].low in BREAKS | {"y", "و"})

    def _pronoun_in(self, verb: Range) -> Range | None:
        """`a-t-il ajouté`: the pronoun stands in the verb."""
        return next(((k, k + 1) for k in range(*verb) if self.parts[k].low in self.rules.pronouns), None)

    def _quote_before(self, begin: int) -> Range | None:
        """The quotation that ends right before a verb, marks and a short subject left aside."""
        at = begin
        while at > 0 and self.parts[at - 1].low in BREAKS:
            at -= 1
        if at > 0 and self.parts[at - 1].sort is Sort.QUOTE:
            return (at - 1, at)
        back = begin
        while (
            back > 0
            and begin - back < 7
            and self.parts[back - 1].word
            and self.parts[back - 1].low not in self.rules.verbs
        ):
            back -= 1
        while back > 0 and self.parts[back - 1].low in BREAKS:
            back -= 1
        if back < begin and back > 0 and self.parts[back - 1].sort is Sort.QUOTE and self.parts[back].low in BREAKS:
            return (back - 1, back)
        return None

    def _quote_after(self, at: int) -> Range | None:
        begin = at
        while at < self.stop and at - begin < 8 and self.parts[at].sort is not Sort.QUOTE:
            at += 1
        if at < self.stop and self.parts[at].sort is Sort.QUOTE and at > begin and self.parts[at - 1].low in BREAKS:
            return (at, at + 1)
        return None

    def _after_verb(self, begin: int) -> Range | None:
        """The subject after its verb: up to a mark, a quotation, or a word that ends it."""
        while begin < self.stop and (
            self.parts[begin].low in self.rules.days or (self.parts[begin].low in _ARTICLES and self._day(begin + 1))
        ):
            begin += 1
        at = begin
        if (
            self.rules.code == "ru"
            and at + 1 < self.stop
            and self.parts[at].low in {"в", "во"}
            and self.parts[at + 1].capital
        ):
            at += 2  # `заявили в Красном Кресте`: whoever speaks is named by the place
        while at < self.stop and self.parts[at].low not in BREAKS and not self._speech(at):
            if self._ends_subject(at, begin):
                break
            at += 1
        while at > begin and self.parts[at - 1].low in _ARTICLES:
            at -= 1
        return (begin, at) if at > begin else None

    def _speech(self, at: int) -> bool:
        """A quotation that is more than a name in marks."""
        token = self.parts[at]
        return token.sort is Sort.QUOTE and (len(token.text.split()) > 2 or not self.rules.verb_first)

    def _day(self, at: int) -> bool:
        return at < self.stop and self.parts[at].low in self.rules.days

    def _ends_subject(self, at: int, begin: int) -> bool:
        low = self.parts[at].low
        if low in self.rules.that or low in self.rules.elided or self._elides(low):
            return True
        if low in self.rules.stops or low in self.rules.days:
            return at > begin or low in self.rules.days or self.rules.code != "fr"
        return low in self.rules.verbs and at > begin

    def _elides(self, low: str) -> bool:
        return self.rules.code == "fr" and low.startswith("qu'")

    def _ahead(self, begin: int) -> tuple[Range | None, Range] | None:
        """What follows a verb as said: a quotation after a colon, or the word that opens a clause; with a subject between."""
        at = begin
        subject: Range | None = None
        while at < self.stop and at - begin < 25:
            token = self.parts[at]
            short = token.sort is Sort.QUOTE and len(token.text.split()) < 3
            if short and self.parts[at - 1].word and self._goes_on(at):
                at += 1
                continue
            if token.sort is Sort.QUOTE:
                end = at + 1
                if end < self.stop and self.parts[end].word:
                    end = self._content_end(at)
                opens = (
                    self.parts[at - 1].low in {":", ",", "،", "-", "—", "–"}
                    or at == begin
                    or self.parts[at - 1].low in self.rules.that
                    or (self.rules.verb_first and len(token.text.split()) >= 4)
                )
                return (subject or self._subject(begin, at), (at, end)) if opens else None
            if token.low in self.rules.that and (at + 1 < self.stop):
                return (self._subject(begin, at), (at + 1, self._content_end(at + 1)))
            if token.low in self.rules.elided or self._elides(token.low):
                return (self._subject(begin, at), (at, self._content_end(at)))
            if token.low in _COMMAS and self.rules.code == "ru":
                at += 1
                continue
            if token.low in {";", "؛", "—", "–"} or (token.low in _COMMAS and not self._goes_on(at)):
                return None
            if token.low in self.rules.verbs and at > begin:
                return None
            at += 1
        return None

    def _goes_on(self, comma: int) -> bool:
        """A comma around an apposition or circumstances: what opens the clause follows within a few words."""
        for at in range(comma + 1, min(self.stop, comma + 14)):
            low = self.parts[at].low
            if (
                self.parts[at].sort is Sort.QUOTE
                or low in self.rules.that
                or low in self.rules.elided
                or self._elides(low)
            ):
                return True
            if low in self.rules.verbs:
                return False
        return False

    def _subject(self, begin: int, end: int) -> Range | None:
        found = self._after_verb(begin)
        if found is None or found[0] >= end:
            return None
        if self.rules.verb_first:
            return self._with_name(found, end)
        if not self.rules.verb_first and not self.parts[found[0]].capital and self.rules.code != "ru":
            return (
                None
                if self.parts[found[0]].low in self.rules.stops | self.rules.helpers or found[1] - found[0] > 4
                else found
            )
        return (found[0], min(found[1], end))

    def _with_name(self, found: Range, end: int) -> Range:
        """`المبعوث، ستافان دي ميستورا، ...`: the name between the next two commas belongs to the title before it."""
        stop = min(found[1], end)
        if stop >= end or self.parts[stop].low not in _COMMAS:
            return (found[0], stop)
        close = next((k for k in range(stop + 1, end) if self.parts[k].low in _COMMAS), end)
        inside = self.parts[stop + 1 : close]
        other = self.rules.stops | self.rules.verbs.keys() | self.rules.days.keys()
        name = 1 < len(inside) <= 5 and all(t.word and t.low not in other for t in inside)
        return (found[0], close if name else stop)

    def _content_end(self, begin: int) -> int:
        """Where what is said ends: before a verb of saying after a comma, at a semicolon, or with the sentence."""
        for at in range(begin, self.stop):
            if self.parts[at].low in {";", "؛"}:
                return at
            if self.parts[at].low in _COMMAS | {"—", "–"} and at + 1 < self.stop:
                following = at + 1
                while following < self.stop and self.parts[following].low in self.rules.helpers | BREAKS:
                    following += 1
                if following < self.stop and self.parts[following].low in self.rules.verbs:
                    return at
        return self.stop

    def _before_verb(self, end: int, least: int) -> Range | None:
        """The subject before its verb: the stretch since the last mark, or what an apposition before the verb hangs on."""
        while end > least and self.parts[end - 1].low in self.rules.helpers:
            end -= 1
        apposed = end > least and self.parts[end - 1].low in _COMMAS
        begin = self._stretch(end - 1 if apposed else end, least)
        if apposed:
            if begin <= least or self.parts[begin - 1].low not in _COMMAS:
                return None
            end = begin - 1
            begin = self._stretch(end, least)
        while (
            begin < end
            and (self.parts[begin].low in self.rules.stops or not self.parts[begin].word)
            and self.parts[begin].low not in self.rules.pronouns
        ):
            begin += 1
        if begin >= end and not apposed:
            return self._first_subject(end)
        for at in range(begin + 1, end):
            here = self.rules.code == "ru" and self.parts[at].low in {"в", "во"} and at > begin + 1
            if self.parts[at].low in _TIMES or here:
                end = at
                break
        if end - begin > 14 or any(self.parts[k].low in self.rules.that for k in range(begin, end)):
            return None
        return (begin, end) if end > begin else None

    def _first_subject(self, end: int) -> Range | None:
        """`S a refusé, mais a affirmé que`: the subject of the first verb of the sentence."""
        for at in range(1, min(end, 9)):
            if self.parts[at].low in self.rules.helpers or self.parts[at].low in self.rules.verbs:
                return (0, at)
            if self.parts[at].low in BREAKS:
                return None
        return None

    def _stretch(self, end: int, least: int) -> int:
        begin = end
        while (
            begin > least and self.parts[begin - 1].low not in BREAKS and self.parts[begin - 1].sort is not Sort.QUOTE
        ):
            begin -= 1
        return begin

    def _content_first(self, verb: Range, kind: ClaimKind) -> list[Said]:
        """`C, a déclaré S`: a comma before the verb, and nothing after its subject."""
        begin = verb[0]
        if begin < 4 or self.parts[begin - 1].low not in _COMMAS | {"—", "–"}:
            return []
        source = self._after_verb(verb[1]) or self._pronoun_in(verb)
        if source is None or (source[1] < self.stop and self.parts[source[1]].low not in self.rules.stops | BREAKS):
            return []
        return [Said(source, verb, (0, begin - 1), kind)]

    def _according(self) -> list[Said]:
        """`Selon S, C` and `C, selon S`."""
        for at in range(self.stop):
            opener = next(
                (
                    o
                    for o in self.rules.according
                    if all(self.parts[at + k : at + k + 1] and self.parts[at + k].low == w for k, w in enumerate(o))
                ),
                None,
            )
            if opener is None:
                continue
            begin = at + len(opener)
            end = begin
            while end < self.stop and self.parts[end].low not in BREAKS and self.parts[end].sort is not Sort.QUOTE:
                end += 1
            if end <= begin:
                continue
            relative = self.rules.subordinate | {"dont", "cuyo", "cuya"}
            if at == 0 and end + 1 < self.stop and self.parts[end + 1].low in relative:
                end = next((k for k in range(end + 1, self.stop) if self.parts[k].low in _COMMAS), end)
            if at == 0 and end + 1 < self.stop:
                return [Said((begin, end), (at, begin), (end + 1, self.stop), ClaimKind.STATEMENT)]
            if at > 3 or (at and self.parts[0].sort is Sort.QUOTE):
                return [Said((begin, end), (at, begin), (0, at), ClaimKind.STATEMENT)]
        return []
