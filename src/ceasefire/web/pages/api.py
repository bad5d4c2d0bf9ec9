"""The same as JSON: what the pages show, for programs that hold a session; described by OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ceasefire._version import __version__
from ceasefire.analysis.dispute.package import read_package
from ceasefire.analysis.keep.enforcement import Enforcement, enforcement
from ceasefire.analysis.keep.verdicts import Stability, stability
from ceasefire.analysis.reach.path import Paths, paths
from ceasefire.analysis.result import envelope, plain
from ceasefire.analysis.sign.impediments import Impediments
from ceasefire.forecast.scores import score
from ceasefire.record.entry import as_values as entry_values
from ceasefire.record.faults import RecordError
from ceasefire.record.ledger import ledger
from ceasefire.record.query import things
from ceasefire.report.blocks import as_values
from ceasefire.report.forecasts import judged_of
from ceasefire.web.pages.cases import choice_of, compared, opened_of
from ceasefire.web.pages.explore import explored
from ceasefire.web.pages.page import as_json, material_of, session_of
from ceasefire.web.pages.record import MOST, asked_of, versions_of
from ceasefire.web.pages.watching import answer_of
from ceasefire.web.whole import whole


@dataclass(frozen=True)
class Way:
    """An address of the interface: what it gives, and what may be asked of it beside the parts of its path."""

    path: str
    handler: Callable[[Request], Response]
    schema: str
    words: str
    query: Mapping[str, str]


def _cases(request: Request) -> Response:
    return as_json({"schema": "cases/1", "cases": list(material_of(request).cases.paths)})


def _assessment(request: Request) -> Response:
    return as_json(envelope("assessment/1", opened_of(request)[1].assessment))


def _report(request: Request) -> Response:
    return as_json({"schema": "report/1", **as_values(opened_of(request)[1].report)})


def _package(request: Request) -> Response:
    return as_json(envelope("explored/1", explored(opened_of(request)[1], choice_of(request))))


def _impediments(request: Request) -> Response:
    found: Impediments = opened_of(request)[1].assessment.on_table.impediments
    return as_json(envelope("impediments/1", found))


def _stability(request: Request) -> Response:
    found: Stability = stability(opened_of(request)[1].dispute, 20)
    return as_json(envelope("stability/1", found))


def _enforcement(request: Request) -> Response:
    opened = opened_of(request)[1]
    found: Enforcement = enforcement(opened.dispute, read_package(opened.case, _wanted(request)))
    return as_json(envelope("enforcement/1", found))


def _path(request: Request) -> Response:
    opened = opened_of(request)[1]
    found: Paths = paths(opened.dispute, read_package(opened.case, _wanted(request)))
    return as_json(envelope("path/1", found))


def _wanted(request: Request) -> str:
    return request.query_params.get("package", "status_quo")


def _what_if(request: Request) -> Response:
    name, opened = opened_of(request)
    text = material_of(request).cases.paths[name].read_text(encoding="utf-8-sig")
    query = request.query_params
    if not query.getlist("set") and not query.getlist("drop"):
        raise RecordError("say what changes: set=PATH=VALUE or drop=PATH")
    return as_json(envelope("what-if/1", compared(opened, text, query.getlist("set"), query.getlist("drop"))))


def _record(request: Request) -> Response:
    skip = whole(request.query_params.get("skip", "0"))
    if skip is None:
        raise RecordError("`skip` is a number")
    try:
        asked = asked_of(request)
    except ValueError as error:
        raise RecordError(str(error)) from None
    with material_of(request).record() as held:
        found = things(held, asked, MOST, skip)
    return as_json(
        {"schema": "record-list/1", "total": found.total, "entries": [entry_values(e) for e in found.entries]}
    )


def _thing(request: Request) -> Response:
    found = versions_of(request)
    return as_json({"schema": "record-thing/1", "thing": found[0].thing, "versions": [entry_values(e) for e in found]})


def _agreements(request: Request) -> Response:
    return as_json({"schema": "agreements/1", "agreements": list(material_of(request).agreements)})


def _monitoring(request: Request) -> Response:
    return as_json(envelope("monitoring/1", answer_of(request).found))


def _forecasts(request: Request) -> Response:
    least = session_of(request).openness.openness
    with material_of(request).record() as held:
        lines = tuple(line for line in ledger(held) if line.forecast.sensitivity.openness >= least)
    found = {"forecasts": plain(lines), "scores": plain(score(judged_of(lines)))}
    return as_json({"schema": "forecasts/1", **found})


_PACKAGE = {"package": "a named package, or ISSUE=OPTION,...; today's state by default"}
_ASKED = {
    "kind": "document, claim, incident, agreement, promise, observation, forecast or resolution",
    "what": "any part of it",
    "who": "any part of the name",
    "whom": "any part of the name",
    "topic": "issue, step or term: any part of it",
    "place": "any part of the name",
    "since": "what may have happened on this day or later",
    "until": "what may have happened on this day or earlier",
    "as_of": "as it could be known at the end of this day",
    "retracted": "`yes`: what was retracted, too",
    "skip": f"leave out the first so many; at most {MOST} are given at a time",
}
WAYS = (
    Way("/api/cases", _cases, "cases/1", "the names of the cases", {}),
    Way("/api/case/{name}/assessment", _assessment, "assessment/1", "as `ceasefire assess --json`", {}),
    Way("/api/case/{name}/report", _report, "report/1", "as `ceasefire report --format json`", {}),
    Way(
        "/api/case/{name}/package",
        _package,
        "explored/1",
        "a package as each party sees it",
        {"ISSUE": "an option for each issue of the case that is not to stay as today"},
    ),
    Way("/api/case/{name}/impediments", _impediments, "impediments/1", "what clashes and what would open a zone", {}),
    Way("/api/case/{name}/stability", _stability, "stability/1", "the states that nobody would leave", {}),
    Way("/api/case/{name}/enforcement", _enforcement, "enforcement/1", "who could gain by breaking it", _PACKAGE),
    Way("/api/case/{name}/path", _path, "path/1", "ways from today to a package", _PACKAGE),
    Way(
        "/api/case/{name}/what-if",
        _what_if,
        "what-if/1",
        "the answers before and after",
        {"set": "PATH=VALUE, several times", "drop": "PATH, several times"},
    ),
    Way("/api/record", _record, "record-list/1", "things of the record", _ASKED),
    Way("/api/record/thing/{thing}", _thing, "record-thing/1", "a thing with its versions", {}),
    Way("/api/agreements", _agreements, "agreements/1", "the names of the agreements", {}),
    Way(
        "/api/agreements/{agreement}",
        _monitoring,
        "monitoring/1",
        "is it holding, as `ceasefire monitor --json`",
        {"as_of": "as known at the end of this day", "count": "`deaths` or `incidents`"},
    ),
    Way("/api/forecasts", _forecasts, "forecasts/1", "forecasts and scores", {}),
)


def openapi(_: Request) -> Response:
    """The interface described (OpenAPI 3.1)."""
    return as_json(description())


def description() -> dict[str, Any]:
    """The description of the interface as OpenAPI 3.1 has it."""
    failure = {"description": "why not", "content": _content("error/1", {"error": {"type": "string"}})}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ceasefire",
            "version": __version__,
            "description": "What the pages show, as JSON. Every answer names its schema; nothing is changed here.",
        },
        "paths": {way.path: {"get": _operation(way, failure)} for way in WAYS},
        "components": {
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "ceasefire"}},
        },
        "security": [{"session": []}],
    }


def _operation(way: Way, failure: dict[str, Any]) -> dict[str, Any]:
    inside = [part[1:-1] for part in way.path.split("/") if part.startswith("{")]
    parameters = [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in inside]
    parameters += [
        {"name": n, "in": "query", "required": False, "description": words, "schema": {"type": "string"}}
        for n, words in way.query.items()
    ]
    return {
        "summary": way.words,
        "operationId": way.schema.partition("/")[0].replace("-", "_"),
        "parameters": parameters,
        "responses": {
            "200": {"description": way.words, "content": _content(way.schema, {})},
            "404": failure,
            "422": failure,
        },
    }


def _content(schema: str, properties: dict[str, Any]) -> dict[str, Any]:
    required = ["schema", *properties]
    shape = {"type": "object", "required": required, "properties": {"schema": {"const": schema}, **properties}}
    return {"application/json": {"schema": shape}}
