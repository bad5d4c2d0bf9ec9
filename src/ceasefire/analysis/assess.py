"""One call for the answer: can it be signed, what stands in the way, where do the talks stand, and how is this known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ceasefire.analysis.dispute.compiled import dispute
from ceasefire.analysis.dispute.package import Package, package
from ceasefire.analysis.drafts import Draft, drafts
from ceasefire.analysis.examine import examine
from ceasefire.analysis.hold.holding import holding
from ceasefire.analysis.keep.stability import REFERENCES
from ceasefire.analysis.keep.verdicts import LARGEST
from ceasefire.analysis.ladder import Rung, Verdict
from ceasefire.analysis.prospect import Prospect, prospect
from ceasefire.analysis.result import Provenance, Step, provenance
from ceasefire.analysis.sanity import surprises
from ceasefire.analysis.sign.conflicts import Progress
from ceasefire.analysis.sign.fairness import SOLUTIONS
from ceasefire.analysis.sign.impediments import BUDGET, Impediments, Opening, impediments
from ceasefire.analysis.sign.zone import Zone, zone
from ceasefire.analysis.sure.however import However, however
from ceasefire.analysis.talks import TalksStatus, talks_status
from ceasefire.case.check import check
from ceasefire.case.model import Case
from ceasefire.errors import CaseError, Severity
from ceasefire.forecast.outlook import Outlook
from ceasefire.text.problem import Problem
from ceasefire.vocabulary import Asked


@dataclass(frozen=True)
class TableView:
    """Zone and impediments with some issues off the table and some on it.

    `opened` names the issues put on the table that the talks leave off it.
    """

    opened: tuple[str, ...]
    zone: Zone
    impediments: Impediments


@dataclass(frozen=True)
class Assessment:
    """The answer about a case as of a day.

    Zone and impediments of the dispute as it is negotiated (`on_table`), and, where issues are off the table, the same with
    them opened (`if_opened`: each alone, then all together when there are several).  `drafts` are those that somebody holds in
    hand, each with its own ladder; `named` the packages that the case names; `prospect` is what would become of an agreement
    (None above the size that stability is computed for, or where nothing would open a zone).  `outlook` is the base rate of
    breakdown and what moves it here (None where the case names no reference class).  `however` is what stands however the
    ranges fall (None above the size that is enumerated).  `of` is the case itself, which names and
    titles are taken from; it is in no JSON.
    """

    case: str
    question: str
    as_of: date
    drafts: tuple[Draft, ...]
    ladder: tuple[Rung, ...]
    off_table: tuple[str, ...]
    on_table: TableView
    if_opened: tuple[TableView, ...]
    named: tuple[Package, ...]
    prospect: Prospect | None
    outlook: Outlook | None
    talks: TalksStatus
    however: However | None
    surprises: tuple[Step, ...]
    caveats: tuple[Step, ...]
    provenance: Provenance
    of: Case = field(repr=False, metadata={"plain": False})


def assess(
    case: Case, *, as_of: date | None = None, seed: int = 0, budget: int = BUDGET, progress: Progress | None = None
) -> Assessment:
    """Assess a case: the verdict ladder with reasons, zone, impediments, and the status of the talks.

    `as_of` (default: the day of the case) hides steps and milestones that became known later, and takes walk-aways as they stand
    on that day; `seed` matters only above
    the size that is enumerated; `budget` bounds the number of clashes and openings searched for, and
    `progress` is told how far that is.
    Raises CaseError when the case has errors.
    """
    fail_on(check(case))
    fail_on(examine(case))
    off_table = tuple(name for name, issue in case.issues.items() if issue.off_table)
    case = case.on(as_of or case.as_of)
    whole = dispute(case, open_all=True)

    def look(names: tuple[str, ...]) -> TableView:
        compiled = whole if names == off_table else dispute(opened(case, names))
        return TableView(names, zone(compiled, seed), impediments(compiled, budget, progress))

    on_table = look(())
    together = [off_table] if len(off_table) > 1 else []
    if_opened = tuple(look(names) for names in [*((name,) for name in off_table), *together])
    views = (on_table, *if_opened)
    ways = on_table.impediments.openings
    fits = whole.space.size <= LARGEST
    expected = prospect(whole, _evenly(ways[0]) if ways else ()) if fits else None
    held = holding(case)
    unseen = (
        Step("nothing-opens", {}) if fits else Step("too-many-states", {"states": whole.space.size, "most": LARGEST})
    )
    return Assessment(
        case=case.title,
        question=case.question,
        as_of=as_of or case.as_of,
        drafts=drafts(whole, case.draft),
        ladder=(_sign(on_table), _keep(expected, unseen), _reach(expected, unseen), _hold(held)),
        off_table=off_table,
        on_table=on_table,
        if_opened=if_opened,
        named=tuple(package(whole, case.package(name), name) for name in case.packages),
        prospect=expected,
        outlook=held,
        talks=talks_status(case, as_of),
        however=however(dispute(case), on_table.impediments),
        surprises=surprises(dispute(case), on_table.zone),
        caveats=_caveats(case, as_of),
        provenance=provenance(
            case,
            method="zone, impediments, stability and paths over the space of packages",
            parameters={"budget": budget, "as_of": (as_of or case.as_of).isoformat()},
            seed=seed,
            exact=all(v.zone.exact and v.impediments.complete for v in views),
            references=(
                *SOLUTIONS.values(),
                *REFERENCES,
                "Bailey & Stuckey (2005). PADL, LNCS 3350:174-186, doi:10.1007/978-3-540-30557-6_14",
            ),
        ),
        of=case,
    )


def fail_on(problems: list[Problem]) -> None:
    """Raise CaseError when some problem is an error."""
    errors = [p.finding() for p in problems if p.severity is Severity.ERROR]
    if errors:
        raise CaseError(errors)


def opened(case: Case, names: tuple[str, ...]) -> Case:
    """The case with some issues put on the table."""
    issues = {
        n: issue.model_copy(update={"off_table": False}) if n in names else issue for n, issue in case.issues.items()
    }
    return case.model_copy(update={"issues": issues})


def _evenly(way: Opening) -> tuple[Mapping[str, str], ...]:
    return way.evenly or (way.package.choices,)


def _sign(view: TableView) -> Rung:
    found, ways = view.zone, view.impediments.openings
    question = "Would they sign?"
    if found.empty is None:
        return Rung("sign", question, Verdict.UNDECIDED, (Step("undecided", {"bound": found.bound}),))
    facts = {"today": found.today, "n_unreachable": found.n_unreachable, "n_possible": found.n_possible}
    if not found.empty:
        facts |= {"n_zone": found.n_zone, "n_efficient": found.n_efficient, "n_differ": found.n_differ}
        return Rung("sign", question, Verdict.YES, (Step("zone", facts),))
    if found.n_zone is None or found.n_zone > 0:
        return Rung("sign", question, Verdict.NO, (Step("nothing-new", facts),))
    empty = Step("zone-empty", {"n_possible": found.n_possible, "n_states": found.n_states})
    least = [Step("least-to-ask", {"opening": ways[0], "complete": view.impediments.complete})] if ways else []
    return Rung("sign", question, Verdict.NO, (empty, *least))


def _share(some: int, every: int) -> Verdict:
    """Yes where all of some packages are something, no where none is."""
    return Verdict.YES if some == every else Verdict.UNDECIDED if some else Verdict.NO


def _keep(outlook: Prospect | None, unseen: Step) -> Rung:
    question = "Would they keep it?"
    if outlook is None:
        return Rung("keep", question, Verdict.NOT_ASSESSED, (unseen,))
    kept = _share(outlook.focus_kept, outlook.n_focus)
    if outlook.in_zone:
        kept = Verdict.YES if outlook.n_signed_kept else Verdict.NO
    tempted = [b for b in outlook.keep.breaches if b.gain > 0]
    facts = {
        "in_zone": outlook.in_zone,
        "n_signed": outlook.n_signed,
        "n_signed_kept": outlook.n_signed_kept,
        "evenly": (outlook.focus_kept, outlook.n_focus),
        "most_fragile": tempted[0] if tempted else None,
        "by_order": outlook.keep.by_order,
    }
    return Rung("keep", question, kept, (Step("keep", facts),), if_signed=not outlook.in_zone)


def _reach(outlook: Prospect | None, unseen: Step) -> Rung:
    question = "Can they get there from here?"
    if outlook is None:
        return Rung("reach", question, Verdict.NOT_ASSESSED, (unseen,))
    reached = _share(outlook.focus_reached, outlook.n_focus)
    if outlook.in_zone:
        reached = Verdict.YES if outlook.n_signed_reached else Verdict.NO
    stages = outlook.route.stages
    facts = {
        "in_zone": outlook.in_zone,
        "steps": None if stages is None else len(stages),
        "together": outlook.route.together,
        "guarantees": outlook.route.guarantees,
        "first": stages[0].move.by if stages else (),
        "exposure": outlook.exposure,
    }
    return Rung("reach", question, reached, (Step("reach", facts),), if_signed=not outlook.in_zone)


def _hold(held: Outlook | None) -> Rung:
    """Judged by the range that supposes nothing of the unknown: yes or no only where all of it lies on one side of a half."""
    question = "Would it hold?"
    if held is None:
        return Rung("hold", question, Verdict.NOT_ASSESSED, (Step("no-class", {}),))
    least, most = held.whatever
    verdict = Verdict.YES if most < 0.5 else Verdict.NO if least > 0.5 else Verdict.UNDECIDED
    return Rung("hold", question, verdict, (Step("hold", {"outlook": held}),))


def _caveats(case: Case, as_of: date | None) -> tuple[Step, ...]:
    steps = []
    if as_of and as_of > case.as_of:
        steps.append(Step("case-older", {"as_of": as_of, "case": case.as_of}))
    if as_of and as_of < case.as_of:
        steps.append(Step("case-newer", {"as_of": as_of, "case": case.as_of}))
    silent = [name for name in case.deciding if case.parties[name].walk_away is None]
    if silent:
        steps.append(Step("no-walk-away", {"parties": silent}))
    bypassed = [c for c in case.talks.consultations if c.status is Asked.BYPASSED and c.party in case.deciding]
    steps += [Step("bypassed", {"party": c.party, "on": c.on}) for c in bypassed]
    if case.packages and not case.draft:
        steps.append(Step("no-draft", {"packages": list(case.packages)}))
    return tuple(steps)
