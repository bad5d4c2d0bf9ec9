"""From drafts to the skeleton of a case: whom and what articles name, each line with the drafts it rests on.

Nothing here judges.  Whom a party may stand for, its role, who controls an issue, which options there are: all of that is
written as an open line (`OPEN:`) for a person; `ceasefire check` names what a case cannot do without.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ceasefire.reading.draft import Reading
from ceasefire.reading.drafted import Drafted
from ceasefire.reading.names import Names, What
from ceasefire.record.claim import Claim, ClaimKind, Form
from ceasefire.record.document import Document
from ceasefire.vocabulary import Asked, Outcome, StepStatus

_CONTESTED = {StepStatus.OPEN, StepStatus.CONTESTED, StepStatus.OFF_TABLE}
_SMALL = frozenset(
    """
    the a an of to in on at and or that had has have been was were is are be not no its their his her our by for with from will would could may must
    should they he she it we this these those there said says if when which who what how any all some after before still yet again very more than
    """.split()
)
_PRESS = frozenset(
    "guardian times post tribune herald courier reuters interfax sana tass bbc cnn afp ap newspaper television agency news observer".split()
)
_RESERVED = frozenset({"and", "or", "not", "implies", "iff", "in", "always", "never"})
_MOST_WORDS = 160  # characters of a quotation that a line repeats


@dataclass(frozen=True)
class Article:
    """An article as it was read, with the name by which the case cites it."""

    name: str
    document: Document
    reading: Reading


@dataclass
class _Part:
    """Something named, with the drafts it rests on."""

    title: str
    lines: list[str] = field(default_factory=list)
    because: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Said:
    """A draft where it stands: its article, its number from 1."""

    article: Article
    number: int
    drafted: Drafted

    @property
    def claim(self) -> Claim:
        """The claim drafted."""
        return self.drafted.claim

    @property
    def reason(self) -> str:
        """What a line rests on: the article, the number of the draft, who, and the words."""
        who = (
            self.claim.speaker
            or " or ".join(self.claim.speaker_may_be)
            or ("the article" if self.claim.form is Form.NARRATED else "nobody named")
        )
        return f"draft {self.number}: {who}: {_words(self.claim.quote)} [{self.article.name}]"


def skeleton(articles: Sequence[Article], question: str = "") -> str:
    """The text of a case (YAML) that holds what the articles name, and leaves every judgement open and marked."""
    every = [_Said(a, k, d) for a in articles for k, d in enumerate(a.reading.drafts, 1)]
    people, parties = _who(articles, every)
    last = max((a.document.on for a in articles), default="")
    first = articles[0].document.title if articles else ""
    lines = [
        "# Begun from articles. Every line names the drafts it rests on; what only a person can judge is marked OPEN.",
        "# Next: `ceasefire review` the drafts beside this file into a record, then `ceasefire build` places what you accept.",
        "format: case/1",
        f"title: {_text(first[:150] or 'a case begun from articles')}",
        f"question: {_text(question or 'OPEN: what is to be decided?')}",
        f"as_of: {last}",
        "",
        "sources:",
        *(line for a in articles for line in _source(a)),
        "",
        "# OPEN: merge names of one party (a capital stands for its government) under `aliases`; give each a role.",
        "parties:",
        *_listed(parties, "  # OPEN: role, preferences, walk_away, demands"),
        "",
        "# OPEN: `offices: {of: PARTY, as: ..., from: ..., to: ...}` says for whom each speaks, and when.",
        "people:" if people else "people: {}",
        *_listed(people, "  # OPEN: offices"),
        "",
        *_issues(every, next(iter(parties))),
        "",
        *_talks(every, parties),
        "",
        *_allegations(every),
    ]
    return "\n".join(lines) + "\n"


def _source(article: Article) -> list[str]:
    document = article.document
    fields = {"title": document.title[:200], "publisher": document.publisher, "date": document.on, "url": document.url}
    return [f"  {article.name}:", *(f"    {name}: {_text(value)}" for name, value in fields.items() if value)]


def _who(articles: Sequence[Article], every: Sequence[_Said]) -> tuple[dict[str, _Part], dict[str, _Part]]:
    """People, and whatever else is named as speaking or spoken of, each by an id."""
    known = {a.name: Names(a.document.text, a.reading.sentences) for a in articles}
    people: dict[str, _Part] = {}
    parties: dict[str, _Part] = {}
    for said in every:
        for name in said.claim.speakers or ((said.claim.speaker,) if said.claim.speaker else said.claim.speaker_may_be):
            entity = known[said.article.name].called(name)
            person = len(entity) == 1 and entity[0].sort is What.PERSON
            if _PRESS & set(name.casefold().split()):
                continue
            if not person and not any(c.isupper() for c in name) and name.isascii():
                continue  # `residents`, `officials`: nobody who could sign
            _add(people if person else parties, name, said.reason)
        for name in _accused(said.claim):
            _add(parties, name, said.reason)
    if not parties:
        parties["party-1"] = _Part("OPEN: no party is named", ["role: affected"])
    for part in parties.values():
        part.lines = ["role: affected"]
    return people, parties


def _accused(claim: Claim) -> tuple[str, ...]:
    """Parties that are spoken of, or the name with which an accusation begins."""
    if claim.about:
        return claim.about
    if claim.kind is ClaimKind.ACCUSATION:
        found = re.match(r"(?:the )?((?:[A-Z][\w’'-]+ ?){1,4}?)(?=of |for |over |$)", claim.quote)
        return (found[1].strip(),) if found and found[1].strip() else ()
    return ()


def _add(parts: dict[str, _Part], name: str, reason: str) -> None:
    key = _id(name.removeprefix("the "), parts, name)
    part = parts.setdefault(key, _Part(name.removeprefix("the ")))
    if len(part.because) < 5 and reason not in part.because:
        part.because.append(reason)


def _id(words: str, taken: Iterable[str], title: str = "") -> str:
    """A name for a line: letters and digits of the words that tell."""
    telling = [w for w in re.findall(r"[^\W_]+", words.casefold()) if w not in _SMALL][:4]
    made = "-".join(telling) or "part"
    made = made if made[0].isalpha() else f"n-{made}"
    return f"{made}-1" if made in _RESERVED or (not title and made in set(taken)) else made[:80]


def _listed(parts: dict[str, _Part], mark: str) -> list[str]:
    return [
        line
        for key, part in parts.items()
        for line in (
            f"  {key}:{mark}",
            f"    name: {_text(part.title)}",
            *(f"    {one}" for one in part.lines),
            *_because(part.because, 4),
        )
    ]


def _because(reasons: Sequence[str], indent: int) -> list[str]:
    pad = " " * indent
    return [f"{pad}because:", *(f"{pad}  - {_text(r)}" for r in reasons)] if reasons else []


def _issues(every: Sequence[_Said], controller: str) -> list[str]:
    """An issue of each thing that is contested, refused or asked for; who controls it and what else is possible stay open."""
    issues: dict[str, _Part] = {}
    for said in every:
        claim = said.claim
        asked = claim.kind in {ClaimKind.REQUEST, ClaimKind.PROPOSAL, ClaimKind.DENIAL} or claim.status in _CONTESTED
        if asked or "contradiction" in said.drafted.flags:
            _add(issues, _topic(claim.quote), said.reason)
            part = issues[_id(_topic(claim.quote), issues, "x")]
            part.lines = ["off_table: true"] if claim.status is StepStatus.OFF_TABLE else part.lines
            part.title = part.title if part.because[1:] else _words(claim.quote)
    if not issues:
        issues["what-is-contested"] = _Part("OPEN: nothing in the articles is asked for, refused or contested")
    made = [
        "# OPEN: an issue is a question with options of which one is chosen; merge, rename, and say who controls each.",
        "issues:",
    ]
    for key, part in issues.items():
        made += [
            f"  {key}:",
            f"    question: {_text('OPEN: ' + part.title.removeprefix('OPEN: '))}",
            "    options: {as-today: 'OPEN: how it stands', as-said: 'OPEN: what the words ask for'}",
            f"    controllers: {controller}  # OPEN",
            *(f"    {line}" for line in part.lines),
            *_because(part.because, 4),
        ]
    chosen = ", ".join(f"{key}: as-today" for key in issues)
    return [*made, "", f"status_quo: {{{chosen}}}  # OPEN"]


def _talks(every: Sequence[_Said], parties: dict[str, _Part]) -> list[str]:
    """Steps with their status, dates promised and missed, who was consulted, and claims of progress."""
    steps: list[str] = []
    milestones: list[str] = []
    consultations: list[str] = []
    progress: list[str] = []
    taken: list[str] = []
    titles = {part.title.casefold(): key for key, part in parties.items()} | {key.casefold(): key for key in parties}
    for said in every:
        claim = said.claim
        words, on = _words(claim.quote), claim.on.rstrip("~")
        reason = _text(said.reason)
        if claim.status is not None:
            key = _id(_topic(claim.quote), taken)
            taken.append(key)
            steps.append(
                f"    {key}: {{title: {_text(words)}, status: {claim.status.value}, since: {_text(on)}, because: {reason}}}"
            )
            party = titles.get((claim.for_ or claim.speaker).casefold())
            if party:
                progress.append(f"    - {{by: {party}, said: {_text(words)}, on: {_text(on)}, because: {reason}}}")
        if claim.due and (claim.outcome is not None or claim.kind in {ClaimKind.PROMISE, ClaimKind.ACT}):
            key = _id(f"date {_topic(claim.quote)}", taken)
            taken.append(key)
            done = _text("no" if claim.outcome is Outcome.BROKEN else "unknown")
            milestones.append(
                f"    {key}: {{title: {_text(words)}, due: {_text(claim.due)}, done: {done}, because: {reason}}}"
            )
        if claim.consulted is not None:
            whom = titles.get((claim.about[0] if claim.about else claim.speaker).casefold())
            status = (claim.consulted or Asked.UNKNOWN).value
            what = claim.note.removeprefix("on: ") if claim.note.startswith("on: ") else words
            row = f"{{party: {whom or 'OPEN'}, on: {_text(what)}, status: {status}, because: {reason}}}"
            consultations.append(f"    - {row}" if whom else f"    # OPEN, whom: {row}")
    made = ["talks:"]
    for name, rows in (
        ("steps", steps),
        ("milestones", milestones),
        ("consultations", consultations),
        ("progress", progress),
    ):
        held = [r for r in rows if not r.lstrip().startswith("#")]
        empty = "{}" if name in {"steps", "milestones"} else "[]"
        made += [f"  {name}:" if held else f"  {name}: {empty}", *rows]
    return made


def _allegations(every: Sequence[_Said]) -> list[str]:
    """Accusations and denials: no part of a case until a person says which promise they are about."""
    rows = [
        s
        for s in every
        if s.claim.kind in {ClaimKind.ACCUSATION, ClaimKind.DENIAL}
        or (s.claim.kind is ClaimKind.ACT and not s.claim.due)
    ]
    if not rows:
        return ["# No allegations and no acts are told."]
    head = "# Allegations, denials and acts told. OPEN: which belong under `history` as promises kept or broken?"
    return [head, *(f"# - {s.claim.kind.value}: {s.reason}" for s in rows)]


def _topic(quote: str) -> str:
    telling = [w for w in re.findall(r"[^\W\d_]+", quote.casefold()) if w not in _SMALL and len(w) > 2]
    return " ".join(telling[:3])


def _words(quote: str) -> str:
    plain = re.sub(r"[\[\]]", "", " ".join(quote.split()))
    return plain if len(plain) <= _MOST_WORDS else plain[: _MOST_WORDS - 1].rsplit(" ", 1)[0] + "…"


def _text(value: str) -> str:
    """Text as YAML that stays text."""
    return json.dumps(value, ensure_ascii=False)
