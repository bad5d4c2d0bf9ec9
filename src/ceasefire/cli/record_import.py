"""Taking files into a record: look first, then keep."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record import by_option, counted, entered_by, in_envelope, json_option, record
from ceasefire.cli.record_files import file_type

__all__ = ["record"]

if TYPE_CHECKING:
    from ceasefire.record.intake.format import Format
    from ceasefire.record.intake.run import Intake
    from ceasefire.record.intake.things import As

FIELDS = (
    *("format", "read", "added", "corrected", "retracted", "same", "restored", "erased", "older", "absent", "rejected"),
    "rejects",
)
WORDS = {
    "same": "here already",
    "older": "older than what is held",
    "absent": "taken out at their source and never here",
}
_ODD = 40  # oddities shown


@record.command(name="import")
@click.argument("record")
@click.argument("file", type=file_type)
@click.option("--format", "name", help="The format, where its columns do not tell.")
@click.option("--mapping", metavar="FILE", help="A mapping for a table of your own, or the name of one that ships.")
@click.option("--encoding", default="utf-8", show_default=True, help="The encoding of the file.")
@click.option("--sheet", default="", help="Which sheet of a workbook.")
@click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="Which comes first in 03/04/2021.")
@click.option(
    "--known", default="", metavar="DATE", help="Since when its rows could be known; `event`: since each happened."
)
@click.option("--release", default="", help="The version of the data set that the file is, such as 24.1.")
@click.option(
    "--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Where rejected rows go (default: beside FILE)."
)
@click.option(
    "--dry-run", "dry", is_flag=True, help="Only look: say what would be read and what looks odd; nothing is kept."
)
@click.option("--strict", is_flag=True, help="Keep nothing where anything looks odd or a row cannot be taken.")
@click.option(
    "--whole", is_flag=True, help="FILE has all that its source has of its countries and time: retract what is missing."
)
@by_option
@json_option
def import_file(record: str, file: Path, by: str | None, as_json: bool, **options: Any) -> None:
    """Take FILE into RECORD: a table of a known format or with a mapping, JSON Lines, or an export; packed or not.

    Repeat it after a break, or when the file has grown: what is there already is recognised. Look first with --dry-run.
    """
    from ceasefire.record.intake.run import How, take_file
    from ceasefire.record.store import open_record

    way = _way(options)
    how = How(entered_by(by), way, options["rejects"], options["dry"], options["strict"], options["whole"])
    try:
        with (
            open_record(record, write=not how.dry) as held,
            counted("rows read" if how.dry else "rows kept") as progress,
        ):
            done = take_file(held, file, how, progress)
    except OSError as error:
        raise click.ClickException(f"{error.filename or file}: {error.strerror}") from None
    if as_json:
        seen = {"kept": done.kept, "seen": done.sight.as_values()} if done.sight else {}
        in_envelope("intake/1", {**{field: getattr(done, field) for field in FIELDS}, **seen}, None)
    else:
        _tell(done, dry=how.dry)
    for finding in done.findings:
        click.echo(str(finding), err=True)
    _end(done, dry=how.dry)


def _way(options: dict[str, Any]) -> As:
    from ceasefire.record.intake.things import FORMATS, As
    from ceasefire.record.moment import span
    from ceasefire.table.cells import EMPTY

    name, known = options["name"], options["known"]
    if name and name not in FORMATS:
        raise click.UsageError(f"there is no format `{name}`: known are {', '.join(FORMATS)}")
    if known and known != "event":
        try:
            span(known)
        except ValueError as error:
            raise click.UsageError(f"--known: {error}") from None
    form, empty = (FORMATS[name] if name else None), EMPTY
    if options["mapping"]:
        form, empty = mapping_at(options["mapping"])
    first = {"day-first": "day", "month-first": "month"}.get(options["dates"] or "", "")
    return As(form, options["encoding"], known, options["sheet"], first, options["release"], empty)


def mapping_at(target: str) -> tuple[Format, frozenset[str]]:
    """The format that a mapping describes, and its words for empty; a usage error where there is none."""
    from ceasefire.record.intake.mapped import empty_of, find_mapping, format_of, read_mapping

    try:
        path = find_mapping(target)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None
    mapping = read_mapping(path.read_bytes(), str(path))
    return format_of(mapping, str(path)), empty_of(mapping)


def _tell(done: Intake, *, dry: bool) -> None:
    """The summary, and the line of counts; when only looking both are what was asked for, else the summary is a message."""
    if done.sight is not None:
        for line in summary(done):
            click.echo(line, err=not dry)
    counts = [(field, getattr(done, field)) for field in FIELDS[2:-1]]
    told = ", ".join(f"{count:,} {WORDS.get(field, field)}" for field, count in counts if count)
    would = "would be: " if dry else ""
    rows = f"{done.read:,} rows"
    if done.sight is not None and done.sight.things + done.rejected != done.sight.rows:
        rows = f"{done.sight.rows:,} rows, {done.sight.things:,} things in them"
    if done.kept or dry:
        click.echo(f"{done.format}: {rows}: {would}{told or 'nothing in it'}")


def summary(done: Intake) -> list[str]:
    """What was seen in a file, line by line."""
    if done.sight is None:
        return []
    seen = done.sight.as_values()
    lines = [f"read as {seen['format']}, {seen['told']}", *seen["notes"]]
    if seen["columns_used"]:
        lines.append(f"columns used: {', '.join(seen['columns_used'])}")
    if seen["columns_not_used"]:
        lines.append(
            f"columns not used: {', '.join(seen['columns_not_used'][:30])}{' ...' if len(seen['columns_not_used']) > 30 else ''}"
        )
    if seen["empty_words"]:
        words = sorted(seen["empty_words"].items(), key=lambda pair: -pair[1])
        if any(word for word, _ in words):
            lines.append(f"read as empty: {', '.join(f'{word} ({n:,} cells)' for word, n in words if word)}")
    if seen["key"]:
        unique = "each row has its own" if seen["key_unique"] else "NOT each row has its own"
        lines.append(f"rows are recognised by {', '.join(seen['key'])}: {unique}")
    elif done.sight.reading.form:
        lines.append("no column names a row: rows are recognised by all that they say")
    for title, counts in (("dated to", seen["dates"]), ("placed", seen["places"])):
        if counts:
            lines.append(f"{title}: {', '.join(f'{word} ({n:,})' for word, n in counts.items())}")
    lines += [f"line {one.pop('line')}: {json.dumps(one, ensure_ascii=False)[:300]}" for one in seen["first"]]
    lines += [f"one name in several spellings: {' | '.join(repr(n) for n in names)}" for names in seen["spelt"]]
    lines += [str(finding) for finding in done.sight.odd[:_ODD]]
    more = sum(seen["odd"].values()) - len(done.sight.odd[:_ODD])
    return [*lines, f"{more:,} more that look odd"] if more > 0 else lines


def _end(done: Intake, *, dry: bool) -> None:
    if done.erased:
        words = "were erased elsewhere; earlier versions here still have them: `ceasefire record erase` takes them out"
        click.echo(f"words of {done.erased:,} things {words}", err=True)
    if not done.kept and not dry:
        click.echo("nothing was kept: with --strict nothing may look odd and no row be refused", err=True)
        sys.exit(1)
    if done.rejected:
        more = f"; {done.rejected - len(done.findings):,} more" if done.rejected > len(done.findings) else ""
        where = f": all are in {done.rejects}" if done.rejects else ""
        click.echo(f"{done.rejected:,} rows {'would not be' if dry else 'were not'} taken{more}{where}", err=True)
        sys.exit(1)
    if done.findings:
        sys.exit(1)
