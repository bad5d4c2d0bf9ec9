"""JSON in one form, so that the same content has the same text: it is stored and hashed as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

_TEXT = json.encoder.encode_basestring
_SORTED = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
listed_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON of a list or mapping in the order in which it is."""


def canonical(value: Any) -> str:
    """JSON in one form: keys in code-point order, no spaces, characters as themselves."""
    return _TEXT(value) if type(value) is str else _SORTED(value)


def texts_json(texts: Iterable[str]) -> str:
    """JSON of a list of texts."""
    return f"[{','.join(map(_TEXT, texts))}]"
