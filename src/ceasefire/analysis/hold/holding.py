"""Would it hold: what a case says of its reference class and of what moves it, made into a range."""

from __future__ import annotations

from collections.abc import Iterator

from ceasefire.case.model import Case
from ceasefire.errors import MaterialError, Severity
from ceasefire.forecast.base_rates import shipped_rate
from ceasefire.forecast.outlook import Assumed, Move, Outlook, outlook
from ceasefire.forecast.spells import DATASETS
from ceasefire.text.problem import Problem, unknown

SPEAKS_OF = {
    "mechanism": ("mechanism", "monitoring"),
    "mediated": ("mediat",),
    "sides": ("unilateral", "bilateral", "multilateral"),
    "scope": ("nationwide", "partial truce", "local truce"),
    "open_ended": ("open-ended", "open ended", "fixed term"),
    "peacekeepers": ("peacekeep",),
    "disarmament": ("disarm",),
}
"""Words by which a title gives away that it speaks of a trait."""


def holding(case: Case) -> Outlook | None:
    """The base rate of breakdown in the case's reference class, moved by its judgements; None where it names no class.

    Raises MaterialError for a class that the data do not have.
    """
    if case.hold is None:
        return None
    held = case.hold
    rate = shipped_rate(held.data, held.reference, held.days)
    counted = [m for m in held.moves.values() if m.trait not in held.reference]
    moves = [Move(m.title, (m.odds.low, m.odds.high), tuple(m.odds.because)) for m in counted]
    unknown = (held.unknown_odds.low, held.unknown_odds.high)
    return outlook(rate, moves, Assumed(unknown, held.correlation, held.trust))


def class_problems(case: Case) -> Iterator[Problem]:
    """What is wrong with the reference class, and what is counted in it already."""
    yield from _counted_twice(case)
    try:
        holding(case)
    except MaterialError as error:
        for finding in error.findings:
            yield Problem(("hold", "reference"), finding.code, finding.message, finding.hint)


def _counted_twice(case: Case) -> Iterator[Problem]:
    """Moves that speak of a trait which the class has: its rate has that in it."""
    if case.hold is None:
        return
    reference, traits = case.hold.reference, DATASETS[case.hold.data].traits
    for name, move in case.hold.moves.items():
        if move.trait and move.trait not in traits:
            yield unknown(("hold", "moves", name, "trait"), "trait", move.trait, traits)
        elif move.trait in reference:
            message = f"the class is of those with {move.trait} {reference[move.trait]}: the move is not counted again"
            hint = "leave the trait out of `reference`, or say in the move what more there is and drop `trait`"
            yield Problem(("hold", "moves", name, "trait"), "counted-twice", message, hint, Severity.WARNING)
        elif not move.trait:
            said = next((t for t in reference if any(w in move.title.casefold() for w in SPEAKS_OF.get(t, ()))), "")
            if said:
                message = f"this looks like `{said}`, which the class has already: is it counted twice?"
                hint = f"write `trait: {said}` if it is; else say in the title what more there is than that"
                yield Problem(("hold", "moves", name, "title"), "counted-twice", message, hint, Severity.WARNING)
