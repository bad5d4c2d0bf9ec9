"""Small cases in which two sides make a truce together, for tests of what they then do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ceasefire.case.model import Case


def weighted(**scores: Mapping[str, float]) -> dict[str, Any]:
    """Preferences with equal weights."""
    return {"weights": dict.fromkeys(scores, 1), "scores": scores}


def valley(**changes: Any) -> Case:
    """The case of `valley_value`."""
    return Case.model_validate(valley_value(**changes))


def valley_value(**changes: Any) -> dict[str, Any]:
    """North and South make a truce that either can break; South holds a road.

    `changes` replace parts of the case, dotted with `__`: `issues__truce__breaks=[]`.
    """
    value: dict[str, Any] = {
        "format": "case/1",
        "title": "valley",
        "as_of": "2020-01-01",
        "parties": {
            "north": {
                "name": "North",
                "role": "signatory",
                "preferences": weighted(truce={"none": 40, "full": 80}, road={"shut": 0, "open": 100}),
                "walk_away": {"level": 30},
            },
            "south": {
                "name": "South",
                "role": "signatory",
                "preferences": weighted(truce={"none": 60, "full": 50}, road={"shut": 40, "open": 60}),
                "walk_away": {"level": 50},
            },
        },
        "issues": {
            "truce": {
                "question": "Is there a truce?",
                "options": {"none": "", "full": ""},
                "makes": ["north", "south"],
                "breaks": ["north", "south"],
            },
            "road": {"question": "Is the road open?", "options": {"shut": "", "open": ""}, "controllers": "south"},
        },
        "status_quo": {"truce": "none", "road": "shut"},
        "packages": {"peace": {"choose": {"truce": "full", "road": "open"}}},
        "draft": "peace",
    }
    for path, change in changes.items():
        *steps, last = path.split("__")
        here = value
        for step in steps:
            here = here.setdefault(step, {})
        if change is None:
            here.pop(last, None)
        else:
            here[last] = change
    return value
