"""Signing in and out, where there are several people; and the choice of a language, for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ceasefire.web.doors.accounts import AccountError, Accounts
from ceasefire.web.doors.guard import COOKIE, cookie_of, set_cookie
from ceasefire.web.doors.session import Role, Session, Sessions
from ceasefire.web.language import NAMES
from ceasefire.web.pages.page import form_of, material_of, missing, page, session_of, to

OPEN = frozenset({"/sign-in", "/static/report.css", "/static/pages.css", "/static/htmx-2.0.11.min.js"})
"""What is answered to somebody who has not come in yet, where people sign in."""


@dataclass
class NamedDoor:
    """People come in by name and password."""

    hosts: frozenset[str]
    accounts: Accounts
    read_only: bool = False
    sessions: Sessions = field(default_factory=Sessions)
    secure: bool = False
    signs_in: bool = True

    def opens(self, token: str) -> Session | None:  # noqa: ARG002  a token opens nothing here
        """None: nobody comes in by an address alone."""
        return None

    def current(self, session: Session) -> bool:
        """Whether the account still is what the session was opened with; a session of another ends."""
        account = self.accounts.find(session.name)
        role = Role.VIEWER if self.read_only else account.role if account else None
        return account is not None and (role, account.openness) == (session.role, session.openness)


def sign_in(request: Request) -> Response:
    """Name and password, for a session of its own: one brought along is never taken up."""
    material = material_of(request)
    door = material.door
    if not isinstance(door, NamedDoor):
        missing("There is no such page or case.")
    if request.method != "POST":
        return page(request, "sign_in.html", problem="")
    form = form_of(request)
    name = form.get("name", "")[:100]
    try:
        account = door.accounts.enter(name, form.get("password", ""))
    except AccountError as error:
        return page(request, "sign_in.html", 429, problem=str(error))
    if account is None:
        return page(request, "sign_in.html", 403, problem="Name and password do not belong together.")
    door.sessions.end(cookie_of(request.headers))
    role = Role.VIEWER if door.read_only else account.role
    answer = to("")
    set_cookie(answer, door, Session(account.name, role, account.openness))
    return answer


def sign_out(request: Request) -> Response:
    """The session ends."""
    door = material_of(request).door
    door.sessions.end(cookie_of(request.headers))
    answer = to("sign-in") if isinstance(door, NamedDoor) else to("")
    answer.delete_cookie(COOKIE)
    return answer


def language(request: Request) -> Response:
    """Another language for this session, and back to the page."""
    form = form_of(request)
    if form.get("language") in NAMES:
        session_of(request).language = form["language"]
    back = "/" + form.get("back", "").lstrip("/\\")
    return RedirectResponse(back.replace("\\", "%5C"), 303)
