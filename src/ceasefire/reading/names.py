"""Names in a text: people, bodies and places, each joined with its short name, title and acronym, in order of mention."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from ceasefire.reading.phrases import DAYS, PREPOSITION
from ceasefire.reading.sentences import Sentence
from ceasefire.reading.tokens import Sort, Token, plain_tokens

PARTICLES = frozenset("de da di du del della der den van von bin ibn ben al el la le ter zu abu of dos".split())
_INSIDE_ONLY = frozenset("de da di du del della der den van von bin ibn ben al el la le ter zu abu dos".split())
TITLES = frozenset(
    """
    mr mrs ms miss dr doctor nurse sir dame lord lady prof professor president vice minister prime secretary general gen colonel col major maj captain capt
    lieutenant lt sergeant sgt corporal admiral adm brigadier commander chief ambassador envoy senator sen representative rep governor gov mayor
    king queen prince princess sheikh imam ayatollah pope bishop archbishop father sister chancellor premier foreign defence defense interior
    deputy special spokesman spokeswoman spokesperson speaker judge justice chairman chairwoman chair director coordinator commissioner
    congressman congresswoman state under first former acting army military security press government rebel opposition relief police
    marshal field attorney counsel negotiator mediator leader head officer official aide adviser advisor minister-designate elder
    """.split()
)
ROLES = frozenset(
    """
    minister president secretary general colonel major captain lieutenant sergeant admiral brigadier commander chief ambassador envoy senator
    representative governor mayor king queen prince princess sheikh pope bishop chancellor premier spokesman spokeswoman spokesperson speaker
    judge chairman chairwoman director coordinator commissioner congressman congresswoman negotiator mediator leader head officer official
    counterpart diplomat doctor nurse teacher scholar analyst professor lawyer activist resident witness author historian engineer farmer
    journalist reporter soldier fighter elder executive researcher fellow expert manager chair adviser advisor aide candidate lawmaker
    deputy member marshal attorney student writer editor critic economist pastor priest imam cleric founder owner merchant driver
    """.split()
)
BODY_WORDS = frozenset(
    """
    office council ministry union agency front army party committee nations court university institute organisation organization group
    mission commission authority bank fund league federation association department bureau service force forces brigade command centre center
    parliament assembly congress senate house government guardian courier times post tribune herald journal gazette observer news press television
    radio network company corporation cross crescent watch international human rights coalition alliance movement police guard corps board
    programme program directorate secretariat foundation society tribunal delegation campaign cabinet kremlin pentagon cluster convoy
    reuters interfax sana tass bbc cnn afp daily weekly telegraph independent mail echo chronicle bulletin magazine newspaper
    """.split()
)
PLACE_WORDS = frozenset(
    """
    city hotel airport river valley street road square palace mountain mountains province district governorate region island lake port bridge
    camp crossing hall airfield base plaza avenue gate desert sea ocean bay gulf pass hill heights village town county dam ford
    hospital school mosque church market stadium park tower inn castle
    """.split()
)
_PORTFOLIOS = frozenset(
    "state defense defence foreign interior finance justice war information health staff government".split()
)
_PLACE_FIRST = frozenset(
    "new north south east west northern southern eastern western saudi san los las upper lower mount lake port fort el great central".split()
)
_LOCATES = frozenset("in at near from around outside inside across through between towards toward over".split())
_NO_NAME = frozenset(
    """
    the a an on in at but and he she it they we i this that these those his her its their our if when while as after before for from with by to of or
    so yet not no there here what who why how where all both many some most few more january february march april may june july august september
    october november december god internet christmas easter ramadan monday tuesday wednesday thursday friday saturday sunday according speaking asked
    meanwhile however earlier later today yesterday tomorrow during since until under over about because although though despite instead still then also
    """.split()
)
_FEMALE = frozenset(
    "mrs ms miss dame lady queen princess spokeswoman chairwoman congresswoman actress mother daughter wife sister woman her she".split()
)
_MALE = frozenset(
    "mr sir lord king prince spokesman chairman congressman father son husband brother man sheikh imam pope his he".split()
)


class What(Enum):
    """What a name names."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    OPEN = "open"


@dataclass
class Entity:
    """Somebody or something named in a text: the fullest name, what it is, its roles, sex where shown, places of mention."""

    name: str
    sort: What
    roles: set[str] = field(default_factory=set)
    sex: str = ""
    acronym: str = ""
    at: list[int] = field(default_factory=list)

    @property
    def last(self) -> str:
        """The last name of a person, with its particles."""
        words = self.name.split()
        begin = len(words) - 1
        while begin > 1 and words[begin - 1].casefold() in _INSIDE_ONLY:
            begin -= 1
        return " ".join(words[begin:])

    def between(self, start: int, stop: int) -> bool:
        """True where it is mentioned between two places of the text."""
        found = bisect_left(self.at, start)
        return found < len(self.at) and self.at[found] < stop


@dataclass(frozen=True)
class Named:
    """A name where it stands: its title words, the name without them, and its place."""

    title: tuple[str, ...]
    name: str
    start: int
    end: int
    before: str
    after: tuple[str, ...]
    acronym: str
    sentence_start: bool


