"""Local truces and requests to copy them, over areas and time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ceasefire.dates import ImpreciseDate, parse_date
from ceasefire.record.agreement import Agreement
from ceasefire.text.names import same_name


class Stage(StrEnum):
    """How far a local truce has come by a day, as far as its dates say."""

    ASKED = "asked for"
    AGREED = "agreed"
    IN_FORCE = "in force"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class LocalTruce:
    """A local truce: where, between whom, how far by the day asked about, which truce it is to copy, and its dates."""

    name: str
    place: str
    title: str
    parties: tuple[str, ...]
    stage: Stage
    since: str
    follows: str
    followed_by: tuple[str, ...]
    reason: str


def local_truces(recorded: Iterable[tuple[str, Agreement]], as_of: date) -> tuple[LocalTruce, ...]:
    """Agreements with a place, by place and time.

    Dates that may lie after `as_of` do not count as passed.  `follows` names another agreement by its name in the record or
    by its title.
    """
    held = [(name, a) for name, a in recorded if a.place]
    known = {key: name for name, a in held for key in (name, same_name(a.title))}
    copies: dict[str, list[str]] = {}
    for _, a in held:
        model = known.get(a.follows) or known.get(same_name(a.follows), a.follows)
        if model:
            copies.setdefault(model, []).append(a.place)
    truces = []
    for name, a in sorted(held, key=lambda item: (_order(item[1]), item[1].place)):
        stage, since, reason = _stage(a, as_of)
        asked = tuple(dict.fromkeys(copies.get(name, ())))
        truces.append(LocalTruce(name, a.place, a.title, a.parties, stage, since, a.follows, asked, reason))
    return tuple(truces)


def _order(a: Agreement) -> date:
    dates = [parse_date(text).earliest for text in (a.asked, a.on, a.in_force) if text]
    return min(dates, default=date.max)


def _stage(a: Agreement, as_of: date) -> tuple[Stage, str, str]:
    dated: list[tuple[Stage, str]] = [
        (Stage.ENDED, a.ended),
        (Stage.IN_FORCE, a.in_force),
        (Stage.AGREED, a.on),
        (Stage.ASKED, a.asked),
    ]
    for stage, text in dated:
        if text:
            meant = parse_date(text)
            if meant.latest <= as_of:
                more = "; nothing is recorded of its end" if stage is Stage.IN_FORCE else ""
                return stage, text, f"{stage.value} on {text}{more}"
            if _may_have_passed(meant, as_of):
                return Stage.UNKNOWN, text, f"{text} leaves open whether it is {stage.value} already"
    return Stage.UNKNOWN, "", "it has no date that has passed"


def _may_have_passed(meant: ImpreciseDate, as_of: date) -> bool:
    return meant.earliest <= as_of < meant.latest
