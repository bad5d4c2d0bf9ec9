"""Incidents held against the terms of an agreement: which duty is alleged to be breached, and what leaves it open.

For each incident and term five tests are answered yes, no or unknown, each with its reason; then the grading decides
between alleged and confirmed.  An answer of "no" to any test puts the incident outside the term; an unknown without a "no"
means that nobody can tell from what is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.incidents import ALLEGED, CONFIRMED, DOUBTED, Incidents
from ceasefire.monitoring.terms import where
from ceasefire.monitoring.terms.agreement import AgreementText, Duty, Term
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.terms.reasons import ANSWERS, NO, UNKNOWN, Question, Reason
from ceasefire.monitoring.terms.sides import Reading, actors_of
from ceasefire.text.names import same_name


class Verdict(IntEnum):
    """What an incident is to a term."""

    OUTSIDE = 0
    CANNOT_TELL = 1
    ALLEGED = 2
    CONFIRMED = 3

    def __str__(self) -> str:
        return ("outside scope", "cannot tell", "breach alleged", "breach confirmed")[self]


MATCHED = frozenset({Duty.REFRAIN, Duty.GRANT})
"""Duties that an incident can breach; a thing to be done is scored by its day, and what is allowed is no breach."""


@dataclass(frozen=True)
class Matched:
    """Every incident against every term that an incident can breach.

    `verdicts` has shape (n_terms, n_incidents) with values of `Verdict`; `reasons` shape (n_terms, n_tests, n_incidents) with
    values of `Reason`, tests in the order of `Question`.  `claimed` marks incidents for which an exception of the term is
    claimed: those stay alleged, however well the act is established.
    """

    terms: tuple[str, ...]
    verdicts: NDArray[np.int8]
    reasons: NDArray[np.int8]
    claimed: NDArray[np.bool_]

    def overall(self) -> NDArray[np.int8]:
        """The most serious verdict of each incident over all terms, shape (n_incidents,)."""
        if not len(self.terms):
            return np.zeros(self.verdicts.shape[1], dtype=np.int8)
        return np.asarray(self.verdicts.max(axis=0), dtype=np.int8)


def match(watched: Watched, incidents: Incidents) -> Matched:
    """Hold every incident against every term that bars something or grants access."""
    text = watched.text
    terms = {number: term for number, term in text.terms.items() if term.duty in MATCHED}
    shape = (len(terms), len(incidents))
    reasons = np.zeros((len(terms), len(Question), len(incidents)), dtype=np.int8)
    claimed = np.zeros(shape, dtype=np.bool_)
    places = where.places(watched, incidents.places, {term.area or text.area for term in terms.values()})
    reading = Reading(text)
    for k, term in enumerate(terms.values()):
        sides = np.array([actors_of(reading, term, s) for s in incidents.all_sides], dtype=np.int8).reshape(-1, 2)
        acts = np.array([_act(text, term, act) for act in incidents.acts], dtype=np.int8)
        excepted = np.array([bool({same_name(e) for e in term.exceptions} & set(c)) for c in incidents.exceptions])
        reasons[k, 0] = _force(text, term, incidents)
        if len(incidents):
            reasons[k, 1], reasons[k, 2] = sides[incidents.sides].T
            reasons[k, 3] = acts[incidents.act]
            reasons[k, 4] = places[term.area or text.area][incidents.place]
            claimed[k] = excepted[incidents.excepted]
    verdicts = np.zeros(shape, dtype=np.int8)
    for k in range(len(terms)):  # term by term: memory for one at a time
        worst = ANSWERS[reasons[k]].min(axis=0)
        grade = np.where(claimed[k] & (incidents.grade == CONFIRMED), ALLEGED, incidents.grade)
        graded = np.array([Verdict.ALLEGED, Verdict.CONFIRMED, Verdict.CANNOT_TELL], dtype=np.int8)[grade]
        verdicts[k] = np.where(worst == NO, Verdict.OUTSIDE, np.where(worst == UNKNOWN, Verdict.CANNOT_TELL, graded))
    return Matched(tuple(terms), verdicts, reasons, claimed)


def _force(text: AgreementText, term: Term, incidents: Incidents) -> NDArray[np.int8]:
    """Was the term in force at that hour?  An end named by a day includes it."""
    earliest, latest = (int(m.timestamp()) for m in text.begins(term))
    end = text.ends(term)
    first_end, last_end = (int(m.timestamp()) for m in end) if end else (2**62, 2**62)
    begins, ends = incidents.begins, incidents.ends
    undated = incidents.ends - incidents.begins > 400 * 366 * 86_400  # nothing is given, or an open interval
    return np.select(
        [incidents.odd_date, undated, ends < earliest, begins > last_end, begins < latest, ends > first_end],
        [
            Reason.OTHER_CALENDAR,
            Reason.UNDATED,
            Reason.BEFORE,
            Reason.AFTER,
            Reason.MAY_BE_BEFORE,
            Reason.MAY_BE_AFTER,
        ],
        Reason.IN_FORCE,
    ).astype(np.int8)


def _act(text: AgreementText, term: Term, what: str) -> Reason:
    """Is the term about this act?  Of a record's `kind: finer kind` the finer counts where the agreement knows it."""
    for word in (what, what.split(": ", maxsplit=1)[0]):
        known = {name for name, act in text.acts.items() if word in act.names}
        broad = {name for name, act in text.acts.items() if word in {same_name(w) for w in act.may_be}}
        if known & set(term.acts):
            return Reason.BARRED
        if broad & set(term.acts):
            return Reason.MAY_BE_BARRED
        if known or broad:
            return Reason.NOT_BARRED
    return Reason.ACT_UNKNOWN


def grade_words(grade: int, *, claimed: bool) -> str:
    """What the grading says, in words."""
    words = {
        ALLEGED: "reported, not confirmed by others",
        CONFIRMED: "confirmed by others, from a reliable source",
        DOUBTED: "graded improbable",
    }
    return words[grade] + ("; an exception of the term is claimed" if claimed else "")
