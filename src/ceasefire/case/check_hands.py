"""Checks of who makes and who breaks what: parties that exist, changes that somebody makes, no way round a way of no return."""

from __future__ import annotations

from collections.abc import Iterator

from ceasefire.case.issue import Issue
from ceasefire.case.model import Case
from ceasefire.errors import Severity
from ceasefire.text.document import Path
from ceasefire.text.problem import Problem, unknown, unknown_option


def check_hands(case: Case) -> Iterator[Problem]:
    """Every problem of the hands of the issues."""
    for name, issue in case.issues.items():
        own = list(_named(case, name, issue))
        yield from own
        if not own and case.status_quo.get(name) in issue.options:
            yield from _unmade(case, name, issue)
            yield from _detours(case, name, issue)
            yield from _no_way_out(case, name, issue)


def _named(case: Case, name: str, issue: Issue) -> Iterator[Problem]:
    """Parties and options that do not exist, and directions that cannot be read."""
    path: Path = ("issues", name)
    for k, party in enumerate(issue.controllers):
        if party not in case.parties:
            yield unknown((*path, "controllers", k), "party", party, case.parties)
    for field in ("makes", "breaks"):
        given = getattr(issue, field) or ()
        if isinstance(given, tuple):
            yield from (
                unknown((*path, field, k), "party", p, case.parties)
                for k, p in enumerate(given)
                if p not in case.parties
            )
            continue
        for key, parties in given.items():
            ends = [end.strip() for end in key.split(">")]
            if len(ends) > 2 or len(set(ends)) < len(ends):
                hint = "write an option (`nationwide`) or a direction (`nationwide > aleppo`)"
                yield Problem((*path, field, key), "hands", f"cannot read `{key}`", hint, key=True)
                continue
            yield from (
                unknown_option((*path, field, key), name, end, issue.options, key=True)
                for end in ends
                if end not in issue.options
            )
            yield from (
                unknown((*path, field, key), "party", p, case.parties, key=True)
                for p in parties
                if p not in case.parties
            )
    if issue.falls_to is not None and issue.falls_to not in issue.options:
        yield unknown_option((*path, "falls_to"), name, issue.falls_to, issue.options)
    for k, text in enumerate(issue.irreversible):
        ends = [end.strip() for end in text.split(">")]
        if len(ends) < 2 or len(set(ends)) < len(ends):
            hint = "write `held > surrendered`, or a chain `held > moved > surrendered`: the way there, never back"
            yield Problem((*path, "irreversible", k), "irreversible", f"cannot read {text!r}", hint)
            continue
        yield from (
            unknown_option((*path, "irreversible", k), name, end, issue.options)
            for end in ends
            if end not in issue.options
        )


def _unmade(case: Case, name: str, issue: Issue) -> Iterator[Problem]:
    """Options that nobody brings about, and breaks of what is never made."""
    path: Path = ("issues", name)
    today = case.status_quo[name]
    hands = issue.hands(today)
    made = {there for pairs in hands.values() for _, there in pairs}
    for option in issue.options:
        if option != today and option not in made:
            hint = (
                f"say under `makes:` who brings it about, for example `{option}: [{', '.join(list(case.parties)[:2])}]`"
            )
            yield Problem(
                (*path, "options", option), "nobody-makes", f"nobody makes the change to `{option}`", hint, key=True
            )
    if issue.breaks is not None and not isinstance(issue.breaks, tuple):
        ground = issue.falls_to or today
        for key in issue.breaks:
            option = key.split(">")[0].strip()
            if option == ground and ">" not in key:
                message = f"`{option}` is what a break leads to: there is nothing to break"
                yield Problem(
                    (*path, "breaks", key), "never-made", message, "say `falls_to:`, or name another option", key=True
                )
            elif option != today and option not in made:
                message = f"`{option}` can be broken but is never made"
                yield Problem(
                    (*path, "breaks", key), "never-made", message, "say under `makes:` who makes it", key=True
                )


def _detours(case: Case, name: str, issue: Issue) -> Iterator[Problem]:
    """Changes that one mover can only make in two steps, so that the order of moves would matter."""
    path: Path = ("issues", name, "irreversible")
    forbidden = issue.one_way()
    told = False
    for members, pairs in issue.hands(case.status_quo[name]).items():
        for a, b in sorted(pairs):
            for c in issue.options:
                if (b, c) not in pairs or c == a or (a, c) in pairs or told:
                    continue
                told = True
                if (a, c) in forbidden:
                    message = f"`{a}` cannot go back to `{c}`, yet `{a}` to `{b}` to `{c}` is allowed"
                    hint = f"also say `{b} > {a}` or `{c} > {b}`, so that the change cannot be undone by a detour"
                    yield Problem(path, "irreversible", message, hint, key=True)
                else:
                    who = " and ".join(members)
                    message = f"`{who}` can go from `{a}` to `{b}` and from `{b}` to `{c}`, but not from `{a}` to `{c}`"
                    hint = f"also give `{a} > {c}`, or take one of the two steps away"
                    yield Problem(("issues", name), "gap", message, hint, key=True)


def _no_way_out(case: Case, name: str, issue: Issue) -> Iterator[Problem]:
    """A thing made together that nobody can break: rarely meant of a truce."""
    today = case.status_quo[name]
    hands = issue.hands(today)
    if issue.breaks is not None or any(len(members) == 1 for members in hands):
        return
    undone = {there for pairs in hands.values() for _, there in pairs if there == (issue.falls_to or today)}
    if undone:
        makers = ", ".join(issue.makers)
        message = f"`{name}` is made by {makers} together, and none of them can break it alone"
        hint = f"add `breaks: [{makers}]`; or `breaks: []` if it is meant so"
        yield Problem(("issues", name), "no-way-out", message, hint, Severity.WARNING, key=True)
