"""A table pasted into the browser: looked at first, then kept, by the same reading as `ceasefire record import`."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.record.faults import RecordError
from ceasefire.record.intake.format import Format
from ceasefire.record.intake.mapped import find_mapping, mapped, shipped_mappings
from ceasefire.record.intake.run import How, Intake, take_file
from ceasefire.record.intake.things import As
from ceasefire.web.pages.page import form_of, material_of, page, session_of


def intake(request: Request) -> Response:
    """The page; a POST looks at the table, or keeps it."""
    material = material_of(request)
    if not material.place:
        return page(request, "no_record.html")
    form = dict(form_of(request)) if request.method == "POST" else {}
    done: Intake | None = None
    findings: Sequence[Finding] = ()
    if form:
        try:
            done = _taken(request, form)
            findings = done.findings
        except MaterialError as error:
            findings = error.findings
        except RecordError as error:
            findings = [Finding(Where("form"), "record", str(error))]
    seen = done.sight.as_values() if done and done.sight else {}
    odd = done.sight.odd if done and done.sight else ()
    status = 422 if form and (done is None or findings) else 200
    return page(
        request,
        "import.html",
        status,
        form=form,
        done=done,
        seen=seen,
        odd=odd,
        findings=findings,
        mappings=shipped_mappings(),
    )


def _taken(request: Request, form: dict[str, str]) -> Intake:
    """The table as a file of its own for a moment.  Raises MaterialError, RecordError."""
    keep = form.get("do") == "keep"
    form_of_table = _format(form)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pasted"
        path.write_text(form.get("table", ""), encoding="utf-8", newline="")
        way = As(form_of_table, known=form.get("known", "").strip(), first=form.get("first", ""))
        how = How(
            session_of(request).name,
            way,
            Path(folder) / "rejects.csv",
            dry=not keep,
            strict=form.get("strict") == "yes",
        )
        with material_of(request).record(write=keep) as held:
            return take_file(held, path, how)


def _format(form: dict[str, str]) -> Format | None:
    text, name = form.get("mapping", "").strip(), form.get("shipped", "")
    if text:
        return mapped(text.encode(), "mapping")
    if name in shipped_mappings():
        path = find_mapping(name)
        return mapped(path.read_bytes(), name)
    return None
