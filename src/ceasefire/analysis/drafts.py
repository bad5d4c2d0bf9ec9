"""The drafts on the table: would they sign each, what is broken first, who must act and will not, and what no draft says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ceasefire.analysis.checklist import Checklist, checklist
from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.package import Package, package
from ceasefire.analysis.keep.enforcement import Enforcement, enforcement
from ceasefire.analysis.keep.stability import KEPT_AS, Kind
from ceasefire.analysis.keep.verdicts import LARGEST, playing_board, playing_equilibria
from ceasefire.analysis.ladder import Rung, Verdict
from ceasefire.analysis.reach.actors import Actor, actors
from ceasefire.analysis.reach.path import Route, least_way
from ceasefire.analysis.result import Step
from ceasefire.analysis.sign.better import Clause, Improvement, chain_of_improvements, nearest_accepted, nearest_better
from ceasefire.analysis.sign.settling import OpenWords, open_words
from ceasefire.analysis.sure.however import Stand, stands


@dataclass(frozen=True)
class Draft:
    """One draft and its ladder.

    `as_today` is true of a draft that changes nothing: it would be a promise to keep today's state.  `possible` is false where it
    splits a linked commitment or settles what does not exist.  `keep`, `route` and `actors` are None above the size that
    stability is computed for.  `kept` are the definitions in which no party would leave it alone.  `better` is a chain of
    single clauses, each of which is a gain for somebody and a loss for nobody necessary; `nearest` the packages better for
    all that differ in the fewest clauses, where no single clause is; `mends` the packages nearest to it that all who are
    necessary accept, where they refuse it.  `open_words` are options that the sides read differently; `checklist` is what
    such texts usually settle and this one leaves out; `stands` how each necessary party stands to it however the ranges of
    its numbers fall.
    """

    name: str
    title: str
    by: tuple[str, ...]
    package: Package
    possible: bool
    as_today: bool
    ladder: tuple[Rung, ...]
    keep: Enforcement | None
    kept: tuple[Kind, ...]
    route: Route | None
    exposure: float | None
    actors: tuple[Actor, ...]
    better: tuple[Clause, ...]
    nearest: tuple[Improvement, ...]
    mends: tuple[Improvement, ...]
    open_words: tuple[OpenWords, ...]
    checklist: Checklist
    stands: tuple[Stand, ...]

    @property
    def signed(self) -> bool:
        """Whether every necessary party would accept it, and it is a package."""
        return self.possible and not self.package.refused_by

    @property
    def will_not(self) -> tuple[str, ...]:
        """Parties that must act for it and will not."""
        return tuple(actor.party for actor in self.actors if actor.will_not)


def drafts(dispute: Dispute, names: tuple[str, ...]) -> tuple[Draft, ...]:
    """The drafts of a dispute compiled with all issues open, in the order in which the case names them."""
    return tuple(draft(dispute, dispute.case.package(name), name) for name in names)


def draft(dispute: Dispute, state: Mapping[str, str], name: str = "") -> Draft:
    """A package looked at as a draft."""
    seen, case = package(dispute, state, name), dispute.case
    possible = dispute.possible(state)
    signed = possible and not seen.refused_by
    fits = dispute.space.size <= LARGEST
    keep = enforcement(dispute, state) if fits else None
    kept = _kept(dispute, state) if fits else ()
    way, exposure = least_way(dispute, state) if fits else (None, None)
    acting = actors(dispute, playing_board(dispute), state) if fits else ()
    enumerable = fits and dispute.space.enumerable
    better = chain_of_improvements(dispute, state) if enumerable else ()
    named = case.packages.get(name)
    unseen = Step("too-many-states", {"states": dispute.space.size, "most": LARGEST})
    ladder = (
        _sign(seen, possible),
        _keep(keep, kept, signed) if keep else Rung("keep", "Would they keep it?", Verdict.NOT_ASSESSED, (unseen,)),
        _reach(way, acting, exposure, signed)
        if way
        else Rung("reach", "Can they get there from here?", Verdict.NOT_ASSESSED, (unseen,)),
    )
    return Draft(
        name=name,
        title=named.title if named else "",
        by=named.by if named else (),
        package=seen,
        possible=possible,
        as_today=dict(state) == {i: case.status_quo[i] for i in case.issues},
        ladder=ladder,
        keep=keep,
        kept=kept,
        route=way,
        exposure=exposure,
        actors=acting,
        better=better,
        nearest=nearest_better(dispute, state) if enumerable and not better else (),
        mends=nearest_accepted(dispute, state) if enumerable and not signed else (),
        open_words=open_words(dispute, state),
        checklist=checklist(case, state),
        stands=stands(dispute, seen),
    )


def _kept(dispute: Dispute, state: Mapping[str, str]) -> tuple[Kind, ...]:
    number = playing_board(dispute).space.number(state)
    return tuple(kind for kind, holds in playing_equilibria(dispute).items() if holds[number])


def _sign(seen: Package, possible: bool) -> Rung:
    deciding = [view for view in seen.views if view.necessary]
    facts = {"accepts": [v for v in deciding if v.accepts], "refuses": [v for v in deciding if not v.accepts]}
    signed = possible and not facts["refuses"]
    reasons = (Step("draft-sign", facts), *(() if possible else (Step("draft-impossible", {}),)))
    return Rung("sign", "Would they sign?", Verdict.YES if signed else Verdict.NO, reasons)


def _keep(keep: Enforcement, kept: tuple[Kind, ...], signed: bool) -> Rung:
    tempted = [b for b in keep.breaches if b.gain > 0]
    facts = {
        "first": tempted[0] if tempted else None,
        "by_order": keep.by_order,
        "answered": KEPT_AS in kept and Kind.R not in kept,
    }
    verdict = Verdict.YES if KEPT_AS in kept else Verdict.NO
    return Rung("keep", "Would they keep it?", verdict, (Step("draft-keep", facts),), if_signed=not signed)


def _reach(route: Route, acting: tuple[Actor, ...], exposure: float | None, signed: bool) -> Rung:
    stages = route.stages
    facts = {
        "steps": None if stages is None else len(stages),
        "together": route.together,
        "no_gain": tuple(dict.fromkeys(p for stage in stages or () if not stage.move.gains for p in stage.move.by)),
        "first": stages[0].move.by if stages else (),
        "must_act": tuple(actor.party for actor in acting),
        "must_deliver": tuple(actor.party for actor in acting if not actor.signs),
        "will_not": tuple(actor for actor in acting if actor.will_not),
        "exposure": exposure,
    }
    reached = stages is not None and not facts["will_not"]
    verdict = Verdict.YES if reached else Verdict.NO
    return Rung("reach", "Can they get there from here?", verdict, (Step("draft-reach", facts),), if_signed=not signed)
