"""What every result carries about how it was made, and the one serialiser for all of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np
from pydantic import BaseModel

from ceasefire._version import __version__
from ceasefire.analysis.dispute.compiled import Condition
from ceasefire.case.model import Case


@dataclass(frozen=True)
class Provenance:
    """How a result came about; the same digest, parameters and version give the same result.

    `digest` is the SHA-256 of the case in canonical JSON; `exact` is false where a budget stopped a search (the parts say
    which); `judgements` counts the numbers and rules of judgement, `ranges` those given as ranges, for which midpoints stand.
    """

    method: str
    parameters: Mapping[str, Any]
    seed: int
    exact: bool
    digest: str
    version: str
    judgements: int
    ranges: int
    references: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One structured reason: a code, and who and what it is about; `report.words` makes the sentence."""

    code: str
    facts: Mapping[str, Any]


def provenance(
    case: Case,
    method: str,
    parameters: Mapping[str, Any],
    *,
    exact: bool,
    seed: int = 0,
    references: tuple[str, ...] = (),
) -> Provenance:
    """Provenance of a result about a case."""
    judgements, ranges = count_judgements(case)
    return Provenance(method, dict(parameters), seed, exact, digest(case), __version__, judgements, ranges, references)


def digest(case: Case) -> str:
    """SHA-256 of a case in canonical JSON: the same for the same content, whatever its layout and comments."""
    text = json.dumps(case.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def count_judgements(case: Case) -> tuple[int, int]:
    """How many numbers and rules of judgement a case holds, and how many numbers about its parties are ranges.

    What moves the odds of breakdown counts as judgement and not as a range: its ranges are used as they are.
    """
    numbers = []
    rules = len(case.hold.moves) if case.hold else 0
    for party in case.parties.values():
        rules += len(party.demands)
        if party.preferences is not None:
            numbers += list((party.preferences.weights or {}).values())
            numbers += [score for scores in (party.preferences.scores or {}).values() for score in scores.values()]
            rules += len(party.preferences.prioritised or ()) + len(party.preferences.ranking or ())
        if party.walk_away is not None:
            numbers += [party.walk_away.level] if party.walk_away.level is not None else []
            rules += party.walk_away.state is not None
    return len(numbers) + rules, sum(number.is_range for number in numbers)


def plain(value: Any) -> Any:
    """A result as JSON values: dataclasses become objects, floats keep 6 decimals, conditions their `party.name`."""
    if isinstance(value, Condition):
        return {"party": value.party, "condition": value.name, "rule": value.text}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.metadata.get("plain", True)}
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, Fraction):
        return plain(float(value))
    return round(value, 6) if isinstance(value, float) else value


def envelope(schema: str, value: Any, made: Provenance | None = None) -> dict[str, Any]:
    """The one form in which results leave the program: `{"schema": "zone/1", ..., "provenance": {...}}`.

    `made` is the provenance of a result that does not carry its own.
    """
    return {"schema": schema, **plain(value), **({} if made is None else {"provenance": plain(made)})}
