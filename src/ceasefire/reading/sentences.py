"""A text cut into paragraphs and sentences, each with its place in the text and the quotations inside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ceasefire.reading.marks import Span, quoted

_NO_END = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Sgt|Cpl|Brig|Adm|Sen|Rep|Gov|Rev|Hon|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs"
    r"|approx|Jr|Sr|Inc|Ltd|Co|U\.S|U\.N|U\.K|E\.U|a\.m|p\.m|e\.g|i\.e|[A-ZА-Я])\.$"
)
_END = re.compile(r"(?<![.!?…؟。])[.!?…؟。]++(?:[ \u00a0\u202f]»)?[”\"’'»)\]]*+(?=\s++[^a-z\s])")
_ATTRIBUTED = re.compile(
    r"(?:[A-Z][\w’'.-]{1,30}(?: [A-Z][\w’'.-]{1,30}){0,4}|He|She|They|It|[Tt]he \w{3,20}) "
    r"(?:said|asked|added|wrote|told|says|asks|tweeted|replied|wondered|shouted|continued|exclaimed|cried|joked)\b(?! that\b)"
)
_LIST_ITEM = re.compile(r"\n(?=\s{0,8}[-•*] )")
LONGEST = 8_000  # characters: what has no end before is cut at a space, so that time stays in proportion to length
_WRAPPED = 100  # characters: where no line is longer, a line is no paragraph


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


def paragraphs(text: str) -> list[Span]:
    """Parts between empty lines, items of lists, and lines, where lines are long enough to be paragraphs."""
    lines = text.split("\n")
    by_line = max(map(len, lines), default=0) > _WRAPPED
    cuts = {0, len(text)}
    position = 0
    for line, following in pairwise([*lines, ""]):
        position += len(line) + 1
        if by_line or not line.strip() or not following.strip() or _LIST_ITEM.match("\n" + following):
            cuts.add(min(position, len(text)))
    return [(a, b) for a, b in pairwise(sorted(cuts)) if text[a:b].strip()]


def sentences(text: str) -> list[Sentence]:
    """The sentences in order.  A quotation is not cut, unless it ends a sentence and the next begins with a capital."""
    parts = paragraphs(text)
    marks = quoted(text, parts)
    starts = [q[0] for q in marks]
    made: list[Sentence] = []
    for number, (begin, stop) in enumerate(parts):
        start = begin
        for end in _short(text, begin, [*_ends(text, (begin, stop), marks, starts), stop]):
            left, right = _trimmed(text, start, end)
            if right > left:
                low, high = bisect_left(starts, left), bisect_left(starts, right)
                inside = tuple((a, min(b, right)) for a, b in marks[low:high])
                made.append(Sentence(left, right, number, inside))
            start = end
    return made


def _short(text: str, begin: int, ends: list[int]) -> Iterator[int]:
    """The ends of sentences, with ends at spaces between them where a sentence would be too long."""
    for end in ends:
        while end - begin > LONGEST:
            space = text.rfind(" ", begin + 1, begin + LONGEST)
            begin = space if space > 0 else begin + LONGEST
            yield begin
        yield end
        begin = end


def _ends(text: str, part: Span, marks: list[Span], starts: list[int]) -> list[int]:
    ends = []
    for found in _END.finditer(text, *part):
        at, end = found.span()
        near = bisect_right(starts, at) - 1
        inside = marks[near] if near >= 0 and marks[near][0] < at < marks[near][1] else None
        if inside and (end < inside[1] or not _closes(text, end, part[1])):
            continue
        if inside and found.group()[0] in "?!…" and _ATTRIBUTED.match(text, end + _space(text, end)):
            continue
        if found.group()[0] == "." and _NO_END.search(text, max(part[0], at - 8), at + 1):
            continue
        ends.append(end)
    return ends


def _space(text: str, at: int) -> int:
    width = 0
    while text[at + width : at + width + 1].isspace():
        width += 1
    return width


def _closes(text: str, end: int, stop: int) -> bool:
    """After a quotation that ends a sentence a new one begins with a capital; `said Ms. Berg` would not."""
    following = text[end : min(stop, end + 200)].lstrip()[:1]
    return not following or following.isupper() or not following.isascii() or following in "\"'-•"


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in "-•*"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
