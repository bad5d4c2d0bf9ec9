"""Pictures of an assessment: margins over the walk-away, what one party's gain costs another, what cannot hold together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ceasefire.analysis.sign.tradeoff import Point, Tradeoff
from ceasefire.report.svg import BLUE, BROWN, FAINT, GREEN, INK, RED, cross, dot, line, picture, shortened, words

WIDE = 960.0


@dataclass(frozen=True)
class Margins:
    """A package by name: for each party its margin over the walk-away in points, None where it has no magnitudes, and
    whether it accepts.
    """

    package: str
    parties: Mapping[str, tuple[float | None, bool]]


def margins_picture(title: str, rows: Sequence[Margins]) -> str:
    """For each package a line of marks, one for each party; left of zero the party would rather have no agreement."""
    parties = list(dict.fromkeys(p for row in rows for p in row.parties))
    known = [m for row in rows for m, _ in row.parties.values() if m is not None]
    low, high = min([-10.0, *known]), max([10.0, *known])
    left, right, step = 330.0, WIDE - 30, 30.0

    def x(margin: float) -> float:
        return left + (right - left) * (margin - low) / (high - low)

    parts, y = [], 54.0
    lines = len(rows) * (len(parties) + 1.2)
    bottom = y + lines * 20
    for tick in range(int(low // 10) * 10 + 10, int(high) + 1, 10):
        parts.append(line((x(tick), 36, x(tick), bottom)))
        parts.append(words(x(tick), 30, f"{tick:+d}" if tick else "0", anchor="middle", size=12, fill=FAINT))
    parts.append(line((x(0), 36, x(0), bottom), stroke=INK, width=1.5))
    parts.append(
        words(
            left,
            14,
            "points above the walk-away (0-100 scale of each party; not comparable between parties)",
            size=12,
            fill=FAINT,
        )
    )
    for row in rows:
        parts.append(words(12, y, shortened(row.package, 120)))
        for name in parties:
            y += 20
            margin, accepts = row.parties.get(name, (None, False))
            parts.append(words(left - 12, y, shortened(name, 42), anchor="end"))
            if margin is None:
                parts.append(words(x(0) + 8, y, "accepts" if accepts else "refuses", fill=GREEN if accepts else RED))
                continue
            parts.append(line((x(0), y - 4, x(margin), y - 4), stroke=GREEN if accepts else RED, width=2))
            parts.append(dot(x(margin), y - 4, 5, fill=GREEN) if accepts else cross(x(margin), y - 4, 4.5))
        y += 1.2 * 20
    parts.append(dot(18, bottom + step - 4, 5, fill=GREEN))
    parts.append(words(30, bottom + step, "would accept", size=12))
    parts.append(cross(136, bottom + step - 4, 4.5))
    parts.append(words(148, bottom + step, "would refuse (a demand unmet, or less than its walk-away)", size=12))
    about = "Margin of each necessary party over its walk-away, for each package; the table below has the figures."
    return picture(title, about, (WIDE, bottom + step + 14), parts)


def tradeoff_picture(title: str, found: Tradeoff, names: tuple[str, str]) -> str:
    """Every pair of worths that possible packages have to two parties."""
    left, top, size = 70.0, 40.0, 430.0

    def at(first: float, second: float) -> tuple[float, float]:
        return left + size * first / 100, top + size * (1 - second / 100)

    parts = []
    for tick in range(0, 101, 20):
        x, y = at(tick, tick)
        parts += [line((x, top, x, top + size)), line((left, y, left + size, y))]
        parts.append(words(x, top + size + 18, str(tick), anchor="middle", size=12, fill=FAINT))
        parts.append(words(left - 8, y + 4, str(tick), anchor="end", size=12, fill=FAINT))
    (wx, wy) = at(*found.walk_away)
    parts += [
        line((wx, top, wx, top + size), stroke=BROWN, dashes="5 4"),
        line((left, wy, left + size, wy), stroke=BROWN, dashes="5 4"),
    ]
    for point in joined(found.points):
        x, y = at(point.first, point.second)
        radius = min(9.0, 2.2 + point.n**0.5 / 2)
        if point.accepted:
            parts.append(dot(x, y, radius, fill=GREEN, opacity=0.75))
        else:
            parts.append(dot(x, y, radius, fill="none", stroke=BLUE, opacity=0.8))
        if point.efficient:
            parts.append(dot(x, y, radius + 3, fill="none", stroke=INK))
    x, y = at(*found.today)
    parts += [cross(x, y, 6, stroke=INK), words(x + 10, y - 6, "today")]
    parts.append(words(left + size / 2, top + size + 40, shortened(f"worth to {names[0]}", 60), anchor="middle"))
    turned = words(0, 0, shortened(f"worth to {names[1]}", 60), anchor="middle")
    parts.append(f'<g transform="translate(18 {top + size / 2:.0f}) rotate(-90)">{turned}</g>')
    legend = left + size + 34
    rows = (
        (dot(legend, 60, 5, fill=GREEN), "packages that both would accept"),
        (dot(legend, 84, 5, fill="none", stroke=BLUE), "packages that one would refuse"),
        (dot(legend, 108, 6, fill="none", stroke=INK), "none is better for both (efficient for the two)"),
        (line((legend - 8, 132, legend + 8, 132), stroke=BROWN, dashes="5 4"), "walk-aways"),
        (cross(legend, 156, 5, stroke=INK), "today's state"),
    )
    for k, (mark, said) in enumerate(rows):
        parts += [mark, words(legend + 16, 64 + 24 * k, said, size=12)]
    parts.append(words(legend - 8, 196, "Larger marks: more packages with these worths.", size=12, fill=FAINT))
    about = f"Worth of possible packages to {names[0]} and {names[1]}, 0 to 100 each; the table below has the efficient ones."
    return picture(title, about, (WIDE, top + size + 58), parts)


DRAWN = 600
"""Marks drawn one by one; above it, those that would lie on each other are one."""


def joined(points: Sequence[Point]) -> Sequence[Point]:
    """Points of the trade-off as they are drawn: where there are many, one for each cell of a grid of four by four."""
    if len(points) <= DRAWN:
        return points
    cells: dict[tuple[int, int, bool], Point] = {}
    for p in points:
        key = int(p.first // 4), int(p.second // 4), p.accepted
        held = cells.get(key)
        cells[key] = p if held is None else replace(held, n=held.n + p.n, efficient=held.efficient or p.efficient)
    return list(cells.values())


def matrix_picture(title: str, rows: Sequence[str], columns: Sequence[tuple[str, frozenset[int]]], split: int) -> str:
    """Which conditions are in which sets: rows of conditions, a column for each set, joined marks.

    The first `split` columns are clashes, the others ways out.
    """
    left, top, high = 470.0, 64.0, 24.0
    wide = min(40.0, (WIDE - left - 20) / max(1, len(columns)))
    bottom = top + high * len(rows)
    parts = []
    for k, said in enumerate(rows):
        y = top + high * k
        if k % 2 == 0:
            parts.append(f'<rect x="0" y="{y:.0f}" width="{WIDE:.0f}" height="{high:.0f}" fill="#f3f3f3"/>')
        parts.append(words(8, y + 16, shortened(said, 68), size=12))
    for k, (name, members) in enumerate(columns):
        x = left + wide * (k + 0.5)
        colour = RED if k < split else GREEN
        parts.append(words(x, top - 10, name, anchor="middle", size=12, fill=colour))
        for row in range(len(rows)):
            y = top + high * (row + 0.5)
            parts.append(dot(x, y, 2.2, fill="#bbbbbb"))
        ys = [top + high * (row + 0.5) for row in sorted(members)]
        if ys:
            parts.append(line((x, ys[0], x, ys[-1]), stroke=colour, width=2))
        parts += [cross(x, y, 5) if k < split else dot(x, y, 6, fill=GREEN) for y in ys]
    if split:
        parts.append(words(left, 18, "cannot hold together", fill=RED, size=12))
    if split < len(columns):
        parts.append(
            words(
                left + wide * split + (0 if split == 0 else 8),
                36,
                "given up, these open a zone",
                fill=GREEN,
                size=12,
            )
        )
    about = (
        "A cross marks a condition in a clash, a dot one that is given up in a way out; the lists below say the same."
    )
    return picture(title, about, (WIDE, bottom + 12), parts)


def bars_picture(title: str, rows: Sequence[tuple[str, Mapping[str, float]]], colours: Mapping[str, str]) -> str:
    """For each row a bar of parts that add up to its whole."""
    left, high = 240.0, 30.0
    parts, most = [], max([1.0, *(sum(values.values()) for _, values in rows)])
    for k, (name, values) in enumerate(rows):
        y, x = 14 + high * k, left
        parts.append(words(left - 10, y + 15, shortened(name, 34), anchor="end"))
        for kind, value in values.items():
            width = (WIDE - left - 30) * value / most
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="20" fill="{colours[kind]}" stroke="#ffffff"/>'
            )
            if width > 18:
                parts.append(words(x + width / 2, y + 15, f"{value:g}", anchor="middle", size=12, fill="#ffffff"))
            x += width
    y, x = 14 + high * len(rows) + 14, left
    for kind, colour in colours.items():
        parts.append(f'<rect x="{x:.0f}" y="{y - 10:.0f}" width="12" height="12" fill="{colour}"/>')
        parts.append(words(x + 18, y, kind, size=12))
        x += 40 + 7 * len(kind)
    return picture(title, "Counts by status; the table below has the figures.", (WIDE, y + 14), parts)
