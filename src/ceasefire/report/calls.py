"""What is called of the counts, how sure that is, and of areas and terms by themselves, in words."""

from __future__ import annotations

from ceasefire.monitoring.calls.calm import Call, Condition, said
from ceasefire.monitoring.calls.evidence import Shown
from ceasefire.monitoring.calls.looks import Look
from ceasefire.monitoring.scopes import Scope
from ceasefire.monitoring.watch import Watch
from ceasefire.report.outlook import share
from ceasefire.report.page import Page
from ceasefire.report.phrases import count, day, isolate

SHOWN = 8
ORDER = (
    Condition.BROKEN,
    Condition.NO_CALM,
    Condition.CALM,
    Condition.CANNOT_TELL,
    Condition.TOO_EARLY,
    Condition.NOT_YET,
)


def verdict_words(scope: Scope) -> str:
    """The condition, with how well a calm is shown where it is only weakly."""
    call = scope.call
    weak = call.condition is Condition.CALM and call.evidence is not None and call.evidence.word is Shown.WEAK
    return "calm, weakly shown" if weak else call.condition.value


def scope_lines(scope: Scope, page: Page) -> None:
    """One way of counting: the call, how sure it is, and the changes of level beside it."""
    which = "this one answers" if scope.counts else "shown beside it; it does not answer"
    page.heading(f"{scope.name.capitalize()}, {scope.call.counted.value} a day ({which})")
    call = scope.call
    page.text(f"{verdict_words(scope)}: {call.reason}.", 2)
    if call.since:
        page.text(f"calm since {day(call.since)}{_broken(call)}", 2)
    beside = scope.other if scope.call.counted is scope.asked.counted else scope.asked
    page.text(f"{beside.condition.value}: {beside.reason}{_day_called(beside)}.", 2, f"{beside.counted.value}: ")
    if scope.disagree:
        page.text(f"{scope.disagree}.", 2, "deaths and incidents disagree: ")
    if call.before is not None and call.spike is not None and call.spike > 1.5 * call.before:
        page.text(
            f"the last days before the effect had {call.spike:.0f} a day, and are left out of the level before.", 2
        )
    for note in call.notes:
        page.text(f"{note}.", 2)
    for line in how_sure(scope):
        page.text(line, 2)
    _levels(scope, page)


def how_sure(scope: Scope) -> list[str]:
    """How often such a call is wrong, how late it comes, and what the first week lets one expect."""
    call, lines = scope.call, []
    if call.evidence and call.condition is Condition.BROKEN:
        lines.append(f"that there was a calm is {said(call.evidence)}.")
    if scope.chance is not None:
        lines.append(
            f"false alarms: in {share(scope.chance.false_alarm)} of simulated calms like this one a breakdown is called within "
            f"{scope.chance.within} days though nothing changed; a full return is called {scope.chance.delay:.1f} days after it, "
            "on the mean."
        )
    if call.condition is Condition.CALM and call.odds is not None:
        lines.append(
            f"evidence for a return on the last day: {call.odds:,.0f}; a breakdown is called at the patience in days."
        )
    if scope.first_week is not None:
        lines.append(
            f"early warning after the first week, plausible, not established: {share(scope.first_week)} that days 8 to 30 have "
            "on the mean at least half of the deaths a day of before."
        )
    return lines


def _levels(scope: Scope, page: Page) -> None:
    found = scope.changes
    if not found.levels:
        return
    shown = [level for level in found.levels if level.last >= scope.call.effect][:SHOWN]
    scatter = (
        "too few to know their scatter"
        if found.dispersion is None
        else f"variance {found.dispersion:.0f} times the mean"
    )
    page.text(
        f"{count(len(found.levels) - 1, 'change')} of level found, looking back; the same days in random order give "
        f"{found.by_luck:.1f} (penalty {found.penalty:.1f}; {scatter}). From the effect on:",
        2,
    )
    page.columns([(f"{s.first} to {s.last}", f"{s.mean:.1f}", "a day") for s in shown], 4)


def _broken(call: Call) -> str:
    if call.onset is None or call.called is None:
        return "."
    return f"; broken from {day(call.onset)}, called on {day(call.called)} ({count(call.delay or 0, 'day')} later)."


def _day_called(call: Call) -> str:
    return f"; called on {day(call.called)}" if call.called else ""


def looks_lines(found: Watch, page: Page) -> None:
    """Areas and terms by themselves, those broken first."""
    looks = found.looks.looks
    if not looks:
        return
    n = len(looks)
    page.heading("Areas and terms by themselves")
    page.text(
        f"{count(n, 'look')} at once make {n} times as many false alarms: each is asked for evidence of "
        f"{found.patience * n:,.0f} days, so that there is one in {found.patience:g} days over all of them. "
        f"{found.looks.too_quiet} more had too low a level before.",
        2,
    )
    rows = [(_name(one, found), one.call.condition.value, _short(one)) for one in sorted(looks, key=_rank)]
    page.columns(rows[: 2 * SHOWN])
    if len(rows) > 2 * SHOWN:
        page.text(f"and {len(rows) - 2 * SHOWN} more, in --json", 2)


def _rank(one: Look) -> tuple[int, str, str]:
    return ORDER.index(one.call.condition), one.kind, one.name


def _name(one: Look, found: Watch) -> str:
    title = f": {found.terms[one.name]}" if one.kind == "term" else ""
    return isolate(f"{one.kind} {one.name}{title}")[:60]


def _short(one: Look) -> str:
    call = one.call
    if call.before is None or call.early is None:
        return call.reason[:70]
    shown = f", {call.evidence.word.value}" if call.evidence else ""
    broken = f"; broken from {call.onset}, called {call.called}" if call.onset else ""
    return f"{call.before:.1f} before, {call.early:.1f} in the first days{shown}{broken}"


def coverage_lines(found: Watch, page: Page) -> None:
    """Who is taken to have looked where and when, and how to say otherwise."""
    for one in found.covered:
        where = isolate(one.area) or "everywhere that the agreement is about"
        why = f" (assumed: {one.assumed}; --assume-nothing switches it off)" if one.assumed else ""
        page.text(f"From {one.first} to {one.last} a day without a report of {one.source} is zero, {where}{why}.", 2)
    if not found.covered and not found.looked:
        page.text(
            "Nobody's access is recorded: a day counts as seen only because something was reported on it (--complete says "
            "who covered what).",
            2,
        )
