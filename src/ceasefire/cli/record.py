"""The commands of the record: new, add, list, show, correct, retract, verify, checkpoint, export, import."""

from __future__ import annotations

import getpass
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.shared import deliver, deliver_lines, fail_on, target_option

if TYPE_CHECKING:
    from ceasefire.record.contested import Side
    from ceasefire.record.entry import Entry
    from ceasefire.record.thing import Thing

KINDS = (
    "document",
    "claim",
    "incident",
    "agreement",
    "promise",
    "observation",
    "forecast",
    "resolution",
    "count",
    "review",
)
LEVELS = ("red", "amber+strict", "amber", "green", "clear")

json_option = click.option("--json", "as_json", is_flag=True, help="As JSON, with its schema name.")
by_option = click.option(
    "--by", metavar="NAME", help="Who enters this (default: $CEASEFIRE_BY, or the user of this computer)."
)


@click.group()
def record() -> None:
    """Who said and did what, when, from which document: kept for good, nothing overwritten.

    A RECORD is a file, or a postgresql:// URL.
    """


def entered_by(name: str | None) -> str:
    """Who enters something: as said, as set for this session, or the user of this computer."""
    said = name or os.environ.get("CEASEFIRE_BY")
    if said:
        return said
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise click.UsageError("this computer does not say who you are: add --by NAME, or set CEASEFIRE_BY") from None


