"""A first mapping of a table that nobody here knows: what each column may be, with samples, for a person to go on from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ceasefire.record.intake.hxl import field_of
from ceasefire.table.days import day_of, order_in
from ceasefire.table.reader import Table, Way, open_table

_LOOKED = 500  # rows by which a column is judged
_NAMES: tuple[tuple[str, str], ...] = (
    (
        "on",
        (
            r"(event|incident|report|start)?[ _]*(date|day|month|on|datum|fecha|jour|التاريخ)"
            r"([ _]*(of|occurred|start|wise).*)?|month_wise"
        ),
    ),
    ("what", r"(event|incident|attack|violation|strike)?[ _]*(type|what|category|kind|نوع.*)|event|violation"),
    (
        "actors",
        r"(alleged[ _]*)?(actor ?1?|actors|perpetrator.*|by|side[ _]?a|responsible.*|attacker|الجهة.*)|alleged_by",
    ),
    ("against", r"(actor ?2|target.*|victims?[ _]*(group|side)|side[ _]?b|against)"),
    ("place.latitude", r"(lat|latitude|y|gps[ _]*lat.*|خط العرض)"),
    ("place.longitude", r"(lon|long|lng|longitude|x|gps[ _]*lon.*|خط الطول)"),
    ("place.country", r"(country|nation|pays|البلد)([ _]*name)?"),
    ("place.units", r"(adm(in)?[ _]?[12]|province|governorate|district|region|oblast|state|المحافظة)([ _]*(name|en))?"),
    ("place.name", r"(location|place|village|town|city|site|lieu|الموقع|القرية)([ _]*(name|of event))?"),
    ("deaths.best", r"(fatalities|deaths?|dead|killed|kia|best|القتلى|قتلى)([ _]*(total|best|number))?"),
    ("deaths.low", r"(low|min|killed_min|deaths_min)"),
    ("deaths.high", r"(high|max|killed_max|deaths_max)"),
    ("deaths.civilians", r"civ(ilian)?s?[ _]*(deaths?|killed|dead)"),
    ("account", r"(notes?|description|account|details|narrative|summary|event[ _]*description|وصف.*)"),
    ("reports", r"(source|sources|reported[ _]*by|media|المصدر)"),
)
_KEY = re.compile(r"(.*[ _])?(id|no|nr|number|code|ref(erence)?|key|uuid|#)|#|_uuid|_id", re.IGNORECASE)


def drafted(path: Path, way: Way | None = None) -> str:
    """The text of a mapping of a file, with comments on what was not understood.  Raises MaterialError, OSError."""
    table = open_table(path, way)
    rows = [row.cells for row in islice(table.rows(), _LOOKED) if not row.wrong]
    samples = {name: [row.get(name, "") for row in rows] for name in table.header.names if name}
    fields, left = _guessed(table, samples)
    key = next((n for n in samples if _KEY.fullmatch(n) and _unique(samples[n]) and n not in fields.values()), "")
    return "".join(_lines(path, samples, fields, key, [n for n in left if n != key]))


def _guessed(table: Table, samples: dict[str, list[str]]) -> tuple[dict[str, str], list[str]]:
    fields: dict[str, str] = {}
    left = []
    for name, cells in samples.items():
        tag = table.header.tags.get(name, "")
        plain = name.casefold().strip()
        guess = field_of(tag) if tag else next((f for f, pattern in _NAMES if re.fullmatch(pattern, plain)), "")
        if guess and guess != "key" and guess not in fields and _fits(guess, cells):
            fields[guess] = name
        else:
            left.append(name)
    return fields, left


def _fits(field: str, cells: list[str]) -> bool:
    said = [c for c in cells if c]
    if field == "on":
        return any(_is_day(c) for c in said)
    if field.startswith(("place.l", "deaths.")):
        return all(re.fullmatch(r"[-+]?[\d.,\s]*", c) for c in said)
    return True


def _is_day(text: str) -> bool:
    try:
        day_of(text, "day")
    except ValueError:
        return False
    return True


def _unique(cells: list[str]) -> bool:
    return bool(cells) and all(cells) and len(set(cells)) == len(cells)


def _lines(
    path: Path, samples: dict[str, list[str]], fields: dict[str, str], key: str, left: list[str]
) -> Iterator[str]:
    stem = re.sub(r"\W+", "-", path.name.split(".")[0].casefold()).strip("-") or "table"
    yield f"# A first mapping of {path.name}, to be gone through by somebody who knows the table.\n"
    yield f"# Then: ceasefire record import RECORD {path.name} --mapping THIS-FILE --dry-run\n"
    yield f"format: mapping/1\ndataset: {stem}   # rows are recognised again under this name: never change it\n"
    yield "kind: incident   # or count, observation, agreement, promise, claim\n"
    if key:
        yield f"key: {_quoted(key)}   # in each row different, in the first {_LOOKED} rows\n"
    else:
        yield "# no column names a row for good: rows are named after all that they say, and a changed one is a new one\n"
        yield "# key: [COLUMN, COLUMN]   # or columns that do so together\n"
    yield "columns:\n"
    for field, column in fields.items():
        yield from _field(field, column, samples[column])
    for field in ("what", "on"):
        if field not in fields:
            yield f"  # {field}: COLUMN   # needed, and no column looks like it\n"
    yield "constants: {sensitivity: amber}   # who may see it; reliability: A to F where the source has a grade\n"
    if left:
        yield "# Not used; the fields of an incident: what, on, clock, actors, against, place.*, deaths.*, reports, account\n"
    for name in left:
        yield f"#   {name}: {_some(samples[name])}\n"


def _field(field: str, column: str, cells: list[str]) -> Iterator[str]:
    shown = f"   # {_some(cells)}"
    if field == "on":
        orders = {order_in(c) for c in cells} - {""}
        unclear = any(re.fullmatch(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}", c) for c in cells)
        if unclear and len(orders) != 1:
            yield f"  on: {{column: {_quoted(column)}, date: day-first}}   # or month-first? {_some(cells)}\n"
            return
    several = field in {"actors", "against", "reports", "place.units"} and any(";" in c for c in cells)
    taken = f'{{column: {_quoted(column)}, split: ";"}}' if several else _quoted(column)
    yield f"  {field}: {taken}{shown}\n"


def _quoted(text: str) -> str:
    return (
        text
        if re.fullmatch(r"[A-Za-z_][\w ]*", text) and text.lower() not in {"null", "true", "false"}
        else json.dumps(text, ensure_ascii=False)
    )


def _some(cells: list[str]) -> str:
    found = [" ".join(c.split())[:40] for c in dict.fromkeys(cells) if c]
    return (" | ".join(found[:3]) + (" | ..." if len(found) > 3 else "")) or "always empty"
