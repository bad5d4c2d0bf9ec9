"""A text cut into quoted spans, sentences and words, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]
"""Characters of the text, end exclusive."""

_PAIRS = {"“": "”", "«": "»", "„": "“"}
_NO_END = re.compile(
    r"\b(Mr|Mrs|Ms|Dr|Gen|Col|Maj|Lt|Capt|Sgt|Sen|Rep|Gov|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs|approx|U\.S|U\.N|U\.K|"
    r"a\.m|p\.m|e\.g|i\.e|[A-Z])\.$"
)
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?|\S")
LONGEST_QUOTE = 3_000


@dataclass(frozen=True)
class Sentence:
    """A sentence: its span, the paragraph it stands in, and the quoted spans inside it, quotation marks included."""

    start: int
    end: int
    paragraph: int
    quotes: tuple[Span, ...]

    def text(self, whole: str) -> str:
        """Its characters."""
        return whole[self.start : self.end]


def quoted(text: str) -> list[Span]:
    """Spans between double quotation marks, marks included; one that never closes ends with its paragraph, or is none."""
    found: list[Span] = []
    position = 0
    while position < len(text):
        mark = text[position]
        close = _PAIRS.get(mark, '"' if mark == '"' else "")
        if not close:
            position += 1
            continue
        paragraph_end = _next_break(text, position)
        end = text.find(close, position + 1, min(paragraph_end, position + LONGEST_QUOTE))
        if end < 0:
            position += 1
            continue
        found.append((position, end + 1))
        position = end + 1
    return found


def _next_break(text: str, position: int) -> int:
    found = re.compile(r"\n\s*\n").search(text, position)
    return found.start() if found else len(text)


def sentences(text: str) -> list[Sentence]:
    """The sentences in order.  A quotation is not cut, unless it ends a sentence and the next begins with a capital."""
    marks = quoted(text)
    made: list[Sentence] = []
    for paragraph, (begin, stop) in enumerate(_paragraphs(text)):
        start = begin
        for end in [*_ends(text, begin, stop, marks), stop]:
            left, right = _trimmed(text, start, end)
            if right > left:
                inside = tuple(q for q in marks if left <= q[0] and q[1] <= right)
                made.append(Sentence(left, right, paragraph, inside))
            start = end
    return made


def _paragraphs(text: str) -> list[Span]:
    """Parts between empty lines; a line that begins a list item begins a part of its own."""
    cuts = [0, *(m.end() for m in re.finditer(r"\n\s*\n|\n(?=\s*[-•*] )", text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _ends(text: str, begin: int, stop: int, marks: list[Span]) -> list[int]:
    ends = []
    for found in re.finditer(r"[.!?…]+[”\"’)]*(?=\s+[^a-z\s])", text[begin:stop]):
        at = begin + found.start()
        end = begin + found.end()
        inside = next((q for q in marks if q[0] < at < q[1]), None)
        if inside and (end < inside[1] or not _closes(text, end, stop)):
            continue
        if _NO_END.search(text[max(begin, at - 8) : at + 1]) and found.group()[0] == ".":
            continue
        ends.append(end)
    return ends


def _closes(text: str, end: int, stop: int) -> bool:
    """After a quotation that ends a sentence a new one begins with a capital; `said Ms. Berg` would not."""
    following = text[end:stop].lstrip()[:1]
    return not following or following.isupper() or following in "“\"'-•"


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in "-•*"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str, start: int, end: int) -> list[Span]:
    """Words and marks between two places."""
    return [m.span() for m in _WORD.finditer(text, start, end)]
