"""Small turns of phrase that every page uses: counts, days, lists, and names that read from right to left."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

Changes = Mapping[str, tuple[str, str]]
"""Per issue the option it goes from, and to."""


def isolate(text: str) -> str:
    """Text that reads from right to left, set off so that it does not turn the sentence around it (Unicode FSI, PDI)."""
    if any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text):
        return f"\u2068{text}\u2069"
    return text


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def count(number: int, one: str, many: str = "") -> str:
    """`1 package`, `3 packages`, with thousands separated."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(value: date) -> str:
    """`26 August 2016`."""
    return f"{value.day} {value:%B} {value.year}"


def points(value: float | None) -> str:
    """Points 0-100 without false precision; a difference under one keeps one decimal."""
    if value is None:
        return "?"
    return f"{value:.0f}" if abs(value) >= 1 or value == 0 else f"{value:.1f}"
