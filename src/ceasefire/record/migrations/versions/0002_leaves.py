"""Words in salted leaves, and versions in an order that is the same everywhere.

Entries of form 1 keep the hash they were written with, so that checkpoints and exports made of them still hold; a seal beside
it covers their words as leaves and is chained on in turn, and the next entry hangs on both.  How rows are sealed is
`record.aged`'s to say: it must go on reading what this step wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from ceasefire.record.aged import Ageing

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PART = 2_000
_WORDS = ("reason", "what", "who", "whom", "topic", "place", "body", "salt")
_FIXED = (
    *(
        "seq",
        "thing",
        "version",
        "prior",
        "kind",
        "action",
        "known",
        "entered_at",
        "entered_by",
        "document",
        "begins",
        "ends",
    ),
    *("sensitivity", "came_from", "turn", "mark", "erases", "seal", "hash"),
)
_UNCHANGED_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _FIXED)
_UNCHANGED = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _FIXED)
_GUARDS = {
    "sqlite": (
        f"""CREATE TRIGGER entry_update BEFORE UPDATE ON entry
        WHEN NOT ({_UNCHANGED_SQLITE} AND NEW.salt LIKE '{{%' AND EXISTS
          (SELECT 1 FROM entry e WHERE e.thing = OLD.thing AND e.version > OLD.version AND e.action = 'erase'))
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",  # noqa: S608  names of our own columns
        """CREATE TRIGGER entry_delete BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
        """CREATE TRIGGER entry_next BEFORE INSERT ON entry WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry)
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION entry_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF {_UNCHANGED} AND NEW.salt LIKE '{{%' AND EXISTS
            (SELECT 1 FROM entry e WHERE e.thing = OLD.thing AND e.version > OLD.version AND e.action = 'erase')
          THEN RETURN NEW; END IF;
          RAISE EXCEPTION 'the record is append-only';
        END $$""",  # noqa: S608  names of our own columns
        """CREATE TRIGGER entry_unchanged BEFORE DELETE OR TRUNCATE ON entry
        FOR EACH STATEMENT EXECUTE FUNCTION entry_append_only()""",
        "CREATE TRIGGER entry_erased BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_erased()",
        "CREATE TRIGGER entry_next BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_is_next()",
    ),
}


def upgrade() -> None:
    """Copy the log into a table of the new form, sealed, and guard it."""
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    op.rename_table("entry", "entry_1")
    for name in ("entry_list", "entry_amended"):
        op.drop_index(name, "entry_1")
    if not sqlite:
        op.execute("ALTER TABLE entry_1 RENAME CONSTRAINT entry_version TO entry_1_version")
        op.execute("ALTER INDEX entry_pkey RENAME TO entry_1_pkey")
    _table()
    new = sa.table("entry", *(sa.column(name) for name in (*_FIXED, *_WORDS)))
    for part in _aged(connection):
        connection.execute(sa.insert(new), part)
    op.drop_table("entry_1")
    op.create_index("entry_list", "entry", ["kind", "begins", "seq", "known", "version"])
    amended = sa.text("version > 1")
    op.create_index("entry_amended", "entry", ["thing", "version"], sqlite_where=amended, postgresql_where=amended)
    for statement in _GUARDS[connection.dialect.name]:
        op.execute(statement)


def _aged(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    record_id = connection.execute(sa.text("SELECT id FROM record")).scalar()
    if record_id is None:  # a record that is only just being made
        return
    ageing = Ageing(str(record_id))
    last = 0
    while True:
        chosen = sa.text("SELECT * FROM entry_1 WHERE seq > :last ORDER BY seq LIMIT :part")
        rows = connection.execute(chosen, {"last": last, "part": _PART}).mappings().all()
        if not rows:
            return
        last = rows[-1]["seq"]
        yield [ageing.row(dict(row)) for row in rows]


def _table() -> None:
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    words = ("kind", "action", "known", "entered_at", "entered_by", "reason")
    listed = ("what", "who", "whom", "topic", "place", "begins", "ends", "sensitivity", "body", "came_from")
    op.create_table(
        "entry",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("thing", text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("prior", sa.Integer),
        *(sa.Column(name, text, nullable=False) for name in words),
        sa.Column("document", sa.Integer, sa.ForeignKey("entry.seq")),
        *(sa.Column(name, text, nullable=False) for name in listed),
        sa.Column("turn", sa.Integer, nullable=False),
        *(sa.Column(name, text, nullable=False) for name in ("mark", "erases", "salt")),
        sa.Column("seal", sa.LargeBinary),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("action IN ('add', 'correct', 'retract', 'erase')", name="entry_action"),
        sa.UniqueConstraint("thing", "version", name="entry_version"),
        sa.ForeignKeyConstraint(["thing", "prior"], ["entry.thing", "entry.version"], name="entry_prior"),
        sa.CheckConstraint(
            "(version = 1) = (prior IS NULL) AND coalesce(prior, 0) = version - 1", name="entry_follows"
        ),
        sa.CheckConstraint("(version = 1) = (action = 'add')", name="entry_begins"),
        sqlite_strict=True,
    )
