"""Commands of forecasts: how often such truces held, new, list, resolve, score."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.cli.record import by_option, entered_by, until_option
from ceasefire.cli.record_files import file_type
from ceasefire.cli.reports import Named, Read, agreement_at, from_files
from ceasefire.cli.shared import Shown, deliver, fail_on, output, show, target_option
from ceasefire.errors import Finding, Where

if TYPE_CHECKING:
    from ceasefire.forecast.base_rates import Rate
    from ceasefire.forecast.outlook import Assumed, Move
    from ceasefire.forecast.violence import Returned
    from ceasefire.monitoring.watch import Reports
    from ceasefire.record.forecast import Forecast, Resolution
    from ceasefire.report.page import Page


@click.group()
def forecast() -> None:
    """How likely it is thought to hold: base rates, and forecasts that are frozen, settled and scored."""


class_argument = click.argument("traits", nargs=-1, metavar="TRAIT=VALUE...")
dataset_option = click.option(
    "--dataset",
    type=click.Choice(["ethprio", "ucdp-pa"]),
    default="ethprio",
    show_default=True,
    help="Which shipped table.",
)


@forecast.command()
@class_argument
@dataset_option
@click.option("--data", type=file_type, help="The data set's own file, instead of the table that comes with ceasefire.")
@click.option("--within", "days", type=click.IntRange(min=1), multiple=True, help="Days (default: 30, 90 and 365).")
@click.option(
    "--strength",
    type=click.FloatRange(min=0),
    default=20.0,
    show_default=True,
    help="How hard small classes are drawn to all.",
)
@click.option("--unknown-odds", metavar="LOW/HIGH", help="Odds of the unknown endings over the known (default: 0.5/2).")
@click.option(
    "--move", "moves", multiple=True, metavar="TITLE=LOW/HIGH", help="A factor on the odds, as judged; may be repeated."
)
@click.option(
    "--violence",
    type=file_type,
    help="UCDP GED's events: also how often violence returned (needs --data with ETH/PRIO's ceasefires).",
)
@click.option("--correlation", type=click.FloatRange(0, 1), help="How far the factors go together (default: 0.3).")
@click.option("--trust", type=click.FloatRange(0, 1), help="How far the factors are believed (default: 0.5).")
@output
def rates(traits: tuple[str, ...], as_json: bool, target: Path | None, **given: Any) -> None:
    """How often ceasefires of a class were declared over: ceasefire forecast rates sides=bilateral mechanism=yes."""
    from ceasefire.forecast.base_rates import HORIZONS, base_rate, shipped_rate
    from ceasefire.forecast.outlook import outlook
    from ceasefire.forecast.spells import DATASETS, read_spells
    from ceasefire.report.outlook import rates_page, violence_lines

    reference, strength = _class(traits), given["strength"]
    days = given["days"] or HORIZONS
    if given["data"]:
        held = read_spells(given["data"])
        found = [base_rate(held, reference, d, strength) for d in days]
    else:
        found = [shipped_rate(given["dataset"], reference, d, strength) for d in days]
    known = DATASETS[found[0].dataset].traits
    try:
        assumed, moves = _assumed(given), [_move(text) for text in given["moves"]]
        looked = [outlook(rate, moves, assumed) for rate in found]
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    back = _violence(given, reference, days) if given["violence"] else ()
    shown = Shown("base-rates/2", {"rates": looked, "violence": back})

    def fill(page: Page) -> None:
        rates_page(looked, known, page)
        violence_lines(back, page)

    show(shown, fill, as_json, target)


def _violence(given: dict[str, Any], reference: dict[str, str], days: tuple[int, ...]) -> tuple[Returned, ...]:
    from ceasefire.forecast.spells import read_spells
    from ceasefire.forecast.violence import begun_in, returned

    if not given["data"]:
        raise click.UsageError(
            "--violence needs --data: the file of ETH/PRIO's ceasefires, whose dyads are looked up in GED"
        )
    data = read_spells(given["data"])
    if data.name != "ethprio":
        raise click.UsageError("--violence needs ETH/PRIO's ceasefires: only they number the dyads of GED")
    names = {s.name for s in data.spells if all(s.traits[name] == value for name, value in reference.items())}
    return returned(begun_in(given["data"], names), given["violence"], days)


def _assumed(given: dict[str, Any]) -> Assumed:
    from ceasefire.forecast.outlook import Assumed

    said = {name: given[name] for name in ("correlation", "trust") if given[name] is not None}
    if given["unknown_odds"]:
        said["unknown_odds"] = _range("--unknown-odds", given["unknown_odds"])
    return Assumed(**said)


def _move(text: str) -> Move:
    from ceasefire.forecast.outlook import Move

    title, sign, ends = text.rpartition("=")
    if not sign or not title.strip():
        raise ValueError(f"--move {text}: write TITLE=LOW/HIGH")
    return Move(title.strip(), _range(f"--move {text}", ends))


def _range(option: str, text: str) -> tuple[float, float]:
    low, _, high = text.partition("/")
    try:
        return float(low), float(high or low)
    except ValueError:
        raise ValueError(f"{option}: write a number or LOW/HIGH, such as 1.5/3") from None


def _class(traits: tuple[str, ...]) -> dict[str, str]:
    wrong = [t for t in traits if "=" not in t]
    if wrong:
        raise click.UsageError(f"{wrong[0]}: write TRAIT=VALUE")
    return dict(t.split("=", 1) for t in traits)


@forecast.command()
@click.argument("data", type=file_type)
@target_option
def derive(data: Path, target: Path | None) -> None:
    """The table of rates of every class of DATA: counts and shares only, as it comes with ceasefire."""
    from ceasefire.forecast.base_rates import derive as table
    from ceasefire.forecast.spells import read_spells

    deliver(table(read_spells(data)), target)


@forecast.command()
@click.argument("record")
@click.option("--question", required=True, help="What is forecast, so that a stranger could settle it.")
@click.option("--probability", required=True, type=float, help="How likely, above 0 and below 1.")
@click.option("--due", required=True, metavar="DATE", help="The day on which it is settled.")
@click.option("--agreement", default="", help="Settled by what `monitor` calls for this agreement on that day.")
@click.option("--expects", multiple=True, help="The calls that mean yes (default: calm).")
@click.option("--count", default="deaths", show_default=True, help="What the rule counts: deaths or incidents.")
@click.option("--rule", "rules", multiple=True, metavar="NAME=VALUE", help="Another rule than the usual: quiet=0.4.")
@click.option(
    "--class",
    "traits",
    multiple=True,
    metavar="TRAIT=VALUE",
    help="A class of past ceasefires; its rate is kept beside.",
)
@click.option(
    "--within", type=int, default=30, show_default=True, help="The days that this rate is for: 30, 90 or 365."
)
@click.option("--because", multiple=True, metavar="NAME", help="Things of the record it rests on.")
@click.option("--why", default="", help="The reasons in words.")
@by_option
def new(record: str, by: str | None, **said: Any) -> None:
    """Make a forecast and freeze it in RECORD: it is never changed, and scored even if it is retracted."""
    from ceasefire.record.append import Draft
    from ceasefire.record.moment import now
    from ceasefire.record.query import resolve as named
    from ceasefire.record.store import open_record

    digest = agreement_at(said["agreement"]).digest if said["agreement"] else ""
    with open_record(record, write=True) as held:
        because = [named(held, name) for name in said["because"]]
        _, last = held.head()
        frozen = {"because": because, "record": last.hex(), "on": now()[:10], "agreement_digest": digest}
        made = _made({**said, **frozen})
        done = held.append([Draft(made)], entered_by(by))
    click.echo(done.things[0])
    if done.outcomes == ("same",):
        click.echo("it was made already, in the same words: nothing was added", err=True)


def _made(said: dict[str, Any]) -> Forecast:
    from ceasefire.forecast.base_rates import shipped_rate
    from ceasefire.monitoring.settling import checked
    from ceasefire.record.forecast import Forecast
    from ceasefire.text.shape import shaped

    traits, within = _class(said.pop("traits")), said.pop("within")
    rules = dict(r.partition("=")[::2] for r in said.pop("rules"))
    value = {**said, "rule": rules, "expects": said["expects"] or ("calm",)}
    if traits:
        rate = shipped_rate("ethprio", traits, within)
        value |= {"base_rate": 1 - rate.rate, "base_class": _in_words(rate)}
    made, problems = shaped(Forecast, value)
    fail_on([replace(f, where=replace(f.where, file="forecast")) for f in (p.finding() for p in problems)])
    if made is None:  # a forecast without problems has a shape
        raise AssertionError
    try:
        checked(made)
    except ValueError as error:
        fail_on([Finding(Where("forecast"), "rule", str(error))])
    return made


def _in_words(rate: Rate) -> str:
    from ceasefire.report.outlook import class_words

    return f"not declared over within {rate.days} days: {rate.dataset}, {class_words(rate)}"


@forecast.command(name="list")
@click.argument("record")
@until_option("--as-of", "known_by", "As could be known at the end of this day.")
@output
def list_forecasts(record: str, known_by: str, as_json: bool, target: Path | None) -> None:
    """The forecasts in RECORD, each with what became of it."""
    from ceasefire.record.ledger import ledger
    from ceasefire.record.store import open_record
    from ceasefire.report.forecasts import ledger_page

    with open_record(record) as held:
        lines = ledger(held, known_by)
    show(Shown("forecasts/1", {"forecasts": lines}), lambda page: ledger_page(lines, page), as_json, target)


@forecast.command()
@click.argument("record")
@click.argument("name")
@click.option(
    "--events", multiple=True, type=file_type, help="Incidents to hold the rule against (default: those in RECORD)."
)
@click.option("--encoding", default="utf-8", show_default=True, help="The encoding of the files.")
@click.option("--outcome", type=click.Choice(["yes", "no", "unresolvable"]), help="Settle it by hand.")
@click.option("--reason", default="", help="Why, for a settlement by hand.")
@by_option
def resolve(record: str, name: str, by: str | None, **said: Any) -> None:
    """Settle the forecast NAME in RECORD: by its rule, or by hand with --outcome and --reason."""
    from ceasefire.monitoring.known import reports_of
    from ceasefire.record.append import Draft
    from ceasefire.record.forecast import Forecast, Resolution, Settled
    from ceasefire.record.ledger import settled
    from ceasefire.record.moment import now
    from ceasefire.record.query import history
    from ceasefire.record.store import open_record

    if said["outcome"] and not said["reason"].strip():
        raise click.UsageError("--outcome needs --reason: say why")
    read: Read | None = None
    with open_record(record, write=True) as held:
        first = history(held, name)[0]
        if not isinstance(first.value, Forecast):
            raise click.UsageError(f"`{name}` is a {first.kind}, not a forecast")
        if settled(held, first.thing):
            raise click.UsageError(
                f"`{first.thing}` is settled: correct its resolution with `ceasefire record correct`"
            )
        if said["outcome"]:
            outcome = Settled(said["outcome"])
            made = Resolution(forecast=first.thing, outcome=outcome, reason=said["reason"], on=now()[:10])
        else:
            read = from_files(said["events"], said["encoding"], Named()) if said["events"] else Read(reports_of(held))
            made = _by_rule(first.thing, first.value, read.reports)
        held.append([Draft(made)], entered_by(by))
    click.echo(f"{made.outcome.value}: {made.reason}")
    if read is not None:
        read.tell()


def _by_rule(name: str, made: Forecast, reports: Reports) -> Resolution:
    from ceasefire.monitoring.settling import settle

    if not made.agreement:
        raise click.UsageError(f"`{name}` has no rule: settle it by hand with --outcome and --reason")
    return settle(name, made, agreement_at(made.agreement), reports)


@forecast.command()
@click.argument("record")
@until_option("--as-of", "known_by", "As could be known at the end of this day.")
@output
def score(record: str, known_by: str, as_json: bool, target: Path | None) -> None:
    """How good the settled forecasts in RECORD were: Brier and logarithmic score, calibration, against the base rate."""
    from ceasefire.record.ledger import ledger
    from ceasefire.record.store import open_record
    from ceasefire.report.forecasts import judged_of, score_page

    with open_record(record) as held:
        lines = ledger(held, known_by)
    from ceasefire.forecast.scores import score as scored

    found = scored(judged_of(lines))
    counts = {state: sum(line.state == state for line in lines) for state in ("open", "unresolvable")}
    shown = Shown("scores/1", {"scores": found, **counts, "withdrawn": sum(line.withdrawn for line in lines)})
    show(shown, lambda page: score_page(found, lines, page), as_json, target)
