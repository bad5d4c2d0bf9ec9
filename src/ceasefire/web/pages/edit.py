"""The pages that change a case: beginning one, editing with the answer beside it, the text as a whole, saving."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ceasefire.analysis.what_if import what_if
from ceasefire.case.party import Role
from ceasefire.errors import CeasefireError, Finding, MaterialError
from ceasefire.report.words import Words
from ceasefire.text.document import read_yaml
from ceasefire.vocabulary import StepStatus
from ceasefire.web.editing.beginning import first_text
from ceasefire.web.editing.changes import change_of, named
from ceasefire.web.editing.edits import Checked, Conflict, Edit, Editing, checked, digest
from ceasefire.web.editing.unsaved import keep, resume
from ceasefire.web.pages.page import form_of, material_of, missing, page, session_of, to
from ceasefire.web.shelves.shelf import Opened, Shelf


def new(request: Request) -> Response:
    """A case from nothing: a form, and when it is sent a first text in the folder."""
    if request.method != "POST":
        return page(request, "new.html", form={}, findings=(), roles=list(Role))
    form = form_of(request)
    cases = material_of(request).cases
    try:
        text = first_text(form)
        if errors := checked(text, "form").errors:
            raise MaterialError(errors)
        name = cases.begin(_free(cases, form["title"]), text)
    except MaterialError as error:
        return page(request, "new.html", 422, form=form, findings=error.findings, roles=list(Role))
    _told(request, f"began the case {name}")
    return to("case", name, "edit")


def copy(request: Request) -> Response:
    """A copy in the folder, to be edited."""
    cases = material_of(request).cases
    source = request.path_params["name"]
    text = cases.paths[source].read_text(encoding="utf-8-sig")
    name = cases.begin(_free(cases, f"my-{source}"), text)
    _told(request, f"copied the case {source} to {name}")
    return to("case", name, "edit")


def _free(cases: Shelf, title: str) -> str:
    """The name of a folder that is not there yet."""
    return named(title, {p.name for p in cases.folder.iterdir()} | set(cases.paths), "case")


def edit(request: Request) -> Response:
    """The case as it is being edited, with the answer beside it; a POST makes a change."""
    name, editing = _editing(request)
    findings: tuple[Finding, ...] = ()
    conflict = ""
    if request.method == "POST":
        with material_of(request).lock:
            try:
                findings = _done(request, name, editing)
                keep(session_of(request).editing[name], session_of(request).name)
            except MaterialError as error:
                findings = error.findings
            except Conflict as error:
                conflict = error.difference
        if not findings and not conflict:
            return to("case", name, "edit", part=_part(request))
    status = 409 if conflict else 422 if findings else 200
    return page(request, "edit.html", status, **_shown(request, name, findings, conflict))


def text(request: Request) -> Response:
    """The whole text, for what has no form."""
    name, editing = _editing(request)
    written, findings = editing.text, checked(editing.text, editing.path.name).findings
    if request.method == "POST":
        written = form_of(request).get("text", "")
        found = checked(written, editing.path.name)
        findings = found.findings
        if found.loaded.document is not None and isinstance(found.loaded.document.value, dict):
            with material_of(request).lock:
                editing.make(Edit(written if written.endswith("\n") else written + "\n"))
                keep(editing, session_of(request).name)
            if found.sound:
                return to("case", name, "edit")
    return page(
        request, "text.html", 422 if request.method == "POST" else 200, name=name, text=written, findings=findings
    )


def _part(request: Request) -> str:
    return request.query_params.get("part", "issues")


def _editing(request: Request) -> tuple[str, Editing]:
    name = request.path_params["name"]
    cases = material_of(request).cases
    if not cases.writable(name):
        missing("This case cannot be written to: make a copy of it first.")
    held = session_of(request).editing
    editing = held.get(name)
    if editing is None or not (editing.edits or editing.undone or digest(editing.path.read_bytes()) == editing.base):
        editing = held[name] = resume(cases.paths[name], session_of(request).name)
    return name, editing


def _done(request: Request, name: str, editing: Editing) -> tuple[Finding, ...]:
    """Do what the form asks.  Raises MaterialError, Conflict, OSError."""
    form = form_of(request)
    match form.get("do"):
        case "undo":
            editing.undo()
        case "redo":
            editing.redo()
        case "discard":
            session_of(request).editing[name] = Editing.begin(editing.path)
        case "follow":
            return editing.follow()
        case "save":
            told = editing.told
            if told:
                editing.save()
                _told(request, f"changed the case {name}: {'; '.join(told)}")
        case _:
            editing.make(Edit(change_of(form, read_yaml(editing.text.encode(), editing.path.name).value)))
    return ()


def _told(request: Request, what: str) -> None:
    """Keep in the record of deeds who did what, where there are several people."""
    accounts = material_of(request).accounts
    if accounts is not None:
        accounts.note(session_of(request).name, what)


def _shown(request: Request, name: str, findings: tuple[Finding, ...], conflict: str) -> dict[str, Any]:
    current = session_of(request).editing[name]
    found = checked(current.text, current.path.name)
    document = found.loaded.document
    return {
        "name": name,
        "editing": current,
        "tree": document.value if document is not None and isinstance(document.value, dict) else {},
        "findings": findings,
        "found": found.findings,
        "conflict": conflict,
        "statuses": [s.value for s in StepStatus],
        "roles": [r.value for r in Role],
        "answer": _answer(request, name, found),
        "written": _written,
        "part": _part(request),
    }


def _answer(request: Request, name: str, found: Checked) -> dict[str, Any] | None:
    """The ladder with the changes, and what differs from the case as it is saved; None where there are errors."""
    if found.loaded.case is None or not found.sound:
        return None
    opened = Opened(found.loaded.case)
    words = Words(opened.case)
    rungs = [(r.question, r.said, words.rung(r)) for r in opened.assessment.ladder]
    try:
        before = material_of(request).cases.open(name).assessment
        differences = [d for d in what_if(before, opened.assessment, ()).differences if not d.same]
    except (CeasefireError, OSError):  # what is saved cannot be assessed: there is nothing to compare with
        differences = []
    return {"rungs": rungs, "differences": differences}


def _written(tree: Any, *path: str) -> str:
    """A number, or a range, of the text as a person writes it in a form; empty where there is none."""
    for step in path:
        tree = tree.get(step) if isinstance(tree, dict) else None
    value = tree.get("value") if isinstance(tree, dict) else tree
    if isinstance(value, list):
        return "-".join(f"{end:g}" if isinstance(end, int | float) else str(end) for end in value)
    return f"{value:g}" if isinstance(value, int | float) else ""
