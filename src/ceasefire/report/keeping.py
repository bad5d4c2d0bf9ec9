"""Pages about keeping and reaching: stability, enforcement, paths and what-if."""

from __future__ import annotations

from ceasefire.analysis.keep.enforcement import Breach, Enforcement
from ceasefire.analysis.keep.punishment import OTHERWISE
from ceasefire.analysis.keep.stability import Kind
from ceasefire.analysis.keep.verdicts import Stability, StateVerdict
from ceasefire.analysis.reach.path import ROUTES, Paths, Route
from ceasefire.analysis.what_if import WhatIf
from ceasefire.case.model import Case
from ceasefire.report.breaches import breach_sentence, order_sentence, sponsors_sentence, withheld_sentence
from ceasefire.report.page import Page
from ceasefire.report.phrases import count, isolate, listed, points
from ceasefire.report.words import Words

MEANING = {
    Kind.R: "nobody has anything to gain by moving",
    Kind.SEQ: "gains are undone by answers in the others' own interest",
    Kind.GMR: "gains can be undone by some answer of the others",
    Kind.SSEQ: "as SEQ, and the party cannot escape from the answer",
    Kind.SMR: "as GMR, and the party cannot escape from the answer",
}


def stability_page(found: Stability, case: Case, page: Page) -> None:
    """Equilibria by definition, and the first of them."""
    words = Words(case)
    page.heading(f"States that all parties would keep, of {found.n_states:,} that exist")
    page.columns([(kind.value, f"{found.counts[kind]:,}", MEANING[kind]) for kind in Kind])
    page.text(f"{found.n_signed:,} of the states kept in some sense could also be signed.")
    if found.without_preferences:
        page.text(
            f"No preferences are given for {words.parties(found.without_preferences)}: taken to gain from nothing."
        )
    page.heading(f"The first {len(found.listed)}: what could be signed first, then what asks for the least foresight")
    for one in found.listed:
        changed = [f"{isolate(i)}: {isolate(o)}" for i, o in one.choices.items() if o != case.status_quo[i]]
        signed = "could be signed; " if one.signed else ""
        kinds = ", ".join(kind.value for kind in one.kinds)
        page.text(f"{', '.join(changed) or 'as today'} ({signed}{kinds})", 2, "- ")
    page.heading("How this was found")
    page.text(f"{found.method}; exact. Parties that change an issue only together gain only where each of them does.")


def verdict_page(found: StateVerdict, case: Case, page: Page) -> None:
    """One state: each party's reasons to leave it or not, and the coalitions that would."""
    words = Words(case)
    changed = [f"{isolate(i)}: {isolate(o)}" for i, o in found.choices.items() if o != case.status_quo[i]]
    kinds = ", ".join(kind.value for kind in found.equilibrium)
    page.heading(f"{', '.join(changed) or 'Today'}")
    page.text(
        f"Kept by every party alone in the sense of {kinds}."
        if kinds
        else "Not kept: somebody has a reason to leave it."
    )
    for party in dict.fromkeys(w.party for w in found.witnesses):
        own = [w for w in found.witnesses if w.party == party]
        shown: dict[str, list[str]] = {}
        for witness in own:
            shown.setdefault(("stable: " if witness.stable else "NOT stable: ") + words.witness(witness), []).append(
                witness.kind.value
            )
        page.heading(words.party(party))
        for sentence, senses in shown.items():
            page.text(sentence, 2, f"{', '.join(senses)} ")
    leaving = [(parties, kinds) for parties, kinds in found.coalitions if Kind.GMR not in kinds]
    page.heading("Together")
    for parties, _ in leaving:
        page.text(
            f"{words.parties(parties)} would all gain by moving together, and nothing the others could do makes up for it",
            2,
            "- ",
        )
    if not leaving:
        page.text(
            f"None of the {count(len(found.coalitions), 'coalition')} that can move together gains by it unanswered (GMR)."
        )


