"""Who is alleged to have acted against whom, held against who is bound by a term and whom it protects.

Where a report names two sides of a fight and not who acted, each may have acted against the other, and the answer holds only
if it is the same for both.
"""

from __future__ import annotations

from itertools import permutations

from ceasefire.monitoring.counts.incidents import Sides
from ceasefire.monitoring.terms.agreement import CIVILIANS, AgreementText, Term
from ceasefire.monitoring.terms.reasons import ANSWERS, NO, UNKNOWN, YES, Reason
from ceasefire.text.names import same_name

Pair = tuple[Reason, Reason]


class Reading:
    """The names of an agreement, as records give them."""

    def __init__(self, text: AgreementText) -> None:
        self.party = {name: key for key, party in text.parties.items() for name in party.names}
        self.excluded = {name for key, party in text.excluded.items() for name in (*party.names, same_name(key))}
        self.party.update({same_name(key): key for key in text.parties})

    def knows(self, name: str) -> bool:
        """Whether the agreement says who this is."""
        return name in self.party or name in self.excluded or name == CIVILIANS


def actors_of(reading: Reading, term: Term, sides: Sides) -> Pair:
    """Why the alleged actor is bound or not, and why the other side is protected or not."""
    actors, against = sides
    if against:
        pairs = [(actor, target) for actor in actors or ("",) for target in against]
    elif len(actors) > 1:
        pairs = list(permutations(actors, 2))
    else:
        pairs = [(actor, "") for actor in actors or ("",)]
    answers = list(dict.fromkeys((_actor(reading, term, a), _target(reading, term, t)) for a, t in pairs))
    if len(answers) == 1 and against:
        return answers[0]
    overall = [min(ANSWERS[a], ANSWERS[t]) for a, t in answers]
    if all(answer == NO for answer in overall):
        return _outside(answers)
    if all(answer == YES for answer in overall):
        return (Reason.EITHER_BOUND if len(pairs) > 1 else answers[0][0]), Reason.PROTECTED
    if len(answers) == 1:
        return answers[0]
    if {NO, YES} <= set(overall):
        return Reason.WHO_ACTED, Reason.PROTECTED
    actor = next((a for a, _ in answers if ANSWERS[a] == UNKNOWN), Reason.WHO_ACTED)
    target = next((t for _, t in answers if ANSWERS[t] == UNKNOWN), Reason.PROTECTED)
    return actor, target


def _outside(answers: list[Pair]) -> Pair:
    """Each of the possible ways is outside: the reason that says most, and a plain no beside it."""
    targets = [t for _, t in answers if ANSWERS[t] == NO]
    target = Reason.EXCLUDED if Reason.EXCLUDED in targets else (targets[0] if targets else answers[0][1])
    bound = any(ANSWERS[a] == YES for a, _ in answers)
    return (Reason.BOUND if bound and targets else Reason.NOT_BOUND), target


def _actor(reading: Reading, term: Term, name: str) -> Reason:
    if not name:
        return Reason.NO_ACTOR
    if name in reading.party:
        return Reason.BOUND if not term.parties or reading.party[name] in term.parties else Reason.NOT_BOUND
    return Reason.NOT_BOUND if reading.knows(name) else Reason.ACTOR_UNKNOWN


def _target(reading: Reading, term: Term, name: str) -> Reason:
    if name in reading.excluded:
        return Reason.EXCLUDED
    if not term.towards:
        return Reason.PROTECTED
    if not name:
        return Reason.NO_TARGET
    if not reading.knows(name):
        return Reason.TARGET_UNKNOWN
    return Reason.PROTECTED if reading.party.get(name, name) in term.towards else Reason.NOT_PROTECTED
