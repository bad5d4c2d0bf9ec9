"""Quotations: who is said to have said what, with the places of source, cue and content.

Direct: the words stand between quotation marks.  Indirect: they are reported.  Mixed: reported, with a few words quoted.
The three parts and three forms are those of Pareti (2015, thesis, Edinburgh); the rules are our own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ceasefire.reading.chains import Chain, chain_of, headline
from ceasefire.reading.clauses import Clause, clauses
from ceasefire.reading.cues import GOES_ON
from ceasefire.reading.marks import Span
from ceasefire.reading.phrases import Range
from ceasefire.reading.sentences import Sentence
from ceasefire.reading.tokens import Sort, Token, plain_tokens, span_of, tokens
from ceasefire.reading.verbs import clausal
from ceasefire.record.claim import ClaimKind, Form

_WINDOW = 300  # tokens: a longer sentence is read in stretches, so that time stays in proportion to length


@dataclass(frozen=True)
class Quotation:
    """What is attributed: places of source (None where nobody is named), cue (None where a quote stands alone), content.

    `content` is all that depends on the cue; `words`, where they differ, are those without the hearer before them.
    `via` are places of those through whom the words come; `verb` is the stem of the cue; `denied` is true of a cue that is
    itself negated (*did not rule out*); `other` is another end or beginning that a parser sees.  `stands_for` is the source that a pronoun takes up, where rules settle it at once.
    """

    form: Form
    source: Span | None
    cue: Span | None
    content: Span
    kind: ClaimKind
    sentence: int
    audience: Span | None = None
    words: Span | None = None
    via: tuple[Span, ...] = ()
    verb: str = ""
    denied: bool = False
    other: Span | None = None
    stands_for: Span | None = None


def quotations(
    text: str, sentences: Sequence[Sentence], known: Callable[[str], bool] = lambda _: False
) -> list[Quotation]:
    """Every quotation of a text in English, in order of its content; `known` says whether some words name a party."""
    found: list[Quotation] = []
    for number, sentence in enumerate(sentences):
        parts = tokens(text, sentence)
        made: list[Quotation] = []
        for start in range(0, max(1, len(parts)), _WINDOW):
            made += _read(text, parts[start : start + _WINDOW], number)
        found += made or _alone(text, parts, number, found) or _heading(text, parts, number, known)
    return sorted(found, key=lambda q: q.content)


def _read(text: str, parts: Sequence[Token], number: int) -> list[Quotation]:
    """The quotations of a sentence by its verbs, and by what says through whom they come."""
    if not parts:
        return []
    chain = chain_of(parts)
    rest = parts if chain is None else chain.rest
    said = [c for c in clauses(rest) if any(t.sort is not Sort.MARK for t in rest[slice(*c.content)])]
    made = [_made(text, rest, clause, number) for clause in said]
    if chain is None:
        return _nested(text, made)
    via = span_of(list(chain.source))
    firm = [q for q in made if q.form is Form.DIRECT or _whole(text, q)]
    if firm:
        return _nested(text, [replace(q, via=(*q.via, via)) for q in made])
    return _attributed_to(text, chain, number)


def _whole(text: str, quotation: Quotation) -> bool:
    """True of reported words that are a clause of their own."""
    return quotation.verb not in {"report", "show"} and clausal(plain_tokens(text, *quotation.content))


def _attributed_to(text: str, chain: Chain, number: int) -> list[Quotation]:
    """`According to S, C` and `C, according to S`: S is the source of all the rest."""
    content = [t for t in chain.rest if t.word or t.sort is not Sort.MARK]
    if not content or chain.content[0] >= chain.content[1]:
        return []
    quoted = [t for t in content if t.sort is Sort.QUOTE]
    span = _edges(text, chain.rest, chain.content)
    form = Form.INDIRECT if not quoted else Form.DIRECT if len(content) == len(quoted) else Form.MIXED
    return [Quotation(form, span_of(list(chain.source)), chain.cue, span, ClaimKind.STATEMENT, number, verb="accord")]


def _made(text: str, parts: Sequence[Token], clause: Clause, number: int) -> Quotation:
    source = span_of(list(parts[slice(*clause.source)])) if clause.source else None
    cue = span_of(list(parts[clause.cue.at : clause.cue.end])) if clause.cue else None
    words_said = _edges(text, parts, clause.content)
    content = _edges(text, parts, clause.whole)
    inside = parts[slice(*clause.content)]
    quotes = [t for t in inside if t.sort is Sort.QUOTE]
    words = [t for t in inside if t.word]
    form = Form.INDIRECT if not quotes else Form.MIXED if words else Form.DIRECT
    hears = span_of(list(parts[slice(*clause.hearer)])) if clause.hearer else None
    kind = clause.cue.verb.kind if clause.cue else ClaimKind.STATEMENT
    verb = clause.cue.verb.stem if clause.cue else ""
    through = tuple(span_of(list(parts[slice(*v)])) for v in clause.via)
    said = words_said if words_said != content and verb != "urge" else None
    return Quotation(form, source, cue, content, kind, number, hears, said, through, verb, clause.denied)


def _edges(text: str, parts: Sequence[Token], content: Range) -> Span:
    """The characters of a stretch, without marks at its ends; a mark inside quotation marks stays."""
    begin, end = content
    while begin < end and parts[begin].sort is Sort.MARK and parts[begin].low not in "$£€#@[":
        begin += 1
    while end > begin and parts[end - 1].sort is Sort.MARK and parts[end - 1].low not in "%]":
        end -= 1
    if begin >= end:
        return span_of(list(parts[slice(*content)]))
    start, stop = parts[begin].start, parts[end - 1].end
    if parts[end - 1].low in {"u.s", "u.n", "u.k"} and text[stop - 1] != ".":
        stop += 1
    return start, stop


def _nested(text: str, made: list[Quotation]) -> list[Quotation]:
    """Without what stands inside another's words, except where all of those words are somebody else's: told X that Y said."""
    kept: list[Quotation] = []
    for one in sorted(made, key=lambda q: (q.content[0], -q.content[1])):
        outer = next(
            (k for k in reversed(kept) if k.content[0] <= one.content[0] and one.content[1] <= k.content[1]), None
        )
        if outer is None:
            kept.append(one)
        elif outer.source and _report_within(text, one, outer):
            kept.append(replace(one, via=(*one.via, outer.source, *_named_hearer(text, outer))))
    return kept


def _named_hearer(text: str, outer: Quotation) -> tuple[Span, ...]:
    """`told the Herald that Y said`: a hearer with a name passes the words on."""
    heard = text[slice(*outer.audience)].removeprefix("the ") if outer.audience else ""
    return (outer.audience,) if outer.audience and heard[:1].isupper() else ()


def _report_within(text: str, one: Quotation, outer: Quotation) -> bool:
    """True where somebody named opens another's words and reports a clause in them."""
    if one.source is None or one.denied or not 0 <= one.source[0] - outer.content[0] <= 1:
        return False
    pronoun = text[slice(*one.source)].casefold() in {"he", "she", "it", "they", "we", "i", "you"}
    return not pronoun and _telling(one) and _whole(text, one)


