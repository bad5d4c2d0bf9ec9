"""Who is at the page: a name, what they may do, what they may see, and what they have begun."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from enum import StrEnum

from ceasefire.record.thing import Sensitivity
from ceasefire.web.editing.edits import Editing

IDLE, LONGEST = 2 * 3600.0, 12 * 3600.0  # seconds without a request, and altogether, after which a session ends


class Role(StrEnum):
    """What somebody may do; each may do what those before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    REVIEWER = "reviewer"

    def covers(self, other: Role) -> bool:
        """Whether this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass
class Session:
    """One browser that has come in.

    `name` stands beside whatever it enters; `csrf` has to come back with each form; `openness` is the most closely held
    kind of thing that is shown; `editing` are cases with changes that are not saved yet.
    """

    name: str
    role: Role
    openness: Sensitivity = Sensitivity.RED
    language: str = ""
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    editing: dict[str, Editing] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)
    seen: float = field(default_factory=time.monotonic)

    def alive(self, now: float) -> bool:
        """Whether it has not been left alone too long."""
        return now - self.seen < IDLE and now - self.begun < LONGEST


@dataclass
class Sessions:
    """The sessions that were opened here, by the value of their cookie; they end with the program."""

    known: dict[str, Session] = field(default_factory=dict)
    lasting: bool = False  # those of one person at their own machine do not end before the program does

    def open(self, session: Session) -> str:
        """The cookie of a new session: made here, never brought along."""
        now = time.monotonic()
        self.known = {key: one for key, one in self.known.items() if self.lasting or one.alive(now)}
        cookie = secrets.token_urlsafe(32)
        self.known[cookie] = session
        return cookie

    def find(self, cookie: str) -> Session | None:
        """The session of a cookie, if it is one of ours and still lives."""
        found = self.known.get(cookie)
        now = time.monotonic()
        if found is None or not (self.lasting or found.alive(now)):
            self.known.pop(cookie, None)
            return None
        found.seen = now
        return found

    def end(self, cookie: str) -> None:
        """Forget a session."""
        self.known.pop(cookie, None)

    def end_all_of(self, name: str) -> None:
        """Forget every session of a person."""
        self.known = {cookie: one for cookie, one in self.known.items() if one.name != name}
