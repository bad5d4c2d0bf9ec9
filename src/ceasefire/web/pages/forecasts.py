"""Forecasts: those made, what became of them, how good they were, and a form for a new one."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.forecast.scores import score
from ceasefire.record.append import Draft
from ceasefire.record.entry import Kind
from ceasefire.record.faults import RecordError
from ceasefire.record.ledger import ledger
from ceasefire.record.moment import now, until
from ceasefire.record.written import written
from ceasefire.report.forecasts import judged_of, score_page
from ceasefire.report.recorded import recorded
from ceasefire.web.pages.page import form_of, material_of, page, session_of, to

FIELDS = ("question", "probability", "due", "why", "base_rate", "base_class")


def forecasts(request: Request) -> Response:
    """The ledger and the scores; a POST freezes a new forecast."""
    material = material_of(request)
    if not material.place:
        return page(request, "no_record.html")
    form: dict[str, str] = {}
    findings: Sequence[Finding] = ()
    if request.method == "POST":
        form = dict(form_of(request))
        try:
            _freeze(request, form)
            return to("forecasts")
        except MaterialError as error:
            findings = error.findings
        except RecordError as error:
            findings = [Finding(Where("form"), "record", str(error))]
    said = request.query_params.get("as_of", "")
    try:
        known_by = until(said) if said else ""
    except ValueError as error:
        known_by, findings = "", [Finding(Where("form"), "as_of", str(error))]
    least = session_of(request).openness.openness
    with material.record() as held:
        lines = tuple(line for line in ledger(held, known_by) if line.forecast.sensitivity.openness >= least)
    found = score(judged_of(lines))
    sections = recorded(lambda p: score_page(found, lines, p), "scores")
    return page(
        request,
        "forecasts.html",
        422 if findings else 200,
        lines=lines,
        sections=sections,
        form=form,
        findings=findings,
        as_of=said,
    )


def _freeze(request: Request, form: dict[str, str]) -> None:
    """Enter a forecast.  Raises MaterialError, RecordError."""
    with material_of(request).record(write=True) as held:
        _, last = held.head()
        fields = {name: form[name].strip() for name in FIELDS if form.get(name, "").strip()}
        value = written(Kind.FORECAST, [], None, {**fields, "on": now()[:10], "record": last.hex()})
        held.append([Draft(value)], session_of(request).name)
