"""Results as pages of plain text for a terminal, a mail or a printout."""

from __future__ import annotations

from ceasefire.analysis.assess import Assessment, TableView
from ceasefire.analysis.ladder import Rung, Verdict
from ceasefire.analysis.prospect import Prospect
from ceasefire.analysis.talks import Kept, TalksStatus
from ceasefire.case.model import Case
from ceasefire.report.breaches import breach_sentence, order_sentence
from ceasefire.report.drafts import draft_remarks, draft_rung, draft_title
from ceasefire.report.outlook import outlook_lines
from ceasefire.report.page import Page
from ceasefire.report.phrases import count, day, isolate, listed
from ceasefire.report.signing import fair_lines, impediments_lines
from ceasefire.report.sure import sure_lines
from ceasefire.report.words import Words
from ceasefire.vocabulary import StepStatus


def assessment_page(result: Assessment, case: Case, page: Page) -> None:
    """The whole answer: ladder, what stands in the way, what could be signed, what was off the table, the talks, how sure."""
    words = Words(case)
    page.heading(f"{isolate(result.case)}")
    page.text(f"{isolate(result.question)} As of {day(result.as_of)}.", 0)
    _drafts(result, words, page)
    page.heading("Whatever package: the ladder" if result.drafts else "The ladder")
    for rung in result.ladder:
        page.text(words.rung(rung), 2, _label(rung))
    if result.on_table.impediments.clashes or not result.on_table.impediments.complete:
        page.heading("What stands in the way")
        impediments_lines(result.on_table.impediments, words, page, brief=True)
    elif result.on_table.zone.empty is False:
        page.heading("What could be signed")
        fair_lines(result.on_table.zone, words, page)
    if result.prospect is not None:
        page.heading("Signed, kept and reached")
        _prospect(result.prospect, words, page)
    if result.outlook is not None:
        page.heading("Would it hold")
        outlook_lines(result.outlook, page)
    if result.if_opened:
        page.heading("What is off the table")
        _opened(result, words, page)
    others = [p for p in result.named if p.name not in case.draft]
    if others:
        page.heading("Other packages named in the case")
        for package in others:
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


def _drafts(result: Assessment, words: Words, page: Page) -> None:
    if result.drafts:
        page.heading("The drafts")
    for draft in result.drafts:
        page.text(draft_title(draft, words), 0)
        for rung in draft.ladder:
            page.text(draft_rung(rung, words), 2, _label(rung))
        for remark in draft_remarks(draft, words):
            page.text(remark, 9)


def _label(rung: Rung) -> str:
    said = rung.said.upper() if rung.verdict in {Verdict.YES, Verdict.NO} and "," not in rung.said else rung.said
    return f"{rung.rung:<7}{said:<16}"


def status_page(talks: TalksStatus, case: Case, page: Page) -> None:
    """Steps, milestones and consultations in full."""
    page.heading(f"The talks as of {day(talks.as_of)}")
    _talks_in_full(talks, Words(case), page)


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
    for breach in outlook.keep.breaches:
        if breach.gain > 0:
            page.text(breach_sentence(breach, words), 4, "- ")
    for one in outlook.keep.by_order:
        page.text(order_sentence(one, words), 4, "- ")


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
    for remark in (*result.surprises, *result.caveats):
        page.text(words.step(remark))
    for line in sure_lines(result, words):
        page.text(line)
    page.text(
        f"The answer rests on {count(made.judgements, 'judgement')} of an analyst, {made.ranges:,} of them ranges."
    )
    exact = "Exact: every package was looked at."
    if result.on_table.zone.n_possible is None:
        exact = "By integer program; emptiness is proven, not sampled."
    if not made.exact:
        exact = "Not exact: a search stopped at its budget; see above."
    page.text(f"{exact} ceasefire {made.version}, case {made.digest[:12]}.")
