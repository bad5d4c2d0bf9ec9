"""Subjects of verbs of saying: before the verb, after it, before an apposition, and of the main clause."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.reading.contents import REMARK
from ceasefire.reading.cues import WEAK, cue_at
from ceasefire.reading.names import ROLES
from ceasefire.reading.phrases import (
    BREAKS,
    DETERMINER,
    OPENS_CLAUSE,
    PREPOSITION,
    PRONOUN,
    Range,
    before_verb,
    leads_in,
    segment_start,
    trimmed_subject,
)
from ceasefire.reading.tokens import Sort, Token
from ceasefire.reading.verbs import AUXILIARY, is_finite
from ceasefire.reading.view import View

_PAUSES = frozenset(",—–-")


class Subjects(View):
    """Who stands by a verb."""

    def inverted_end(self, at: int) -> int:
        """Where a subject after its verb ends: at a mark, a quotation, or words of when and how."""
        begin = at
        while at < self.stop and self.parts[at].low not in BREAKS and self.parts[at].sort is not Sort.QUOTE:
            token = self.parts[at]
            if at > begin and (
                token.low in {"in", "on", "at", "during", "after", "before", "as", "when", "while", "who", "that"}
                or (is_finite(self.parts, at) and not _participial_here(self.parts, at))
            ):
                following = self.parts[at + 1].low if at + 1 < self.stop else ""
                if (
                    token.low in {"in", "at"}
                    and self.parts[at - 1].low not in {"officials", "spokesman", "spokeswoman"}
                    and following not in {"a", "an", "the"}
                ):
                    break
                if token.low not in {"in", "at"} or following in {"a", "an", "the"}:
                    break
            at += 1
        return at

    def subject(self, end: int, least: int = 0) -> Range | None:
        """The subject that ends at a place: before an apposition or a relative clause, if one stands there."""
        parts = self.parts
        if end and parts[end - 1].low in _PAUSES:
            return self._apposed(end - 1, least)
        begin = segment_start(parts, least, end)
        if begin == end and end > least and parts[end - 1].low in {"who", "which", "that"}:
            return self.antecedent(end - 1, least)
        if begin < end and parts[begin].low in {"who", "which"} and end - begin == 1:
            return self.antecedent(begin, least)
        found = trimmed_subject(parts, begin, end)
        if found is None or found[1] - found[0] > 16 or not self.nominal(found):
            return None
        if (
            found[1] - found[0] > 2
            and parts[found[0] + 1].low in REMARK
            and (parts[found[0] + 2].low in DETERMINER | PRONOUN or parts[found[0] + 2].capital)
        ):
            return None  # `a charge the ministry denied`
        if begin > least + 1 and parts[begin - 1].low == ",":
            return self._with_title(found, begin - 1, least)
        return found

    def _with_title(self, found: Range, comma: int, least: int) -> Range:
        """`her counterpart, Josef Tal, said` and `U.S., Russia say`: a title or a name before the comma belongs to it."""
        parts = self.parts
        begin = segment_start(parts, least, comma)
        before = trimmed_subject(parts, begin, comma)
        if before is None or not all(t.capital or t.low == "and" for t in parts[slice(*found)] if t.word):
            return found
        words = [t for t in parts[slice(*before)] if t.word]
        several = any(t.low == "and" for t in parts[slice(*found)])
        if (
            words
            and all(t.capital for t in words)
            and len(words) <= 3
            and (several or (begin == 0 and found[1] - found[0] <= 2))
        ):
            if several and before[0] > least + 1 and parts[before[0] - 1].low == ",":
                return self._with_title((before[0], found[1]), before[0] - 1, least)
            return (before[0], found[1])
        return found

    def _apposed(self, comma: int, least: int) -> Range | None:
        """The subject before `, a minister,` or `, who left early,`: walks back over what is apposed to what it hangs on."""
        parts = self.parts
        end = comma
        for _ in range(5):
            begin = end
            while (
                begin > least
                and parts[begin - 1].low not in BREAKS | _PAUSES
                and parts[begin - 1].sort is not Sort.QUOTE
            ):
                begin -= 1
            if begin <= least or parts[begin - 1].low not in _PAUSES:
                break
            before = begin - 1
            apposed = trimmed_subject(parts, begin, end)
            lead = self._segment(before, least)
            if lead is None:
                return None
            head = trimmed_subject(parts, *lead)
            if head and apposed and apposed[0] == begin and self._named(apposed) and self._titled(head):
                return (head[0], apposed[1])
            if (
                head
                and self.nominal(head)
                and not leads_in(parts, *lead)
                and (self._named(head) or parts[head[0]].low in DETERMINER or head[1] - head[0] <= 4)
            ):
                return head
            end = before
        found = trimmed_subject(parts, segment_start(parts, least, end), end)
        if found is None or not self.nominal(found):
            return None
        several = self._named(found) and any(t.low == "and" for t in parts[slice(*found)])
        return found if end != comma or several else None  # a comma may stray after `X and Y`

    def _segment(self, end: int, least: int) -> Range | None:
        begin = segment_start(self.parts, least, end)
        return (begin, end) if begin < end else None

    def _named(self, at: Range) -> bool:
        words = [t for t in self.parts[slice(*at)] if t.word]
        return bool(words) and words[0].capital and words[-1].capital

    def _titled(self, at: Range) -> bool:
        last = self.parts[at[1] - 1]
        return not last.capital and (any(t.low in DETERMINER for t in self.parts[slice(*at)]) or last.low in ROLES)

    def antecedent(self, relative: int, least: int) -> Range | None:
        """The name or phrase right before a relative pronoun."""
        end = relative - 1 if relative and self.parts[relative - 1].low == "," else relative
        begin = end
        while (
            begin > least
            and end - begin < 10
            and (self.parts[begin - 1].word and self.parts[begin - 1].low not in OPENS_CLAUSE | {"and"})
            and not is_finite(self.parts, begin - 1)
        ):
            begin -= 1
            if self.parts[begin].low in DETERMINER:
                break
        return trimmed_subject(self.parts, begin, end)

    def nominal(self, at: Range) -> bool:
        """True of what can be a source: words that begin as a name, a phrase or a group does, and hold no verb."""
        first = self.parts[at[0]]
        if not first.word or any(t.sort is Sort.QUOTE for t in self.parts[slice(*at)]):
            return False
        if first.low in {
            "what",
            "how",
            "why",
            "which",
            "who",
            "it's",
            "that",
            "there",
            "to",
            "not",
            "as",
            "such",
            "more",
            "less",
            "than",
        }:
            return False
        if first.low.endswith("ing") and not first.capital:
            return False
        if (
            first.low.endswith("ed")
            and not first.capital
            and any(t.low in PREPOSITION for t in self.parts[at[0] + 1 : at[0] + 2])
        ):
            return False  # `appeared on a map and said`, and no `armed groups said`
        if at[1] - at[0] == 1 and first.low[:1].isdigit():  # `Anna Berg, 58, said`
            return False
        return not any(
            t.low in AUXILIARY or t.low == "that" or (t.low == "to" and not self._to_somebody(k))
            for k, t in enumerate(self.parts[slice(*at)], at[0])
        )

    def _to_somebody(self, at: int) -> bool:
        """`aides to the envoy`, and no `to leave`."""
        following = self.parts[at + 1] if at + 1 < len(self.parts) else None
        return following is not None and (following.low in DETERMINER or following.capital)

    def main_subject(self, end: int) -> Range | None:
        """The subject of the sentence's first verb, after whatever only leads in."""
        parts = self.parts
        begin = 0
        while begin < end:
            comma = next((k for k in range(begin, end) if parts[k].low == ","), end)
            if comma < end and leads_in(parts, begin, comma):
                begin = comma + 1
                continue
            break
        verb = next(
            (
                k
                for k in range(begin + 1, end)
                if (is_finite(parts, k) and not _participial(parts, k)) or self._cue_verb(k)
            ),
            -1,
        )
        if verb < 0:
            return None
        subject_end, _ = before_verb(parts, verb)
        return self.subject(subject_end, begin)

    def _cue_verb(self, at: int) -> bool:
        cue = cue_at(self.parts, at)
        return cue is not None and cue.form in {"past", "third"} and self.parts[at].low not in WEAK


def _participial(parts: Sequence[Token], at: int) -> bool:
    low = parts[at].low
    return (
        low.endswith("ed")
        and at + 1 < len(parts)
        and parts[at + 1].low in PREPOSITION
        and any(is_finite(parts, k) for k in range(at + 1, min(len(parts), at + 12)))
    )


def _participial_here(parts: Sequence[Token], at: int) -> bool:
    """`a statement issued by the union`: a participle after its noun."""
    return parts[at].low.endswith("ed") and at + 1 < len(parts) and parts[at + 1].low in PREPOSITION
