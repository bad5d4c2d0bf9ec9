"""Commands about an agreement that is in force: what is reported against it, and the texts of agreements."""

from __future__ import annotations

import json
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record_files import file_type
from ceasefire.cli.reports import Named, Read, agreement_at, from_files, tell_odd
from ceasefire.cli.shared import Shown, deliver, finding_json, json_option, listed_json, output, show, target_option
from ceasefire.errors import Finding, MaterialError, Severity, Where

if TYPE_CHECKING:
    from ceasefire.monitoring.calls.rule import CalmRule
    from ceasefire.monitoring.held import Held
    from ceasefire.monitoring.terms.load import Watched
    from ceasefire.monitoring.watch import How, Watch


@click.command()
@click.argument("agreement")
@click.option("--events", multiple=True, type=file_type, help="A file of incidents; may be given several times.")
@click.option("--record", help="A record with incidents, promises, local truces and observations.")
@click.option(
    "--as-of", metavar="DATE", help="Only what had happened, and of a record what could be known, by the end of DATE."
)
@click.option(
    "--count", type=click.Choice(["deaths", "incidents"]), default="deaths", show_default=True, help="What to count."
)
@click.option(
    "--rule", "rules", multiple=True, metavar="NAME=VALUE", help="Change the rule of calm and breakdown: quiet=0.4."
)
@click.option(
    "--patience-days",
    type=click.FloatRange(min=1),
    help="Call a breakdown on evidence that luck would reach once in so many days (default: 400).",
)
@click.option(
    "--complete",
    multiple=True,
    metavar="SOURCE[:AREA[:FROM/TO]]",
    help="There a day without a report of SOURCE is zero; may be given several times.",
)
@click.option(
    "--assume-nothing",
    is_flag=True,
    help="Do not take UCDP GED and ACLED to cover the countries they report from.",
)
@click.option("--penalty", type=click.FloatRange(min=0), help="The price of a change of level, in squared root counts.")
@click.option("--days", is_flag=True, help="Add the table of days.")
@click.option(
    "--incident", metavar="NAME", help="Show one incident against every term, by its name or its key in its data set."
)
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write the daily counts as an SVG picture."
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day of the picture.")
@click.option("--encoding", default="utf-8", show_default=True, help="The encoding of the files.")
@click.option(
    "--seed", default=0, show_default=True, help="Orders the shuffled days that changes of level are held against."
)
@output
def monitor(agreement: str, as_json: bool, target: Path | None, **options: Any) -> None:
    """Is it holding: hold incidents against the numbered terms of AGREEMENT, a file or the name of a shipped one."""
    if bool(options["events"]) == bool(options["record"]):
        raise click.UsageError("give either --events FILE or --record RECORD")
    watched = agreement_at(agreement)
    how = _how(watched, options)
    if options["incident"]:
        _one(watched, options, how, target)
        return
    from ceasefire.monitoring.watch import hold, watch

    read = _read(options, watched, how)
    held = hold(watched, read.reports, how)
    found = watch(watched, read.reports, how, held)
    for finding in held.findings:
        click.echo(str(finding), err=True)
    if options["plot"]:
        _plot(found, held, options)
    from ceasefire.report.monitoring import watch_page

    show(Shown("watch/2", found), lambda page: watch_page(found, page, days=options["days"]), as_json, target)
    tell_odd(held, read)
    read.tell()


def _how(watched: Watched, options: dict[str, Any]) -> How:
    from ceasefire.monitoring.counts.coverage import stated_in
    from ceasefire.monitoring.watch import How, end_of

    try:
        rule = rule_of(options["rules"], options["patience_days"])
        as_of = end_of(options["as_of"], watched.text.zone) if options["as_of"] else None
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return How(
        as_of=as_of,
        deaths=options["count"] == "deaths",
        rule=rule,
        penalty=options["penalty"],
        seed=options["seed"],
        complete=tuple(map(stated_in, options["complete"])),
        assume=not options["assume_nothing"],
    )


def rule_of(given: tuple[str, ...], patience: float | None) -> CalmRule:
    """The usual rule with parts changed, `NAME=VALUE` each, and another patience in days.  Raises ValueError."""
    from ceasefire.monitoring.calls.rule import CalmRule

    rule = CalmRule()
    kinds = {f.name: type(getattr(rule, f.name)) for f in fields(rule)}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in kinds:
            raise ValueError(f"--rule {text}: write NAME=VALUE with one of {', '.join(kinds)}")
        try:
            rule = replace(rule, **{name: kinds[name](value)})
        except ValueError as error:
            raise ValueError(f"--rule {text}: {error}") from None
    return replace(rule, patience=patience) if patience else rule


