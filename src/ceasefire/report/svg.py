"""What every picture shares: a whole SVG document that stands alone, colours with enough contrast, escaped words.

No script, no style from elsewhere; a title and a description for those who cannot see it; marks differ in shape as well as in
colour (contrast of text on white at least 4.5, WCAG 2.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

INK, FAINT, GRID, PAPER = "#1b1b1b", "#5c5c5c", "#dddddd", "#ffffff"
BLUE, BROWN, RED, GREEN, SHADE = "#2f6ea5", "#7a4d00", "#a11d1d", "#1f6b3a", "#dcebdc"


def picture(title: str, about: str, size: tuple[float, float], parts: Sequence[str]) -> str:
    """A picture of a width and height (pixels) from its parts."""
    width, height = size
    box = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    look = f'font-family="system-ui, sans-serif" font-size="13" fill="{INK}"'
    label = escape(f"{title}. {about}", quote=True)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{label}" {look}>'
    titles = f"<title>{escape(title)}</title><desc>{escape(about)}</desc>"
    paper = f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>'
    return "\n".join([head, titles, paper, *parts, "</svg>"]) + "\n"


def words(x: float, y: float, text: str, *, anchor: str = "start", size: int = 13, fill: str = INK) -> str:
    """Words at a place."""
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"'
    return f"<text {at}>{escape(text)}</text>"


def line(ends: tuple[float, float, float, float], *, stroke: str = GRID, width: float = 1, dashes: str = "") -> str:
    """A line from (x, y) to (x, y)."""
    x1, y1, x2, y2 = ends
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    at = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {at} stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'


def dot(x: float, y: float, radius: float, *, fill: str = BLUE, stroke: str = "none", opacity: float = 1) -> str:
    """A filled circle."""
    at = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
    return f'<circle {at} fill="{fill}" stroke="{stroke}" opacity="{opacity:g}"/>'


def cross(x: float, y: float, size: float, *, stroke: str = RED) -> str:
    """A cross of two strokes."""
    s = size
    path = f"M{x - s:.1f} {y - s:.1f}L{x + s:.1f} {y + s:.1f}M{x - s:.1f} {y + s:.1f}L{x + s:.1f} {y - s:.1f}"
    return f'<path d="{path}" stroke="{stroke}" stroke-width="2.2" fill="none"/>'


def shortened(text: str, most: int) -> str:
    """Words cut to a length, with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
