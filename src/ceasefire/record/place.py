"""Where a record is kept: a SQLite file, or a PostgreSQL database by URL.  Beginning one, and opening it with care."""

from __future__ import annotations

import os
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, make_url, select, text
from sqlalchemy.pool import NullPool

from ceasefire.record.faults import RecordError, told
from ceasefire.record.moment import now
from ceasefire.record.tables import APPLICATION_ID, record

HEAD = "0002"
_PRAGMAS = (
    "foreign_keys=ON",
    "synchronous=FULL",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-64000",  # 64 MB: names are hashes, so their index is read and written all over
)
WAIT = 10.0  # seconds that a writer waits for another before it says so


def is_url(place: str) -> bool:
    """True of a database URL, false of the path of a file."""
    return "://" in place


def shown(place: str) -> str:
    """A place as it may be printed: a URL without its password."""
    return make_url(place).render_as_string(hide_password=True) if is_url(place) else place


def engine_for(place: str, *, create: bool = False, write: bool = False, wait: float = WAIT) -> Engine:
    """An engine on the place; a SQLite file is opened read-only unless it is to be written."""
    if is_url(place):
        url = make_url(place)
        if url.get_backend_name() != "postgresql":
            raise RecordError(f"{shown(place)}: a record is a file or a postgresql:// URL")
        try:
            return create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
        except ModuleNotFoundError:
            raise RecordError("PostgreSQL needs its driver: pip install 'ceasefire[postgresql]'") from None
    mode = "rwc" if create else "rw" if write else "ro"
    path = Path(place).resolve()
    lasting = not write and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
    # SQLite percent-decodes the path; on a medium that cannot change it needs no lock files beside the record
    uri = f"{path.as_uri()}?mode={mode}{'&immutable=1' if lasting else ''}"

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
        for pragma in _PRAGMAS:
            made.execute(f"PRAGMA {pragma}")
        return made

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    # sqlite3 begins transactions where it sees fit; ours begin where they are said to, and a writer's at once
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def begin(place: str) -> str:
    """Make a new, empty record and return its id.  Raises RecordError when something is there already."""
    name = shown(place)
    if not is_url(place):
        if Path(place).exists():
            raise RecordError(f"{name}: there is a file already; choose another name")
        if not Path(place).resolve().parent.is_dir():
            raise RecordError(f"{name}: its folder does not exist")
    try:
        with told(name):
            return _begun(place, name)
    except BaseException:
        if not is_url(place):  # nothing half-made stays behind
            for file in (place, f"{place}-wal", f"{place}-shm"):
                Path(file).unlink(missing_ok=True)
        raise


def _begun(place: str, name: str) -> str:
    engine = engine_for(place, create=True, write=True)
    made = str(uuid.uuid4())
    try:
        if not is_url(place):
            with engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA journal_mode=WAL")
        with engine.begin() as connection:
            if inspect(connection).has_table("record") or inspect(connection).has_table("entry"):
                raise RecordError(f"{name}: this database holds a record already, or tables of the same names")
            migrate(connection)
            connection.execute(insert(record).values(id=made, begun=now()))
    finally:
        engine.dispose()
    return made


def upgrade(place: str) -> str:
    """Bring a record of an earlier form to the form this version knows, and say what was done.

    Of a file a copy is kept beside it.  Raises RecordError; then nothing was changed.
    """
    name = shown(place)
    if not is_url(place):
        recognise(place)
    form = _form(place, name)
    if form == HEAD:
        return f"{name}: it has form {HEAD} already"
    copy = "" if is_url(place) else _copied(place, form)
    engine = engine_for(place, write=True)
    try:
        with told(name), engine.begin() as connection:
            migrate(connection)
    finally:
        engine.dispose()
    return f"{name}: brought from form {form} to {HEAD}{f'; as it was: {copy}' if copy else ''}"


def _form(place: str, name: str) -> str:
    engine = engine_for(place)
    try:
        with told(name), engine.connect() as connection:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    finally:
        engine.dispose()


def _copied(place: str, form: str) -> str:
    """The file as it is, beside itself; the name of the copy."""
    copy = f"{place}.form-{form}"
    if Path(copy).exists():
        raise RecordError(f"{copy} is there already: move it away first, it is where the copy is kept")
    uri = f"{Path(place).resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    Path(copy).chmod(Path(place).stat().st_mode & 0o777)
    return copy


def migrate(connection: Connection) -> None:
    """Bring the tables to the form this version knows."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def recognise(place: str) -> None:
    """Make sure that a file is a record before a database opens it.  Raises RecordError."""
    path = Path(place)
    if not path.exists():
        raise RecordError(f"{place}: there is no record here; `ceasefire record new {place}` begins one")
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as error:
        raise RecordError(f"{place}: {error.strerror or error}") from None
    ours = head[:16] == b"SQLite format 3\x00" and int.from_bytes(head[68:72], "big") == APPLICATION_ID
    if not ours and not (head[:16] == b"SQLite format 3\x00" and Path(f"{place}-wal").exists()):
        raise RecordError(f"{place}: this is not a ceasefire record, and was left as it is")


def identity(connection: Connection, name: str) -> str:
    """The id of the record in an open database.  Raises RecordError when it is none, or of another version of ceasefire."""
    tables = set(inspect(connection).get_table_names())
    if not {"record", "entry", "alembic_version"} <= tables:
        hint = f"`ceasefire record new {name}` begins one"
        raise RecordError(f"{name}: there is no record in this database; {hint}")
    form = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if form < HEAD:
        raise RecordError(
            f"{name}: the record has form {form}, this version of ceasefire reads {HEAD}: "
            f"`ceasefire record upgrade {name}` brings it there, and keeps a copy.  Nothing was changed"
        )
    if form > HEAD:
        raise RecordError(
            f"{name}: the record has form {form}, this version of ceasefire reads {HEAD}: "
            "it was written by a newer one; update ceasefire.  Nothing was changed"
        )
    found: str = connection.execute(select(record.c.id)).scalar_one()
    return found
