"""The commands that look after a record as a whole: verify, checkpoint, export, upgrade."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ceasefire.cli.record import (
    KINDS,
    LEVELS,
    by_option,
    counted,
    entered_by,
    in_envelope,
    json_option,
    record,
    until_option,
)
from ceasefire.cli.shared import deliver, deliver_lines, target_option

__all__ = ["record"]

file_type = click.Path(exists=True, dir_okay=False, path_type=Path)


@record.command()
@click.argument("record")
@click.option("--checkpoint", "files", multiple=True, type=file_type, help="A checkpoint made of this record earlier.")
@click.option(
    "--signed-by", default="", metavar="KEY", help="The public key, in hex, that checkpoints must be signed with."
)
@json_option
@target_option
def verify(record: str, files: tuple[Path, ...], signed_by: str, as_json: bool, target: Path | None) -> None:
    """Read every entry of RECORD and say whether any was changed, removed or moved, and which first."""
    from ceasefire.record.integrity import read_checkpoint
    from ceasefire.record.integrity import verify as check
    from ceasefire.record.store import open_record

    kept = [read_checkpoint(file.read_bytes(), str(file), signed_by) for file in files]
    with open_record(record) as held, counted("entries") as progress:
        found = check(held, kept, progress)
        name = held.name
    if as_json:
        fields = ("entries", "head", "first", "wrong", "sound")
        in_envelope("verification/1", {field: getattr(found, field) for field in fields}, target)
    elif found.sound:
        checked = f", {len(kept)} checkpoint{'s' if len(kept) > 1 else ''} among them" if kept else ""
        deliver(
            f"{name}: {found.entries:,} entries as they were written{checked}; the last has hash {found.head}\n", target
        )
    else:
        more = f" ({found.wrong - 1} more after it)" if found.wrong > 1 else ""
        deliver(f"{name}: NOT as it was written: {found.first}{more}\n", target)
    if not kept and found.sound:
        click.echo("that nothing was cut off the end only a checkpoint kept elsewhere can show", err=True)
    if not found.sound:
        sys.exit(1)


@record.command()
@click.argument("record")
@click.option(
    "--key", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file of the signing key."
)
@click.option("--new-key", is_flag=True, help="Make the key first.")
@target_option
def checkpoint(record: str, key: Path, new_key: bool, target: Path | None) -> None:
    """Sign what RECORD is now (Ed25519). Keep the checkpoint, and the key, elsewhere."""
    from ceasefire.record.integrity import checkpoint as sign
    from ceasefire.record.integrity import checkpoint_text
    from ceasefire.record.integrity import new_key as make
    from ceasefire.record.store import open_record

    try:
        if new_key:
            click.echo(f"{key}: a new key; its public half is {make(key)}", err=True)
        with open_record(record) as held:
            deliver(checkpoint_text(sign(held, key)), target)
    except FileExistsError:
        raise click.UsageError(f"{key} exists already: a key is not overwritten") from None
    except OSError as error:
        raise click.ClickException(f"{key}: {error.strerror}") from None


@record.command()
@click.argument("record")
@click.option(
    "--tlp", type=click.Choice(LEVELS), default="red", show_default=True, help="Leave out what is held more closely."
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["jsonl", "csv", "xlsx", "geojson"]),
    default="jsonl",
    show_default=True,
    help="As what.",
)
@click.option("--kind", type=click.Choice(KINDS), default="incident", show_default=True, help="Of what, but for jsonl.")
@until_option("--as-of", "known_by", "But for jsonl: as it could be known at the end of this day, or at this moment.")
@target_option
def export(record: str, tlp: str, form: str, kind: str, known_by: str, target: Path | None) -> None:
    """Write RECORD as JSON Lines: every entry with its hash, so that `import` gives the same record again.

    Or what counts of one kind as a table or a map, for others: CSV, xlsx (needs -o) or GeoJSON.
    """
    from ceasefire.record.entry import Kind
    from ceasefire.record.exchange import export as lines
    from ceasefire.record.query import Asked, every
    from ceasefire.record.store import open_record
    from ceasefire.record.tabular import csv_of, geojson_of, rows_of
    from ceasefire.record.thing import Sensitivity
    from ceasefire.table.workbook import write_xlsx

    if form == "xlsx" and target is None:
        raise click.UsageError("a workbook is written to a file: add -o FILE.xlsx")
    with open_record(record) as held:
        if form == "jsonl":
            deliver_lines(lines(held, Sensitivity(tlp)), target)
            return
        entries = every(held, Asked(kind=Kind(kind), known_by=known_by, openness=Sensitivity(tlp)))
        if form == "xlsx" and target is not None:
            try:
                write_xlsx(target, [(kind, rows_of(Kind(kind), entries))])
            except OSError as error:
                raise click.ClickException(f"cannot write {target}: {error.strerror}") from None
        else:
            deliver_lines(csv_of(Kind(kind), entries) if form == "csv" else geojson_of(entries), target)


@record.command()
@click.argument("record")
@click.argument("name")
@click.argument("files", nargs=-1, required=True, type=file_type)
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where files are kept (default: RECORD.files)."
)
@by_option
def attach(record: str, name: str, files: tuple[Path, ...], folder: Path | None, by: str | None) -> None:
    """Keep photos or PDF files by their hash beside RECORD, as belonging to the thing NAME."""
    from ceasefire.record.attachments import attach as keep
    from ceasefire.record.attachments import folder_of
    from ceasefire.record.store import open_record

    with open_record(record, write=True) as held:
        for file in files:
            try:
                made = keep(held, name, file, entered_by(by), folder_of(record, folder))
            except OSError as error:
                raise click.ClickException(f"{error.filename or file}: {error.strerror}") from None
            click.echo(f"{made.sha256}  {made.name}")
    click.echo("a photo may say where and with which device it was taken: nothing was removed from it", err=True)


@record.command()
@click.argument("record")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where files are kept (default: RECORD.files)."
)
@json_option
def files(record: str, folder: Path | None, as_json: bool) -> None:
    """List the files that things in RECORD name, and whether each is there as it was; exit 1 where one is not."""
    from ceasefire.record.attachments import folder_of, held_files
    from ceasefire.record.store import open_record

    with open_record(record) as held:
        found = list(held_files(held, folder_of(record, folder)))
    if as_json:
        rows = [{"thing": f.thing, "state": f.state, **f.attachment.model_dump(mode="json")} for f in found]
        in_envelope("files/1", {"files": rows}, None)
        sys.exit(any(f.state != "as it was" for f in found))
    for one in found:
        attachment = one.attachment
        click.echo(f"{one.state:<10}{attachment.sha256[:16]}  {attachment.size:>11,}  {one.thing}  {attachment.name}")
    wrong = sum(one.state != "as it was" for one in found)
    click.echo(f"{len(found)} files, {wrong} missing or changed" if found else "no thing names a file", err=True)
    if wrong:
        sys.exit(1)


@record.command()
@click.argument("record")
@click.argument("name")
@click.option("--fields", default="", help="Which fields, with commas between (default: all that hold words).")
@click.option("--because", required=True, help="Why; it must not repeat what is erased.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@by_option
def erase(record: str, name: str, fields: str, because: str, yes: bool, by: str | None) -> None:
    """Take the words of the thing NAME out of every version, for good; the chain still proves the rest.

    Where several users have accounts, NAME of --by must be a reviewer's.
    """
    from ceasefire.record.attachments import folder_of, sweep
    from ceasefire.record.erasing import erase as take_out
    from ceasefire.record.place import is_url
    from ceasefire.record.store import open_record

    who = entered_by(by)
    _reviewer(record, who)
    wanted = [f.strip() for f in fields.split(",") if f.strip()]
    if not yes:
        click.confirm(
            f"erase {', '.join(wanted) or 'all words'} of {name}? nothing brings them back", abort=True, err=True
        )
    with open_record(record, write=True) as held:
        done = take_out(held, name, because, who, wanted)
        removed = 0 if is_url(record) else sweep(held, folder_of(record))
    click.echo(f"{done.thing}: {', '.join(done.fields)} erased from {done.versions} versions")
    if removed:
        click.echo(f"{removed} files that nothing names any more were removed", err=True)
    click.echo(
        "backups, copies and exports made before still have the words: erase or keep them by your own rules", err=True
    )


def _reviewer(record: str, who: str) -> None:
    from ceasefire.record.faults import RecordError
    from ceasefire.record.place import is_url

    if not is_url(record):
        return
    from ceasefire.web.doors.accounts import role_in
    from ceasefire.web.doors.session import Role

    role = role_in(record, who)
    if role is not None and not (isinstance(role, Role) and role.covers(Role.REVIEWER)):
        raise RecordError(f"`{who}` has no account here that may review: erasing is for reviewers")


@record.command()
@click.argument("record")
def upgrade(record: str) -> None:
    """Bring RECORD, written by an earlier version, to the form that this version knows; a copy of the file is kept."""
    from ceasefire.record.place import upgrade as bring

    click.echo(bring(record))
