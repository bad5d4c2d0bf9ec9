"""Pages of plain text as sections of a report: the same words where there are headings, lists and tables to be had."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ceasefire.report.blocks import Block, Items, Section, Table, Text
from ceasefire.report.page import Page


class Recorded(Page):
    """A page that keeps what it is told in blocks."""

    def __init__(self) -> None:
        super().__init__(10_000)
        self.parts: list[tuple[str, list[Block]]] = []

    def heading(self, text: str) -> None:
        """A section begins."""
        self.parts.append((text, []))

    def text(self, text: str, indent: int = 2, label: str = "") -> None:  # noqa: ARG002  a browser indents by itself
        """A paragraph; with a label, an item of a list."""
        blocks = self._blocks()
        if not label.strip():
            blocks.append(Text(text))
            return
        mark = label.strip()
        said = text if mark in {"-", "*"} or mark.rstrip(".").isdigit() else f"{mark}: {text}"
        numbered = mark.rstrip(".").isdigit()
        last = blocks[-1] if blocks else None
        if isinstance(last, Items) and last.numbered == numbered:
            blocks[-1] = Items((*last.items, said), numbered)
        else:
            blocks.append(Items((said,), numbered))

    def columns(self, rows: Sequence[Sequence[str]], indent: int = 2) -> None:  # noqa: ARG002  as above
        """A table, named by its heading."""
        if rows:
            self._blocks().append(Table(self.parts[-1][0], (), tuple(tuple(row) for row in rows)))

    def _blocks(self) -> list[Block]:
        if not self.parts:
            self.heading("")
        return self.parts[-1][1]


def recorded(fill: Callable[[Page], None], anchor: str) -> tuple[Section, ...]:
    """What a page of plain text says, as sections whose anchors begin with `anchor`."""
    page = Recorded()
    fill(page)
    return tuple(Section(f"{anchor}-{k}", title, tuple(blocks)) for k, (title, blocks) in enumerate(page.parts, 1))
