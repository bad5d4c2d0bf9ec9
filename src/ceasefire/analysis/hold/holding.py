"""Would it hold: what a case says of its reference class and of what moves it, made into a range."""

from __future__ import annotations

from collections.abc import Iterator

from ceasefire.case.model import Case
from ceasefire.errors import MaterialError
from ceasefire.forecast.base_rates import shipped_rate
from ceasefire.forecast.outlook import Move, Outlook, outlook
from ceasefire.text.problem import Problem


def holding(case: Case) -> Outlook | None:
    """The base rate of breakdown in the case's reference class, moved by its judgements; None where it names no class.

    Raises MaterialError for a class that the data do not have.
    """
    if case.hold is None:
        return None
    rate = shipped_rate(case.hold.data, case.hold.reference, case.hold.days)
    moves = [Move(m.title, (m.odds.low, m.odds.high), tuple(m.odds.because)) for m in case.hold.moves.values()]
    return outlook(rate, moves)


def class_problems(case: Case) -> Iterator[Problem]:
    """What is wrong with the reference class."""
    try:
        holding(case)
    except MaterialError as error:
        for finding in error.findings:
            yield Problem(("hold", "reference"), finding.code, finding.message, finding.hint)
