"""What is reported against an agreement, as a page of plain text."""

from __future__ import annotations

from ceasefire.monitoring.calls.calm import Condition
from ceasefire.monitoring.counts.incidents import Incidents
from ceasefire.monitoring.terms.adherence import Tally
from ceasefire.monitoring.terms.matching import Matched, Verdict, grade_words
from ceasefire.monitoring.terms.reasons import ANSWERS, REASONS, Question, Reason
from ceasefire.monitoring.watch import Watch
from ceasefire.record.incident import Incident
from ceasefire.report.calls import coverage_lines, looks_lines, scope_lines, verdict_words
from ceasefire.report.page import GREEN, RED, Page
from ceasefire.report.phrases import count, day, isolate

SHOWN = 8
ODD = {
    "calendar": "with a year that looks like that of another calendar: on no day and under no term",
    "swapped": "whose latitude and longitude look exchanged: their points are not believed",
    "no-actor": "without a named actor: laid to no party",
}
COLOURS = {Condition.CALM: GREEN, Condition.BROKEN: RED, Condition.NO_CALM: RED}


def watch_page(found: Watch, page: Page, *, days: bool = False) -> None:
    """Is it holding, and everything that the answer rests on; `days` adds the table of days."""
    page.heading(isolate(found.agreement))
    verdict = page.styled(verdict_words(found.scopes[0]).upper(), COLOURS.get(found.condition, "1"))
    page.text(f"Is it holding? As of {day(found.as_of)}: {verdict}: {found.reason}.", 0)
    for scope in found.scopes:
        scope_lines(scope, page)
    looks_lines(found, page)
    page.heading("Against the terms")
    adherence = found.adherence
    _tallies(adherence.terms, page, titles=found.terms)
    page.text("Alleged is what a source reports; confirmed, what others report too and a reliable source does.", 2)
    _where_and_who(found, page)
    _promises(found, page)
    _local(found, page)
    _duplicates(found, page)
    _sure(found, page)
    if days:
        _days(found, page)


def _tallies(tallies: tuple[Tally, ...], page: Page, titles: object = None) -> None:
    rows = [("", "alleged", "confirmed", "cannot tell", "deaths reported", "days seen" if titles is None else "")]
    for tally in tallies:
        seen = (
            ""
            if tally.days is None
            else f"{tally.seen} of {tally.days}" + (f", shut on {tally.shut}" if tally.shut else "")
        )
        title = titles.get(tally.name, "") if isinstance(titles, dict) else ""
        name = f"term {tally.name}: {isolate(title)}" if title else isolate(tally.name)
        numbers = (f"{tally.alleged:,}", f"{tally.confirmed:,}", f"{tally.cannot_tell:,}", f"{tally.deaths:,.0f}")
        rows.append((name, *numbers, seen))
    page.columns(rows)


def _where_and_who(found: Watch, page: Page) -> None:
    adherence = found.adherence
    shown = [t for t in adherence.areas if t.alleged or t.confirmed or t.cannot_tell or t.shut]
    if shown:
        page.heading("By area (days seen: covered, observed or reported from; on the others nothing can be said)")
        _tallies(tuple(shown[:SHOWN]), page)
        if len(shown) > SHOWN:
            page.text(f"and {len(shown) - SHOWN} areas more, in --json", 2)
    page.heading("By party alleged to have acted")
    _tallies(tuple(t for t in adherence.parties), page, titles={})


def _promises(found: Watch, page: Page) -> None:
    if found.promises:
        page.heading("Promises")
        page.columns(
            [(p.score.value, p.due or "no day", f"{isolate(p.by)}: {isolate(p.promise)}"[:70]) for p in found.promises]
        )
    if found.access:
        page.heading("Access promised and delivered")
        for a in found.access:
            came = f"{a.delivered:g}" if not a.unknown else f"between {a.delivered:g} and {a.delivered + a.unknown:g}"
            silent = f"; of {count(a.silent, 'promise')} nobody says what came" if a.silent else ""
            term = f"term {a.term}: " if a.term else ""
            page.text(f"{term}{a.promised:g} {isolate(a.unit)} promised, {came} delivered{silent}", 2)


def _local(found: Watch, page: Page) -> None:
    if not found.local_truces:
        return
    page.heading("Local truces")
    for truce in found.local_truces:
        more = f"; to copy {isolate(truce.follows)}" if truce.follows else ""
        copied = f"; asked to be copied by {', '.join(map(isolate, truce.followed_by))}" if truce.followed_by else ""
        page.text(f"{truce.reason}{more}{copied}", 2, f"{isolate(truce.place)}: ")


