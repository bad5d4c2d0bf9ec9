"""A chart of daily counts as a description, and as SVG: one description for `--plot`, reports and pages.

The SVG stands alone: no script, no style sheet from elsewhere, a title and a description for those who cannot see it, and
marks that differ in shape as well as in colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

WIDTH, HEIGHT = 960, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 46, 58
INK, FAINT, BAR, SHADE, ALARM, LEVEL = "#1b1b1b", "#6b6b6b", "#4a7fb0", "#dcebdc", "#a11d1d", "#7a4d00"


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
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    look = f'font-family="system-ui, sans-serif" font-size="13" fill="{INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="chart-title chart-about" {look}>',
        f'<title id="chart-title">{escape(chart.title)}</title>',
        f'<desc id="chart-about">{escape(chart.description)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for k, panel in enumerate(chart.panels):
        parts += [f'<g transform="translate(0 {k * HEIGHT})">', *_panel(chart, panel, n), "</g>"]
    parts += [*_legend(height), "</svg>"]
    return "\n".join(parts) + "\n"


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

    parts = [f'<text x="{LEFT}" y="18" font-weight="600">{escape(panel.title)}</text>']
    if panel.calm:
        left, right = x(panel.calm[0]), x(panel.calm[1], end=True)
        parts.append(
            f'<rect x="{left:.1f}" y="{TOP}" width="{max(1, right - left):.1f}" height="{tall}" fill="{SHADE}"/>'
        )
    count = 0.0
    while count <= top:
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(count):.1f}" y2="{y(count):.1f}" stroke="#dddddd"/>'
        )
        parts.append(f'<text x="{LEFT - 6}" y="{y(count) + 4:.1f}" text-anchor="end" fill="{FAINT}">{count:g}</text>')
        count += step
    parts.append(f'<text x="{LEFT}" y="{TOP - 8}" fill="{FAINT}" font-size="12">{escape(chart.unit)}</text>')
    parts.append(_bars(panel, n, (y, base)))
    for first, last, mean in panel.levels:
        parts.append(
            f'<line x1="{x(first):.1f}" x2="{x(last, end=True):.1f}" y1="{y(mean):.1f}" y2="{y(mean):.1f}" '
            f'stroke="{LEVEL}" stroke-width="2.5"/>'
        )
    if panel.limit is not None and panel.limit_from is not None:
        at = f'x1="{x(panel.limit_from):.1f}" x2="{WIDTH - RIGHT}" y1="{y(panel.limit):.1f}" y2="{y(panel.limit):.1f}"'
        parts.append(f'<line {at} stroke="{ALARM}" stroke-dasharray="6 4"/>')
    parts += _days(chart, x, n)
    for day, word in [*chart.marks, *([(panel.broken, "broken")] if panel.broken else [])]:
        middle = x(day)
        parts.append(
            f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="{TOP}" y2="{base}" stroke="{INK}" stroke-dasharray="2 3"/>'
        )
        end = middle > WIDTH - 140
        anchor, shift = ("end", -4) if end else ("start", 4)
        low = 26 if word == "broken" else 12
        parts.append(
            f'<text x="{middle + shift:.1f}" y="{TOP + low}" text-anchor="{anchor}" font-size="12">{escape(word)}</text>'
        )
    return parts


def _bars(panel: Panel, n: int, frame: tuple[object, float]) -> str:
    y, base = frame
    width = (WIDTH - LEFT - RIGHT) / max(n, 1)
    steps = []
    for k, count in enumerate(panel.counts):
        left = LEFT + k * width
        if count is None:
            steps.append(f'<rect x="{left:.2f}" y="{base}" width="{width:.2f}" height="6" fill="{FAINT}"/>')
        elif count:
            up = y(count)  # type: ignore[operator]  # the scale of the panel
            steps.append(
                f'<rect x="{left:.2f}" y="{up:.1f}" width="{width * 0.86:.2f}" height="{base - up:.1f}" fill="{BAR}"/>'
            )
    return "".join(steps)


def _days(chart: Chart, x: object, n: int) -> list[str]:
    """Ticks at the beginnings of months, or every week of a short series."""
    days = [chart.first + timedelta(days=k) for k in range(n)]
    ticks = [d for d in days if d.day == 1] if n > 75 else days[:: max(1, n // 8)]
    ticks = ticks[:: max(1, len(ticks) // 12)]
    base = HEIGHT - BOTTOM
    parts = []
    for day in ticks:
        at = x(day)  # type: ignore[operator]  # the scale of the panel
        words = f"{day:%b %Y}" if n > 75 else f"{day.day} {day:%b}"
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{base}" y2="{base + 9}" stroke="{INK}"/>')
        parts.append(f'<text x="{at + 2:.1f}" y="{base + 22}" font-size="12" fill="{FAINT}">{words}</text>')
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
    for shape, words in (
        (f'<rect y="{at - 9}" width="10" height="10" fill="{BAR}"', "count of the day"),
        (f'<rect y="{at - 4}" width="10" height="5" fill="{FAINT}"', "no report (not zero)"),
        (f'<rect y="{at - 6}" width="14" height="3" fill="{LEVEL}"', "level between changes"),
        (f'<rect y="{at - 9}" width="12" height="10" fill="{SHADE}" stroke="{FAINT}"', "calm as called by the rule"),
        (f'<rect y="{at - 5}" width="14" height="2" fill="{ALARM}"', "limit of the rule"),
    ):
        parts.append(f'{shape} x="{left}"/><text x="{left + 19}" y="{at}" font-size="12">{words}</text>')
        left += 34 + 7 * len(words)
    return parts
