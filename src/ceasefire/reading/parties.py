"""Names of parties in a text, by the names and aliases that a case gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PLACE = re.compile(
    r"\b(?:(?:people|peoples|residents|citizens|population|inhabitants|civilians|children|women|farmers|families|villages|villagers|towns|cities|city|"
    r"valleys?|roads?|borders?|coast|territory|regions?|parts?|areas?|future|history|rest|whole|all|south|north|east|west|map|soil|streets|"
    r"hospitals?|schools?|markets?) (?:of|in|from|across) |(?:in|across|inside|throughout|near|around|outside|within|visit|visited|visiting|enter|entered|reach|reached|flew to|travel to|travelled to|arrived in) )(?:the |all |whole )?$",
    re.IGNORECASE,
)
_REACH = 40  # characters before a name that show whether it stands for a place


class Parties:
    """Names of parties by id; an id is no name of its party, unless it is listed as one or stands in capitals."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        given = {party: tuple(dict.fromkeys(n for n in aliases if n)) for party, aliases in names.items()}
        self.id_of = {alias.casefold(): party for party, aliases in given.items() for alias in aliases}
        for initials in ("un", "us", "uk", "eu"):
            if initials in names:  # the id of a party that stands in the text as its initials
                self.id_of.setdefault(initials, initials)
                self.id_of.setdefault(".".join(initials) + ".", initials)
        # "told us" names no party: what begins with a small letter counts only where a case writes a name so
        self._small = {n.casefold() for aliases in given.values() for n in aliases if n[:1].islower()}
        ordered = sorted(self.id_of, key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?:’s|'s)?(?![\w-])", re.IGNORECASE)
            if ordered
            else None
        )

    def within(self, text: str) -> tuple[str, ...]:
        """Ids of the parties named in a text, in order, each once; `the people of X` and `the map of X` name a place."""
        if self._pattern is None:
            return ()
        named = []
        for match in self._pattern.finditer(text):
            name = re.sub(r"(?:’s|'s)$", "", match.group())
            low = name.casefold()
            if low not in self.id_of or (name[:1].islower() and low not in self._small):
                continue
            if len(low) == 2 and not name.isupper():
                continue
            if _PLACE.search(text, max(0, match.start() - _REACH), match.start()):
                continue
            named.append(self.id_of[low])
        return tuple(dict.fromkeys(named))

    def called(self, name: str) -> str:
        """The id of the party that exactly this names, or nothing."""
        low = name.casefold().removeprefix("the ").rstrip(".")
        return self.id_of.get(low, "") or self.id_of.get(low + ".", "")
