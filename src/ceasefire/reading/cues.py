"""Words that attribute: verbs of saying by what sort of claim they make, and what else shows that somebody is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ceasefire.record.claim import ClaimKind


def _forms(stems: Iterable[str]) -> list[str]:
    made = []
    for stem in stems:
        verb, _, rest = stem.partition(" ")
        past = _IRREGULAR.get(verb) or (
            verb + "d" if verb.endswith("e") else verb[:-1] + "ied" if _consonant_y(verb) else verb + "ed"
        )
        third = verb[:-1] + "ies" if _consonant_y(verb) else verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s")
        made += [f"{form} {rest}".strip() for form in (verb, third, past)]
    return made


def _consonant_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in "aeiou"


_IRREGULAR = {
    "say": "said",
    "tell": "told",
    "find": "found",
    "vow": "vowed",
    "admit": "admitted",
    "swear": "swore",
    "deny": "denied",
    "put": "put",
    "write": "wrote",
    "think": "thought",
    "undertake": "undertook",
    "commit": "committed",
}
VERBS: dict[ClaimKind, list[str]] = {
    ClaimKind.STATEMENT: """
        say tell state add announce declare explain note remark stress insist argue report confirm write maintain
        reiterate emphasise emphasize claim describe admit acknowledge reply answer recall repeat question dismiss agree
        decline
        """.split(),
    ClaimKind.ASSESSMENT: "estimate warn predict expect fear believe doubt conclude suggest think find".split(),
    ClaimKind.ACCUSATION: "accuse blame allege complain condemn denounce charge".split(),
    ClaimKind.DENIAL: "deny reject refute dispute refuse".split(),
    ClaimKind.REQUEST: [
        *"urge demand ask request".split(),
        "call for",
        "call on",
        "appeal for",
        "appeal to",
        "insist on",
    ],
    ClaimKind.PROPOSAL: ["propose", "offer", "suggest that"],
    ClaimKind.PROMISE: [*"promise pledge vow undertake swear guarantee".split(), "commit to"],
}
KIND_OF = {form: kind for kind, stems in VERBS.items() for form in _forms(stems)}
_ALL = "|".join(re.escape(form) for form in sorted(KIND_OF, key=len, reverse=True))
CUE = re.compile(rf"\b(?:{_ALL})\b", re.IGNORECASE)
ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)

# whoever declines to say something says nothing of it
DECLINED = frozenset(_forms(["decline"]))
# verbs that are common as nouns or in other senses attribute only with a subject before and a complement after
WEAK = frozenset(
    """
    claim claims report reports charge charges offer offers answer answers doubt doubts request requests demand
    demands fear fears note notes put state states find finds appeal estimate estimates think question questions
    blame
    """.split()
)
# their object, not a clause, is what is said
OBJECT = frozenset(
    f
    for kind in (ClaimKind.ACCUSATION, ClaimKind.DENIAL, ClaimKind.REQUEST, ClaimKind.PROPOSAL, ClaimKind.PROMISE)
    for f in _forms(VERBS[kind])
) | set(
    _forms(
        "confirm report describe announce question dismiss admit acknowledge find reiterate allege agree fear decline".split()
    )
)

AUXILIARY = frozenset(
    """
    has have had is are was were be been being will would could may might can should must do does did not also
    again repeatedly later earlier then therefore already still further once
    """.split()
)
HEARERS = re.compile(
    r"\s*(?P<who>(?:the |a |an |his |her |their |this |our )?[A-Z]?[\w’'.-]+(?: [A-Z][\w’'.-]+| (?:council|assembly|agency|newspaper|service))*)"
)
