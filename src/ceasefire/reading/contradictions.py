"""Drafts of one text that say the opposite of one another: pointers for the reader, no findings of fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ceasefire.reading.drafted import Drafted
from ceasefire.record.claim import ClaimKind
from ceasefire.vocabulary import Asked

_SMALL = frozenset(
    """
    the a an of to in on at and or that had has have been was were is are be not no never any it its his her their by for with from will would
    could may might must should they he she we i this these those there said says about over into as but if when which who whom than more
    """.split()
)
_NEAR = 40  # drafts: one is held only against so many before it, so that a long report takes time in proportion


def contradictions(drafts: Sequence[Drafted]) -> list[Drafted]:
    """The drafts, flagged where two say nearly the same with opposite signs, or differ on whether the same party was asked."""
    flagged: set[int] = set()
    bags = [_bag(d.claim.quote) for d in drafts]
    for k in range(len(drafts)):
        for m in range(max(0, k - _NEAR), k):
            if not _overlap(drafts[k], drafts[m]) and _against(drafts[k], drafts[m], bags[k], bags[m]):
                flagged |= {k, m}
    return [replace(d, flags=(*d.flags, "contradiction")) if k in flagged else d for k, d in enumerate(drafts)]


def _overlap(one: Drafted, other: Drafted) -> bool:
    a, b = one.claim.span or (0, 0), other.claim.span or (0, 0)
    return a[0] < b[1] and b[0] < a[1]


def _against(one: Drafted, other: Drafted, bag: set[str], other_bag: set[str]) -> bool:
    a, b = one.claim, other.claim
    if a.consulted and b.consulted:
        asked = {a.consulted, b.consulted}
        return Asked.BYPASSED in asked and len(asked) == 2 and bool(set(a.about) & set(b.about))
    denial = (a.kind is ClaimKind.DENIAL) != (b.kind is ClaimKind.DENIAL)
    if a.negated == b.negated and not denial:
        return False
    shared = len(bag & other_bag)
    return (
        shared >= 2
        and shared >= 0.6 * min(len(bag), len(other_bag))
        and (shared >= 3 or min(len(bag), len(other_bag)) <= 3)
    )


def _bag(said: str) -> set[str]:
    return {w[:5] for w in re.findall(r"\w+", said.casefold()) if w not in _SMALL and len(w) > 2}
