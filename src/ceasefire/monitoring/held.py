"""Incidents held against an agreement: matched to its terms, with the days on which anybody could look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from ceasefire.dates import parse_date
from ceasefire.errors import Finding, Severity
from ceasefire.monitoring.calls.truce import Truce
from ceasefire.monitoring.counts.coverage import Covered, Stated, coverage, with_coverage
from ceasefire.monitoring.counts.exposure import EPOCH, Exposure, exposure
from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.terms.adherence import covered_by
from ceasefire.monitoring.terms.agreement import AgreementText
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.terms.matching import Matched, match
from ceasefire.monitoring.terms.reasons import Reason
from ceasefire.monitoring.terms.where import places
from ceasefire.record.incident import Incident
from ceasefire.record.moment import zone_of
from ceasefire.record.observation import Observation
from ceasefire.text.names import same_name

LONGEST = 40_000  # days in a daily series: a century; a date beyond belongs to no truce


@dataclass(frozen=True)
class Held:
    """The incidents that could have happened by the moment asked about, matched, and the days they span.

    `under` marks for each term the incidents that would fall under it whenever they happened, `inside` those under any, each of
    shape (n,).  `areas` are the areas of the terms that an incident can breach, in the order of the terms; `in_force` is the
    second, since 1970 UTC, in which the agreement took effect.
    """

    incidents: Incidents
    matched: Matched
    under: tuple[NDArray[np.bool_], ...]
    inside: NDArray[np.bool_]
    exposed: Exposure
    covered: tuple[Covered, ...]
    truce: Truce
    areas: tuple[str, ...]
    in_force: int
    span: tuple[date, date]
    later: int
    elsewhere: int
    digest: str
    findings: tuple[Finding, ...]


def hold_columns(
    watched: Watched,
    reported: Incidents | Iterable[tuple[str, Incident]],
    observations: Sequence[Observation],
    as_of: datetime | None,
    looked: tuple[Sequence[Stated], bool],
) -> Held:
    """Put incidents in columns and hold each against the terms; `looked` are statements of coverage, and whether to assume any.

    Incidents in places that no term covers are left out: that something was reported from another country does not show that
    anybody looked here.  Raises MaterialError.
    """
    text = watched.text
    every = columns(reported, text.zone)
    timely = np.ones(len(every), dtype=np.bool_) if as_of is None else every.begins <= int(as_of.timestamp())
    near = _somewhere(watched, every)
    kept = every.only(timely & near)
    exposed = exposure(kept, observations)
    stated, assume = looked
    here = {same_name(s) for s in (kept.sources[k] for k in np.unique(kept.source).tolist())}
    # a source that reports later was there all the while: its reach is that of the file, whatever moment is asked about
    covered, findings = coverage([*_own(watched), *stated], every, watched.ground, exposed.shut, assume=assume)
    covered = tuple(c for c in covered if not c.assumed or c.source in here)
    exposed = with_coverage(exposed, covered, watched.ground)
    truce = truce_of(text)
    span = _span(truce, text.zone, exposed, as_of)
    matched = match(watched, kept)
    under = covered_by(matched)
    return Held(
        incidents=kept,
        matched=matched,
        under=under,
        inside=np.logical_or.reduce(under) if under else np.zeros(len(kept), dtype=np.bool_),
        exposed=exposed,
        covered=tuple(replace(c, last=min(c.last, span[1])) for c in covered if c.first <= span[1]),
        truce=truce,
        areas=tuple(text.terms[number].area or text.area for number in matched.terms),
        in_force=int(text.begins(next(iter(text.terms.values())))[0].timestamp()),
        span=span,
        later=int((~timely).sum()),
        elsewhere=int((timely & ~near).sum()),
        digest=every.digest,
        findings=(*findings, *_unreached(watched, truce, kept, as_of)),
    )


def truce_of(text: AgreementText) -> Truce:
    """The days of an agreement as a truce, in its own zone."""
    moment = text.begins(next(iter(text.terms.values())).model_copy(update={"since": None}))[1]
    local = moment.astimezone(zone_of(text.zone))
    whole = (local.hour, local.minute) == (0, 0)
    others = tuple((d.earliest, d.latest) for d in map(parse_date, text.truces))
    ended = parse_date(text.ended.on).latest if text.ended else None
    return Truce(local.date(), local.date() if whole else local.date() + timedelta(days=1), others, ended)


def _own(watched: Watched) -> Iterable[Stated]:
    """The statements of coverage in the agreement's text."""
    for k, source in enumerate(watched.text.sources):
        for n, complete in enumerate(source.complete):
            where = watched.where(("sources", k, "complete", n))
            yield Stated(source.dataset or source.title, complete.area, complete.on, where, standing=True)


def _unreached(watched: Watched, truce: Truce, kept: Incidents, as_of: datetime | None) -> tuple[Finding, ...]:
    """An agreement that takes effect after the last report: nothing can be said of it, which may be a wrong year."""
    days = kept.day[(kept.day >= 0) & ~kept.odd_date]
    if as_of is not None or not len(days):
        return ()
    last = EPOCH + timedelta(days=int(days.max()))
    if last >= truce.effect:
        return ()
    message = f"it takes effect on {truce.effect}, after the last report, of {last}"
    hint = "are these the right reports, and is the year right?"
    return (Finding(watched.where(("in_force", "on")), "after-reports", message, hint, Severity.WARNING),)


def _somewhere(watched: Watched, incidents: Incidents) -> NDArray[np.bool_]:
    """Incidents that may lie where some term holds, shape (n,)."""
    areas = {term.area or watched.text.area for term in watched.text.terms.values()}
    if "" in areas or not len(incidents):
        return np.ones(len(incidents), dtype=np.bool_)
    found = places(watched, incidents.places, areas)
    return np.asarray(
        np.any([answer != Reason.OUTSIDE for answer in found.values()], axis=0)[incidents.place], dtype=np.bool_
    )


def _span(truce: Truce, zone: str, exposed: Exposure, as_of: datetime | None) -> tuple[date, date]:
    """First and last whole day of the daily counts, in the agreement's zone."""
    days = list(exposed.span or ())
    effect = (truce.effect - EPOCH).days
    first, last = min([effect, *days]), max(days, default=effect)
    if as_of is not None:
        local = as_of.astimezone(zone_of(zone)) + timedelta(seconds=1)  # the last second of a day makes it whole
        last = (local.date() - EPOCH).days - 1
    first = max(first, last - LONGEST)
    return EPOCH + timedelta(days=first), EPOCH + timedelta(days=max(first, last))
