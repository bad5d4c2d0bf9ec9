"""The application: every address, who may ask for it, and the door before all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from ceasefire.errors import CeasefireError
from ceasefire.web.doors import entrance
from ceasefire.web.doors.guard import Guard
from ceasefire.web.doors.session import Role
from ceasefire.web.pages import api, articles, cases, edit, forecasts, intake, queue, record, watching
from ceasefire.web.pages.page import HERE, REPORT, failed, missing, session_of
from ceasefire.web.shelves.material import Material

Handler = Callable[[Request], Response]


@dataclass(frozen=True)
class Page:
    """An address, what answers it, and who may send it a form (None: nobody).

    `reads` is false of addresses that only take forms, `role` who may look.
    """

    path: str
    handler: Handler
    sends: Role | None = None
    role: Role = Role.VIEWER
    reads: bool = True


PAGES = (
    Page("/", cases.home),
    Page("/new", edit.new, Role.EDITOR, Role.EDITOR),
    Page("/case/{name}", cases.case),
    Page("/case/{name}/packages", cases.explore),
    Page("/case/{name}/impediments", cases.impediments),
    Page("/case/{name}/keep", cases.keep),
    Page("/case/{name}/what-if", cases.what_if),
    Page("/case/{name}/report.html", cases.report_file),
    Page("/case/{name}/case.yaml", cases.case_file),
    Page("/case/{name}/copy", edit.copy, Role.EDITOR, reads=False),
    Page("/case/{name}/edit", edit.edit, Role.EDITOR, Role.EDITOR),
    Page("/case/{name}/text", edit.text, Role.EDITOR, Role.EDITOR),
    Page("/record", record.record_list),
    Page("/record.csv", record.record_csv),
    Page("/record/add", record.add, Role.EDITOR, Role.EDITOR),
    Page("/record/import", intake.intake, Role.EDITOR, Role.EDITOR),
    Page("/record/thing/{thing}", record.thing),
    Page("/record/thing/{thing}", record.amend, Role.REVIEWER, reads=False),
    Page("/queue", queue.waiting),
    Page("/queue/duplicates", queue.duplicates),
    Page("/queue/duplicates", queue.join, Role.REVIEWER, reads=False),
    Page("/queue/{incident}", queue.decide, Role.REVIEWER, reads=False),
    Page("/articles", articles.articles, Role.EDITOR),
    Page("/articles/{article}", articles.article, Role.EDITOR),
    Page("/agreements", watching.agreements),
    Page("/agreements/{agreement}", watching.agreement),
    Page("/agreements/{agreement}/terms/{term}", watching.term),
    Page("/incidents/{incident}", watching.incident),
    Page("/forecasts", forecasts.forecasts, Role.EDITOR),
    Page("/language", entrance.language, Role.VIEWER, reads=False),
    Page("/sign-out", entrance.sign_out, Role.VIEWER, reads=False),
    Page("/api/openapi.json", api.openapi),
    *(Page(way.path, way.handler) for way in api.WAYS),
)


def application(material: Material) -> ASGIApp:
    """The application, behind its door."""
    routes = [
        *(route for page in PAGES for route in _routes(page)),
        Route("/sign-in", entrance.sign_in, methods=["GET", "POST"]),
        Route("/favicon.ico", lambda _: Response(status_code=204)),
        Route("/static/report.css", lambda _: FileResponse(REPORT / "report.css", media_type="text/css")),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    handlers: Any = dict.fromkeys((KeyError, 404, 403, 405, CeasefireError, OSError), failed)
    inner = Starlette(routes=routes, exception_handlers=handlers)
    inner.state.material = material
    return Guard(inner, material.door, entrance.OPEN if material.door.signs_in else frozenset())


def _routes(page: Page) -> list[Route]:
    found = []
    if page.reads:
        found.append(Route(page.path, _for(page.role, page.handler), methods=["GET"]))
    if page.sends is not None:
        found.append(Route(page.path, _for(page.sends, page.handler), methods=["POST"]))
    return found


def _for(role: Role, handler: Handler) -> Handler:
    """The handler, for those who may; to others the address is shut, whether or not a page shows a way there."""

    def allowed(request: Request) -> Response:
        door, session = request.app.state.material.door, session_of(request)
        if isinstance(door, entrance.NamedDoor) and not door.current(session):
            door.sessions.end_all_of(session.name)
            missing("Your account has changed; sign in again.", 403)
        if not session.role.covers(role):
            missing("Your role does not allow this.", 403)
        return handler(request)

    return allowed
