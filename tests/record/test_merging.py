"""Records that exchange their exports, in any order and any number of times, end with the same content."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceasefire.record.append import Draft, Withdrawn
from ceasefire.record.contested import contested
from ceasefire.record.entry import Action, Kind
from ceasefire.record.exchange import export, take
from ceasefire.record.incident import Deaths, Incident
from ceasefire.record.integrity import verify
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, every
from ceasefire.record.store import Record, open_record
from ceasefire.record.thing import Origin


def row(key: str, best: int, version: str = "", known: str = "") -> Incident:
    origin = Origin(dataset="d", key=key, version=version)
    return Incident(what="shelling", on="2021-03-16", deaths=Deaths(best=best), origin=origin, known=known)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Record, Record]]:
    with ExitStack() as stack:
        yield (opened(stack, tmp_path / "x.db"), opened(stack, tmp_path / "y.db"))


def opened(stack: ExitStack, path: Path) -> Record:
    begin(str(path))
    return stack.enter_context(open_record(str(path), write=True))


def swap(source: Record, target: Record) -> int:
    """What taking over the source's export added."""
    before = target.head()[0]
    text = "".join(export(source))
    take(target, lambda: io.StringIO(text), "swap")
    return target.head()[0] - before


def content(held: Record) -> dict[str, tuple[str, str]]:
    """What counts of each thing, whether it is retracted, and the number of sides."""
    sides = contested(held)
    found = {}
    for entry in every(held, Asked(retracted=True)):
        said = entry.value.model_dump(mode="json", exclude_defaults=True)
        said.pop("known", None)
        said.get("origin", {}).pop("version", None)
        found[entry.thing] = (str(entry.action is Action.RETRACT), json.dumps([said, len(sides.get(entry.thing, ()))]))
    return found


def test_two_authors_who_disagree_are_shown_until_a_person_decides(two: tuple[Record, Record]) -> None:
    x, y = two
    thing = x.append([Draft(row("1", 3))], "m").things[0]
    y.append([Draft(Incident(what="other"))], "n")
    swap(x, y)
    x.append([Draft(row("1", 5), thing, Action.CORRECT, "x says so")], "m")
    y.append([Draft(row("1", 9), thing, Action.CORRECT, "y says so")], "n")
    swap(x, y)
    swap(y, x)
    assert content(x) == content(y)
    assert [side.by for side in contested(x)[thing]] == ["m", "n"]
    assert {side.by for side in contested(y)[thing]} == {"m", "n"}
    assert [swap(x, y), swap(y, x), swap(x, y)] == [0, 0, 0]
    x.append([Draft(row("1", 9), thing, Action.CORRECT, "y is right")], "m")
    assert contested(x) == {}
    assert swap(x, y) == 1
    assert contested(y) == {}
    assert content(x) == content(y)
    assert verify(x).sound
    assert verify(y).sound


def test_two_that_took_the_same_file_agree_without_new_entries(two: tuple[Record, Record]) -> None:
    x, y = two
    for held, known in ((x, "2021-04-01"), (y, "2021-06-01")):
        held.append([Draft(row(str(k), k, known=known)) for k in range(5)], "m")
    assert [swap(x, y), swap(y, x)] == [0, 0]
    assert contested(x) == {}
    y.append([Draft(row("1", 8, "2"))], "n")
    assert swap(y, x) == 1
    assert contested(x) == {}, "a newer version of the source is no disagreement"


@st.composite
def deeds(draw: st.DrawFn) -> list[tuple[str, int, int, int, int]]:
    """Who (of three) does what to which of two rows, with which value and which version of the source."""
    kinds = st.sampled_from(["source", "source", "correct", "correct", "retract", "gone", "swap", "swap"])
    one = st.tuples(kinds, st.integers(0, 2), st.integers(0, 1), st.integers(0, 3), st.integers(0, 3))
    return draw(st.lists(one, min_size=3, max_size=14))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds())
def test_any_exchange_ends_the_same(done: list[tuple[str, int, int, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        held = [opened(stack, Path(folder) / f"{k}.db") for k in range(3)]
        for k, record in enumerate(held):  # none is empty: an empty one would become a copy
            record.append([Draft(Incident(what=f"of {k}"))], f"p{k}")
        for what, who, key, value, release in done:
            act(held, what, who, str(key), value, release)
        for _ in range(2):
            for source in held:
                for target in held:
                    if source is not target:
                        swap(source, target)
        assert content(held[0]) == content(held[1]) == content(held[2])
        assert [swap(a, b) for a in held for b in held if a is not b] == [0] * 6
        assert all(verify(record).sound for record in held)


def act(held: list[Record], what: str, who: int, key: str, value: int, release: int) -> None:
    record, by = held[who], f"p{who}"
    if what == "swap":
        swap(record, held[(who + 1 + value % 2) % 3])
    elif what == "source":
        record.append([Draft(row(key, value, str(release) if release else ""))], by)
    elif what == "gone":
        record.append([Draft(Withdrawn(Kind.INCIDENT, Origin(dataset="d", key=key, version=str(release or ""))))], by)
    else:
        names = [e.thing for e in every(record, Asked(retracted=True)) if e.value.origin and e.value.origin.key == key]
        if names:
            action = Action.CORRECT if what == "correct" else Action.RETRACT
            record.append([Draft(row(key, value), names[0], action, "so it is")], by)
