from __future__ import annotations

from datetime import date

import pytest

from ceasefire.offices import Figure, Office, Roster, official_of

VANE = Figure(
    "vane",
    ("Idris Vane", "إدريس فاين"),
    (Office("north", "minister", date(2010, 1, 1), date(2016, 6, 30)), Office("south", "", date(2018, 1, 1))),
)
ORSO = Figure(
    "orso",
    ("Lena Orso",),
    (Office("south", "", date(2012, 1, 1)), Office("north", "", date(2012, 1, 1), date(2012, 12, 31))),
)
OTHER = Figure("other", ("Mark Vane",), (Office("south"),))
OFFICE = Figure("office", ("Office for Aid", "OFA"), (Office("un"),), body=True)


@pytest.mark.parametrize(
    ("speaker", "on", "party", "why"),
    [
        ("Idris Vane", "2016-06-30", "north", ""),
        ("Defence Minister Idris Vane", "2016-06", "north", ""),
        ("إدريس فاين", "2011", "north", ""),
        ("وزير الدفاع إدريس فاين", "2011", "north", ""),
        ("Idris Vane", "2017-03-01", "", "held no office on 2017-03-01"),
        ("Idris Vane", "2016-06-30/2016-07-01", "", "held no office"),
        ("Idris Vane", "2018", "south", ""),
        ("Lena Orso", "2012-05", "", "held offices of north and south"),
        ("Orso", "2014~", "south", ""),
        ("Vane", "2011", "", "may be Idris Vane or Mark Vane"),
        ("OFA", "", "", "is not known"),
        ("OFA", "2011", "un", ""),
        ("", "2011", "", "nobody is named"),
        ("Nobody Known", "2011", "", "is not known: add it"),
        ("aides to Lena Orso", "2014", "", "is not known"),
        ("sources close to Lena Orso", "2014", "", "speaks for no party"),
    ],
)
def test_for_whom_somebody_speaks_on_a_day(speaker: str, on: str, party: str, why: str) -> None:
    stand = Roster([VANE, ORSO, OTHER, OFFICE]).stand(speaker, on)
    assert stand.party == party
    assert why in stand.why_not


def test_what_the_text_says_of_the_source_counts() -> None:
    roster = Roster([ORSO])
    assert roster.stand("Lena Orso", "2014", "Lena Orso").by == "role"
    assert roster.stand("Lena Orso", "2014", "Lena Orso, speaking in a personal capacity").party == ""
    assert roster.stand("Lena Orso", "2014", "former minister Lena Orso").party == ""


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("a Varland officer", "varland"),
        ("the Varland government", "varland"),
        ("a former Varland minister", ""),
        ("residents of Varland", ""),
        ("a scholar of Varland", ""),
        ("the Varland opposition's spokesman", ""),
        ("sources close to the Varland government", ""),
        ("a Varland newspaper", ""),
    ],
)
def test_officials_that_a_text_names(words: str, party: str) -> None:
    assert official_of(words, ("varland",)) == party
    assert official_of(words, ("varland", "ostrea")) == ""
