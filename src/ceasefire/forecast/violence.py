"""How often violence returned after past ceasefires, which is not how often they were declared over.

Two files of the user: the ceasefires of ETH/PRIO and the events of UCDP GED, joined by the dyads that both number.  Violence
returned where the deaths a day of days 8 to the horizon were on the mean at least half of those in the 28 days that end three
days before the effect.  Only ceasefires for the whole dyad, with a known day and at least a death a day before; what a local
truce did cannot be seen in the deaths of a country.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ceasefire.errors import Finding, MaterialError, Where

BEFORE, SPIKE, FIRST = 28, 3, 7
LEAST, SHARE = 1.0, 0.5
WIDEST = 1  # days that an event may span to stand on its first
NEEDS = frozenset({"dyad_new_id", "date_start", "date_end", "date_prec", "best", "country"})

Deaths = Mapping[int, float]
"""Deaths by the day's ordinal."""


@dataclass(frozen=True)
class Returned:
    """Of `n` ceasefires of a class, after how many violence was back within `days`; `likely` is nine tenths of a beta
    distribution with half a ceasefire added on either side.  `quiet` had less than a death a day before, `outside` lie outside of
    what the events span, or in dyads of which the file has none.
    """

    days: int
    n: int
    back: int
    countries: tuple[str, ...]
    quiet: int
    outside: int
    likely: tuple[float, float]

    @property
    def share(self) -> float | None:
        """The share after which violence was back."""
        return self.back / self.n if self.n else None


@dataclass(frozen=True)
class Begun:
    """A ceasefire by the day on which it took effect, the dyads it bound, and where it was."""

    name: str
    effect: date
    dyads: frozenset[str]
    country: str


def returned(begun: Iterable[Begun], events: Path, horizons: Iterable[int]) -> tuple[Returned, ...]:
    """Each horizon's count.  Raises MaterialError where the events are not UCDP GED's, OSError."""
    held = list(begun)
    deaths, span = _deaths(events, {d for one in held for d in one.dyads})
    return tuple(_returned(held, deaths, span, days) for days in horizons)


def begun_in(ceasefires: Path, names: Collection[str]) -> tuple[Begun, ...]:
    """The ceasefires of ETH/PRIO's file that are wanted, for whole dyads and with a known day."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in _rows(ceasefires):
        if row["uniq_id"] in names:
            groups.setdefault(row["uniq_id"], []).append(row)
    found = []
    for name, rows in groups.items():
        days = [d for row in rows if (d := _effect(row)) is not None]
        dyads = frozenset(row["ucdp_dyad"] for row in rows if row.get("ucdp_dyad", "-1") not in {"-1", "", "0"})
        if days and dyads and not any(row["partial"].strip() == "1" for row in rows):
            found.append(Begun(name, min(days), dyads, rows[0].get("location", "").strip()))
    return tuple(found)


def _effect(row: Mapping[str, str]) -> date | None:
    try:
        year, month, day = (int(float(row[f"cf_effect_{part}"] or 0)) for part in ("yr", "month", "day"))
        return date(year, month, day)
    except ValueError:
        return None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if packed else raw
        with stream, io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="") as text:
            yield from csv.DictReader(text)


def _deaths(events: Path, dyads: Collection[str]) -> tuple[dict[str, dict[int, float]], tuple[int, int]]:
    """Deaths a day of each dyad, and the first and last day of any event."""
    found: dict[str, dict[int, float]] = {}
    first, last = date.max.toordinal(), 0
    for row in _rows(events):
        if not row.keys() >= NEEDS:
            message = f"the columns of UCDP GED are missing: {', '.join(sorted(NEEDS - row.keys()))}"
            raise MaterialError(
                [Finding(Where(str(events), 1, 1), "table", message, "give the file as UCDP publishes it")]
            )
        try:
            begin, end = (date.fromisoformat(row[name].strip()[:10]).toordinal() for name in ("date_start", "date_end"))
            best = float(row["best"])
        except ValueError:
            continue
        first, last = min(first, begin), max(last, begin)
        if row["dyad_new_id"] in dyads and end - begin <= WIDEST and row["date_prec"].strip() in {"1", "2"}:
            days = found.setdefault(row["dyad_new_id"], {})
            days[begin] = days.get(begin, 0.0) + best
    return found, (first, last)


def _returned(held: list[Begun], deaths: Mapping[str, Deaths], span: tuple[int, int], days: int) -> Returned:
    from scipy.special import betaincinv

    outcomes: list[tuple[bool, str]] = []
    quiet = outside = 0
    for one in held:
        effect = one.effect.toordinal()
        begin = effect - SPIKE - BEFORE
        known = any(dyad in deaths for dyad in one.dyads)  # a file of one country says nothing of another's dyads
        if not known or begin < span[0] or effect + days - 1 > span[1]:
            outside += 1
            continue
        before = _mean(deaths, one.dyads, begin, begin + BEFORE)
        if before < LEAST:
            quiet += 1
            continue
        after = _mean(deaths, one.dyads, effect + FIRST, effect + days)
        outcomes.append((after >= SHARE * before, one.country))
    back = sum(happened for happened, _ in outcomes)
    low, high = (float(betaincinv(back + 0.5, len(outcomes) - back + 0.5, q)) for q in (0.05, 0.95))
    countries = tuple(sorted({country for _, country in outcomes}))
    return Returned(days, len(outcomes), back, countries, quiet, outside, (low, high))


def _mean(deaths: Mapping[str, Deaths], dyads: Collection[str], first: int, end: int) -> float:
    total = sum(deaths.get(dyad, {}).get(day, 0.0) for dyad in dyads for day in range(first, end))
    return total / max(end - first, 1)
