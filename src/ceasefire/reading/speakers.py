"""Who a source is: a party, a person, a body, several, or, where it stays open, who it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ceasefire.offices import Roster
from ceasefire.reading.marks import Span
from ceasefire.reading.names import ROLES, Entity, Names, What
from ceasefire.reading.parties import Parties
from ceasefire.reading.quotations import Quotation
from ceasefire.reading.sentences import Sentence
from ceasefire.record.claim import Form

_PERSONAL = frozenset(("he", "she"))
_GROUP = frozenset(("it", "they"))
_BACK = 2  # sentences before in which a pronoun's person is looked for
_BODY_NOUN = frozenset(
    """
    office agency ministry group mission organisation organization council committee union front army party commission court authority
    centre center department service bank fund federation association newspaper paper company network coalition movement assembly parliament
    """.split()
)
_ANY_BODY = frozenset(
    "group organisation organization agency body charity union alliance coalition movement paper newspaper".split()
)
_STATEMENT = re.compile(
    r"(?:a|an|the|its|his|her|their|one)?\s*(?:\w+ ){0,2}(?:statement|letter|communiqu[eé]|report|message|note|press release|text|declaration|tweet|post)"
    r" (?:by|from|of|issued by|released by|signed by|sent by|published by) (?P<who>.+)",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"^(?:the|this|that|its|their|his|her) (?:[a-z-]+ ){0,3}?(?P<head>[a-z]+)(?: of state)?$", re.IGNORECASE
)
_OWNED = re.compile(r"(?:the )?(?:\S+ ){0,2}\S+(?:['’]s?|s['’]) (?P<who>.+)", re.IGNORECASE)
_AND = re.compile(r",? and (?:his |her |their |the )?")
_CAPITAL = re.compile(r"[A-Z]\w|^(?:de|van|von|al|bin|el) [A-Z]")
_PLURAL_THEY = frozenset(
    "officials officers ministers ministry rebels soldiers residents witnesses diplomats aides sides forces groups fighters activists".split()
)


@dataclass(frozen=True)
class Meant:
    """Who a source is: a party's id or a name; several names; or, where it is open, who it may be."""

    who: str
    may_be: tuple[str, ...] = ()
    several: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text as far as it says who is who."""

    whole: str
    sentences: Sequence[Sentence]
    names: Names
    parties: Parties
    roster: Roster = field(default_factory=Roster)


def who_is(text: Text, quotation: Quotation, before: Sequence[tuple[Quotation, Meant]]) -> Meant:
    """Who the source of a quotation is, given those of the quotations before it."""
    if quotation.source is None:
        return Meant("", _around(text, quotation)) if quotation.form is Form.DIRECT else Meant("")
    said = " ".join(text.whole[slice(*quotation.source)].split())
    earlier = next((m for q, m in reversed(before) if q.source == quotation.source), None)
    if earlier is not None:
        others = _named_since(text, quotation, earlier, before)
        return Meant("", (earlier.who, *others)) if others and earlier.who else earlier
    low = said.casefold()
    if low in _PERSONAL:
        return _pronoun(text, quotation, low, before)
    if low in _GROUP:
        return _group(text, quotation, low, before)
    if low in {"i", "we", "you", "who", "one", "some", "others", "many"}:
        return Meant("" if low in {"i", "you", "who", "one"} else said)
    return _named(text, quotation, said, before)


def _around(text: Text, quotation: Quotation) -> tuple[str, ...]:
    """The people named just before a quotation that nobody is said to say: who it may be."""
    start = text.sentences[max(0, quotation.sentence - _BACK)].start
    return tuple(e.name for e in text.names.people(start, quotation.content[0]))


def _named_since(
    text: Text, quotation: Quotation, meant: Meant, before: Sequence[tuple[Quotation, Meant]]
) -> tuple[str, ...]:
    """Whoever was named, outside what somebody says, between the speaker before and a quotation that goes on with no verb."""
    source = quotation.source or (0, 0)
    start = text.sentences[quotation.sentence].start
    if quotation.content[0] < source[0] or source[1] >= start:
        return ()
    last = next((q for q, _ in reversed(before) if q.source == source), None)
    since = text.sentences[last.sentence].end if last else source[1]
    found = [
        e
        for e in text.names.people(since, start)
        if e.name != meant.who and not _only_in_words(e, (since, start), before)
    ]
    return tuple(e.name for e in found)


def _named(text: Text, quotation: Quotation, said: str, before: Sequence[tuple[Quotation, Meant]]) -> Meant:
    statement = _STATEMENT.fullmatch(said)
    if statement:
        inner = _named(text, quotation, statement["who"].removeprefix("the "), before)
        return inner if inner.who else Meant(said)
    party = text.parties.called(said)
    if party and _a_person(text, quotation, said):
        party = ""
    if party and not any(
        not f.body for f in text.roster.called(said)
    ):  # a person keeps the name, and speaks `for` the party
        return Meant(party)
    by_name = _by_name(text, quotation, said)
    if by_name is not None:
        return by_name
    head = _HEADS.match(said)
    if head:
        spoke = _spoke_as(text, quotation, head["head"].casefold(), before)
        if (
            spoke is not None
            and text.names.with_role(head["head"].casefold(), quotation.source[0] if quotation.source else 0) is None
        ):
            return spoke
        return _by_head(text, quotation, said, head["head"].casefold())
    owned = _OWNED.fullmatch(said)
    if owned and text.parties.called(owned["who"]):  # `the opposition's High Committee`
        return Meant(text.parties.called(owned["who"]))
    named = text.parties.within(said)
    if len(named) == 1 and not _has_role(said) and _only_party(said):
        return Meant(named[0])
    return Meant(said.removeprefix("The "))


def _a_person(text: Text, quotation: Quotation, said: str) -> bool:
    """`the special envoy`, where a case gives that as a name of a party and the text names who it is."""
    head = _HEADS.match(said)
    stop = (quotation.source or (0, 0))[0]
    entity = text.names.with_role(head["head"].casefold(), stop) if head else None
    return entity is not None and entity.sort is What.PERSON


def _by_name(text: Text, quotation: Quotation, said: str) -> Meant | None:
    """Whoever the names in a source belong to: several people, one, a body, several names; None where they tell nobody."""
    source = quotation.source or (0, 0)
    people = [e for e in text.names.people(source[0], source[1]) if not _of_somebody(said, e)]
    if len(people) > 1 and _AND.search(said):
        names = tuple(e.name for e in sorted(people, key=lambda e: min(a for a in e.at if a >= source[0])))
        return Meant(" and ".join(names), several=names)
    if len(people) == 1:
        plain = " " not in people[0].name and re.match(r"(?:Mr|Mrs|Ms|Dr)\.? \S+$", said)
        return Meant(said if plain else people[0].name)
    bare = re.sub(r"^(?:the|a|an) ", "", said, flags=re.IGNORECASE)
    called = text.names.called(re.sub(r"\s*\([^)]{0,20}\)$", "", bare))
    if len(called) == 1 and called[0].sort is not What.PLACE:
        return Meant(called[0].name)
    if len(called) > 1:
        return Meant("", tuple(e.name for e in called))
    together = _together(text, bare)
    return Meant(said, several=together) if together else None


def _spoke_as(text: Text, quotation: Quotation, head: str, before: Sequence[tuple[Quotation, Meant]]) -> Meant | None:
    """Who spoke shortly before as `a senior official`, where `the official` speaks now."""
    for earlier, meant in reversed(before):
        if earlier.sentence < quotation.sentence - 2 * _BACK:
            return None
        source = " ".join(text.whole[slice(*earlier.source)].casefold().split()) if earlier.source else ""
        if meant.who and source.startswith(("a ", "an ", "one ", "another ")) and source.endswith(f" {head}"):
            return meant
    return None


def _together(text: Text, said: str) -> tuple[str, ...]:
    """`Orso and Reke`, `Washington and Moscow`: several names, parties by their ids; nothing where it is one name."""
    parts = [re.sub(r"^the ", "", p) for p in re.split(r", and | and |, ", said)]
    if len(parts) < 2 or not all(p[:1].isupper() and len(p.split()) <= 4 for p in parts):
        return ()
    return tuple(text.parties.called(p) or p for p in parts)


def _of_somebody(said: str, person: Entity) -> bool:
    """`aides to Dahl`, `Dahl's office`: the person only tells whose they are."""
    at = said.find(person.last)
    if at < 0:
        return True
    rest = said[at + len(person.last) :].lstrip()
    if rest[:1].islower() and not re.match(
        r"(?:of|from|for|at|in|who|with|and)\b", rest
    ):  # `Syrian Rebel groups` is no person
        return True
    head = re.sub(
        r"\bof (?:State|Defen[cs]e|Foreign|Interior|Finance|Justice|War)\b", "", said[:at]
    )  # Secretary of State
    return bool(re.search(r"\b(?:to|of|for|with|by|from|near|around|under) (?:[A-Z]\S+ )*$", head)) or (
        said[at + len(person.last) :][:2] in {"'s", "’s"} and bool(said[at + len(person.last) + 2 :].strip())
    )


def _by_head(text: Text, quotation: Quotation, said: str, head: str) -> Meant:
    """`the minister`, `the office`: whoever was last named with that role or word, or spoke as `a senior official`."""
    stop = (quotation.source or (0, 0))[0]
    if head in ROLES | _BODY_NOUN:
        entity = text.names.with_role(head, stop)
        qualified = len(said.split()) > 2 and said.split(maxsplit=1)[0].casefold() in {"the", "this", "that"}
        if entity is not None and not (qualified and entity.sort is What.PERSON and not _fits(said, entity, text)):
            return Meant(entity.name)
    if head in _ANY_BODY and len(said.split()) == 2:
        start = text.sentences[max(0, quotation.sentence - _BACK)].start
        bodies = text.names.bodies(start, stop)
        if len(bodies) == 1:
            return Meant(bodies[0].name)
    party = text.parties.within(said)
    if len(party) == 1 and _only_party(said) and not _has_role(said):
        return Meant(party[0])
    return Meant(said.removeprefix("The "))


def _fits(said: str, entity: Entity, text: Text) -> bool:
    """True where the words before a role are ones by which that person was named too, or say no more than the role."""
    words = {w.casefold() for w in said.removesuffix(" of state").split()[1:-1]}
    allowed = {"foreign", "prime", "senior", "special", "chief", "defence", "defense"}
    return words <= {w.casefold() for w in entity.name.split()} | entity.roles | allowed and not text.parties.within(
        said
    )


def _only_party(said: str) -> bool:
    """True of a party with no more than an article or a word such as `government` beside it."""
    return len(said.split()) <= 4 and not re.search(
        r"\b(?:and|or|of|for|to|from|with|near|against|pro|anti|former|ex)\b", said
    )


def _has_role(said: str) -> bool:
    words = {w.casefold().rstrip("s") for w in re.findall(r"[A-Za-z]+", said)}
    return bool(words & ROLES) or bool(
        words
        & {
            "troop",
            "soldier",
            "residents",
            "resident",
            "media",
            "newspaper",
            "television",
            "agency",
            "opposition",
            "rebel",
            "scholar",
            "source",
            "citizen",
        }
    )


def _pronoun(text: Text, quotation: Quotation, low: str, before: Sequence[tuple[Quotation, Meant]]) -> Meant:
    """He or she: the one person of the sentences just before, or who spoke last there; where two remain, both."""
    number = quotation.sentence
    start = text.sentences[max(0, number - _BACK)].start
    source = quotation.source or (0, 0)
    found = [e for e in text.names.people(start, source[0]) if e.sex in {"", "f" if low == "she" else "m"}]
    reach = number - _BACK - 1
    while not found and reach >= 0 and number - reach <= 6:
        start = text.sentences[reach].start
        found = [e for e in text.names.people(start, source[0]) if e.sex in {"", "f" if low == "she" else "m"}]
        reach -= 1
    last = _last_speaker(text, quotation, before)
    if last is not None and _foremost(text, last, quotation, found):
        return last[1]
    outside = [e for e in found if not _only_in_words(e, (start, source[0]), before)]
    chosen = outside or found
    if len(chosen) == 1:
        return Meant(chosen[0].name)
    return Meant("", tuple(e.name for e in sorted(chosen, key=lambda e: min(a for a in e.at if a >= start))))


def _last_speaker(
    text: Text, quotation: Quotation, before: Sequence[tuple[Quotation, Meant]]
) -> tuple[Quotation, Meant] | None:
    """The person to whom words just before are attributed, if they are in this or one of the two sentences before."""
    for earlier, meant in reversed(before):
        if earlier.sentence < quotation.sentence - _BACK:
            return None
        if meant.who and not meant.several and earlier.content[0] < quotation.content[0]:
            called = text.names.called(meant.who)
            person = len(called) == 1 and called[0].sort is not What.BODY and called[0].sort is not What.PLACE
            if person or (
                not called and not text.parties.within(meant.who) and meant.who.split()[-1].casefold() in ROLES
            ):
                return earlier, meant
            if called and called[0].sort is What.BODY:
                continue
            return None
    return None


def _foremost(text: Text, last: tuple[Quotation, Meant], quotation: Quotation, found: list[Entity]) -> bool:
    """True where whoever spoke last is the one spoken of: all others stand only in reported words, or farther back."""
    earlier, meant = last
    begin = (earlier.source or earlier.content)[0]
    stop = (quotation.source or quotation.content)[0]
    start = min(begin, earlier.content[0], text.sentences[earlier.sentence].start)
    others = [e for e in found if e.name != meant.who and e.between(start, stop)]
    return all(
        all(_inside(a, earlier.content) or _inside(a, quotation.content) for a in e.at if start <= a < stop)
        for e in others
    )


def _inside(at: int, span: Span) -> bool:
    return span[0] <= at < span[1]


def _only_in_words(entity: Entity, span: Span, before: Sequence[tuple[Quotation, Meant]]) -> bool:
    """True of somebody named between two places only inside what others say."""
    return all(any(_inside(a, q.content) for q, _ in before) for a in entity.at if span[0] <= a < span[1])


def _group(text: Text, quotation: Quotation, low: str, before: Sequence[tuple[Quotation, Meant]]) -> Meant:
    """It or they: the body or party of the sentences just before; where several remain, all."""
    start = text.sentences[max(0, quotation.sentence - _BACK)].start
    stop = (quotation.source or (0, 0))[0]
    head = text.whole[start:stop]
    for earlier, meant in reversed(before):
        if earlier.sentence < quotation.sentence - _BACK or not earlier.source:
            break
        source = text.whole[slice(*earlier.source)]
        if _Plural.like(source) if low == "they" else not _is_person(text, meant) and not _Plural.like(source):
            end = max(earlier.source[1], earlier.content[1], text.sentences[earlier.sentence].end)
            since = [e.name for e in text.names.people(end, stop)] if low == "they" and end < stop else []
            return Meant("", (meant.who, " and ".join(since))) if len(since) > 1 and meant.who else meant
    bodies = [e.name for e in text.names.bodies(start, stop)]
    for body in bodies:  # a place in the name of a paper is no party
        head = head if text.parties.called(body) else head.replace(body, " ")
    parties = list(text.parties.within(head))
    named = [b for b in bodies if not text.parties.called(b)]
    found = tuple(dict.fromkeys([*parties, *named])) if low == "it" else tuple(dict.fromkeys(parties))
    if len(found) == 1:
        return Meant(found[0])
    sentence = text.sentences[quotation.sentence]
    if low == "it" and len(found) > 1:
        subject = _first_of(text, quotation.sentence - 1 if sentence.start + 3 > stop else quotation.sentence, found)
        if subject:
            return Meant(subject)
    return Meant("", found)


def _first_of(text: Text, number: int, found: tuple[str, ...]) -> str:
    """The one of several that begins a sentence, as its subject does."""
    if number < 0:
        return ""
    sentence = text.sentences[number].text(text.whole)[:80].removeprefix("The ")
    for name in found:
        if sentence.startswith(name):
            return name
    return ""


def _is_person(text: Text, meant: Meant) -> bool:
    called = text.names.called(meant.who)
    return bool(called) and called[0].sort is What.PERSON


class _Plural:
    """Sources that *they* takes up."""

    @staticmethod
    def like(source: str) -> bool:
        words = source.split()
        return bool(words) and (
            words[-1].casefold() in _PLURAL_THEY
            or words[0].casefold() in {"they", "two", "both", "several", "some", "many"}
            or " and " in source
            or (source.casefold().split(" of ")[0].endswith("s") and words[0][0].islower())
        )
