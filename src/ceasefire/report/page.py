"""A page of plain text: headings, wrapped paragraphs, aligned columns."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

BOLD, RED, GREEN = "1", "31", "32"


class Page:
    """Lines of text up to `width` characters; `color` adds terminal styles that carry no meaning of their own."""

    def __init__(self, width: int = 100, *, color: bool = False) -> None:
        self.width = width
        self.color = color
        self.lines: list[str] = []

    def styled(self, text: str, style: str) -> str:
        """The text in a terminal style, where colour is wanted."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.color else text

    def heading(self, text: str) -> None:
        """A heading, set off by an empty line."""
        if self.lines:
            self.lines.append("")
        self.lines += [self.styled(line, BOLD) for line in wrap(text, self.width)]

    def text(self, text: str, indent: int = 2, label: str = "") -> None:
        """A paragraph, wrapped; `label` stands before it and later lines align after the label."""
        first = " " * indent + label
        rest = " " * len(first)
        self.lines += wrap(text, self.width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [
            first
        ]

    def columns(self, rows: Sequence[Sequence[str]], indent: int = 2) -> None:
        """Aligned columns; the first is left-aligned, cells that look like numbers are right-aligned."""
        if not rows:
            return
        widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
        for row in rows:
            cells = [cell.rjust(w) if _number(cell) else cell.ljust(w) for cell, w in zip(row, widths, strict=True)]
            self.lines.append((" " * indent + "  ".join(cells)).rstrip())

    def __str__(self) -> str:
        return "\n".join(self.lines) + "\n"


def _number(cell: str) -> bool:
    return cell[:1].isdigit() or (cell[:1] in "+-" and cell[1:2].isdigit())
