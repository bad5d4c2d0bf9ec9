"""The people who may come, where there are several: names, roles, passwords as argon2 hashes, and a log of what they did.

They are kept in the PostgreSQL database of the record, in tables of their own.  The log is append-only, as the record is;
what somebody enters into the record stands there under the same name.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)

from ceasefire.errors import CeasefireError
from ceasefire.record.faults import told
from ceasefire.record.moment import now
from ceasefire.record.place import engine_for, is_url, shown
from ceasefire.record.thing import Sensitivity
from ceasefire.web.doors.session import Role

SHORTEST, LONGEST = 12, 1_000  # characters of a password
TRIES, FORGOTTEN = 5, timedelta(minutes=15).total_seconds()
_tables = MetaData()
_account = Table(
    "account",
    _tables,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("openness", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("shut", Boolean, nullable=False),
    Column("made", Text, nullable=False),
)
_deed = Table(
    "deed",
    _tables,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
)
_KEPT = (
    (
        "CREATE OR REPLACE FUNCTION deed_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was done stays in the log'; END $$"
    ),
    (
        "CREATE OR REPLACE TRIGGER deed_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON deed "
        "FOR EACH STATEMENT EXECUTE FUNCTION deed_stays()"
    ),
)


class AccountError(CeasefireError):
    """An account cannot be made, changed or used as asked."""


@dataclass(frozen=True)
class Account:
    """A person who may come; `openness` is the most closely held kind of thing that is shown to them."""

    name: str
    role: Role
    openness: Sensitivity
    shut: bool
    made: str


@dataclass(frozen=True)
class Deed:
    """Something somebody did; `at` is UTC."""

    at: str
    who: str
    what: str


@dataclass
class Throttle:
    """Wrong passwords by name: after a few, nobody of that name comes in for a while, with whatever password."""

    wrong: dict[str, list[float]] = field(default_factory=dict)

    def waits(self, name: str) -> bool:
        """Whether this name has to wait."""
        since = time.monotonic() - FORGOTTEN
        self.wrong = {n: kept for n, times in self.wrong.items() if (kept := [t for t in times if t > since])}
        return len(self.wrong.get(name, ())) >= TRIES

    def failed(self, name: str) -> None:
        """Count a wrong password."""
        self.wrong.setdefault(name, []).append(time.monotonic())

    def passed(self, name: str) -> None:
        """Forget the wrong ones after a right one."""
        self.wrong.pop(name, None)


@dataclass
class Accounts:
    """The accounts of a database."""

    place: str
    throttle: Throttle = field(default_factory=Throttle)
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if not is_url(self.place):
            raise AccountError(f"{self.place}: several users need a record in PostgreSQL (postgresql://...)")
        try:
            from argon2 import PasswordHasher
        except ModuleNotFoundError:
            raise AccountError("passwords need argon2: pip install 'ceasefire[users]'") from None
        self._hasher = PasswordHasher()
        self._decoy = self._hasher.hash("nobody has this password")

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        engine = engine_for(self.place, write=True)
        try:
            with told(shown(self.place)), engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def prepare(self) -> None:
        """Make the tables where they are not there yet.  Raises RecordError."""
        with self._open() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(1128616275)"))
            _tables.create_all(connection)
            for statement in _KEPT:
                connection.execute(text(statement))

    def add(self, account: Account, password: str, by: str) -> None:
        """Make an account.  Raises AccountError where there is one of that name, or the password is too short."""
        hashed = self._hashed(password)
        if not account.name.strip() or account.name != account.name.strip() or len(account.name) > 100:
            raise AccountError("a name has 1 to 100 characters and no space around it")
        with self._open() as connection:
            if connection.execute(select(_account.c.name).where(_account.c.name == account.name)).first():
                raise AccountError(f"there is an account `{account.name}` already")
            row = {"name": account.name, "role": account.role.value, "openness": account.openness.value}
            connection.execute(insert(_account).values(**row, password=hashed, shut=False, made=now()))
            _noted(connection, by, f"made the account {account.name} ({account.role}, up to {account.openness})")

    def change(self, name: str, by: str, **values: str | bool) -> None:
        """Change `role`, `openness`, `shut` or `password` of an account.  Raises AccountError where there is none."""
        told_values = {k: "anew" if k == "password" else str(v) for k, v in values.items()}
        if "password" in values:
            values["password"] = self._hashed(str(values["password"]))
        with self._open() as connection:
            done = connection.execute(update(_account).where(_account.c.name == name).values(**values))
            if not done.rowcount:
                raise AccountError(f"there is no account `{name}`")
            said = ", ".join(f"{k}: {v}" for k, v in told_values.items())
            _noted(connection, by, f"changed the account {name}: {said}")

    def every(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self._open() as connection:
            rows = connection.execute(select(_account).order_by(_account.c.name)).mappings().all()
        return tuple(
            Account(r["name"], Role(r["role"]), Sensitivity(r["openness"]), r["shut"], r["made"]) for r in rows
        )

    def find(self, name: str) -> Account | None:
        """The account of a name, if it is not shut."""
        return next((a for a in self.every() if a.name == name and not a.shut), None)

    def enter(self, name: str, password: str) -> Account | None:
        """The account of a name and its password; None where they do not belong together, which takes as long.

        Raises AccountError where the name has to wait after too many wrong ones.
        """
        with self.one_at_a_time:  # many at once would all pass the throttle, and each takes much memory
            return self._enter(name, password)

    def _enter(self, name: str, password: str) -> Account | None:
        from argon2.exceptions import InvalidHashError, VerificationError

        if self.throttle.waits(name):
            raise AccountError("Too many wrong passwords. Wait a quarter of an hour.")
        with self._open() as connection:
            row = connection.execute(select(_account).where(_account.c.name == name)).mappings().first()
        try:
            self._hasher.verify(row["password"] if row else self._decoy, password[:LONGEST])
            right = row is not None and not row["shut"]
        except (VerificationError, InvalidHashError):
            right = False
        if not right or row is None:
            self.throttle.failed(name)
            self.note(name[:100], "was refused at the door")
            return None
        self.throttle.passed(name)
        self.note(name, "signed in")
        return Account(row["name"], Role(row["role"]), Sensitivity(row["openness"]), shut=False, made=row["made"])

    def note(self, who: str, what: str) -> None:
        """Add to the log."""
        with self._open() as connection:
            _noted(connection, who, what)

    def log(self, most: int = 100) -> tuple[Deed, ...]:
        """The last deeds, the latest first."""
        with self._open() as connection:
            rows = connection.execute(select(_deed).order_by(_deed.c.seq.desc()).limit(most)).mappings().all()
        return tuple(Deed(r["at"], r["who"], r["what"]) for r in rows)

    def _hashed(self, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise AccountError(f"a password has {SHORTEST} to {LONGEST:,} characters")
        return self._hasher.hash(password)


def role_in(place: str, name: str) -> Role | str | None:
    """The role of a name where a database has accounts (empty where that name has none), None where it has no accounts."""
    engine = engine_for(place)
    try:
        with told(shown(place)), engine.connect() as connection:
            if not inspect(connection).has_table("account"):
                return None
            chosen = select(_account.c.role).where(_account.c.name == name, ~_account.c.shut)
            found = connection.execute(chosen).scalar_one_or_none()
    finally:
        engine.dispose()
    return Role(found) if found else ""


def _noted(connection: Connection, who: str, what: str) -> None:
    connection.execute(insert(_deed).values(at=now(), who=who, what=what[:4_000].replace("\x00", "")))
