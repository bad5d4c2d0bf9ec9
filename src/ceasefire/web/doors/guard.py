"""What every request has to pass, and what every answer carries: the browser is ours, but any page open in it may ask too.

- `Host` has to be one of ours, or a page elsewhere could have its name resolve to this machine (DNS rebinding).
- A session: opened by the token of the address that `ceasefire serve` printed, once, or by signing in.  It is a cookie
  that no script reads and no other site sends.
- What changes something is a POST from a page of ours (`Origin`) with the session's own token in it (CSRF), and is small
  and quick to arrive.
- A content security policy that runs no script but the one file we ship: what somebody wrote into a case cannot run,
  even if escaping failed.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ceasefire.web.doors.session import Session, Sessions

COOKIE = "ceasefire"
LONGEST = 16_000  # characters of path and query together
LARGEST = 8_000_000  # bytes of a form: a long article, or a case as text
PATIENCE = 15.0  # seconds for a form to arrive
FIELDS = 2_000
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all, browsers hide the origin of our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Form = Mapping[str, str]


class Door(Protocol):
    """How people come in."""

    hosts: frozenset[str]
    sessions: Sessions
    secure: bool
    signs_in: bool

    def opens(self, token: str) -> Session | None:
        """A session for the token of an address; None for any other."""


@dataclass
class TokenDoor:
    """One person at this machine: the token opens once."""

    hosts: frozenset[str]
    session: Session
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    sessions: Sessions = field(default_factory=lambda: Sessions(lasting=True))
    secure: bool = False
    signs_in: bool = False

    def opens(self, token: str) -> Session | None:
        """The session for the right token, which is spent by it; None for any other."""
        if not self.token or not hmac.compare_digest(self.token.encode(), token.encode()):
            return None
        self.token = ""
        return self.session


class TooLarge(Exception):
    """A form is larger than any of ours."""


class Guard:
    """The application behind the door."""

    def __init__(self, app: ASGIApp, door: Door, open_paths: frozenset[str] = frozenset()) -> None:
        self.app, self.door, self.open_paths = app, door, open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, let in, or pass on with the headers that every answer carries."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({name: value for name, value in HEADERS.items() if name not in headers})
            await send(message)

        refused = self._refused(scope)
        if refused is None and scope["method"] == "POST":
            refused = await self._form(scope, receive)
        await (refused or self.app)(scope, _nothing if scope["method"] == "POST" else receive, sealed)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.door.hosts:
            return PlainTextResponse("This is not the host that was started here.", 421)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("This is not done here.", 405, {"Allow": "GET, HEAD, POST"})
        if scope["method"] != "POST" and _has_body(headers):
            return PlainTextResponse("A question has no body.", 400)
        query = scope["query_string"].decode("latin-1")
        if len(scope["path"]) + len(query) > LONGEST:
            return PlainTextResponse("The address is too long.", 414)
        session = self.door.sessions.find(cookie_of(headers))
        scope.setdefault("state", {})["session"] = session
        if session is not None or scope["path"] in self.open_paths:
            return None
        return self._let_in(scope, query)

    def _let_in(self, scope: Scope, query: str) -> Response:
        if self.door.signs_in:
            return RedirectResponse("/sign-in", 303)
        pairs = parse_qsl(query, keep_blank_values=True)
        session = self.door.opens(dict(pairs).get("token", "")) if scope["method"] == "GET" else None
        if session is None:
            words = "Open the address that `ceasefire serve` printed; it works once. Start it again for a new one."
            return PlainTextResponse(words, 403)
        rest = urlencode([(name, value) for name, value in pairs if name != "token"])
        path = "/" + scope["path"].lstrip("/\\")  # never another site's address
        answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        set_cookie(answer, self.door, session)
        return answer

    async def _form(self, scope: Scope, receive: Receive) -> Response | None:
        """Read the form of a POST into the scope, or say why it is refused."""
        headers = Headers(scope=scope)
        if not _from_here(headers, self.door):
            return PlainTextResponse("This form was not sent from a page of this program.", 403)
        if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            return PlainTextResponse("This is not a form.", 415)
        try:
            body = await asyncio.wait_for(_body(headers, receive), PATIENCE)
            pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
            if any("\0" in part for pair in pairs for part in pair):
                raise ValueError("a character that no text has")
        except TooLarge:
            return PlainTextResponse(f"A form has at most {LARGEST:,} bytes.", 413, {"Connection": "close"})
        except TimeoutError:
            return PlainTextResponse("The form did not arrive in time.", 408, {"Connection": "close"})
        except ValueError:
            return PlainTextResponse("This form cannot be read.", 400)
        form = {name: value.replace("\r\n", "\n") for name, value in pairs}
        session: Session | None = scope["state"]["session"]
        if session is not None and not hmac.compare_digest(form.get("csrf", "").encode(), session.csrf.encode()):
            return PlainTextResponse("This form is not of your session; load the page again.", 403)
        scope["state"]["form"] = form
        return None


async def _body(headers: Headers, receive: Receive) -> bytes:
    said = headers.get("content-length", "0")
    if not said.isdigit() or int(said) > LARGEST:
        raise TooLarge
    parts = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ValueError("the browser went away")
        size += len(message.get("body", b""))
        if size > LARGEST:
            raise TooLarge
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _nothing() -> Message:
    """What there is to receive once a form has been read: nothing, until the browser goes."""
    await asyncio.sleep(3600)
    return {"type": "http.disconnect"}


def _from_here(headers: Headers, door: Door) -> bool:
    """Whether a page of ours sent a form; browsers say so by `Origin`, and a form without it is nobody's."""
    scheme, _, host = headers.get("origin", "").partition("://")
    return scheme in ({"https"} if door.secure else {"http"}) and host.lower() in door.hosts


def set_cookie(answer: Response, door: Door, session: Session) -> None:
    """Open a session and hand its cookie to the browser."""
    cookie = door.sessions.open(session)
    answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", path="/", secure=door.secure)


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def cookie_of(headers: Headers) -> str:
    """The value of our cookie, or nothing."""
    pairs: Iterable[str] = headers.get("cookie", "").split(";")
    return next((v for n, _, v in (p.strip().partition("=") for p in pairs) if n == COOKIE), "")
