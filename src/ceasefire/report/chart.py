"""A chart of daily counts as a description, and as SVG: one description for `--plot`, reports and pages.

The SVG stands alone: no script, no style sheet from elsewhere, a title and a description for those who cannot see it, and
marks that differ in shape as well as in colour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ceasefire.report.svg import BROWN, FAINT, GRID, INK, RED, SHADE, line, picture, words

WIDTH, HEIGHT = 960, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 46, 58
BAR = "#4a7fb0"


@dataclass(frozen=True)
class Panel:
    """One panel: a count a day (None where there is no report), levels as steps, and a limit.

    `levels` are (first day, last day, mean a day); `limit` is a count a day, drawn from `limit_from` on.
    """

    title: str
    counts: tuple[float | None, ...]
    levels: tuple[tuple[date, date, float], ...] = ()
    limit: float | None = None
    limit_from: date | None = None
    calm: tuple[date, date] | None = None
    broken: date | None = None


@dataclass(frozen=True)
class Chart:
    """Panels over the same days, from `first` on; `marks` are days with a word each."""

    title: str
    description: str
    unit: str
    first: date
    panels: tuple[Panel, ...]
    marks: tuple[tuple[date, str], ...] = ()


def svg(chart: Chart) -> str:
    """The chart as an SVG document."""
    n = max((len(panel.counts) for panel in chart.panels), default=0)
    height = HEIGHT * max(1, len(chart.panels)) + 24
    parts = []
    for k, panel in enumerate(chart.panels):
        parts += [f'<g transform="translate(0 {k * HEIGHT})">', *_panel(chart, panel, n), "</g>"]
    return picture(chart.title, chart.description, (WIDTH, height), [*parts, *_legend(height)])


def _panel(chart: Chart, panel: Panel, n: int) -> list[str]:
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    highest = max([*(c for c in panel.counts if c is not None), panel.limit or 0, 1])
    step = _step(highest)
    top = step * -(-highest // step)
    base = TOP + tall

    def x(day: date, *, end: bool = False) -> float:
        return LEFT + wide * min(max((day - chart.first).days + end, 0), n) / max(n, 1)

    def y(count: float) -> float:
        return TOP + tall * (1 - count / top)

    parts = [words(LEFT, 18, panel.title), words(LEFT, TOP - 8, chart.unit, size=12, fill=FAINT)]
    if panel.calm:
        left, right = x(panel.calm[0]), x(panel.calm[1], end=True)
        parts.append(
            f'<rect x="{left:.1f}" y="{TOP}" width="{max(1, right - left):.1f}" height="{tall}" fill="{SHADE}"/>'
        )
    for k in range(round(top / step) + 1):
        parts.append(line((LEFT, y(k * step), WIDTH - RIGHT, y(k * step)), stroke=GRID))
        parts.append(words(LEFT - 6, y(k * step) + 4, f"{k * step:g}", anchor="end", fill=FAINT))
    parts.append(_bars(panel, n, (y, base)))
    for first, last, mean in panel.levels:
        parts.append(line((x(first), y(mean), x(last, end=True), y(mean)), stroke=BROWN, width=2.5))
    if panel.limit is not None and panel.limit_from is not None:
        ends = (x(panel.limit_from), y(panel.limit), WIDTH - RIGHT, y(panel.limit))
        parts.append(line(ends, stroke=RED, dashes="6 4"))
    parts += _days(chart, x, n)
    for day, word in [*chart.marks, *([(panel.broken, "broken")] if panel.broken else [])]:
        parts.append(line((x(day), TOP, x(day), base), stroke=INK, dashes="2 3"))
        late = x(day) > WIDTH - 140
        low = TOP + (26 if word == "broken" else 12)
        parts.append(words(x(day) + (-4 if late else 4), low, word, anchor="end" if late else "start", size=12))
    return parts


def _bars(panel: Panel, n: int, frame: tuple[Callable[[float], float], float]) -> str:
    y, base = frame
    width = (WIDTH - LEFT - RIGHT) / max(n, 1)
    steps = []
    for k, count in enumerate(panel.counts):
        left = LEFT + k * width
        if count is None:
            steps.append(f'<rect x="{left:.2f}" y="{base}" width="{width:.2f}" height="6" fill="{FAINT}"/>')
        elif count:
            up = y(count)
            steps.append(
                f'<rect x="{left:.2f}" y="{up:.1f}" width="{width * 0.86:.2f}" height="{base - up:.1f}" fill="{BAR}"/>'
            )
    return "".join(steps)


def _days(chart: Chart, x: Callable[[date], float], n: int) -> list[str]:
    """Ticks at the beginnings of months, or every week of a short series."""
    days = [chart.first + timedelta(days=k) for k in range(n)]
    ticks = [d for d in days if d.day == 1] if n > 75 else days[:: max(1, n // 8)]
    ticks = ticks[:: max(1, len(ticks) // 12)]
    base = HEIGHT - BOTTOM
    parts = []
    for day in ticks:
        said = f"{day:%b %Y}" if n > 75 or day == ticks[0] else f"{day.day} {day:%b}"
        said = f"{day.day} {said}" if n <= 75 and day == ticks[0] else said
        parts.append(line((x(day), base, x(day), base + 9), stroke=INK))
        parts.append(words(x(day) + 2, base + 22, said, size=12, fill=FAINT))
    return parts


def _step(highest: float) -> float:
    """A round step that gives three to six lines."""
    step = 1.0
    while highest / step > 5:
        step *= 2 if str(step)[0] in "15" else 2.5
    return step


def _legend(height: int) -> list[str]:
    at = height - 12
    parts, left = [], LEFT
    for shape, said in (
        (f'<rect y="{at - 9}" width="10" height="10" fill="{BAR}"', "count of the day"),
        (f'<rect y="{at - 4}" width="10" height="5" fill="{FAINT}"', "no report (not zero)"),
        (f'<rect y="{at - 6}" width="14" height="3" fill="{BROWN}"', "level between changes"),
        (f'<rect y="{at - 9}" width="12" height="10" fill="{SHADE}" stroke="{FAINT}"', "calm as called by the rule"),
        (f'<rect y="{at - 5}" width="14" height="2" fill="{RED}"', "level of a material return"),
    ):
        parts += [f'{shape} x="{left}"/>', words(left + 19, at, said, size=12)]
        left += 34 + 7 * len(said)
    return parts
