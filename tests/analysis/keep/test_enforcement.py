"""Repeated play against published thresholds and against values worked out round by round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.keep.enforcement import Watch, enforcement, least_patience, power, tit_for_tat, trust, unfit
from ceasefire.case.load import load_case
from ceasefire.case.model import Case

# T, R, P, S of the tournament: Axelrod & Hamilton (1981), Science 211:1390-1396; thresholds (T-R)/(T-P) and (T-R)/(R-S)
TOURNAMENT = (5.0, 3.0, 1.0, 0.0)


def test_thresholds_of_the_tournament() -> None:
    tempted, reward, punished, sucker = TOURNAMENT
    assert least_patience(tempted, reward, punished) == 1 / 2
    assert tit_for_tat(tempted, reward, punished, sucker) == 2 / 3


def test_where_no_patience_is_enough() -> None:
    assert least_patience(5, 3, 3) is None
    assert least_patience(5, 3, 4) is None
    assert least_patience(5, 3, 6) is None
    assert least_patience(3, 3, 1) == 0
    assert least_patience(5, 3, 1, Watch(seen=0.2, false_alarm=0.1, punishment=1)) is None


def values(patience: float, reward: float, punished: float, watch: Watch) -> tuple[float, float]:
    """Worth of keeping and of being punished, by going through the rounds backwards until nothing changes."""
    length = watch.punishment or 4000
    keeping = 0.0
    for _ in range(20_000):
        worth = keeping if watch.punishment is not None else punished / (1 - patience)
        for _ in range(length if watch.punishment is not None else 0):
            worth = punished + patience * worth
        new = reward + patience * ((1 - watch.false_alarm) * keeping + watch.false_alarm * worth)
        if abs(new - keeping) < 1e-13:
            break
        keeping = new
    return keeping, worth


@given(
    st.floats(0.05, 0.9),
    st.floats(0, 0.5),
    st.floats(0, 0.45),
    st.sampled_from([None, 1, 2, 5]),
    st.floats(0.1, 50),
    st.floats(0.1, 50),
)
def test_what_deters_is_what_the_rounds_add_up_to(
    patience: float, more_seen: float, alarm: float, length: int | None, low: float, extra: float
) -> None:
    watch = Watch(min(1.0, alarm + more_seen), alarm, length)
    keeping, punishing = values(patience, low + extra, low, watch)
    deters = patience * (watch.seen - watch.false_alarm) * (keeping - punishing)
    assert power(patience, low + extra, low, watch) == pytest.approx(deters, rel=1e-6, abs=1e-9)


@given(st.floats(1, 50), st.floats(0.1, 49), st.floats(0, 0.9), st.sampled_from([None, 1, 3]))
def test_the_least_patience_is_least(temptation: float, harm: float, alarm: float, length: int | None) -> None:
    watch = Watch(1.0, alarm, length)
    reward, punished = 50.0, 50.0 - harm
    found = least_patience(reward + temptation, reward, punished, watch)
    if found is None:
        assert power(1 - 1e-9, reward, punished, watch) < temptation + 1e-6
    else:
        assert power(min(found + 1e-6, 1 - 1e-12), reward, punished, watch) >= temptation - 1e-6 * temptation - 1e-3
        assert power(max(found - 1e-6, 0), reward, punished, watch) <= temptation + 1e-3


@given(st.floats(1, 20), st.floats(0.1, 30), st.floats(0, 0.5), st.floats(0, 0.4))
def test_worse_watching_never_helps(temptation: float, harm: float, unseen: float, alarm: float) -> None:
    perfect = least_patience(50 + temptation, 50, 50 - harm)
    worse = least_patience(50 + temptation, 50, 50 - harm, Watch(1 - unseen, alarm))
    assert worse is None or (perfect is not None and worse >= perfect - 1e-6)


def test_trust_is_a_beta_posterior() -> None:
    found = {(t.by, t.to): t for t in trust(dispute(load_case("syria-2016-08")))}
    pair = found["russia", "us"]
    assert (pair.kept, pair.broken, pair.mean) == (1, 2, 0.4)
    # the distribution function of Beta(2, 3) is 6x^2 - 8x^3 + 3x^4
    below = [6 * x**2 - 8 * x**3 + 3 * x**4 for x in (pair.low, pair.high)]
    assert below == pytest.approx([0.025, 0.975])
    assert found["russia", "un"].unknown == 1
    assert found["russia", "un"].mean == 0.5


def test_the_exchange_of_the_shipped_case() -> None:
    case = load_case("syria-2016-08")
    found = enforcement(dispute(case, open_all=True), case.package("geneva-outline"))
    by = {(b.party, b.commitment): b for b in found.breaches}
    # Russia has promised what only Damascus can do: it cannot break that itself, and gains by not delivering its own part
    assert set(by) >= {("us", "grounding-for-intelligence"), ("syria", ""), ("armed-groups", "")}
    assert ("russia", "grounding-for-intelligence") not in by
    most_fragile = found.breaches[0]
    assert (most_fragile.party, most_fragile.patience, most_fragile.verdict) == ("syria", None, "not held")
    assert most_fragile.changes["truce"] == ("nationwide", "none")
    # today is worth more to it than keeping, so that what would hold it is more than what it gains by the breach
    assert most_fragile.punished > most_fragile.keeps
    assert most_fragile.guarantee > most_fragile.gain
    us = by["us", "grounding-for-intelligence"]
    assert us.changes == {"targeting": ("joint", "none")}
    watch = Watch(found.watch.seen)
    assert found.watched == ("monitoring",)
    assert us.patience == pytest.approx(least_patience(us.breaks, us.keeps, us.punished, watch))
    pair = next(t for t in found.trust if (t.by, t.to) == ("us", "russia"))
    assert found.patience["us"] == (pair.low, pair.high)


def test_a_given_patience_decides() -> None:
    case = load_case("syria-2016-08")
    compiled, package = dispute(case, open_all=True), case.package("geneva-outline")
    verdicts = [{b.party: b.verdict for b in enforcement(compiled, package, patience=p).breaches} for p in (0.01, 0.9)]
    assert verdicts[0]["us"] == "not held"
    assert verdicts[1]["us"] == "held"
    assert verdicts[1]["syria"] == "not held"


def test_parties_with_orders_only_are_named_and_not_judged() -> None:
    case = load_case("template")
    found = enforcement(dispute(case, open_all=True), case.package("elders-draft"))
    assert all(b.party != "lower" for b in found.breaches)
    assert found.by_order == ()


@pytest.mark.parametrize(
    ("watch", "patience"), [(Watch(1.2), None), (Watch(0.5, -0.1), None), (Watch(), 3), (Watch(0.1, 0.2), None)]
)
def test_chances_that_are_none(watch: Watch, patience: float | None) -> None:
    assert unfit(watch, patience)
    assert not unfit(Watch(0.5, 0.1), 0.5)


def test_nobody_breaks_what_is_best_for_it(small: object) -> None:
    assert callable(small)
    case: Case = small()
    found = enforcement(dispute(case, open_all=True), {"truce": "full", "bridge": "shut"})
    assert found.breaches == ()
