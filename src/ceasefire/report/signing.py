"""Pages about signing: the zone, what stands in the way, and why each party would or would not sign a package."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.analysis.dispute.package import Package
from ceasefire.analysis.sign.impediments import Impediments, Opening
from ceasefire.analysis.sign.zone import Zone
from ceasefire.case.model import Case
from ceasefire.report.page import Page
from ceasefire.report.phrases import count, isolate, listed, points
from ceasefire.report.words import Words

SHOWN = 3
"""Openings that an assessment shows, beside the smallest clash; `ceasefire impediments` shows all."""


def zone_page(zone: Zone, case: Case, page: Page) -> None:
    """What could be signed, by whom, and the nearest miss where nothing can."""
    words = Words(case)
    page.heading("The zone of possible agreement")
    if zone.empty is None:
        page.text(f"Not decided whether there is any: {zone.bound}.")
    elif zone.empty:
        page.text(_empty(zone))
    else:
        found = f"{zone.n_zone:,}" if zone.n_zone is not None else "At least one"
        page.text(f"{found} of {_possible(zone)} would be accepted by {words.parties(case.deciding)}.")
        fair_lines(zone, words, page)
        _efficient(zone, words, page)
        _not_new(zone, page)
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
        page.text(
            "Nothing stands in the way of signing: the conditions of the necessary parties hold together in some package."
        )
    else:
        impediments_lines(found, words, page, brief=False)
    page.heading("How this was found")
    page.text(f"{found.method}; {'all of them, exactly' if found.complete else found.bound}.")


def explain_page(package: Package, possible: bool, case: Case, page: Page) -> None:
    """Why each party would or would not sign a package."""
    words = Words(case)
    title = case.packages[package.name].title if package.name in case.packages else ""
    page.heading(f"{package.name or 'This package'}{': ' + isolate(title) if title else ''}")
    page.text(words.spelled(package))
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


def _not_new(zone: Zone, page: Page) -> None:
    if zone.today:
        page.text(
            "Today's state would be accepted too: to sign it is to promise to keep it, and it is not counted as new."
        )
    if zone.n_unreachable:
        gone = count(zone.n_unreachable, "package") + " can no longer be brought about from today's state"
        page.text(f"{gone}, and {'is' if zone.n_unreachable == 1 else 'are'} left out: --even-unreachable shows them.")


def _empty(zone: Zone) -> str:
    if zone.n_zone == 0:
        return f"Empty: none of {_possible(zone)} meets what every necessary party insists on."
    if zone.today:
        return "Nothing new could be signed: today's state would be accepted by all, and to sign it is to promise to keep it."
    return "Empty: what every necessary party would accept can no longer be brought about from today's state."


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


def impediments_lines(found: Impediments, words: Words, page: Page, *, brief: bool) -> None:
    """Clashes and openings; `brief` shows the first of each."""
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


def fair_lines(zone: Zone, words: Words, page: Page) -> None:
    """What principles of fairness would choose, those that agree together."""
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
    shown = [(twins.package, twins.n, twins.issues) for twins in zone.twins] or [(p, 1, ()) for p in zone.listed]
    whole = f"{len(shown)} of {zone.n_differ:,}" if zone.n_differ is not None else f"{len(shown)} found"
    page.heading(f"Packages that cannot be improved for one without loss to another ({whole}; margins in points)")
    parties = [v.party for v in shown[0][0].views if v.necessary]
    rows: list[Sequence[str]] = [["", *parties]]
    for k, (package, _, _) in enumerate(shown, 1):
        margins = {v.party: f"{v.margin:+.1f}" if v.margin is not None else "better" for v in package.views}
        rows.append([f"{k}.", *(margins[p] for p in parties)])
    page.columns(rows)
    page.text("They choose:")
    for k, (package, n, issues) in enumerate(shown, 1):
        same = (
            f" (and {count(n - 1, 'other')} that only differ in {listed(list(issues))}, which nobody minds)"
            if n > 1
            else ""
        )
        page.text(f"{words.choices(package)}{same}", 2, f"{k}. ")
