"""Mappings of tables, and forms for the field: those that ship, one's own checked, and a first one drafted."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ceasefire.cli.record_files import file_type
from ceasefire.cli.shared import deliver, finding_json, json_option, listed_json, target_option


@click.group()
def mapping() -> None:
    """Which column of a table says what, for `record import --mapping`."""


@mapping.command(name="list")
@json_option
def list_mappings(as_json: bool) -> None:
    """The mappings that come with ceasefire."""
    from ceasefire.record.intake.mapped import find_mapping, read_mapping, shipped_mappings

    paths = {name: find_mapping(name) for name in shipped_mappings()}
    titles = {name: read_mapping(path.read_bytes(), str(path)).title for name, path in paths.items()}
    if as_json:
        listed_json("mapping/1", ({"name": name, "title": title} for name, title in titles.items()))
        return
    for name, title in titles.items():
        click.echo(f"{name:<28}{title}")


@mapping.command()
@click.argument("mapping")
@target_option
def show(mapping: str, target: Path | None) -> None:
    """The text of MAPPING, to read or to begin one of your own from."""
    from ceasefire.record.intake.mapped import find_mapping

    try:
        deliver(find_mapping(mapping).read_text(encoding="utf-8"), target)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None


@mapping.command()
@click.argument("file", type=file_type)
@json_option
def check(file: Path, as_json: bool) -> None:
    """Every problem of a mapping FILE, with line and column and what to do."""
    from ceasefire.errors import MaterialError
    from ceasefire.record.intake.mapped import read_mapping

    try:
        found = read_mapping(file.read_bytes(), str(file))
    except MaterialError as error:
        if as_json:
            listed_json("findings/1", map(finding_json, error.findings))
            sys.exit(1)
        raise
    if as_json:
        listed_json("findings/1", [])
        return
    click.echo(f"{file}: fine: {len(found.columns)} fields of a {found.kind.value}", err=True)


@mapping.command()
@click.argument("file", type=file_type)
@click.option("--encoding", default="utf-8", show_default=True, help="The encoding of the file.")
@click.option("--sheet", default="", help="Which sheet of a workbook.")
@target_option
def draft(file: Path, encoding: str, sheet: str, target: Path | None) -> None:
    """Write a first mapping of the table FILE, with comments: what each column may be, and what was not understood."""
    from ceasefire.record.intake.drafting import drafted
    from ceasefire.table.reader import Way

    try:
        deliver(drafted(file, Way(encoding, sheet)), target)
    except OSError as error:
        raise click.ClickException(f"{error.filename or file}: {error.strerror}") from None


@click.command()
@click.argument("form", type=click.Choice(["incidents", "observations"]))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The .xlsx file to write.",
)
def form(form: str, target: Path) -> None:
    """Write an XLSForm for KoboToolbox or ODK, in English and Arabic: it works without a network and is sent later.

    What comes back is imported with `--mapping kobo-incidents` or `--mapping kobo-observations`.
    """
    from ceasefire.record.intake.forms import write_form

    try:
        write_form(form, target)
    except OSError as error:
        raise click.ClickException(f"cannot write {target}: {error.strerror}") from None
    click.echo(f"{target}: an XLSForm; then: ceasefire record import RECORD EXPORT --mapping kobo-{form}", err=True)
