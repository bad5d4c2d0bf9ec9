"""What words in another language come to: negation, how firmly they are put, and the days in them, by its own small words."""

from __future__ import annotations

import re
from datetime import date

from ceasefire.reading.dates import Dated, nearest
from ceasefire.reading.languages.rules import Rules
from ceasefire.reading.marks import Span
from ceasefire.reading.tokens import Token, plain_tokens
from ceasefire.record.claim import Modality

_NUMBER = re.compile(r"\d{1,2}$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_LINK = frozenset(("de", "del", "/", "г", "года", "er"))
_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def main_words(rules: Rules, said: str) -> list[str]:
    """The words of the main clause of some words, up to the first that opens another."""
    found: list[str] = []
    for token in plain_tokens(said, 0, len(said)):
        if not token.word:
            continue
        if token.low in rules.subordinate and len(found) > 1:
            break
        found.append(token.low)
    return found


def is_negated(rules: Rules, said: str) -> bool:
    """True where the main clause holds a word that negates."""
    return any(w in rules.negations or (rules.code == "fr" and w.startswith("n'")) for w in main_words(rules, said))


def modality(rules: Rules, said: str) -> Modality:
    """How firmly words are put."""
    every = {t.low for t in plain_tokens(said, 0, len(said)) if t.word}
    main = main_words(rules, said)
    if every & rules.conditional:
        return Modality.CONDITIONAL
    if rules.required & set(main):
        return Modality.REQUIRED
    if rules.possible & set(main):
        return Modality.POSSIBLE
    if rules.intended & set(main) or any(_future(rules, w) for w in main):
        return Modality.INTENDED
    return Modality.ASSERTED


def _future(rules: Rules, word: str) -> bool:
    if rules.code == "ar":
        return len(word) > 4 and word.startswith(rules.future)
    return len(word) > 5 and word.endswith(rules.future) if rules.future else False


def dates(rules: Rules, text: str, span: Span, written: date, *, ahead: bool) -> list[Dated]:
    """Days by the names that a language has for months and weekdays; without a year the nearest, as in English."""
    parts = [t for t in plain_tokens(text, *span) if t.word or t.low == "/"]
    found = []
    for at, token in enumerate(parts):
        month = rules.months.get(token.low) or rules.months.get(
            f"{token.low}_{parts[at + 1].low}" if at + 1 < len(parts) else ""
        )
        if month:
            found += _month(parts, at, (month, written), ahead=ahead)
        elif token.low in rules.days:
            back = (written.weekday() - rules.days[token.low]) % 7
            shift = 7 - back if ahead else -back
            day = date.fromordinal(min(max(written.toordinal() + shift, 1), date.max.toordinal()))
            found.append(Dated((token.start, token.end), token.text, day.isoformat(), ahead))
    return found


def _month(parts: list[Token], at: int, of: tuple[int, date], *, ahead: bool) -> list[Dated]:
    month, written = of
    before, after = at - 1, at + 1
    while before >= 0 and _low(parts, before) in _LINK:
        before -= 1
    day = _low(parts, before).translate(_LATIN).removesuffix("er") if before >= 0 else ""
    while after < len(parts) and (
        _low(parts, after) in _LINK or (after - at < 3 and not _YEAR.match(_low(parts, after).translate(_LATIN)))
    ):
        after += 1
    year = _low(parts, after).translate(_LATIN) if after < len(parts) else ""
    day = day if _NUMBER.match(day) else ""
    name = date(2000, month, 1).strftime("%B")
    meant = nearest(f"{day} {name}".strip(), day, year if _YEAR.match(year) else None, written, ahead=ahead)
    start = parts[before if day else at]
    return [Dated((start.start, parts[at].end), "", meant, ahead)] if meant else []


def _low(parts: list[Token], at: int) -> str:
    return parts[at].low if 0 <= at < len(parts) else ""
