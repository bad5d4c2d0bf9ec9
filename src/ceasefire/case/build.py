"""From the record to drafts for a case: what claims suggest about the talks, each with the claims it rests on.

Nothing here decides.  Where claims differ the draft says so and takes no side: a contested step is `contested`, a contested
outcome `unknown`; nothing is averaged.  What a party says goes under its public position, which is evidence of what it
wants and never becomes a demand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ceasefire.case.edit import Change
from ceasefire.case.model import Case
from ceasefire.case.people import roster
from ceasefire.case.suggestions import Said, Suggestion, suggestions
from ceasefire.dates import parse_date
from ceasefire.offices import Roster
from ceasefire.record.claim import Claim, ClaimKind
from ceasefire.vocabulary import Asked, Outcome, StepStatus

_POSITION = {ClaimKind.STATEMENT, ClaimKind.PROPOSAL, ClaimKind.REQUEST, ClaimKind.DENIAL}


@dataclass(frozen=True)
class Proposal:
    """One part of a case as claims suggest it: where, what, resting on which claims, and who says otherwise."""

    path: tuple[str, ...]
    value: Any
    claims: tuple[str, ...]
    contested: tuple[str, ...] = ()


@dataclass(frozen=True)
class Built:
    """Drafts for a case, every claim that is in none of them, with the reason, and what those may be about."""

    proposals: tuple[Proposal, ...]
    left: tuple[tuple[str, str], ...]
    suggestions: tuple[Suggestion, ...] = ()

    def change(self, written: Mapping[str, Any]) -> Change:
        """The proposals as a change of the case as it is written; parts that are not there yet are added whole."""
        values: dict[str, Any] = {}
        added: dict[str, Any] = {}
        for proposal in self.proposals:
            path, value = list(proposal.path), proposal.value
            here: Any = written
            depth = 0
            while depth < len(path) - 1 and isinstance(here, Mapping) and path[depth] in here:
                here = here[path[depth]]
                depth += 1
            top = ".".join(path[: depth + 1])
            if depth == len(path) - 1 and path[-1] == "+":
                count = len(here) + sum(1 for p in values if p.rpartition(".")[0] == ".".join(path[:-1]))
                values[".".join([*path[:-1], str(count)])] = value
            elif depth == len(path) - 1:
                values[top] = value
            else:
                added[top] = _nested(added.get(top), path[depth + 1 :], value)
        return Change({**values, **added})


def _nested(before: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    if path == ["+"]:
        return [*(before or []), value]
    inside = dict(before or {})
    inside[path[0]] = _nested(inside.get(path[0]), path[1:], value)
    return inside


@dataclass
class _Gathered:
    """Claims by what they are about, in the order in which they were made."""

    case: Case
    claims: list[tuple[str, Claim]]
    roster: Roster
    left: list[tuple[str, str]] = field(default_factory=list)

    def speaks(self, claim: Claim) -> str:
        """The id of the party for which the speaker of a claim spoke on that day; empty when that is not known."""
        if claim.for_:
            return self.party(claim.for_)
        if len(claim.speakers) > 1:
            return ""
        return self.party(claim.speaker) or self.roster.stand(claim.speaker, claim.on).party

    def silent(self, claim: Claim) -> str:
        """Why no party speaks in a claim."""
        if claim.for_:
            return f"`{claim.for_}`, for which it speaks, is no party of the case"
        if len(claim.speakers) > 1:
            return f"several speak: {', '.join(claim.speakers)}"
        if claim.speaker_may_be:
            return f"it is open who speaks: {' or '.join(claim.speaker_may_be)}"
        return self.roster.stand(claim.speaker, claim.on).why_not

    def party(self, name: str) -> str:
        """The id of a party by id, name or alias; empty when the case has none so called."""
        wanted = name.casefold()
        for key, party in self.case.parties.items():
            if wanted in {key.casefold(), party.name.casefold(), *(a.casefold() for a in party.aliases)}:
                return key
        return ""


def build(case: Case, claims: Iterable[tuple[str, Claim]], more: Roster | None = None) -> Built:
    """What claims (name, claim) suggest about the steps, milestones, promises, consultations and positions of a case.

    Who speaks for whom is what a claim says under `for`, else what the case's people and bodies tell, and `more` beside them.
    Every claim that is in no draft is named with the reason and with what it may be about.  Deterministic: claims are taken in
    the order of their dates, then of their names.
    """
    ordered = sorted(claims, key=lambda c: (_day(c[1]), c[0]))
    known = roster(case.people, case.bodies)
    given = _Gathered(case, ordered, known if more is None else Roster([*more.figures, *known.figures]))
    proposals = [*_steps(given), *_progress(given), *_promises(given), *_consultations(given), *_positions(given)]
    placed = {n for p in proposals for n in p.claims}
    reasons = dict(reversed(given.left))
    left = tuple((n, reasons.get(n) or _unplaced(given, c)) for n, c in ordered if n not in placed)
    may_be = [
        o
        for n, c in ordered
        if n not in placed
        for o in suggestions(case, Said(n, f"{c.quote} {c.note}", c.issue, c.option, c.step))
    ]
    return Built(tuple(proposals), left, tuple(may_be))


def _unplaced(given: _Gathered, claim: Claim) -> str:
    """Why a claim of which no part of a case is made by itself stays outside."""
    party = given.speaks(claim)
    who = f"`{party}` speaks; " if party else f"{given.silent(claim)}; "
    if claim.kind in _POSITION:
        return f"{who}a position needs an `issue` and an `option` of the case"
    if claim.kind is ClaimKind.ACT:
        return (
            "an act reported needs a `step` with its `status`, or a promise's `outcome` with the promiser under `about`"
        )
    if claim.kind is ClaimKind.ACCUSATION:
        return (
            f"{who}an accusation needs a person's judgement: give a promise's `outcome`, and whose it is under `about`"
        )
    if claim.status is not None:
        return f"{who}its status needs a `step`"
    return f"{who}a claim of this kind (`{claim.kind}`) makes no part of a case by itself; it can be a reason: `because: [...]`"


def _day(claim: Claim) -> str:
    return parse_date(claim.on).latest.isoformat() if claim.on else ""


def _on(claim: Claim) -> str:
    return claim.on.rstrip("~")


def _steps(given: _Gathered) -> Iterator[Proposal]:
    by_step: dict[str, list[tuple[str, Claim]]] = {}
    for name, claim in given.claims:
        if claim.status is None or not claim.step:
            continue
        if claim.step not in given.case.talks.steps:
            given.left.append((name, f"the case has no step `{claim.step}`"))
            continue
        by_step.setdefault(claim.step, []).append((name, claim))
    for step, said in by_step.items():
        last = {
            (given.speaks(c) or c.speaker).casefold(): (n, c) for n, c in said
        }  # what each says now; what it said before is in the record
        statuses = {c.status for _, c in last.values()}
        names = tuple(n for n, _ in last.values())
        agreed = len(statuses) == 1
        status = next(iter(statuses)) if agreed else StepStatus.CONTESTED
        contested = () if agreed else tuple(f"{c.speaker or 'unnamed'}: {c.status}" for _, c in last.values())
        since = max((c for _, c in last.values()), key=_day)
        path = ("talks", "steps", step)
        yield Proposal((*path, "status"), str(status), names, contested)
        if since.on:
            yield Proposal((*path, "since"), _on(since), names)
        yield Proposal((*path, "because"), list(names), names)


def _progress(given: _Gathered) -> Iterator[Proposal]:
    for name, claim in given.claims:
        if claim.kind is not ClaimKind.AGREEMENT_STATUS or claim.step:
            continue
        party = given.speaks(claim)
        if not party:
            given.left.append((name, given.silent(claim)))
            continue
        value = {"by": party, "said": claim.quote or claim.note, "on": _on(claim), "because": [name]}
        yield Proposal(("talks", "progress", "+"), value, (name,))


def _promises(given: _Gathered) -> Iterator[Proposal]:
    """Claims of one promise: the same party, the same issue or step, the same date; what became of it may be contested."""
    groups: dict[tuple[str, str, str], list[tuple[str, Claim]]] = {}
    for name, claim in given.claims:
        if claim.kind is ClaimKind.PROMISE or claim.outcome is not None:
            # whoever reports the outcome of another's promise names the promiser in `about`
            other = claim.about[0] if claim.kind is not ClaimKind.PROMISE and claim.about else ""
            party = given.party(other) if other else given.speaks(claim)
            if not party and not (
                claim.kind is ClaimKind.ACT and claim.due
            ):  # a date that was missed needs no promiser
                given.left.append((name, f"`{other}` is no party of the case" if other else given.silent(claim)))
                continue
            groups.setdefault((party, claim.step or claim.issue or claim.term, claim.due), []).append((name, claim))
    for (party, _, due), said in groups.items():
        made = next((c for _, c in said if c.kind is ClaimKind.PROMISE), said[0][1])
        names = tuple(n for n, _ in said)
        outcomes = {c.outcome for _, c in said if c.outcome not in {None, Outcome.UNKNOWN}}
        contested = (
            tuple(f"{c.speaker or 'unnamed'}: {c.outcome}" for _, c in said if c.outcome) if len(outcomes) > 1 else ()
        )
        outcome = next(iter(outcomes)) if len(outcomes) == 1 else Outcome.UNKNOWN
        words = made.quote or made.note
        if due:
            done = _done(outcome, [c for _, c in said if c.outcome is Outcome.KEPT])
            value = {"title": words, "due": due, "done": done, "because": list(names)}
            yield Proposal(("talks", "milestones", names[0].replace("claim-", "promise-")), value, names, contested)
        to = given.party(made.audience) if party else ""
        if to:
            fields = {
                "by": party,
                "to": to,
                "promise": words,
                "outcome": str(outcome),
                "on": _on(made),
                "because": list(names),
            }
            yield Proposal(("history", "+"), fields, names, contested)
        elif not due:
            given.left += ((n, "a promise needs `due`, or an `audience` that is a party, to be placed") for n in names)


def _done(outcome: Outcome | None, kept: list[Claim]) -> str:
    """A milestone's `done`: the day it is reported kept on, `no` when broken, `unknown` otherwise."""
    if outcome is Outcome.BROKEN:
        return "no"
    return _on(kept[-1]) if outcome is Outcome.KEPT and kept[-1].on else "unknown"


