"""Versions of a thing that several people made, in one order that is the same in every record that has them.

A version has a turn, one more than that of the latest version its author had before them, and a mark that orders those of one
turn: what a data set says by its version there, what a person says by its moment.  The version of the highest turn and mark
counts.  Two authors who did not see each other's version disagree: until a person makes a version after both, the thing is
contested.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ceasefire.record.canonical import canonical
from ceasefire.record.moment import span

Rank = tuple[int, str]


@dataclass(frozen=True)
class Version:
    """A version of a thing; `over` are the ranks that its author had seen, None for all that stood here before it.
    `erases` are fields whose words it took out for good.
    """

    number: int
    turn: int
    mark: str
    action: str
    body: str
    by: str = ""
    over: frozenset[Rank] | None = None
    erases: frozenset[str] = frozenset()

    @property
    def rank(self) -> Rank:
        """What orders versions everywhere."""
        return self.turn, self.mark

    @property
    def by_source(self) -> bool:
        """Whether this is what a data set or a first entry says, not what a person made of it."""
        return self.mark.startswith("0")


def said(body: str, erased: Collection[str] = ()) -> dict[str, Any]:
    """What a body says, whenever it was retrieved: without `known` and the version of its source, days as they are meant.

    Fields whose words were `erased` are left out.
    """
    value: dict[str, Any] = {name: v for name, v in json.loads(body).items() if name not in erased}
    value.pop("known", None)
    if isinstance(value.get("origin"), dict):
        value["origin"] = {k: v for k, v in value["origin"].items() if k != "version"}
    if isinstance(value.get("on"), str):
        value["on"] = list(span(value["on"]))
    return value


def release_of(body: str) -> str:
    """The version of its source that a row was taken from; empty where it says none."""
    origin = json.loads(body).get("origin") if '"version"' in body else None
    return str(origin.get("version", "")) if isinstance(origin, dict) else ""


def ordered(release: str) -> str:
    """The version of a source as text that sorts as versions do: 9.1 before 10.0, numbers before words."""
    return re.sub(r"\d+", lambda found: found[0].zfill(20), release)


def mark_of_source(action: str, fields: Mapping[str, str], release: str = "") -> str:
    """The mark of what a data set, or a first entry, says; `fields` is the body by field, as canonical JSON."""
    content = "|".join(f"{name}={fields[name]}" for name in sorted(fields) if name not in {"known", "origin"})
    digest = sha256(f"{action == 'retract'}|{content}".encode()).hexdigest()[:12]
    return f"0{ordered(release) if release else ''}|{digest}"


def mark_of_person(at: str, salt: str) -> str:
    """The mark of what a person made of a thing at a moment."""
    return f"1{at}|{sha256(salt.encode()).hexdigest()[:12]}"


def last_of_source(versions: Iterable[Version]) -> Version | None:
    """What the data set said last: its newest version there, and of one version the latest here."""
    own = [v for v in versions if v.by_source]
    return max(own, key=lambda v: (v.mark.partition("|")[0], v.turn), default=None)


def counts(versions: Iterable[Version]) -> Version:
    """The version that counts."""
    return max(versions, key=lambda v: v.rank)


def heads(versions: Sequence[Version]) -> list[Version]:
    """The versions that nobody has replaced, in their order; of a data set's own only the newest."""
    replaced: set[Rank] = set()
    before: list[Rank] = []
    for version in sorted(versions, key=lambda v: v.number):
        replaced.update(before if version.over is None else version.over)
        before.append(version.rank)
    left = [v for v in versions if v.rank not in replaced]
    dated = [v for v in left if v.by_source and not v.mark.startswith("0|")]
    newest = max(dated, key=lambda v: v.mark, default=None)
    return [v for v in left if v is newest or not (newest and v.by_source)]


def disagree(versions: Sequence[Version]) -> list[Version]:
    """The versions that stand against each other; none where nobody disagrees."""
    if len(versions) < 2 or all(v.over is None for v in versions):
        return []
    left = heads(versions)
    different = {(v.action == "retract", "" if v.action == "retract" else canonical(said(v.body))) for v in left}
    return left if len(different) > 1 else []


def over_of(came_from: str) -> frozenset[Rank] | None:
    """The ranks that the author of an entry taken over had seen; None of one's own."""
    if not came_from:
        return None
    held = json.loads(came_from).get("over")
    return None if held is None else frozenset((int(text.partition(":")[0]), text.partition(":")[2]) for text in held)


def rank_text(rank: Rank) -> str:
    """A rank as it stands in an export."""
    return f"{rank[0]}:{rank[1]}"


def version_of(row: Any) -> Version:
    """A version from a row of the log."""
    came = json.loads(row["came_from"]) if row["came_from"] else {}
    by = str(came.get("entered_by", row["entered_by"]))
    return Version(
        row["version"],
        row["turn"],
        row["mark"],
        row["action"],
        row["body"],
        by,
        over_of(row["came_from"]),
        frozenset(json.loads(row["erases"] or "[]")),
    )
