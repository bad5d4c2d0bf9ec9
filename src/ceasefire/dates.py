"""Imprecise dates: a day, a month, a season of a month, an interval, each as the days it may mean.

Accepted, after the Extended Date/Time Format (EDTF, Library of Congress 2019; ISO 8601-2):
`2016-08-26`, `2016-08`, `2016`, `2016-08-XX`, `2016-XX`, intervals `A/B` and `A/..`, and the qualifiers
`?` (uncertain), `~` (approximate), `%` (both).  Also plain English as people say it: `26 August 2016`,
`August 2016`, `early August`, `mid-August 2016`, `late August`, `end of August`.  Without a year the year
of the reference date is meant.  EDTF has no early, mid and late of a month; here they are days 1-10, 11-20
and 21 to the end, and "end of" the last five days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ISO = re.compile(r"(\d{4})(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?")
_WORDS = re.compile(
    r"(?:(?P<part>early|mid|late|end of)[ -])?(?:(?P<day>\d{1,2}) )?(?P<month>[a-z]+)\.?(?: (?P<year>\d{4}))?"
)
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "end of": (27, 31)}


@dataclass(frozen=True)
class ImpreciseDate:
    """The days that a date as written may mean.

    `earliest` and `latest` are inclusive days; `latest` is `date.max` for an open interval.  `uncertain` and
    `approximate` are the source's own reservations (EDTF `?` and `~`).
    """

    text: str
    earliest: date
    latest: date
    uncertain: bool = False
    approximate: bool = False

    @property
    def precise(self) -> bool:
        """True when one single day is meant, without reservation."""
        return self.earliest == self.latest and not (self.uncertain or self.approximate)


def parse_date(text: str, reference: date | None = None) -> ImpreciseDate:
    """The days that `text` may mean; `reference` gives the year where the text has none.

    Raises ValueError, with a sentence for the user, when the text is no date or the date does not exist.
    """
    body = text.strip()
    mark = body[-1:] if body[-1:] in {"?", "~", "%"} else ""
    body = body.removesuffix(mark).rstrip() if mark else body
    if body.count("/") == 1:
        first, last = body.split("/")
        start = parse_date(first, reference).earliest
        end = date.max if last.strip() == ".." else parse_date(last, reference).latest
    else:
        start, end = _iso(body) or _words(body, reference)
    if end < start:
        raise ValueError(f"{text!r} ends before it begins")
    return ImpreciseDate(text, start, end, mark in {"?", "%"}, mark in {"~", "%"})


def _iso(body: str) -> tuple[date, date] | None:
    found = _ISO.fullmatch(body)
    if not found:
        return None
    year, month, day = found.groups()
    if month in {None, "XX"}:
        if day not in {None, "XX"}:
            raise ValueError(f"{body!r} has a day but no month")
        return _day(int(year), 1, 1, body), _day(int(year), 12, 31, body)
    return _span(int(year), int(month), None if day in {None, "XX"} else int(day), body)


def _words(body: str, reference: date | None) -> tuple[date, date]:
    found = _WORDS.fullmatch(" ".join(body.lower().split()))
    names = [
        k + 1
        for k, name in enumerate(_MONTHS)
        if found and len(found["month"]) >= 3 and name.startswith(found["month"])
    ]
    if not found or len(names) != 1 or (found["part"] and found["day"]):
        raise ValueError(
            f"{body!r} is not a date: write 2016-08-26, 2016-08, 2016-08-20/2016-08-31 or late August 2016"
        )
    if not found["year"] and reference is None:
        raise ValueError(f"{body!r} has no year")
    year = int(found["year"]) if found["year"] else (reference or date.min).year
    start, end = _span(year, names[0], int(found["day"]) if found["day"] else None, body)
    if found["part"]:
        low, high = _PARTS[found["part"]]
        return start.replace(day=min(low, end.day)), end.replace(day=min(high, end.day))
    return start, end


def _span(year: int, month: int, day: int | None, body: str) -> tuple[date, date]:
    if day is not None:
        return (_day(year, month, day, body),) * 2
    first = _day(year, month, 1, body)
    return first, first.replace(day=monthrange(year, month)[1])


def _day(year: int, month: int, day: int, body: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{body!r} does not exist: {error}") from None
