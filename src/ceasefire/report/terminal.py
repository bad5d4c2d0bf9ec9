"""Results as pages of plain text for a terminal, a mail or a printout."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.analysis.assess import Assessment, TableView, Verdict
from ceasefire.analysis.dispute.package import Package
from ceasefire.analysis.prospect import Prospect
from ceasefire.analysis.sign.impediments import Impediments, Opening
from ceasefire.analysis.sign.zone import Zone
from ceasefire.analysis.talks import Kept, TalksStatus
from ceasefire.case.model import Case
from ceasefire.report.outlook import outlook_lines
from ceasefire.report.page import GREEN, RED, Page
from ceasefire.report.phrases import count, day, isolate, listed, points
from ceasefire.report.words import Words
from ceasefire.vocabulary import StepStatus

SHOWN = 3
"""Openings that an assessment shows, beside the smallest clash; `ceasefire impediments` shows all."""


def assessment_page(result: Assessment, case: Case, page: Page) -> None:
    """The whole answer: ladder, what stands in the way, what could be signed, what was off the table, the talks, how sure."""
    words = Words(case)
    page.heading(f"{isolate(result.case)}")
    page.text(f"{isolate(result.question)} As of {day(result.as_of)}.", 0)
    page.heading("The ladder")
    for rung in result.ladder:
        colour = {Verdict.YES: GREEN, Verdict.NO: RED}.get(rung.verdict, "")
        verdict = rung.verdict.value.upper() if colour else rung.verdict.value
        label = f"{rung.rung:<7}{verdict:<14}"
        page.text(words.rung(rung), 2, label)
    if result.on_table.zone.empty:
        page.heading("What stands in the way")
        _impediments(result.on_table.impediments, words, page, brief=True)
    elif result.on_table.zone.empty is False:
        page.heading("What could be signed")
        _fair(result.on_table.zone, words, page)
    if result.prospect is not None:
        page.heading("Signed, kept and reached")
        _prospect(result.prospect, words, page)
    if result.outlook is not None:
        page.heading("Would it hold")
        outlook_lines(result.outlook, page)
    if result.if_opened:
        page.heading("What is off the table")
        _opened(result, words, page)
    if result.named:
        page.heading("Packages named in the case")
        for package in result.named:
            refused = package.refused_by
            page.text(
                f"refused by {words.parties(refused)}" if refused else "accepted by all that are necessary",
                2,
                f"{package.name}: ",
            )
    page.heading("The talks")
    _talks_in_brief(result.talks, words, page)
    page.heading("How sure")
    _sure(result, words, page)


def zone_page(zone: Zone, case: Case, page: Page) -> None:
    """What could be signed, by whom, and the nearest miss where nothing can."""
    words = Words(case)
    page.heading("The zone of possible agreement")
    if zone.empty is None:
        page.text(f"Not decided whether there is any: {zone.bound}.")
    elif zone.empty:
        page.text(f"Empty: none of {_possible(zone)} meets what every necessary party insists on.")
    else:
        found = f"{zone.n_zone:,}" if zone.n_zone is not None else "At least one"
        page.text(f"{found} of {_possible(zone)} would be accepted by {words.parties(case.deciding)}.")
        _fair(zone, words, page)
        _efficient(zone, words, page)
        if zone.others:
            more = (zone.n_zone or 0) - (zone.n_efficient or 0)
            page.heading(
                f"Packages that could be improved for one without loss to another ({len(zone.others)} of {more:,})"
            )
            for package in zone.others:
                page.text(words.choices(package), 2, "- ")
    if zone.alone:
        page.heading("Alone, each party would accept")
        page.columns([(words.party(p), f"{n:,}", _role(words, p)) for p, n in zone.alone.items()])
    if zone.coalitions is not None:
        page.heading("Who could sign together")
        for together, without in zip(zone.coalitions.largest, zone.coalitions.without, strict=True):
            missing = f"but not {words.parties(without)}, which is necessary" if len(without) == 1 else ""
            missing = missing or (
                f"but not {words.parties(without)}, which are necessary" if without else "all that are necessary"
            )
            page.text(f"{words.parties(together)}: {missing}", 2, "- ")
    if zone.nearest is not None:
        page.heading("The nearest miss")
        _package(zone.nearest, words, page)
    page.heading("How this was found")
    page.text(f"{zone.method}; {'exact' if zone.exact else zone.bound}.")


def impediments_page(found: Impediments, case: Case, page: Page) -> None:
    """Every clash and every opening."""
    words = Words(case)
    page.heading("What stands in the way")
    if found.complete and not found.clashes:
        page.text("Nothing: the conditions of the necessary parties hold together in some package.")
    else:
        _impediments(found, words, page, brief=False)
    page.heading("How this was found")
    page.text(f"{found.method}; {'all of them, exactly' if found.complete else found.bound}.")


def status_page(talks: TalksStatus, case: Case, page: Page) -> None:
    """Steps, milestones and consultations in full."""
    page.heading(f"The talks as of {day(talks.as_of)}")
    _talks_in_full(talks, Words(case), page)


def explain_page(package: Package, possible: bool, case: Case, page: Page) -> None:
    """Why each party would or would not sign a package."""
    words = Words(case)
    title = case.packages[package.name].title if package.name in case.packages else ""
    page.heading(f"{package.name or 'This package'}{': ' + isolate(title) if title else ''}")
    page.text(words.choices(package))
    if not possible:
        page.text("It splits a linked commitment: one side would do its part and the other would not.")
    refused = package.refused_by
    verdict = (
        f"Not signed: {words.parties(refused)} would refuse." if refused else "Every necessary party would accept it."
    )
    page.heading(verdict)
    for view in package.views:
        accepts = "would accept" if view.accepts else "would refuse"
        margin = (
            f", {points(abs(view.margin))} {'above' if view.margin >= 0 else 'below'} its walk-away"
            if view.margin is not None
            else ""
        )
        worth = f" ({points(view.worth)} of 100{margin})" if view.worth is not None else ""
        reason = f": {words.refusal(view)}" if not view.accepts else ""
        page.text(f"{words.party(view.party)} {accepts}{worth}{reason}", 2, "  " if view.accepts else "x ")
        for name in view.against_public:
            said = case.parties[view.party].public_position[name]
            quote = f"“{isolate(said.said)}”" if said.said else said.rule
            page.text(f"in public it has said: {quote}; this package goes against that", 6)


def _possible(zone: Zone) -> str:
    if zone.n_possible is not None:
        return count(zone.n_possible, "possible package")
    return f"{zone.n_states:.1e} combinations" if zone.n_states > 10**9 else count(zone.n_states, "combination")


def _role(words: Words, party: str) -> str:
    given = words.case.parties[party]
    backed = f" of {', '.join(given.backs)}" if given.backs else ""
    return given.role.value + backed + (", necessary" if given.deciding else "")


def _package(package: Package, words: Words, page: Page) -> None:
    page.text(words.choices(package))
    for view in package.views:
        if view.necessary and not view.accepts:
            page.text(f"{words.party(view.party)} would refuse: {words.refusal(view)}", 4)


def _impediments(found: Impediments, words: Words, page: Page, *, brief: bool) -> None:
    clashes = found.clashes[:1] if brief else found.clashes
    if not clashes:
        page.text("No clash was found before the search stopped; that is no sign that there is none.")
    for k, clash in enumerate(clashes):
        page.text(_clash(len(clash), first=k == 0))
        for condition in clash:
            page.text(words.condition(condition), 4, "- ")
    if len(found.clashes) > len(clashes):
        page.text(
            f"{count(len(found.clashes) - 1, 'other smallest set')} of conditions clash as well: ceasefire impediments."
        )
    ways = found.openings[:SHOWN] if brief else found.openings
    whole = f"{count(len(found.openings), 'way')} {'in all' if found.complete else 'found, more exist'}"
    page.heading(f"What would open a zone ({whole}; the least to ask first)")
    for k, way in enumerate(ways, 1):
        _opening(k, way, words, page)
    if len(found.openings) > len(ways):
        page.text(f"The other {len(found.openings) - len(ways)} ask for more: ceasefire impediments.")
    if not found.complete:
        page.text(found.bound)


def _clash(size: int, *, first: bool) -> str:
    if size == 1:
        return "This cannot be met at all:"
    alone = "though each can alone" if size == 2 else f"though any {size - 1} of them can"
    return f"These {size} cannot hold together{f', {alone}' if first else ''}:"


def _opening(number: int, way: Opening, words: Words, page: Page) -> None:
    page.text(words.opening(way), 2, f"{number}. ")
    cost = words.cost(way)
    if cost:
        page.text(f"worth in the fairest of them: {cost}", 5)
    page.text(words.choices(way.package), 5, "-> ")


def _fair(zone: Zone, words: Words, page: Page) -> None:
    names: dict[str, list[str]] = {}
    packages: dict[str, Package] = {}
    for fair in zone.fair:
        if fair.package is not None:
            key = str(fair.package.choices)
            names.setdefault(key, []).append(fair.principle)
            packages[key] = fair.package
    for key, principles in names.items():
        page.text(f"{listed(principles)}: {words.choices(packages[key])}", 2, "- ")
        gains = [
            f"{words.party(v.party)} +{points(v.margin)}"
            for v in packages[key].views
            if v.necessary and v.margin is not None
        ]
        if gains:
            page.text(f"above the walk-away: {', '.join(gains)}", 4)
    missing: dict[str, list[str]] = {}
    for fair in zone.fair:
        if fair.package is None and not fair.reason.startswith("not needed"):
            missing.setdefault(fair.reason, []).append(fair.principle)
    for reason, principles in missing.items():
        page.text(f"{listed(principles)} cannot be said: {reason}")


def _efficient(zone: Zone, words: Words, page: Page) -> None:
    if not zone.listed:
        return
    whole = (
        f"{len(zone.listed)} of {zone.n_efficient:,}" if zone.n_efficient is not None else f"{len(zone.listed)} found"
    )
    page.heading(f"Packages that cannot be improved for one without loss to another ({whole}; margins in points)")
    parties = [v.party for v in zone.listed[0].views if v.necessary]
    rows: list[Sequence[str]] = [["", *parties]]
    for k, package in enumerate(zone.listed, 1):
        margins = {v.party: f"{v.margin:+.1f}" if v.margin is not None else "better" for v in package.views}
        rows.append([f"{k}.", *(margins[p] for p in parties)])
    page.columns(rows)
    page.text("They choose:")
    for k, package in enumerate(zone.listed, 1):
        page.text(words.choices(package), 2, f"{k}. ")


def _prospect(outlook: Prospect, words: Words, page: Page) -> None:
    page.text(
        f"{outlook.n_signed:,} could be signed, {outlook.n_kept:,} would be kept, {outlook.n_reached:,} can be reached; "
        f"{outlook.n_all:,} are all three."
    )
    for best in outlook.best:
        lacks = f", not {listed(best.lacks)}" if best.lacks else ""
        page.text(f"best that is {listed(best.has)}{lacks}: {words.choices(best.package)}", 2, "- ")
    name = (
        "Looked at closely: the best of the zone,"
        if outlook.in_zone
        else "Looked at closely: what the least concession would open,"
    )
    page.text(f"{name} {words.choices(outlook.focus)}.")
    for breach in outlook.breaches:
        if breach.gain > 0:
            page.text(words.breach(breach), 4, "- ")


def _opened(result: Assessment, words: Words, page: Page) -> None:
    held = [f"{isolate(name)} ({words.case.status_quo[name]})" for name in result.off_table]
    page.text(f"The answer above leaves as they are: {listed(held)}.")
    rows = [["on the table", "possible", "zone", "smallest clash", "openings", "of one concession"]]
    rows += [_opened_row(view) for view in (result.on_table, *result.if_opened)]
    page.columns(rows)


def _opened_row(view: TableView) -> list[str]:
    found = view.impediments
    smallest = str(len(found.clashes[0])) if found.clashes else "none"
    single = str(sum(len(o.concessions) == 1 for o in found.openings))
    zone = (
        f"{view.zone.n_zone:,}"
        if view.zone.n_zone is not None
        else {None: "not decided", True: "empty", False: "not empty"}[view.zone.empty]
    )
    possible = f"{view.zone.n_possible:,}" if view.zone.n_possible is not None else "?"
    return [
        "as negotiated" if not view.opened else f"+ {', '.join(view.opened)}",
        possible,
        zone,
        smallest,
        str(len(found.openings)),
        single,
    ]


def _progress(talks: TalksStatus, words: Words, page: Page) -> None:
    if not (talks.steps or talks.progress or talks.milestones or talks.consultations):
        page.text("The case says nothing about them.")
    if talks.steps:
        tally = f"{count(len(talks.steps), 'step')}: {words.tally(talks.steps)}."
        page.text(f"{tally} By weight {words.share(talks.whole)}.")
    for claim in talks.progress:
        page.text(f"{words.party(claim.by)} said: “{isolate(claim.said)}”{f' ({claim.on})' if claim.on else ''}", 4)
    left = [s for s in talks.steps if s.status in {StepStatus.OPEN, StepStatus.CONTESTED}]
    if left:
        page.text(f"Known to be left: {listed([f'{isolate(s.title)} ({s.status.value})' for s in left])}.")


def _talks_in_brief(talks: TalksStatus, words: Words, page: Page) -> None:
    _progress(talks, words, page)
    for line in talks.milestones:
        if line.kept in {Kept.MISSED, Kept.LATE}:
            page.text(f"{words.milestone(line)}.")
    for matter in talks.consultations:
        if matter.affected_not_asked:
            page.text(f"Affected by {isolate(matter.on)} but not asked: {words.parties(matter.affected_not_asked)}.")


def _talks_in_full(talks: TalksStatus, words: Words, page: Page) -> None:
    _progress(talks, words, page)
    page.heading("Steps by issue")
    for issue, share in talks.by_issue.items():
        own = [s for s in talks.steps if s.issue == issue]
        page.text(f"{isolate(issue)}: {words.share(share)}", 2, "- ")
        for step in own:
            page.text(f"{step.status.value}: {isolate(step.title)}", 6)
    page.heading("Milestones")
    for line in talks.milestones:
        page.text(words.milestone(line), 2, "- ")
    page.heading("Who was asked")
    for matter in talks.consultations:
        asked = [f"{words.party(p)} {status}" for p, status in matter.status.items()]
        page.text(f"{isolate(matter.on)}: {', '.join(asked) or 'no record of anybody being asked'}", 2, "- ")
        if matter.affected_not_asked:
            page.text(f"affected but not asked: {words.parties(matter.affected_not_asked)}", 6)
        if matter.no_record:
            page.text(f"affected, and nothing says whether asked: {words.parties(matter.no_record)}", 6)


def _sure(result: Assessment, words: Words, page: Page) -> None:
    made = result.provenance
    for caveat in result.caveats:
        page.text(words.step(caveat))
    ranges = {0: "No number is a range.", 1: "1 number is a range: its midpoint is used."}.get(
        made.ranges, f"{made.ranges:,} numbers are ranges: their midpoints are used."
    )
    unknown = "What the ranges do to the answer is not assessed." if made.ranges else ""
    page.text(f"The answer rests on {count(made.judgements, 'judgement')} of an analyst. {ranges} {unknown}")
    exact = "Exact: every package was looked at."
    if result.on_table.zone.n_possible is None:
        exact = "By integer program; emptiness is proven, not sampled."
    if not made.exact:
        exact = "Not exact: a search stopped at its budget; see above."
    page.text(f"{exact} ceasefire {made.version}, case {made.digest[:12]}.")
