"""What would change: two assessments side by side, and which conditions make the difference."""

from __future__ import annotations

from dataclasses import dataclass

from ceasefire.analysis.assess import Assessment


@dataclass(frozen=True)
class Difference:
    """One answer before and after, and why it changed where the conditions show it."""

    aspect: str
    before: str
    after: str
    why: tuple[str, ...]

    @property
    def same(self) -> bool:
        """True where nothing changed."""
        return self.before == self.after


@dataclass(frozen=True)
class WhatIf:
    """The assessments before and after a change, and what differs between them."""

    changes: tuple[str, ...]
    differences: tuple[Difference, ...]
    before: Assessment
    after: Assessment


def what_if(before: Assessment, after: Assessment, changes: tuple[str, ...]) -> WhatIf:
    """Compare two assessments of a case before and after some changes."""
    clashes = [{" + ".join(map(str, c)) for c in a.on_table.impediments.clashes} for a in (before, after)]
    openings = [
        {" + ".join(f"{c.party}.{c.condition}" for c in o.concessions) for o in a.on_table.impediments.openings}
        for a in (before, after)
    ]
    clash_reasons = (
        *(f"no longer: {c}" for c in sorted(clashes[0] - clashes[1])),
        *(f"new: {c}" for c in sorted(clashes[1] - clashes[0])),
    )
    way_reasons = (
        *(f"no longer: {o}" for o in sorted(openings[0] - openings[1])),
        *(f"new: {o}" for o in sorted(openings[1] - openings[0])),
    )
    rows = _drafts(before, after)
    rows += [
        Difference(rung.rung, rung.said, other.said, ())
        for rung, other in zip(before.ladder, after.ladder, strict=True)
    ]
    zones = [a.on_table.zone for a in (before, after)]
    rows += [
        Difference("possible packages", _number(zones[0].n_possible), _number(zones[1].n_possible), ()),
        Difference("packages in the zone", _number(zones[0].n_zone), _number(zones[1].n_zone), ()),
        Difference("clashes", str(len(clashes[0])), str(len(clashes[1])), clash_reasons),
        Difference("ways to open a zone", str(len(openings[0])), str(len(openings[1])), way_reasons),
        *_outlooks(before, after),
    ]
    return WhatIf(changes, tuple(rows), before, after)


def _drafts(before: Assessment, after: Assessment) -> list[Difference]:
    """Every rung of every draft, before and after; a draft that only one of the two has is said to be new or gone."""
    sides = [{d.name: d for d in a.drafts} for a in (before, after)]
    rows = []
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        if name not in sides[0] or name not in sides[1]:
            had = ["a draft" if name in side else "no draft" for side in sides]
            rows.append(Difference(name, had[0], had[1], ()))
            continue
        one, other = sides[0][name], sides[1][name]
        rows += [
            Difference(f"{name}: {a.rung}", a.said, b.said, ()) for a, b in zip(one.ladder, other.ladder, strict=True)
        ]
        refused = [", ".join(d.package.refused_by) or "nobody" for d in (one, other)]
        rows.append(Difference(f"{name}: refused by", refused[0], refused[1], ()))
    return rows


def _number(value: int | None) -> str:
    return "not counted" if value is None else f"{value:,}"


def _outlooks(before: Assessment, after: Assessment) -> list[Difference]:
    sides = [a.prospect for a in (before, after)]

    def both(aspect: str, attribute: str) -> Difference:
        shown = ["not assessed" if s is None else f"{getattr(s, attribute):,}" for s in sides]
        return Difference(aspect, shown[0], shown[1], ())

    fragile = []
    steps = []
    for side in sides:
        tempted = [] if side is None else [b for b in side.keep.breaches if b.gain > 0]
        fragile.append(
            f"{tempted[0].party}, {tempted[0].gain:.0f} points" if tempted else "nobody" if side else "not assessed"
        )
        stages = None if side is None else side.route.stages
        steps.append("not assessed" if side is None else "no way" if stages is None else str(len(stages)))
    return [
        both("states that would be kept", "n_kept"),
        both("states that can be reached", "n_reached"),
        both("signed, kept and reached", "n_all"),
        Difference("most tempted to break it", fragile[0], fragile[1], ()),
        Difference("steps to get there", steps[0], steps[1], ()),
    ]
