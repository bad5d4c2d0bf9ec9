"""What is wrong with hands, drafts, offers, conditions, readings and parts: said at its line, with what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from broken_alone import valley, valley_value
from ceasefire.analysis.examine import examine
from ceasefire.case.check import check
from ceasefire.case.load import parse_case
from ceasefire.errors import Severity

OFFER = {"by": "north", "to": "south", "when": "truce = full", "worth": {"south": 5, "north": -1}}
THREE = {"none": "", "nights": "", "full": ""}

# what is changed in a sound case; the code of the finding, its severity, a part of its message, a part of what to do
WRONG: dict[str, tuple[dict[str, Any], str, str, str, str]] = {
    "a change that nobody makes": (
        {"issues__truce__makes": {"none": ["north"]}, "issues__truce__breaks": []},
        "nobody-makes",
        "error",
        "nobody makes the change to `full`",
        "say under `makes:` who brings it about, for example `full: [north, south]`",
    ),
    "a break of what is never made": (
        {
            "issues__truce__options": THREE,
            "issues__truce__makes": {"nights": ["north", "south"]},
            "issues__truce__breaks": {"full": "north"},
        },
        "never-made",
        "error",
        "`full` can be broken but is never made",
        "say under `makes:` who makes it",
    ),
    "a break of what a break leads to": (
        {"issues__truce__breaks": {"none": "north"}},
        "never-made",
        "error",
        "`none` is what a break leads to",
        "say `falls_to:`, or name another option",
    ),
    "a direction that cannot be read": (
        {"issues__truce__breaks": {"full > none > full": "north"}},
        "hands",
        "error",
        "cannot read `full > none > full`",
        "write an option",
    ),
    "hands of nobody": (
        {"issues__truce__breaks": ["nroth"]},
        "unknown-name",
        "error",
        "there is no party `nroth`",
        "did you mean `north`?",
    ),
    "a truce without a way out": (
        {"issues__truce__breaks": None},
        "no-way-out",
        "warning",
        "`truce` is made by north, south together, and none of them can break it alone",
        "add `breaks: [north, south]`; or `breaks: []` if it is meant so",
    ),
    "otherwise that a rule forbids": (
        {"otherwise": {"truce": "full"}, "rules": {"r": "truce = full implies road = open"}},
        "forbidden-state",
        "error",
        "what comes after a breach is forbidden by the rule `r`",
        "the rule reads: truce = full implies road = open",
    ),
    "otherwise that does not exist": (
        {"otherwise": "war"},
        "unknown-name",
        "error",
        "there is no package `war`",
        "known: status_quo, peace",
    ),
    "offers that wait for each other": (
        {"offers": {"a": {**OFFER, "given": "b"}, "b": {**OFFER, "given": ["a"]}}},
        "offers-loop",
        "error",
        "the offers wait for each other",
        "take one of these conditions away",
    ),
    "points for an order": (
        {
            "offers": {"a": OFFER},
            "parties__south__preferences": {"prioritised": ["truce = none"]},
            "parties__south__walk_away": {"state": "status_quo"},
        },
        "offer",
        "error",
        "points cannot be added for `south`",
        "give it weights and scores",
    ),
    "an offer at no cost": (
        {"offers": {"a": {**OFFER, "worth": {"south": 5}}}},
        "offer-cost",
        "note",
        "what it costs `north` to offer this is not said",
        "add `north: `",
    ),
    "issues that wait for each other": (
        {"issues__truce__if": "road = open", "issues__road__if": "truce = full"},
        "if-circle",
        "error",
        "these issues exist only if each other does",
        "let one of them always exist",
    ),
    "a draft that a rule forbids": (
        {"rules": {"r": "truce = none"}},
        "forbidden-state",
        "error",
        "the package `peace` is forbidden by the rule `r`",
        "the rule reads: truce = none",
    ),
    "a draft that does not exist": (
        {"draft": "paece"},
        "unknown-name",
        "error",
        "there is no package `paece`",
        "did you mean `peace`?",
    ),
    "open words read as open words": (
        {"issues__truce__reads": {"full": {"north": "full"}}},
        "reads",
        "error",
        "`north` reads `full` as `full`, which is left open itself",
        "name an option that says one thing",
    ),
    "a chance above one": (
        {"issues__truce__seen": {"full": 70}},
        "seen",
        "error",
        "a chance goes from 0 to 1",
        "0.7 means",
    ),
    "a part of a text that nobody knows": (
        {"issues__truce__settles": ["term"]},
        "unknown-name",
        "error",
        "`term` is not on the list",
        "did you mean `terms`?",
    ),
    "sides that are made of each other": (
        {
            "parties__a": {"name": "A", "role": "signatory", "necessary": {"any": "1 of [b]"}},
            "parties__b": {"name": "B", "role": "signatory", "necessary": {"any": "1 of [a]"}},
        },
        "parts-circle",
        "error",
        "these sides are made of each other",
        "a part is a party of its own",
    ),
    "a promise without a hand": (
        {
            "commitments": {
                "c": {
                    "exchange": [{"party": "north", "does": "road = open"}, {"party": "south", "does": "truce = full"}]
                }
            }
        },
        "no-hand",
        "note",
        "`north` promises what only `south` can do",
        "so it cannot break this promise itself",
    ),
    "a break that a rule bars": (
        {"rules": {"r": "road = open implies truce = full"}},
        "barred",
        "warning",
        "`north` cannot break `truce` in the draft `peace`: that is barred by `r`",
        "say `of: packages` of a rule about texts, or `if: truce != none`",
    ),
    "no agreement, today and what follows a breach apart": (
        {"otherwise": {"road": "open"}},
        "no-agreement",
        "note",
        "no agreement is worth 30 to `north`, today's state 20, and what comes after a breach 70",
        "three things that may well differ",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_with_what_to_do(what: str) -> None:
    changes, code, severity, message, hint = WRONG[what]
    case = valley(**changes)
    problems = check(case)
    if not any(p.severity is Severity.ERROR for p in problems):
        problems += examine(case)
    found = [p for p in problems if p.code == code and message in p.message]
    assert len(found) == 1, [(p.code, p.message) for p in problems]
    assert found[0].severity.value == severity
    assert hint in found[0].hint


@pytest.mark.parametrize(
    ("changes", "message", "line_has"),
    [
        (
            {"parties__south__necessary": {"any": "3 of [north, south]"}},
            "3 of 2 can never accept: name more parties, or ask for fewer",
            "necessary",
        ),
        ({"parties__south__necessary": {"any": "north"}}, "write it as `{any: '2 of [a, b, c]'}`", "necessary"),
        (
            {"parties__south__walk_away": {"level": 40, "after": {"2025-02-01": 30, "2025-01-01": 20}}},
            "the days of `after` are out of order: write the earliest first",
            "after",
        ),
        (
            {"parties__south__walk_away": {"level": 40, "after": {"2025-02-30": 30}}},
            "`2025-02-30` is not a day that exists: write it as 2025-01-20",
            "after",
        ),
        ({"issues__truce__makes": None}, "say who makes the change", "truce"),
        ({"issues__truce__breaks": 5}, "write the parties, `[a, b]`", "breaks"),
        ({"issues__truce__makes": True}, "write the parties, `[a, b]`", "makes"),
        ({"issues__truce__breaks": {"full": 5}}, "write the parties, `[a, b]`", "breaks"),
        ({"issues__truce__controllers": "north"}, "`controllers` and `makes` say the same", "truce"),
        (
            {
                "parties__south__preferences": {
                    "prioritised": ["truce = none"],
                    "with": [{"rule": "truce = full", "worth": 5}],
                },
                "parties__south__walk_away": {"state": "status_quo"},
            },
            "`with` adds points to `weights` and `scores`: an order has none",
            "preferences",
        ),
    ],
)
def test_what_has_the_wrong_shape_is_said_at_its_line(changes: dict[str, Any], message: str, line_has: str) -> None:
    text = json.dumps(valley_value(**changes), indent=1)
    loaded = parse_case(text.encode())
    found = [f for f in loaded.errors if message in f.message]
    assert len(found) == 1, [str(f) for f in loaded.findings]
    line = found[0].where.line
    assert line is not None
    assert any(line_has in near for near in text.splitlines()[max(0, line - 2) : line + 1])


def test_a_sound_case_has_nothing_to_say_but_that_three_things_differ() -> None:
    assert check(valley()) == [p for p in check(valley()) if p.code == "no-because"]
    assert {p.code for p in examine(valley())} == {"no-agreement"}


def test_break_is_read_as_breaks() -> None:
    value = valley_value()
    value["issues"]["truce"]["break"] = value["issues"]["truce"].pop("breaks")
    loaded = parse_case(json.dumps(value).encode())
    assert loaded.case == valley()


def test_braces_in_a_list_are_told_to_be_quoted() -> None:
    text = (
        "format: case/1\nparties:\n  a:\n    preferences:\n      prioritised: [truce in {nights, full}, road = open]\n"
    )
    found = parse_case(text.encode()).errors
    assert any("quot" in f.hint for f in found), [str(f) for f in found]
