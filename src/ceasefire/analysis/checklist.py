"""What a text of this kind usually settles, and what of it a draft leaves out.

The categories are those of the PA-X codebook where it has one, in our words; how often past agreements have it is counted
over the 483 ceasefire agreements (stage `Cea`) of PA-X version 10, as the share with any provision coded (Bell & Badanjak
2019, J. Peace Research 56(3):452-466, doi:10.1177/0022343318819123).  A test holds the shares to the data where they are at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ceasefire.case.model import Case
from ceasefire.case.settles import USUAL


@dataclass(frozen=True)
class Left:
    """Something a text of this kind usually settles; `share` 0-1 of past ceasefire agreements have it, None where nobody counted.

    `issues` of the case cover it and stay as they are today; none covers it where there are none.
    """

    item: str
    share: float | None
    issues: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """What a draft leaves out, the most usual first; `told` is false where no issue says what it settles."""

    told: bool
    left: tuple[Left, ...]


def checklist(case: Case, choices: Mapping[str, str]) -> Checklist:
    """What a package leaves out of what such texts usually settle."""
    covering = {item: tuple(name for name, issue in case.issues.items() if item in issue.settles) for item in USUAL}
    left = [
        Left(item, USUAL[item].share, issues)
        for item, issues in covering.items()
        if all(choices[name] == case.status_quo[name] for name in issues)
    ]
    return Checklist(
        any(covering.values()), tuple(sorted(left, key=lambda one: -(one.share if one.share is not None else -1.0)))
    )
