"""Any table, by a mapping that a person writes: which column says what.

format: mapping/1
dataset: our-monitors        # the name under which rows are recognised again
kind: incident
key: report_no               # the column that names a row for good
columns:
what: type
on: {column: day, date: "%d/%m/%Y"}
actors: {column: alleged_by, split: ";"}
place.name: village
place.latitude: lat
place.longitude: lon
deaths.best: killed
constants: {sensitivity: amber, reliability: C}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ceasefire.errors import MaterialError
from ceasefire.record.entry import MODELS, Kind
from ceasefire.record.intake.format import Cells, Format, key_of
from ceasefire.record.thing import Name, Thing
from ceasefire.text.document import read_yaml
from ceasefire.text.shape import Frozen, shaped


class Taken(Frozen):
    """How one field is taken from a column: as it stands, as a date in a `strptime` form, split, or word for word."""

    column: Name
    date: Name = ""
    split: Name = ""
    values: Mapping[Name, Name] = {}

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, str) else value


class Mapped(Frozen):
    """A mapping of columns to the fields of a thing; a field inside another is written with a dot, `place.latitude`."""

    format: Literal["mapping/1"]
    dataset: Annotated[Name, Field(min_length=1)]
    kind: Annotated[Kind, Field(strict=False)]
    key: Name
    columns: Mapping[Name, Taken] = Field(min_length=1)
    constants: Mapping[Name, str | int | float | bool] = {}


def mapped(raw: bytes, file: str) -> Format:
    """The format that a mapping file describes.  Raises MaterialError with everything that is wrong with it."""
    document = read_yaml(raw, file)
    mapping, problems = shaped(Mapped, document.value)
    findings = [*document.findings, *(p.finding(document) for p in problems)]
    if mapping is None or findings:
        raise MaterialError(findings)
    needs = frozenset({mapping.key, *(t.column for t in mapping.columns.values())})
    return Format(mapping.dataset, f"{file}", needs, _converter(mapping))


def _converter(mapping: Mapped) -> Callable[[Cells], Thing]:
    model = MODELS[mapping.kind]
    constants = dict(mapping.constants)

    def convert(cells: Cells) -> Thing:
        value: dict[str, Any] = {}
        for path, constant in constants.items():
            _put(value, path, constant)
        for path, taken in mapping.columns.items():
            cell = cells[taken.column].strip()
            if cell:
                _put(value, path, _read(taken, cell))
        value["origin"] = {"dataset": mapping.dataset, "key": key_of(cells, mapping.key)}
        return model.model_validate(value, strict=False)

    return convert


def _read(taken: Taken, cell: str) -> Any:
    if taken.date:
        try:
            return datetime.strptime(cell, taken.date).date().isoformat()  # noqa: DTZ007  a day, in no zone
        except ValueError:
            raise ValueError(f"`{taken.column}` is {cell[:40]!r}, not a date of the form {taken.date}") from None
    if taken.values:
        if cell not in taken.values:
            raise ValueError(f"`{taken.column}` is {cell[:40]!r}, which the mapping's `values` do not have")
        return taken.values[cell]
    return [part.strip() for part in cell.split(taken.split) if part.strip()] if taken.split else cell


def _put(value: dict[str, Any], path: str, found: Any) -> None:
    *outer, last = path.split(".")
    for step in outer:
        value = value.setdefault(step, {})
    value[last] = found
