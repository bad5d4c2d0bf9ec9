"""Repeated play: how patient a party must be, and how well it must be watched, to keep what it could gain by breaking.

A party that keeps its part has R, breaks it once for T, and has P while it is punished; all in points 0-100.  Against a trigger
that never forgives keeping is an equilibrium when its patience (discount factor) is at least (T - R) / (T - P).  Watching is
imperfect: a breach is seen with chance `seen`, a false alarm raised with chance `false_alarm` per round, and punishment lasts
`punishment` rounds (None: for ever).  Then keeping is an equilibrium when

    T - R  <=  d (seen - false_alarm) (R - P) S / (1 + d false_alarm S),      S = 1 + d + ... + d^(punishment - 1)

The right side grows with d where R is above P, so that there is a least patience, or none; where P is above R it is negative, and
patience works against keeping.  Sources: Friedman (1971), Rev. Econ. Stud. 38:1-12, doi:10.2307/2296617; Green & Porter (1984),
Econometrica 52:87-100, doi:10.2307/1911462, for triggers with noise; Axelrod & Hamilton (1981), Science 211:1390-1396,
doi:10.1126/science.7466396, for tit for tat.  The sources leave open what a round is; here it is the time in which a breach would
be answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from ceasefire.errors import Finding, Where

NEARLY = 1 - 1e-9
"""The largest patience that is looked at: at 1 the sums have no end."""


@dataclass(frozen=True)
class Watch:
    """How a breach is answered: chances 0-1 per round, punishment in rounds (None: never forgiven)."""

    seen: float = 1.0
    false_alarm: float = 0.0
    punishment: int | None = None


@dataclass(frozen=True)
class Stakes:
    """What a party has by breaking (T), by keeping (R) and while it is punished (P), in points."""

    tempted: float
    reward: float
    punished: float


def power(patience: float, reward: float, punished: float, watch: Watch) -> float:
    """What deters a breach, in points: the right side of the condition in this module's text."""
    rounds = 1 / (1 - patience) if watch.punishment is None else sum(patience**k for k in range(watch.punishment))
    weight = patience * rounds
    return (watch.seen - watch.false_alarm) * (reward - punished) * weight / (1 + watch.false_alarm * weight)


def least_patience(tempted: float, reward: float, punished: float, watch: Watch | None = None) -> float | None:
    """The least patience, 0-1, at which keeping is an equilibrium; None where none below 1 is enough.

    `tempted`, `reward` and `punished` are T, R and P.  Exact for a trigger without noise, else by bisection to 1e-9.
    """
    how = watch or Watch()
    if tempted <= reward:
        return 0.0
    if how == Watch():
        found = (tempted - reward) / (tempted - punished) if tempted > punished else 1.0
        return found if found < 1 else None
    low, high = 0.0, 1 - 1e-12
    if power(high, reward, punished, how) < tempted - reward:
        return None
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle, reward, punished, how) >= tempted - reward else (middle, high)
    return high


def tit_for_tat(
    tempted: float, reward: float, punished: float, sucker: float, watch: Watch | None = None
) -> float | None:
    """The least patience at which tit for tat holds: the larger of (T-R)/(T-P) and (T-R)/(R-S); None where none below 1 is.

    What the other side does next depends on what was seen, so that under `watch` both are divided by seen - false alarm.
    """
    if tempted <= reward:
        return 0.0
    clear = 1.0 if watch is None else watch.seen - watch.false_alarm
    if reward <= sucker or tempted <= punished or clear <= 0:
        return None
    found = max((tempted - reward) / (tempted - punished), (tempted - reward) / (reward - sucker)) / clear
    return found if found < 1 else None


def verdict(stakes: Stakes, watch: Watch, patience: tuple[float, float]) -> str:
    """Whether a party keeps its part: `held` at every patience of its range, `not held` at none, `open` between."""
    ends = [min(end, NEARLY) for end in patience]
    keeps = [power(end, stakes.reward, stakes.punished, watch) >= stakes.tempted - stakes.reward for end in ends]
    return "held" if all(keeps) else "open" if any(keeps) else "not held"


def guarantee(stakes: Stakes, watch: Watch, patience: float) -> float:
    """Points that must be taken from a breach, once, so that it does not pay; 0 where it does not pay anyway."""
    deterred = power(min(patience, NEARLY), stakes.reward, stakes.punished, watch)
    return max(0.0, stakes.tempted - stakes.reward - deterred)


def seen_needed(stakes: Stakes, watch: Watch, patience: float) -> float | None:
    """The chance of detection, 0-1, from which a breach does not pay; None where none is enough, or there is no temptation."""
    certain = Watch(1.0, watch.false_alarm, watch.punishment)
    full = power(min(patience, NEARLY), stakes.reward, stakes.punished, certain) / (1 - watch.false_alarm or 1.0)
    if full <= 0 or stakes.tempted <= stakes.reward:
        return None
    needed = watch.false_alarm + (stakes.tempted - stakes.reward) / full
    return needed if needed <= 1 else None


def unfit(watch: Watch, patience: float | None) -> list[Finding]:
    """What is wrong with chances and patience that are not 0-1, or with watching that sees no more than it invents."""
    given = {"seen": watch.seen, "false-alarm": watch.false_alarm, "patience": patience}
    hint = "a chance or a patience lies between 0 and 1"
    found = [
        Finding(Where(f"--{name}"), "out-of-range", f"{value} is not between 0 and 1", hint)
        for name, value in given.items()
        if value is not None and not 0 <= value <= 1
    ]
    if not found and watch.seen <= watch.false_alarm:
        message = "a breach is seen no more often than one is invented, so watching deters nothing"
        found.append(Finding(Where("--seen"), "out-of-range", message, "give --seen a larger value than --false-alarm"))
    return found
