"""The pages and their JSON: a list of cases, the answer about one, and the explorer of its packages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from ceasefire.analysis.result import envelope
from ceasefire.errors import CeasefireError
from ceasefire.report.blocks import as_values
from ceasefire.web.explore import Choice, explored
from ceasefire.web.guard import Door, Guard
from ceasefire.web.shelf import Opened, Shelf

HERE = Path(__file__).parent
REPORT = HERE.parent / "report" / "templates"


class Pages:
    """Handlers over a shelf of cases."""

    def __init__(self, cases: Shelf) -> None:
        self.cases = cases
        loader = FileSystemLoader([HERE / "templates", REPORT])
        self.templates = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def home(self, _: Request) -> Response:
        """The cases, by title; one that cannot be read says why."""
        rows = []
        for name in self.cases.paths:
            try:
                rows.append((name, self.cases.open(name).case.title, ""))
            except (CeasefireError, OSError) as error:
                rows.append((name, name, str(error)))
        return self._page("home.html", rows=rows)

    def case(self, request: Request) -> Response:
        """The answer about a case."""
        name, opened = self._opened(request)
        return self._page("case.html", name=name, report=opened.report)

    def explore(self, request: Request) -> Response:
        """The explorer: one option for each issue, and at once who would sign and who would break it."""
        name, opened = self._opened(request)
        found = explored(opened, _choice(request))
        return self._page("explore.html", name=name, title=opened.case.title, found=found)

    def api_cases(self, _: Request) -> Response:
        """The names of the cases."""
        return _json({"schema": "cases/1", "cases": list(self.cases.paths)})

    def api_assessment(self, request: Request) -> Response:
        """The assessment of a case, as `ceasefire assess --json` gives it."""
        _, opened = self._opened(request)
        return _json(envelope("assessment/1", opened.assessment))

    def api_report(self, request: Request) -> Response:
        """The report of a case in its parts."""
        _, opened = self._opened(request)
        return _json({"schema": "report/1", **as_values(opened.report)})

    def api_package(self, request: Request) -> Response:
        """A package as each party sees it."""
        _, opened = self._opened(request)
        found = explored(opened, _choice(request))
        return _json(envelope("explored/1", found))

    def _opened(self, request: Request) -> tuple[str, Opened]:
        name = request.path_params["name"]
        return name, self.cases.open(name)

    def _page(self, template: str, **values: Any) -> HTMLResponse:
        return HTMLResponse(self.templates.get_template(template).render(**values))

    def missing(self, request: Request, _: Exception) -> Response:
        """There is no such page or case."""
        return self._failed(request, "There is no such page or case.", 404)

    def wrong(self, request: Request, error: Exception) -> Response:
        """A case has errors, or cannot be read: its findings, as text."""
        return self._failed(request, str(error), 422)

    def _failed(self, request: Request, words: str, status: int) -> Response:
        if request.url.path.startswith("/api/"):
            return _json({"schema": "error/1", "error": words}, status)
        page = self.templates.get_template("failed.html").render(words=words)
        return HTMLResponse(page, status)


def _choice(request: Request) -> Choice:
    return {name: value for name, value in request.query_params.items() if value}


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, media_type="application/json")


def application(cases: Shelf, door: Door) -> ASGIApp:
    """The application, behind its door."""
    pages = Pages(cases)
    routes = [
        Route("/", pages.home),
        Route("/case/{name}", pages.case),
        Route("/case/{name}/packages", pages.explore),
        Route("/api/cases", pages.api_cases),
        Route("/api/case/{name}/assessment", pages.api_assessment),
        Route("/api/case/{name}/report", pages.api_report),
        Route("/api/case/{name}/package", pages.api_package),
        Route("/favicon.ico", lambda _: Response(status_code=204)),
        Route("/static/report.css", lambda _: FileResponse(REPORT / "report.css", media_type="text/css")),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    handlers: Any = {KeyError: pages.missing, 404: pages.missing, CeasefireError: pages.wrong, OSError: pages.wrong}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), door)
