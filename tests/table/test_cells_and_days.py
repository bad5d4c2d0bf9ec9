from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.table.cells import code, count, measure, several, shown_name
from ceasefire.table.days import DAY_FIRST, MONTH_FIRST, TwoWays, clock_of, day_of, order_in
from ceasefire.text.names import same_name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", 12.5),
        ("12,3703", 12.3703),
        ("-1,5247", -1.5247),
        ("٣٣٫٥", 33.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("\u22121", -1.0),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert measure(text, "x") == value


@pytest.mark.parametrize(
    ("text", "value"), [("3", 3), ("3.0", 3), ("3,0", 3), ("1,234", 1234), ("12 345", 12345), ("٣", 3), ("1e2", 100)]
)
def test_counts_as_people_and_programs_write_them(text: str, value: int) -> None:
    assert count(text, "x") == value


@pytest.mark.parametrize(
    "text", ["inf", "-inf", "nan", "1e400", "1_000", "3.5", "-99", "5+", "10-15", "many", "1,2,3", "9" * 400]
)
def test_what_is_no_count_is_refused_with_its_column(text: str) -> None:
    with pytest.raises(ValueError, match="`fatalities`"):
        count(text, "fatalities")


def test_codes_and_names() -> None:
    assert [code(t) for t in ("1.0", "1", "701.0", "-1.00", "1.5", "A.0", "")] == [
        "1",
        "1",
        "701",
        "-1",
        "1.5",
        "A.0",
        "",
    ]
    assert several("a; NA;; b ") == ("a", "b")
    assert shown_name("Northern\u00a0 Column\u200f") == "Northern Column"
    assert shown_name("Se\u0301le\u0301ka") == "Séléka"


@given(st.text(alphabet="aBcéÉß ـقرية", min_size=1, max_size=12))
def test_a_name_is_the_same_however_it_is_spelt(name: str) -> None:
    import unicodedata

    for form in ("NFC", "NFD", "NFKC"):
        spelt = unicodedata.normalize(form, name).replace(" ", "\u00a0 ")
        assert same_name(f"\u200f {spelt}\u200e ") == same_name(name)
    assert same_name(name.upper()) == same_name(name.upper().lower())


FORMS = (
    "{:%Y-%m-%d}",
    "{:%Y-%m-%d} 00:00:00",
    "{:%Y-%m-%d}T00:00:00.000Z",
    "{:%d %B %Y}",
    "{:%d-%b-%Y}",
    "{:%B %d, %Y}",
    "{:%d.%m.%Y}",
    "{:%Y%m%d}",
    "{:%Y/%m/%d}",
)


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(FORMS))
def test_one_day_in_many_forms(day: date, form: str) -> None:
    assert day_of(form.format(day)) == day.isoformat()


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_serial_days_and_epochs(day: date) -> None:
    assert day_of(str((day - date(1899, 12, 30)).days)) == day.isoformat()
    seconds = (day - date(1970, 1, 1)) // timedelta(seconds=1)
    if len(str(seconds)) == 10:
        assert day_of(str(seconds)) == day_of(f"{seconds}000") == day.isoformat()


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_slashes_go_both_ways_and_are_never_guessed(day: date) -> None:
    text = f"{day:%d/%m/%Y}"
    assert day_of(text, DAY_FIRST) == day.isoformat()
    assert day_of(f"{day:%m/%d/%Y}", MONTH_FIRST) == day.isoformat()
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(TwoWays, match="which comes first"):
            day_of(text)
        assert order_in(text) == ""
    elif day.day > 12:
        assert order_in(text) == DAY_FIRST
        assert day_of(text) == day.isoformat()


@pytest.mark.parametrize("text", ["2021-02-30", "31/02/2021", "soon", "inf", "0", "13", "2021-13-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not exist|not a date"):
        day_of(text)


def test_time_of_day() -> None:
    assert clock_of("2021-03-16T18:30:00.000+03:00") == ("18:30", "+03:00")
    assert clock_of("3/16/21 2:30 PM") == ("14:30", "")
    assert clock_of("2021-03-16") == ("", "")
    assert day_of("late August 2016") == "late August 2016", "what leaves days open stays as it is written"
