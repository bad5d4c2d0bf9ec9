"""The commands about keeping and reaching, as a person uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_one_state_with_its_witnesses(run: Run) -> None:
    result = run("stability", "syria-2016-08", "geneva-outline")
    assert result.exit_code == 0
    assert "Not kept: somebody has a reason to leave it." in result.stdout
    assert "nothing the others could do makes up for it" in " ".join(result.stdout.split())
    value = json.loads(run("stability", "syria-2016-08", "geneva-outline", "--json").stdout)
    assert value["schema"] == "state/1"
    syria = [w for w in value["witnesses"] if w["party"] == "syria"]
    assert {w["stable"] for w in syria} == {False}
    assert syria[0]["temptation"]["changes"]["air"] == ["areas", "unrestricted"]


def test_enforcement(run: Run) -> None:
    text = run(
        "enforce", "syria-2016-08", "geneva-outline", "--seen", "0.8", "--false-alarm", "0.1", "--punishment", "3"
    )
    assert text.exit_code == 0
    assert "A breach is seen with a chance of 80%, a false alarm has 10%, punishment lasts for" in text.stdout
    assert "Syrian government would gain 19" in text.stdout
    value = json.loads(run("enforce", "syria-2016-08", "geneva-outline", "--json").stdout)
    assert value["schema"] == "enforcement/1"
    assert value["breaches"][0]["party"] == "syria"
    chicken = "rapoport-chammah1966-chicken"
    held = " ".join(run("enforce", chicken, "both-hold").stdout.split())
    assert "which it ranks higher; by how much its order does not say" in held
    assert "Nobody: no party gains by what it can undo alone." in run("enforce", chicken, "only-a-holds").stdout


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--patience", "1.5", "1.5 is not between 0 and 1"),
        ("--seen", "-1", "-1.0 is not between 0 and 1"),
        ("--false-alarm", "1", "seen no more often than one is invented"),
    ],
)
def test_chances_that_are_none_are_findings(run: Run, option: str, value: str, said: str) -> None:
    result = run("enforce", "syria-2016-08", "geneva-outline", option, value)
    assert result.exit_code == 1
    assert said in result.stderr


def test_ways(run: Run) -> None:
    text = run("path", "syria-2016-08", "geneva-outline").stdout
    assert "1. Syrian government and Armed opposition groups: truce from none to nationwide" in text
    assert "Nobody necessary stands more than 10 points below today." in text
    assert run("path", "syria-2016-08", "geneva-outline", "--exposure", "1").stdout.count("There is no such way.") == 4
    assert "This is today's state." in run("path", "syria-2016-08", "status_quo").stdout
    gone = run("path", "syria-2016-08", "local=surrendered").stdout
    assert "cannot be undone" in gone
    assert json.loads(run("path", "template", "elders-draft", "--json").stdout)["schema"] == "path/1"


def test_what_if(run: Run, tmp_path: Path) -> None:
    demand = "parties.russia.demands.separation-complete.rule=truce = nationwide implies separation != none"
    text = run("what-if", "syria-2016-08", "--set", demand, "--set", "status_quo.turkey=deeper").stdout
    assert "packages in the zone 0 8" in " ".join(text.split())
    assert "geneva-outline: refused by russia nobody" in " ".join(text.split())
    assert "ways to open a zone, no longer: russia.separation-complete" in text
    change = tmp_path / "change.yaml"
    change.write_text("title: no demand for aid\ndrop: [parties.us.demands.aid-moves]\n", encoding="utf-8")
    value = json.loads(run("what-if", "syria-2016-08", "--with", change, "--json").stdout)
    assert value["schema"] == "what-if/1"
    assert value["changes"] == ["without parties.us.demands.aid-moves"]
    same = {d["aspect"]: d["before"] == d["after"] for d in value["differences"]}
    assert same["sign"]
    assert value["after"]["provenance"]["digest"] != value["before"]["provenance"]["digest"]


def test_a_party_can_be_added(run: Run) -> None:
    river = "{name: River Valley, role: veto holder, preferences: {prioritised: [road = closed]}, walk_away: {state: status_quo}}"
    value = json.loads(run("what-if", "template", "--set", f"parties.river={river}", "--json").stdout)
    sign = next(d for d in value["differences"] if d["aspect"] == "sign")
    assert (sign["before"], sign["after"]) == ("yes", "no")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "say what changes"),
        (["--set", "parties.nobody.name=x"], 1, "there is nothing at `parties.nobody`"),
        (["--set", "nonsense"], 1, "this names nothing to change"),
        (["--drop", "parties.upper.demands.nothing"], 1, "known: keep-watch"),
        (["--drop", "parties.upper"], 1, "there is no party `upper`"),
        (["--set", "parties.upper.walk_away.level=400"], 1, "a level goes from 0 to 100"),
        (["--set", "title=[1"], 1, "yaml"),
    ],
)
def test_a_what_if_that_cannot_be_is_a_finding(run: Run, arguments: list[str], code: int, said: str) -> None:
    result = run("what-if", "template", *arguments)
    assert result.exit_code == code
    assert said in result.stderr + str(result.exception)


@pytest.mark.parametrize("text", ["", "[]", "set: [a]\n", "nothing: 1\n", "title: only a title\n", "drop: x\n"])
def test_a_file_of_changes_that_names_nothing_is_a_finding(run: Run, tmp_path: Path, text: str) -> None:
    change = tmp_path / "change.yaml"
    change.write_text(text, encoding="utf-8")
    result = run("what-if", "template", "--with", change)
    assert result.exit_code == 1


@pytest.mark.parametrize("command", ["stability", "enforce", "path"])
def test_a_package_that_cannot_be(run: Run, command: str) -> None:
    result = run(command, "syria-2016-08", "access=sustained")
    assert result.exit_code == 1
    assert "open-roads-need-truce" in str(result.exception)
