"""What a report is made of, before it is HTML or Markdown: sections of paragraphs, lists, tables and pictures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Text:
    """A paragraph; `weak` ones are remarks on how something was found."""

    text: str
    weak: bool = False


@dataclass(frozen=True)
class Items:
    """A list; `numbered` where the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of each row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A picture as SVG, with the table that says the same."""

    title: str
    svg: str
    table: Table | None = None


@dataclass(frozen=True)
class Rungs:
    """The ladder: name, question, verdict and reasons of each rung."""

    rungs: tuple[tuple[str, str, str, str], ...]


Block = Text | Items | Table | Figure | Rungs


@dataclass(frozen=True)
class Section:
    """A section by its anchor and heading."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A report: what it is about, the question, as of when, its sections, and how it was made."""

    title: str
    question: str
    as_of: str
    sections: tuple[Section, ...]
    made: str
    left_out: tuple[str, ...] = ()


def as_values(report: Report) -> dict[str, Any]:
    """The report as plain values for JSON; every block says its kind."""
    sections = [
        {
            "anchor": section.anchor,
            "title": section.title,
            "blocks": [{"kind": type(block).__name__.lower(), **asdict(block)} for block in section.blocks],
        }
        for section in report.sections
    ]
    return {**asdict(report), "sections": sections}
