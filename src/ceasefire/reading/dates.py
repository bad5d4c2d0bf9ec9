"""Dates as they stand in a text, resolved against the day of the text and kept with their precision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ceasefire.dates import parse_date
from ceasefire.reading.marks import Span

_MONTH = "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?"
_MONTH += "|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBER = {w: k for k, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)} | {
    "a": 1,
    "an": 1,
}
_UNIT = {"hour": 0, "day": 1, "week": 7, "month": 30}
_DATE = re.compile(
    rf"\b(?:(?P<f1>\d{{1,2}})(?:st|nd|rd|th)?(?:-|–| to | and | or )(?P<t1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m5>{_MONTH})|(?P<m6>{_MONTH}) (?P<f2>\d{{1,2}})(?:-|–| to | and )(?P<t2>\d{{1,2}})\b(?!\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})|(?P<part>[Ee]arly|[Mm]id|[Ll]ate|[Ee]nd of|the end of)[ -](?P<m2>{_MONTH})"
    rf"|(?P<m3>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)|(?P<m4>{_MONTH}))(?:,? (?P<year>(?:19|20)\d\d))?\b"
    rf"|\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<weekday>{'|'.join(d.title() for d in _DAYS)})\b"
    r"|\b(?P<near>[Yy]esterday|[Tt]oday|[Tt]omorrow|this week|last week|next week|this month|last month|next month)\b"
    r"|(?<![\d/.])(?P<n1>\d{1,2})(?P<sep>[/.])(?P<n2>\d{1,2})(?P=sep)(?P<n3>(?:19|20)?\d\d)(?![\d/])"
    rf"|\b(?:within|in) (?:the (?:next|coming) )?(?P<count>\d{{1,3}}|{'|'.join(_NUMBER)}) (?P<unit>hour|day|week|month)s?\b(?! ago| of| later| before| earlier)"
)
_SOON = re.compile(r"within|in the (?:next|coming)")
_LEADS = re.compile(r"\b(?:in|of|since|last|next|by|until|early|late|mid|this|from|to) $")
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2(?:19|20)?\d\d(?![\d/])")
_AHEAD = re.compile(
    r"\b(?:will|would|until|next|to be|is to|are to|promised?|due|plans? to|hopes? to)\b[^.]{0,60}$"
    r"|\b(?:by|from|for|before|target)(?: (?:the|next|this|coming|early|late|mid|end|of|about|around|date))*[ -]*$",
    re.IGNORECASE,
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
    open: bool = False


def convention(text: str) -> str:
    """How a text writes days in numbers: `day-first`, `month-first`, or nothing where no day of it tells."""
    found = [(int(a), sep, int(b)) for a, sep, b in _NUMERIC.findall(text)]
    if any(a > 12 for a, _, _ in found) or any(sep == "." for _, sep, _ in found):
        return "day-first"
    return "month-first" if any(b > 12 for _, _, b in found) else ""


def dates(
    text: str, span: Span, written: date, *, ahead: bool = False, order: str = "", since: int | None = None
) -> list[Dated]:
    """The dates between two places of a text that was written on a day; `ahead` where all its words look ahead.

    `since` is where the words that may look ahead begin, if before the span.  `order` is the text's `convention` for days in numbers; where it is empty and both readings are days, the date is open
    and means either.

    A month without a year is the nearest one: in the past, or to come where the words look ahead.  A weekday is the last
    one, or the next.  What names no real day (31 June) is left out.
    """
    found = []
    for match in _DATE.finditer(text, *span):
        if (
            match["m4"]
            and len(match["m4"]) == 3
            and not match["year"]
            and not _LEADS.search(text, max(0, match.start() - 8), match.start())
        ):
            continue  # Jan de Vries is no month
        before = text[max(span[0] if since is None else since, match.start() - 80) : match.start()]
        if match["unit"] and not (ahead or _SOON.match(match.group())):
            continue  # `12 breaches in 24 hours`
        looks = (ahead and not re.search(r"\bsince $", before)) or bool(_AHEAD.search(before)) or bool(match["unit"])
        if match["n1"]:
            found += _numeric(match, order, ahead=looks)
            continue
        meant = _meant(match, written, ahead=looks)
        if meant and "/" not in meant and before.casefold().endswith("since "):
            meant, looks = f"{meant}/..", False
        if meant:
            found.append(Dated(match.span(), match.group(), meant, looks))
    return found


def _numeric(match: re.Match[str], order: str, *, ahead: bool) -> list[Dated]:
    """A day in numbers, by the convention of its text; both readings where it is open."""
    first, second = int(match["n1"]), int(match["n2"])
    year = int(match["n3"]) + (2000 if len(match["n3"]) == 2 else 0)
    readings = {
        "day-first": _real(f"{year:04}-{second:02}-{first:02}"),
        "month-first": _real(f"{year:04}-{first:02}-{second:02}"),
    }
    order = "day-first" if match["sep"] == "." else order
    wanted = [readings[order]] if order else [r for r in readings.values() if r]
    wanted = list(dict.fromkeys(w for w in wanted if w))
    return [Dated(match.span(), match.group(), w, ahead, open=len(wanted) > 1) for w in wanted]


def _meant(match: re.Match[str], written: date, *, ahead: bool) -> str:
    if match["iso"]:
        return _real(match["iso"])
    if match["near"]:
        return _near(match["near"].lower(), written)
    if match["weekday"]:
        back = (written.weekday() - _DAYS.index(match["weekday"].lower())) % 7
        return (written + timedelta(days=7 - back) if ahead else written - timedelta(days=back)).isoformat()
    if match["unit"]:
        count = _NUMBER[match["count"]] if match["count"] in _NUMBER else int(match["count"])
        days = max(1, count // 24) if match["unit"] == "hour" else count * _UNIT[match["unit"]]
        far = date.fromordinal(min(written.toordinal() + days, date.max.toordinal()))
        return f"{written.isoformat()}/{far.isoformat()}"
    if match["m5"] or match["m6"]:
        return _range(match, written, ahead=ahead)
    month = (match["m1"] or match["m2"] or match["m3"] or match["m4"]).rstrip(".")[:3]
    day = match["day"] or match["day2"]
    part = (match["part"] or "").casefold().removeprefix("the ")
    words = f"{part} {f'{day} ' if day else ''}{month}".strip()
    return nearest(words, day, match["year"], written, ahead=ahead)


def _range(match: re.Match[str], written: date, *, ahead: bool) -> str:
    """`12-15 September`: from the first day to the last."""
    month = (match["m5"] or match["m6"]).rstrip(".")[:3]
    first, last = match["f1"] or match["f2"], match["t1"] or match["t2"]
    begin = nearest(f"{first} {month}", first, match["year"], written, ahead=ahead)
    end = nearest(f"{last} {month}", last, match["year"], written, ahead=ahead)
    return f"{begin}/{end}" if begin and end and begin <= end else ""


def nearest(words: str, day: str | None, given: str | None, written: date, *, ahead: bool) -> str:
    """A day or month in the record's form: in the given year, else the nearest, past or to come; empty where there is none."""
    years = [int(given)] if given else [written.year, written.year - 1, written.year + 1]
    for year in years:
        try:
            meant = parse_date(f"{words} {year}")
        except ValueError:
            continue
        gone = (written - meant.earliest).days
        if given or (-200 < gone <= _BEHIND if ahead else 0 <= gone < _BEHIND + 65):
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
