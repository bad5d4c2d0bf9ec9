"""Who spoke for whom, and when: people and bodies with the offices they held of parties, from a day to a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ceasefire.dates import parse_date
from ceasefire.vocabulary import KnownBy

_TITLE = re.compile(
    r"^(?:(?:the|mr|mrs|ms|dr|gen|general|col|colonel|president|prime|foreign|defence|defense|minister|secretary|of|state"
    r"|envoy|ambassador|special|senator|spokesman|spokeswoman|un|u\.n|us|u\.s|russian|deputy|chief)\.? )+",
    re.IGNORECASE,
)
_NOT_FOR = re.compile(
    r"\b(?:close to|familiar with|former|ex-|retired|personal(?:ly)? capacity|private capacity|in private|not authori[sz]ed"
    r"|relatives? of|supporters? of|critics? of|opponents? of|loyal to|allied with|backed by|pro-|anti-|journalists?"
    r"|newspapers?|media|television|residents?|citizens?|scholars?|analysts?|academics?|professors?|opposition|rebels?"
    r"|activists?|witnesses|people of)(?=\W|$)",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"\b(?:officials?|officers?|ministers?|ministry|government|army|military|presidents?|presidency"
    r"|spokes(?:man|woman|person|people|men)|delegations?|negotiators?|envoys?|diplomats?|ambassadors?|foreign office"
    r"|foreign ministry|defence ministry|state department|white house|command|commanders?|representatives?|authorities"
    r"|leadership|side|leaders?|aides?|generals?|office|mission|agency|council|secretariat|coordinator)\b",
    re.IGNORECASE,
)


_NO_TITLE = frozenset(
    (
        "to",
        "of",
        "for",
        "with",
        "by",
        "and",
        "a",
        "de",
        "et",
        "del",
        "y",
        "\N{CYRILLIC SMALL LETTER I}",
        "\N{ARABIC LETTER WAW}",
    )
)


@dataclass(frozen=True)
class Office:
    """What somebody was of a party; `since` and `until` are inclusive days, None where open."""

    of: str
    title: str = ""
    since: date | None = None
    until: date | None = None

    def held(self, earliest: date, latest: date) -> bool:
        """True when it was held on every day between two."""
        return (self.since is None or self.since <= earliest) and (self.until is None or latest <= self.until)


@dataclass(frozen=True)
class Figure:
    """A person or a body under all its names, with its offices."""

    id: str
    names: tuple[str, ...]
    offices: tuple[Office, ...]
    body: bool = False


@dataclass(frozen=True)
class Stand:
    """The party somebody spoke for, how that is known, and a reason where it is not."""

    party: str = ""
    by: KnownBy | None = None
    why_not: str = ""


class Roster:
    """Figures by their names, in any script."""

    def __init__(self, figures: Iterable[Figure] = ()) -> None:
        self.figures = tuple(figures)
        self._by_name: dict[str, list[Figure]] = {}
        for figure in self.figures:
            short = {} if figure.body else {folded(n.split()[-1]): None for n in figure.names if len(n.split()) > 1}
            for name in dict.fromkeys([*(folded(n) for n in figure.names), *short]):
                self._by_name.setdefault(name, []).append(figure)

    def called(self, name: str) -> list[Figure]:
        """Those who are called so: by a whole name, by a name without its titles, or by a last name."""
        for form in (folded(name), folded(_TITLE.sub("", name))):
            if form in self._by_name:
                return self._by_name[form]
        words = folded(name)
        ends = [known for known in self._by_name if len(known) >= 4 and words.endswith(f" {known}")]
        longest = max(ends, key=len, default="")
        return self._by_name[longest] if longest and _titled(words, longest) else []

    def stand(self, speaker: str, on: str, said_of: str = "") -> Stand:
        """For which party somebody spoke on a day; `said_of` is how the text names the source.

        Nobody's: several speakers, sources close to somebody, a personal capacity, a day outside every term of office, a
        name that two figures share.
        """
        words = said_of or speaker
        if not speaker:
            return Stand(why_not="nobody is named")
        if _NOT_FOR.search(words):
            return Stand(why_not=f"`{words}` speaks for no party")
        found = self.called(speaker)
        if not found:
            return Stand(
                why_not=f"for whom `{speaker}` speaks is not known: add it under `people:`, or say `for=` in review"
            )
        if len(found) > 1:
            return Stand(why_not=f"`{speaker}` may be {' or '.join(f.names[0] for f in found)}")
        day = parse_date(on) if on else None
        if day is None:
            return Stand(why_not=f"when `{speaker}` said it is not known")
        held = {o.of for o in found[0].offices if o.held(day.earliest, day.latest)}
        if len(held) == 1:
            return Stand(held.pop(), KnownBy.ROLE)
        when = on.rstrip("~")
        if held:
            return Stand(why_not=f"`{speaker}` held offices of {' and '.join(sorted(held))} on {when}")
        return Stand(why_not=f"`{speaker}` held no office on {when}")


def _titled(words: str, name: str) -> bool:
    """True where only a title stands before a name, in whatever language, and no `aides to`."""
    before = words[: -len(name)].rsplit(maxsplit=1)[-1]
    return before not in _NO_TITLE


def official_of(words: str, parties: tuple[str, ...]) -> str:
    """The one party whose official or body some words name (`a Varland officer`); nothing where they name none."""
    if len(parties) != 1 or _NOT_FOR.search(words) or not _OFFICIAL.search(words):
        return ""
    return parties[0]


def folded(name: str) -> str:
    """A name without accents, marks and differences of case, to compare by."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(
        "".join(c for c in plain if not unicodedata.combining(c))
        .replace("-", " ")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        .split()
    )
