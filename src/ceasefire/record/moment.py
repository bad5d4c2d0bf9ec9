"""When something happened or was known, as text in UTC that sorts as time does.

Databases disagree about time zones (SQLite has none), so the record stores `2016-08-26T18:30:00Z`.  A day, a month or
"late August" becomes the first and the last second it may mean; a day is a day in its zone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ceasefire.dates import parse_date

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T.*")
LAST = "9999-12-31T23:59:59Z"
FIRST = "0001-01-01T00:00:00Z"


def stamp(moment: datetime) -> str:
    """A moment with a time zone as the record writes it, to the second.  Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{moment.isoformat()} lies before or after all time that can be written in UTC") from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def now() -> str:
    """The present moment, to the microsecond (`...:59.123456Z`): when something is entered."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def zone_of(name: str) -> tzinfo:
    """The time zone of `Z`, an offset `+03:00`, or a name such as `Asia/Damascus`; empty means UTC.  Raises ValueError."""
    if name in {"", "Z", "UTC"}:
        return UTC
    found = _OFFSET.fullmatch(name)
    if found:
        shift = timedelta(hours=int(found[2]), minutes=int(found[3]))
        if shift > timedelta(hours=15):
            raise ValueError(f"`{name}` is further from UTC than any place on earth")
        return timezone(-shift if found[1] == "-" else shift)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"`{name}` is not a time zone: write +03:00 or a name such as Asia/Damascus") from None


@lru_cache(maxsize=8_192)  # tables repeat their days
def span(on: str, clock: str = "", zone: str = "") -> tuple[str, str]:
    """First and last second (UTC) that a date, with or without a time of day, may mean; all of time when nothing is given.

    `clock` is `18:30` or `18:30:15` and needs a single day.  Raises ValueError with a sentence for the user.
    """
    if not on:
        if clock:
            raise ValueError("a time of day needs its date")
        return FIRST, LAST
    place = zone_of(zone)
    meant = parse_date(on)
    if not clock:
        return _utc(meant.earliest, (0, 0, 0), place), _utc(meant.latest, (23, 59, 59), place)
    found = _CLOCK.fullmatch(clock)
    if not found:
        raise ValueError(f"`{clock}` is not a time of day: write 18:30")
    if meant.earliest != meant.latest:
        raise ValueError(f"a time of day needs one day, and `{on}` may mean several")
    hour, minute = int(found[1]), int(found[2])
    return (
        _utc(meant.earliest, (hour, minute, int(found[3] or 0)), place),
        _utc(meant.latest, (hour, minute, int(found[3] or 59)), place),
    )


def until(text: str) -> str:
    """The last second of a day, month or moment as a person writes it: what `--as-of` includes.  Raises ValueError."""
    if _STAMP.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return span(text)[1]


def _utc(day: date, clock: tuple[int, int, int], zone: tzinfo) -> str:
    if day in {date.min, date.max}:  # open ends do not move with the zone
        return FIRST if day == date.min else LAST
    return stamp(datetime(day.year, day.month, day.day, *clock, tzinfo=zone))
