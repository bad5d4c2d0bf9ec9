"""A folder of truces read with its counts, every problem at its line."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from ceasefire.errors import Finding, MaterialError, Where, in_order
from ceasefire.monitoring.backtest.known import Counts, KnownTruce, Select
from ceasefire.monitoring.counts.exposure import EPOCH
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.counts.series import Counted, Series
from ceasefire.text.document import MAX_BYTES, read_yaml
from ceasefire.text.shape import shaped

SHIPPED = Path(__file__).parents[2] / "truces"
LONGEST = 40_000  # days


@dataclass(frozen=True)
class Given:
    """A truce with its counts; `deaths` or `incidents` is None where the file has only the other."""

    name: str
    truce: KnownTruce
    deaths: Series | None
    incidents: Series | None


@dataclass(frozen=True)
class Folder:
    """The truces of a folder that can be run, and the names of those for which events would have to be given."""

    truces: tuple[Given, ...]
    without_events: tuple[str, ...]


def read_folder(folder: Path, events: Incidents | None) -> Folder:
    """Every truce of a folder, by name.  Raises MaterialError with everything that is wrong."""
    files = sorted(p for p in folder.glob("*.y*ml") if p.suffix in {".yaml", ".yml"}) if folder.is_dir() else []
    if not files:
        hint = "a folder of truces has one YAML file for each, `format: truce/1`; see the reference of backtests"
        raise MaterialError([Finding(Where(str(folder)), "truces", "there is no truce in it", hint)])
    found: list[Given] = []
    waiting: list[str] = []
    findings: list[Finding] = []
    tables: dict[Path, dict[str, dict[date, float]]] = {}
    for path in files:
        try:
            truce = read_truce(path)
            if truce.counts is not None:
                found.append(Given(path.stem, truce, *_counted(truce.counts, path, tables)))
            elif truce.select is not None and events is not None:
                found.append(Given(path.stem, truce, *_selected(truce.select, events, path)))
            else:
                waiting.append(path.stem)
        except MaterialError as error:
            findings += error.findings
    if findings:
        raise MaterialError(in_order(findings))
    return Folder(tuple(found), tuple(waiting))


def read_truce(path: Path) -> KnownTruce:
    """One truce.  Raises MaterialError."""
    try:
        with path.open("rb") as stream:
            document = read_yaml(stream.read(MAX_BYTES + 1), str(path))
    except OSError as error:
        why = error.strerror or str(error)
        raise MaterialError([Finding(Where(str(path)), "unreadable", why, "check its permissions")]) from None
    if not isinstance(document.value, dict):
        hint = "begin with `format: truce/1`; see the reference of backtests"
        raise MaterialError([Finding(document.where(()), "shape", "a truce is a mapping of names to values", hint)])
    truce, problems = shaped(KnownTruce, document.value)
    findings = [*document.findings, *(p.finding(document) for p in problems)]
    if truce is None or findings:
        raise MaterialError(findings)
    return truce


def _counted(
    counts: Counts, path: Path, tables: dict[Path, dict[str, dict[date, float]]]
) -> tuple[Series | None, Series | None]:
    table = path.parent / counts.file
    if table not in tables:
        tables[table] = _table(table)
    columns = tables[table]
    missing = [name for name in (counts.deaths, counts.incidents) if name and name not in columns]
    if missing:
        message = f"`{counts.file}` has no column `{missing[0]}`"
        raise MaterialError([Finding(Where(str(path), 1, 1), "counts", message, f"it has: {', '.join(columns)}")])
    span = _span(columns)
    deaths, incidents = (
        _series(columns[name], span, counted) if name else None
        for name, counted in ((counts.deaths, Counted.DEATHS), (counts.incidents, Counted.INCIDENTS))
    )
    return deaths, incidents


def _table(path: Path) -> dict[str, dict[date, float]]:
    """The columns of a file of daily counts; an empty cell is a day that nobody saw.  Raises MaterialError."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            lines = csv.DictReader(stream)
            names = [n for n in lines.fieldnames or () if n and n != "day"]
            if "day" not in (lines.fieldnames or ()) or not names:
                message = "a file of counts has a column `day` and columns of counts"
                raise MaterialError([Finding(Where(str(path), 1, 1), "counts", message)])
            columns: dict[str, dict[date, float]] = {name: {} for name in names}
            for row in lines:
                day = _day(row["day"], path, lines.line_num)
                for name in names:
                    if (row[name] or "").strip():
                        columns[name][day] = _count(row[name], path, lines.line_num)
    except (OSError, UnicodeDecodeError) as error:
        hint = "keep the counts beside the truce"
        raise MaterialError([Finding(Where(str(path)), "counts", f"it cannot be read: {error}", hint)]) from None
    return columns


def _day(text: str, path: Path, line: int) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        message = f"`{text[:40]}` is not a day"
        raise MaterialError([Finding(Where(str(path), line, 1), "counts", message, "write 2016-09-12")]) from None


def _count(text: str, path: Path, line: int) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        message = f"`{text[:40]}` is not a count"
        raise MaterialError([Finding(Where(str(path), line, 1), "counts", message, "write a number, 0 or more")])
    return number


def _span(columns: dict[str, dict[date, float]]) -> tuple[date, date]:
    days = [day for column in columns.values() for day in column]
    return min(days, default=EPOCH), max(days, default=EPOCH)


def _series(days: dict[date, float], span: tuple[date, date], counted: Counted) -> Series:
    first, last = span
    n = min((last - first).days + 1, LONGEST)
    return Series(first, np.array([days.get(first + timedelta(days=k), np.nan) for k in range(n)]), counted)


def _selected(select: Select, events: Incidents, path: Path) -> tuple[Series, Series]:
    """Daily counts of the events that a truce picks; every day that its data set spans was looked at."""
    of_source = np.array([s.casefold() == select.dataset.casefold() for s in events.sources], dtype=np.bool_)
    known = of_source[events.source] & (events.day >= 0) & ~events.odd_date
    if not known.any():
        message = f"the events given have none of `{select.dataset}`"
        raise MaterialError([Finding(Where(str(path)), "events", message, "give the file with --events")])
    sides = {s.casefold() for s in select.sides}
    units = {u.casefold() for u in select.units}
    fits = np.array([not sides or {*a, *b} == sides for a, b in events.all_sides], dtype=np.bool_)
    places = events.places
    here = places.of((not units or bool(units & set(_names(p.units))) for p in places.names), np.bool_)
    first, last = int(events.day[known].min()), int(events.day[known].max())
    which = known & fits[events.sides] & here[events.place]
    at, n = events.day[which] - first, last - first + 1
    begin = EPOCH + timedelta(days=first)
    dead = np.bincount(at, weights=np.nan_to_num(events.deaths[which]), minlength=n).astype(np.float64)
    acts = np.bincount(at, weights=events.many[which].astype(np.float64), minlength=n).astype(np.float64)
    return Series(begin, dead, Counted.DEATHS), Series(begin, acts, Counted.INCIDENTS)


def _names(units: Iterable[str]) -> list[str]:
    return [unit.casefold() for unit in units]
