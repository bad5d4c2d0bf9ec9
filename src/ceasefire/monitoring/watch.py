"""One call for the answer: what is alleged against which term, is there a calm, has it broken, what was promised and came."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from ceasefire._version import __version__
from ceasefire.dates import parse_date
from ceasefire.monitoring.calls.calm import Call, CalmRule, Condition, judge
from ceasefire.monitoring.calls.changes import Changes, changes
from ceasefire.monitoring.calls.days import Day, day_by_day
from ceasefire.monitoring.calls.placebo import Placebo, placebo
from ceasefire.monitoring.counts.daily import daily
from ceasefire.monitoring.counts.duplicates import Duplicates, duplicates
from ceasefire.monitoring.counts.exposure import EPOCH, Exposure, exposure
from ceasefire.monitoring.counts.incidents import Incidents, columns
from ceasefire.monitoring.counts.series import Series
from ceasefire.monitoring.promises.kept import Access, Kept, access, promises
from ceasefire.monitoring.promises.local_truces import LocalTruce, local_truces
from ceasefire.monitoring.terms.adherence import Adherence, adherence, covered, unknown_names
from ceasefire.monitoring.terms.agreement import AgreementText
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.terms.matching import Matched, match
from ceasefire.monitoring.terms.oddities import CODES, oddities
from ceasefire.monitoring.terms.reasons import Reason
from ceasefire.monitoring.terms.where import places
from ceasefire.record.agreement import Agreement, Promise
from ceasefire.record.incident import Incident
from ceasefire.record.moment import zone_of
from ceasefire.record.observation import Observation

REFERENCES = (
    "Killick, Fearnhead & Eckley (2012). J. Am. Statistical Association 107(500):1590-1598, doi:10.1080/01621459.2012.737745",
)
LONGEST = 40_000  # days in a daily series: a century; a date beyond belongs to no truce


@dataclass(frozen=True)
class Reports:
    """What is known, each with its name in the record: incidents, and where there are any the rest."""

    incidents: Sequence[tuple[str, Incident]]
    promises: Sequence[tuple[str, Promise]] = ()
    agreements: Sequence[tuple[str, Agreement]] = ()
    observations: Sequence[Observation] = ()


@dataclass(frozen=True)
class How:
    """How to look: up to which moment (None: the end of the last day reported), counting deaths or incidents, by which rule.

    `penalty` is that of the change points (None: by default, see `changes`).
    """

    as_of: datetime | None = None
    deaths: bool = True
    rule: CalmRule = field(default_factory=CalmRule)
    penalty: float | None = None
    seed: int = 0


@dataclass(frozen=True)
class Scope:
    """What one way of counting shows: `counts` is true of the scope that the agreement covers, which alone answers."""

    name: str
    counts: bool
    call: Call
    placebo: Placebo
    changes: Changes
    day_by_day: tuple[Day, ...]


@dataclass(frozen=True)
class Watch:
    """Is it holding, as far as reports say.

    `condition` is that of the covered scope.  `terms` are the titles by number.  `odd` counts, by the codes of `oddities`,
    incidents of which something is odd.  `before` and `later` are those dated
    wholly before the agreement and after the day asked about, `elsewhere` those left
    out because no term covers the place.  `digest` is the SHA-256 of agreement and reports.
    """

    agreement: str
    as_of: date
    counted: str
    rule: str
    condition: Condition
    reason: str
    scopes: tuple[Scope, ...]
    terms: Mapping[str, str]
    adherence: Adherence
    access: tuple[Access, ...]
    promises: tuple[Kept, ...]
    local_truces: tuple[LocalTruce, ...]
    duplicates: Duplicates
    unknown_names: Mapping[str, int]
    incidents: int
    before: int
    later: int
    elsewhere: int
    odd: Mapping[str, int]
    looked: int
    seed: int
    digest: str
    version: str = __version__
    references: tuple[str, ...] = REFERENCES


@dataclass(frozen=True)
class Held:
    """The incidents that could have happened by the moment asked about, matched, and the days they span."""

    incidents: Incidents
    matched: Matched
    exposed: Exposure
    span: tuple[date, date]
    later: int
    elsewhere: int


def hold(watched: Watched, reports: Reports, as_of: datetime | None) -> Held:
    """Put the reports in columns and hold each incident against the terms.

    Incidents in places that no term covers are left out: that something was reported from another country does not show that
    anybody looked here.
    """
    every = columns(reports.incidents, watched.text.zone)
    timely = np.ones(len(every), dtype=np.bool_) if as_of is None else every.begins <= int(as_of.timestamp())
    near = _somewhere(watched, every)
    kept = every.only(timely & near)
    exposed = exposure(kept, reports.observations)
    span = _span(watched.text, kept, exposed, as_of)
    return Held(kept, match(watched, kept), exposed, span, int((~timely).sum()), int((timely & ~near).sum()))


def _somewhere(watched: Watched, incidents: Incidents) -> NDArray[np.bool_]:
    """Incidents that may lie where some term holds, shape (n,)."""
    areas = {term.area or watched.text.area for term in watched.text.terms.values()}
    if "" in areas or not len(incidents):
        return np.ones(len(incidents), dtype=np.bool_)
    found = places(watched, incidents.places, areas)
    return np.asarray(
        np.any([answer != Reason.OUTSIDE for answer in found.values()], axis=0)[incidents.place], dtype=np.bool_
    )


def watch(watched: Watched, reports: Reports, how: How | None = None, held: Held | None = None) -> Watch:
    """Hold what is reported against an agreement; `held` is that of `hold` for the same, where it was made already."""
    how = how or How()
    held = held or hold(watched, reports, how.as_of)
    text = watched.text
    scopes = _scopes(text, held, how)
    answer = scopes[0].call
    found = list(oddities(held.incidents))
    odd = {code: sum(o.code == code for o in found) for code in CODES}
    force = int(text.begins(next(iter(text.terms.values())))[0].timestamp())
    until = held.span[1]
    return Watch(
        agreement=text.title,
        as_of=until,
        counted="deaths a day" if how.deaths else "incidents a day",
        rule=how.rule.in_words(),
        condition=answer.condition,
        reason=answer.reason,
        scopes=scopes,
        terms={number: term.title for number, term in text.terms.items()},
        adherence=adherence(
            text, held.incidents, held.matched, held.exposed, (max(held.span[0], _effect(text)[0]), until)
        ),
        access=access(reports.promises),
        promises=promises(text, reports.promises, until),
        local_truces=local_truces(reports.agreements, until),
        duplicates=duplicates(held.incidents),
        unknown_names=unknown_names(text, held.incidents),
        incidents=len(held.incidents),
        before=int((held.incidents.ends < force).sum()),
        later=held.later,
        elsewhere=held.elsewhere,
        odd=odd,
        looked=held.exposed.looked,
        seed=how.seed,
        digest=_digest(watched, reports),
    )


def series(held: Held, *, deaths: bool, scope: str = "covered") -> Series:
    """The daily counts of the covered scope, or of all incidents."""
    which: NDArray[np.bool_] = (
        covered(held.matched) if scope == "covered" else np.ones(len(held.incidents), dtype=np.bool_)
    )
    return daily(held.incidents, which, held.exposed, held.span, deaths=deaths)


def _scopes(text: AgreementText, held: Held, how: How) -> tuple[Scope, ...]:
    effect, first_full = _effect(text)
    found = []
    for name, counts in (("covered", True), ("all", False)):
        counted = series(held, deaths=how.deaths, scope=name)
        call = judge(counted, effect, first_full, how.rule)
        ended = [text.ended.on] if text.ended else []
        end = call.called or (parse_date(ended[0]).latest if ended else call.last)
        truces = [(effect, max(end, effect)), *((d.earliest, d.latest) for d in map(parse_date, text.truces))]
        found.append(
            Scope(
                f"{name} incidents",
                counts,
                call,
                placebo(counted, call, truces, how.rule),
                changes(counted, penalty=how.penalty, seed=how.seed),
                day_by_day(counted, effect, first_full, how.rule),
            )
        )
    return tuple(found)


def _effect(text: AgreementText) -> tuple[date, date]:
    """The day of effect in the agreement's zone, and the first whole day under it."""
    moment = text.begins(next(iter(text.terms.values())).model_copy(update={"since": None}))[1]
    local = moment.astimezone(zone_of(text.zone))
    whole = (local.hour, local.minute) == (0, 0)
    return local.date(), local.date() if whole else local.date() + timedelta(days=1)


