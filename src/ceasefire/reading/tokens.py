"""A sentence as tokens: words and marks, each quotation and each aside in brackets one token of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ceasefire.reading.marks import Span
from ceasefire.reading.sentences import Sentence

_PIECE = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*(?:(?<=[A-Z])\.(?=\w|\s[a-z]|,))?|[^\w\s]|_")
_ARTICLE = re.compile(r"(?:al|el|as|ash|at|an|ar|ad|ul)-[A-Z]")  # of an Arabic name: al-Sheikh
_DATELINE = re.compile(
    r"(?:[A-Z][\w.’'-]{1,30}[, ]{1,2}){0,5}\((?:[A-Z][\w. ]{1,30})\)\s*[-–—:]\s*|(?:[A-Z]{3,}[A-Z, ./]{0,40})\s[-–—]{1,2}\s"
)
_ABBREVIATED = frozenset(
    "mr mrs ms dr gen col maj lt capt sgt sen rep gov st prof jan feb aug sept oct nov dec u.s u.n u.k e.u jr sr".split()
)


class Sort(Enum):
    """What a token is."""

    WORD = "word"
    MARK = "mark"
    QUOTE = "quote"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place in the text; `low` is it in small letters with plain apostrophes."""

    start: int
    end: int
    text: str
    low: str
    sort: Sort
    capital: bool

    @property
    def word(self) -> bool:
        """True of a word."""
        return self.sort is Sort.WORD


def tokens(text: str, sentence: Sentence) -> list[Token]:
    """The tokens of a sentence, without a dateline such as `GENEVA (Agency) -` before it."""
    dateline = _DATELINE.match(text, sentence.start, sentence.end)
    position = dateline.end() if dateline else sentence.start
    made: list[Token] = []
    for start, end in sentence.quotes:
        if start < position:
            continue
        made += _plain(text, position, start)
        said = text[start:end]
        made.append(Token(start, end, said, said.casefold(), Sort.QUOTE, capital=said[1:2].isupper()))
        position = end
    made += _plain(text, position, sentence.end)
    return made


def plain_tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens between two places, quotation marks taken as any other mark."""
    return _plain(text, start, end)


def _plain(text: str, start: int, end: int) -> list[Token]:
    made: list[Token] = []
    position = start
    while True:
        opens = text.find("(", position, end)
        closes = text.find(")", opens, min(end, opens + 400)) if opens >= 0 else -1
        stop = opens if closes > 0 else end
        made += _pieces(text, position, stop)
        if closes <= 0:
            return made
        aside = text[opens : closes + 1]
        made.append(Token(opens, closes + 1, aside, aside.casefold(), Sort.ASIDE, capital=False))
        position = closes + 1


def _pieces(text: str, start: int, end: int) -> list[Token]:
    made: list[Token] = []
    for found in _PIECE.finditer(text, start, end):
        first = found.group()[0]
        word = first.isalnum()
        stop = found.end()
        low = found.group().casefold().replace("’", "'")
        if word and text[stop : stop + 1] == "." and low in _ABBREVIATED and stop + 1 <= end:
            stop += 1
        elif low == "." and made and made[-1].end == found.end():
            continue
        sort = Sort.WORD if word else Sort.MARK
        made.append(
            Token(
                found.start(),
                stop,
                text[found.start() : stop],
                low.rstrip(".") if word else low,
                sort,
                capital=first.isupper() or bool(_ARTICLE.match(found.group())),
            )
        )
    return made


def span_of(parts: list[Token]) -> Span:
    """From the first of some tokens to the last."""
    return parts[0].start, parts[-1].end
