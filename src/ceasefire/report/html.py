"""A report as one HTML file: no script, nothing loaded from anywhere, to be read aloud, printed and mailed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ceasefire.report.blocks import Report, Section


def as_html(report: Report) -> str:
    """The report as a whole HTML document; every text in it is escaped, pictures are our own SVG."""
    return _environment().get_template("report.html").render(report=report, _=str)


def as_part(title: str, sections: Iterable[Section]) -> str:
    """Some sections as a part of somebody else's page, such as a notebook's."""
    return _environment().get_template("notebook.html").render(title=title, sections=tuple(sections), _=str)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
