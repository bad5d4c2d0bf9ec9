"""Counts of alleged breaches by term, area, party and day, each beside how far anybody could look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from ceasefire.monitoring.counts.daily import daily
from ceasefire.monitoring.counts.exposure import EPOCH, Exposure
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.terms.agreement import AgreementText
from ceasefire.monitoring.terms.matching import Matched, Verdict
from ceasefire.monitoring.terms.reasons import ANSWERS, YES
from ceasefire.monitoring.terms.sides import Reading

EITHER = "either side"
NOT_SAID = "not said"


@dataclass(frozen=True)
class Tally:
    """How many acts were which to a term, an area or a party; `deaths` are those reported in the alleged and confirmed.

    An incident counts as often as the acts that it stands for.

    `seen` of `days` are the days with any report or observation there (None where days mean nothing, as for a term).
    """

    name: str
    alleged: int
    confirmed: int
    cannot_tell: int
    deaths: float
    seen: int | None = None
    days: int | None = None
    shut: int | None = None


@dataclass(frozen=True)
class DayCount:
    """One day: incidents in the covered scope and in all, their deaths; None on a day that nobody is known to have seen."""

    day: date
    covered: int | None
    covered_deaths: float | None
    all: int | None
    all_deaths: float | None


@dataclass(frozen=True)
class Adherence:
    """What was reported against the terms while they were in force.

    `unplaced` incidents (with `unplaced_deaths`) of the covered scope have a date too wide to stand on a day: they are in
    none of the daily counts.
    """

    terms: tuple[Tally, ...]
    areas: tuple[Tally, ...]
    parties: tuple[Tally, ...]
    days: tuple[DayCount, ...]
    unplaced: int
    unplaced_deaths: float


def covered_by(matched: Matched) -> tuple[NDArray[np.bool_], ...]:
    """For each term the incidents that would fall under it whenever they happened: every test but that of time is met."""
    return tuple(ANSWERS[reasons[1:]].min(axis=0) == YES for reasons in matched.reasons)


def covered(matched: Matched) -> NDArray[np.bool_]:
    """Incidents that would fall under some term whenever they happened; shape (n,)."""
    if not matched.terms:
        return np.zeros(matched.verdicts.shape[1], dtype=np.bool_)
    return np.asarray(np.logical_or.reduce(covered_by(matched)), dtype=np.bool_)


def adherence(
    text: AgreementText, incidents: Incidents, matched: Matched, exposed: Exposure, span: tuple[date, date]
) -> Adherence:
    """Counts over the days from first to last, both included."""
    overall = matched.overall()
    of = _Weights(np.nan_to_num(incidents.deaths), incidents.many)
    every = np.ones(len(incidents), dtype=np.bool_)
    terms = [of.tally(number, matched.verdicts[k], every) for k, number in enumerate(matched.terms)]
    all_days = np.arange((span[0] - EPOCH).days, (span[1] - EPOCH).days + 1)
    return Adherence(
        tuple(terms),
        _by_area(incidents, overall, of, exposed, all_days),
        _by_party(text, incidents, overall, of),
        _by_day(incidents, covered(matched), exposed, span),
        *_unplaced(incidents, covered(matched)),
    )


@dataclass(frozen=True)
class _Weights:
    """What each incident counts for: deaths, and the acts that it stands for."""

    deaths: NDArray[np.float64]
    acts: NDArray[np.int64]

    def tally(self, name: str, verdicts: NDArray[np.int8], which: NDArray[np.bool_], **more: int) -> Tally:
        n = {verdict: int(self.acts[which & (verdicts == verdict)].sum()) for verdict in Verdict}
        deaths = float(self.deaths[which & (verdicts >= Verdict.ALLEGED)].sum())
        return Tally(name, n[Verdict.ALLEGED], n[Verdict.CONFIRMED], n[Verdict.CANNOT_TELL], deaths, **more)


def _by_area(
    incidents: Incidents,
    overall: NDArray[np.int8],
    of: _Weights,
    exposed: Exposure,
    days: NDArray[np.int64],
) -> tuple[Tally, ...]:
    here = [incidents.areas[k] for k in np.unique(incidents.area).tolist()]
    number = {key: k for k, key in enumerate(incidents.areas)}
    tallies = []
    for key in dict.fromkeys([*here, *exposed.areas, *exposed.shut]):
        seen = int(exposed.seen(days, key).sum())
        shut = len(exposed.shut.get(key, frozenset()) & set(days.tolist()))
        shown = incidents.spelled.get(key, key) or NOT_SAID
        facts = {"seen": seen, "days": len(days), "shut": shut}
        tallies.append(of.tally(shown, overall, incidents.area == number.get(key, -1), **facts))
    return tuple(sorted(tallies, key=lambda t: (-(t.alleged + t.confirmed), -t.cannot_tell, t.name)))


def _by_party(text: AgreementText, incidents: Incidents, overall: NDArray[np.int8], of: _Weights) -> tuple[Tally, ...]:
    """By the party alleged to have acted; a fight whose first move nobody names counts under neither side alone."""
    reading = Reading(text)

    def who(actors: tuple[str, ...], against: tuple[str, ...]) -> str:
        parties = list(dict.fromkeys(reading.party[a] for a in actors if a in reading.party))
        if not parties:
            return NOT_SAID
        return parties[0] if len(parties) == 1 and (against or len(actors) == 1) else EITHER

    of_sides = [who(*sides) for sides in incidents.all_sides]
    names = [*text.parties, EITHER, NOT_SAID]
    number = np.array([names.index(name) for name in of_sides], dtype=np.int64)
    actor = number[incidents.sides] if len(incidents) else np.zeros(0, dtype=np.int64)
    shown = [of.tally(name, overall, actor == k) for k, name in enumerate(names)]
    return tuple(t for t in shown if t.name in text.parties or t.alleged or t.confirmed or t.cannot_tell)


def _by_day(
    incidents: Incidents, inside: NDArray[np.bool_], exposed: Exposure, span: tuple[date, date]
) -> tuple[DayCount, ...]:
    every = np.ones(len(incidents), dtype=np.bool_)
    seen = exposed.seen(np.arange((span[0] - EPOCH).days, (span[1] - EPOCH).days + 1))
    series = [daily(incidents, which, seen, span, deaths=d).counts for which in (inside, every) for d in (False, True)]
    return tuple(
        DayCount(span[0] + timedelta(days=k), _whole(a), _number(b), _whole(c), _number(d))
        for k, (a, b, c, d) in enumerate(zip(*series, strict=True))
    )


def _whole(count: float) -> int | None:
    return None if np.isnan(count) else int(count)


def _number(count: float) -> float | None:
    return None if np.isnan(count) else float(count)


def _unplaced(incidents: Incidents, inside: NDArray[np.bool_]) -> tuple[int, float]:
    off = inside & (incidents.day < 0)
    return int(incidents.many[off].sum()), float(np.nan_to_num(incidents.deaths[off]).sum())


def unknown_names(text: AgreementText, incidents: Incidents) -> Mapping[str, int]:
    """Names of actors and targets that the agreement does not know, with how many incidents name each, most first."""
    reading = Reading(text)
    counts: dict[str, int] = {}
    pairs, times = np.unique(incidents.sides, return_counts=True)
    for pair, n in zip(pairs.tolist(), times.tolist(), strict=True):
        actors, against = incidents.all_sides[pair]
        for name in dict.fromkeys((*actors, *against)):
            if not reading.knows(name):
                shown = incidents.spelled.get(name, name)
                counts[shown] = counts.get(shown, 0) + n
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
