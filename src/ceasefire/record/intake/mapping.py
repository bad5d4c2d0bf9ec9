"""What a person writes to have any table read: which column says what (`docs/how-to/bring-in-a-table.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from ceasefire.record.entry import MODELS, Kind
from ceasefire.record.thing import Name
from ceasefire.text.problem import Problem, suggestion
from ceasefire.text.shape import Frozen, Several

Column = Annotated[Name, Field(min_length=1)]
DATES = frozenset({"on", "due", "in_force", "ended", "known", "asked", "outcome_on"})
NOT_MAPPED = frozenset({"origin", "span", "attachments", "same_as"})


class Taken(Frozen):
    """How one field is taken from one column or several; exactly one of the first four says which.

    `columns` are joined (`join`), or make a list where the field is one; `sum` adds counts, empty cells being none unless all
    are; `span` is from one day to another.  `date` is a `strptime` form, or `day-first` or `month-first`.  `split` makes a list.
    `part` takes the `day`, `clock` or `zone` of a time stamp, or the `latitude` or `longitude` of a geopoint.  `values` says
    what each word of the column means, and `default` what any other does; without it any other is refused.  `optional`
    columns need not be there.
    """

    column: Name = ""
    columns: Several[Column] = ()
    sum: Several[Column] = ()
    span: Several[Column] = ()
    join: Name = " "
    date: Name = ""
    split: Name = ""
    part: Literal["", "day", "clock", "zone", "latitude", "longitude"] = ""
    values: Mapping[Name, Name | Several[Name]] = {}
    default: Name | None = None
    optional: bool = False

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_way(self) -> Taken:
        ways = [bool(self.column), bool(self.columns), bool(self.sum), bool(self.span)]
        if sum(ways) != 1:
            raise ValueError("say where it is taken from: one of `column`, `columns`, `sum` and `span`")
        if self.span and len(self.span) != 2:
            raise ValueError("a `span` has two columns: the first day and the last")
        if self.default is not None and not self.values:
            raise ValueError("`default` is for words that `values` do not have: give `values`")
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that it is taken from."""
        return (self.column,) if self.column else self.columns or self.sum or self.span


class Each(Frozen):
    """Several things from one row: one for each of these columns that is not empty.

    The column's name, or what `columns` calls it, becomes the field `name`; its cell the field `value`.  `*` means all columns
    that are not used otherwise.
    """

    columns: Mapping[Column, Name] | Annotated[tuple[Column, ...], Field(strict=False)] | Literal["*"]
    name: Name
    value: Name


class Mapped(Frozen):
    """A mapping of columns to the fields of a thing; a field inside another is written with a dot, `place.latitude`.

    Without `key` a row is named after its content; several columns make a key together.  `release` is the column with the
    version of the source's row: an older one never overwrites a newer.  `empty` are words that mean an empty cell, where the
    usual ones do not fit.
    """

    format: Literal["mapping/1"]
    dataset: Annotated[Name, Field(min_length=1)]
    title: Name = ""
    kind: Annotated[Kind, Field(strict=False)]
    key: Several[Column] = ()
    release: Name = ""
    columns: Annotated[Mapping[Name, Taken], Field(min_length=1)]
    constants: Mapping[Name, str | int | float | bool | Annotated[tuple[str, ...], Field(strict=False)]] = {}
    each: Each | None = None
    empty: Annotated[tuple[str, ...], Field(strict=False)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("key"), str):
            return {**value, "key": [value["key"]] if value["key"] else []}
        return value


def problems_of(mapping: Mapped) -> list[Problem]:
    """Fields that the kind does not have, and those that it needs and nobody gives."""
    model = MODELS[mapping.kind]
    known = fields_of_kind(mapping.kind)
    said = [("columns", name) for name in mapping.columns] + [("constants", name) for name in mapping.constants]
    found = [
        Problem(
            (home, name), "unknown-field", f"a {mapping.kind} has no field `{name}`", suggestion(name, known), key=True
        )
        for home, name in said
        if name not in known
    ]
    given = {name.partition(".")[0] for _, name in said}
    if mapping.each:
        given |= {mapping.each.name.partition(".")[0], mapping.each.value.partition(".")[0]}
        found += [
            Problem(("each", k), "unknown-field", f"a {mapping.kind} has no field `{n}`", suggestion(n, known))
            for k, n in (("name", mapping.each.name), ("value", mapping.each.value))
            if n not in known
        ]
    needed = [name for name, field in model.model_fields.items() if field.is_required() and name not in given]
    found += [Problem(("columns",), "missing", f"a {mapping.kind} needs `{name}`", f"add `{name}:`") for name in needed]
    return found


def fields_of_kind(kind: Kind) -> dict[str, Any]:
    """The fields that a table can fill, by name, with their types."""
    found: dict[str, Any] = {}
    for name, field in MODELS[kind].model_fields.items():
        if name in NOT_MAPPED:
            continue
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found.update({f"{name}.{sub}": f.annotation for sub, f in inner.model_fields.items()})
        else:
            found[name] = inner
    return found
