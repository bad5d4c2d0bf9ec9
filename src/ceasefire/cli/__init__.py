"""Command line: parse, call one function, print.  Data goes to stdout, messages to stderr.

Exit codes: 0 fine, 1 the material has errors (shown as findings), 2 the command was used wrongly.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from datetime import date
from pathlib import Path

import click

from ceasefire._version import __version__
from ceasefire.cli.backtest import backtest
from ceasefire.cli.begin import begin
from ceasefire.cli.build import build
from ceasefire.cli.forecast import forecast
from ceasefire.cli.keeping import enforce, path, stability, what_if
from ceasefire.cli.mapping import form, mapping
from ceasefire.cli.monitor import agreement, monitor
from ceasefire.cli.queue import queue
from ceasefire.cli.reading import read
from ceasefire.cli.record_import import record
from ceasefire.cli.report import report
from ceasefire.cli.review import review
from ceasefire.cli.serve import serve
from ceasefire.cli.shared import (
    Shown,
    counting,
    deeper,
    deliver,
    examined,
    fail_on,
    finding_json,
    json_option,
    listed_json,
    locate,
    open_case,
    output,
    show,
    split,
    target_option,
)
from ceasefire.cli.user import user
from ceasefire.errors import CeasefireError, Severity


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ceasefire")
def main() -> None:
    """Says whether a ceasefire is achievable, what stands in the way, and how sure that is.

    A CASE is a folder with a case.yaml, such a file, or the name of a case that comes with ceasefire
    (`ceasefire cases` lists them).
    """


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a day such as 2016-08-26 ({error})") from None


as_of_option = click.option(
    "--as-of", callback=_day, metavar="DATE", help="As known on this day (default: the day of the case)."
)
seed_option = click.option(
    "--seed", type=int, default=0, show_default=True, help="Varies which packages a large case samples."
)
budget_option = click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=5_000,
    show_default=True,
    help="Most clashes and openings to search for.",
)


@main.command()
@click.argument("case")
@as_of_option
@seed_option
@budget_option
@output
def assess(case: str, as_of: date | None, seed: int, budget: int, as_json: bool, target: Path | None) -> None:
    """The answer: would they sign it, what stands in the way, would they keep it, can they get there."""
    given = open_case(case)
    from ceasefire.analysis.assess import assess as analyse
    from ceasefire.report.terminal import assessment_page

    with counting() as progress:
        result = analyse(given, as_of=as_of, seed=seed, budget=budget, progress=progress)
    show(Shown("assessment/1", result), lambda page: assessment_page(result, given, page), as_json, target)


@main.command()
@click.argument("case")
@seed_option
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="Most packages to write out.")
@click.option("--even-unreachable", is_flag=True, help="Also what can no longer be brought about from today.")
@output
def zone(case: str, seed: int, most: int, even_unreachable: bool, as_json: bool, target: Path | None) -> None:
    """What could be signed: the packages that all necessary parties prefer to no agreement."""
    given = open_case(case)
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.sign.zone import zone as analyse
    from ceasefire.report.signing import zone_page

    result = analyse(dispute(given), seed, most, even_unreachable=even_unreachable)
    shown = Shown(
        "zone/1", result, given, {"seed": seed, "most": most, "even_unreachable": even_unreachable}, exact=result.exact
    )
    show(shown, lambda page: zone_page(result, given, page), as_json, target)


@main.command()
@click.argument("case")
@budget_option
@output
def impediments(case: str, budget: int, as_json: bool, target: Path | None) -> None:
    """What stands in the way: conditions that clash, and the least concessions that open a zone."""
    given = open_case(case)
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.sign.impediments import impediments as analyse
    from ceasefire.report.signing import impediments_page

    with counting() as progress:
        result = analyse(dispute(given), budget, progress)
    shown = Shown("impediments/1", result, given, {"budget": budget}, exact=result.complete)
    show(shown, lambda page: impediments_page(result, given, page), as_json, target)


@main.command()
@click.argument("case")
@as_of_option
@output
def status(case: str, as_of: date | None, as_json: bool, target: Path | None) -> None:
    """Where the talks stand: steps, milestones, and who was asked about what."""
    given = open_case(case)
    from ceasefire.analysis.talks import talks_status
    from ceasefire.report.terminal import status_page

    result = talks_status(given, as_of)
    shown = Shown("status/1", result, given, {"as_of": result.as_of.isoformat()})
    show(shown, lambda page: status_page(result, given, page), as_json, target)


@main.command()
@click.argument("case")
@click.argument("package")
@output
def explain(case: str, package: str, as_json: bool, target: Path | None) -> None:
    """Why each party would or would not sign PACKAGE.

    PACKAGE is a name from the case, `issue=option,...`, or both (`name,issue=option`); what is not chosen stays as it is today.
    """
    given = open_case(case)
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.dispute.package import package as seen
    from ceasefire.analysis.dispute.package import read_package
    from ceasefire.report.signing import explain_page

    compiled = dispute(given, open_all=True)
    state = read_package(given, package)
    result = seen(compiled, state)
    shown = Shown("package/1", result, given, {"package": package})
    show(shown, lambda page: explain_page(result, compiled.possible(state), given, page), as_json, target)


@main.command()
@click.argument("case")
@output
def check(case: str, as_json: bool, target: Path | None) -> None:
    """Every problem of a case, with line and column and what to do."""
    loaded, findings = examined(case)
    if as_json:
        deliver(
            json.dumps(
                {"schema": "findings/1", "findings": [finding_json(f) for f in findings]}, ensure_ascii=False, indent=1
            )
            + "\n",
            target,
        )
    else:
        deliver("".join(f"{finding}\n" for finding in findings), target)
        errors, others = split(findings)
        verdict = "fine" if not errors else f"{len(errors)} to mend"
        click.echo(f"{loaded.document.file if loaded.document else case}: {verdict}, {len(others)} to note", err=True)
    if any(f.severity is Severity.ERROR for f in findings):
        sys.exit(1)


@main.command(name="cases")
@json_option
def list_cases(as_json: bool) -> None:
    """The cases that come with ceasefire."""
    from ceasefire.case.load import load_case, shipped_cases

    if as_json:
        listed_json("cases/1", ({"name": name, "title": load_case(name).title} for name in shipped_cases()))
        return
    for name in shipped_cases():
        click.echo(f"{name:<34}{load_case(name).title}")


@main.command()
@target_option
def schema(target: Path | None) -> None:
    """The JSON Schema of a case, for editors and other programs."""
    from ceasefire.case.load import case_schema

    deliver(json.dumps(case_schema(), ensure_ascii=False, indent=1) + "\n", target)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "source", default="template", show_default=True, help="A shipped case to start from.")
def new(folder: Path, source: str) -> None:
    """Begin a case of your own: a FOLDER with a commented case.yaml and its schema."""
    from ceasefire.case.new import begin

    text = locate(source).read_text(encoding="utf-8")
    try:
        written = begin(folder, text)
    except FileExistsError:
        raise click.UsageError(f"{folder / 'case.yaml'} exists already: choose another folder") from None
    except OSError as error:
        raise click.ClickException(f"cannot write {folder}: {error.strerror}") from None
    click.echo(written)
    click.echo(f"Edit it, then: ceasefire check {folder} && ceasefire assess {folder}", err=True)


@main.command(name="set")
@click.argument("case")
@click.argument("path")
@click.argument("value")
@target_option
def set_value(case: str, path: str, value: str, target: Path | None) -> None:
    """Change one value of a case, comments and order kept: ceasefire set CASE parties.us.walk_away.level 40.

    VALUE is YAML. Nothing is written when the changed case would have errors.
    """
    from ceasefire.case.edit import edited
    from ceasefire.case.load import SHIPPED, parse_case, read_case
    from ceasefire.text.whole import one_at_a_time

    source = locate(case)
    if target is None and SHIPPED in source.parents:
        raise click.UsageError(
            "a case that comes with ceasefire is not changed in place: use -o FILE, or `ceasefire new`"
        )
    with one_at_a_time(source):  # two that set something at once would each write back what the other had changed
        before = read_case(source)
        fail_on(before.findings)
        text = edited(source.read_text(encoding="utf-8-sig"), path, value, str(source))
        after = parse_case(text.encode(), str(target or source))
        fail_on([*after.findings, *deeper(after)])
        deliver(text, target or source)


for command in (
    stability,
    enforce,
    path,
    what_if,
    record,
    mapping,
    queue,
    form,
    read,
    begin,
    review,
    build,
    agreement,
    monitor,
    backtest,
    forecast,
    report,
    serve,
    user,
):
    main.add_command(command)


def own_stdout() -> None:
    """Keep standard output for our data alone: what native libraries print (HiGHS now and then does) goes to standard error."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  it stays open while we run
        return
    kept = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(kept, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors)


def run() -> None:
    """Entry point: errors of the library become messages, not tracebacks."""
    own_stdout()
    try:
        main()
    except CeasefireError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(f"standard output could not be written: {error.strerror}", err=True)
        sys.exit(1)
