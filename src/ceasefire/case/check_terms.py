"""Checks of what a case says beside wants and hands: drafts, offers, conditions, readings, detection, quorums, what
comes after a breach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ceasefire.case.conditional import circle
from ceasefire.case.issue import Issue
from ceasefire.case.model import Case
from ceasefire.case.rules import RuleError, atoms, holds, parse_rule
from ceasefire.case.settles import USUAL
from ceasefire.errors import Severity
from ceasefire.text.document import Path
from ceasefire.text.problem import Problem, suggestion, unknown, unknown_option


def check_terms(case: Case) -> Iterator[Problem]:
    """Every problem of these parts that shows without the state space."""
    yield from _drafts(case)
    yield from _offers(case)
    yield from _conditional(case)
    yield from _words(case)
    yield from _quorums(case)
    yield from _otherwise(case)
    yield from _promises(case)


def _drafts(case: Case) -> Iterator[Problem]:
    for k, name in enumerate(case.draft):
        if name not in case.packages:
            yield unknown(("draft", k), "package", name, case.packages)
    if len(set(case.draft)) < len(case.draft):
        yield Problem(("draft",), "draft", "a draft is named twice", "name each once", key=True)
    for name, package in case.packages.items():
        yield from (
            unknown(("packages", name, "by", k), "party", p, case.parties)
            for k, p in enumerate(package.by)
            if p not in case.parties
        )


def _offers(case: Case) -> Iterator[Problem]:
    for name, offer in case.offers.items():
        path: Path = ("offers", name)
        if offer.by not in case.parties:
            yield unknown((*path, "by"), "party", offer.by, case.parties)
        yield from (
            unknown((*path, "to", k), "party", p, case.parties) for k, p in enumerate(offer.to) if p not in case.parties
        )
        yield from (
            unknown((*path, "given", k), "offer", o, case.offers)
            for k, o in enumerate(offer.given)
            if o not in case.offers
        )
        for party in offer.worth:
            if party not in case.parties:
                yield unknown((*path, "worth", party), "party", party, case.parties, key=True)
            elif (preferences := case.parties[party].preferences) is None or not preferences.cardinal:
                message = f"points cannot be added for `{party}`: the case gives no weights and scores for it"
                yield Problem(
                    (*path, "worth", party), "offer", message, "give it weights and scores, or leave it out", key=True
                )
        if offer.by not in offer.worth:
            message = f"what it costs `{offer.by}` to offer this is not said: it is taken to cost nothing"
            yield Problem(
                path,
                "offer-cost",
                message,
                f"add `{offer.by}: ` with what it costs it, below 0",
                Severity.NOTE,
                key=True,
            )
    graph = {name: [o for o in offer.given if o in case.offers] for name, offer in case.offers.items()}
    loop = _loop(graph)
    if loop:
        message = f"the offers wait for each other: {' > '.join(f'`{o}`' for o in loop)}"
        yield Problem(
            ("offers", loop[0], "given"), "offers-loop", message, "take one of these conditions away", key=True
        )


def _loop(graph: Mapping[str, list[str]]) -> list[str]:
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []


def _conditional(case: Case) -> Iterator[Problem]:
    conditional = {n: issue.exists_if for n, issue in case.issues.items() if issue.exists_if is not None}
    try:
        rules = {name: parse_rule(text) for name, text in conditional.items()}
        loop = circle(case.issues)
    except RuleError:
        return  # the rule is reported where rules are read
    if loop:
        message = f"these issues exist only if each other does: {' > '.join(f'`{i}`' for i in loop)}"
        yield Problem(("issues", loop[0], "if"), "if-circle", message, "let one of them always exist", key=True)
        return
    for name, rule in rules.items():
        if not all(atom.issue in case.status_quo for atom in atoms(rule)):
            continue
        if case.issues[name].off_table:
            message = f"`{name}` is off the table, so that it never changes whether or not it exists"
            yield Problem(("issues", name, "if"), "if", message, "take one of the two away", Severity.WARNING, key=True)


def _words(case: Case) -> Iterator[Problem]:
    """Readings of open words, chances of detection, and what an issue settles."""
    for name, issue in case.issues.items():
        yield from _reads(case, name, issue)
        path: Path = ("issues", name)
        for option, chance in issue.seen.items():
            if option not in issue.options:
                yield unknown_option((*path, "seen", option), name, option, issue.options, key=True)
            if chance.low < 0 or chance.high > 1:
                hint = "0.7 means seven breaches in ten are seen"
                yield Problem((*path, "seen", option), "seen", "a chance goes from 0 to 1", hint)
        for k, item in enumerate(issue.settles):
            if item not in USUAL:
                yield Problem(
                    (*path, "settles", k), "unknown-name", f"`{item}` is not on the list", suggestion(item, USUAL)
                )


def _reads(case: Case, name: str, issue: Issue) -> Iterator[Problem]:
    for option, readings in issue.reads.items():
        if option not in issue.options:
            yield unknown_option(("issues", name, "reads", option), name, option, issue.options, key=True)
        for party, read in readings.items():
            here: Path = ("issues", name, "reads", option, party)
            if party not in case.parties:
                yield unknown(here, "party", party, case.parties, key=True)
            if read not in issue.options:
                yield unknown_option(here, name, read, issue.options)
            elif read == option or party in issue.reads.get(read, {}):
                message = f"`{party}` reads `{option}` as `{read}`, which is left open itself"
                yield Problem(here, "reads", message, "name an option that says one thing")


def _quorums(case: Case) -> Iterator[Problem]:
    graph = {}
    for name, party in case.parties.items():
        if party.quorum is None:
            continue
        path: Path = ("parties", name, "necessary")
        yield from (unknown(path, "party", p, case.parties) for p in party.quorum.of if p not in case.parties)
        graph[name] = [p for p in party.quorum.of if p in case.parties]
        for part in graph[name]:
            given = case.parties[part]
            if given.preferences is None and not given.demands and given.quorum is None:
                message = f"`{part}` would accept anything: nothing says what it prefers or demands"
                yield Problem(
                    ("parties", part), "no-preferences", message, "give it `preferences` or `demands`", key=True
                )
    loop = _loop(graph)
    if loop:
        message = f"these sides are made of each other: {' > '.join(f'`{p}`' for p in loop)}"
        yield Problem(
            ("parties", loop[0], "necessary"), "parts-circle", message, "a part is a party of its own", key=True
        )


def _otherwise(case: Case) -> Iterator[Problem]:
    given = case.otherwise
    if given is None:
        return
    if isinstance(given, str):
        known = ["status_quo", *case.packages]
        strange = [] if given in known else [unknown(("otherwise",), "package", given, known)]
    else:
        strange = list(_chosen(case, given))
    yield from strange
    if strange or not set(case.issues) <= set(case.status_quo):
        return
    for name, rule in case.rules.items():
        try:
            held = rule.of == "packages" or holds(parse_rule(rule.rule), case.after_breach)
        except (RuleError, KeyError):
            continue
        if not held:
            hint = f"the rule reads: {rule.rule}; change one of the two"
            message = f"what comes after a breach is forbidden by the rule `{name}`"
            yield Problem(("otherwise",), "forbidden-state", message, hint, key=True)


def _chosen(case: Case, given: Mapping[str, str]) -> Iterator[Problem]:
    for issue, option in given.items():
        if issue not in case.issues:
            yield unknown(("otherwise", issue), "issue", issue, case.issues, key=True)
        elif option not in case.issues[issue].options:
            yield unknown_option(("otherwise", issue), issue, option, case.issues[issue].options)


def _promises(case: Case) -> Iterator[Problem]:
    """Promises by somebody who has no hand in what is promised."""
    for name, commitment in case.commitments.items():
        for k, promise in enumerate(commitment.exchange):
            try:
                named = [a.issue for a in atoms(parse_rule(promise.does)) if a.issue in case.issues]
            except RuleError:
                continue
            hands = {p for i in named for p in (*case.issues[i].makers, *case.issues[i].breakers)}
            if named and promise.party in case.parties and promise.party not in hands:
                message = f"`{promise.party}` promises what only {', '.join(f'`{p}`' for p in sorted(hands))} can do"
                hint = "so it cannot break this promise itself; say who makes it under `makes:` if that is not meant"
                path: Path = ("commitments", name, "exchange", k)
                yield Problem(path, "no-hand", message, hint, Severity.NOTE, key=True)
