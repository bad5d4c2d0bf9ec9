"""Quotation marks: which stretches of a text stand between them."""

from __future__ import annotations

import re

Span = tuple[int, int]
"""Characters of the text, end exclusive."""

_PAIRS = {"“": "”", "”": "”", "«": "»", "„": "“", "「": "」", "‹": "›"}
_OPENS = re.compile("''|``|(?<!\\S)”|[“«„「‹\"‘']")
LONGEST_QUOTE = 6_000
_LONGEST_SINGLE = 1_500
_APOSTROPHES = 40  # at most so many are looked at for the end of one quotation


def quoted(text: str, paragraphs: list[Span]) -> list[Span]:
    """Spans between quotation marks, marks included, in order and never one in another.

    Double marks of several languages, and single ones where they cannot be apostrophes.  A quotation that opens its
    paragraph and never closes goes on in the next (as newspapers print speeches) and ends with its paragraph.
    """
    found: list[Span] = []
    for begin, stop in paragraphs:
        position = begin
        while opening := _OPENS.search(text, position, stop):
            at = opening.start()
            end = _end(text, at, begin, stop)
            if end:
                found.append((at, end))
            position = end or at + 1
    return found


def _end(text: str, at: int, begin: int, stop: int) -> int:
    """Where a quotation that opens at a mark ends, or 0 where the mark opens none."""
    mark = text[at]
    limit = min(stop, at + LONGEST_QUOTE)
    if text[at : at + 2] in {"''", "``"}:  # typed for a double mark
        stands = text.find("''", at + 2, limit)
        return stands + 2 if stands > 0 else 0
    if mark in "‘'":
        return _single(text, at, min(stop, at + _LONGEST_SINGLE))
    close = _PAIRS.get(mark, '"')
    end = text.find(close, at + 1, limit)
    if mark == "„" and end < 0:
        end = text.find("”", at + 1, limit)
    if mark in '“"' and end < 0:  # closed by a mark of another sort
        end = text.find('"' if mark == "“" else "”", at + 1, limit)
    if end > 0:
        return end + 1
    goes_on = mark in "“«" and not text[begin:at].strip() and stop - at < LONGEST_QUOTE
    return stop if goes_on else 0


def _single(text: str, at: int, limit: int) -> int:
    """The end of a quotation in single marks: they open after a space, close before one, and are no apostrophe."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if (before and not (before.isspace() or before in "([—–")) or not (after.isalpha() or after == "…"):
        return 0
    close = "’" if text[at] == "‘" else "'"
    first = 0
    end = text.find(close, at + 1, limit)
    for _ in range(_APOSTROPHES):
        if end < 0:
            break
        if not text[end + 1 : end + 2].isalnum():
            if text[end - 1] in ",.!?…":
                return end + 1
            first = first or end + 1
            if text[end + 1 : end + 2] in ".,;:" or text[end - 1] != "s":
                return first
        end = text.find(close, end + 1, limit)
    return first
