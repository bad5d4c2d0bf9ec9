"""What words come to: whether they are negated, how firmly they are put, and what sort of claim they make."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ceasefire.reading.cues import DECLINED
from ceasefire.reading.tokens import Token, plain_tokens
from ceasefire.record.claim import ClaimKind, Modality
from ceasefire.vocabulary import Asked, StepStatus

_NOT = frozenset("not never cannot neither nor none nobody nothing nowhere no without hardly scarcely".split())
_HARMLESS = frozenset(
    ("no doubt", "not only", "not just", "no less", "nothing but", "not least", "no sooner", "no wonder", "no matter")
)
_UNSURE = frozenset(
    "know known knew ask asked see wonder wondered sure clear unclear doubt decide decided determine learn question tell say saying".split()
)
_SUBORDINATE = frozenset(
    "if unless because that which who whom whose where when while although though until after before since whether lest once how why what".split()
)
_CONDITION = re.compile(
    r"\b(?:only (?:after|if|when|once)|provided|providing|on (?:the )?condition|as long as|so long as|in return for|in exchange for|unless|except if|in case)\b"
)
_ASKED = re.compile(
    r"\b(?:(?:had|has|have)(?: not|n't)?(?: ever| yet| even| also| never)? been|(?:was|were|is|are|being)(?: not|n't)?(?: ever| yet| even| also| never)?)"
    r" (?:(?:fully|properly|ever|even|also|only) )?(?P<what>consulted|asked|informed|told|invited|notified|briefed|warned)\b"
)
_NOT_BEFORE = re.compile(r"\b(?:not|never|n't|n’t|neither|nobody|no one|without)\b")
_ACTIVE = re.compile(
    r"\b(?:nobody|no one|none of them|neither side) (?:had |has |have |ever )*(?:consulted|informed|asked|told|invited|notified)\b"
    r"|\b(?:did not|didn't|didn’t|never|failed to|without) (?:consult|consulted|inform|informed|ask|asked|invite|invited|consulting|informing|asking)\b"
)
_STATUS: Sequence[tuple[re.Pattern[str], StepStatus]] = (
    (
        re.compile(
            r"\boff the table\b|\bnot (?:be |been )?(?:discussed|raised|on the agenda|on the table)\b|\bwill not be discussed\b|\bnot up for discussion\b",
        ),
        StepStatus.OFF_TABLE,
    ),
    (
        re.compile(
            r"\bstill (?:had|has|have|needs?|needed) to be\b|\bremain(?:s|ed)? (?:open|unresolved|unsettled|to be|in dispute|outstanding)\b|\bfew (?:narrow )?issues\b"
            r"|\bno date (?:has|had) been set\b|\bnot yet\b|\byet to be\b|\bnot (?:been |be )?(?:agreed|settled|resolved|finali[sz]ed)\b|\bunresolved\b"
            r"|\bstill (?:had|has|have) (?:\w+ ){0,2}(?:\w+) to \w+\b|\bto be (?:finali[sz]ed|worked out|ironed out|resolved|settled)\b",
        ),
        StepStatus.OPEN,
    ),
    (
        re.compile(
            r"\bvast majority\b|\b(?:most|nearly all|almost all|all) of (?:the |its |their )?(?:\w+ ){0,2}(?:issues|steps|points|details|text|terms|annex(?:es)?|questions|work|plan|agreement|articles|clauses|map)\b|\bagree[ds]? (?:on|to|in principle|that|upon)\b|\bha(?:s|d|ve) been (?:agreed|completed|settled|resolved)\b"
            r"|\bfinali[sz]ed\b|\bhad agreed\b|\bhave agreed\b|\bhas agreed\b|\baccept(?:s|ed)? (?:a|the) (?:pause|truce|ceasefire|plan|text)\b"
            r"|\breached (?:an |a )?(?:\w+ )?(?:agreement|deal|understanding|accord)\b|\bsigned\b",
        ),
        StepStatus.AGREED,
    ),
)
_MODAL: Sequence[tuple[Modality, frozenset[str]]] = (
    (Modality.REQUIRED, frozenset("must should ought".split())),
    (Modality.POSSIBLE, frozenset("may might could perhaps possibly maybe".split())),
    (Modality.INTENDED, frozenset("will would shall 'll intend intends hopes hoped".split())),
)
_PHRASES: Sequence[tuple[Modality, re.Pattern[str]]] = (
    (
        Modality.REQUIRED,
        re.compile(r"\b(?:ha[sd] to|have to|needs? to|needed to|it is (?:essential|necessary|imperative))\b"),
    ),
    (Modality.POSSIBLE, re.compile(r"\b(?:within reach|is possible|was possible|likely to|not ruled? out)\b")),
    (
        Modality.INTENDED,
        re.compile(
            r"\b(?:going to|ready to|about to|prepared to|willing to|aims? to|intends? to|planned to|(?<!about )(?<!of )(?<!the )(?<!their )(?<!its )(?<!any )(?<!no )plans? to|due to \w+ (?:on|in|by))\b|[’']ll\b"
        ),
    ),
)
_INTENDING = frozenset(
    "hope plan intend promise pledge vow threaten undertake swear offer aim want commit agree".split()
)
_DOUBLE = re.compile(r"\b(?:not|never|\w+n't) rul(?:e|ed|ing) out\b")
_SENTENCE = re.compile(r"(?<=[.!?…])[”\"’']?\s+(?=[A-Z“\"])")


def _clean(said: str) -> str:
    return said.replace("’", "'").strip("“”\"'‘«» ")


def main_clauses(said: str) -> list[list[Token]]:
    """The tokens of the main clause of each sentence of some words: without clauses beside, before and under it."""
    found = []
    for sentence in _SENTENCE.split(_clean(said))[:40]:
        parts = plain_tokens(sentence, 0, len(sentence))
        begin = 0
        if parts and parts[0].low in _SUBORDINATE - {"that", "what", "who", "which", "how", "why", "where"} | {"if"}:
            comma = next((k for k, t in enumerate(parts) if t.low == ","), -1)
            begin = comma + 1 if comma > 0 else 0
        end = begin
        while end < len(parts):
            low = parts[end].low
            if end > begin and (low in _SUBORDINATE or low == ";" or (low == "but" and end > begin + 1)):
                break
            if (
                low == ","
                and end + 1 < len(parts)
                and parts[end + 1].low in {"and", "but", "nor", "yet", "though", "although", "while"}
            ):
                break
            end += 1
        found.append(parts[begin:end])
    return found


def is_negated(said: str) -> bool:
    """True where the main clause is negated; `did not rule out` is not, and a negation under or beside it does not count."""
    for parts in main_clauses(said):
        lows = [t.low for t in parts]
        words = " ".join(lows)
        if _DOUBLE.search(words):
            continue
        for at, low in enumerate(lows):
            following = lows[at + 1] if at + 1 < len(lows) else ""
            if not (low in _NOT or low.endswith("n't")) or f"{low} {following}" in _HARMLESS:
                continue
            if (low == "no" and following in {"", ",", ".", "!"}) or (low == "without" and at > 0):
                continue
            return True
        if "no longer" in words:
            return True
    return False


def modality(said: str, verb: str = "", *, denied: bool = False) -> Modality:
    """How firmly words are put, by their main clause, a condition on it, and the verb that reports them."""
    clean = _clean(said)
    low = clean.casefold()
    if denied and verb == "rule out":
        return Modality.POSSIBLE
    if _CONDITION.search(low) or _if(low):
        return Modality.CONDITIONAL
    main = [t.low for clause in main_clauses(said) for t in clause]
    joined = " ".join(main)
    for sort, words in _MODAL:
        if words & set(main) or any(p.search(joined) for s, p in _PHRASES if s is sort):
            return sort
    if verb in _INTENDING and (low.startswith(("to ", "not to ")) or verb in {"promise", "pledge", "vow", "threaten"}):
        return Modality.INTENDED
    return Modality.ASSERTED


def _if(low: str) -> bool:
    """True where `if` makes a condition, and does not stand for *whether*."""
    words = re.findall(r"[a-z']+", low)
    return any(
        w == "if" and not (k and words[k - 1] in _UNSURE) and not (k and words[k - 1] in {"as", "even", "what"})
        for k, w in enumerate(words)
    )


def sort_of_claim(said: str, kind: ClaimKind) -> tuple[ClaimKind, StepStatus | None, Asked | None]:
    """What sort of claim the words make; what is said may be more telling than the verb."""
    low = _clean(said).casefold()
    asked = consulted(low)
    if asked is not None:
        return (ClaimKind.NON_CONSULTATION if asked is Asked.BYPASSED else ClaimKind.CONSULTATION), None, asked
    if kind in {ClaimKind.STATEMENT, ClaimKind.ASSESSMENT}:
        main = " ".join(t.low for clause in main_clauses(low) for t in clause)
        status = next((s for pattern, s in _STATUS if pattern.search(main if s is StepStatus.AGREED else low)), None)
        if status is StepStatus.AGREED and is_negated(said):
            status = StepStatus.OPEN
        if status is not None:
            return ClaimKind.AGREEMENT_STATUS, status, None
    return kind, None, None


def consulted(low: str) -> Asked | None:
    """Whether words say that somebody was consulted, told or passed over on a matter; None where they do not say."""
    if _ACTIVE.search(low):
        return Asked.BYPASSED
    found = _ASKED.search(low)
    if found is None:
        return None
    nothing = low[found.end() :].lstrip().startswith("nothing")
    if nothing or _NOT_BEFORE.search(low, max(0, found.start() - 25), found.end()):
        return Asked.BYPASSED
    told = found["what"] in {"told", "informed", "notified", "briefed", "warned"}
    if found["what"] in {"told", "warned", "asked", "invited"} and not re.search(
        r"\b(?:in advance|beforehand|ahead of|about|on|of)\b", low[found.end() :][:40]
    ):
        return None
    return Asked.TOLD if told else Asked.ASKED


_MATTER = re.compile(
    r"\b(?:consult(?:ed|ing)?|ask(?:ed|ing)?|inform(?:ed|ing)?|told|invited|notified|briefed|warned)\b(?:[^.,;]{0,60}?)\b"
    r"(?:on|about|of|over|regarding|concerning|to) (?P<matter>(?:the|a|an|its|their|his|her|any|this|that|what|how|whether)\b[^.,;”\"]{2,120})",
    re.IGNORECASE,
)


def matter(said: str) -> str:
    """On what somebody was consulted, told or passed over, in the text's words: `on the surrender`; empty where it is not said."""
    found = _MATTER.search(said)
    return f"on: {found['matter'].strip()}" if found else ""


def declines(verb: str) -> bool:
    """True of a verb by which somebody says nothing of what follows."""
    return verb in DECLINED
