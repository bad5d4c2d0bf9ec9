"""JSON Lines: one thing a line, `{"thing": "claim", ...}` with the fields of its kind (`docs/reference/record.md`)."""

from __future__ import annotations

import json
from typing import Any

from ceasefire.record.entry import MODELS, Kind
from ceasefire.record.thing import Thing

# A claim has a kind of its own, so the kind of thing stands under a name of its own there.
WORD = "thing"


def read_line(text: str) -> Thing:
    """The thing on a line: `thing` says what it is, the other fields are its own.  Raises ValueError with the reason."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(value, dict) or value.get(WORD) not in set(Kind):
        raise ValueError(f"`{WORD}` has to be one of {', '.join(Kind)}")
    model = MODELS[Kind(value.pop(WORD))]
    return model.model_validate(value, strict=False)
