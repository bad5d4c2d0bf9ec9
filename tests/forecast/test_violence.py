"""How often violence returned: by hand on small files, and what is no sign of it."""

from __future__ import annotations

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from ceasefire.cli import main
from ceasefire.errors import MaterialError
from ceasefire.forecast.violence import Begun, begun_in, returned

START = date(2016, 1, 1)
EFFECT = date(2016, 3, 1)


def events(path: Path, *dyads: tuple[str, dict[range, int]]) -> Path:
    """Deaths a day in ranges of days counted from the effect."""
    rows = ["dyad_new_id,date_start,date_end,date_prec,best,country"]
    for dyad, deaths in dyads:
        for days, best in deaths.items():
            for k in days:
                day = (EFFECT + timedelta(days=k)).isoformat()
                rows.append(f"{dyad},{day},{day},1,{best},X")
    path.write_bytes(gzip.compress(("\n".join(rows) + "\n").encode()))
    return path


def begun(dyad: str, effect: date = EFFECT) -> Begun:
    return Begun(dyad, effect, frozenset({dyad}), "X")


def test_by_hand(tmp_path: Path) -> None:
    file = events(
        tmp_path / "ged.csv.gz",
        ("back", {range(-40, 0): 10, range(7, 100): 5}),
        ("kept", {range(-40, 0): 10, range(7, 100): 4}),
        ("spike", {range(-40, -3): 10, range(-3, 0): 900, range(7, 100): 5}),
        ("quiet", {range(-40, 100): 0}),
        ("late", {range(-40, 100): 3}),
    )
    held = [begun("back"), begun("kept"), begun("spike"), begun("quiet"), begun("elsewhere")]
    held += [begun("late", EFFECT + timedelta(days=80))]
    (found,) = returned(held, file, [30])
    assert (found.n, found.back, found.quiet, found.outside) == (3, 2, 1, 2)
    assert found.countries == ("X",)
    assert found.share == pytest.approx(2 / 3)
    assert found.likely[0] < 2 / 3 < found.likely[1]


def test_wide_events_are_no_return(tmp_path: Path) -> None:
    file = events(tmp_path / "ged.csv.gz", ("kept", {range(-40, 0): 10, range(90, 91): 1}))
    text = (
        gzip.decompress(file.read_bytes()).decode()
        + "kept,2016-03-01,2016-03-31,4,900,X\nkept,2016-03-20,2016-03-20,4,900,X\n"
    )
    file.write_bytes(text.encode())
    (found,) = returned([begun("kept")], file, [30])
    assert (found.n, found.back) == (1, 0)


def test_only_ceasefires_of_whole_dyads_with_a_known_day(tmp_path: Path) -> None:
    head = "uniq_id,location,ucdp_dyad,partial,cf_effect_yr,cf_effect_month,cf_effect_day\n"
    rows = [
        "1,X,7,0,2016,3,1",
        "1,X,8,0,2016,3,2",
        "2,X,7,1,2016,3,1",
        "3,X,7,0,2016,3,-1",
        "4,X,-1,0,2016,3,1",
        "5,X,7,0,2016,3,1",
    ]
    (tmp_path / "cf.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    (one,) = begun_in(tmp_path / "cf.csv", {"1", "2", "3", "4"})
    assert (one.name, one.effect, one.dyads, one.country) == ("1", EFFECT, frozenset({"7", "8"}), "X")


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(MaterialError, match="the columns of UCDP GED are missing"):
        returned([begun("a")], tmp_path / "x.csv", [30])
    words = ["forecast", "rates", "--violence", str(tmp_path / "x.csv")]
    assert "--violence needs --data" in CliRunner().invoke(main, words).stderr
