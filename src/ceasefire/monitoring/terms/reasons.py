"""The tests of an incident against a term, and the reasons that each can be answered with."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import numpy as np

NO, UNKNOWN, YES = range(3)


class Question(StrEnum):
    """The questions asked of each incident and term, in order."""

    FORCE = "in force"
    ACTOR = "bound"
    EXCEPTION = "protected"
    ACT = "act"
    PLACE = "place"


class Reason(IntEnum):
    """Why a test was answered as it was; `REASONS` has the answer and the words of each."""

    IN_FORCE = 0
    BEFORE = 1
    AFTER = 2
    MAY_BE_BEFORE = 3
    MAY_BE_AFTER = 4
    UNDATED = 5
    OTHER_CALENDAR = 6
    BOUND = 7
    EITHER_BOUND = 8
    NOT_BOUND = 9
    ACTOR_UNKNOWN = 10
    NO_ACTOR = 11
    WHO_ACTED = 12
    PROTECTED = 13
    EXCLUDED = 14
    NOT_PROTECTED = 15
    TARGET_UNKNOWN = 16
    NO_TARGET = 17
    BARRED = 18
    NOT_BARRED = 19
    MAY_BE_BARRED = 20
    ACT_UNKNOWN = 21
    INSIDE = 22
    EVERYWHERE = 23
    OUTSIDE = 24
    TOO_COARSE = 25
    NO_PLACE = 26
    SWAPPED = 27


REASONS: dict[Reason, tuple[int, str]] = {
    Reason.IN_FORCE: (YES, "the term was in force at that hour"),
    Reason.BEFORE: (NO, "it happened before the term came into force"),
    Reason.AFTER: (NO, "it happened after the term had ended"),
    Reason.MAY_BE_BEFORE: (UNKNOWN, "its date and hour leave open whether the term was in force already"),
    Reason.MAY_BE_AFTER: (UNKNOWN, "its date and hour leave open whether the term was still in force"),
    Reason.UNDATED: (UNKNOWN, "it has no date"),
    Reason.OTHER_CALENDAR: (UNKNOWN, "its year looks like that of another calendar"),
    Reason.BOUND: (YES, "the alleged actor is bound"),
    Reason.EITHER_BOUND: (YES, "who acted first is not said; every side named is bound"),
    Reason.NOT_BOUND: (NO, "no alleged actor is bound by the term"),
    Reason.ACTOR_UNKNOWN: (UNKNOWN, "the agreement does not know the alleged actor by this name"),
    Reason.NO_ACTOR: (UNKNOWN, "no actor is named"),
    Reason.WHO_ACTED: (UNKNOWN, "who acted is not said, and not every side named is bound towards the other"),
    Reason.PROTECTED: (YES, "the term protects the other side"),
    Reason.EXCLUDED: (NO, "the other side is excluded from the agreement"),
    Reason.NOT_PROTECTED: (NO, "the term does not protect the other side"),
    Reason.TARGET_UNKNOWN: (UNKNOWN, "the agreement does not know the other side by this name"),
    Reason.NO_TARGET: (UNKNOWN, "the other side is not named"),
    Reason.BARRED: (YES, "the term is about this kind of act"),
    Reason.NOT_BARRED: (NO, "the term is not about this kind of act"),
    Reason.MAY_BE_BARRED: (UNKNOWN, "the report's word is too broad to say whether it was the act of the term"),
    Reason.ACT_UNKNOWN: (UNKNOWN, "the agreement does not know this kind of act"),
    Reason.INSIDE: (YES, "the place lies in the area of the term"),
    Reason.EVERYWHERE: (YES, "the term holds everywhere"),
    Reason.OUTSIDE: (NO, "the place lies outside the area of the term"),
    Reason.TOO_COARSE: (UNKNOWN, "the place is known too coarsely to say whether it lies in the area"),
    Reason.NO_PLACE: (UNKNOWN, "no place is given that the area could be held against"),
    Reason.SWAPPED: (UNKNOWN, "latitude and longitude look swapped"),
}
ANSWERS = np.array([REASONS[reason][0] for reason in Reason], dtype=np.int8)
