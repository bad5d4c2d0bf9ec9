"""Ceasefires of the past as spells: from when, for how many days, how ended, with which traits.

Two data sets, both files that the user has:

- ETH/PRIO Civil Conflict Ceasefire Dataset (Clayton et al. 2022, J. Conflict Resolution, doi:10.1177/00220027221129183), one
  row for each party's declaration; declarations with the same `uniq_id` are one ceasefire.  The codes of `ended` were **read
  off the data**, no codebook being at hand: 1 expired at its day, 2 broke down or was called off, 3 never took effect, 4
  replaced or extended, 0 in force when the data end, -1 unknown.
- UCDP Peace Agreement Dataset 22.1 (Pettersson, Högbladh & Öberg 2019, J. Peace Research 56(4), 589-603): `ended` 1 with the day
  in `duration`; an agreement without is taken to have been in force when the data end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from ceasefire.table.cells import EMPTY, code
from ceasefire.table.faults import refused
from ceasefire.table.reader import Way, open_table


class Ending(StrEnum):
    """How a ceasefire ended; `in force` when the data end is no ending, and `unknown` is a value of its own."""

    BROKE = "broke down"
    EXPIRED = "expired"
    REPLACED = "replaced or extended"
    NEVER = "never took effect"
    IN_FORCE = "in force when the data end"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Spell:
    """A ceasefire: `days` it lasted until its ending or the end of the data, None where its length is not known.

    `traits` are the values that reference classes are made of; `country` is where it was (empty: not said), `declared` the year.
    """

    name: str
    days: int | None
    ending: Ending
    traits: Mapping[str, str]
    country: str = ""
    declared: int | None = None


@dataclass(frozen=True)
class Dataset:
    """A data set: how to cite it, its traits with their values, and its spells."""

    name: str
    source: str
    traits: Mapping[str, tuple[str, ...]]
    spells: tuple[Spell, ...] = ()


ETHPRIO = Dataset(
    "ethprio",
    "ETH/PRIO Civil Conflict Ceasefire Dataset, 1989-2020 (Clayton et al. 2022, doi:10.1177/00220027221129183); codes of "
    "`ended` read off the data",
    {
        "scope": ("whole", "partial"),
        "sides": ("unilateral", "bilateral", "multilateral"),
        "mechanism": ("yes", "no"),
        "mediated": ("yes", "no"),
        "open_ended": ("yes", "no"),
    },
)
UCDP_PA = Dataset(
    "ucdp-pa",
    "UCDP Peace Agreement Dataset 22.1, 1975-2021 (Pettersson, Högbladh & Öberg 2019, doi:10.1177/0022343319850207)",
    {
        "ceasefire": ("yes", "no"),
        "mechanism": ("yes", "no"),
        "peacekeepers": ("yes", "no"),
        "disarmament": ("yes", "no"),
    },
)
DATASETS = {d.name: d for d in (ETHPRIO, UCDP_PA)}
_ENDED = {
    "0": Ending.IN_FORCE,
    "1": Ending.EXPIRED,
    "2": Ending.BROKE,
    "3": Ending.NEVER,
    "4": Ending.REPLACED,
    "-1": Ending.UNKNOWN,
}
_WORST = (Ending.BROKE, Ending.NEVER, Ending.EXPIRED, Ending.REPLACED, Ending.IN_FORCE, Ending.UNKNOWN)
_SIDES = {"1": "unilateral", "2": "bilateral", "3": "multilateral"}
_YES_NO = {"1": "yes", "0": "no"}
_ETHPRIO_ENDS, _UCDP_ENDS = date(2020, 12, 31), date(2021, 12, 31)
_ETHPRIO_TOLD = frozenset({"uniq_id", "ended", "cf_effect_yr", "cf_dec_yr", "side", "implement"})
_UCDP_TOLD = frozenset({"paid", "pa_date", "ended", "duration", "co_impl"})
MIDDLE = 15  # the day that stands for a month without one

Row = Mapping[str, str]


def read_spells(path: Path) -> Dataset:
    """The spells of a file, told by its columns, whatever it is packed in or was saved by.

    Words in another encoding do no harm: nothing but codes and dates is used.  Raises MaterialError where it is neither data
    set, or a row has not all its cells; OSError.
    """
    table = open_table(path, Way(known=((_ETHPRIO_TOLD, _ETHPRIO_TOLD), (_UCDP_TOLD, _UCDP_TOLD))))
    names = set(table.header.plain)
    rows = [_codes(table.header.plain, cells) for _, cells in table.whole_rows()]
    ragged = [row.line for row in table.rows() if len(row.cells) != len(table.header.names)]
    if ragged:
        raise refused(
            str(path), f"{len(ragged)} rows have not the cells of the header", "get the file again", ragged[0]
        )
    if names >= _ETHPRIO_TOLD:
        found, spells = ETHPRIO, _ethprio(rows)
    elif names >= _UCDP_TOLD:
        found, spells = UCDP_PA, _ucdp(rows)
    else:
        message = "its columns are neither those of ETH/PRIO ceasefires nor of UCDP peace agreements"
        raise refused(str(path), message, "give the file as its makers publish it", 1)
    return Dataset(found.name, found.source, found.traits, spells)


def _codes(names: Sequence[str], raw: Sequence[str]) -> dict[str, str]:
    return {
        name: code(text) if (text := cell.strip()) not in EMPTY else "" for name, cell in zip(names, raw, strict=True)
    }


def _ethprio(rows: Iterable[Row]) -> tuple[Spell, ...]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["uniq_id"], []).append(row)
    return tuple(_ceasefire(name, held) for name, held in groups.items())


def _ceasefire(name: str, rows: list[Row]) -> Spell:
    """Declarations of several parties as one: the worst ending any of them has, the widest traits."""
    endings = {_ENDED.get(row["ended"].strip(), Ending.UNKNOWN) for row in rows}
    ending = next(e for e in _WORST if e in endings)
    starts = [d for row in rows if (d := _day(row, "cf_effect") or _day(row, "cf_dec"))]
    start = min(starts, default=None)
    ends = [d for row in rows if _ENDED.get(row["ended"].strip()) is ending and (d := _day(row, "end"))]
    end = _ETHPRIO_ENDS if ending is Ending.IN_FORCE else min(ends, default=None)
    days = 0 if ending is Ending.NEVER else None if start is None or end is None else max(0, (end - start).days)
    implement = {row["implement"].strip() for row in rows}
    mediated = {row["mediator_nego"].strip() for row in rows}
    fixed = {row["fixed"].strip() for row in rows}
    sides = max((row["side"].strip() for row in rows), default="")
    traits = {
        "scope": "partial" if all(row["partial"].strip() == "1" for row in rows) else "whole",
        "sides": _SIDES.get(sides, "unknown"),
        "mechanism": _any(implement),
        "mediated": _any(mediated),
        "open_ended": {"yes": "no", "no": "yes"}.get(_any(fixed), "unknown"),
    }
    years = [int(year) for row in rows if (year := row["cf_dec_yr"].strip().split(".")[0]).isdigit() and year != "0"]
    return Spell(name, days, ending, traits, (rows[0].get("location") or "").strip(), min(years, default=None))


def _any(codes: set[str]) -> str:
    return "yes" if "1" in codes else "no" if "0" in codes else "unknown"


def _day(row: Row, prefix: str) -> date | None:
    """A date in three columns; a month without a day is its middle, a year without a month nothing."""
    try:
        year, month, day = (int(float(row[f"{prefix}_{part}"] or 0)) for part in ("yr", "month", "day"))
        return date(year, month, day if day > 0 else MIDDLE) if year > 0 and month > 0 else None
    except (ValueError, KeyError):
        return None


def _ucdp(rows: Iterable[Row]) -> tuple[Spell, ...]:
    spells = []
    for row in rows:
        start, end = _iso(row["pa_date"]), _iso(row["duration"])
        broke = row["ended"] == "1"
        last = end if broke else _UCDP_ENDS
        days = None if start is None or last is None else max(0, (last - start).days)
        traits = {
            "ceasefire": _any({row["cease"]}),
            "mechanism": _any({row["co_impl"]}),
            "peacekeepers": _any({row["pko"]}),
            "disarmament": _any({row["ddr"]}),
        }
        year = start.year if start else None
        spells.append(
            Spell(
                row["paid"],
                days,
                Ending.BROKE if broke else Ending.IN_FORCE,
                traits,
                (row.get("gwno") or "").strip(),
                year,
            )
        )
    return tuple(spells)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
