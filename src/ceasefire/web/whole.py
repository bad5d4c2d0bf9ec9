"""Whole numbers in addresses and forms."""

from __future__ import annotations

MOST_DIGITS = 9  # more than any list has; and turning thousands of digits into a number is refused by Python


def whole(text: str) -> int | None:
    """The number that a text is, 0 or above; None where it is none, or longer than any of ours."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
