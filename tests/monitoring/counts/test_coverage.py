"""Who could look where and when: a covered day without a report is zero, any other stays unknown; and what cannot be stated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from ceasefire.errors import MaterialError
from ceasefire.monitoring.calls.calm import Condition
from ceasefire.monitoring.counts.coverage import stated_in
from ceasefire.monitoring.held import Held
from ceasefire.monitoring.scopes import series
from ceasefire.monitoring.watch import How, Reports, end_of, hold, watch
from ceasefire.record.incident import Incident
from ceasefire.record.observation import Observation
from truce import TRUCE, incident, truce

ZONE = "Asia/Damascus"
ALEPPO, HOMS = {"units": ["Aleppo"], "country": "Syria"}, {"units": ["Homs"], "country": "Syria"}


def of(dataset: str, key: int, on: str, **more: Any) -> tuple[str, Incident]:
    return f"{dataset}{key}", incident(on=on, origin={"dataset": dataset, "key": str(key)}, **{"place": ALEPPO, **more})


def held(
    incidents: Iterable[tuple[str, Incident]], *complete: str, assume: bool = True, text: str = TRUCE, **more: Any
) -> Held:
    how = How(complete=tuple(map(stated_in, complete)), assume=assume, as_of=end_of("2016-09-30", ZONE))
    return hold(truce(text), Reports(list(incidents), **more), how)


def counts(found: Held) -> dict[int, float | None]:
    counted = series(found, deaths=False)
    return {
        counted.day(k).day: None if c != c else c  # noqa: PLR0124  only NaN differs from itself
        for k, c in enumerate(counted.counts.tolist())
        if counted.day(k) >= date(2016, 9, 12)
    }


THREE = [of("ours", 1, "2016-09-13"), of("ours", 2, "2016-09-17"), of("ours", 3, "2016-09-21")]


def test_elsewhere_it_stays_unknown() -> None:
    assert [counts(held(THREE))[d] for d in (13, 14, 17, 20, 21, 22)] == [1, None, 1, None, 1, None]


def test_a_covered_day_without_a_report_is_zero() -> None:
    found = held(THREE, "ours")
    assert [counts(found)[d] for d in (12, 13, 14, 17, 20, 21, 22)] == [None, 1, 0, 1, 0, 1, None]
    (covered,) = found.covered
    assert (covered.source, covered.first, covered.last) == ("ours", date(2016, 9, 13), date(2016, 9, 21))
    part = counts(held(THREE, "ours::2016-09-13/2016-09-18"))
    assert [part[d] for d in (14, 18, 19, 20)] == [0, 0, None, None]
    assert counts(held(THREE, "all"))[14] == 0


def test_a_source_that_covers_one_area_says_nothing_of_the_rest() -> None:
    found = held([*THREE, of("ours", 4, "2016-09-13", place=HOMS)], "ours:Homs")
    assert counts(found)[14] is None, "only of Homs is anything known"
    days = [day in found.exposed.areas["homs"] for day in range(17_057, 17_066)]  # from 13 to 21 September
    assert all(days)


def test_data_sets_of_whole_countries_are_taken_to_cover_and_it_is_said_and_can_be_switched_off() -> None:
    ged = [of("ucdp-ged", 1, "2016-09-13"), of("ucdp-ged", 2, "2016-09-20", place=HOMS)]
    found = held(ged)
    assert counts(found)[14] == 0
    assert "coded for whole countries" in found.covered[0].assumed
    assert counts(held(ged, assume=False))[14] is None
    here = TRUCE.replace("areas:\n", "area: aleppo\nareas:\n").replace(", area: valley", "")
    far = [of("ucdp-ged", 1, "2016-09-13", place=HOMS), of("ucdp-ged", 2, "2016-09-20", place=HOMS)]
    assert held(far, text=here).covered == (), (
        "a file without one report from here does not show that anybody looked here"
    )


def test_coverage_stands_in_the_agreements_text() -> None:
    text = TRUCE + "sources:\n  - {title: Our monitors, dataset: ours, complete: [{on: 2016-09-13/2016-09-16}]}\n"
    assert [counts(held(THREE, text=text))[d] for d in (14, 16, 18)] == [0, 0, None]
    other = text.replace("dataset: ours", "dataset: others")
    (finding,) = held(THREE, text=other).findings
    assert (finding.where.line, finding.severity.value) == (24, "warning")


@pytest.mark.parametrize(
    ("complete", "said"),
    [
        ("oyrs", "did you mean `ours`?"),
        ("ours:Alepo", "did you mean `Aleppo`?"),
        ("ours::2015-01-01/2015-02-01", "wholly outside of"),
        ("ours::2016-09-20/2016-09-13", "ends before it begins"),
        ("ours::spring", "is not a date"),
        (":Aleppo", "no source is named"),
    ],
)
def test_what_cannot_be_covered_is_said(complete: str, said: str) -> None:
    with pytest.raises(MaterialError) as caught:
        held(THREE, complete)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("complete", "said", "line"),
    [
        ("[{area: alepo}]", "there is no area `alepo`", 24),
        ("[{on: 2016-09-20/2016-09-13}]", "ends before it begins", 24),
        ("[{on: 2016-09}, {on: 2016-09-10/2016-10-10}]", "that the same area is covered", 24),
    ],
)
def test_wrong_coverage_in_an_agreement_is_told_at_its_line(complete: str, said: str, line: int) -> None:
    with pytest.raises(MaterialError) as caught:
        truce(TRUCE + f"sources:\n  - {{title: Ours, dataset: ours, complete: {complete}}}\n")
    (finding,) = caught.value.findings
    assert said in finding.message
    assert finding.where.line == line
    assert finding.where.column > 1


def test_coverage_that_reaches_outside_the_data_is_cut_and_said() -> None:
    found = held(THREE, "ours::2016-09-01/2016-09-30")
    assert [counts(found)[d] for d in (12, 14, 22)] == [None, 0, None], "nothing shows that it still looked"
    (finding,) = found.findings
    assert "reaches outside the data" in finding.message
    assert "2016-09-13 to 2016-09-21 is taken" in finding.message


def test_an_observation_that_nobody_could_look_contradicts_coverage() -> None:
    shut = Observation.model_validate({"by": "patrol", "on": "2016-09-18/2016-09-19", "looked": "not"}, strict=False)
    found = held(THREE, "ours", observations=[shut])
    assert [counts(found)[d] for d in (16, 18, 19, 20)] == [0, None, None, 0]
    assert "nobody could look" in found.findings[0].message


def test_one_sided_reports_are_never_a_calm_and_never_a_breakdown() -> None:
    days = [date(2016, 8, 1) + timedelta(days=k) for k in range(42)]
    before = [of("ucdp-ged", k, day.isoformat()) for k, day in enumerate(days)]
    after = [of("ucdp-ged", k, (day + timedelta(days=60)).isoformat()) for k, day in enumerate(days)]
    for one_sided in (before, after):
        for complete in ((), ("ucdp-ged::2016-07-01/2016-12-31",)):
            how = How(complete=tuple(map(stated_in, complete)))
            found = watch(truce(), Reports(one_sided), how)
            assert found.condition in {Condition.CANNOT_TELL, Condition.NOT_YET}


def test_an_agreement_that_takes_effect_after_the_last_report_is_told_at_its_line() -> None:
    (finding,) = hold(truce(), Reports([of("ours", 1, "2016-08-01")])).findings
    assert "takes effect on 2016-09-12, after the last report, of 2016-08-01" in finding.message
    assert (finding.where.line, finding.where.column) == (4, 16)


def test_another_truce_in_the_baseline_is_told_at_its_line() -> None:
    (finding,) = truce(TRUCE + "truces: [2016-02-27/2016-04-10, 2016-08-25/2016-08-30]\n").findings
    assert finding.code == "two-truces"
    assert (finding.where.line, finding.where.column) == (23, 33)


def test_every_count_counts_acts() -> None:
    many = [of("ours", 1, "2016-09-13", acts=15), of("ours", 2, "2016-09-14")]
    found = watch(truce(), Reports(many))
    assert found.adherence.terms[0].alleged == 16
    assert {d.day.day: d.covered for d in found.adherence.days}[13] == 15
    assert {a.name: a.alleged for a in found.adherence.areas} == {"Aleppo": 16}
    assert found.adherence.parties[0].alleged == 16
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        incident(acts=0)