def _duplicates(found: Watch, page: Page) -> None:
    pairs = found.duplicates
    if pairs.by_luck is None:
        return
    page.heading("Reports that may be of one incident (proposed, not merged)")
    page.text(f"{count(len(pairs.pairs), 'pair')}; luck alone would make {pairs.by_luck:.1f}.", 2)
    for pair in pairs.pairs[:SHOWN]:
        side = "a side in common" if pair.same_side else "no side in common"
        page.text(f"{pair.one} and {pair.other}: {pair.km:g} km and {count(pair.days, 'day')} apart, {side}", 4)


def _sure(found: Watch, page: Page) -> None:
    page.heading("How sure")
    adherence = found.adherence
    page.text(f"The rule: {found.rule}.", 2)
    coverage_lines(found, page)
    if adherence.unplaced:
        may = found.wide
        page.text(
            f"{count(adherence.unplaced, 'incident')} of the covered scope with {adherence.unplaced_deaths:,.0f} deaths "
            f"have dates too wide to stand on a day: they are in no daily count. {may.before:,} of them "
            f"({may.before_deaths:,.0f} deaths) may lie in the days before, {may.first:,} ({may.first_deaths:,.0f} deaths) in "
            "the first days.",
            2,
        )
    if found.unknown_names:
        first = ", ".join(f"{isolate(n)} ({k})" for n, k in list(found.unknown_names.items())[:5])
        more = f" and {len(found.unknown_names) - 5} more" if len(found.unknown_names) > 5 else ""
        page.text(
            f"Names the agreement does not know: {first}{more}. Put them under known_as if it binds or excludes them.",
            2,
        )
    if found.before or found.later:
        early = f"{found.before:,} of {found.incidents:,} incidents lie before the agreement"
        page.text(f"{early}; {found.later:,} later ones are left out.", 2)
    if found.elsewhere:
        page.text(f"{count(found.elsewhere, 'incident')} in places that no term covers are in no count.", 2)
    for code, n in found.odd.items():
        if n:
            page.text(f"{count(n, 'incident')} {ODD[code]}.", 2)
    page.text(f"Digest of agreement and reports {found.digest[:12]}, seed {found.seed}, ceasefire {found.version}.", 2)


def _days(found: Watch, page: Page) -> None:
    page.heading("Day by day: what was counted, and what the rule called at the end of the day")
    called = {d.day: d.condition.value for d in found.scopes[0].day_by_day}
    rows: list[tuple[str, ...]] = [("day", "covered", "deaths", "all", "deaths", "called")]
    for d in found.adherence.days:
        cells = ["no report" if v is None else f"{v:,.0f}" for v in (d.covered, d.covered_deaths, d.all, d.all_deaths)]
        rows.append((d.day.isoformat(), *cells, called.get(d.day, "")))
    page.columns(rows)


def incident_page(one: tuple[str, Incident], held: tuple[Incidents, Matched], page: Page) -> None:
    """One incident against every term: the verdict, and the answer to each test with its reason."""
    (name, value), (incidents, matched) = one, held
    k = incidents.ids.index(name)
    page.heading(isolate(f"{name}: {value.what}, {value.on} {value.clock}".rstrip()))
    page.text(f"alleged actors: {', '.join(map(isolate, value.actors)) or 'not named'}", 2)
    page.text(f"against: {', '.join(map(isolate, value.against)) or 'not named apart'}", 2)
    place = ", ".join(isolate(p) for p in (value.place.name, *value.place.units[::-1], value.place.country) if p)
    page.text(f"place: {place or 'not named'} ({value.place.precision.value})", 2)
    for t, number in enumerate(matched.terms):
        page.heading(f"Term {number}: {Verdict(matched.verdicts[t, k])}")
        for test, code in zip(Question, matched.reasons[t, :, k], strict=True):
            answer = ("no", "unknown", "yes")[ANSWERS[code]]
            page.text(f"{answer}: {REASONS[Reason(code)][1]}", 2, f"{test.value + '?':<11}")
        grade = grade_words(int(incidents.grade[k]), claimed=bool(matched.claimed[t, k]))
        page.text(grade, 2, f"{'graded':<11}")
