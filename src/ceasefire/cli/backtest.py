"""The command that holds the rules and the base rates against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ceasefire.cli.monitor import rule_of
from ceasefire.cli.record_files import file_type
from ceasefire.cli.shared import Shown, output, show


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--events", multiple=True, type=file_type, help="Events for truces that pick theirs from the user's files."
)
@click.option("--encoding", default="utf-8", show_default=True, help="The encoding of the files.")
@click.option("--rule", "rules", multiple=True, metavar="NAME=VALUE", help="Change the rule: shown=0.05.")
@click.option("--patience-days", type=click.FloatRange(min=1), help="Call a breakdown once in so many days by luck.")
@click.option("--table", type=file_type, help="Score base rates on a data set's own file instead.")
@click.option("--split", type=int, help="Fit on ceasefires declared before this year, score on those from it on.")
@click.option("--until", type=int, help="The last year scored (default: that of the table).")
@click.option("--within", "days", type=click.IntRange(min=1), multiple=True, help="Days (default: 30, 90 and 365).")
@click.option("--seed", default=0, show_default=True, help="Orders the bootstrap of countries.")
@output
def backtest(folder: Path | None, as_json: bool, target: Path | None, **given: Any) -> None:
    """How far to trust the words: rules on a FOLDER of truces of which it is known what happened, or base rates on a table.

    Without FOLDER: the truces that come with ceasefire.
    """
    if (given["table"] is None) != (given["split"] is None):
        raise click.UsageError("give --table FILE and --split YEAR together")
    if given["table"]:
        if folder or given["events"]:
            raise click.UsageError("either a folder of truces, or --table with --split")
        _forecasts(as_json, target, given)
    else:
        _truces(folder, as_json, target, given)


def _truces(folder: Path | None, as_json: bool, target: Path | None, given: dict[str, Any]) -> None:
    from ceasefire.monitoring.backtest.board import Way, board, first_week
    from ceasefire.monitoring.backtest.folder import SHIPPED, read_folder
    from ceasefire.report.backtest import boards_page

    try:
        rule = rule_of(given["rules"], given["patience_days"])
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    events = _events(given) if given["events"] else None
    held = read_folder(folder or SHIPPED, events)
    if held.without_events:
        names = ", ".join(held.without_events)
        click.echo(f"not run, because their events were not given (--events FILE): {names}", err=True)
    boards = [board(held.truces, rule, way) for way in Way]
    week = first_week(held.truces, rule)
    shown = Shown("backtest/1", {"rule": rule.in_words(), "boards": boards, "first_week": week})
    show(shown, lambda page: boards_page(boards, week, rule, page), as_json, target)


def _events(given: dict[str, Any]) -> Any:
    from ceasefire.cli.reports import from_files
    from ceasefire.monitoring.counts.gathering import Gathering

    read = from_files(given["events"], given["encoding"], Gathering("UTC"))
    for finding in read.rejected[:20]:
        click.echo(str(finding), err=True)
    return read.reports.incidents


def _forecasts(as_json: bool, target: Path | None, given: dict[str, Any]) -> None:
    from ceasefire.forecast.backtest import Split
    from ceasefire.forecast.backtest import backtest as scored
    from ceasefire.forecast.base_rates import HORIZONS
    from ceasefire.forecast.spells import read_spells
    from ceasefire.report.backtest import horizons_page

    data = read_spells(given["table"])
    last = given["until"] or max((s.declared for s in data.spells if s.declared is not None), default=given["split"])
    split = Split(given["split"], last)
    found = scored(data, split, given["days"] or HORIZONS, given["seed"])
    shown = Shown("backtest-forecasts/1", {"dataset": data.name, "split": split, "horizons": found})
    show(shown, lambda page: horizons_page(data, split, found, page), as_json, target)
