"""The pages about a case that only read it: the list, the answer, packages, what stands in the way, keeping, what if."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ceasefire.analysis.assess import assess
from ceasefire.analysis.dispute.package import read_package
from ceasefire.analysis.keep.enforcement import enforcement
from ceasefire.analysis.keep.verdicts import LARGEST, judge, stability
from ceasefire.analysis.reach.path import paths
from ceasefire.analysis.what_if import WhatIf
from ceasefire.analysis.what_if import what_if as compare
from ceasefire.case.edit import changed, gather
from ceasefire.errors import CaseError, CeasefireError, Finding, MaterialError, PackageError
from ceasefire.report.blocks import Section
from ceasefire.report.html import as_html
from ceasefire.report.keeping import enforcement_page, paths_page, stability_page, verdict_page, what_if_page
from ceasefire.report.recorded import recorded
from ceasefire.report.words import Words
from ceasefire.web.editing.edits import checked
from ceasefire.web.pages.explore import Choice, explored
from ceasefire.web.pages.page import download, material_of, page, session_of
from ceasefire.web.shelves.shelf import Opened

STAYS, BREAKS, WAYS = "Who would leave it, and why", "Who could gain by breaking it", "Ways there from today"


def home(request: Request) -> Response:
    """The cases, by title; one that cannot be read says why."""
    material = material_of(request)
    material.cases.look()
    rows = []
    for name in list(material.cases.paths):
        try:
            rows.append((name, material.cases.open(name).case.title, ""))
        except (CeasefireError, OSError) as error:
            rows.append((name, name, str(error)))
    return page(request, "home.html", rows=rows)


def opened_of(request: Request) -> tuple[str, Opened]:
    """The case that the address names.  Raises KeyError, CaseError, OSError."""
    name = request.path_params["name"]
    return name, material_of(request).cases.open(name)


def case_page(request: Request, template: str, tab: str, **values: Any) -> Response:
    """A page about a case, with the ways to its other pages."""
    name, opened = opened_of(request)
    unsaved = name in session_of(request).editing and len(session_of(request).editing[name].edits)
    return page(request, template, name=name, title=opened.case.title, tab=tab, unsaved=unsaved, **values)


def case(request: Request) -> Response:
    """The answer about a case."""
    return case_page(request, "case.html", "answer", report=opened_of(request)[1].report)


def explore(request: Request) -> Response:
    """The explorer: one option for each issue, and at once who would sign and who would break it."""
    _, opened = opened_of(request)
    return case_page(request, "explore.html", "packages", found=explored(opened, choice_of(request)))


def choice_of(request: Request) -> Choice:
    """The options that an address chooses."""
    return {name: value for name, value in request.query_params.items() if value}


def impediments(request: Request) -> Response:
    """What stands in the way, and for each way out what would follow."""
    _, opened = opened_of(request)
    words = Words(opened.case)
    section = next((s for s in opened.report.sections if s.anchor == "impediments"), None)
    ways = []
    for way in opened.assessment.on_table.impediments.openings:
        drops = [f"parties.{c.party}.demands.{c.condition}" for c in way.concessions if not c.is_walk_away]
        whole = len(drops) == len(way.concessions)
        ways.append((words.opening(way), [("drop", d) for d in drops] if whole else []))
    return case_page(request, "impediments.html", "impediments", section=section, ways=ways)


Groups = tuple[tuple[str, tuple[Section, ...]], ...]


def keep(request: Request) -> Response:
    """Would a package be kept, can it be reached: stability, temptations and ways, with their witnesses."""
    _, opened = opened_of(request)
    given = opened.case
    wanted = request.query_params.get("package", "")
    groups: Groups = ()
    problem = ""
    size = opened.dispute.space.size
    if size > LARGEST:
        problem = f"{size:,} states are more than the {LARGEST:,} that stability is computed for"
    else:
        try:
            groups = opened.once(f"keep {wanted}", lambda: kept(opened, wanted) if wanted else stable(opened))
        except PackageError as error:
            problem = "; ".join(f.message for f in error.findings)
    choices = [("status_quo", "today"), *((n, p.title or n) for n, p in given.packages.items())]
    focus = opened.assessment.prospect
    if focus is not None:
        spelled = ",".join(f"{i}={focus.focus.choices[i]}" for i in focus.focus.changes)
        choices.append((spelled or "status_quo", Words(given).choices(focus.focus)))
    return case_page(request, "keep.html", "keep", groups=groups, choices=choices, wanted=wanted, problem=problem)


def stable(opened: Opened) -> Groups:
    """The states that nobody would leave."""
    found = stability(opened.dispute, 20)
    return ((STAYS, recorded(lambda page: stability_page(found, opened.case, page), "stability")),)


def kept(opened: Opened, wanted: str) -> Groups:
    """One package: who would leave it, who could gain by breaking it, the ways there.  Raises PackageError."""
    given, compiled = opened.case, opened.dispute
    state = read_package(given, wanted)
    broken, way, verdict = enforcement(compiled, state), paths(compiled, state), judge(compiled, state)
    return (
        (STAYS, recorded(lambda page: verdict_page(verdict, given, page), "stability")),
        (BREAKS, recorded(lambda page: enforcement_page(broken, given, page), "temptation")),
        (WAYS, recorded(lambda page: paths_page(way, given, page), "path")),
    )


def compared(opened: Opened, text: str, values: list[str], drop: list[str]) -> WhatIf:
    """The answers before and after changes.  Raises MaterialError, CaseError with all that is wrong."""
    change = gather(values, drop, [])
    after = checked(changed(text, change), "the changed case")
    if after.loaded.case is None or not after.sound:
        raise CaseError(after.errors)
    return compare(opened.assessment, assess(after.loaded.case), change.told())


def what_if(request: Request) -> Response:
    """What would change if: demands given up, values set; the answers side by side."""
    name, opened = opened_of(request)
    query = request.query_params
    values = [v.strip() for said in query.getlist("set") for v in said.splitlines() if v.strip()]
    drop = [v for v in query.getlist("drop") if v]
    found: WhatIf | None = None
    findings: tuple[Finding, ...] = ()
    sections: tuple[Section, ...] = ()
    if values or drop:
        text = material_of(request).cases.paths[name].read_text(encoding="utf-8-sig")
        try:
            found = both = compared(opened, text, values, drop)
            sections = recorded(lambda p: what_if_page(both, opened.case, p), "what-if")
        except MaterialError as error:
            findings = error.findings
    words = Words(opened.case)
    demands = [
        (f"parties.{p}.demands.{d}", f"{words.party(p)}: {words.demand(p, d)}")
        for p, party in opened.case.parties.items()
        for d in party.demands
    ]
    return case_page(
        request,
        "what_if.html",
        "what-if",
        found=found,
        findings=findings,
        sections=sections,
        demands=demands,
        values="\n".join(values),
        drop=drop,
    )


def report_file(request: Request) -> Response:
    """The report as a file to keep."""
    name, opened = opened_of(request)
    return download(as_html(opened.report), f"{name}.html", "text/html")


def case_file(request: Request) -> Response:
    """The case as a file to keep."""
    name, _ = opened_of(request)
    text = material_of(request).cases.paths[name].read_text(encoding="utf-8-sig")
    return download(text, f"{name}.yaml", "application/yaml")
