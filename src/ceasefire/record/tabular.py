"""Things as tables for others: flat columns for a spreadsheet, GeoJSON for a map; no cell is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any

from pydantic import BaseModel

from ceasefire.record.canonical import canonical
from ceasefire.record.entry import MODELS, Entry, Kind
from ceasefire.table.harmless import harmless

_HEAD = ("thing", "action", "known", "entered_at", "entered_by", "begins", "ends")


def columns_of(kind: Kind) -> list[str]:
    """The columns of a kind: what every entry has, then its fields, those inside others with a dot."""
    names = list(_HEAD)
    for name, field in MODELS[kind].model_fields.items():
        if name in _HEAD:
            continue
        inner = field.annotation
        nested = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
        if name == "origin":
            names += ["origin.dataset", "origin.key", "origin.version"]
        elif nested is not None:
            names += [f"{name}.{sub}" for sub in nested.model_fields]
        else:
            names.append(name)
    return names


def flat(entry: Entry) -> dict[str, Any]:
    """An entry by column: numbers as they are, lists with semicolons between, what is not said left out."""
    found: dict[str, Any] = {name: str(getattr(entry, name)) for name in _HEAD}
    for name, value in entry.value.model_dump(mode="json", exclude_defaults=True).items():
        if isinstance(value, Mapping) and name not in {"coded", "terms", "rule"}:
            found.update({f"{name}.{sub}": _cell(v) for sub, v in value.items()})
        else:
            found[name] = _cell(value)
    found["sensitivity"] = entry.value.sensitivity.value
    return found


def _cell(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "; ".join(value)
    return canonical(value) if isinstance(value, list | dict | bool) else value


def rows_of(kind: Kind, entries: Iterable[Entry]) -> Iterator[list[Any]]:
    """The column names, then a row for each entry; text that a spreadsheet would run begins with an apostrophe."""
    names = columns_of(kind)
    yield list(names)
    for entry in entries:
        said = flat(entry)
        yield [harmless(v) if isinstance(v := said.get(name), str) else v for name in names]


def csv_of(kind: Kind, entries: Iterable[Entry]) -> Iterator[str]:
    """A table as lines of CSV."""
    for row in rows_of(kind, entries):
        written = StringIO()
        csv.writer(written, lineterminator="\r\n").writerow(["" if cell is None else cell for cell in row])
        yield written.getvalue()


def geojson_of(entries: Iterable[Entry]) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), line by line; a thing without a point has no geometry."""
    yield '{"type":"FeatureCollection","features":[\n'
    comma = ""
    for entry in entries:
        said = flat(entry)
        latitude, longitude = said.pop("place.latitude", None), said.pop("place.longitude", None)
        point = None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
        yield comma + canonical({"type": "Feature", "id": entry.thing, "geometry": point, "properties": said}) + "\n"
        comma = ","
    yield "]}\n"
