"""Base rates on ceasefires they have not seen: the scores of the developers' table, and plain cases."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ceasefire.cli import main
from ceasefire.errors import MaterialError
from ceasefire.forecast.backtest import Split, backtest, fate
from ceasefire.forecast.base_rates import HORIZONS
from ceasefire.forecast.spells import Dataset, Ending, Spell, read_spells

SHARED = Path(__file__).parents[3] / "shared"
FILE = SHARED / "data" / "ethprio_ceasefires" / "ceasefires_dataset.csv"
ORACLE = SHARED / "oracles" / "validity"
B, E, R, F, U, N = Ending.BROKE, Ending.EXPIRED, Ending.REPLACED, Ending.IN_FORCE, Ending.UNKNOWN, Ending.NEVER


def test_whose_fate_is_known() -> None:
    told = {(5, B): True, (50, B): False, (None, B): None, (5, E): False, (None, R): False, (400, F): False}
    told |= {(None, U): None, (5, U): None, (50, U): False}
    assert {case: fate(Spell("x", *case, {}), 30) for case in told} == told


def test_the_developers_table() -> None:
    """Nobody knows better or worse than the table which are known, and the scores are no more than 0.002 worse."""
    if not (FILE.exists() and ORACLE.exists()):
        pytest.skip("the file of ETH/PRIO or the developers' table is not here")
    data = read_spells(FILE)
    with (ORACLE / "ethprio_test_ids.csv").open(encoding="utf-8") as stream:
        rows = {row["uniq_id"]: row for row in csv.DictReader(stream)}
    spells = {s.name: s for s in data.spells}
    expected = json.loads((ORACLE / "forecast.json").read_text(encoding="utf-8"))
    for found in backtest(data, Split(2013, 2017), HORIZONS):
        for name, row in rows.items():
            happened = fate(spells[name], found.days)
            assert row[f"y{found.days}"] == ("" if happened is None else str(int(happened)))
        told = expected[f"2013-2017/{found.days}"]
        assert (found.known, found.broke, found.unknown) == (told["known"], told["broke"], told["unknown"])
        best = told["product: 5 traits, s=20"]
        scores = {f.name: f for f in found.forecasters}
        for name in ("base rate of the class", "one probability, usual assumptions"):
            assert scores[name].brier <= best["brier"] + 0.002
            assert scores[name].logarithmic <= best["log"] + 0.01
        assert scores["rate of all"].brier == pytest.approx(told["global rate (A-J, known)"]["brier"], abs=5e-4)


def made() -> Dataset:
    spells = [
        Spell(
            f"{year}-{c}-{k}", 10 + 50 * (k % 2), B if k < (6 if c < 3 else 1) else E, {"sides": "two"}, f"c{c}", year
        )
        for year in (2000, 2010)
        for c in range(8)
        for k in range(10)
    ]
    return Dataset("made", "made", {"sides": ("two", "many")}, tuple(spells))


def test_scores_by_hand() -> None:
    (found,) = backtest(made(), Split(2005, 2015), [30])
    broke = [s.ending is B and s.days == 10 for s in made().spells if s.declared == 2010]
    assert (found.fitted, found.known, found.broke, found.countries) == (80, 80, sum(broke), 8)
    half, overall = found.forecasters[-1], found.forecasters[-2]
    assert half.brier == 0.25
    rate = sum(broke) / 80
    assert overall.brier == pytest.approx(rate * (1 - rate))
    assert overall.skill == 0
    assert half.skill == pytest.approx(1 - 0.25 / (rate * (1 - rate)))
    assert half.skill_range[0] <= half.skill <= half.skill_range[1]
    assert sum(b.n for b in overall.calibration) == 80
    (one,) = overall.calibration
    assert one.happened == pytest.approx(rate)
    assert one.happened_range[0] < rate < one.happened_range[1]
    assert backtest(made(), Split(2005, 2015), [30]) == (found,), "the same seed draws the same countries"


def test_what_cannot_be_split() -> None:
    for first, last in ((1990, 2015), (2050, 2060)):
        with pytest.raises(MaterialError, match="no ceasefire of the table was declared"):
            backtest(made(), Split(first, last), [30])
    lost = Dataset("m", "m", {}, (Spell("a", 5, B, {}, "", 2000), Spell("b", None, U, {}, "", 2010)))
    with pytest.raises(MaterialError, match="none is known"):
        backtest(lost, Split(2005, 2015), [30])


def test_the_command_on_a_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["backtest", "--table", str(tmp_path / "t.csv"), "--split", "2013"])
    assert isinstance(done.exception, MaterialError)
    assert CliRunner().invoke(main, ["backtest", "--split", "2013"]).exit_code == 2
    if FILE.exists():
        said = CliRunner().invoke(main, ["backtest", "--table", str(FILE), "--split", "2013", "--within", "30"])
        assert said.exit_code == 0, said.output
        assert "fitted on those declared before 2013, scored on 2013 to 2020" in said.stdout