class Names:
    """The names of a text, by whoever is meant."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.entities: list[Entity] = []
        self._by_last: dict[str, list[Entity]] = {}
        self._by_name: dict[str, Entity] = {}
        found = [n for s in sentences for n in _named(text, s)]
        for one in sorted(found, key=lambda n: n.start):
            if len(one.name.split()) > 1 or one.title:
                self._add(one)
        for one in found:
            if len(one.name.split()) == 1 and not one.title:
                self._mention(one)
        for entity in self.entities:
            entity.at.sort()

    def _add(self, one: Named) -> None:
        entity = self._by_name.get(one.name.casefold()) or self._short(one)
        sort = sort_of(one)
        if entity is None:
            entity = Entity(one.name, sort)
            self.entities.append(entity)
            self._by_name[one.name.casefold()] = entity
            if sort in {What.PERSON, What.OPEN}:
                self._by_last.setdefault(entity.last.casefold(), []).append(entity)
            if one.acronym:
                entity.acronym = one.acronym
                self._by_name[one.acronym.casefold()] = entity
        elif entity.sort is What.OPEN:
            entity.sort = sort
        if len(one.name) > len(entity.name) and entity.sort is What.PERSON and len(entity.name.split()) == 1:
            entity.name = one.name
            self._by_name[one.name.casefold()] = entity
        _described(entity, one)
        entity.at.append(one.start)

    def _short(self, one: Named) -> Entity | None:
        """`Mr. Tal` after `Josef Tal`, `de Vries` after `Jan de Vries`."""
        same = self._by_last.get(one.name.casefold(), [])
        if len(one.name.split()) > 1 and len(same) == 1:
            return same[0]
        if len(one.name.split()) == 1:
            known = self._by_last.get(one.name.casefold(), [])
            return known[-1] if len(known) == 1 else None
        known = [e for e in self._by_last.get(one.name.split()[-1].casefold(), []) if len(e.name.split()) == 1]
        return known[-1] if len(known) == 1 else None

    def _mention(self, one: Named) -> None:
        entity = self._by_name.get(one.name.casefold())
        if entity is None:
            known = self._by_last.get(one.name.casefold(), [])
            entity = known[0] if len(known) == 1 else None
        if entity is None:
            return
        entity.at.append(one.start)
        _described(entity, one)

    def called(self, name: str) -> list[Entity]:
        """Those who may be meant by a full name, a last name or an acronym."""
        exact = self._by_name.get(name.casefold())
        if exact:
            return [exact]
        return self._by_last.get(name.casefold(), [])

    def people(self, start: int, stop: int) -> list[Entity]:
        """The people mentioned between two places, the last mentioned last."""
        found = [e for e in self.entities if e.sort is What.PERSON and e.between(start, stop)]
        return sorted(found, key=lambda e: max(a for a in e.at if a < stop))

    def bodies(self, start: int, stop: int) -> list[Entity]:
        """The bodies mentioned between two places, the last mentioned last."""
        found = [e for e in self.entities if e.sort is What.BODY and e.between(start, stop)]
        return sorted(found, key=lambda e: max(a for a in e.at if a < stop))

    def with_role(self, head: str, stop: int) -> Entity | None:
        """Whoever before a place was last named with a role (`the minister`) or is a body with that word (`the office`)."""
        best: tuple[int, Entity] | None = None
        for entity in self.entities:
            words = {w.casefold() for w in entity.name.split()} if entity.sort is What.BODY else entity.roles
            if head in words and (k := bisect_left(entity.at, stop)) and (best is None or entity.at[k - 1] > best[0]):
                best = (entity.at[k - 1], entity)
        return best[1] if best else None


def _described(entity: Entity, one: Named) -> None:
    entity.roles |= {w for w in one.title if w in ROLES} | {w for w in one.after if w in ROLES}
    marks = set(one.title) | set(one.after)
    if marks & _FEMALE:
        entity.sex = "f"
    elif marks & _MALE:
        entity.sex = "m"


def sort_of(one: Named) -> What:
    """Person, body or place, by the words of a name and those around it."""
    words = [w.casefold() for w in one.name.split()]
    titled = set(one.title) & (
        TITLES
        - {
            "state",
            "first",
            "former",
            "army",
            "military",
            "security",
            "press",
            "government",
            "rebel",
            "opposition",
            "police",
        }
    )
    if words[-1] in PLACE_WORDS and not titled:
        return What.PLACE
    if (set(words) & BODY_WORDS or one.acronym) and not titled:
        return What.BODY
    if titled or set(one.after) & ROLES:
        return What.PERSON
    if one.before in _LOCATES or words[0] in _PLACE_FIRST:
        return What.PLACE
    if one.before == "the" or len(words) == 1 or any(len(w) == 1 for w in words[-1:]):
        return What.BODY if one.before == "the" else What.OPEN
    return What.PERSON if 1 < len(words) <= 4 and "of" not in words else What.OPEN


def _named(text: str, sentence: Sentence) -> list[Named]:
    """The names that stand in a sentence."""
    parts = plain_tokens(text, sentence.start, sentence.end)
    found: list[Named] = []
    at = 0
    while at < len(parts):
        if not _begins(parts, at):
            at += 1
            continue
        end = at + 1
        while end < len(parts) and _goes_on(parts, end):
            end += 1
        while end > at and parts[end - 1].low in PARTICLES:
            end -= 1
        one = _one(text, parts, (at, end)) if end > at else None
        if one:
            found.append(one)
        at = max(end, at + 1)
    return found


def _begins(parts: Sequence[Token], at: int) -> bool:
    token = parts[at]
    if not token.word or token.low in DAYS:
        return False
    if token.capital:
        return token.low not in _NO_NAME
    following = parts[at + 1] if at + 1 < len(parts) else None
    return (
        token.low in _INSIDE_ONLY - {"la", "le", "al", "el"}
        and following is not None
        and following.word
        and following.capital
    )


def _goes_on(parts: Sequence[Token], at: int) -> bool:
    token = parts[at]
    if not token.word or parts[at - 1].text.endswith(("’s", "'s")):
        return False
    if token.capital:
        return token.low not in _NO_NAME and token.low not in DAYS
    following = parts[at + 1] if at + 1 < len(parts) else None
    begin = at
    while begin > 0 and at - begin < 6 and (parts[begin - 1].capital or parts[begin - 1].low in {"of", "for", "the"}):
        begin -= 1
    body = {p.low for p in parts[begin:at]} & BODY_WORDS
    if body and token.low in {"of", "for"} and following is not None and following.low == "the":
        return any(p.word and p.capital for p in parts[at + 2 : at + 3])
    if body and token.low == "the" and parts[at - 1].low in {"of", "for"}:
        return following is not None and following.word and following.capital
    if following is None or not (following.word and following.capital) or following.low in _NO_NAME:
        return False
    if token.low in _INSIDE_ONLY:
        return True
    if token.low == "of" and parts[at - 1].low in TITLES and following.low in _PORTFOLIOS:
        return True
    return token.low in {"of", "for", "and"} and bool(body) and (token.low != "and" or following.low in BODY_WORDS)


def _after_titles(parts: Sequence[Token], begin: int, end: int) -> int:
    """Where a name begins after `U.S. Secretary of State`; a body whose name holds such a word keeps it."""
    last = max((k for k in range(begin, end - 1) if parts[k].low in TITLES), default=begin - 1)
    rest = parts[last + 1 : end]
    if last < begin or any(t.low in BODY_WORDS for t in rest):
        return begin
    lead = parts[begin:last]
    known = all(
        t.low in TITLES
        or t.low in {"of", "for", "and", "the"}
        or t.low in {"u.s", "u.n", "un", "us", "eu"}
        or t.low.endswith(("ian", "ish", "ese", "can"))
        for t in lead
    )
    return last + 1 if known or parts[begin].low in TITLES else begin


def _one(text: str, parts: Sequence[Token], at: tuple[int, int]) -> Named | None:
    begin, end = at
    first = _after_titles(parts, begin, end)
    if parts[first].low in TITLES and first == end - 1 and first > begin:
        return None
    title = [p.low for p in parts[begin:first]]
    back = begin
    while back > 0 and parts[back - 1].word and not parts[back - 1].capital and parts[back - 1].low in TITLES:
        back -= 1
        title.insert(0, parts[back].low)
    if back > 1 and parts[back - 1].low == ",":  # her counterpart, Tomas Reke; the envoy for Sarn, Jan de Vries
        near = [p.low for p in reversed(parts[max(0, back - 7) : back - 1])]
        until = next((k for k, low in enumerate(near) if not low[:1].isalpha()), len(near))
        title += [low for low in near[:until] if low in ROLES][:1]
    if not title and end - begin == 1 and parts[begin].low in ROLES | TITLES:
        return None
    name = re.sub(r"(?:’s|'s|’|')$", "", text[parts[first].start : parts[end - 1].end])
    following = parts[end] if end < len(parts) else None
    acronym = ""
    if (
        following is not None
        and following.sort is Sort.ASIDE
        and following.text[1:-1].isupper()
        and len(following.text) <= 12
    ):
        acronym = following.text[1:-1]
        following = parts[end + 1] if end + 1 < len(parts) else None
    after: tuple[str, ...] = ()
    if following is not None and following.low == ",":
        stop = next(
            (
                k
                for k in range(end + 1, min(len(parts), end + 12))
                if not parts[k].word or parts[k].low in PREPOSITION | {"who", "and"}
            ),
            min(len(parts), end + 12),
        )
        after = tuple(p.low for p in parts[end + 1 : stop])
        if after and parts[end + 1].capital and after[0] not in ROLES and not set(after) & ROLES:
            after = ()
    before = parts[back - 1].low if back else ""
    return Named(
        tuple(title), " ".join(name.split()), parts[first].start, parts[end - 1].end, before, after, acronym, begin == 0
    )
