"""The documents as a site: `make docs`.  The reference of commands is written from the commands themselves."""

from __future__ import annotations

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from ceasefire import __version__
from ceasefire.cli import main

project, author, release = "ceasefire", "the authors of ceasefire", __version__
extensions = ["myst_parser"]
html_theme = "furo"
html_title = f"ceasefire {__version__}"
exclude_patterns = ["_build", "examples"]
suppress_warnings = ["myst.xref_missing"]  # links to example files, which are downloads and not pages
myst_heading_anchors = 2


def usage(name: str, command: click.Command, depth: int = 2) -> list[str]:
    """The help of a command, and of those below it."""
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    lines = ["", f"{'#' * depth} `{name}`", "", "```text", command.get_help(context), "```"]
    if isinstance(command, click.Group):
        for inner, below in sorted(command.commands.items()):
            lines += usage(f"{name} {inner}", below, depth + 1)
    return lines


def commands() -> str:
    """The page of all commands."""
    lines = ["# Commands", "", "As `ceasefire COMMAND --help` prints them."]
    for name, command in sorted(main.commands.items()):
        lines += usage(f"ceasefire {name}", command)
    return "\n".join(lines) + "\n"


(Path(__file__).parent / "reference" / "commands.md").write_text(commands(), encoding="utf-8")