def _span(text: AgreementText, held: Incidents, exposed: Exposure, as_of: datetime | None) -> tuple[date, date]:
    """First and last whole day of the daily counts, in the agreement's zone."""
    fit = sorted(held.day[(held.day >= 0) & ~held.odd_date].tolist())
    days = [*fit[:1], *fit[-1:], *([min(exposed.anywhere), max(exposed.anywhere)] if exposed.looked else [])]
    effect = (_effect(text)[0] - EPOCH).days
    first, last = min([effect, *days]), max(days, default=effect)
    if as_of is not None:
        local = as_of.astimezone(zone_of(text.zone)) + timedelta(seconds=1)  # the last second of a day makes it whole
        last = (local.date() - EPOCH).days - 1
    first = max(first, last - LONGEST)
    return EPOCH + timedelta(days=first), EPOCH + timedelta(days=max(first, last))


def _digest(watched: Watched, reports: Reports) -> str:
    """SHA-256 over the agreement and every report, in canonical JSON."""
    sha = hashlib.sha256(watched.digest.encode())
    for group in (reports.incidents, reports.promises, reports.agreements):
        for name, value in group:
            sha.update(name.encode())
            sha.update(value.model_dump_json(exclude_defaults=True).encode())
    for observation in reports.observations:
        sha.update(observation.model_dump_json(exclude_defaults=True).encode())
    return sha.hexdigest()


def end_of(text: str, zone: str) -> datetime:
    """The last second of a day, month or moment as a person writes it, a day being one of the agreement's zone.

    Raises ValueError.
    """
    from ceasefire.record.moment import span, until

    last = until(text) if "T" in text else span(text, "", zone)[1]
    return datetime.strptime(last, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
