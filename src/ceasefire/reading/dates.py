"""Dates as they stand in a text, resolved against the day of the text and kept with their precision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ceasefire.dates import parse_date
from ceasefire.reading.sentence import Span

_MONTH = "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?"
_MONTH += "|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) (?P<m1>{_MONTH})|(?P<part>early|mid|late|end of)[ -](?P<m2>{_MONTH})|(?P<m3>{_MONTH}) (?P<day2>\d{{1,2}})\b(?!\d)"
    rf"|(?P<m4>{_MONTH}))(?:,? (?P<year>(?:19|20)\d\d))?\b"
    rf"|\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<weekday>{'|'.join(d.title() for d in _DAYS)})\b"
    r"|\b(?P<near>yesterday|today|tomorrow|this week|last week|next week|this month|last month|next month)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|would|by|until|next|to be|from|for|promised?|target|due|before)\b[^.]{0,60}$", re.IGNORECASE
)
_BEHIND = (
    300  # days: a month without a year that lies further back is taken as the coming one where the text looks ahead
)


@dataclass(frozen=True)
class Dated:
    """A date in a text: where, as it stands, and in the form the record keeps (`2016-08-01`, `late August 2016`)."""

    span: Span
    text: str
    meant: str
    ahead: bool


def dates(text: str, span: Span, written: date) -> list[Dated]:
    """The dates between two places of a text that was written on a day.

    A month without a year is the nearest one: in the past, or to come where the words look ahead.  A weekday is the last
    one, or the next.  What names no real day (31 June) is left out.
    """
    found = []
    for match in _DATE.finditer(text, *span):
        if (
            match["m4"] == "May"
            and not match["year"]
            and not re.search(r"\b(?:in|of|since|last|next|by|until) $", text[: match.start()])
        ):
            continue
        ahead = bool(_AHEAD.search(text[max(span[0], match.start() - 80) : match.start()]))
        meant = _meant(match, written, ahead=ahead)
        if meant:
            found.append(Dated(match.span(), match.group(), meant, ahead))
    return found


def _meant(match: re.Match[str], written: date, *, ahead: bool) -> str:
    if match["iso"]:
        return _real(match["iso"])
    if match["near"]:
        return _near(match["near"].lower(), written)
    if match["weekday"]:
        back = (written.weekday() - _DAYS.index(match["weekday"].lower())) % 7
        return (written + timedelta(days=7 - back) if ahead else written - timedelta(days=back)).isoformat()
    month = (match["m1"] or match["m2"] or match["m3"] or match["m4"]).rstrip(".")[:3]
    day = match["day"] or match["day2"]
    words = f"{match['part'] or ''} {f'{day} ' if day else ''}{month}".strip()
    years = [int(match["year"])] if match["year"] else [written.year, written.year - 1, written.year + 1]
    for year in years:
        try:
            meant = parse_date(f"{words} {year}")
        except ValueError:
            continue
        gone = (written - meant.earliest).days
        if match["year"] or (-200 < gone <= _BEHIND if ahead else 0 <= gone < _BEHIND + 65):
            return _written(words, year, day)
    return ""


def _written(words: str, year: int, day: str | None) -> str:
    """The record's form: a day or a month as ISO, a part of a month in words."""
    meant = parse_date(f"{words} {year}")
    if day:
        return meant.earliest.isoformat()
    if meant.earliest.day == 1 and (meant.latest + timedelta(days=1)).day == 1:
        return meant.earliest.strftime("%Y-%m")
    return f"{words.rsplit(' ', 1)[0]} {meant.earliest.strftime('%B')} {year}"


def _near(words: str, written: date) -> str:
    if words in {"yesterday", "today", "tomorrow"}:
        return (written + timedelta(days=("yesterday", "today", "tomorrow").index(words) - 1)).isoformat()
    which, unit = words.split()
    shift = ("last", "this", "next").index(which) - 1
    if unit == "week":
        monday = written - timedelta(days=written.weekday() - 7 * shift)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    month = written.year * 12 + written.month - 1 + shift
    return f"{month // 12:04}-{month % 12 + 1:02}"


def _real(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        return ""
    return text
