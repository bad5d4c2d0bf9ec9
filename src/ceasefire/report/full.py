"""The whole answer about a case as a report: the same words as on a terminal, with pictures and the tables that say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ceasefire.analysis.assess import Assessment
from ceasefire.analysis.dispute.package import Package
from ceasefire.analysis.sign.impediments import Impediments, Opening
from ceasefire.analysis.sign.tradeoff import Tradeoff
from ceasefire.analysis.talks import ConsultationLine
from ceasefire.case.model import Case, Source
from ceasefire.report.blocks import Block, Figure, Items, Report, Rungs, Section, Table, Text
from ceasefire.report.breaches import breach_sentence
from ceasefire.report.drafts import draft_remarks, draft_rung, draft_title
from ceasefire.report.drawings import Margins, bars_picture, margins_picture, matrix_picture, tradeoff_picture
from ceasefire.report.outlook import outlook_lines
from ceasefire.report.page import Page
from ceasefire.report.phrases import count, day, isolate, points
from ceasefire.report.sure import sure_lines
from ceasefire.report.svg import BLUE, BROWN, FAINT, GREEN, RED
from ceasefire.report.words import Words
from ceasefire.vocabulary import StepStatus

TABLED = 50  # rows of the trade-off's table
MOST = 10  # clashes and openings drawn; all are listed
STATUS_COLOURS = {
    StepStatus.AGREED.value: GREEN,
    StepStatus.OPEN.value: BLUE,
    StepStatus.CONTESTED.value: RED,
    StepStatus.OFF_TABLE.value: BROWN,
    StepStatus.UNKNOWN.value: FAINT,
}


@dataclass(frozen=True)
class Wanted:
    """What a report is made from: the assessment, its case, and the trade-off to draw, if there is one."""

    result: Assessment
    case: Case
    tradeoff: Tradeoff | None = None


def assessment_report(wanted: Wanted) -> Report:
    """The report of a case."""
    result, case = wanted.result, wanted.case
    words = Words(case)
    ladder = tuple((r.rung, r.question, r.said, words.rung(r)) for r in result.ladder)
    sections = [
        Section("drafts", "The drafts on the table", tuple(_drafts(result, words))),
        Section("ladder", "The answer, question by question", (Rungs(ladder),)),
        Section("packages", "What could be signed", tuple(_packages(wanted, words))),
        Section("impediments", "What stands in the way", tuple(_impediments(result.on_table.impediments, words))),
        Section("keep", "Would it be kept, can it be reached", tuple(_prospect(result, words))),
        Section("hold", "Would it hold", tuple(_hold(result))),
        Section("talks", "The talks", tuple(_talks(result, words))),
        Section("judgement", "What rests on judgement", tuple(_judgement(result, case, words))),
        Section("sources", "Sources", tuple(_sources(case))),
    ]
    made = result.provenance
    exact = "exact" if made.exact else "not exact: a search stopped"
    how = f"ceasefire {made.version}; case {made.digest}; seed {made.seed}; {exact}"
    return Report(result.case, result.question, day(result.as_of), tuple(s for s in sections if s.blocks), how)


def _drafts(result: Assessment, words: Words) -> Iterable[Block]:
    for draft in result.drafts:
        yield Text(draft_title(draft, words))
        yield Text(f"It chooses {words.spelled(draft.package)}.", weak=True)
        yield Rungs(tuple((r.rung, r.question, r.said, draft_rung(r, words)) for r in draft.ladder))
        remarks = tuple(draft_remarks(draft, words))
        if remarks:
            yield Items(remarks)


def _packages(wanted: Wanted, words: Words) -> Iterable[Block]:
    result = wanted.result
    zone = result.on_table.zone
    if zone.empty is None:
        yield Text(f"Whether anything could be signed is not decided: {zone.bound}.")
    elif zone.empty:
        yield Text("Nothing, as the parties stand: no possible package is accepted by all that are necessary.")
    else:
        found = f"{zone.n_zone:,}" if zone.n_zone is not None else "At least one"
        yield Text(f"{found} of the possible packages would be accepted by all that are necessary.")
    shown: list[tuple[str, Package]] = [(p.name, p) for p in result.named]
    shown += [(fair.principle, fair.package) for fair in zone.fair if fair.package is not None][:1]
    shown += [(f"way {k}", o.package) for k, o in enumerate(result.on_table.impediments.openings[:3], 1)]
    if shown:
        yield Figure("Margins over the walk-away", *_margins(shown, words))
        yield Items(tuple(f"{name}: {words.spelled(package)}" for name, package in shown))
    if wanted.tradeoff is not None:
        yield _tradeoff(wanted.tradeoff, words)


def _margins(shown: list[tuple[str, Package]], words: Words) -> tuple[str, Table]:
    rows = [
        Margins(name, {words.party(v.party): (v.margin, v.accepts) for v in package.views if v.necessary})
        for name, package in shown
    ]
    parties = list(dict.fromkeys(p for row in rows for p in row.parties))
    cells = tuple((row.package, *(_margin(*row.parties.get(p, (None, False))) for p in parties)) for row in rows)
    table = Table(
        "Points above the walk-away of each necessary party, and whether it would accept", ("package", *parties), cells
    )
    return margins_picture("Margins over the walk-away", rows), table


def _margin(margin: float | None, accepts: bool) -> str:
    verdict = "accepts" if accepts else "refuses"
    return verdict if margin is None else f"{margin:+.0f}, {verdict}"


def _tradeoff(found: Tradeoff, words: Words) -> Figure:
    names = words.party(found.parties[0]), words.party(found.parties[1])
    best = [p for p in found.points if p.efficient]
    shown = best[:: -(-len(best) // TABLED)] if best else []
    rows = tuple((points(p.first), points(p.second), f"{p.n:,}", "yes" if p.accepted else "no") for p in shown)
    caption = "Worths than which none is better for both"
    caption += f" ({len(shown)} of {len(best):,}, evenly spread)" if len(shown) < len(best) else ""
    head = (f"worth to {names[0]}", f"worth to {names[1]}", "packages", "both would accept one")
    title = f"What one gains and the other loses: {names[0]} and {names[1]}"
    return Figure(title, tradeoff_picture(title, found, names), Table(caption, head, rows))


def _impediments(found: Impediments, words: Words) -> Iterable[Block]:
    if not found.clashes and found.complete:
        yield Text(
            "Nothing stands in the way of signing: the conditions of the necessary parties hold together in some package."
        )
        return
    clashes, ways = found.clashes[:MOST], found.openings[:MOST]
    given = [{(c.party, c.condition) for c in way.concessions} for way in ways]
    in_clashes = [(c.party, c.name) for clash in clashes for c in clash]
    held = list(dict.fromkeys([*in_clashes, *(one for way in given for one in sorted(way))]))
    titles = {(c.party, c.name): words.condition(c) for c in found.conditions}
    rows = [titles.get(key, ": ".join(key)) for key in held]
    columns = [(str(k), frozenset(held.index((c.party, c.name)) for c in clash)) for k, clash in enumerate(clashes, 1)]
    columns += [(chr(ord("A") + k), frozenset(held.index(g) for g in way)) for k, way in enumerate(given)]
    title = "Conditions that clash, and what would open a zone"
    cells = tuple((row, *("x" if k in members else "" for _, members in columns)) for k, row in enumerate(rows))
    caption = "Numbers: smallest clashes. Letters: smallest sets that open a zone if given up."
    table = Table(caption, ("condition", *(name for name, _ in columns)), cells)
    yield Figure(title, matrix_picture(title, rows, columns, len(clashes)), table)
    more = "" if found.complete else " found, more may exist"
    yield Text(f"{count(len(found.openings), 'way')} to open a zone{more}, the least to ask first:")
    yield Items(tuple(_way(way, words) for way in found.openings), numbered=True)
    yield Text(f"{found.method}; {'all of them, exactly' if found.complete else found.bound}.", weak=True)


def _way(way: Opening, words: Words) -> str:
    cost = words.cost(way)
    worth = f" (worth in the fairest of them: {cost})" if cost else ""
    return f"{words.opening(way)}{worth}; then {words.choices(way.package)}"


def _prospect(result: Assessment, words: Words) -> Iterable[Block]:
    outlook = result.prospect
    if outlook is None:
        return
    yield Text(
        f"{outlook.n_signed:,} packages could be signed, {outlook.n_kept:,} would be kept, {outlook.n_reached:,} can be reached; "
        f"{outlook.n_all:,} are all three. Looked at closely: {words.choices(outlook.focus)}."
    )
    yield Items(tuple(dict.fromkeys(words.witness(w) for w in outlook.stability.witnesses)))
    tempted = [b for b in outlook.keep.breaches if b.gain > 0]
    if tempted:
        yield Text("Who could gain by breaking it:")
        yield Items(tuple(breach_sentence(b, words) for b in tempted))
    if outlook.route.stages:
        yield Text("The way there that asks for the fewest guarantees:")
        yield Items(tuple(words.move(stage.move) for stage in outlook.route.stages), numbered=True)
    elif outlook.route.stages is None:
        yield Text("No sequence of steps leads there from today's state.")


def _hold(result: Assessment) -> Iterable[Block]:
    if result.outlook is None:
        return
    page = Page(10_000)
    outlook_lines(result.outlook, page)
    yield Items(tuple(line.strip().removeprefix("- ") for line in page.lines))


def _talks(result: Assessment, words: Words) -> Iterable[Block]:
    talks = result.talks
    if talks.steps:
        rows = []
        for issue in talks.by_issue:
            own = [s.status.value for s in talks.steps if s.issue == issue]
            rows.append((isolate(issue), {kind: float(own.count(kind)) for kind in STATUS_COLOURS if kind in own}))
        cells = tuple((name, *(f"{values.get(kind, 0):g}" for kind in STATUS_COLOURS)) for name, values in rows)
        table = Table("Steps by issue and status", ("issue", *STATUS_COLOURS), cells)
        yield Figure(
            "Technical steps", bars_picture("Technical steps by issue and status", rows, STATUS_COLOURS), table
        )
        yield Text(f"By weight {words.share(talks.whole)}.")
    if talks.milestones:
        yield Items(tuple(words.milestone(m) for m in talks.milestones))
    if talks.consultations:
        asked = tuple(_asked(matter, words) for matter in talks.consultations)
        yield Table("Who was asked", ("matter", "asked, told or bypassed", "affected but not asked"), asked)
    for claim in talks.progress:
        yield Text(f"{words.party(claim.by)} said: “{isolate(claim.said)}”{f' ({claim.on})' if claim.on else ''}")


def _asked(matter: ConsultationLine, words: Words) -> tuple[str, str, str]:
    dealt = ", ".join(f"{words.party(p)} {status}" for p, status in matter.status.items())
    left_out = words.parties(matter.affected_not_asked) if matter.affected_not_asked else ""
    return isolate(matter.on), dealt or "no record", left_out


def _judgement(result: Assessment, case: Case, words: Words) -> Iterable[Block]:
    made = result.provenance
    yield Text(
        f"The answer rests on {count(made.judgements, 'judgement')} of an analyst, {made.ranges:,} of them ranges."
    )
    for line in sure_lines(result, words):
        yield Text(line)
    for remark in (*result.surprises, *result.caveats):
        yield Text(words.step(remark))
    rows = []
    for name, party in case.parties.items():
        for key, demand in party.demands.items():
            rows.append((words.party(name), words.demand(name, key), "; ".join(isolate(b) for b in demand.because)))
    if rows:
        yield Table("Demands, as judged", ("party", "insists on", "because"), tuple(rows))


def _sources(case: Case) -> Iterable[Block]:
    if case.sources:
        yield Items(tuple(_source(key, source) for key, source in case.sources.items()))


def _source(key: str, source: Source) -> str:
    said = [isolate(source.title), isolate(source.publisher or ""), str(source.date or ""), source.url or ""]
    return f"[{key}] {', '.join(part for part in said if part)}"


JUDGED = frozenset({"drafts", "ladder", "packages", "impediments", "keep", "hold", "judgement"})
"""Sections that rest on what an analyst judges the parties to want."""


def for_outside(report: Report) -> Report:
    """The report without anything that rests on judging the parties, and saying so: for readers who are not the team."""
    left_out = tuple(f"“{s.title}”" for s in report.sections if s.anchor in JUDGED)
    return replace(report, sections=tuple(s for s in report.sections if s.anchor not in JUDGED), left_out=left_out)
