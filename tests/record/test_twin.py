"""Lists as of a time against a plain reading of the whole log."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim
from ceasefire.record.entry import Action, Entry, Kind
from ceasefire.record.integrity import verify
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, every, history, things
from ceasefire.record.store import Record, open_record

DAYS = [f"2016-08-{day:02}" for day in range(1, 7)]
changes = st.lists(
    st.tuples(
        st.integers(0, 3),  # which claim
        st.sampled_from(list(Action)),
        st.sampled_from(DAYS),  # known
        st.sampled_from(["US", "Russia"]),  # who
        st.sampled_from(["amber", "red"]),
    ),
    max_size=14,
)


def value(who: str, note: str, sensitivity: str) -> Claim:
    fields = {"kind": "statement", "speaker": who, "note": note, "sensitivity": sensitivity, "on": "2016-08-01"}
    return Claim.model_validate(fields, strict=False)


def fill(held: Record, made: list[tuple[int, Action, str, str, str]]) -> list[str]:
    names: dict[int, str] = {}
    for step, (which, action, known, who, sensitivity) in enumerate(made):
        if which not in names:
            draft = Draft(value(who, f"claim {which}", sensitivity), known=known)
        else:
            act = Action.CORRECT if action is Action.ADD else action
            draft = Draft(value(who, f"claim {which}, {step}", sensitivity), names[which], act, "why", known)
        names[which] = held.append([draft], "ann").things[0]
    return list(names.values())


def plain(log: list[Entry], asked: Asked) -> set[tuple[str, int]]:
    """The versions that count, by reading everything."""
    last: dict[str, Entry] = {}
    for entry in sorted(log, key=lambda e: e.version):
        if not asked.known_by or entry.known <= asked.known_by:
            last[entry.thing] = entry
    return {
        (e.thing, e.version)
        for e in last.values()
        if (asked.retracted or e.action is not Action.RETRACT)
        and asked.who.casefold() in getattr(e.value, "speaker", "").casefold()
        and e.value.sensitivity.openness >= asked.openness.openness
    }


@settings(max_examples=60)
@given(changes, st.sampled_from(["", *DAYS]), st.sampled_from(["", "russia"]), st.booleans(), st.booleans())
def test_a_list_is_what_reading_the_whole_log_gives(
    made: list[tuple[int, Action, str, str, str]], day: str, who: str, retracted: bool, kind: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "record.db")
        begin(place)
        with open_record(place, write=True) as held:
            names = fill(held, made)
            log = [entry for name in names for entry in history(held, name)]
            known_by = f"{day}T23:59:59Z" if day else ""
            asked = Asked(kind=Kind.CLAIM if kind else None, known_by=known_by, who=who, retracted=retracted)
            wanted = plain(log, asked)
            found = things(held, asked)
            assert {(e.thing, e.version) for e in found.entries} == wanted
            assert found.total == len(wanted)
            assert {(e.thing, e.version) for e in every(held, asked)} == wanted
            assert verify(held).entries == len(log)
