"""How ceasefires end over time, when one way of ending forestalls the others.

Aalen & Johansen (1978), Scandinavian J. of Statistics 5(3), 141-150: the chance of each ending by a time, from the share of those
still in force that end so on each day.  Taking the complement of a Kaplan-Meier curve instead would count a truce that expired
as one that could still break down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ceasefire.forecast.spells import Ending


def incidence(lasted: Iterable[tuple[int, Ending]], horizons: Sequence[int]) -> dict[int, dict[Ending, float]]:
    """For each horizon (days, included) the chance (0-1) of each ending by then.

    `lasted` holds days and ending; `Ending.IN_FORCE` is censored, after the endings of the same day.  Without any spell the
    chances are empty.
    """
    ends: Counter[tuple[int, Ending]] = Counter(lasted)
    at_risk = sum(ends.values())
    if not at_risk:
        return {horizon: {} for horizon in horizons}
    by_day: dict[int, dict[Ending, int]] = {}
    for (days, ending), n in ends.items():
        by_day.setdefault(days, {})[ending] = n
    in_force = 1.0
    chances: dict[Ending, float] = {ending: 0.0 for _, ending in ends if ending is not Ending.IN_FORCE}
    found: dict[int, dict[Ending, float]] = {}
    waiting = sorted(horizons)
    for day in sorted(by_day):
        while waiting and waiting[0] < day:
            found[waiting.pop(0)] = dict(chances)
        ended = {e: n for e, n in by_day[day].items() if e is not Ending.IN_FORCE}
        for ending, n in ended.items():
            chances[ending] += in_force * n / at_risk
        in_force *= 1 - sum(ended.values()) / at_risk
        at_risk -= sum(by_day[day].values())
    found.update((horizon, dict(chances)) for horizon in waiting)
    return {horizon: found[horizon] for horizon in horizons}