def _read(options: dict[str, Any], watched: Watched, how: How) -> Read:
    from ceasefire.monitoring.counts.gathering import Gathering

    zone = watched.text.zone
    if not options["record"]:
        return from_files(options["events"], options["encoding"], Gathering(zone))
    from ceasefire.monitoring.known import columns_of
    from ceasefire.record.contested import contested
    from ceasefire.record.moment import stamp
    from ceasefire.record.store import open_record

    with open_record(options["record"]) as held:
        disputed = [name for name in contested(held) if name.startswith("incident-")]
        if disputed:
            hint = "`ceasefire record list --contested` shows what each says; a correction decides"
            message = f"{len(disputed):,} incidents are contested between authors; each counts as it was last said"
            click.echo(str(Finding(Where(held.name), "contested", message, hint, Severity.WARNING)), err=True)
        return Read(columns_of(held, zone, stamp(how.as_of) if how.as_of else ""))


def _one(watched: Watched, options: dict[str, Any], how: How, target: Path | None) -> None:
    from ceasefire.monitoring.counts.gathering import columns
    from ceasefire.monitoring.terms.matching import match
    from ceasefire.report.monitoring import incident_page
    from ceasefire.report.page import Page

    name = options["incident"]
    named = Named(name)
    if options["record"]:
        from ceasefire.monitoring.kept import every_incident
        from ceasefire.record.moment import stamp
        from ceasefire.record.store import open_record

        with open_record(options["record"]) as held:
            for key, value in every_incident(held, stamp(how.as_of) if how.as_of else ""):
                named.add(key, value)
    else:
        from_files(options["events"], options["encoding"], named)
    if not named.found:
        raise click.UsageError(f"there is no incident `{name}`")
    page = Page(100)
    for one in named.found.items():
        incidents = columns([one], watched.text.zone)
        incident_page(one, (incidents, match(watched, incidents)), page)
    deliver(str(page), target)


def _plot(found: Watch, held: Held, options: dict[str, Any]) -> None:
    from ceasefire.report.chart import svg
    from ceasefire.report.watching_chart import chart_of, charted

    since = options["since"].date() if options["since"] else None
    both = charted(found, held)
    if since and not both[0].first <= since <= both[0].last:
        raise click.UsageError(f"--since {since}: the counts run from {both[0].first} to {both[0].last}")
    deliver(svg(chart_of(found, both, since)), options["plot"])
    click.echo(f"{options['plot']}: the daily counts as a picture", err=True)


@click.group()
def agreement() -> None:
    """The texts of agreements with numbered terms that incidents are held against."""


@agreement.command(name="list")
@json_option
def list_agreements(as_json: bool) -> None:
    """The agreements that come with ceasefire."""
    from ceasefire.monitoring.terms.load import load_agreement, shipped_agreements

    if as_json:
        listed_json("agreements/1", ({"name": n, "title": load_agreement(n).text.title} for n in shipped_agreements()))
        return
    for name in shipped_agreements():
        click.echo(f"{name:<18}{load_agreement(name).text.title}")


@agreement.command(name="show")
@click.argument("agreement")
@target_option
def show_text(agreement: str, target: Path | None) -> None:
    """The text of AGREEMENT, to read or to begin one of your own from."""
    from ceasefire.monitoring.terms.load import find_agreement

    try:
        deliver(find_agreement(agreement).read_text(encoding="utf-8"), target)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None


@agreement.command(name="check")
@click.argument("agreement")
@json_option
def check_text(agreement: str, as_json: bool) -> None:
    """Every problem of AGREEMENT, with line and column and what to do."""
    from ceasefire.monitoring.terms.load import load_agreement

    wrong = True
    try:
        findings = load_agreement(agreement).findings
        wrong = False
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None
    except MaterialError as error:
        findings = error.findings
    if as_json:
        listed_json("findings/1", map(finding_json, findings))
    for finding in () if as_json else findings:
        click.echo(str(finding))
    if wrong:
        sys.exit(1)
    click.echo(f"{agreement}: fine, {len(findings)} to note", err=True)


@agreement.command(name="schema")
@target_option
def schema(target: Path | None) -> None:
    """The JSON Schema of an agreement, for editors and other programs."""
    from ceasefire.monitoring.terms.load import agreement_schema

    deliver(json.dumps(agreement_schema(), ensure_ascii=False, indent=1) + "\n", target)
