"""Quotations in Arabic, French, Russian and Spanish: direct speech, and the commonest verbs with the word that opens what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ceasefire.reading.languages.arabic import ARABIC
from ceasefire.reading.languages.clauses import BREAKS, Reader, Said
from ceasefire.reading.languages.detect import Passage
from ceasefire.reading.languages.french import FRENCH
from ceasefire.reading.languages.rules import Rules
from ceasefire.reading.languages.russian import RUSSIAN
from ceasefire.reading.languages.spanish import SPANISH
from ceasefire.reading.marks import Span
from ceasefire.reading.phrases import Range
from ceasefire.reading.quotations import Quotation
from ceasefire.reading.sentences import Sentence
from ceasefire.reading.tokens import Sort, Token, plain_tokens, span_of, tokens
from ceasefire.record.claim import ClaimKind, Form

RULES: Mapping[str, Rules] = {r.code: r for r in (ARABIC, FRENCH, RUSSIAN, SPANISH)}


def foreign_quotations(text: str, sentences: Sequence[Sentence], passage: Passage) -> list[Quotation]:
    """The quotations of a passage in one of `RULES`, in order; a pronoun takes up whoever spoke last."""
    rules = RULES[passage.language]
    found: list[Quotation] = []
    for number in passage.sentences:
        parts = tokens(text, sentences[number])
        inner = [q for t in parts if t.sort is Sort.QUOTE for q in _interrupted(rules, text, t, number)]
        if inner:
            found += inner
            continue
        reader = Reader(rules, parts)
        for said in reader.read():
            if not any(t.sort is not Sort.MARK for t in parts[slice(*said.content)]):
                continue  # marks alone
            source = _span(parts, said.source)
            stands_for = None
            if said.source is None or _is_pronoun(rules, parts, said.source):
                near = [q for q in found if q.sentence >= number - 2 and (q.stands_for or q.source)]
                stands_for = (near[-1].stands_for or near[-1].source) if near else None
            found.append(replace(_made(parts, said, source, number), stands_for=stands_for))
        if not found or found[-1].sentence != number:
            found += _alone(parts, number, found)
    return found


def _span(parts: Sequence[Token], at: Range | None) -> Span | None:
    return span_of(list(parts[slice(*at)])) if at else None


def _is_pronoun(rules: Rules, parts: Sequence[Token], at: Range) -> bool:
    return at[1] - at[0] == 1 and parts[at[0]].low in rules.pronouns


def _made(parts: Sequence[Token], said: Said, source: Span | None, number: int) -> Quotation:
    begin, end = said.content
    while end > begin and not parts[end - 1].word and parts[end - 1].sort is Sort.MARK:
        end -= 1
    while begin < end - 1 and not parts[begin].word and parts[begin].sort is Sort.MARK:
        begin += 1
    inside = parts[begin:end]
    quoted = any(t.sort is Sort.QUOTE for t in inside)
    form = Form.INDIRECT if not quoted else Form.MIXED if any(t.word for t in inside) else Form.DIRECT
    start, stop = span_of(list(inside))
    via = (span_of(list(parts[slice(*said.via)])),) if said.via else ()
    if inside[0].word and any(inside[0].low.startswith(e) and len(inside[0].low) > len(e) for e in ("qu'",)):
        start += 3
    return Quotation(
        form,
        source,
        _span(parts, said.verb),
        (start, stop),
        said.kind,
        number,
        verb=parts[said.verb[1] - 1].low,
        via=via,
    )


def _interrupted(rules: Rules, text: str, quote: Token, number: int) -> list[Quotation]:
    """Russian print puts who speaks between dashes inside the marks: `«Q, — said S. — Q»`; the whole is what is said."""
    if rules.code != "ru":
        return []
    parts = plain_tokens(text, quote.start + 1, quote.end - 1)
    dashes = [k for k, t in enumerate(parts) if t.low in {"—", "–"}]
    for dash in dashes:
        if dash + 2 >= len(parts) or parts[dash + 1].low not in rules.verbs:
            continue
        end = dash + 2
        while end < len(parts) and parts[end].low not in BREAKS | {"."} and parts[end].low not in rules.stops:
            end += 1
        if end == dash + 2:
            continue
        verb = parts[dash + 1]
        kind = rules.verbs[verb.low]
        return [
            Quotation(
                Form.DIRECT,
                span_of(parts[dash + 2 : end]),
                (verb.start, verb.end),
                (quote.start, quote.end),
                kind,
                number,
                verb=verb.low,
            )
        ]
    return []


def _alone(parts: Sequence[Token], number: int, before: list[Quotation]) -> list[Quotation]:
    """A quotation that makes up its sentence goes on with what the speaker before said."""
    quotes = [t for t in parts if t.sort is Sort.QUOTE]
    if not quotes or any(t.word for t in parts) or len(quotes[0].text.split()) < 3:
        return []
    near = [q for q in before if q.sentence >= number - 2 and q.source]
    last = near[-1] if near else None
    content = (quotes[0].start, quotes[-1].end)
    return [
        Quotation(
            Form.DIRECT, last.source if last else None, last.cue if last else None, content, ClaimKind.STATEMENT, number
        )
    ]
