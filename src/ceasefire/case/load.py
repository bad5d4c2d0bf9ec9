"""From a folder or a name to a case, with every problem found on the way."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from ceasefire.case import model
from ceasefire.case.check import check
from ceasefire.case.model import Case
from ceasefire.errors import CaseError, Finding, MaterialError, Severity, Where, in_order
from ceasefire.text.document import MAX_BYTES, Document, read_yaml
from ceasefire.text.problem import Problem
from ceasefire.text.shape import shaped

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
    except MaterialError as error:
        return Loaded(None, None, error.findings)
    if not isinstance(document.value, dict):
        hint = "begin with `format: case/1`, or start from `ceasefire new`"
        finding = Finding(document.where(()), "shape", "a case is a mapping of names to values", hint)
        return Loaded(None, document, in_order([*document.findings, finding]))
    case, problems = shaped(Case, document.value)
    pruned = case
    if case is None and not any(p.path[:1] in {("issues",), ("status_quo",)} for p in problems):
        pruned = _without(document.value, problems)
    if pruned is not None:
        problems += check(pruned)
    findings = in_order([*document.findings, *(p.finding(document) for p in problems)])
    return Loaded(case, document, findings)


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
    return shaped(Case, rest)[0]


def case_schema() -> dict[str, Any]:
    """JSON Schema of a case, for editors; references use `$defs`, which draft-7 tools resolve."""
    schema = model.Case.model_json_schema(mode="validation")
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
