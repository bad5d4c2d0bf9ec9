"""How a record's tables came to be, step by step (Alembic)."""