def _asked(claim: Claim) -> Asked:
    bypassed = claim.kind is ClaimKind.NON_CONSULTATION
    return claim.consulted or (Asked.BYPASSED if bypassed else Asked.ASKED)


def _consultations(given: _Gathered) -> Iterator[Proposal]:
    groups: dict[tuple[str, str], list[tuple[str, Claim]]] = {}
    for name, claim in given.claims:
        if claim.kind not in {ClaimKind.CONSULTATION, ClaimKind.NON_CONSULTATION}:
            continue
        party = given.party(claim.about[0]) if claim.about else given.speaks(claim)
        topic = claim.issue or claim.step or claim.term
        if not party or not topic:
            given.left.append((name, "a consultation needs a party in `about`, and an `issue`, to be placed"))
            continue
        groups.setdefault((party, topic), []).append((name, claim))
    for (party, topic), said in groups.items():
        last = {(given.speaks(c) or c.speaker).casefold(): (n, c) for n, c in said}
        found = {_asked(c) for _, c in last.values()}
        names = tuple(n for n, _ in last.values())
        contested = () if len(found) == 1 else tuple(f"{c.speaker or 'unnamed'}: {_asked(c)}" for _, c in last.values())
        status = next(iter(found)) if len(found) == 1 else Asked.UNKNOWN
        value = {"party": party, "on": topic, "status": str(status), "because": list(names)}
        yield Proposal(("talks", "consultations", "+"), value, names, contested)


def _positions(given: _Gathered) -> Iterator[Proposal]:
    groups: dict[tuple[str, str], list[tuple[str, Claim]]] = {}
    for name, claim in given.claims:
        if claim.kind not in _POSITION or not claim.option:
            continue
        party = given.speaks(claim)
        issue = given.case.issues.get(claim.issue)
        if not party or issue is None or claim.option not in issue.options:
            why = "a position needs an `issue` and `option` of the case" if party else given.silent(claim)
            given.left.append((name, why))
            continue
        groups.setdefault((party, claim.issue), []).append((name, claim))
    for (party, issue_name), said in groups.items():
        name, now = said[-1]
        sign = "!=" if now.negated else "="
        value = {
            "rule": f"{issue_name} {sign} {now.option}",
            "said": now.quote or now.note,
            "on": _on(now),
            "because": [name],
        }
        before = tuple(
            f"on {c.on or 'an unknown day'}: {'not ' if c.negated else ''}{c.option}"
            for _, c in said[:-1]
            if (c.option, c.negated) != (now.option, now.negated)
        )
        yield Proposal(("parties", party, "public_position", issue_name), value, (name,), before)
