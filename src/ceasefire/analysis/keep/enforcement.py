"""Would they keep it when nobody can make them: temptation, patience, watching, and trust, by repeated play.

A party that keeps its part has R, breaks it once for T, and has P while the others punish by going back to today's state; all in
points 0-100.  Against a trigger that never forgives keeping is an equilibrium when its patience (discount factor) is at least
(T - R) / (T - P).  Watching is imperfect: a breach is seen with chance `seen`, a false alarm raised with chance `false_alarm` per
round, and punishment lasts `punishment` rounds (None: for ever).  Then keeping is an equilibrium when

    T - R  <=  d (seen - false_alarm) (R - P) S / (1 + d false_alarm S),      S = 1 + d + ... + d^(punishment - 1)

which grows with d, so that there is a least patience, or none.  Sources: Friedman (1971), Rev. Econ. Stud. 38:1-12,
doi:10.2307/2296617; Green & Porter (1984), Econometrica 52:87-100, doi:10.2307/1911462, for triggers with noise; Axelrod &
Hamilton (1981), Science 211:1390-1396, doi:10.1126/science.7466396, for tit for tat.  The sources leave open what a round
is; here it is the time in which a breach would be answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ceasefire.analysis.dispute.board import Board
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.moves import gains, reached
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.analysis.keep.verdicts import playing_board
from ceasefire.case.rules import Rule, atoms, holds, parse_rule
from ceasefire.errors import Finding, Where
from ceasefire.vocabulary import Outcome


@dataclass(frozen=True)
class Watch:
    """How a breach is answered: chances 0-1 per round, punishment in rounds (None: never forgiven)."""

    seen: float = 1.0
    false_alarm: float = 0.0
    punishment: int | None = None


@dataclass(frozen=True)
class Trust:
    """Promises kept and broken as a Beta posterior from Beta(1, 1): mean, 95 % interval; unknown outcomes count for nothing."""

    by: str
    to: str
    kept: int
    broken: int
    unknown: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Breach:
    """What breaking its part is worth to a party.

    `commitment` is empty for a breach of what it controls alone.  `gain` is T - R, in points.  `patience` is the least at which
    keeping is an equilibrium: 0 where there is no temptation, None where no patience is enough.  `forgiving` is the same for tit
    for tat (None where it cannot be said).  `verdict` compares it with the range of the party's patience: held, open, not held.
    `seen_needed` and `guarantee` are the chance of detection, or the points taken from a breach, that would hold it at the
    middle of that range.
    """

    party: str
    commitment: str
    changes: Mapping[str, tuple[str, str]]
    keeps: float
    breaks: float
    punished: float
    gain: float
    patience: float | None
    forgiving: float | None
    verdict: str
    seen_needed: float | None
    guarantee: float


@dataclass(frozen=True)
class Enforcement:
    """Who could gain by breaking a package, what holds them, and what the record of promises says; the most fragile first."""

    choices: Mapping[str, str]
    breaches: tuple[Breach, ...]
    trust: tuple[Trust, ...]
    patience: Mapping[str, tuple[float, float]]
    watch: Watch
    unjudged: tuple[str, ...]
    method: str


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


def tit_for_tat(tempted: float, reward: float, punished: float, sucker: float) -> float | None:
    """The least patience at which tit for tat holds: the larger of (T-R)/(T-P) and (T-R)/(R-S); None where none below 1 is."""
    if tempted <= reward:
        return 0.0
    if reward <= sucker or tempted <= punished:
        return None
    found = max((tempted - reward) / (tempted - punished), (tempted - reward) / (reward - sucker))
    return found if found < 1 else None


def trust(dispute: Dispute) -> tuple[Trust, ...]:
    """Trust per pair of parties, from the case's history."""
    pairs = dict.fromkeys((p.by, p.to) for p in dispute.case.history)
    return tuple(
        _trust(by, to, [p.outcome for p in dispute.case.history if (p.by, p.to) == (by, to)]) for by, to in pairs
    )


def _trust(by: str, to: str, outcomes: list[Outcome]) -> Trust:
    from scipy.special import betaincinv  # slow to import

    kept, broken = outcomes.count(Outcome.KEPT), outcomes.count(Outcome.BROKEN)
    a, b = 1 + kept, 1 + broken
    low, high = (float(betaincinv(a, b, q)) for q in (0.025, 0.975))
    return Trust(by, to, kept, broken, outcomes.count(Outcome.UNKNOWN), a / (a + b), low, high)


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