def _telling(one: Quotation) -> bool:
    """True of verbs that report a clause: what somebody denies or backs is no report within a report."""
    return one.kind in {ClaimKind.STATEMENT, ClaimKind.ASSESSMENT} and one.verb in {
        "say",
        "tell",
        "state",
        "announce",
        "declare",
        "claim",
        "add",
        "warn",
        "report",
        "write",
    }


def _alone(text: str, parts: Sequence[Token], number: int, before: list[Quotation]) -> list[Quotation]:
    """A quotation that makes up its sentence goes on with what the speaker before said; without one, nobody is named."""
    quotes = [t for t in parts if t.sort is Sort.QUOTE]
    if not quotes or any(t.word and t.low not in {"and", "but"} for t in parts):
        return []
    content = (quotes[0].start, quotes[-1].end)
    near = [q for q in before if q.sentence >= number - 2 and q.source]
    last = near[-1] if near else None
    if len(text[slice(*content)].split()) < 2 and (last is None or last.form is not Form.DIRECT):
        return []
    if last is None:
        return [Quotation(Form.DIRECT, None, None, content, ClaimKind.STATEMENT, number)]
    via = last.via if last.form is not Form.INDIRECT or last.verb in GOES_ON else ()
    return [Quotation(Form.DIRECT, last.source, last.cue, content, ClaimKind.STATEMENT, number, via=via)]


def _heading(text: str, parts: Sequence[Token], number: int, known: Callable[[str], bool]) -> list[Quotation]:
    found = headline(parts, known, text)
    if found is None:
        return []
    source, content = found
    return [Quotation(Form.INDIRECT, source, None, content, ClaimKind.STATEMENT, number, verb="headline")]
