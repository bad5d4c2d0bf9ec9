"""A sentence as its readers see it: its tokens, and where its last mark begins."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.reading.tokens import Token


class View:
    """The tokens of a sentence; `stop` is the place of the marks at its end."""

    def __init__(self, parts: Sequence[Token]) -> None:
        self.parts = parts
        self.stop = len(parts)
        while self.stop and parts[self.stop - 1].low in {".", "!", "?", "…"}:
            self.stop -= 1
