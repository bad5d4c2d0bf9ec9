"""The commands about people who may sign in to `ceasefire serve --users`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record import LEVELS, by_option, entered_by
from ceasefire.cli.shared import json_option, listed_json

if TYPE_CHECKING:
    from ceasefire.web.doors.accounts import Accounts

ROLES = ("viewer", "editor", "reviewer")

stdin_option = click.option("--password-stdin", "stdin", is_flag=True, help="The password is the first line of stdin.")
role_option = click.option("--role", type=click.Choice(ROLES), help="What they may do.")
tlp_option = click.option("--tlp", type=click.Choice(LEVELS), help="The most closely held things shown to them.")


@click.group()
def user() -> None:
    """People who may sign in to `ceasefire serve --users`; RECORD is a postgresql:// URL.

    A viewer reads. An editor also changes cases, drafts articles, adds claims and forecasts. A reviewer also accepts and
    rejects drafts, corrects and retracts.
    """


def _accounts(record: str) -> Accounts:
    from ceasefire.web.doors.accounts import Accounts

    found = Accounts(record)
    found.prepare()
    return found


def _password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\n")
    found: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return found


@user.command()
@click.argument("record")
@click.argument("name")
@role_option
@tlp_option
@stdin_option
@by_option
def add(record: str, name: str, role: str | None, tlp: str | None, **options: Any) -> None:
    """Let NAME sign in, as a viewer of what is held at amber unless said otherwise."""
    from ceasefire.record.thing import Sensitivity
    from ceasefire.web.doors.accounts import Account
    from ceasefire.web.doors.session import Role

    accounts = _accounts(record)
    made = Account(name, Role(role or "viewer"), Sensitivity(tlp or "amber"), shut=False, made="")
    accounts.add(made, _password(options["stdin"]), entered_by(options["by"]))
    click.echo(f"{name} may sign in as {made.role}, and sees what is held at {made.openness} or more openly", err=True)


@user.command(name="list")
@click.argument("record")
@json_option
def list_users(record: str, as_json: bool) -> None:
    """The people who may sign in."""
    if as_json:
        listed_json(
            "users/1",
            (
                {"name": a.name, "role": a.role, "openness": a.openness, "shut": a.shut, "made": a.made}
                for a in _accounts(record).every()
            ),
        )
        return
    for one in _accounts(record).every():
        shut = "  shut out" if one.shut else ""
        click.echo(f"{one.name:<24}  {one.role.value:<8}  {one.openness.value:<12}  since {one.made[:10]}{shut}")


@user.command()
@click.argument("record")
@click.argument("name")
@role_option
@tlp_option
@click.option("--password", "anew", is_flag=True, help="Ask for a new password.")
@click.option("--shut/--open", "shut", default=None, help="Shut them out, or let them in again.")
@stdin_option
@by_option
def change(record: str, name: str, role: str | None, tlp: str | None, **options: Any) -> None:
    """Change what NAME may do or see, or their password; their sessions end."""
    values: dict[str, str | bool] = {}
    values |= {"role": role} if role else {}
    values |= {"openness": tlp} if tlp else {}
    values |= {"shut": options["shut"]} if options["shut"] is not None else {}
    if options["anew"] or options["stdin"]:
        values["password"] = _password(options["stdin"])
    if not values:
        raise click.UsageError("say what changes: --role, --tlp, --password, --shut or --open")
    _accounts(record).change(name, entered_by(options["by"]), **values)
    click.echo(f"{name}: changed", err=True)


@user.command()
@click.argument("record")
@click.option("--most", type=click.IntRange(min=1), default=100, show_default=True, help="Most deeds to list.")
@json_option
def log(record: str, most: int, as_json: bool) -> None:
    """Who did what: signing in, changes of cases and accounts. What was entered in the record, the record says itself."""
    if as_json:
        listed_json("deeds/1", ({"at": d.at, "who": d.who, "what": d.what} for d in _accounts(record).log(most)))
        return
    for deed in _accounts(record).log(most):
        click.echo(f"{deed.at[:19]}Z  {deed.who}  {' '.join(deed.what.split())}")
