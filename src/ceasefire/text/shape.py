"""What people write, held against the shape it must have: every difference a problem with its path and what to do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from ceasefire.text.document import Path
from ceasefire.text.problem import Problem

T = TypeVar("T")
Several = Annotated[tuple[T, ...], Field(strict=False)]
"""A list in the text, a tuple here."""

Model = TypeVar("Model", bound=BaseModel)


class Frozen(BaseModel):
    """A value that people write: immutable, and strict about names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def shaped(model: type[Model], value: Any) -> tuple[Model | None, list[Problem]]:
    """The value as the model has it, or every way in which it does not fit."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, [_problem(model, value, e) for e in error.errors(include_url=False, include_context=True)]


def _problem(model: type[BaseModel], value: Any, error: ErrorDetails) -> Problem:
    path = _real_path(value, error["loc"])
    kind, given = error["type"], error["input"]
    message, hint = error["msg"], ""
    if kind == "extra_forbidden":
        fields = _fields(model, path[:-1])
        near = get_close_matches(str(path[-1]), fields, n=1)
        message = f"`{path[-1]}` is not a word of this format"
        hint = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(fields)}"
        return Problem(path, "unknown-field", message, hint, key=True)
    if kind == "missing":
        missing = error["loc"][-1]
        return Problem(path, "missing", f"`{missing}` is missing", f"add `{missing}:`", key=True)
    if kind == "value_error":
        message = str(error.get("ctx", {}).get("error", message))
    elif kind == "enum":
        message = f"`{given}` is not one of {error.get('ctx', {}).get('expected', '')}".replace("'", "")
    elif kind == "string_pattern_mismatch":
        message = f"`{given}` is not a name"
        hint = "a name has letters, digits, _ and -, begins with a letter and ends with a letter or digit"
    elif kind in {"string_type", "dict_type", "tuple_type", "bool_type", "mapping_type", "model_type"}:
        wanted = {
            "string": "text",
            "dict": "names with values",
            "mapping": "names with values",
            "tuple": "a list",
            "bool": "true or false",
        }
        message = f"expected {wanted.get(kind.split('_')[0], 'names with values')}, found {_described(given)}"
        hint = (
            "put quotes around it to make it text"
            if kind == "string_type" and isinstance(given, int | float | bool)
            else ""
        )
    elif kind == "literal_error":
        message, hint = _other_word(path, given, error)
    elif kind in {"too_short", "too_long", "string_too_short", "string_too_long"}:
        context = error.get("ctx", {})
        least, most = context.get("min_length"), context.get("max_length")
        message = f"at least {least} wanted here" if least is not None else f"at most {most} wanted here"
    elif kind.startswith("date"):
        message, hint = f"`{given}` is not a day that exists", "write it as 2016-08-26"
    return Problem(path, "shape", message, hint, key=error["loc"][-1:] == ("[key]",))


def _other_word(path: Path, given: Any, error: ErrorDetails) -> tuple[str, str]:
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
    if path[-1:] == ("format",):
        return f"`{given}` is not a format this version reads", f"write `format: {expected}`"
    return f"`{given}` is not one of {expected}", ""


def _described(value: Any) -> str:
    if isinstance(value, dict):
        return "names with values"
    if isinstance(value, list | tuple):
        return "a list"
    return "nothing" if value is None else f"`{value}`"


def _real_path(value: Any, loc: tuple[int | str, ...]) -> Path:
    """The part of pydantic's location that exists in the text (it also names union members and model types)."""
    path: list[str | int] = []
    for step in loc:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            continue
        path.append(step)
    return tuple(path)


def _fields(model: type[BaseModel], path: Path) -> list[str]:
    """Names the model knows at a path: follows the models' annotations."""
    here: Any = model
    for step in path:
        if (
            isinstance(here, type)
            and issubclass(here, BaseModel)
            and isinstance(step, str)
            and step in here.model_fields
        ):
            here = _inner(here.model_fields[step].annotation)
        # a step into a mapping or a list stays with the model of its members
    return sorted(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _inner(annotation: Any) -> Any:
    """The last model class named in an annotation such as `Mapping[Id, Party]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [_inner(argument) for argument in getattr(annotation, "__args__", ())]
    return next((f for f in reversed(found) if f is not None), None)
