"""The questions under negotiation: their options, and who makes and who breaks which change."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise, permutations
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from ceasefire.case.judgement import Because, Judgement
from ceasefire.case.words import Id, RuleText, one_or_more
from ceasefire.text.shape import Frozen, Several

Pair = tuple[str, str]
"""A change: from one option to another."""

Hands = tuple[str, ...] | Mapping[str, tuple[str, ...]]
"""Parties, for every change, or per option or per direction (`a > b`)."""


def _listed_options(value: Any) -> Any:
    if isinstance(value, list | tuple):
        texts = [str(o) for o in value]
        if len(set(texts)) < len(texts):
            raise ValueError("an option is listed twice")
        return dict.fromkeys(texts, "")
    return value


def _hands(value: Any) -> Any:
    given = list(value.values()) if isinstance(value, dict) else [value]
    if any(not isinstance(hands, str | list | tuple | None) for hands in given):
        raise ValueError("write the parties, `[a, b]`, or the parties per option, `{full: [a, b]}`")
    if isinstance(value, dict):
        return {key: one_or_more(hands) for key, hands in value.items()}
    return one_or_more(value)


_NAMES: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_HANDS_SCHEMA: Any = str | list[str] | dict[str, str | list[str]]


class Issue(Frozen):
    """A question under negotiation; exactly one option is chosen.

    `makes` are those who bring a change about, all of them together; `breaks` those of whom any one can undo it alone.  Each is a
    list for every change, or per option (the one made, the one broken) or direction (`nationwide > aleppo`).  A break leads to
    `falls_to`, by default today's option.  `controllers` is the short form where both are the same: one party alone, or several
    only together.  `irreversible` lists changes that cannot be undone, as `held > surrendered`, or `held > moved > surrendered`.
    An issue that is `off_table` is not discussed: it stays as it is today.  With `if` it exists only where that rule holds, and
    is as today elsewhere.  `reads` says of an option left open on purpose as which option each party reads it; `seen` with what
    chance a breach is seen under each option; `settles` which usual parts of such a text the issue covers.
    """

    model_config = ConfigDict(populate_by_name=True)

    question: str
    options: Annotated[
        Mapping[Id, str],
        BeforeValidator(_listed_options, json_schema_input_type=dict[str, str] | list[str]),
        Field(min_length=2, max_length=200),
    ]
    controllers: Annotated[Several[Id], BeforeValidator(one_or_more, json_schema_input_type=str | list[str])] = ()
    makes: Annotated[
        Several[Id] | Mapping[str, Several[Id]], BeforeValidator(_hands, json_schema_input_type=_HANDS_SCHEMA)
    ] = ()
    breaks: Annotated[
        Several[Id] | Mapping[str, Several[Id]] | None, BeforeValidator(_hands, json_schema_input_type=_HANDS_SCHEMA)
    ] = None
    falls_to: Id | None = None
    irreversible: Several[str] = ()
    off_table: bool = False
    exists_if: RuleText | None = Field(None, alias="if", description="The issue exists only where this rule holds.")
    reads: Mapping[Id, Mapping[Id, Id]] = {}
    seen: Mapping[Id, Judgement] = {}
    settles: Annotated[Several[str], BeforeValidator(one_or_more, json_schema_input_type=str | list[str])] = ()
    affects: Several[Id] = Field((), description="Parties that live with the outcome, whether or not they are asked.")
    because: Because = ()

    @model_validator(mode="before")
    @classmethod
    def _break(cls, value: Any) -> Any:
        if isinstance(value, dict) and "break" in value and "breaks" not in value:
            return {("breaks" if key == "break" else key): held for key, held in value.items()}
        return value

    @model_validator(mode="after")
    def _somebody(self) -> Issue:
        if not self.controllers and not self.makes:
            raise ValueError("say who makes the change: `makes:` (all of them together) or `controllers:`")
        if self.controllers and isinstance(self.makes, tuple) and self.makes:
            raise ValueError("`controllers` and `makes` say the same: keep one of the two")
        return self

    @property
    def makers(self) -> tuple[str, ...]:
        """Everybody who has a hand in making some change, in order."""
        listed = self.makes if isinstance(self.makes, tuple) else [p for own in self.makes.values() for p in own]
        return tuple(dict.fromkeys([*self.controllers, *listed]))

    @property
    def breakers(self) -> tuple[str, ...]:
        """Everybody who can break some option alone, in order."""
        given = self.breaks or ()
        return tuple(dict.fromkeys(given if isinstance(given, tuple) else [p for own in given.values() for p in own]))

    def one_way(self) -> set[Pair]:
        """Changes that `irreversible` forbids: from the later to the earlier of each chain."""
        forbidden: set[Pair] = set()
        for text in self.irreversible:
            chain = [end.strip() for end in text.split(">")]
            forbidden |= {(b, a) for k, a in enumerate(chain) for b in chain[k + 1 :]}
        return forbidden

    def hands(self, today: str) -> dict[tuple[str, ...], set[Pair]]:
        """Who can change what: per party, or several that only move together, the changes (from, to) that are theirs.

        `today` is today's option of the issue, where a break leads unless `falls_to` says otherwise.
        """
        found: dict[frozenset[str], tuple[tuple[str, ...], set[Pair]]] = {}
        forbidden = self.one_way()

        def give(members: tuple[str, ...], pair: Pair) -> None:
            if members and pair[0] != pair[1] and pair not in forbidden:
                found.setdefault(frozenset(members), (tuple(dict.fromkeys(members)), set()))[1].add(pair)

        for pair in permutations(self.options, 2):
            give(self._makers_of(pair), pair)
        for pair, members in self.breaches(today):
            for party in members:
                give((party,), pair)
        return dict(found.values())

    def within_reach(self, today: str, start: str = "") -> set[str]:
        """Options that changes lead to from `start` (by default today's), whoever makes them."""
        pairs = {pair for own in self.hands(today).values() for pair in own}
        found, left = {start or today}, [start or today]
        while left:
            here = left.pop()
            new = {b for a, b in pairs if a == here} - found
            found |= new
            left += new
        return found

    def _makers_of(self, pair: Pair) -> tuple[str, ...]:
        if isinstance(self.makes, tuple):
            return self.makes or self.controllers
        given = {tuple(end.strip() for end in key.split(">")): own for key, own in self.makes.items()}
        return given.get(pair) or given.get(pair[1:]) or self.controllers

    def breaches(self, today: str) -> list[tuple[Pair, tuple[str, ...]]]:
        """Changes that any one of some parties can bring about alone by breaking what holds, and those parties."""
        ground = self.falls_to or today
        given = self.breaks or ()
        if isinstance(given, tuple):
            return [((option, ground), given) for option in self.options if option != ground and given]
        found: list[tuple[Pair, tuple[str, ...]]] = []
        for key, members in given.items():
            ends = [end.strip() for end in key.split(">")]
            found += [(pair, members) for pair in pairwise(ends if len(ends) > 1 else [ends[0], ground])]
        return [(pair, members) for pair, members in found if pair[0] != pair[1]]
