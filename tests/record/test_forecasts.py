"""Forecasts in the record: frozen, settled by rule or by hand, scored even when withdrawn; and the commands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ceasefire.cli import main
from ceasefire.errors import CeasefireError
from ceasefire.monitoring.settling import Unsettled, settle
from ceasefire.monitoring.terms.load import load_agreement, parse_agreement
from ceasefire.monitoring.watch import Reports
from ceasefire.record.append import Draft
from ceasefire.record.entry import Action
from ceasefire.record.faults import RecordError
from ceasefire.record.forecast import Forecast, Resolution, Settled
from ceasefire.record.ledger import ledger, settled
from ceasefire.record.store import Record

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
VALLEY, EVENTS = EXAMPLES / "valley.yaml", EXAMPLES / "valley.jsonl"


def made(**fields: Any) -> Forecast:
    return Forecast.model_validate(
        {"question": "Is it calm?", "probability": 0.7, "due": "2021-03-26", **fields}, strict=False
    )


def test_a_forecast_is_frozen(held: Record) -> None:
    name = held.append([Draft(made())], "ann").things[0]
    with pytest.raises(RecordError, match="is frozen"):
        held.append([Draft(made(probability=0.1), name, Action.CORRECT, "I know better now")], "ann")
    assert ledger(held)[0].forecast.probability == 0.7


def test_withdrawn_forecasts_stay_in_the_ledger(held: Record) -> None:
    name = held.append([Draft(made())], "ann").things[0]
    held.append([Draft(Resolution(forecast=name, outcome=Settled.NO, reason="it broke"))], "ann")
    held.append([Draft(made(), name, Action.RETRACT, "it went wrong")], "ann")
    (line,) = ledger(held)
    assert (line.state, line.withdrawn) == ("no", True)
    assert settled(held, name)
    assert not settled(held, "forecast-0000")


def test_what_was_known_then_had_no_resolution(held: Record) -> None:
    name = held.append([Draft(made(known="2021-03-01"))], "ann").things[0]
    held.append([Draft(Resolution(forecast=name, outcome=Settled.YES, reason="calm", known="2021-03-27"))], "ann")
    assert [line.state for line in ledger(held, "2021-03-10T00:00:00Z")] == ["open"]
    assert [line.state for line in ledger(held)] == ["yes"]


def reports() -> Reports:
    from ceasefire.record.incident import Incident
    from ceasefire.record.intake.jsonl import read_line
    from ceasefire.record.observation import Observation

    things = [read_line(line) for line in EVENTS.read_text(encoding="utf-8").splitlines()]
    return Reports(
        [(str(k), t) for k, t in enumerate(things) if isinstance(t, Incident)],
        observations=[t for t in things if isinstance(t, Observation)],
    )


def test_settled_by_its_rule() -> None:
    valley = load_agreement(str(VALLEY))

    def outcome(**fields: Any) -> Settled:
        return settle("f", made(agreement=str(VALLEY), count="incidents", **fields), valley, reports()).outcome

    assert outcome(due="2021-03-26") is Settled.YES
    assert outcome(due="2021-04-05") is Settled.NO
    assert outcome(due="2021-04-05", expects=("calm broken", "no calm")) is Settled.YES
    assert outcome(due="2021-04-05", rule={"patience": 1e9}) is Settled.YES
    with pytest.raises(Unsettled, match="frozen under another rule"):
        outcome(due="2021-03-26", rule={"quiet": 0.01})


def test_the_rule_does_not_guess() -> None:
    valley = load_agreement(str(VALLEY))
    forecast = made(agreement=str(VALLEY), count="incidents")
    with pytest.raises(Unsettled, match="once 2021-03-26 has passed"):
        settle("f", forecast, valley, reports(), today=date(2021, 3, 26))
    with pytest.raises(Unsettled, match="there is not one report"):
        settle("f", forecast, valley, Reports([]))
    with pytest.raises(Unsettled, match="too early to say"):
        settle("f", made(agreement=str(VALLEY), count="incidents", due="2021-03-12"), valley, reports())


def test_another_text_settles_nothing() -> None:
    valley = load_agreement(str(VALLEY))
    frozen = made(agreement=str(VALLEY), count="incidents", agreement_digest=valley.digest)
    assert settle("f", frozen, valley, reports()).outcome is Settled.YES
    text = VALLEY.read_text(encoding="utf-8")
    layout = parse_agreement(text.replace("# An invented truce", "# Another comment").encode())
    assert settle("f", frozen, layout, reports()).outcome is Settled.YES
    later = parse_agreement(text.replace("on: 2021-03-10", "on: 2021-03-12").encode())
    with pytest.raises(Unsettled, match="is not the text that it was"):
        settle("f", frozen, later, reports())


# --- the commands ----------------------------------------------------------------------------------------------------


def run(*words: object, code: int = 0) -> Result:
    done = CliRunner().invoke(main, [str(w) for w in words])
    if isinstance(done.exception, CeasefireError):
        assert code == 1, done.exception
        return done
    assert done.exit_code == code, done.output
    return done


@pytest.fixture
def book(tmp_path: Path) -> Path:
    run("record", "new", tmp_path / "f.db")
    return tmp_path / "f.db"


def forecast(book: Path, *words: object, code: int = 0) -> str:
    fixed = ("--question", "Calm?", "--due", "2021-03-26", "--by", "ann")
    return run("forecast", "new", book, *fixed, *words, code=code).stdout.strip()


def test_from_making_to_scoring(book: Path) -> None:
    rule = ("--agreement", VALLEY, "--count", "incidents", "--class", "sides=bilateral")
    name = forecast(book, "--probability", "0.8", *rule)
    assert "open" in run("forecast", "list", book).stdout
    assert run("forecast", "resolve", book, name, "--events", EVENTS, "--by", "ann").stdout.startswith("yes: Truce")
    found = json.loads(run("forecast", "score", book, "--json").stdout)
    assert found["schema"] == "scores/1"
    assert found["scores"]["brier"] == pytest.approx(0.04)
    assert found["scores"]["n_base"] == 1
    assert "mostly luck" in run("forecast", "score", book).stdout
    assert "is settled" in run("forecast", "resolve", book, name, code=2).stderr
    kept = json.loads(run("forecast", "list", book, "--json").stdout)["forecasts"][0]["forecast"]
    assert len(kept["record"]) == 64, "the hash of the record as it was"


def test_by_hand_and_unresolvable(book: Path) -> None:
    one = forecast(book, "--probability", "0.8")
    other = forecast(book, "--probability", "0.3")
    assert "say why" in run("forecast", "resolve", book, one, "--outcome", "no", code=2).stderr
    assert "has no rule" in run("forecast", "resolve", book, one, code=2).stderr
    run("forecast", "resolve", book, one, "--outcome", "unresolvable", "--reason", "nobody could look", "--by", "ann")
    page = run("forecast", "score", book).stdout
    assert "0 settled forecasts, 1 open, 1 unresolvable" in page
    assert "nothing to score yet" in page
    run("record", "retract", book, other, "--because", "mistaken", "--by", "ann")
    assert "WITHDRAWN" in run("forecast", "list", book).stdout
    assert "1 forecast withdrawn" in run("forecast", "score", book).stdout


def test_bad_forecasts_are_told(book: Path) -> None:
    for words in (
        ("--probability", "0"),
        ("--probability", "1.2"),
        ("--probability", "nan"),
        ("--probability", "0.5", "--expects", "peace", "--agreement", VALLEY),
        ("--probability", "0.5", "--count", "tanks"),
        ("--probability", "0.5", "--rule", "quite=1"),
        ("--probability", "0.5", "--because", "claim-0"),
        ("--probability", "0.5", "--class", "sides=two"),
    ):
        forecast(book, *words, code=1)
    forecast(book, "--probability", "0.5", "--class", "sides", code=2)
    forecast(book, "--probability", "0.5", "--agreement", "nowhere.yaml", code=2)
    run("forecast", "resolve", book, "forecast-0", code=1)
    run("record", "add", book, "claim", "kind=statement", "quote=x", "--by", "ann")
    claim = run("record", "list", book).stdout.split()[2]
    assert claim.startswith("claim-")
    assert "not a forecast" in run("forecast", "resolve", book, claim, code=2).stderr


def test_a_rule_that_cannot_tell_leaves_it_open(book: Path) -> None:
    name = forecast(book, "--probability", "0.5", "--agreement", VALLEY)
    done = run("forecast", "resolve", book, name, code=1)
    assert "there is not one report" in str(done.exception)
    assert "open" in run("forecast", "list", book).stdout


def test_rates_from_the_table_and_from_a_file(tmp_path: Path) -> None:
    found = json.loads(run("forecast", "rates", "mechanism=yes", "--within", 30, "--json").stdout)["rates"]
    assert [r["rate"]["days"] for r in found] == [30]
    assert 0 < found[0]["rate"]["low"] < found[0]["chance"] < found[0]["rate"]["high"] < 1
    assert "not an effect of any trait" in run("forecast", "rates").stdout
    head = "uniq_id,ended,cf_dec_yr,cf_dec_month,cf_dec_day,cf_effect_yr,cf_effect_month,cf_effect_day,end_yr,end_month,end_day,"
    rows = [
        "1,2,2001,1,1,2001,1,1,2001,1,11,2,0,1,1,0",
        "1,-1,2001,1,1,2001,1,1,-1,-1,-1,2,0,1,1,0",
        "2,-1,2001,1,1,2001,1,-1,-1,-1,-1,1,1,0,0,-1",
        "3,1,x,1,1,2001,1,1,2001,2,30,3,0,1,1,1",
    ]
    table = tmp_path / "cf.csv"
    table.write_text(head + "side,partial,implement,mediator_nego,fixed\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ("--data", table, "--within", 45, "--move", "a factor=2/3", "--trust", 1, "--unknown-odds", "1/2", "--json")
    (outlook,) = json.loads(run("forecast", "rates", *words).stdout)["rates"]
    rate = outlook["rate"]
    assert (outlook["moves"][0]["odds"], outlook["assumed"]["trust"]) == ([2, 3], 1)
    assert (rate["n"], rate["unknown"], rate["observed"]) == (3, 2, 1)
    assert run("forecast", "derive", table).stdout.startswith("scope,sides,mechanism,mediated,open_ended,n,never")
    assert "30, 90 and 365" in str(run("forecast", "rates", "--within", 45, code=1).exception)
    run("forecast", "rates", "mechanism", code=2)
    for wrong in (("--move", "x"), ("--move", "x=a/b"), ("--move", "x=0/1"), ("--unknown-odds", "0"), ("--trust", "2")):
        run("forecast", "rates", *wrong, code=2)
