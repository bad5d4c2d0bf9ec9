"""The queue of incidents: who reads which, what grade it gets, and which reports are of one incident."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from ceasefire.errors import Finding, Where
from ceasefire.monitoring.counts.duplicates import duplicates as pairs_of
from ceasefire.monitoring.counts.gathering import columns
from ceasefire.monitoring.known import reports_of
from ceasefire.record.faults import RecordError
from ceasefire.record.incident import Incident
from ceasefire.record.queue import Waiting, Wanted, assign, grade, merge, queue, split
from ceasefire.record.review import Stage
from ceasefire.web.pages.page import NOTHING, form_of, material_of, missing, page, session_of, to
from ceasefire.web.pages.record import versions

MOST = 50


def waiting(request: Request, findings: Sequence[Finding] = (), status: int = 200) -> Response:
    """The incidents that wait, the latest happening first."""
    material = material_of(request)
    if not material.place:
        return page(request, "no_record.html")
    query = request.query_params
    wanted = Wanted(
        query.get("for", "")[:200], settled=query.get("settled") == "yes", openness=session_of(request).openness
    )
    with material.record() as held:
        found = list(islice(queue(held, wanted), MOST + 1))
    rows = [_row(w) for w in found[:MOST]]
    return page(request, "queue.html", status, rows=rows, more=len(found) > MOST, query=dict(query), findings=findings)


def _row(one: Waiting) -> dict[str, object]:
    value = one.incident
    return {
        "name": one.entry.thing,
        "on": value.on or NOTHING,
        "what": value.what,
        "who": "; ".join(value.actors) or NOTHING,
        "account": " ".join(value.account.split())[:300],
        "status": value.status,
        "stage": one.stage.value,
        "settled": one.stage is Stage.SETTLED,
        "assigned": one.review.assigned,
        "grades": [{"by": g.by, "letters": g.letters, "why": g.why} for g in one.review.grades],
    }


def decide(request: Request) -> Response:
    """Assign an incident, or give it a grade."""
    form, name = form_of(request), request.path_params["incident"]
    by = session_of(request).name
    _seen(request, name)
    try:
        with material_of(request).record(write=True) as held:
            if form.get("do") == "assign":
                assign(held, name, form.get("to", "").strip()[:200], by)
            else:
                letters = form.get("reliability", "") + form.get("credibility", "")
                grade(held, name, letters, form.get("why", ""), by)
    except RecordError as error:
        return waiting(request, [Finding(Where("form"), "grade", str(error))], 422)
    return to("queue")


def duplicates(request: Request, findings: Sequence[Finding] = (), status: int = 200) -> Response:
    """Pairs of reports that may be of one incident, with how many luck alone would make."""
    material = material_of(request)
    if not material.place:
        return page(request, "no_record.html")
    with material.record() as held:
        incidents = columns(reports_of(held, openness=session_of(request).openness).incidents, "UTC")
        found = pairs_of(incidents)
        said = held.latest(name for pair in found.pairs[:MOST] for name in (pair.one, pair.other))
    rows = [
        {
            "pair": pair,
            "sides": [
                {"name": n, "on": v.on, "what": v.what, "who": "; ".join(v.actors), "account": v.account[:200]}
                for n in (pair.one, pair.other)
                if isinstance(v := said[n].value, Incident)
            ],
        }
        for pair in found.pairs[:MOST]
    ]
    return page(request, "duplicates.html", status, rows=rows, found=found, total=len(found.pairs), findings=findings)


def join(request: Request) -> Response:
    """Put two reports together, or take one out again."""
    form, by = form_of(request), session_of(request).name
    names = [form.get("kept", ""), form.get("other", "")]
    for name in filter(None, names):
        _seen(request, name)
    try:
        with material_of(request).record(write=True) as held:
            if form.get("do") == "split":
                split(held, names[1], form.get("why", ""), by)
                return to("record", "thing", names[1])
            merge(held, names[0], names[1], form.get("why", ""), by)
    except RecordError as error:
        return duplicates(request, [Finding(Where("form"), "merge", str(error))], 422)
    return to("queue", "duplicates")


def _seen(request: Request, name: str) -> None:
    """Make sure that this person may see the incident; otherwise there is none."""
    try:
        versions(request, name)
    except RecordError as error:
        missing(str(error))
