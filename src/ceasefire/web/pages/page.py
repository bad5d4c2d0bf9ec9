"""What all pages share: how a template is filled, how an answer becomes JSON, who is at the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Never
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from ceasefire.errors import CeasefireError
from ceasefire.web.doors.guard import Form
from ceasefire.web.doors.session import Role, Session
from ceasefire.web.language import NAMES, RIGHT_TO_LEFT, chosen, translator
from ceasefire.web.shelves.material import Material

HERE = Path(__file__).parent.parent
NOTHING = "\u2013"  # a dash, where there is nothing to show
REPORT = HERE.parent / "report" / "templates"
_TEMPLATES = Environment(
    loader=FileSystemLoader([HERE / "templates", REPORT]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["query"] = lambda pairs: urlencode([(n, v) for n, v in dict(pairs).items() if v])


def session_of(request: Request) -> Session:
    """Who asks."""
    found: Session = request.state.session
    return found


def form_of(request: Request) -> Form:
    """The form that was sent."""
    found: Form = request.state.form
    return found


def material_of(request: Request) -> Material:
    """What the pages are about."""
    found: Material = request.app.state.material
    return found


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the language of the session."""
    session: Session | None = getattr(request.state, "session", None)
    language = chosen(session.language if session else "", request.headers.get("accept-language", ""))
    here = "/" + request.url.path.lstrip("/\\")  # never another site's address
    around = {
        "_": translator(language),
        "language": language,
        "languages": NAMES,
        "rtl": language in RIGHT_TO_LEFT,
        "session": session,
        "csrf": session.csrf if session else "",
        "material": material_of(request),
        "here": here,
        "view": f"{here}?{request.url.query}" if request.url.query else here,
        "may_edit": session is not None and session.role.covers(Role.EDITOR),
        "may_review": session is not None and session.role.covers(Role.REVIEWER),
    }
    return HTMLResponse(_TEMPLATES.get_template(template).render(**around, **values), status)


def to(*parts: str, **query: str) -> RedirectResponse:
    """On to another page of ours: parts of a path, each escaped, so that it never leads elsewhere."""
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)


def as_json(value: Any, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(json.dumps(value, ensure_ascii=False), status, media_type="application/json")


def download(text: str | Iterator[str], name: str, media_type: str) -> Response:
    """A file to keep: never shown as a page of ours, whatever is in it.  A long one is sent as it is made."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if isinstance(text, str):
        return Response(text, media_type=media_type, headers=headers)
    return StreamingResponse(text, media_type=media_type, headers=headers)


def missing(what: str, status: int = 404) -> Never:
    """There is no such thing, or not for this person."""
    raise HTTPException(status, what)


def failed(request: Request, error: Exception) -> Response:
    """What went wrong, in words, on a page or as JSON."""
    status, words = 422, str(error)
    if isinstance(error, HTTPException):
        status, words = error.status_code, error.detail
    elif isinstance(error, KeyError):
        status, words = 404, "There is no such page or case."
    elif not isinstance(error, CeasefireError | OSError):
        raise error
    if request.url.path.startswith("/api/"):
        return as_json({"schema": "error/1", "error": words}, status)
    return page(request, "failed.html", status, words=words)
