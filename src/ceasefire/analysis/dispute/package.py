"""Packages: reading one that a user names, and how each party sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ceasefire.analysis.dispute.compiled import Dispute
from ceasefire.analysis.dispute.worth import Additive
from ceasefire.case.model import Case
from ceasefire.case.rules import holds, parse_rule
from ceasefire.errors import PackageError
from ceasefire.text.problem import Problem, suggestion


@dataclass(frozen=True)
class View:
    """How one party sees a package.

    `worth`, `walk_away` and `margin` are points 0-100 (None where the party's preferences have no magnitudes);
    `beats_walk_away` is None where nothing says what it prefers.  `unmet` names the demands the package leaves unmet,
    `against_public` the public statements it goes against.
    """

    party: str
    necessary: bool
    accepts: bool
    beats_walk_away: bool | None
    worth: float | None
    walk_away: float | None
    margin: float | None
    unmet: tuple[str, ...]
    against_public: tuple[str, ...]


@dataclass(frozen=True)
class Package:
    """A state put forward: its choices, what it changes of the status quo, and how each party sees it."""

    name: str
    choices: Mapping[str, str]
    changes: tuple[str, ...]
    views: tuple[View, ...]

    @property
    def refused_by(self) -> tuple[str, ...]:
        """The necessary parties that would not accept it."""
        return tuple(v.party for v in self.views if v.necessary and not v.accepts)


def view(dispute: Dispute, party: str, state: Mapping[str, str]) -> View:
    """How a party sees a state."""
    case, worth = dispute.case.parties[party], dispute.worths.get(party)
    unmet = tuple(c.name for c in dispute.conditions_of(party) if not c.is_walk_away and not dispute.met(c, state))
    beats = worth.accepts(state) if worth is not None else None
    points = floor = None
    if isinstance(worth, Additive):
        points, floor = worth.unit * worth.of(state), worth.unit * worth.walk_away
    return View(
        party=party,
        necessary=case.deciding,
        accepts=beats is not False and not unmet,
        beats_walk_away=beats,
        worth=None if points is None else float(points),
        walk_away=None if floor is None else float(floor),
        margin=None if points is None or floor is None else float(points - floor),
        unmet=unmet,
        against_public=tuple(n for n, said in case.public_position.items() if not holds(parse_rule(said.rule), state)),
    )


def package(dispute: Dispute, state: Mapping[str, str], name: str = "") -> Package:
    """A state as a package, seen by every party that has preferences or demands."""
    status_quo = dispute.case.status_quo
    known = name or next((n for n in dispute.case.packages if dispute.case.package(n) == dict(state)), "")
    return Package(
        name=known,
        choices=dict(state),
        changes=tuple(issue for issue, option in state.items() if option != status_quo[issue]),
        views=tuple(view(dispute, party, state) for party in dispute.judges()),
    )


def read_package(case: Case, text: str) -> dict[str, str]:
    """The full state meant by `name`, by `issue=option,...`, or by both; what is not chosen stays as in the status quo.

    `text-on-the-table,air=areas` takes the named package and changes one issue.  Raises PackageError with every problem:
    unknown names, and rules of the case that the state breaks.
    """
    state = dict(case.status_quo)
    problems: list[Problem] = []
    for part in (piece.strip() for piece in text.split(",") if piece.strip()):
        issue, sign, option = (side.strip() for side in part.partition("="))
        if not sign:
            if part == "status_quo" or part in case.packages:
                state.update(case.package(part))
            else:
                hint = suggestion(part, ["status_quo", *case.packages])
                problems.append(
                    Problem(
                        (),
                        "unknown-package",
                        f"the case has no package `{part}`",
                        f"{hint} (or choose: issue=option,...)",
                    )
                )
        elif issue not in case.issues:
            problems.append(Problem((), "unknown-name", f"there is no issue `{issue}`", suggestion(issue, case.issues)))
        elif option not in case.issues[issue].options:
            options = case.issues[issue].options
            problems.append(
                Problem((), "unknown-name", f"`{issue}` has no option `{option}`", suggestion(option, options))
            )
        else:
            state[issue] = option
    if not problems:
        problems = [
            Problem(
                ("rules", name),
                "forbidden-state",
                f"the package breaks the rule `{name}`: {rule.rule}",
                "choose otherwise, or change the rule",
            )
            for name, rule in case.rules.items()
            if not holds(parse_rule(rule.rule), state)
        ]
    if problems:
        raise PackageError(replace(f, where=replace(f.where, file=text)) for f in (p.finding() for p in problems))
    return {issue: state[issue] for issue in case.issues}
