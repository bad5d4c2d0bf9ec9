"""The scoreboard: what a rule called of each truce on each day, nothing later being known, against what was written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from ceasefire.monitoring.backtest.folder import Given
from ceasefire.monitoring.calls.calm import Call, Condition, Following
from ceasefire.monitoring.calls.evidence import Shown
from ceasefire.monitoring.calls.first_week import back_within_a_month
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.verdict import together
from ceasefire.monitoring.counts.series import Counted, Series

WITHIN = 8  # full days in which a calm has to be called
MONTH = range(7, 30)  # days 8 to 30, counted from the first full day


class Outcome(StrEnum):
    """What a rule's calls were worth."""

    RIGHT = "right"
    MUTE = "mute"
    DENIED = "denied"
    FALSE = "false"
    LATE = "late"


class Way(StrEnum):
    """What is looked at: deaths and incidents together, as `monitor` does, or one of them alone."""

    TOGETHER = "together"
    DEATHS = "deaths"
    INCIDENTS = "incidents"


@dataclass(frozen=True)
class Line:
    """A truce and what was called of it.

    `calm` is the condition after the eighth full day, `word` how well a calm was shown then.  `called` is the first day on which
    it was called broken, `onset` the day to which the call dates it.
    """

    name: str
    title: str
    scored: bool
    outcome: Outcome
    calm: Condition
    word: Shown | None
    expected: str
    window: tuple[date, date] | None
    onset: date | None
    called: date | None


@dataclass(frozen=True)
class Board:
    """The lines of one way of looking; `delay` is the mean of days from onset to call of those called rightly, if any were."""

    way: Way
    lines: tuple[Line, ...]
    counts: dict[str, int]
    scored: int
    weak: int
    delay: float | None


@dataclass(frozen=True)
class FirstWeek:
    """How good the forecast after the first week was: Brier scores of `n` truces with a death a day before; None without any."""

    n: int
    brier: float | None
    half: float
    own_mean: float | None
    lines: tuple[tuple[str, float, bool], ...]


def board(truces: Sequence[Given], rule: CalmRule, way: Way = Way.TOGETHER) -> Board:
    """Every truce that has the counts for it."""
    lines = [line for given in truces if (line := _line(given, rule, way)) is not None]
    scored = [line for line in lines if line.scored]
    counts = {o.value: sum(line.outcome is o for line in scored) for o in Outcome}
    right = [line for line in scored if line.outcome is Outcome.RIGHT]
    delays = [(line.called - line.onset).days for line in right if line.called and line.onset]
    weak = sum(line.word is Shown.WEAK for line in right)
    return Board(way, tuple(lines), counts, len(scored), weak, float(np.mean(delays)) if delays else None)


def _line(given: Given, rule: CalmRule, way: Way) -> Line | None:
    calls = _calls(given, rule, way)
    if calls is None:
        return None
    known, first_full = given.truce, given.truce.truce.first_full
    after = [c for c in calls if c.last >= first_full + timedelta(days=rule.early - 1)]
    week = [c for c in after if c.last <= first_full + timedelta(days=WITHIN - 1)]
    settled = next(
        (c for c in week if c.condition in {Condition.CALM, Condition.BROKEN}), week[-1] if week else calls[-1]
    )
    broken = next((c for c in after if c.condition is Condition.BROKEN), None)
    said = known.expected
    window = (said.break_not_before, said.break_called_by)
    return Line(
        name=given.name,
        title=known.title,
        scored=said.scored,
        outcome=_outcome(settled, broken, given),
        calm=settled.condition,
        word=settled.evidence.word if settled.evidence else None,
        expected=said.calm,
        window=window if window[0] and window[1] else None,  # type: ignore[arg-type]  # both are days
        onset=broken.onset if broken else None,
        called=broken.last if broken else None,
    )


def _calls(given: Given, rule: CalmRule, way: Way) -> list[Call] | None:
    """The call at the end of each day from the effect to the last day looked at; None where the counts are not there."""
    truce, until = given.truce.truce, given.truce.until
    wanted = {Way.DEATHS: [given.deaths], Way.INCIDENTS: [given.incidents]}.get(way, [given.deaths, given.incidents])
    some = [Following(s, truce, rule) for s in wanted if s is not None]
    if not some or (way is not Way.TOGETHER and len(some) < 1):
        return None
    length = max(len(f.series) for f in some)
    begin = some[0].series
    days = [k for k in range(length) if truce.effect <= begin.day(k) <= until]
    if len(some) == 1:
        return [some[0].on(k) for k in days] or [some[0].on(len(begin) - 1)]
    calls = [together(some[0].on(k), some[1].on(k), rule).call for k in days]
    return calls or [together(some[0].on(len(begin) - 1), some[1].on(len(begin) - 1), rule).call]


def _outcome(settled: Call, broken: Call | None, given: Given) -> Outcome:
    said, calm = given.truce.expected, settled.condition in {Condition.CALM, Condition.BROKEN}
    if said.calm == "cannot tell":
        return Outcome.RIGHT if settled.condition is Condition.CANNOT_TELL else Outcome.FALSE
    if said.calm != "calm":
        return Outcome.FALSE if calm else Outcome.RIGHT
    if not calm:
        return Outcome.DENIED if settled.condition is Condition.NO_CALM else Outcome.MUTE
    if said.break_not_before is None or said.break_called_by is None:
        return Outcome.FALSE if broken else Outcome.RIGHT
    if broken is None or broken.last > said.break_called_by:
        return Outcome.LATE
    return Outcome.FALSE if broken.last < said.break_not_before else Outcome.RIGHT


def first_week(truces: Sequence[Given], rule: CalmRule) -> FirstWeek:
    """The forecast after the first week against what the deaths of days 8 to 30 were."""
    lines = [(g.name, *found) for g in truces if g.deaths is not None and (found := _month(g, g.deaths, rule))]
    if not lines:
        return FirstWeek(0, None, 0.25, None, ())
    said, happened = np.array([p for _, p, _ in lines]), np.array([y for _, _, y in lines], dtype=float)
    brier, own = float(((said - happened) ** 2).mean()), float(happened.mean())
    return FirstWeek(len(lines), brier, 0.25, float(((own - happened) ** 2).mean()), tuple(lines))


def _month(given: Given, deaths: Series, rule: CalmRule) -> tuple[float, bool] | None:
    truce = given.truce.truce
    begin = deaths.index(truce.first_full)
    days = deaths.counts[begin + MONTH.start : begin + MONTH.stop] if begin >= 0 else deaths.counts[:0]
    if len(days) < len(MONTH) or np.isnan(days).mean() > 1 - rule.reported:
        return None
    call = Following(deaths, truce, rule).on(begin + rule.early - 1)
    chance = back_within_a_month(call)
    if chance is None or call.before is None or call.counted is not Counted.DEATHS:
        return None
    return chance, bool(np.nanmean(days) >= call.before / 2)
