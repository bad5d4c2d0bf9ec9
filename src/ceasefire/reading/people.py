"""Who is meant: names by the aliases of parties, pronouns by who was named before; what is open stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ceasefire.reading.quotes import is_pronoun
from ceasefire.reading.sentence import Sentence, Span

_TITLES = r"(?:Mr|Mrs|Ms|Dr|Gen|Col|President|Secretary|Minister|Foreign Minister|Defence Minister|Ambassador|Envoy|Spokesman|Spokeswoman)\.?"
_PERSON = re.compile(rf"\b(?:{_TITLES} )?(?:[A-Z][\w’'-]+ ){{0,3}}[A-Z][\w’'-]+\b")
_FEMALE = re.compile(r"\b(?:Mrs|Ms)\.? |\bspokeswoman\b|\bher\b|\bqueen\b", re.IGNORECASE)
_MALE = re.compile(r"\bMr\.? |\bspokesman\b|\bking\b", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:minister|spokes(?:man|woman|person)|president|envoy|officer|official|counterpart|commander|coordinator|secretary|leader|head|chief|elder)s?\b",
    re.IGNORECASE,
)
_BACK = 2  # sentences before in which a pronoun's person is looked for


@dataclass(frozen=True)
class Meant:
    """Who a source is: a party's id or a name, or, where it is open, who it may be."""

    who: str
    may_be: tuple[str, ...] = ()


class Parties:
    """Names of parties in a text, by id; `names` gives each id its name and aliases."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.id_of = {
            alias.casefold(): party for party, aliases in names.items() for alias in (party, *aliases) if alias
        }
        for initials in ("un", "us", "uk", "eu"):
            if initials in self.id_of:
                self.id_of.setdefault(".".join(initials) + ".", self.id_of[initials])
        # "told us" names no party: what begins with a small letter counts only where a case writes a name so
        self._small = {n.casefold() for aliases in names.values() for n in aliases if n[:1].islower()}
        ordered = sorted(self.id_of, key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?:’s|'s)?(?![\w-])", re.IGNORECASE)
            if ordered
            else None
        )

    def within(self, text: str) -> tuple[str, ...]:
        """Ids of the parties named in a text, in order, each once."""
        if self._pattern is None:
            return ()
        found = (re.sub(r"(?:’s|'s)$", "", m.group()) for m in self._pattern.finditer(text))
        named = (n.casefold() for n in found if not n[:1].islower() or n.casefold() in self._small)
        return tuple(dict.fromkeys(self.id_of[name] for name in named))


def who_is(text: str, source: Span | None, sentences: list[Sentence], number: int, parties: Parties) -> Meant:
    """Who a source is.

    A pronoun is the one person (for `it`, the one party) named in this sentence before it or in the two before; where there
    are several, all are candidates and none is chosen.
    """
    if source is None:
        return Meant("")
    said = " ".join(text[slice(*source)].split())
    if not is_pronoun(said):
        named = parties.within(said)
        if len(named) == 1 and not _person_in(said):
            return Meant(named[0])
        return Meant(said.removeprefix("The "))
    first = sentences[max(0, number - _BACK)].start
    known = {m.group().split()[-1] for m in _PERSON.finditer(text) if len(m.group().split()) > 1}
    candidates = _candidates(text[first : source[0]], said.casefold(), parties, known)
    return Meant(candidates[0]) if len(candidates) == 1 else Meant("", candidates)


def _person_in(said: str) -> bool:
    return bool(_ROLE.search(said))


def _candidates(before: str, pronoun: str, parties: Parties, known: set[str]) -> tuple[str, ...]:
    if pronoun in {"it", "they", "we"}:
        return parties.within(before)
    found: dict[str, str] = {}
    for match in _PERSON.finditer(before):
        name = match.group()
        bare = re.sub(rf"^{_TITLES} ", "", name)
        if parties.within(bare) or bare.split()[-1] in _NOT_PEOPLE or not _personal(before, match, name, known):
            continue
        around = before[max(0, match.start() - 40) : match.end()]
        if (pronoun == "he" and _FEMALE.search(name)) or (pronoun == "she" and _MALE.search(name)):
            continue
        if pronoun == "she" and re.search(r"\bspokesman [A-Z]", around):
            continue
        found.setdefault(bare.split()[-1], bare)
    return tuple(found.values())


_NOT_PEOPLE = frozenset(
    """
    The A An On In At But And He She It They We January February March April May June July August September
    October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Council Nations Ministry
    Committee Army Guardian Agency Relief
    """.split()
)


def _personal(before: str, match: re.Match[str], name: str, known: set[str]) -> bool:
    """A name of two words or with a title, the last of one, or one that follows a role: a single capital word may be a place."""
    if len(name.split()) > 1:
        return name.split(maxsplit=1)[0] not in {"The", "United", "Security", "Human", "Red", "Free"}
    return name in known or bool(_ROLE.search(before[max(0, match.start() - 30) : match.start()]))
