"""Run by Alembic: migrates on the connection it is given."""

from __future__ import annotations

from alembic import context

from ceasefire.record.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