def until_option(flag: str, name: str, words: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option that takes a day or a moment and gives the last second it includes, UTC."""

    def last_second(_: click.Context, __: click.Parameter, value: str | None) -> str:
        from ceasefire.record.moment import until

        try:
            return until(value) if value else ""
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    return click.option(flag, name, callback=last_second, metavar="DATE", help=words)


@record.command()
@click.argument("record")
def new(record: str) -> None:
    """Begin an empty RECORD."""
    from ceasefire.record.place import begin, shown

    begin(record)
    click.echo(f"{shown(record)}: a new record; `ceasefire record add` and `ceasefire record import` fill it", err=True)


@record.command()
@click.argument("record")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE...")
@click.option(
    "--from", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="YAML with the fields."
)
@by_option
def add(record: str, kind: str, fields: tuple[str, ...], source: Path | None, by: str | None) -> None:
    """Add one thing of KIND to RECORD: ceasefire record add syria.db claim kind=statement speaker=Russia quote="...".

    Lists are written [a, b]. The name of the thing is printed; the same thing added twice is one.
    """
    value = _thing(kind, fields, source)
    from ceasefire.record.append import Draft
    from ceasefire.record.store import open_record

    with open_record(record, write=True) as held:
        done = held.append([Draft(value)], entered_by(by))
    click.echo(done.things[0])
    if done.outcomes == ("same",):
        click.echo("it was in the record already: nothing was added", err=True)


def _thing(kind: str, fields: tuple[str, ...], source: Path | None, before: Mapping[str, Any] | None = None) -> Thing:
    from ceasefire.errors import MaterialError
    from ceasefire.record.entry import Kind
    from ceasefire.record.written import written
    from ceasefire.text.document import read_yaml

    try:
        document = read_yaml(source.read_bytes(), str(source)) if source else None
        return written(Kind(kind), fields, document, before)
    except MaterialError as error:
        fail_on(error.findings)
        raise


@record.command(name="list")
@click.argument("record")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@until_option("--as-of", "known_by", "As it could be known at the end of this day, or at this moment.")
@until_option("--entered", "entered", "As this record held it at the end of this day, or at this moment.")
@click.option("--since", metavar="DATE", help="What may have happened on this day or later.")
@click.option("--until", "before", metavar="DATE", help="What may have happened on this day or earlier.")
@click.option("--what", default="", help="Kind of claim or incident, or title: any part of it.")
@click.option("--who", default="", help="Speaker, actor, publisher or party: any part of the name.")
@click.option("--whom", default="", help="About or against whom: any part of the name.")
@click.option("--topic", default="", help="Issue, step or term: any part of it.")
@click.option("--place", default="", help="Any part of the name of the place.")
@click.option(
    "--tlp", type=click.Choice(LEVELS), default="red", show_default=True, help="Leave out what is held more closely."
)
@click.option("--retracted", is_flag=True, help="Show what was retracted, too.")
@click.option("--contested", "only_contested", is_flag=True, help="Only what two authors say differently, with both.")
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="Most things to list.")
@click.option("--skip", type=click.IntRange(min=0), default=0, help="Leave out the first so many.")
@click.option("--csv", "as_csv", is_flag=True, help="All of them as CSV for a spreadsheet; formulas are made harmless.")
@json_option
@target_option
def list_things(
    record: str, kind: str | None, as_json: bool, as_csv: bool, target: Path | None, **options: Any
) -> None:
    """List the things in RECORD, the latest happening first."""
    if options["only_contested"]:
        _contested(record, target)
        return
    from ceasefire.record.contested import contested
    from ceasefire.record.entry import Kind, as_values
    from ceasefire.record.exchange import table
    from ceasefire.record.moment import span
    from ceasefire.record.query import Asked, every, things
    from ceasefire.record.store import open_record
    from ceasefire.record.thing import Sensitivity

    try:
        since = span(options["since"])[0] if options["since"] else ""
        before = span(options["before"])[1] if options["before"] else ""
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    asked = Asked(
        kind=Kind(kind) if kind else None,
        known_by=options["known_by"],
        entered_by_then=options["entered"],
        since=since,
        before=before,
        **{name: options[name] for name in ("what", "who", "whom", "topic", "place", "retracted")},
        openness=Sensitivity(options["tlp"]),
    )
    with open_record(record) as held:
        if as_csv:
            deliver_lines(table(every(held, asked)), target)
            return
        found = things(held, asked, options["most"], options["skip"])
        disputed = contested(held)
    if as_json:
        entries = [{**as_values(e), "contested": e.thing in disputed} for e in found.entries]
        in_envelope("record-list/1", {"total": found.total, "entries": entries}, target)
        return
    rows = [_line(e, contested=e.thing in disputed) for e in found.entries]
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))] if rows else []
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    deliver("".join(f"{line}\n" for line in lines), target)
    last = options["skip"] + len(found.entries)
    shown = f"{options['skip'] + 1}-{last} of {found.total}" if found.entries else f"none of {found.total}"
    click.echo(f"{shown}{'; more with --most and --skip' if last < found.total else ''}", err=True)
    if disputed:
        click.echo(f"{len(disputed):,} things are contested between authors: --contested shows them", err=True)


@record.command()
@click.argument("record")
@click.argument("name")
@json_option
@target_option
def show(record: str, name: str, as_json: bool, target: Path | None) -> None:
    """Show the thing NAME in RECORD with all its versions; a beginning of the name is enough."""
    from ceasefire.record.contested import contested
    from ceasefire.record.entry import as_values
    from ceasefire.record.query import history
    from ceasefire.record.store import open_record

    with open_record(record) as held:
        versions = history(held, name)
        sides = contested(held, [versions[0].thing]).get(versions[0].thing, ())
    if as_json:
        in_envelope(
            "record-thing/1", {"thing": versions[0].thing, "versions": [as_values(e) for e in versions]}, target
        )
        return
    disputed = ["\ncontested: correct or retract it to decide\n", *_sides(versions, sides)] if sides else []
    deliver("\n".join(_shown(e) for e in versions) + "".join(disputed), target)


@record.command()
@click.argument("record")
@click.argument("name")
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE...")
@click.option("--because", required=True, help="Why it is corrected.")
@until_option("--known", "known", "When the correction could be known (default: now).")
@by_option
def correct(record: str, name: str, fields: tuple[str, ...], because: str, known: str, by: str | None) -> None:
    """Correct fields of the thing NAME: a new version is added, the old one stays."""
    if not fields:
        raise click.UsageError("say what changes: FIELD=VALUE")
    from ceasefire.record.append import Draft
    from ceasefire.record.entry import Action
    from ceasefire.record.query import counting, history
    from ceasefire.record.store import open_record

    with open_record(record, write=True) as held:
        last = counting(history(held, name))
        before = last.value.model_dump(mode="json", exclude_defaults=True)
        value = _thing(last.kind.value, fields, None, before)
        done = held.append([Draft(value, last.thing, Action.CORRECT, because, known)], entered_by(by))
    click.echo(last.thing)
    if done.outcomes == ("same",):
        click.echo("it says that already: nothing was added", err=True)


@record.command()
@click.argument("record")
@click.argument("name")
@click.option("--because", required=True, help="Why it is retracted.")
@until_option("--known", "known", "When the retraction could be known (default: now).")
@by_option
def retract(record: str, name: str, because: str, known: str, by: str | None) -> None:
    """Retract the thing NAME: lists leave it out from then on, its versions stay."""
    from ceasefire.record.append import Draft
    from ceasefire.record.entry import Action
    from ceasefire.record.query import counting, history
    from ceasefire.record.store import open_record

    with open_record(record, write=True) as held:
        last = counting(history(held, name))
        done = held.append([Draft(last.value, last.thing, Action.RETRACT, because, known)], entered_by(by))
    click.echo(last.thing)
    if done.outcomes == ("same",):
        click.echo("it was retracted already: nothing was added", err=True)


def _contested(record: str, target: Path | None) -> None:
    from ceasefire.record.contested import contested
    from ceasefire.record.query import history
    from ceasefire.record.store import open_record

    lines = []
    with open_record(record) as held:
        for thing, sides in contested(held).items():
            lines += [f"{thing} is contested\n", *_sides(history(held, thing), sides)]
    deliver("".join(lines), target)
    if not lines:
        click.echo("nothing is contested", err=True)


def _sides(versions: Sequence[Entry], sides: Sequence[Side]) -> list[str]:
    """What each author says, as far as they differ."""
    said = [versions[side.version - 1].value.model_dump(mode="json", exclude_defaults=True) for side in sides]
    lines = []
    for side, content in zip(sides, said, strict=True):
        differ = {n: v for n, v in content.items() if any(v != o.get(n) for o in said)}
        words = "retracts it" if side.action == "retract" else json.dumps(differ, ensure_ascii=False)
        lines.append(f"  version {side.version}, {side.by}: {words}\n")
    return lines


def _line(entry: Entry, *, contested: bool) -> list[str]:
    from ceasefire.record.columns import listed

    value = entry.value
    said = getattr(value, "quote", "") or getattr(value, "account", "") or value.note
    words = " ".join(said.split())
    when = getattr(value, "on", "") or "no date"
    action = "CONTESTED" if contested else _STATE[entry.action.value]
    columns = listed(value)
    cells = [when, entry.thing, columns["what"], columns["who"], words, action]
    return [" ".join(c.split())[:60] for c in cells]


_STATE = {"add": "", "correct": "corrected", "retract": "RETRACTED", "erase": "words erased"}
_DONE = {"add": "added", "correct": "corrected", "retract": "retracted", "erase": "words erased"}


def _shown(entry: Entry) -> str:
    came = json.loads(entry.came_from) if entry.came_from else {}
    lines = [
        f"{entry.thing} version {entry.version}: {_DONE[entry.action.value]} {entry.entered_at} by {entry.entered_by}",
        *(
            [f"  taken over: written {came['entered_at']} by {came['entered_by']}, record {came['record']}"]
            if came
            else []
        ),
        *([f"  erased: {', '.join(entry.erased)}"] if entry.erased else []),
        *([f"  because: {entry.reason}"] if entry.reason else []),
        f"  known from: {entry.known}",
        f"  entry {entry.seq}, hash {entry.digest[:16]}...",
    ]
    for name, value in entry.value.model_dump(mode="json", exclude_defaults=True).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        lines.append(f"  {name}: {text if len(text) < 2_000 else text[:2_000] + ' ...'}")
    return "\n".join(lines) + "\n"


def in_envelope(schema: str, value: Mapping[str, Any], target: Path | None) -> None:
    """Print a result as JSON with its schema name."""
    deliver(json.dumps({"schema": schema, **value}, ensure_ascii=False, indent=1) + "\n", target)


@contextmanager
def counted(words: str) -> Iterator[Callable[[int], None] | None]:
    """Something to tell a rising number, shown on a terminal and cleared at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()

    def tell(count: int) -> None:
        rate = count / max(time.monotonic() - started, 0.001)
        click.echo(f"\r\x1b[K{count:,} {words}, {rate:,.0f} a second", nl=False, err=True)

    yield tell
    click.echo("\r\x1b[K", nl=False, err=True)
