"""The documents as a site: `make docs`.  The references of commands and of cases are written from the program itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from ceasefire import __version__, case_schema
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


def kind_of(shape: dict[str, Any]) -> str:
    """What may stand in a field, in words."""
    if "$ref" in shape:
        name = str(shape["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in shape:
        return f"`{shape['const']}`"
    if "enum" in shape:
        return ", ".join(f"`{v}`" for v in shape["enum"])
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(kind_of(one) for one in shape["anyOf"]))
    if shape.get("type") == "array":
        return f"list of {kind_of(shape.get('items', {}))}"
    if shape.get("type") == "object" and "properties" not in shape:
        inner = next(iter(shape.get("patternProperties", {}).values()), shape.get("additionalProperties") or {})
        return f"names with {kind_of(inner if isinstance(inner, dict) else {})}"
    return {"string": "text", "null": "nothing", "boolean": "true or false"}.get(
        shape.get("type", ""), shape.get("type", "anything")
    )


def described(shape: dict[str, Any]) -> list[str]:
    """One part of a case: what it is, and a table of its fields."""
    lines = [*str(shape.get("description", "")).splitlines(), ""]
    if "properties" not in shape:
        return [*lines, f"Written as {kind_of(shape)}.", ""]
    lines += ["| field | what may stand in it | needed |", "|---|---|---|"]
    for name, field in shape["properties"].items():
        needed = "yes" if name in shape.get("required", ()) else ""
        lines.append(f"| `{name}` | {kind_of(field).replace('|', '/')} | {needed} |")
    return [*lines, ""]


def schema() -> str:
    """The page of the schema of cases."""
    whole = case_schema()
    lines = [
        "# The schema of a case",
        "",
        "As `ceasefire schema` gives it to editors; [cases](case.md) says what it means.",
        "",
    ]
    lines += ["## Case", "", *described(whole)]
    for name, shape in sorted(whole["$defs"].items()):
        lines += [f"## {name}", "", *described(shape)]
    return "\n".join(lines)


(Path(__file__).parent / "reference" / "case-schema.md").write_text(schema(), encoding="utf-8")
(Path(__file__).parent / "reference" / "commands.md").write_text(commands(), encoding="utf-8")
