"""Days as tables write them: ISO with or without a time, words, slashes, compact, a spreadsheet's serial days, epochs.

`03/04/2021` may mean two days: it is refused unless the column shows elsewhere which number is the day, or somebody says.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from ceasefire.dates import parse_date

DAY_FIRST, MONTH_FIRST = "day", "month"
_TIME = r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_WORDS = re.compile(r"(?:[A-Za-z]+day,? +)?(\d{1,2})(?:st|nd|rd|th)?[- ]+([A-Za-z]{3,9})\.?[-, ]+(\d{4}|\d{2})" + _TIME)
_MONTH_WORD = re.compile(r"(?:[A-Za-z]+day,? +)?([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4}|\d{2})" + _TIME)
_CLOCK = re.compile(_TIME.replace("[T ]", "T?", 1))
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.0*)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\.0*)?")
_FIRST_SERIAL, _LAST_SERIAL = 18_000, 80_000  # 1949 to 2119
_ZERO = date(1899, 12, 30)  # of the serial days that all spreadsheets but old ones of one maker use


class TwoWays(ValueError):
    """A date whose day and month cannot be told apart."""


@lru_cache(maxsize=16_384)  # tables repeat their days
def day_of(text: str, first: str = "") -> str:
    """A day as ISO text; what leaves more than a day open (a month, an interval) stays as it is written.

    `first` says which number of `03/04/2021` comes first: `day` or `month`.  Raises TwoWays, or ValueError where it is no date.
    """
    if found := _ISO.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found, first, text)
    if found := _WORDS.fullmatch(text):
        return _named(found[1], found[2], found[3])
    if found := _MONTH_WORD.fullmatch(text):
        return _named(found[2], found[1], found[3])
    if found := _COMPACT.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]), text)
    if (found := _SERIAL.fullmatch(text)) and _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL:
        return (_ZERO + timedelta(days=int(found[1]))).isoformat()
    if found := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(found[1]), tz=UTC).date().isoformat()
    parse_date(text)
    return text


def _numeric(found: re.Match[str], first: str, text: str) -> str:
    one, other, year = int(found[1]), int(found[3]), _year(found[4])
    if found[2] == "." or one > 12:
        return _made(year, other, one, text)
    if other > 12:
        return _made(year, one, other, text)
    if one == other or first == DAY_FIRST:
        return _made(year, other, one, text)
    if first == MONTH_FIRST:
        return _made(year, one, other, text)
    raise TwoWays(
        f"{text!r} may mean two days: which comes first, day or month? add --dates day-first or month-first, "
        'or say it in a mapping, date: "%d/%m/%Y"'
    )


def order_in(text: str) -> str:
    """What a date with slashes shows of the order in its column: `day`, `month`, or nothing."""
    found = _NUMERIC.fullmatch(text)
    if not found or found[2] == ".":
        return ""
    return DAY_FIRST if int(found[1]) > 12 else MONTH_FIRST if int(found[3]) > 12 else ""


@lru_cache(maxsize=16_384)
def clock_of(text: str) -> tuple[str, str]:
    """The time of day of a time stamp and its zone, `18:30` and `+03:00`; both empty where it has none.

    Raises ValueError where the hour does not exist.
    """
    for pattern in (_ISO, _NUMERIC, _WORDS, _MONTH_WORD, _CLOCK):
        if found := pattern.fullmatch(text):
            hour, minute, _, zone = found.groups()[-4:]
            if hour is None:
                return "", ""
            shown = int(hour) % 12 + 12 * ("p" in text[-3:].lower()) if text[-1:] in "Mm" else int(hour)
            if shown > 23 or int(minute) > 59:
                raise ValueError(f"{text!r} is no time of day")
            return f"{shown:02}:{minute}", "" if zone is None else "UTC" if zone in {"Z", "UTC"} else zone
    return "", ""


def _named(day: str, month: str, year: str) -> str:
    return parse_date(f"{int(day)} {month} {_year(year):04}").earliest.isoformat()


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 1900 + int(text) if int(text) >= 70 else 2000 + int(text)


def _made(year: int, month: int, day: int, text: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise ValueError(f"{text!r} does not exist: {error}") from None
