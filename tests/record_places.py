"""Each test of the store runs on a SQLite file and on a PostgreSQL server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

import postgres
from ceasefire.record.place import begin
from ceasefire.record.store import Record, open_record


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    if postgres.programs() is None:
        if os.environ.get("CEASEFIRE_REQUIRE_POSTGRESQL"):
            pytest.fail("no PostgreSQL server is installed, and this run must have one")
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a record can be begun."""
    if request.param == "sqlite":
        return str(tmp_path / "record.db")
    return fresh_url(str(request.getfixturevalue("server")))


def fresh_url(server: str) -> str:
    """A new, empty database on a server."""
    name = f"t{uuid.uuid4().hex}"
    engine = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def fresh_database(server: str) -> str:
    """A new database on a server with an empty record in it."""
    place = fresh_url(server)
    begin(place)
    return place


@pytest.fixture
def place(empty: str) -> str:
    begin(empty)
    return empty


@pytest.fixture
def held(place: str) -> Iterator[Record]:
    with open_record(place, write=True) as opened:
        yield opened
