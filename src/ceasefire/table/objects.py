"""JSON as a table: a list of flat objects, an answer that holds one (`data`, `results`, `records`), GeoJSON points."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from ceasefire.table.faults import refused

MAX_JSON = 400_000_000  # characters of one JSON text
_HOLDERS = ("data", "results", "records", "features", "rows", "value", "items", "events")


def json_lines(stream: io.TextIOBase, file: str, *, by_line: bool) -> Iterator[tuple[int, list[str]]]:
    """The names of all fields, then each object as a row, numbered by its place (by its line where it has one).

    Raises MaterialError where it is no JSON, no list of objects, or where objects hold lists of objects.
    """
    objects = _by_line(stream, file) if by_line else _listed(stream, file)
    names: dict[str, None] = {}
    flat = []
    for number, one in objects:
        row = _flat(one, file, number)
        names.update(dict.fromkeys(row))
        flat.append((number, row))
    yield 0, list(names)
    for number, row in flat:
        yield number, [row.get(name, "") for name in names]


def _by_line(stream: io.TextIOBase, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, text in enumerate(stream, 1):
        if text.strip():
            yield number, _object(_parsed(text, file, number), file, number)


def _listed(stream: io.TextIOBase, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    text = stream.read(MAX_JSON + 1)
    if len(text) > MAX_JSON:
        raise refused(file, f"the JSON is longer than {MAX_JSON:,} characters", "save it as JSON Lines or CSV")
    value = _parsed(text, file, 1)
    if isinstance(value, dict):
        if value.get("success") is False or "error" in value:
            why = value.get("error") or value.get("message") or "no reason given"
            said = str(why.get("message", why) if isinstance(why, dict) else why)[:200]
            raise refused(file, f"this is the answer of a service that failed: {said}", "ask it again")
        holder = next((n for n in _HOLDERS if isinstance(value.get(n), list)), None)
        if holder is None:
            hint = "a JSON list of objects, an answer that holds one under `data`, or JSON Lines is wanted"
            raise refused(file, "this JSON holds no list of objects", hint, 1)
        total = value.get("count", value.get("total", value.get("total_count")))
        held = value[holder]
        if (
            isinstance(total, str) and total.isdigit() and int(total) > len(held)
        ):  # numbers are kept as they are written
            hint = "ask for all pages, or for more on a page"
            raise refused(file, f"the answer says there are {total} rows and holds {len(held):,} of them", hint)
        value = held
    if value == []:
        raise refused(file, "the list in this JSON is empty: there are no rows in it", "ask for more than nothing", 1)
    if not isinstance(value, list):
        raise refused(file, "this JSON holds no list of objects", "a JSON list of objects or JSON Lines is wanted", 1)
    for number, one in enumerate(value, 1):
        yield number, _object(one, file, number)


def _parsed(text: str, file: str, line: int) -> Any:
    try:
        return json.loads(text, parse_constant=str, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise refused(file, f"this is not JSON: {str(error)[:200]}", "get the file again", line) from None


def _object(value: Any, file: str, number: int) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refused(file, f"element {number} is no object with names and values", "a JSON list of objects is wanted")
    if isinstance(value.get("properties"), dict):  # a feature of GeoJSON
        geometry = value.get("geometry") or {}
        at = geometry.get("coordinates") if geometry.get("type") == "Point" else None
        place = {"longitude": at[0], "latitude": at[1]} if isinstance(at, list) and len(at) >= 2 else {}
        return {**place, **value["properties"]}
    return value


def _flat(value: dict[str, Any], file: str, number: int, before: str = "") -> dict[str, str]:
    row: dict[str, str] = {}
    for name, cell in value.items():
        if isinstance(cell, dict):
            row.update(_flat(cell, file, number, f"{before}{name}/"))
        elif isinstance(cell, list):
            if any(isinstance(c, dict) for c in cell) and not name.startswith("_"):
                message = f"`{before}{name}` of element {number} holds rows of its own (a repeat group)"
                raise refused(file, message, "export it with one row for each, or leave the group out")
            row[before + name] = "; ".join(str(c) for c in cell if not isinstance(c, dict | list) and c is not None)
        else:
            row[before + name] = "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
    return row
