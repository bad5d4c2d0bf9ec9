"""What a verb of saying reports after it, as far as that verb can report it."""

from __future__ import annotations

from ceasefire.reading.contents import content_end, shortened
from ceasefire.reading.cues import Cue
from ceasefire.reading.phrases import BREAKS, DETERMINER, OPENS_CLAUSE, PREPOSITION, Range
from ceasefire.reading.tokens import Sort
from ceasefire.reading.verbs import AUXILIARY, clausal, is_adverb
from ceasefire.reading.view import View

_PARTICLE = frozenset("off up out back down away on in over together aside forward".split())


_WORKS = frozenset(("write", "read", "call", "dub", "label", "term", "recall", "quote"))


def is_title(quoted: str) -> bool:
    """True of a few quoted words of which all that tell begin with a capital: the title of a book or a song."""
    words = [w.strip(".,!?") for w in quoted.strip("“”\"'‘’«»").split()]
    telling = [w for w in words if len(w) > 3]
    return 2 <= len(words) <= 8 and bool(telling) and all(w[:1].isupper() for w in telling)


class Reports(View):
    """What follows a verb."""

    def own_object(self, cue: Cue) -> bool:
        """`ask for`, `demand an end`: what follows is what is said, not who hears it."""
        after = self.parts[cue.end] if cue.end < self.stop else None
        return after is None or after.sort is Sort.QUOTE

    def that(self, at: int) -> bool:
        """True where *that* stands at a place."""
        return at < self.stop and self.parts[at].low == "that"

    def bare(self, cue: Cue, at: int) -> bool:
        """True where nothing that a verb can report follows: the end, a mark, or a preposition."""
        if at + 1 < self.stop and self.parts[at].low in {",", ":"} and self.parts[at + 1].sort is Sort.QUOTE:
            return False
        if (
            at >= self.stop
            or self.parts[at].low in BREAKS
            or self.parts[at].low in {"and", "but", "as", "while", "when", "after", "before"}
        ):
            return True
        if self.parts[at].low == "to" and "t" in cue.verb.follows:
            return False
        return self.parts[at].low in PREPOSITION and cue.end == cue.at + 1

    def reported(self, cue: Cue, at: int, hears: Range | None) -> Range | None:
        """What a verb reports after it, as far as the verb can report it."""
        parts, follows = self.parts, cue.verb.follows
        colon = at < self.stop and parts[at].low in {":", ","}
        if (
            colon
            and at + 1 < self.stop
            and (parts[at + 1].sort is Sort.QUOTE or (parts[at].low == ":" and cue.verb.clause))
        ):
            at += 1
        if at >= self.stop:
            return None
        first = parts[at]
        if first.sort is Sort.QUOTE and not colon and cue.verb.stem in _WORKS and is_title(first.text):
            return None
        if first.sort is Sort.QUOTE:
            return self.from_quote(cue, at)
        if not first.word and first.low not in "$£€#@[":
            return None
        end = content_end(parts, at, self.stop, cue, clause="o" not in follows or first.low == "that")
        fits = (
            (first.low == "that" and set(follows) & set("cs"))
            or (
                first.low in {"whether", "if", "how", "what", "why", "when", "where", "who"}
                and set(follows) & set("cqs")
            )
            or (first.low == "to" and "t" in follows)
            or (first.low == "not" and "t" in follows)
            or (first.low.endswith("ing") and set(follows) & set("go"))
            or ("c" in follows and self._clause_follows(at, end))
            or (
                "o" in follows
                and self._object_follows(at, hears)
                and (cue.verb.stem != "call" or end - at >= 3 or parts[end - 1].sort is Sort.QUOTE)
            )
            or (
                hears is not None
                and first.low in {"of", "about", "against"}
                and cue.verb.stem in {"warn", "tell", "inform", "notify", "assure", "brief", "remind", "accuse"}
            )
        )
        if not fits:
            return None
        begin = at + 1 if first.low == "that" else at
        if begin < end and parts[begin].low == "," and first.low == "that":
            begin += 1
        return (
            shortened(parts, (begin, end), clause=clausal(parts[begin:end]) or "c" in follows) if begin < end else None
        )

    def _clause_follows(self, at: int, end: int) -> bool:
        parts = self.parts
        if parts[at].low in PREPOSITION | {"and", "or", "but", "as", "goodbye", "hello", "nothing"} and parts[
            at
        ].low not in {"in", "on", "at", "under", "after", "for", "without", "during", "despite", "by", "with"}:
            return False
        if any(t.sort is Sort.QUOTE for t in parts[at:end]):
            return True
        return clausal(parts[at:end]) or (
            end - at >= (3 if self.stop == len(parts) else 4) and parts[at].low not in PREPOSITION
        )

    def _object_follows(self, at: int, hears: Range | None) -> bool:
        first = self.parts[at]
        if first.low in PREPOSITION | OPENS_CLAUSE | AUXILIARY | _PARTICLE | {
            "to",
            "and",
            "as",
            "himself",
            "herself",
            "itself",
            "themselves",
            "nothing",
            "little",
            "goodbye",
        }:
            return False
        return hears is None and (first.low in DETERMINER or not is_adverb(first))

    def from_quote(self, cue: Cue, at: int) -> Range:
        """What begins with a quotation: it alone, or with the words around it that belong to it."""
        parts = self.parts
        end = at + 1
        while end < self.stop and parts[end].sort is Sort.QUOTE:
            end += 1
        if end >= self.stop or not parts[end].word or parts[at].text[-2:-1] in ".?!,":
            return (at, end)
        return shortened(parts, (at, content_end(parts, at, self.stop, cue, clause=False)), clause=False)
