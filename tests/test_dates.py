"""Imprecise dates: what days each form may mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.dates import parse_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016-08-26", "2016-08-26", "2016-08-26"),
        ("2016-08", "2016-08-01", "2016-08-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-08-XX", "2016-08-01", "2016-08-31"),
        ("2016-XX", "2016-01-01", "2016-12-31"),
        ("2016-08-20/2016-09", "2016-08-20", "2016-09-30"),
        ("2016-08-20/..", "2016-08-20", "9999-12-31"),
        ("26 August 2016", "2016-08-26", "2016-08-26"),
        ("Aug. 2016", "2016-08-01", "2016-08-31"),
        ("August", "2016-08-01", "2016-08-31"),
        ("early August", "2016-08-01", "2016-08-10"),
        ("mid-August 2015", "2015-08-11", "2015-08-20"),
        ("late August", "2016-08-21", "2016-08-31"),
        ("late February 2015", "2015-02-21", "2015-02-28"),
        ("end of August", "2016-08-27", "2016-08-31"),
        ("1 aug", "2016-08-01", "2016-08-01"),
    ],
)
def test_days_that_may_be_meant(text: str, first: str, last: str) -> None:
    meant = parse_date(text, date(2016, 8, 26))
    assert (meant.earliest.isoformat(), meant.latest.isoformat()) == (first, last)


def test_reservations_are_kept() -> None:
    assert parse_date("2016-08-26?").uncertain
    assert parse_date("2016-08~").approximate
    both = parse_date("2016-08-26%")
    assert both.uncertain
    assert both.approximate
    assert not both.precise
    assert parse_date("2016-08-26").precise


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2016-02-30", "does not exist"),
        ("2016-13", "does not exist"),
        ("31 April 2016", "does not exist"),
        ("0000-01-01", "does not exist"),
        ("2016-XX-05", "has a day but no month"),
        ("soon", "is not a date"),
        ("ma 2016", "is not a date"),
        ("early 5 August", "is not a date"),
        ("2016-09/2016-08", "ends before it begins"),
        ("", "is not a date"),
        ("late August/", "is not a date"),
    ],
)
def test_refusals(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_date(text, date(2016, 8, 26))


def test_a_year_is_needed_without_reference() -> None:
    with pytest.raises(ValueError, match="has no year"):
        parse_date("late August")


@given(st.dates())
def test_every_day_reads_back(day: date) -> None:
    meant = parse_date(day.isoformat())
    assert meant.earliest == meant.latest == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        meant = parse_date(text, date(2016, 1, 1))
    except ValueError:
        return
    assert meant.earliest <= meant.latest
