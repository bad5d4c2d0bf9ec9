"""Calm and breakdown: on counts made for it, each day against judging anew, and what is never called."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ceasefire.monitoring.calls.calm import Condition, judge
from ceasefire.monitoring.calls.days import day_by_day
from ceasefire.monitoring.calls.evidence import Among, Placebos, Shown, evidence, t_roots
from ceasefire.monitoring.calls.rule import CalmRule
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.calls.verdict import judge_both, together
from ceasefire.monitoring.counts.series import Counted, Series

FIRST = date(2016, 1, 1)
EFFECT = FIRST + timedelta(days=40)
NO = float("nan")
TRUCE = Truce.of(EFFECT)


def series(*parts: tuple[int, float], counted: Counted = Counted.INCIDENTS) -> Series:
    return Series(FIRST, np.array([count for days, count in parts for _ in range(days)]), counted)


def called(*parts: tuple[int, float], rule: CalmRule | None = None) -> Condition:
    return judge(series(*parts), TRUCE, rule).condition


def test_no_report_is_never_calm() -> None:
    assert judge(Series(FIRST, np.zeros(0)), TRUCE).condition is Condition.CANNOT_TELL
    assert called((41, NO), (20, NO)) is Condition.CANNOT_TELL
    assert called((41, 20), (20, NO)) is Condition.CANNOT_TELL, "the silence after the effect"
    assert called((41, NO), (20, 5)) is Condition.CANNOT_TELL, "nobody looked before"
    assert called((41, 20), (8, 2), (20, NO)) is Condition.CANNOT_TELL, "calm at first, then silence"
    assert called((41, 0), (20, 0)) is Condition.CANNOT_TELL, "there was nothing that could fall"
    assert called((41, 0), (20, 9)) is Condition.CANNOT_TELL, "violence where there was none breaks no calm"


def test_what_cannot_be_told_says_why() -> None:
    assert "nobody looked on 5 of the first 7" in judge(series((41, 20), (2, 1), (5, NO)), TRUCE).reason
    assert "nobody looked on 28 of the 28 days" in judge(series((38, NO), (20, 5)), TRUCE).reason
    assert "the level before was 0.00 incidents a day" in judge(series((41, 0), (20, 5)), TRUCE).reason


def test_the_ladder_of_calls() -> None:
    assert called((30, 20)) is Condition.NOT_YET
    assert called((41, 20), (6, 2)) is Condition.TOO_EARLY
    assert called((41, 20), (7, 2)) is Condition.CALM
    assert called((41, 20), (7, 20)) is Condition.NO_CALM
    assert called((41, 20), (12, 2), (2, 20)) is Condition.CALM, "two days"
    assert called((41, 20), (12, 2), (6, 20)) is Condition.BROKEN
    assert called((41, 20), (12, 2), (30, 4)) is Condition.CALM, "a rise that is no material return"


def test_the_unfinished_first_day_does_not_count() -> None:
    counts = series((40, 20), (1, 500), (7, 2))
    assert judge(counts, TRUCE).condition is Condition.CALM
    from_midnight = judge(counts, Truce.of(EFFECT, EFFECT))
    assert from_midnight.early is not None
    assert from_midnight.early > 20


def test_a_spike_just_before_the_effect_makes_no_calm() -> None:
    assert called((37, 20), (3, 900), (1, 20), (7, 21)) is Condition.NO_CALM
    found = judge(series((37, 20), (3, 900), (1, 20), (7, 2)), TRUCE)
    assert (found.before, found.spike) == (20, 900)


def test_a_breakdown_says_when_it_began_and_when_it_was_called() -> None:
    found = judge(series((41, 20), (14, 2), (9, 20)), TRUCE)
    assert found.onset == FIRST + timedelta(days=55)
    assert found.called is not None
    assert found.delay is not None
    assert 2 <= found.delay <= 5, "no single day is enough"
    sooner = judge(series((41, 20), (2, 2), (12, 20)), TRUCE)
    assert sooner.called is None or sooner.called >= EFFECT + timedelta(days=7), "not before there was a calm to break"


def test_patience_is_the_users() -> None:
    counts = series((41, 20), (14, 2), (9, 20))
    quick, slow = (judge(counts, TRUCE, CalmRule(patience=days)).called for days in (5, 4000))
    assert quick is not None
    assert slow is not None
    assert quick < slow


def test_few_days_before_are_said_and_too_few_are_none() -> None:
    late = Truce.of(FIRST + timedelta(days=18))
    found = judge(series((19, 20), (7, 2)), late)
    assert found.condition is Condition.CALM
    assert found.notes[1:] == ("the level before rests on 15 of 28 days",)
    assert judge(series((10, 20), (9, 2)), Truce.of(FIRST + timedelta(days=9))).condition is Condition.CANNOT_TELL


def test_days_of_another_truce_are_left_out_of_the_level_before() -> None:
    counts = series((20, 20), (10, 1), (11, 20), (8, 2))
    other = (FIRST + timedelta(days=20), FIRST + timedelta(days=29))
    found = judge(counts, Truce.of(EFFECT, others=(other,)))
    assert found.before == 20
    assert "10 of the days before the effect lie in another truce and are left out" in found.notes[1]
    everywhere = judge(counts, Truce.of(EFFECT, others=((FIRST, EFFECT),)))
    assert "so does the level before" in everywhere.notes[1]


values = st.lists(st.sampled_from([0.0, 1.0, 3.0, 8.0, 20.0, NO]), min_size=1, max_size=70)


@example([0.0], [0.0], -4, True)
@given(values, values, st.integers(-5, 60), st.booleans())
def test_each_day_is_called_as_if_the_later_ones_were_unknown(
    one: list[float], two: list[float], effect: int, midnight: bool
) -> None:
    n = min(len(one), len(two))
    asked, other = Series(FIRST, np.array(one[:n])), Series(FIRST, np.array(two[:n]), Counted.INCIDENTS)
    day = FIRST + timedelta(days=effect)
    rule = CalmRule(before=12, early=4, few=5, least_days=5)
    truce = Truce.of(day, day if midnight else None, ended=day + timedelta(days=20))
    days = [asked.day(k) for k in range(max(0, effect), n)]
    anew = [judge_both(asked.until(d), other.until(d), truce, rule).call.condition for d in days]
    found = day_by_day(asked, other, truce, rule)
    assert [d.condition for d in found] == anew
    assert [d.day for d in found] == days


@given(st.lists(st.sampled_from([0.0, 1.0, 5.0, 9.0, NO]), min_size=40, max_size=70))
def test_the_falls_at_all_dates_are_those_of_one_date_at_a_time(counts: list[float]) -> None:
    rule = CalmRule(before=14, early=5, least_level=0.25)
    array = np.array(counts)
    found = Placebos(Series(FIRST, array), rule)
    for k, at in enumerate(found.at.tolist()):
        before, first = array[at - 17 : at - 3], array[at : at + 5]
        seen = [int((~np.isnan(x)).sum()) for x in (before, first)]
        fit = seen[0] >= 0.7 * 14 and seen[1] >= 0.7 * 5 and np.nansum(before) >= 0.25 * seen[0]
        assert bool(found.fit[k]) == fit
        if fit:
            assert found.t[k] == pytest.approx(t_roots(before, first), abs=1e-6)


def test_placebo_dates_keep_clear_of_truces() -> None:
    found = Placebos(series((120, 20)), CalmRule())
    assert int(found.clear_of(()).sum()) == 120 - 31 - 7 + 1
    touched = found.at[found.fit & ~found.clear_of(((EFFECT, EFFECT),))]
    assert (touched.min(), touched.max()) == (40 - 6, 40 + 31)
    assert not found.clear_of(((FIRST, FIRST + timedelta(days=119)),)).any()


def test_three_words_for_how_well_a_calm_shows() -> None:
    words = [evidence(2.0, (100, as_large), CalmRule()).word for as_large in (10, 25, 26)]
    assert words == [Shown.SHOWN, Shown.WEAK, Shown.NOT]
    few = [evidence(t, (20, 20), CalmRule()).word for t in (1.8, 1.3, 1.0)]
    assert few == [Shown.SHOWN, Shown.WEAK, Shown.NOT]
    assert evidence(2.0, (100, 5), CalmRule(), looks=5).word is Shown.WEAK, "one of five looks is asked for more"


@given(st.integers(30, 60), st.none() | st.integers(31, 75), st.none() | st.integers(31, 90), st.integers(0, 89))
def test_dates_known_on_a_day_are_those_that_touch_no_truce(
    effect: int, ended: int | None, called: int | None, last: int
) -> None:
    rule = CalmRule(before=10, spike=2, early=4)
    series = Series(FIRST, np.random.default_rng(effect).poisson(4, 90).astype(float))
    day = FIRST + timedelta(days=effect)
    other = (FIRST + timedelta(days=70), FIRST + timedelta(days=72))
    truce = Truce.of(day, others=(other,), ended=None if ended is None else FIRST + timedelta(days=max(ended, effect)))
    placebos = Placebos(series, rule)
    end = max(ended, effect) if ended is not None else called if called is not None and called <= last else last
    own = (day, FIRST + timedelta(days=max(min(end, last), effect)))
    plain = placebos.clear_of((other, own)) & (placebos.at + rule.early - 1 <= last)
    found = Among(placebos, truce, 0.5).known(last, called)
    assert found == (int(plain.sum()), int((plain & (placebos.t >= 0.5)).sum()))


def test_deaths_and_incidents_are_both_looked_at() -> None:
    rule = CalmRule()
    quiet, same = series((41, 20), (20, 2)), series((41, 20), (20, 20), counted=Counted.DEATHS)
    both = judge_both(same, quiet, TRUCE, rule)
    assert both.call.condition is Condition.CALM
    assert both.call.evidence is not None
    assert both.call.evidence.word is Shown.WEAK
    assert both.disagree == "deaths: a calm is not shown; incidents: a calm is shown"
    nobody_died = series((61, 0), counted=Counted.DEATHS)
    assert judge_both(nobody_died, quiet, TRUCE, rule).call.counted is Counted.INCIDENTS
    rare = series((41, 0.1), (20, 0.0))
    massacre = series((41, 10), (20, 0), counted=Counted.DEATHS)
    assert judge_both(massacre, rare, TRUCE, rule).call.condition is Condition.CANNOT_TELL, "too few incidents to fall"
    agree = together(judge(quiet, TRUCE), judge(quiet, TRUCE), rule)
    assert agree.disagree == ""


def test_bad_rules_and_counts_are_refused() -> None:
    for wrong in (
        {"shown": 0.0},
        {"shown": 1.5},
        {"weak": 0.01},
        {"early": 0},
        {"reported": 2.0},
        {"least_level": 0.0},
    ):
        with pytest.raises(ValueError, match="a calm rule needs"):
            CalmRule(**wrong)
    with pytest.raises(ValueError, match="patience below 1 day"):
        CalmRule(patience=0.5)
    for count in (-1.0, float("inf")):
        with pytest.raises(ValueError, match="a count is 0 or more"):
            series((1, count))
