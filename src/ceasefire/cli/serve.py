"""The command that shows cases, a record and agreements in a browser on this machine."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record_files import file_type
from ceasefire.cli.reports import Named, from_files

if TYPE_CHECKING:
    from ceasefire.monitoring.terms.load import Watched
    from ceasefire.web.doors.guard import Door
    from ceasefire.web.shelves.material import Material

HOST = "127.0.0.1"


@click.command()
@click.argument("cases", nargs=-1)
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="The port (default: any that is free).")
@click.option("--record", "place", default="", help="A record to search and add to: a file, or a postgresql:// URL.")
@click.option("--agreement", "agreements", multiple=True, help="An agreement's file; those that ship are there anyway.")
@click.option("--events", multiple=True, type=file_type, help="Files of incidents, where there is no record of them.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    help="Where cases begun in the browser and drafts are kept (default: here).",
)
@click.option("--read-only", is_flag=True, help="Nothing can be changed.")
@click.option("--users", is_flag=True, help="People sign in: accounts as `ceasefire user` makes them, in PostgreSQL.")
@click.option("--name", "public", metavar="HOST", help="The name under which a proxy with TLS hands requests on.")
@click.option("--by", metavar="NAME", help="Who enters things (default: $CEASEFIRE_BY, or the user of this computer).")
def serve(cases: tuple[str, ...], port: int, **options: Any) -> None:
    """Show CASES, and those that ship, in a browser on this machine: read, explore, edit, review.

    The printed address works once, in one browser; with --users people sign in instead. It listens on 127.0.0.1 only, and
    nothing is sent anywhere. Ctrl-C ends it.
    """
    if options["users"] and not options["place"]:
        raise click.UsageError("--users needs --record postgresql://...: the accounts are kept beside it")
    if options["public"] and not options["users"]:
        raise click.UsageError("--name is for several people: it needs --users")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise click.ClickException(f"port {port}: {error.strerror}") from None
        number = listening.getsockname()[1]
        material = _material(cases, number, options)

        from ceasefire.web.app import application
        from ceasefire.web.serving import run

        app = application(material)
        listening.listen(64)
        token = getattr(material.door, "token", "")
        click.echo(f"http://{HOST}:{number}/{f'?token={token}' if token else ''}")
        words = "Open this address in a browser here; it works once." if token else "People sign in at this address."
        click.echo(f"{words} Ctrl-C ends it.", err=True)
        run(app, listening)


def _material(cases: tuple[str, ...], port: int, options: dict[str, Any]) -> Material:
    from ceasefire.monitoring.watch import Reports
    from ceasefire.record.place import is_url, recognise
    from ceasefire.web.doors.accounts import Accounts
    from ceasefire.web.shelves.material import Material
    from ceasefire.web.shelves.pile import Pile
    from ceasefire.web.shelves.shelf import shelf

    place: str = options["place"]
    if place and not is_url(place):
        recognise(place)
    try:
        held = shelf(cases, options["folder"])
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None
    accounts = Accounts(place) if options["users"] else None
    if accounts is not None:
        accounts.prepare()
    read = from_files(options["events"], "utf-8", Named()) if options["events"] else None
    for finding in read.rejected[:20] if read else ():
        click.echo(str(finding), err=True)
    if read and read.rejected:
        click.echo(f"{len(read.rejected):,} rows could not be read and are in no count", err=True)
    return Material(
        cases=held,
        door=_door(port, options, accounts),
        place=place,
        agreements=_agreements(options["agreements"]),
        reports=read.reports if read else Reports([]),
        articles=Pile(held.folder / "drafts"),
        accounts=accounts,
    )


def _door(port: int, options: dict[str, Any], accounts: Any) -> Door:
    from ceasefire.web.doors.entrance import NamedDoor
    from ceasefire.web.doors.guard import TokenDoor
    from ceasefire.web.doors.session import Role, Session

    hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})
    if accounts is not None:
        public: str = options["public"] or ""
        own = frozenset({public.casefold()}) if public else hosts
        return NamedDoor(own, accounts, options["read_only"], secure=bool(public))
    role = Role.VIEWER if options["read_only"] else Role.REVIEWER
    return TokenDoor(hosts, Session(_name(options["by"]), role))


def _name(said: str | None) -> str:
    """Who enters things; where the computer does not know, `unknown`, since reading needs no name."""
    try:
        return said or os.environ.get("CEASEFIRE_BY") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _agreements(files: tuple[str, ...]) -> dict[str, Callable[[], Watched]]:
    """What loads each agreement, by its name; a file is read anew each time, so that a mended one counts at once."""
    from ceasefire.monitoring.terms.load import find_agreement, load_agreement, shipped_agreements

    found: dict[str, Callable[[], Watched]] = {}
    for target in (*files, *shipped_agreements()):
        try:
            path = find_agreement(target)
        except FileNotFoundError as error:
            raise click.UsageError(str(error)) from None
        found.setdefault(path.stem, partial(load_agreement, str(path)))
    return found
