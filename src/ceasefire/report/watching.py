"""What is reported against an agreement as a section of a report: calls, pictures, map and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ceasefire.monitoring.counts.exposure import EPOCH
from ceasefire.monitoring.held import Held
from ceasefire.monitoring.terms.adherence import Tally
from ceasefire.monitoring.terms.load import Watched
from ceasefire.monitoring.terms.matching import Verdict
from ceasefire.monitoring.watch import Watch
from ceasefire.report.blocks import Block, Figure, Items, Section, Table, Text
from ceasefire.report.calls import how_sure, verdict_words
from ceasefire.report.chart import svg
from ceasefire.report.geography import Ring, map_picture, spots
from ceasefire.report.monitoring import watch_page
from ceasefire.report.page import Page
from ceasefire.report.phrases import day, isolate
from ceasefire.report.watching_chart import chart_of, charted

SHOWN = 15


@dataclass(frozen=True)
class Kept:
    """An agreement, what is reported against it, and what that came to."""

    watched: Watched
    held: Held
    found: Watch


def watching_section(kept: Kept) -> Section:
    """Is it holding."""
    return Section("holding", f"Is it holding: {kept.found.agreement}", tuple(_blocks(kept)))


def _blocks(kept: Kept) -> Iterable[Block]:
    found = kept.found
    yield Text(f"As of {day(found.as_of)}: {verdict_words(found.scopes[0])}: {found.reason}.")
    for scope in found.scopes:
        which = "this one answers" if scope.counts else "shown beside it; it does not answer"
        said = f"{scope.name.capitalize()} ({which}): {verdict_words(scope)}: {scope.call.reason}."
        other = f"{scope.other.counted.value.capitalize()}: {scope.other.condition.value}: {scope.other.reason}."
        yield Text(" ".join([said, other, *(_sentence(line) for line in how_sure(scope))]))
    if found.looks.looks:
        yield _looks(found)
    both = charted(found, kept.held)
    if len(both[0]):
        yield Figure(f"Daily counts, {found.counted}", svg(chart_of(found, both)), _levels(found))
    picture = map_picture("Where incidents are reported", spots(_points(kept)), _rings(kept.watched))
    if picture:
        yield Figure("Where incidents are reported while the agreement is in force", picture, _areas(found))
    yield Table(
        "Against the terms (alleged is what a source reports; confirmed, what others report too and a reliable source does)",
        ("term", "alleged", "confirmed", "cannot tell", "deaths reported"),
        tuple(
            (f"{t.name} {isolate(found.terms[t.name])}", *_numbers(t), f"{t.deaths:,.0f}")
            for t in found.adherence.terms
        ),
    )
    if found.promises:
        rows = tuple(
            (isolate(p.promise), isolate(p.by), p.due or "no day", p.score.value, p.reason) for p in found.promises
        )
        yield Table("Promises", ("promise", "by", "due", "score", "why"), rows)
    if found.local_truces:
        yield Items(tuple(f"{isolate(t.place)}: {t.reason}" for t in found.local_truces))
    yield Items(_sure(found))


def _sentence(line: str) -> str:
    return line[:1].upper() + line[1:]


def _looks(found: Watch) -> Table:
    n = len(found.looks.looks)
    title = f"Areas and terms by themselves ({n} looks, each asked for evidence of {found.patience * n:,.0f} days)"
    rows = tuple(
        (
            isolate(f"{one.kind} {one.name}"),
            one.call.condition.value,
            "" if one.call.before is None else f"{one.call.before:.1f}",
            "" if one.call.early is None else f"{one.call.early:.1f}",
            one.call.onset.isoformat() if one.call.onset else "",
            one.call.called.isoformat() if one.call.called else "",
        )
        for one in found.looks.looks
    )
    return Table(title, ("what", "called", "before", "first days", "broken from", "called on"), rows)


def _sure(found: Watch) -> tuple[str, ...]:
    """The remarks on how sure it is, as on the terminal."""
    page = Page(10_000)
    watch_page(found, page)
    begin = page.lines.index("How sure") + 1
    return tuple(line.strip() for line in page.lines[begin:] if line.strip())


def _levels(found: Watch) -> Table:
    rows = tuple(
        (scope.name, str(level.first), str(level.last), f"{level.mean:.1f}", f"{level.median:g}")
        for scope in found.scopes
        for level in scope.changes.levels
    )
    return Table("Levels between changes, a day", ("scope", "from", "to", "mean", "median"), rows)


def _numbers(tally: Tally) -> tuple[str, str, str]:
    return f"{tally.alleged:,}", f"{tally.confirmed:,}", f"{tally.cannot_tell:,}"


def _areas(found: Watch) -> Table:
    areas = [a for a in found.adherence.areas if a.alleged or a.confirmed or a.cannot_tell or a.shut]
    rows = tuple((isolate(a.name), *_numbers(a), f"{a.seen} of {a.days}") for a in areas[:SHOWN])
    more = f" (the first {SHOWN} of {len(areas)})" if len(areas) > SHOWN else ""
    return Table(f"By area{more}", ("area", "alleged", "confirmed", "cannot tell", "days seen"), rows)


def _points(kept: Kept) -> list[tuple[float, float, bool]]:
    """Points of incidents that happened on a day of the agreement."""
    incidents, overall = kept.held.incidents, kept.held.matched.overall()
    first = (kept.found.scopes[0].call.effect - EPOCH).days
    points = []
    for k in np.flatnonzero(incidents.day >= first).tolist():
        longitude, latitude = incidents.places.points[incidents.place[k]].tolist()
        if not np.isnan(latitude):
            points.append((longitude, latitude, bool(overall[k] >= Verdict.ALLEGED)))
    return points


def _rings(watched: Watched) -> Mapping[str, list[Ring]]:
    """The outlines of the areas that have polygons."""
    outlines: dict[str, list[Ring]] = {}
    for name, region in watched.regions.items():
        shapes = getattr(region.shape, "geoms", [region.shape])
        outlines[name] = [list(shape.exterior.coords) for shape in shapes]
    return outlines
