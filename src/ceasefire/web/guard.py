"""What every request has to pass, and what every answer carries: the browser is ours, but any page open in it may ask too.

- `Host` has to be one of ours, or a page elsewhere could have its name resolve to this machine (DNS rebinding).
- A token from the address that `ceasefire serve` printed, once; it becomes a cookie that no script reads and no other site sends.
- Nothing but GET and HEAD, no body: this interface reads.
- A content security policy without script: what somebody wrote into a case cannot run, even if escaping failed.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "ceasefire"
LONGEST = 16_000  # characters of path and query together
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Door:
    """Who may come in: the hosts that are ours, the token that opens once, and the sessions it opened."""

    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    sessions: set[str] = field(default_factory=set)

    def opens(self, token: str) -> str | None:
        """A new session for the right token, which is spent by it; None for any other."""
        if not self.token or not hmac.compare_digest(self.token.encode(), token.encode()):
            return None
        self.token = ""
        session = secrets.token_urlsafe(32)
        self.sessions.add(session)
        return session

    def knows(self, session: str) -> bool:
        """Whether a session was opened here."""
        return any(hmac.compare_digest(known.encode(), session.encode()) for known in self.sessions)


class Guard:
    """The application behind the door."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, let in, or pass on with the headers that every answer carries."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refused = self._refused(scope)
        await (refused or self.app)(scope, receive, sealed)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.door.hosts:
            return PlainTextResponse("This is not the host that was started here.", 421)
        if scope["method"] not in {"GET", "HEAD"} or _has_body(headers):
            return PlainTextResponse("This interface only reads.", 405, {"Allow": "GET, HEAD"})
        query = scope["query_string"].decode("latin-1")
        if len(scope["path"]) + len(query) > LONGEST:
            return PlainTextResponse("The address is too long.", 414)
        if self.door.knows(_cookie(headers)):
            return None
        pairs = parse_qsl(query, keep_blank_values=True)
        session = self.door.opens(dict(pairs).get("token", ""))
        if session is None:
            words = "Open the address that `ceasefire serve` printed; it works once. Start it again for a new one."
            return PlainTextResponse(words, 403)
        rest = urlencode([(name, value) for name, value in pairs if name != "token"])
        path = "/" + scope["path"].lstrip("/\\")  # never another site's address
        answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
        return answer


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _cookie(headers: Headers) -> str:
    pairs: Iterable[str] = headers.get("cookie", "").split(";")
    return next((v for n, _, v in (p.strip().partition("=") for p in pairs) if n == COOKIE), "")
