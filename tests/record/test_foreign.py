"""Exports of others: whatever stands in them, they are refused with the line, or the record can be read as before."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceasefire.record.append import Draft
from ceasefire.record.chain import chained, genesis
from ceasefire.record.entry import as_values
from ceasefire.record.exchange import export, take
from ceasefire.record.faults import RecordError
from ceasefire.record.incident import Incident
from ceasefire.record.integrity import verify
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, every, history
from ceasefire.record.store import open_record
from ceasefire.record.tables import COLUMNS
from ceasefire.record.thing import Sensitivity

Lines = list[dict[str, Any]]


def written(place: Path) -> Lines:
    begin(str(place))
    with open_record(str(place), write=True) as held:
        held.append(
            [Draft(Incident(what="shelling", actors=("A",), on="2021-03-16")), Draft(Incident(what="raid"))], "m"
        )
        return [json.loads(line) for line in export(held)]


def signed(lines: Lines) -> str:
    """The lines with hashes that fit, as whoever changed them would make them."""
    head, *rows = lines
    last = genesis(str(head.get("record", "")))
    for row in rows:
        with suppress(Exception):  # what cannot be hashed keeps the hash it had
            last = chained(last, [row.get(name) for name in COLUMNS])
            row["hash"] = last.hex()
    return "".join(json.dumps(line, allow_nan=True) + "\n" for line in lines)


def check(place: Path, text: str) -> str:
    """Take it over, and see that the record can still be read and nothing half-kept; what was said, or nothing."""
    begin(str(place))
    said = ""
    with open_record(str(place), write=True) as held:
        try:
            take(held, lambda: io.StringIO(text), "x")
        except RecordError as error:
            said = str(error)
            assert "line " in said or "export" in said
            assert held.head()[0] == 0
        assert verify(held).sound
        for entry in list(every(held, Asked(retracted=True))):
            as_values(entry)
            history(held, entry.thing)
        "".join(export(held, Sensitivity.AMBER))
        held.append([Draft(Incident(what="after it"))], "x")
        assert verify(held).sound
    return said


ODD: list[Any] = [
    *(
        None,
        True,
        -1,
        0,
        2,
        2**70,
        1.5,
        float("nan"),
        float("inf"),
        "",
        "x",
        "2",
        "\x1b[31m",
        "\u202e",
        "not json",
        "{}",
        "[]",
    ),
    *(
        '{"what":5}',
        '{"zzz":1}',
        '{"what":"a","deaths":{"best":1e400}}',
        [],
        {},
        {"x": 1},
        "9999-99-99T00:00:00Z",
        "0" * 64,
    ),
]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(name=st.sampled_from([*COLUMNS, "hash", "seal"]), value=st.sampled_from(ODD), at=st.integers(1, 2))
def test_whatever_stands_in_a_column(tmp_path_factory: pytest.TempPathFactory, name: str, value: Any, at: int) -> None:
    folder = tmp_path_factory.mktemp("foreign")
    lines = written(folder / "a.db")
    lines[at][name] = value
    check(folder / "b.db", signed(lines))


@pytest.mark.parametrize("name", ["format", "record", "begun", "whole", "entries"])
@pytest.mark.parametrize("value", [None, 5, "", "x", [], {}, "gone"], ids=repr)
def test_whatever_stands_in_the_first_line(tmp_path: Path, name: str, value: Any) -> None:
    lines = written(tmp_path / "a.db")
    if value == "gone":
        del lines[0][name]
    else:
        lines[0][name] = value
    text = "".join(json.dumps(line) + "\n" for line in lines)
    assert check(tmp_path / "b.db", text)


def test_every_wrong_line_is_named_and_nothing_enters(tmp_path: Path) -> None:
    lines = written(tmp_path / "a.db")
    lines[1]["known"], lines[2]["body"] = 20210316, '{"what":5}'
    said = check(tmp_path / "b.db", "".join(json.dumps(line) + "\n" for line in lines))
    assert "line 2: `known` is '20210316', not text" in said
    assert "line 3: the incident in it cannot be read" in said
    assert said.endswith("nothing of this export was taken over")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text + "{}\n",
        lambda text: text.split("\n", 1)[1],
        lambda _: "",
    ],
    ids=["cut", "more", "headless", "empty"],
)
def test_a_spoilt_file(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    lines = written(tmp_path / "a.db")
    assert check(tmp_path / "b.db", spoil("".join(json.dumps(line) + "\n" for line in lines)))
