"""What texts of this kind usually settle: the words that an issue may use under `settles`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Usual:
    """A category in our words; `code` is the one of the PA-X codebook and `share` 0-1 how many ceasefire agreements have it."""

    title: str
    code: str = ""
    share: float | None = None


USUAL = {
    "terms": Usual("how the ceasefire works: what stops, where, and who is excepted", "CeProv", 0.86),
    "forces": Usual("what becomes of the fighters and forces that are no army's", "SsrPsf", 0.51),
    "disputes": Usual("who settles disputes, and what follows a breach", "ImE", 0.38),
    "mission": Usual("an outside mission or force", "ImPK", 0.35),
    "guarantees": Usual("security guarantees", "SsrGua", 0.32),
    "outside-help": Usual("what outsiders do to carry it out", "ImOth", 0.28),
    "prisoners": Usual("release of prisoners", "TjPrire", 0.26),
    "disarmament": Usual("disarmament and demobilisation", "SsrDdr", 0.25),
    "media": Usual("hostile statements and the media", "Med", 0.23),
    "aid": Usual("humanitarian aid", "DevHum", 0.18),
    "civilians": Usual("protection of civilians", "ProtCiv", 0.09),
    "amnesty": Usual("amnesty", "TjAm", 0.06),
    "movement": Usual("freedom of movement", "CprFmov", 0.02),
    "lines": Usual("lines: who stands where"),
    "verification": Usual("verification: who establishes what happened"),
    "duration": Usual("duration, and how it is renewed"),
    "annexes": Usual("annexes: maps, lists and hours"),
}
"""Most of these are categories of the PA-X codebook; the last four have no code there, so that nobody counted them."""
