"""Sentences about breaking and keeping: who would gain by what, what would hold it, who could stand behind it."""

from __future__ import annotations

from ceasefire.analysis.keep.enforcement import Breach, OrderBreach, Withheld
from ceasefire.analysis.keep.punishment import NOBODY, OTHERS
from ceasefire.case.model import Case
from ceasefire.report.names import Names
from ceasefire.report.phrases import Changes, isolate, listed, points

SPONSORS = 2
"""Parties named that could stand behind a package."""


def changed(changes: Changes) -> str:
    """`air from areas to unrestricted and access from aleppo to blocked`."""
    return listed([f"{isolate(i)} from {isolate(a)} to {isolate(b)}" for i, (a, b) in changes.items()])


def breach_sentence(breach: Breach, words: Names) -> str:
    """What breaking its part is worth to a party, and what would hold it."""
    who = words.party(breach.party)
    if breach.gain <= 0:
        return f"{who} gains nothing by taking {changed(breach.changes)}"
    text = f"{who} would gain {points(breach.gain)} by taking {changed(breach.changes)}"
    if breach.verdict == "not held" and breach.patience is None:
        return f"{text}; {_undeterred(breach, words.case)}; a guarantee worth {points(breach.guarantee)} would"
    if breach.patience is None:
        return f"{text}; {_undeterred(breach, words.case)}"
    said = {
        "held": "which its record suggests",
        "open": "which its record leaves open",
        "not held": "more than its record suggests",
    }
    held = f"held from a patience of {breach.patience:.2f} on, {said[breach.verdict]}"
    return f"{text}; {held}{_would_leave(breach, words)}"


def _undeterred(breach: Breach, case: Case) -> str:
    if breach.punished_by == NOBODY:
        return "nobody could and would answer it"
    if breach.punished_by == OTHERS:
        return (
            f"the worst that the others would answer with leaves it {points(breach.punished)}, which would not deter it"
        )
    what = "going back to today's state" if case.otherwise is None else "what comes after a breach"
    worse = f", worth {points(breach.punished)} to it against {points(breach.keeps)} for keeping,"
    return f"{what}{worse if breach.punished >= breach.keeps else ''} would not deter it"


def _would_leave(breach: Breach, words: Names) -> str:
    if not breach.leave:
        return ""
    return f"; but going back deters only while all stay there, and {words.parties(breach.leave)} would not"


def sponsors_sentence(breach: Breach, words: Names) -> str:
    """Who could offer the guarantee, and up to what it would be worth it to them."""
    if not breach.sponsors:
        return "nobody gains enough from its being kept to offer that"
    named = [
        f"{words.party(s.party)}{', which backs it,' if s.backs else ''} while it costs it less than {points(s.gain)}"
        for s in breach.sponsors[:SPONSORS]
    ]
    return f"worth offering, each on its own scale, to {listed(named)}"


def order_sentence(breach: OrderBreach, words: Names) -> str:
    """A gain of which only the order is known, with the statement that decides."""
    why = f", since it puts “{isolate(breach.decides)}” first" if breach.decides else ", which it ranks higher"
    return f"{words.party(breach.party)} would gain by taking {changed(breach.changes)}{why}; by how much its order does not say"


def withheld_sentence(one: Withheld, words: Names) -> str:
    """A gain by never delivering."""
    left = listed([f"{isolate(i)} stays {isolate(b)}" for i, (_, b) in one.changes.items()])
    return f"{words.party(one.party)} would gain {points(one.gain)} by not delivering: {left}"
