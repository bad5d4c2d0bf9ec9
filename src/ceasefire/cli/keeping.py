"""The commands about keeping and reaching an agreement: stability, enforce, path, what-if."""

from __future__ import annotations

from pathlib import Path

import click

from ceasefire.cli.shared import Shown, fail_on, locate, open_case, output, show


@click.command()
@click.argument("case")
@click.argument("state", required=False)
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="Most equilibria to write out.")
@output
def stability(case: str, state: str | None, most: int, as_json: bool, target: Path | None) -> None:
    """Which states nobody would leave; with STATE (a package), why each party would or would not leave that one."""
    given = open_case(case)
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.dispute.package import read_package
    from ceasefire.analysis.keep.verdicts import judge
    from ceasefire.analysis.keep.verdicts import stability as analyse
    from ceasefire.report.keeping import stability_page, verdict_page

    compiled = dispute(given, open_all=True)
    if state is None:
        found = analyse(compiled, most)
        shown = Shown("stability/1", found, given, {"most": most})
        show(shown, lambda page: stability_page(found, given, page), as_json, target)
    else:
        verdict = judge(compiled, read_package(given, state))
        shown = Shown("state/1", verdict, given, {"state": state})
        show(shown, lambda page: verdict_page(verdict, given, page), as_json, target)


@click.command()
@click.argument("case")
@click.argument("package")
@click.option("--seen", type=float, help="Chance that a breach is seen, 0-1 (default: as the case says, else 1).")
@click.option(
    "--false-alarm", type=float, default=0.0, show_default=True, help="Chance of a false alarm per round, 0-1."
)
@click.option("--punishment", type=click.IntRange(min=1), help="Rounds that punishment lasts (default: for ever).")
@click.option("--patience", type=float, help="Patience of every party, 0-1 (default: from its record of promises).")
@output
def enforce(  # noqa: PLR0913, PLR0917  one argument per option of the command line
    case: str,
    package: str,
    seen: float | None,
    false_alarm: float,
    punishment: int | None,
    patience: float | None,
    as_json: bool,
    target: Path | None,
) -> None:
    """Who could gain by breaking PACKAGE, how much, and what would hold them to it."""
    given = open_case(case)
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.dispute.package import read_package
    from ceasefire.analysis.keep.enforcement import Watch, enforcement, unfit, watching
    from ceasefire.report.keeping import enforcement_page

    state = read_package(given, package)
    watch = Watch(watching(given, state)[0] if seen is None else seen, false_alarm, punishment)
    fail_on(unfit(watch, patience))
    found = enforcement(dispute(given, open_all=True), state, watch, patience)
    parameters = {
        "package": package,
        "seen": watch.seen,
        "false_alarm": false_alarm,
        "punishment": punishment,
        "patience": patience,
    }
    shown = Shown("enforcement/1", found, given, parameters)
    show(shown, lambda page: enforcement_page(found, given, page), as_json, target)


@click.command()
@click.argument("case")
@click.argument("package")
@click.option("--exposure", type=click.FloatRange(min=0), help="Most points below today on the careful way.")
@output
def path(case: str, package: str, exposure: float | None, as_json: bool, target: Path | None) -> None:
    """Ways from today's state to PACKAGE: who moves first, what each step risks, where there is no way back."""
    given = open_case(case)
    from ceasefire.analysis.dispute.compiled import dispute
    from ceasefire.analysis.dispute.package import read_package
    from ceasefire.analysis.reach.path import paths
    from ceasefire.report.keeping import paths_page

    found = paths(dispute(given, open_all=True), read_package(given, package), exposure=exposure)
    shown = Shown("path/1", found, given, {"package": package, "exposure": exposure})
    show(shown, lambda page: paths_page(found, given, page), as_json, target)


@click.command(name="what-if")
@click.argument("case")
@click.option(
    "--set", "values", multiple=True, metavar="PATH=VALUE", help="Set a value, e.g. status_quo.turkey=deeper."
)
@click.option("--drop", multiple=True, metavar="PATH", help="Drop a part, e.g. parties.us.demands.aid-moves.")
@click.option(
    "--with",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of changes.",
)
@output
def what_if(
    case: str,
    values: tuple[str, ...],
    drop: tuple[str, ...],
    files: tuple[Path, ...],
    as_json: bool,
    target: Path | None,
) -> None:
    """What would change if: the assessments before and after, side by side."""
    if not (values or drop or files):
        raise click.UsageError("say what changes: --set PATH=VALUE, --drop PATH or --with FILE")
    given = open_case(case)
    from ceasefire.analysis.assess import assess
    from ceasefire.analysis.what_if import what_if as compare
    from ceasefire.case.edit import changed, gather
    from ceasefire.case.load import parse_case
    from ceasefire.cli.shared import deeper
    from ceasefire.report.keeping import what_if_page

    source = locate(case)
    change = gather(values, drop, [(file.read_bytes(), str(file)) for file in files])
    text = changed(source.read_text(encoding="utf-8-sig"), change, str(source))
    after = parse_case(text.encode(), "the changed case")
    fail_on([*after.findings, *deeper(after)])
    if after.case is None:  # a case without errors has a shape
        raise AssertionError
    told = change.told()
    found = compare(assess(given), assess(after.case), told)
    show(Shown("what-if/1", found), lambda page: what_if_page(found, given, page), as_json, target)
