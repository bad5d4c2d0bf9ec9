"""Calm and breakdown: the rule on counts made for it, its sequential form against judging anew, and the real year 2016."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ceasefire.monitoring.calls.calm import CalmRule, Condition, breaks, judge
from ceasefire.monitoring.calls.changes import changes
from ceasefire.monitoring.calls.days import day_by_day
from ceasefire.monitoring.calls.placebo import placebo
from ceasefire.monitoring.counts.series import Series

REAL = Path(__file__).parents[4] / "shared" / "data" / "benchmarks" / "syria_2016_daily.csv"
FIRST = date(2016, 1, 1)
EFFECT = FIRST + timedelta(days=40)
NO = float("nan")


def series(*parts: tuple[int, float]) -> Series:
    return Series(FIRST, np.array([count for days, count in parts for _ in range(days)]))


def called(*parts: tuple[int, float], rule: CalmRule | None = None) -> Condition:
    return judge(series(*parts), EFFECT, None, rule).condition


def test_no_report_is_never_calm() -> None:
    assert judge(Series(FIRST, np.zeros(0)), EFFECT).condition is Condition.CANNOT_TELL
    assert called((41, NO), (20, NO)) is Condition.CANNOT_TELL
    assert called((41, 20), (20, NO)) is Condition.CANNOT_TELL, "the silence after the effect"
    assert called((41, 20), (8, 2), (20, NO)) is Condition.CANNOT_TELL, "calm at first, then silence"
    assert called((41, 0), (20, 0)) is Condition.CANNOT_TELL, "there was nothing that could fall"


def test_the_ladder_of_calls() -> None:
    assert called((30, 20)) is Condition.NOT_YET
    assert called((41, 20), (6, 2)) is Condition.TOO_EARLY
    assert called((41, 20), (7, 2)) is Condition.CALM
    assert called((41, 20), (7, 10)) is Condition.CALM, "half is at most half"
    assert called((41, 20), (7, 11)) is Condition.NO_CALM
    assert called((41, 20), (10, 2), (2, 20)) is Condition.CALM, "two of four"
    assert called((41, 20), (10, 2), (3, 20)) is Condition.BROKEN
    assert called((41, 20), (10, 2), (2, 20), (1, 0), (1, 20)) is Condition.BROKEN
    assert called((41, 20), (10, 2), (3, 10)) is Condition.CALM, "less than half of the way back"


def test_the_unfinished_first_day_does_not_count() -> None:
    counts = series((40, 20), (1, 500), (7, 2))
    assert judge(counts, EFFECT).condition is Condition.CALM
    assert judge(counts, EFFECT).first_full == EFFECT + timedelta(days=1)
    from_midnight = judge(counts, EFFECT, first_full=EFFECT)
    assert from_midnight.first_full == EFFECT


def test_a_spike_just_before_the_effect_makes_no_calm() -> None:
    after = [(1, 20.0), (7, 15.0)]
    assert called((37, 20), (3, 900), *after) is Condition.NO_CALM
    found = judge(series((37, 20), (3, 900), (1, 20), (7, 2)), EFFECT)
    assert (found.before, found.spike) == (20, 900)


def test_a_breakdown_says_when_it_began_and_when_it_was_called() -> None:
    found = judge(series((41, 20), (10, 2), (1, 20), (1, 1), (9, 20)), EFFECT)
    assert found.onset == FIRST + timedelta(days=51)
    assert found.called == FIRST + timedelta(days=54)
    assert found.delay == 3
    sooner = judge(series((41, 20), (4, 2), (3, 16)), EFFECT)
    assert sooner.called == FIRST + timedelta(days=47), "not before there was a calm to break"


@example([0.0], -4, True)
@given(
    st.lists(st.sampled_from([0.0, 1.0, 3.0, 8.0, 20.0, NO]), min_size=1, max_size=70),
    st.integers(-5, 60),
    st.booleans(),
)
def test_each_day_is_called_as_if_the_later_ones_were_unknown(counts: list[float], effect: int, midnight: bool) -> None:
    found, day = Series(FIRST, np.array(counts)), FIRST + timedelta(days=effect)
    rule = CalmRule(before=10, early=4)
    full = day if midnight else None
    days = [found.day(k) for k in range(max(0, effect), len(counts))]
    anew = [judge(found.until(d), day, full, rule).condition for d in days]
    assert [d.condition for d in day_by_day(found, day, full, rule)] == anew
    assert [d.day for d in day_by_day(found, day, full, rule)] == days


@given(st.lists(st.sampled_from([0.0, 5.0, 9.0, NO]), max_size=25))
def test_a_break_is_the_first_run_that_the_words_describe(counts: list[float]) -> None:
    rule = CalmRule()
    days = [(k, c) for k, c in enumerate(counts) if not np.isnan(c)]
    plain = None
    for end in range(len(days)):
        window = days[max(0, end - rule.window + 1) : end + 1]
        high = [k for k, c in window if c >= 9]
        if len(high) >= rule.high and days[end][1] >= 9:
            plain = (high[0], days[end][0])
            break
    assert breaks(np.array(counts, dtype=float), 9.0, rule) == plain


def test_placebo_dates_keep_clear_of_truces() -> None:
    flat = series((120, 20))
    found = judge(flat, EFFECT)
    clear = placebo(flat, found, [])
    assert (clear.dates, clear.calms, clear.alarms) == (120 - 31 - 7, 0, 0)
    held = placebo(flat, found, [(EFFECT, EFFECT)])
    blocked = 31 + 7 + 1  # dates whose level before, or first days, reach the truce
    assert held.dates == clear.dates - (blocked - max(0, 31 - (40 - 7)))
    assert placebo(flat, found, [(FIRST, flat.last)]).calm_rate is None


def test_bad_rules_and_counts_are_refused() -> None:
    for wrong in ({"quiet": 0.0}, {"quiet": 1.5}, {"high": 5}, {"early": 0}, {"reported": 2.0}, {"least_level": 0.0}):
        with pytest.raises(ValueError, match="a calm rule needs"):
            CalmRule(**wrong)
    for count in (-1.0, float("inf")):
        with pytest.raises(ValueError, match="a count is 0 or more"):
            series((1, count))


def real(column: str) -> Series:
    if not REAL.exists():
        pytest.skip("the daily counts of Syria 2016 are not here")
    with REAL.open(encoding="utf-8") as stream:
        return Series(FIRST, np.array([float(row[column]) for row in csv.DictReader(stream)]))


def test_syria_2016_change_points() -> None:
    """The figures of the data's own README, which come from ruptures 1.1.10."""
    covered = changes(real("covered_deaths"), penalty=20)
    around = {level.first: round(level.mean, 1) for level in covered.levels}
    assert around[date(2016, 9, 13)] == 15.3
    assert around[date(2016, 9, 20)] == 55.1
    assert around[date(2016, 3, 1)] == 20.0
    assert around[date(2016, 4, 8)] == 43.9
    everything = changes(real("all_deaths"), penalty=20)
    assert not [level for level in everything.levels if date(2016, 9, 1) < level.first < date(2016, 10, 1)]
    assert covered.by_luck > 1, "at this penalty luck alone makes changes, and the result says so"


def test_syria_2016_calms_and_breakdowns() -> None:
    covered = real("covered_deaths")
    february = judge(covered, date(2016, 2, 27), date(2016, 2, 27))
    september = judge(covered, date(2016, 9, 12))
    assert (february.condition, february.since) == (Condition.BROKEN, date(2016, 2, 27))
    assert (september.condition, september.since) == (Condition.BROKEN, date(2016, 9, 13))
    assert (september.onset, september.called) == (date(2016, 9, 18), date(2016, 9, 20))
    assert judge(real("all_deaths"), date(2016, 9, 12)).condition is Condition.NO_CALM