def enforcement_page(found: Enforcement, case: Case, page: Page) -> None:
    """Temptations, what holds them, and trust."""
    words = Words(case)
    page.heading("Who could gain by breaking it, the most fragile first")
    for breach in found.breaches:
        _breach(breach, words, page)
    for one in found.by_order:
        page.text(order_sentence(one, words), 2, "- ")
    if not found.breaches and not found.by_order:
        page.text("Nobody: no party gains by what it can undo alone.")
    if found.withheld:
        page.heading("Who could gain by not delivering, which is another thing")
        for other in found.withheld:
            page.text(withheld_sentence(other, words), 2, "- ")
    page.heading("What is taken as given")
    seen, alarm = found.watch.seen, found.watch.false_alarm
    by = f" (by {listed([isolate(i) for i in found.watched])}, as the case says)" if found.watched else ""
    lasts = "for ever" if found.watch.punishment is None else f"for {count(found.watch.punishment, 'round')}"
    page.text(
        f"A breach is seen with a chance of {seen:.0%}{by}, a false alarm has {alarm:.0%}, punishment lasts {lasts}."
    )
    page.heading("Patience, as far as the record of promises tells (95 % interval)")
    page.columns([(words.party(p), f"{low:.2f}", f"{high:.2f}") for p, (low, high) in found.patience.items()])
    page.heading("Trust")
    for pair in found.trust:
        unknown = f", {pair.unknown} unknown" if pair.unknown else ""
        kept = f"{pair.kept} kept, {pair.broken} broken{unknown}"
        page.text(
            f"{words.party(pair.by)} to {words.party(pair.to)}: {kept}; {pair.mean:.2f} ({pair.low:.2f}-{pair.high:.2f})",
            2,
            "- ",
        )
    page.heading("How this was found")
    page.text(f"{found.method}.")


def _breach(breach: Breach, words: Words, page: Page) -> None:
    case = words.case
    title = case.commitments[breach.commitment].title if breach.commitment else ""
    part = f" (its part of: {isolate(title or breach.commitment)})" if breach.commitment else ""
    page.text(f"{breach_sentence(breach, words)}{part}", 2, "- ")
    if breach.gain <= 0:
        return
    after = "today" if case.otherwise is None else "after a breach"
    after = after if breach.punished_by == OTHERWISE else "after the others' answer"
    page.text(
        f"keeps {points(breach.keeps)}, breaks {points(breach.breaks)}, {after} {points(breach.punished)} of 100",
        6,
    )
    if breach.forgiving is not None:
        page.text(f"against tit for tat: a patience of {breach.forgiving:.2f}", 6)
    if breach.seen_needed is not None:
        page.text(
            f"held at the middle of its range where a breach is seen with a chance of {breach.seen_needed:.0%} or more",
            6,
        )
    if breach.guarantee > 0:
        page.text(f"a guarantee worth {points(breach.guarantee)}: {sponsors_sentence(breach, words)}", 6)


def paths_page(found: Paths, case: Case, page: Page) -> None:
    """Ways to a package."""
    words = Words(case)
    for route in found.routes:
        page.heading(f"{route.kind}: {ROUTES[route.kind]}")
        _route(route, words, page)
    page.heading("fewest guarantees: the fewest steps that are no gain for those who take them")
    _route(found.least, words, page)
    page.heading("fewest joint moves: the rest each by one party alone")
    _route(found.least_joint, words, page)
    page.heading("careful: one issue at a time, and nobody necessary more below today than need be")
    if found.careful is None:
        page.text("There is no such way.")
    else:
        below = f"more than {points(found.exposure)} points below today" if found.exposure else "below today"
        only = " of whom magnitudes are known" if found.by_order else ""
        page.text(f"Nobody necessary{only} stands {below}.")
        if found.by_order:
            page.text(
                f"{words.parties(found.by_order)} would stand below today on it, by how much its order does not say."
            )
        _route(found.careful, words, page)
    page.heading("How this was found")
    page.text(f"{found.method}.")


def _route(route: Route, words: Words, page: Page) -> None:
    if route.stages is None:
        page.text("There is no such way.")
        return
    for k, stage in enumerate(route.stages, 1):
        marks = [] if stage.move.gains else ["no gain in itself"]
        marks += ["cannot be undone"] if stage.move.one_way else []
        marks += ["leaves its mover in the others' hands"] if stage.hostage else []
        marks += [
            f"{words.party(p)} {points(by)} below today" if by is not None else f"{words.party(p)} below today"
            for p, by in stage.exposed.items()
        ]
        page.text(f"{words.move(stage.move)}{f' ({listed(marks)})' if marks else ''}", 2, f"{k}. ")
    if not route.stages:
        page.text("This is today's state.")


def what_if_page(found: WhatIf, case: Case, page: Page) -> None:
    """Before and after."""
    page.heading(f"{isolate(case.title)}: what if")
    for change in found.changes:
        page.text(isolate(change), 2, "- ")
    page.heading("What changes")
    rows = [
        ("what", "before", "after"),
        *((d.aspect, d.before, d.after) for d in found.differences if not d.same or d.why),
    ]
    if len(rows) == 1:
        page.text("Nothing.")
    else:
        page.columns(rows)
    for difference in found.differences:
        for why in difference.why:
            page.text(f"{difference.aspect}, {why}", 2, "- ")
    same = [d.aspect for d in found.differences if d.same and not d.why]
    page.heading("What stays")
    page.text(", ".join(same) or "Nothing.")
