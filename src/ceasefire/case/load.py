"""From a folder or a name to a case, with every problem found on the way."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ceasefire.case import model
from ceasefire.case.check import check
from ceasefire.case.model import Case
from ceasefire.case.problem import Problem
from ceasefire.case.text import MAX_BYTES, Document, Path, read_yaml
from ceasefire.errors import CaseError, Finding, Severity, Where, in_order

SHIPPED = FilePath(__file__).parent.parent / "cases"


@dataclass(frozen=True)
class Loaded:
    """A case as far as it could be read: `case` is None when its shape is wrong; `document` locates later problems."""

    case: Case | None
    document: Document | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop an analysis."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)


def shipped_cases() -> tuple[str, ...]:
    """Names of the cases that come with the package."""
    return tuple(sorted(folder.parent.name for folder in SHIPPED.glob("*/case.yaml")))


def find_case(target: str) -> FilePath:
    """The case.yaml meant by a folder, a file, or the name of a shipped case.  Raises FileNotFoundError."""
    path = FilePath(target)
    if path.is_dir():
        path = path / "case.yaml"
    if path.is_file():
        return path
    if target in shipped_cases():
        return SHIPPED / target / "case.yaml"
    near = get_close_matches(target, shipped_cases(), n=1, cutoff=0.4)
    hint = f"did you mean `{near[0]}`?" if near else f"cases that come with ceasefire: {', '.join(shipped_cases())}"
    raise FileNotFoundError(f"no case at `{target}`: {hint}")


def load_case(target: str) -> Case:
    """The case at a folder, file or shipped name.

    Raises FileNotFoundError, or CaseError with every error found.
    """
    loaded = read_case(find_case(target))
    if loaded.case is None or loaded.errors:
        raise CaseError(loaded.errors)
    return loaded.case


def read_case(path: FilePath) -> Loaded:
    """Read a case file; problems are findings, never exceptions."""
    try:
        with path.open("rb") as stream:
            return parse_case(stream.read(MAX_BYTES + 1), str(path))
    except OSError as error:
        return Loaded(
            None,
            None,
            (
                Finding(
                    Where(str(path)), "unreadable", error.strerror or str(error), "check the path and its permissions"
                ),
            ),
        )


def parse_case(raw: bytes, file: str = "case.yaml") -> Loaded:
    """A case from bytes; problems are findings, never exceptions."""
    try:
        document = read_yaml(raw, file)
    except CaseError as error:
        return Loaded(None, None, error.findings)
    if not isinstance(document.value, dict):
        hint = "begin with `format: case/1`, or start from `ceasefire new`"
        finding = Finding(document.where(()), "shape", "a case is a mapping of names to values", hint)
        return Loaded(None, document, in_order([*document.findings, finding]))
    case, problems = _validate(document.value)
    pruned = case
    if case is None and not any(p.path[:1] in {("issues",), ("status_quo",)} for p in problems):
        pruned = _without(document.value, problems)
    if pruned is not None:
        problems += check(pruned)
    findings = in_order([*document.findings, *(p.finding(document) for p in problems)])
    return Loaded(case, document, findings)


def _validate(value: Any) -> tuple[Case | None, list[Problem]]:
    try:
        return Case.model_validate(value), []
    except ValidationError as error:
        return None, [_problem(value, e) for e in error.errors(include_url=False, include_context=True)]


def _without(value: Any, problems: list[Problem]) -> Case | None:
    """The case without the parts that are wrong, so that the rest can be checked in the same run."""
    rest = copy.deepcopy(value)
    for problem in sorted(problems, key=lambda p: [str(s).zfill(6) for s in p.path], reverse=True):
        if problem.path == ("as_of",):
            rest["as_of"] = date.max.isoformat()
            continue
        parent, last = rest, problem.path[-1:]
        try:
            for step in problem.path[:-1]:
                parent = parent[step]
            del parent[last[0]]
        except (KeyError, IndexError, TypeError):
            continue
    return _validate(rest)[0]


def _problem(value: Any, error: ErrorDetails) -> Problem:
    path = _real_path(value, error["loc"])
    kind, given = error["type"], error["input"]
    message, hint = error["msg"], ""
    if kind == "extra_forbidden":
        fields = _fields(path[:-1])
        near = get_close_matches(str(path[-1]), fields, n=1)
        message = f"`{path[-1]}` is not a word of the case format"
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
        message, hint = f"`{given}` is not a format this version reads", "write `format: case/1`"
    elif kind in {"too_short", "too_long", "string_too_short", "string_too_long"}:
        context = error.get("ctx", {})
        least, most = context.get("min_length"), context.get("max_length")
        message = f"at least {least} wanted here" if least is not None else f"at most {most} wanted here"
    elif kind.startswith("date"):
        message, hint = f"`{given}` is not a day that exists", "write it as 2016-08-26"
    return Problem(path, "shape", message, hint, key=error["loc"][-1:] == ("[key]",))


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


def _fields(path: Path) -> list[str]:
    """Names the format knows at a path: follows the models' annotations."""
    here: Any = Case
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


def case_schema() -> dict[str, Any]:
    """JSON Schema of a case, for editors; references use `$defs`, which draft-7 tools resolve."""
    schema = model.Case.model_json_schema(mode="validation")
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
