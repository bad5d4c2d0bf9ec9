"""A client of the pages in this process, and what tests of them share."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx

from ceasefire.monitoring.terms.load import Watched, load_agreement
from ceasefire.monitoring.watch import Reports
from ceasefire.record.thing import Sensitivity
from ceasefire.web.app import application
from ceasefire.web.doors.accounts import Accounts
from ceasefire.web.doors.entrance import NamedDoor
from ceasefire.web.doors.guard import COOKIE, Door, TokenDoor
from ceasefire.web.doors.session import Role, Session
from ceasefire.web.shelves.material import Material
from ceasefire.web.shelves.pile import Pile
from ceasefire.web.shelves.shelf import shelf

HOST = "127.0.0.1:8765"
HOSTILE = "</title><script>alert(1)</script>'\"><img src=x onerror=alert(2)>"
EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"


class Browser:
    """A browser at the application; `session` is the cookie it has, `csrf` the token of the last page."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.app = application(material)
        self.session = self.csrf = self.token = ""
        if isinstance(material.door, TokenDoor):
            self.token = material.door.token

    def enter(self) -> Browser:
        answer = self.get(f"/?token={self.token}")
        assert answer.status_code == 303
        self._take(answer)
        self.get("/")
        return self

    def sign_in(self, name: str, password: str) -> httpx.Response:
        answer = self.post("/sign-in", name=name, password=password)
        self._take(answer)
        if answer.status_code == 303:
            self.get("/")
        return answer

    def _take(self, answer: httpx.Response) -> None:
        if "set-cookie" in answer.headers:
            self.session = answer.headers["set-cookie"].split(";")[0].partition("=")[2]

    def get(self, path: str, method: str = "GET", **more: Any) -> httpx.Response:
        headers = {"host": HOST, **more.pop("headers", {})}
        if self.session:
            headers.setdefault("cookie", f"{COOKIE}={self.session}")

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, headers=headers, **more)

        answer = asyncio.run(ask())
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self.csrf = found[1] if found else self.csrf
        return answer

    def post(self, path: str, **form: str) -> httpx.Response:
        """Send a form as a page of ours does."""
        return self.get(path, "POST", data={"csrf": self.csrf, **form}, headers={"origin": f"http://{HOST}"})

    def follow(self, answer: httpx.Response) -> httpx.Response:
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["location"])


def browser(
    *cases: str,
    folder: Path,
    role: Role = Role.REVIEWER,
    record: str = "",
    agreements: tuple[str, ...] = (),
    openness: Sensitivity = Sensitivity.RED,
    reports: Reports | None = None,
) -> Browser:
    """One person at their own machine."""
    door = TokenDoor(frozenset({HOST, "localhost:8765"}), Session("tester", role, openness))
    return Browser(_material(door, cases, folder, record, agreements, reports))


def shared_browser(accounts: Accounts, folder: Path, *, read_only: bool = False) -> Browser:
    """One of several people, who have to sign in."""
    door = NamedDoor(frozenset({HOST}), accounts, read_only)
    material = _material(door, (), folder, accounts.place, (), None)
    material.accounts = accounts
    return Browser(material)


def _material(
    door: Door, cases: tuple[str, ...], folder: Path, record: str, agreements: tuple[str, ...], reports: Reports | None
) -> Material:
    loads: dict[str, Callable[[], Watched]] = {Path(a).stem: partial(load_agreement, a) for a in agreements}
    held = shelf(cases, folder)
    return Material(held, door, record, loads, reports or Reports([]), Pile(folder / "drafts"))


class Tags(HTMLParser):
    """Elements and attributes of a page that nobody here writes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.bad += [name for name in names if (name.startswith("on") or name in {"style", "srcdoc"})]
        self.bad += [tag] if tag in {"img", "b", "iframe", "object"} else []
        if tag == "script" and not str(names.get("src", "")).startswith("/static/htmx-"):
            self.bad.append(tag)
        if str(names.get("href", "")).strip().lower().startswith("javascript:"):
            self.bad.append("javascript:")
