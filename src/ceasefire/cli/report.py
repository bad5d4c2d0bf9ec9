"""The command that writes a report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record import LEVELS
from ceasefire.cli.record_files import file_type
from ceasefire.cli.reports import Read, agreement_at, from_files
from ceasefire.cli.shared import deliver, open_case, target_option

if TYPE_CHECKING:
    from ceasefire.analysis.dispute.compiled import Dispute
    from ceasefire.analysis.sign.tradeoff import Tradeoff
    from ceasefire.case.model import Case
    from ceasefire.report.blocks import Report, Section


@click.command()
@click.argument("case")
@click.option(
    "--format", "form", type=click.Choice(["html", "md", "json"]), default="html", show_default=True, help="Written as."
)
@click.option(
    "--between", metavar="PARTY,PARTY", help="Whose trade-off is drawn (default: the first two that must agree)."
)
@click.option("--agreement", help="Add how an agreement is kept: a file or the name of a shipped one.")
@click.option(
    "--events", multiple=True, type=file_type, help="Incidents to hold against it; may be given several times."
)
@click.option("--record", help="A record with them.")
@click.option("--encoding", default="utf-8", show_default=True, help="The encoding of the files.")
@click.option(
    "--count", type=click.Choice(["deaths", "incidents"]), default="deaths", show_default=True, help="What to count."
)
@click.option("--as-of", metavar="DATE", help="As of this day: steps of the talks, incidents, what could be known.")
@click.option(
    "--redact", type=click.Choice(LEVELS), default="red", show_default=True, help="Leave out reports held more closely."
)
@click.option(
    "--for",
    "readers",
    type=click.Choice(["team", "outside"]),
    default="team",
    show_default=True,
    help="`outside`: nothing that rests on judging the parties.",
)
@target_option
def report(case: str, target: Path | None, **options: Any) -> None:
    """Write the whole answer about CASE as one file: HTML that needs no network, or Markdown.

    With --agreement and --events or --record also whether the agreement is holding.
    """
    given = open_case(case)
    if options["agreement"] and bool(options["events"]) == bool(options["record"]):
        raise click.UsageError("--agreement needs either --events FILE or --record RECORD")
    if not options["agreement"] and (options["events"] or options["record"]):
        raise click.UsageError("--events and --record need --agreement: what are they to be held against?")
    from ceasefire.analysis.assess import assess
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.report.full import Wanted, assessment_report, for_outside

    as_of = _day(options["as_of"])
    result = assess(given, as_of=as_of)
    made = assessment_report(Wanted(result, given, _tradeoff(dispute(given), given, options["between"])))
    if options["readers"] == "outside":
        made = for_outside(made)
    read = None
    if options["agreement"]:
        section, read = _watching(options)
        made = _with(made, section, options["redact"])
    deliver(_written(made, options["form"]), target)
    if read is not None:
        read.tell()


def _day(text: str | None) -> date | None:
    from ceasefire.dates import parse_date

    try:
        return parse_date(text).latest if text else None
    except ValueError as error:
        raise click.UsageError(f"--as-of: {error}") from None


def _tradeoff(compiled: Dispute, given: Case, between: str | None) -> Tradeoff | None:
    from ceasefire.analysis.sign.tradeoff import tradeoff

    names = [n.strip() for n in between.split(",")] if between else list(given.deciding)[:2]
    wrong = [n for n in names if n not in given.parties]
    if between and (wrong or len(names) != 2):
        known = ", ".join(given.parties)
        raise click.UsageError(f"--between takes two parties of the case: {known}")
    return tradeoff(compiled, names[0], names[1]) if len(names) == 2 else None


def _watching(options: dict[str, Any]) -> tuple[Section, Read]:
    from ceasefire.monitoring.counts.gathering import Gathering
    from ceasefire.monitoring.known import columns_of, open_enough
    from ceasefire.monitoring.watch import How, end_of, hold, watch
    from ceasefire.record.moment import stamp
    from ceasefire.record.store import open_record
    from ceasefire.record.thing import Sensitivity
    from ceasefire.report.watching import Kept, watching_section

    watched = agreement_at(options["agreement"])
    as_of = end_of(options["as_of"], watched.text.zone) if options["as_of"] else None
    if options["record"]:
        with open_record(options["record"]) as held:
            read = Read(columns_of(held, watched.text.zone, stamp(as_of) if as_of else ""))
    else:
        read = from_files(options["events"], options["encoding"], Gathering(watched.text.zone))
    reports = open_enough(read.reports, Sensitivity(options["redact"]))
    how = How(as_of, options["count"] == "deaths")
    matched = hold(watched, reports, how)
    found = watch(watched, reports, how, matched)
    return watching_section(Kept(watched, matched, found)), read


def _with(made: Report, section: Section, level: str) -> Report:
    """The report with a section before those on judgement and sources, saying what was left out of it."""
    last = [s for s in made.sections if s.anchor in {"judgement", "sources"}]
    first = [s for s in made.sections if s not in last]
    left_out = made.left_out if level == "red" else (*made.left_out, f"reports held more closely than {level}")
    return replace(made, sections=(*first, section, *last), left_out=left_out)


def _written(made: Report, form: str) -> str:
    if form == "html":
        from ceasefire.report.html import as_html

        return as_html(made)
    if form == "md":
        from ceasefire.report.markdown import as_markdown

        return as_markdown(made)
    from ceasefire.report.blocks import as_values

    return json.dumps({"schema": "report/1", **as_values(made)}, ensure_ascii=False, indent=1) + "\n"
