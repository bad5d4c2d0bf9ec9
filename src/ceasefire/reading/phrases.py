"""Noun phrases of a sentence: the subject before a verb, the one after it, the hearer, and circumstances to be left out."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.reading.tokens import Sort, Token
from ceasefire.reading.verbs import AUXILIARY, clausal, first_finite, is_adverb, is_finite

Range = tuple[int, int]
"""Places of tokens, end exclusive."""

BREAKS = frozenset(",;:—–")
DETERMINER = frozenset(
    "the a an this that these those his her its their our my your some any no each every both all several many most few another".split()
)
PRONOUN = frozenset("i he she it they we you there".split())
PREPOSITION = frozenset(
    """
    of in on at by for from with near to during after before since under over through about into between within outside inside
    across around despite amid against until via toward towards among without following upon aboard beside beyond along
    """.split()
)
OPENS_CLAUSE = frozenset(
    "that because although while when if but whereas though where whether than what how why unless until so or".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sept oct nov dec".split()
)
_TIME = frozenset(
    "week month year morning afternoon evening night weekend day days weeks months years hours hour minutes noon midnight time moment".split()
)
_WHEN = DAYS | frozenset(
    "late early earlier later this last next that same recently shortly overnight again afterwards".split()
)
_CIRCUMSTANCE = frozenset("in on at during by via through after before from following over to".split())
_OCCASION = frozenset(
    """
    statement letter interview speech conference briefing tweet post message report note telephone phone email e-mail address
    communique communiqué release memo memorandum comment comments remarks video recording broadcast television radio newspaper
    document dispatch cable meeting session hearing call background anonymity condition ruling decision summary transcript reply
    response english arabic russian french writing person turn spokesman spokeswoman facebook twitter telegram op-ed editorial
    column essay book blog article paper bulletin verdict filing affidavit testimony complaint visit
    """.split()
)
_LEADING = frozenset(
    """
    on in at after before during since by for from under meanwhile earlier later however yesterday today but and while speaking
    asked until separately despite with highlights writing addressing responding referring citing according amid when as if
    though although once following today instead still then also nevertheless nonetheless elsewhere afterwards though to
    last this early late over within through so yet only
    """.split()
)
_OBJECT_PRONOUN = frozenset("me us him her them you".split())
_RELATIVE = frozenset("who which whose whom where".split())


def before_verb(parts: Sequence[Token], at: int) -> tuple[int, frozenset[str]]:
    """Where the subject of a verb at a place ends, and the auxiliaries and adverbs between them."""
    between: set[str] = set()
    while at > 0 and (parts[at - 1].low in AUXILIARY or parts[at - 1].low.endswith("n't") or is_adverb(parts[at - 1])):
        at -= 1
        between.add(parts[at].low)
    return at, frozenset(between)


def segment_start(parts: Sequence[Token], least: int, end: int) -> int:
    """Where the stretch that holds a subject begins: after the mark, quotation, conjunction or verb before it."""
    at = end
    while at > least:
        token = parts[at - 1]
        if (
            token.sort is Sort.QUOTE
            or token.low in BREAKS
            or (token.low in OPENS_CLAUSE and not _determines(parts, at - 1, end))
        ):
            break
        if token.low == "-":
            break
        if token.low == "and" and (
            at - 1 > least and (parts[at - 2].low == "," or _clause_before(parts, least, at - 1))
        ):
            break
        if token.low == "as" and at < end and parts[at].low not in {"well", "many", "much"}:
            break
        if is_finite(parts, at - 1) and not _reduced(parts, at - 1, end):
            break
        at -= 1
    return at


def _determines(parts: Sequence[Token], at: int, end: int) -> bool:
    return parts[at].low == "that" and at + 2 == end and not parts[at + 1].capital


def _clause_before(parts: Sequence[Token], least: int, at: int) -> bool:
    """True where the words before a conjunction, back to a mark, hold a finite verb."""
    begin = at
    while begin > least and parts[begin - 1].low not in BREAKS and at - begin < 30:
        begin -= 1
    return any(is_finite(parts, k) and not _reduced(parts, k, at) for k in range(begin, at))


def _reduced(parts: Sequence[Token], at: int, end: int) -> bool:
    """`residents reached by telephone`: a participle after its noun is no finite verb."""
    low = parts[at].low
    return low.endswith("ed") and at + 1 < end and parts[at + 1].low in PREPOSITION


def trimmed_subject(parts: Sequence[Token], begin: int, end: int) -> Range | None:
    """A subject without conjunctions, adverbs and adverbial phrases before it."""
    while begin < end:
        token = parts[begin]
        if token.low in {"and", "but", "yet", "so", "then", "also", "however", "meanwhile", "-", "•", "or"} or (
            is_adverb(token) and token.low != "both" and token.low not in {"all", "only"}
        ):
            begin += 1
            continue
        if token.low in _WHEN and begin + 1 < end:
            stop = begin
            while stop < end and (parts[stop].low in _WHEN | _TIME):
                stop += 1
            if stop < end:
                begin = stop
                continue
        if token.low in PREPOSITION or token.low == "as":
            stop = phrase_end(parts, begin + 1, end)
            while stop < end and parts[stop].low in PREPOSITION:
                stop = phrase_end(parts, stop + 1, end)
            if stop >= end:
                return None
            begin = stop
            continue
        break
    while end > begin and (not parts[end - 1].word and parts[end - 1].sort is not Sort.ASIDE):
        end -= 1
    end = without_time(parts, begin, end)
    return (begin, end) if begin < end else None


def without_time(parts: Sequence[Token], begin: int, end: int) -> int:
    """Where a phrase ends without the day that follows it: `Holm on Tuesday`."""
    for at in range(max(begin + 1, end - 4), end):
        if is_when(parts, at) == end:
            return at
    while end > begin + 1 and parts[end - 1].low in {
        "only",
        "again",
        "also",
        "later",
        "earlier",
        "once",
        "more",
        "yet",
    }:
        end -= 1
    return end


def phrase_end(parts: Sequence[Token], begin: int, stop: int) -> int:
    """Where a noun phrase that begins at a place ends: at a mark, a preposition, or where the next phrase begins."""
    at = begin
    headed = False
    while at < stop:
        token = parts[at]
        if not token.word and token.sort is not Sort.ASIDE:
            break
        if token.low in DETERMINER | PRONOUN and at > begin:
            break
        if token.low in PREPOSITION | OPENS_CLAUSE and at > begin:
            break
        if token.low in AUXILIARY or (at > begin and is_finite(parts, at) and not token.capital):
            break
        if token.capital and headed and not parts[at - 1].capital:
            break
        headed = headed or not (token.low in DETERMINER or is_adverb(token))
        at += 1
        if token.low in DAYS or token.low in PRONOUN:
            break
    return at


def leads_in(parts: Sequence[Token], begin: int, end: int) -> bool:
    """True where what stands before a comma is no statement but leads in: `On Friday`, `Asked about it`, `In a letter`."""
    if begin >= end:
        return True
    low = parts[begin].low
    if low in _RELATIVE:
        return True
    if low.endswith("ing") and not clausal(parts[begin : begin + 3]) and len(parts[begin].low) > 5:
        return True
    if low == "asked":
        return True
    if low in {
        "if",
        "unless",
        "when",
        "after",
        "before",
        "while",
        "as",
        "once",
        "though",
        "although",
        "because",
        "until",
        "since",
    }:
        return not any(t.low == "," for t in parts[begin:end])
    return (low in _LEADING or (is_adverb(parts[begin]) and not clausal(parts[begin:end]))) and first_finite(
        parts[begin:end]
    ) < 0


def is_when(parts: Sequence[Token], at: int) -> int:
    """Where words of time that begin at a place end (`late Tuesday`, `on May 3`), or the place itself."""
    begin = at
    if at < len(parts) and parts[at].low in {"on", "in", "at", "by", "since", "during", "over"}:
        at += 1
    stop = at
    while stop < len(parts) and (
        parts[stop].low in _WHEN | _TIME
        or (parts[stop].low in _MONTHS and parts[stop].capital)
        or (parts[stop].low[:1].isdigit() and stop > at)
        or (parts[stop].low[:1].isdigit() and parts[stop + 1 : stop + 2] and parts[stop + 1].low in _MONTHS)
        or (
            parts[stop].low in {"the", "a"}
            and at > begin
            and parts[stop + 1 : stop + 2]
            and parts[stop + 1].low in _WHEN | _TIME
        )
    ):
        stop += 1
    held = any(
        p.low in DAYS | _MONTHS | _TIME | {"earlier", "later", "recently", "overnight", "shortly"}
        for p in parts[at:stop]
    )
    return stop if held else begin


def circumstances(parts: Sequence[Token], at: int, stop: int) -> int:
    """Where what is said begins after words on when, where and how it was said."""
    begin = at
    while at < stop and parts[at].low != "that":
        when = is_when(parts, at)
        if when > at:
            at = min(when, stop)
            continue
        token = parts[at]
        if token.low == "at" and at + 1 < stop and parts[at + 1].low in {"least", "most", "last", "first", "once"}:
            break
        if token.low in _CIRCUMSTANCE:
            end = phrase_end(parts, at + 1, stop)
            words = {t.low for t in parts[at + 1 : end]}
            with_that = _that_ahead(parts, end, stop)
            if token.low == "to" and not with_that:
                break
            if (
                words & _OCCASION
                or with_that
                or (end < stop and parts[end].sort is Sort.QUOTE)
                or end >= stop
                or parts[end].low in ",:."
            ):
                at = end
                while at < stop and parts[at].low in PREPOSITION and (words & _OCCASION or with_that):
                    at = phrase_end(parts, at + 1, stop)
                continue
        if token.low in {
            "later",
            "earlier",
            "again",
            "also",
            "yesterday",
            "today",
            "simply",
            "only",
            "flatly",
            "bluntly",
            "publicly",
        }:
            at += 1
            continue
        break
    return at if at < stop else (stop if at > begin else at)


def _that_ahead(parts: Sequence[Token], at: int, stop: int) -> bool:
    """True where *that* follows before any mark or verb, so that words until it are no part of what is said."""
    for token in parts[at : min(stop, at + 20)]:
        if token.low == "that":
            return True
        if not token.word or token.low in AUXILIARY:
            return False
    return False


def hearer(parts: Sequence[Token], at: int, stop: int) -> Range | None:
    """Who is told: the phrase after *told*, up to *that*, *to* with a verb, a quotation, or the clause that begins."""
    if (
        at >= stop
        or parts[at].low in {"that", ",", ":", "to", "how", "whether", "if", "why", "what"} | PREPOSITION
        or not parts[at].word
    ):
        return None
    if is_when(parts, at) > at or parts[at].low in PRONOUN - {"you"}:
        return None
    if parts[at].low in _OBJECT_PRONOUN:
        return (at, at + 1)
    far = at
    relative = False
    while far < stop and far - at < 16:
        token = parts[far]
        if (
            token.low
            in {
                "that",
                "to",
                "not",
                "whether",
                "if",
                "how",
                "why",
                "about",
                "against",
                "by",
                "after",
                "before",
                "during",
                "when",
                "while",
            }
            or token.sort is Sort.QUOTE
            or token.low in BREAKS
        ):
            break
        relative = relative or token.low == "who"
        if (token.low in AUXILIARY and not relative) or token.low in PRONOUN - {"who"}:
            break
        far += 1
    ends = far < stop and (
        parts[far].low in {"that", "whether", "if", "how", "why", "to", "not", "about", "against", ",", ":"}
        or parts[far].sort is Sort.QUOTE
    )
    verbs = () if relative else (k for k in range(at + 1, far) if is_finite(parts, k) and not _reduced(parts, k, stop))
    if (ends or far >= stop) and not any(True for _ in verbs):
        return (at, without_time(parts, at, far)) if far > at else None
    end = phrase_end(parts, at, stop)
    return (at, end) if end > at else None