def enforcement(
    dispute: Dispute, package: Mapping[str, str], watch: Watch | None = None, patience: float | None = None
) -> Enforcement:
    """What holds the parties to a package, on a dispute compiled with all issues open.

    `patience`, 0-1, is taken for every party; by default a party's range is the interval of its promises kept, to anybody.
    Raises TooLarge.
    """
    how, playing = watch or Watch(), playing_board(dispute)
    ranges = {p: (patience, patience) if patience is not None else _range(dispute, p) for p in dispute.case.parties}
    found = []
    for party, commitment, broken in _breaches(dispute, playing, package):
        worth = dispute.worths.get(party)
        if isinstance(worth, Additive):
            sucker = _sucker(dispute, worth, party, commitment, package)
            found.append(_breach(dispute, worth, party, commitment, (package, broken), (how, ranges[party], sucker)))
    ordinal = tuple(p for p in dispute.deciding if not isinstance(dispute.worths[p], Additive))
    order = sorted(found, key=lambda b: (-(1.0 if b.patience is None else b.patience), -b.gain))
    return Enforcement(
        choices=dict(package),
        breaches=tuple(order),
        trust=trust(dispute),
        patience={b.party: ranges[b.party] for b in order},
        watch=how,
        unjudged=ordinal,
        method="one-shot deviations in repeated play; punishment is a return to today's state",
    )


def _range(dispute: Dispute, party: str) -> tuple[float, float]:
    found = _trust(party, "", [p.outcome for p in dispute.case.history if p.by == party])
    return found.low, found.high


def _breaches(
    dispute: Dispute, playing: Board, package: Mapping[str, str]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Per party and commitment (or what it controls alone): the state in which it alone breaks its part, the best for it."""
    for name, commitment in dispute.case.commitments.items():
        for promise in commitment.exchange:
            rule = parse_rule(promise.does)
            if holds(rule, package):
                broken = _best_breach(dispute, promise.party, rule, package)
                if broken is not None:
                    yield promise.party, name, broken
    number = playing.space.number(package)
    for party in playing.ranks:
        own = playing.own(party)
        better = (
            []
            if own is None
            else [int(t) for t in reached(playing, own, number) if gains(playing, own, number, int(t))]
        )
        if better:
            best = max(better, key=lambda t: (playing.ranks[party][t], -t))
            state = playing.space.state(best)
            yield party, "", {i: state[i] for i in dispute.space.issues}


def _best_breach(dispute: Dispute, party: str, rule: Rule, package: Mapping[str, str]) -> dict[str, str] | None:
    worth = dispute.worths.get(party)
    named = tuple(dict.fromkeys(atom.issue for atom in atoms(rule)))
    states = [
        {**package, **dict(zip(named, o, strict=True))}
        for o in product(*(dispute.case.issues[i].options for i in named))
    ]
    broken = [s for s in states if not holds(rule, s) and all(holds(r, s) for r in dispute.rules)]
    if not broken or not isinstance(worth, Additive):
        return None
    return max(broken, key=worth.of)


def _sucker(dispute: Dispute, worth: Additive, party: str, commitment: str, package: Mapping[str, str]) -> float | None:
    """Points the party has when another side of the exchange breaks its part and it keeps its own."""
    if not commitment:
        return None
    others = [p for p in dispute.case.commitments[commitment].exchange if p.party != party]
    states = [_best_breach(dispute, p.party, parse_rule(p.does), package) for p in others]
    points = [float(worth.unit * worth.of(s)) for s in states if s is not None]
    return min(points, default=None)


def _breach(
    dispute: Dispute,
    worth: Additive,
    party: str,
    commitment: str,
    states: tuple[Mapping[str, str], Mapping[str, str]],
    how: tuple[Watch, tuple[float, float], float | None],
) -> Breach:
    (package, broken), (watch, (low, high), sucker) = states, how
    reward, tempted, punished = (float(worth.unit * worth.of(s)) for s in (package, broken, dispute.case.status_quo))
    least = least_patience(tempted, reward, punished, watch)
    verdict = "not held" if least is None or least > high else "held" if least <= low else "open"
    middle = min((low + high) / 2, 1 - 1e-9)
    full = power(middle, reward, punished, Watch(1.0, watch.false_alarm, watch.punishment)) / (
        1 - watch.false_alarm or 1.0
    )
    needed = watch.false_alarm + (tempted - reward) / full if full > 0 and tempted > reward else None
    return Breach(
        party=party,
        commitment=commitment,
        changes={i: (package[i], broken[i]) for i in package if package[i] != broken[i]},
        keeps=reward,
        breaks=tempted,
        punished=punished,
        gain=tempted - reward,
        patience=least,
        forgiving=None if sucker is None else tit_for_tat(tempted, reward, punished, sucker),
        verdict=verdict,
        seen_needed=needed if needed is not None and needed <= 1 else None,
        guarantee=max(0.0, tempted - reward - max(0.0, power(middle, reward, punished, watch))),
    )
