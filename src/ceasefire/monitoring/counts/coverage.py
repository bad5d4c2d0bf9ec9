"""Who covered which area and when: there a day without a report is zero, elsewhere it stays unknown.

Data sets that are coded for whole countries cover them as far as anybody can; that nobody can look everywhere is why it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ceasefire.dates import parse_date
from ceasefire.errors import Finding, MaterialError, Severity, Where
from ceasefire.monitoring.counts.exposure import EPOCH, Exposure
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.counts.spots import area_of
from ceasefire.text.names import same_name
from ceasefire.text.problem import suggestion

ASSUMED = {
    "ucdp-ged": "UCDP GED is coded for whole countries and years",
    "acled": "ACLED is coded for whole countries, week by week",
}
"""Data sets that are taken to cover what they report from, from their first report to their last, unless that is switched off."""
ALL = "all"


@dataclass(frozen=True)
class Stated:
    """That a source covered an area over a span, as somebody stated it: `on` a date or interval, empty for as long as it reports.

    `source` is a data set, a document, somebody who reports, or `all` of them together; `area` is empty for everywhere.
    `standing` is one that an agreement makes once for all: files without its source are no mistake.
    """

    source: str
    area: str = ""
    on: str = ""
    where: Where = field(default_factory=Where)
    standing: bool = False


@dataclass(frozen=True)
class Ground:
    """The areas of an agreement: the names, in lower case, of the units and countries that each means, and the `own` area of the
    whole agreement if it has one.
    """

    areas: Mapping[str, frozenset[str]]
    countries: frozenset[str] = frozenset()
    own: str = ""

    def all_of(self, area: str, units: frozenset[str]) -> bool:
        """Whether an area with these units is all that the agreement is about."""
        mine = self.areas.get(self.own, frozenset())
        return not area or area == self.own or bool(self.countries & units) or (bool(mine) and mine <= units)


@dataclass(frozen=True)
class Covered:
    """What a source covered: `area` by name (empty: everywhere that the agreement is about), the names of `units` that this means
    in lower case, both days included.  `assumed` is why, where nobody stated it.
    """

    source: str
    area: str
    units: tuple[str, ...]
    first: date
    last: date
    assumed: str = ""


def stated_in(words: str) -> Stated:
    """`SOURCE[:AREA[:FROM/TO]]` as a statement.  Raises MaterialError for a span that is none."""
    source, _, rest = words.partition(":")
    area, _, on = rest.partition(":")
    where = Where(f"--complete {words}")
    if not source.strip():
        raise MaterialError([Finding(where, "coverage", "no source is named", "write SOURCE[:AREA[:FROM/TO]]")])
    return Stated(source.strip(), area.strip(), on.strip(), where)


def coverage(
    stated: Sequence[Stated],
    incidents: Incidents,
    ground: Ground,
    shut: Mapping[str, frozenset[int]],
    *,
    assume: bool,
) -> tuple[tuple[Covered, ...], tuple[Finding, ...]]:
    """Statements held against what the sources report and where nobody could look (`shut`), with warnings; and with `assume` what
    data sets are taken to cover.

    A statement ends with the source's own reports: that it was still there after its last one nothing shows but an
    observation.  Raises MaterialError.
    """
    found: list[Covered] = []
    warnings: list[Finding] = []
    errors: list[Finding] = []
    for one in stated:
        if one.standing and not _of(one.source, incidents).any():
            message = f"no dated report is of its source `{one.source}`"
            warnings.append(Finding(one.where, "coverage", message, "it covers nothing here", Severity.WARNING))
            continue
        try:
            covered, more = _settled(one, incidents, ground)
        except MaterialError as error:
            errors += error.findings
        else:
            found.append(covered)
            warnings += [*more, *_contradicted(covered, one.where, shut)]
    if errors:
        raise MaterialError(errors)
    told = {same_name(one.source) for one in found}
    for source, why in ASSUMED.items() if assume and ALL not in told else ():
        which = _of(source, incidents)
        if source not in told and which.any():
            found.append(Covered(source, "", (), *_reach(which, incidents), why))
    return tuple(found), tuple(warnings)


def _settled(one: Stated, incidents: Incidents, ground: Ground) -> tuple[Covered, tuple[Finding, ...]]:
    which = _of(one.source, incidents)
    if not which.any():
        named = sorted({s for k in np.unique(incidents.source).tolist() if (s := incidents.sources[k])})
        message = f"no dated report is of a source `{one.source}`"
        hint = f"{suggestion(one.source, [*named, ALL])}; who looked and saw nothing goes into an observation"
        raise MaterialError([Finding(one.where, "coverage", message, hint)])
    first, last = _reach(which, incidents)
    units = tuple(sorted(_units(one, incidents, ground)))
    if not one.on:
        return Covered(one.source, one.area, units, first, last), ()
    try:
        meant = parse_date(one.on)
    except ValueError as error:
        raise MaterialError(
            [Finding(one.where, "coverage", str(error), "write FROM/TO: 2017-07-01/2018-06-30")]
        ) from None
    begin, end = max(meant.earliest, first), min(meant.latest, last)
    if begin > end:
        message = f"`{one.source}` reports from {first} to {last}, wholly outside of {one.on}"
        raise MaterialError([Finding(one.where, "coverage", message, "is it the right source, and the right year?")])
    if (begin, end) == (meant.earliest, meant.latest) or (begin == meant.earliest and meant.latest == date.max):
        return Covered(one.source, one.area, units, begin, end), ()
    message = f"{one.on} reaches outside the data: `{one.source}` reports from {first} to {last}; only {begin} to {end} is taken"
    hint = "that somebody looked and saw nothing there is said by an observation: by, on, looked=fully"
    warning = Finding(one.where, "coverage", message, hint, Severity.WARNING)
    return Covered(one.source, one.area, units, begin, end), (warning,)


def _of(source: str, incidents: Incidents) -> NDArray[np.bool_]:
    """Dated incidents of a source, shape (n,)."""
    wanted = same_name(source)
    ours = [wanted in {ALL, same_name(s), *(r.strip() for r in same_name(s).split(";"))} for s in incidents.sources]
    named = np.array(ours, dtype=np.bool_)[incidents.source] if len(incidents) else np.zeros(0, dtype=np.bool_)
    return named & (incidents.day >= 0) & ~incidents.odd_date


def _reach(which: NDArray[np.bool_], incidents: Incidents) -> tuple[date, date]:
    days = incidents.day[which]
    return tuple(date.fromordinal(EPOCH.toordinal() + int(d)) for d in (days.min(), days.max()))  # type: ignore[return-value]  # two


def _units(one: Stated, incidents: Incidents, ground: Ground) -> frozenset[str]:
    """The names of units that an area means; of a country those that reports name in it."""
    if not one.area:
        return frozenset()
    known: dict[str, str] = {}
    for place in incidents.places.names:
        for name in (*place.units, place.country):
            known.setdefault(same_name(name), name)
    units = ground.areas.get(one.area, frozenset({same_name(one.area)}))
    if one.area not in ground.areas and same_name(one.area) not in known:
        hint = suggestion(one.area, [*ground.areas, *(n for n in known.values() if n)])
        raise MaterialError([Finding(one.where, "coverage", f"there is no area `{one.area}`", hint)])
    return units | {same_name(area_of(p)) for p in incidents.places.names if same_name(p.country) in units}


def with_coverage(exposed: Exposure, covered: Iterable[Covered], ground: Ground) -> Exposure:
    """What was seen, together with what sources covered."""
    areas, stated, everywhere = dict(exposed.areas), dict(exposed.stated), exposed.everywhere
    for one in covered:
        days = frozenset(range((one.first - EPOCH).days, (one.last - EPOCH).days + 1))
        if ground.all_of(one.area, frozenset(one.units)):
            everywhere |= days
        if one.area in ground.areas:
            stated[one.area] = stated.get(one.area, frozenset()) | days
        for unit in one.units:
            areas[unit] = areas.get(unit, frozenset()) | (days - exposed.shut.get(unit, frozenset()))
    return replace(exposed, areas=areas, stated=stated, everywhere=everywhere)


def _contradicted(one: Covered, where: Where, shut: Mapping[str, frozenset[int]]) -> tuple[Finding, ...]:
    """Where an observation says that nobody could look on days that a source is stated to have covered: those stay unknown."""
    days = set(range((one.first - EPOCH).days, (one.last - EPOCH).days + 1))
    found = []
    for area, closed in shut.items():
        both = len(days & closed)
        if both and (not one.units or not area or area in one.units):
            message = f"on {both} of its days an observation says that nobody could look in {area or 'the whole area'}"
            found.append(Finding(where, "coverage", message, "those days stay unknown", Severity.WARNING))
    return tuple(found)
