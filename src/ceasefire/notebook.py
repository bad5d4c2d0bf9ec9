"""How a case, an answer and a comparison show themselves in a notebook: the report's own words, tables and pictures."""

from __future__ import annotations

from ceasefire.analysis.assess import Assessment
from ceasefire.analysis.what_if import WhatIf
from ceasefire.case.model import Case
from ceasefire.report.blocks import Section, Table, Text
from ceasefire.report.full import Wanted, assessment_report
from ceasefire.report.html import as_part
from ceasefire.report.keeping import what_if_page
from ceasefire.report.recorded import recorded
from ceasefire.report.words import Words

FIRST = ("ladder", "packages", "impediments")
"""The sections of a report that a cell shows; `ceasefire report` has all of them."""


def html(shown: Case | Assessment | WhatIf) -> str:
    """The HTML of a value, for `_repr_html_`; every text in it is escaped."""
    match shown:
        case Case():
            title, sections = shown.title, _case(shown)
        case Assessment():
            title = f"{shown.question or shown.case} ({shown.as_of})"
            every = assessment_report(Wanted(shown, shown.of)).sections
            sections = tuple(s for s in every if s.anchor in FIRST)
        case WhatIf():
            both = shown
            title, sections = "What if", recorded(lambda page: what_if_page(both, both.before.of, page), "what-if")
    return as_part(title, sections)


def _case(case: Case) -> tuple[Section, ...]:
    words = Words(case)
    issues = tuple(
        (name, it.question, " / ".join(it.options), case.status_quo[name]) for name, it in case.issues.items()
    )
    parties = tuple(
        (p.name, p.role.value, "; ".join(words.demand(name, d) for d in p.demands)) for name, p in case.parties.items()
    )
    return (
        Section("question", "The question", (Text(f"{case.question} As of {case.as_of}."),)),
        Section("parties", "Parties", (Table("Who insists on what", ("party", "role", "insists on"), parties),)),
        Section(
            "issues", "Issues", (Table("What is to be decided", ("issue", "question", "options", "today"), issues),)
        ),
    )
