"""Checks of an agreement by itself: names that do not exist or mean two things, times, areas, terms that contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import combinations
from pathlib import Path as FilePath

from ceasefire.dates import parse_date
from ceasefire.errors import Severity
from ceasefire.monitoring.terms.agreement import CIVILIANS, AgreementText, Duty, Moment, Term
from ceasefire.monitoring.terms.polygons import Region, Unfit, Unread, overlap, region
from ceasefire.text.document import Path
from ceasefire.text.problem import Problem, unknown

Check = Callable[[AgreementText], Iterator[Problem]]
OLDEST = 1900
BASELINE = 31  # days before the effect that calls look at by default


def check(text: AgreementText, folder: FilePath | None) -> tuple[list[Problem], dict[str, Region]]:
    """Every problem of the agreement, and the regions of its areas; GeoJSON files are looked for in `folder`."""
    problems = [problem for one in CHECKS for problem in one(text)]
    regions: dict[str, Region] = {}
    for name, area in text.areas.items():
        try:
            found = region(area, folder)
        except Unfit as error:
            severity = Severity.WARNING if isinstance(error, Unread) else Severity.ERROR
            problems.append(Problem(("areas", name), "area", str(error), error.hint, severity))
        else:
            if found is not None:
                regions[name] = found
    return problems + list(_overlapping(text, regions)), regions


def _overlapping(text: AgreementText, regions: Mapping[str, Region]) -> Iterator[Problem]:
    used = {term.area for term in text.terms.values()}
    for one, other in combinations([n for n in regions if n in used], 2):
        share = overlap(regions[one], regions[other])
        if share > 0.001:
            message = f"`{one}` and `{other}` overlap by {share:.0%} of the smaller"
            hint = "an incident in both is counted under the terms of both"
            yield Problem(("areas", other), "overlap", message, hint, Severity.WARNING)


def _names(text: AgreementText) -> Iterator[Problem]:
    targets = [*text.parties, *text.excluded, CIVILIANS]
    for number, term in text.terms.items():
        at: Path = ("terms", number)
        yield from (
            unknown((*at, "parties", k), "party", p, text.parties) for k, p in _missing(term.parties, text.parties)
        )
        yield from (unknown((*at, "towards", k), "party", p, targets) for k, p in _missing(term.towards, targets))
        yield from (unknown((*at, "acts", k), "act", a, text.acts) for k, a in _missing(term.acts, text.acts))
        if term.area and term.area not in text.areas:
            yield unknown((*at, "area"), "area", term.area, text.areas)
    if text.area and text.area not in text.areas:
        yield unknown(("area",), "area", text.area, text.areas)


def _missing(names: tuple[str, ...], known: object) -> list[tuple[int, str]]:
    return [(k, name) for k, name in enumerate(names) if name not in known]  # type: ignore[operator]  # a mapping or a list


def _twice(text: AgreementText) -> Iterator[Problem]:
    """A name that means two: then nobody can say who is bound."""
    first: dict[str, str] = {}
    for key, member in {**text.parties, **text.excluded}.items():
        for name in dict.fromkeys(member.names):
            if first.setdefault(name, key) != key:
                home = "parties" if key in text.parties else "excluded"
                message = f"`{name}` is a name of `{first[name]}` too"
                yield Problem((home, key), "two-meanings", message, "a name may stand under one of them only")
    for key in text.excluded:
        if key in text.parties:
            message = f"`{key}` is bound by the agreement and excluded from it"
            yield Problem(("excluded", key), "contradiction", message, "keep it in one of the two")


def _times(text: AgreementText) -> Iterator[Problem]:
    moments: list[tuple[Path, Moment | None]] = [(("in_force",), text.in_force), (("ended",), text.ended)]
    for number, term in text.terms.items():
        moments += [(("terms", number, "since"), term.since), (("terms", number, "until"), term.until)]
        end = text.ends(term)
        if end is not None and text.begins(term)[0] >= end[1]:
            yield Problem(
                ("terms", number), "times", "the term ends before it begins", "see since, until, in_force, ended"
            )
    for path, moment in moments:
        if moment is not None and parse_date(moment.on).earliest.year < OLDEST:
            message = f"the year of `{moment.on}` is before {OLDEST}"
            yield Problem(
                (*path, "on"), "calendar", message, "dates are Gregorian: is this the year of another calendar?"
            )


def _duties(text: AgreementText) -> Iterator[Problem]:
    for number, term in text.terms.items():
        at: Path = ("terms", number)
        if term.duty in {Duty.REFRAIN, Duty.MAY} and not term.acts:
            yield Problem(
                at,
                "no-acts",
                f"a term to {term.duty} names no acts",
                "add `acts:`, or no incident can be held against it",
            )
        if term.duty is Duty.DO and not term.due:
            message = "nobody can say whether it is late: the term has no day for it"
            yield Problem(at, "no-day", message, "add `due:` if the text has one", Severity.NOTE)


def _contradictions(text: AgreementText) -> Iterator[Problem]:
    for (one, a), (other, b) in combinations(text.terms.items(), 2):
        if {a.duty, b.duty} == {Duty.REFRAIN, Duty.MAY} and _meet(text, a, b):
            acts = ", ".join(sorted(set(a.acts) & set(b.acts)))
            message = f"terms {one} and {other} contradict each other: one bars {acts}, the other allows it, to the same party"
            yield Problem(
                ("terms", other), "contradiction", message, "narrow one by `towards`, `area`, `since` or `until`"
            )
        elif a.promised and b.promised and a.due == b.due and _meet(text, a, b, acts=False):
            same = a.promised.unit == b.promised.unit and a.promised.every == b.promised.every
            if same and a.promised.amount != b.promised.amount:
                message = (
                    f"terms {one} and {other} promise {a.promised.amount:g} and {b.promised.amount:g} {a.promised.unit}"
                )
                yield Problem(("terms", other), "contradiction", message, "say in one place how much was promised")


def _meet(text: AgreementText, a: Term, b: Term, *, acts: bool = True) -> bool:
    """Whether two terms can be about the same act: party, target, act, place and time in common."""

    def common(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        return not one or not other or bool(set(one) & set(other))

    same_place = (a.area or text.area) == (b.area or text.area) or not (a.area and b.area)
    ends = [text.ends(a), text.ends(b)]
    apart = any(end is not None and text.begins(t)[0] > end[1] for end, t in zip(ends, (b, a), strict=True))
    same_acts = bool(set(a.acts) & set(b.acts)) if acts else True
    return common(a.parties, b.parties) and common(a.towards, b.towards) and same_acts and same_place and not apart


def _sources(text: AgreementText) -> Iterator[Problem]:
    for k, source in enumerate(text.sources):
        for n, complete in enumerate(source.complete):
            at: Path = ("sources", k, "complete", n)
            if complete.area and complete.area not in text.areas:
                yield unknown((*at, "area"), "area", complete.area, text.areas)
        spans = [(n, c.area, parse_date(c.on)) for n, c in enumerate(source.complete) if c.on]
        for (_, area, one), (n, other, two) in combinations(spans, 2):
            if area == other and one.earliest <= two.latest and two.earliest <= one.latest:
                message = f"it says of {one.text} and of {two.text} that the same area is covered"
                yield Problem(
                    ("sources", k, "complete", n), "coverage", message, "write one span, or two that do not overlap"
                )


def _baseline(text: AgreementText) -> Iterator[Problem]:
    """Other truces in the days from which the level before is taken."""
    effect = text.begins(next(iter(text.terms.values())).model_copy(update={"since": None}))[1].date()
    first, last = effect - timedelta(days=BASELINE), effect - timedelta(days=1)
    for k, when in enumerate(text.truces):
        meant = parse_date(when)
        if meant.earliest <= last and first <= meant.latest:
            message = f"the truce of {when} lies in the {BASELINE} days before the effect, from which the level before is taken"
            hint = "its days are left out of that level where enough others are left, and the answer says so"
            yield Problem(("truces", k), "two-truces", message, hint, Severity.WARNING)


CHECKS: tuple[Check, ...] = (_names, _twice, _times, _duties, _contradictions, _sources, _baseline)
