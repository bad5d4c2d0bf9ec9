"""The explorer of packages: what each party would make of a choice, who would gain by breaking it, what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ceasefire.analysis.dispute.package import package, read_package
from ceasefire.analysis.keep.enforcement import enforcement
from ceasefire.errors import PackageError
from ceasefire.report.breaches import breach_sentence, order_sentence
from ceasefire.report.phrases import points
from ceasefire.report.words import Words
from ceasefire.web.shelves.shelf import Opened

Choice = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """An issue to choose for: its name, its options, the one chosen, today's, and whether it is off the table."""

    name: str
    options: tuple[str, ...]
    chosen: str
    today: str
    off_table: bool


@dataclass(frozen=True)
class Seen:
    """A party's view in words: whether it accepts, worth and margin in points, and why it would refuse."""

    party: str
    necessary: bool
    accepts: bool
    worth: str
    margin: str
    reason: str


@dataclass(frozen=True)
class Explored:
    """A choice and what it comes to; `problems` where the case forbids it, and then nothing else.

    `spelled` is the choice as the command line takes it.
    """

    fields: tuple[Field, ...]
    problems: tuple[str, ...]
    refused_by: tuple[str, ...]
    seen: tuple[Seen, ...]
    tempted: tuple[str, ...]
    spelled: str = ""


def explored(opened: Opened, choice: Choice) -> Explored:
    """What a choice comes to; names and options that the case does not have are problems, not errors."""
    case, words = opened.case, Words(opened.case)
    known = {name: value for name, value in choice.items() if name in case.issues}
    fields = tuple(
        Field(
            name,
            tuple(issue.options),
            known.get(name, case.status_quo[name]),
            case.status_quo[name],
            issue.off_table,
        )
        for name, issue in case.issues.items()
    )
    strange = [f"there is no issue `{name}`" for name in choice if name not in case.issues]
    strange += [
        f"`{name}` has no option `{value}`" for name, value in known.items() if value not in case.issues[name].options
    ]
    if strange:
        return Explored(fields, tuple(strange), (), (), ())
    spelled = ",".join(f"{name}={value}" for name, value in known.items()) or "status_quo"
    try:
        state = read_package(case, spelled)
    except PackageError as error:
        return Explored(fields, tuple(f.message for f in error.findings), (), (), ())
    found = package(opened.dispute, state)
    seen = tuple(
        Seen(
            words.party(v.party),
            v.necessary,
            v.accepts,
            points(v.worth) if v.worth is not None else "",
            f"{v.margin:+.0f}" if v.margin is not None else "",
            "" if v.accepts else words.refusal(v),
        )
        for v in found.views
    )
    kept = enforcement(opened.dispute, state)
    tempted = tuple(breach_sentence(b, words) for b in kept.breaches if b.gain > 0)
    tempted += tuple(order_sentence(one, words) for one in kept.by_order)
    return Explored(fields, (), tuple(words.party(p) for p in found.refused_by), seen, tempted, spelled)
