"""The queue of incidents that wait to be graded."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice

import click

from ceasefire.cli.record import LEVELS, by_option, entered_by, in_envelope, json_option


@click.group()
def queue() -> None:
    """Incidents that wait to be graded: assign, read, read again, put together.

    A grade is the source A to F and the information 1 to 6, as B2; two readers who agree settle it.
    """


@queue.command(name="list")
@click.argument("record")
@click.option("--for", "assigned", default="", metavar="NAME", help="Only those assigned to NAME.")
@click.option("--dataset", default="", help="Only those of this data set.")
@click.option("--since", default="", metavar="DATE", help="What may have happened on this day or later.")
@click.option("--settled", is_flag=True, help="Those that are settled, too.")
@click.option("--tlp", type=click.Choice(LEVELS), default="red", help="Leave out what is held more closely.")
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="Most to list.")
@json_option
def list_waiting(record: str, most: int, as_json: bool, **options: str | bool) -> None:
    """List the incidents in RECORD that wait, the latest happening first."""
    from ceasefire.record.moment import span
    from ceasefire.record.queue import Wanted
    from ceasefire.record.queue import queue as waiting
    from ceasefire.record.store import open_record
    from ceasefire.record.thing import Sensitivity

    try:
        since = span(str(options["since"]))[0] if options["since"] else ""
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    tlp = Sensitivity(str(options["tlp"]))
    wanted = Wanted(str(options["assigned"]), str(options["dataset"]), since, bool(options["settled"]), tlp)
    with open_record(record) as held:
        found = list(islice(waiting(held, wanted), most))
    if as_json:
        rows = [
            {
                "thing": w.entry.thing,
                "stage": w.stage.value,
                "assigned": w.review.assigned,
                "grades": [g.model_dump(mode="json") for g in w.review.grades],
                "incident": w.incident.model_dump(mode="json", exclude_defaults=True),
            }
            for w in found
        ]
        in_envelope("queue/1", {"waiting": rows}, None)
        return
    for w in found:
        grades = ", ".join(f"{g.letters} {g.by}" for g in w.review.last.values())
        who = f" -> {w.review.assigned}" if w.review.assigned else ""
        what = " ".join(f"{w.incident.what} {'; '.join(w.incident.actors)}".split())[:70]
        click.echo(f"{w.incident.on or 'no date':<12}{w.entry.thing}  {w.stage.value}{who}  {what}  {grades}".rstrip())
    click.echo(f"{len(found)} shown" if found else "none waits", err=True)


@queue.command()
@click.argument("record")
@click.argument("names", nargs=-1, required=True)
@click.option("--to", required=True, help="Who is to read them; nobody in particular where empty.")
@by_option
def assign(record: str, names: tuple[str, ...], to: str, by: str | None) -> None:
    """Say who is to read the incidents NAMES next."""
    from ceasefire.record.queue import assign as give
    from ceasefire.record.store import open_record

    with open_record(record, write=True) as held:
        for name in names:
            click.echo(f"{give(held, name, to, entered_by(by)).incident} -> {to or 'anybody'}")


@queue.command()
@click.argument("record")
@click.argument("name")
@click.argument("grade")
@click.option("--because", required=True, help="Why it has this grade.")
@by_option
def grade(record: str, name: str, grade: str, because: str, by: str | None) -> None:
    """Give the incident NAME a GRADE such as B2; it has it once a second reader gives the same."""
    from ceasefire.record.queue import grade as give
    from ceasefire.record.store import open_record

    with open_record(record, write=True) as held:
        done = give(held, name, grade, because, entered_by(by))
    click.echo(f"{done.entry.thing}: {done.stage.value}")


@queue.command()
@click.argument("record")
@click.option("--km", default=5.0, show_default=True, type=click.FloatRange(min=0.01), help="How far apart, at most.")
@click.option("--days", default=1, show_default=True, type=click.IntRange(min=0), help="How many days apart, at most.")
@click.option("--most", type=click.IntRange(min=1), default=30, show_default=True, help="Most pairs to list.")
@json_option
def duplicates(record: str, km: float, days: int, most: int, as_json: bool) -> None:
    """Propose reports of different sources that may be of one incident, and how many such pairs luck alone would make."""
    from ceasefire.monitoring.counts.duplicates import Near
    from ceasefire.monitoring.counts.duplicates import duplicates as pairs
    from ceasefire.monitoring.counts.gathering import columns
    from ceasefire.monitoring.known import reports_of
    from ceasefire.record.store import open_record

    with open_record(record) as held:
        found = pairs(columns(reports_of(held).incidents, "UTC"), Near(km, days))
    if as_json:
        head = {"total": len(found.pairs), "by_luck": found.by_luck, "chance": found.chance, "compared": found.compared}
        in_envelope("duplicates/1", {**head, "pairs": [asdict(pair) for pair in found.pairs[:most]]}, None)
        return
    for pair in found.pairs[:most]:
        side = "a side in common" if pair.same_side else "no side in common"
        click.echo(f"{pair.one}  {pair.other}  {pair.km:g} km, {pair.days} days apart, {side}")
    if found.by_luck is None:
        click.echo("there are no two sources to compare", err=True)
        return
    share = f"{found.chance:.0%} of them" if found.chance is not None else "none"
    click.echo(
        f"{len(found.pairs)} pairs of {found.compared} reports; luck would make {found.by_luck:.1f}, {share}", err=True
    )


@queue.command()
@click.argument("record")
@click.argument("kept")
@click.argument("other")
@click.option("--because", required=True, help="Why they are of one incident.")
@by_option
def merge(record: str, kept: str, other: str, because: str, by: str | None) -> None:
    """Put two reports of one incident together: KEPT stays, OTHER is retracted and names it; `queue split` undoes it."""
    from ceasefire.record.queue import merge as together
    from ceasefire.record.store import open_record

    with open_record(record, write=True) as held:
        one, two = together(held, kept, other, because, entered_by(by))
    click.echo(f"{two} is the same incident as {one}")


@queue.command()
@click.argument("record")
@click.argument("other")
@click.option("--because", required=True, help="Why they are not of one incident.")
@by_option
def split(record: str, other: str, because: str, by: str | None) -> None:
    """Take the report OTHER out of the incident it was put together with: both stand again."""
    from ceasefire.record.queue import split as apart
    from ceasefire.record.store import open_record

    with open_record(record, write=True) as held:
        one, two = apart(held, other, because, entered_by(by))
    click.echo(f"{two} stands beside {one} again")
