"""The tables: one log of entries, nothing else that could disagree with it.

An entry is a version of a thing.  The columns that lists are made by (`what`, `who`, `begins`, ...) stand beside the body
they were taken from, and the hash covers all of them, so that a list can be trusted as far as the bodies can.  Words are
hashed with a salt (`record.leaves`), so that they can be taken out and the chain still holds.
`turn` and `mark` order the versions of a thing in the same way in every record that has them (`record.versions`).
The migrations make the tables, and the triggers that refuse change.  Times are UTC as text (`record.moment`), and text
sorts by code point in both databases.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

APPLICATION_ID = 0x43454153  # "CEAS", in the header of every SQLite file of ours
metadata = MetaData()
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")

record = Table(
    "record",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("begun", _TEXT, nullable=False),
    sqlite_strict=True,
)

entry = Table(
    "entry",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("thing", _TEXT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("prior", Integer),
    Column("kind", _TEXT, nullable=False),
    Column(
        "action",
        _TEXT,
        CheckConstraint("action IN ('add', 'correct', 'retract', 'erase')", name="entry_action"),
        nullable=False,
    ),
    Column("known", _TEXT, nullable=False),
    Column("entered_at", _TEXT, nullable=False),
    Column("entered_by", _TEXT, nullable=False),
    Column("reason", _TEXT, nullable=False),
    Column("document", Integer, ForeignKey("entry.seq")),
    Column("what", _TEXT, nullable=False),
    Column("who", _TEXT, nullable=False),
    Column("whom", _TEXT, nullable=False),
    Column("topic", _TEXT, nullable=False),
    Column("place", _TEXT, nullable=False),
    Column("begins", _TEXT, nullable=False),
    Column("ends", _TEXT, nullable=False),
    Column("sensitivity", _TEXT, nullable=False),
    Column("body", _TEXT, nullable=False),
    Column("came_from", _TEXT, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("mark", _TEXT, nullable=False),
    Column("erases", _TEXT, nullable=False),
    Column("salt", _TEXT, nullable=False),
    Column("seal", LargeBinary),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("thing", "version", name="entry_version"),
    ForeignKeyConstraint(["thing", "prior"], ["entry.thing", "entry.version"], name="entry_prior"),
    CheckConstraint("(version = 1) = (prior IS NULL) AND coalesce(prior, 0) = version - 1", name="entry_follows"),
    CheckConstraint("(version = 1) = (action = 'add')", name="entry_begins"),
    sqlite_strict=True,
)
Index("entry_list", entry.c.kind, entry.c.begins, entry.c.seq, entry.c.known, entry.c.version)
Index(
    "entry_amended",
    entry.c.thing,
    entry.c.version,
    sqlite_where=text("version > 1"),
    postgresql_where=text("version > 1"),
)

COLUMNS = tuple(column.name for column in entry.columns if column.name not in {"hash", "seal"})
"""What the hash covers, in this order."""
COLUMNS_1 = tuple(name for name in COLUMNS if name not in {"turn", "mark", "erases", "salt"})
"""What the hash of an entry of form 1 covers, in this order; such an entry has a `seal`."""
LEAVED = frozenset({"reason", "what", "who", "whom", "topic", "place", "body", "salt"})
"""Columns that the hash covers through salted leaves."""
