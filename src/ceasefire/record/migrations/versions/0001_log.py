"""The log of entries and its guards.

These tables are written out, not taken from `record.tables`, because what a step did must not change when they do.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPLICATION_ID = 0x43454153

_GUARDS = {
    "sqlite": (
        """CREATE TRIGGER entry_update BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
        """CREATE TRIGGER entry_delete BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
        """CREATE TRIGGER entry_next BEFORE INSERT ON entry WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry)
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
        f"PRAGMA application_id = {APPLICATION_ID}",
    ),
    "postgresql": (
        """CREATE FUNCTION entry_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$""",
        """CREATE FUNCTION entry_is_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry) THEN RAISE EXCEPTION 'the record is append-only'; END IF;
          RETURN NEW;
        END $$""",
        """CREATE TRIGGER entry_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
        FOR EACH STATEMENT EXECUTE FUNCTION entry_append_only()""",
        "CREATE TRIGGER entry_next BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_is_next()",
    ),
}


def upgrade() -> None:
    """Make the two tables, their indexes, and the triggers that refuse change."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "record",
        sa.Column("id", text, primary_key=True),
        sa.Column("begun", text, nullable=False),
        sqlite_strict=True,
    )
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
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("action IN ('add', 'correct', 'retract')", name="entry_action"),
        sa.UniqueConstraint("thing", "version", name="entry_version"),
        sa.ForeignKeyConstraint(["thing", "prior"], ["entry.thing", "entry.version"], name="entry_prior"),
        sa.CheckConstraint(
            "(version = 1) = (prior IS NULL) AND coalesce(prior, 0) = version - 1", name="entry_follows"
        ),
        sa.CheckConstraint("(version = 1) = (action = 'add')", name="entry_begins"),
        sqlite_strict=True,
    )
    op.create_index("entry_list", "entry", ["kind", "begins", "seq", "known", "version"])
    amended = sa.text("version > 1")
    op.create_index("entry_amended", "entry", ["thing", "version"], sqlite_where=amended, postgresql_where=amended)
    for statement in _GUARDS[op.get_context().dialect.name]:
        op.execute(statement)
