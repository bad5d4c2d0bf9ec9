"""What people write: YAML with the place of every value, shapes it must have, files written whole or not at all."""
