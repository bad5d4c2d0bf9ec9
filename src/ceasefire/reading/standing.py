"""How a verb of saying stands: whether it says now or in the past, and whether a quotation stands right beside it."""

from __future__ import annotations

from ceasefire.reading.cues import WEAK, Cue, cue_at
from ceasefire.reading.phrases import BREAKS, DETERMINER, PREPOSITION, Range, circumstances, segment_start
from ceasefire.reading.tokens import Sort
from ceasefire.reading.verbs import clausal, is_finite
from ceasefire.reading.view import View

FUTURE = frozenset("will would may might can could should must shall 'll".split())
PASSIVE = frozenset("be been being is are was were am".split())


_BEFORE_NOUN = (
    DETERMINER - {"all", "both", "many", "most", "some", "others", "few", "several", "that"}
    | PREPOSITION
    | {"to", "as"}
)


def _now_or_past(cue: Cue, low: str, between: frozenset[str], *, negated: bool) -> bool:
    """True of a form that says now or in the past: no passive, no future, no bare stem after *has*."""
    if between & PASSIVE and not between & {"has", "have", "had"} and cue.form in {"past", "perfect"}:
        return False
    if between & {"be", "been", "being"} or (between & FUTURE and not negated):
        return False
    if cue.form == "third" and between & {"has", "have", "had"}:  # `had orders`
        return False
    return not (cue.form == "base" and between & {"has", "have", "had"} and low not in {"read", "put", "set", "let"})


class Standing(View):
    """What a verb is in its sentence."""

    def finite(self, cue: Cue, subject_end: int, between: frozenset[str], *, negated: bool) -> bool:
        """True of a verb that says, now or in the past, and is no noun."""
        before = self.parts[cue.at - 1].low if cue.at else ""
        if before in _BEFORE_NOUN or (before[:1].isdigit() and len(before) < 4):
            return False
        if not _now_or_past(cue, self.parts[cue.at].low, between, negated=negated):
            return False
        weak = self.parts[cue.at].low in WEAK and cue.end == cue.at + 1 and not between
        return not weak or self._verb_and_no_noun(cue, subject_end, before)

    def _verb_and_no_noun(self, cue: Cue, subject_end: int, before: str) -> bool:
        """Of a form that may be a noun: true where a subject of its number stands before, and what a verb takes after."""
        parts = self.parts
        if cue.at and (parts[cue.at].capital or before in {"'s", "of"} or not self._agrees(cue, before)):
            return False
        after = parts[cue.end] if cue.end < len(parts) else None
        ends = after is None or after.low in {",", "."} or cue.end >= self.stop
        if ends and cue.form in {"third", "base"} and self._after_clause(subject_end):
            return True
        if after is None:
            return False
        quoted = cue.end + 1 < self.stop and parts[cue.end + 1].sort is Sort.QUOTE
        return (
            after.low in {"that", "to", "it", "he", "she", "they", "there", "it's"} | DETERMINER
            or after.sort is Sort.QUOTE
            or (after.low in {",", ":"} and quoted)
            or after.low[:1].isdigit()
            or (after.low in {",", "."} and self.quote_before(subject_end, cue) is not None)
            or (
                cue.form in {"third", "base"}
                and cue.verb.clause
                and clausal(parts[cue.end : self._break_after(cue.end)])
            )
        )

    def _agrees(self, cue: Cue, before: str) -> bool:
        """`officials state`, and no `Syrian state television`: a form that may be a noun has a subject of its own number."""
        plural = before.endswith("s") or before in {
            "they",
            "we",
            "i",
            "you",
            "people",
            "police",
            "men",
            "women",
            "who",
            "both",
            "many",
            "some",
        }
        return plural if cue.form == "base" else True

    def _break_after(self, at: int) -> int:
        """The next mark, at most eight words on."""
        return next(
            (k for k in range(at, min(self.stop, at + 8)) if self.parts[k].low in BREAKS), min(self.stop, at + 8)
        )

    def _after_clause(self, subject_end: int) -> bool:
        """`C, S fear`: a clause and a comma stand before the subject."""
        begin = segment_start(self.parts, 0, subject_end)
        return 0 < begin < subject_end and self.parts[begin - 1].low == "," and clausal(self.parts[: begin - 1])

    def quote_before(self, subject_end: int, cue: Cue) -> list[int] | None:
        """The quotations right before `S cue` or `cue S`, the nearest last; None where there is none."""
        parts = self.parts
        begin = segment_start(parts, 0, subject_end)
        if subject_end - begin > 12:
            return None
        at = begin
        if at and parts[at - 1].low in {",", "—", "–"}:
            at -= 1
        if not at or parts[at - 1].sort is not Sort.QUOTE:
            if at >= 2 and parts[at - 1].low == "," and parts[at - 2].sort is Sort.QUOTE:
                at -= 1
            else:
                return None if begin != subject_end else self._apposed_quote(subject_end)
        quote = parts[at - 1]
        ends = quote.text.rstrip("”\"’'»")[-1:] in {",", ".", "?", "!", "…", "-", "—", "–"} or (
            at < len(parts) and parts[at].low in {",", "—", "–"}
        )
        if not ends and not ((begin == subject_end or at == 1) and self._closes(cue)):
            return None
        found = [at - 1]
        while found[0] and parts[found[0] - 1].sort is Sort.QUOTE:
            found.insert(0, found[0] - 1)
        return found

    def _apposed_quote(self, subject_end: int) -> list[int] | None:
        """`"Q," S, a minister, said`: the quotation stands before the name and what is apposed to it."""
        parts = self.parts
        if not subject_end or parts[subject_end - 1].low != ",":
            return None
        at = subject_end - 1
        while at > 0 and subject_end - at < 40 and parts[at - 1].sort is not Sort.QUOTE:
            if is_finite(parts, at - 1) and not any(t.low in {"who", "which"} for t in parts[max(0, at - 12) : at]):
                return None
            at -= 1
        quote = parts[at - 1] if at else None
        if quote is None or (
            quote.text.rstrip("”\"’'»")[-1:] not in {",", "?", "!", ".", "…"} and parts[at].low != ","
        ):
            return None
        return [at - 1]

    def _closes(self, cue: Cue) -> bool:
        return cue.verb.stem in {"say", "add", "tell", "ask", "read", "reply"}

    def goes_on_with_quote(self, at: int) -> Range | None:
        """`, "Q2"` after the attribution, when nothing but circumstances lies between."""
        at = circumstances(self.parts, at, self.stop)
        begin = at
        apposed = next((k for k in range(at + 1, min(self.stop, at + 16)) if self.parts[k].sort is Sort.QUOTE), 0)
        if (
            apposed
            and self.parts[at].low == ","
            and self.parts[apposed - 1].low == ","
            and not clausal(self.parts[at:apposed])
            and not any(cue_at(self.parts, k) for k in range(at, apposed))
        ):
            at = begin = apposed - 1  # `said Berg, the mayor, "Q2"`
        while at < self.stop and (self.parts[at].low in {",", ":", "—", "–"} or self.parts[at].low in {"and", "but"}):
            at += 1
        if at >= self.stop or self.parts[at].sort is not Sort.QUOTE or at == begin:
            return None
        end = at + 1
        while end < self.stop and self.parts[end].sort is Sort.QUOTE:
            end += 1
        return (at, end)
