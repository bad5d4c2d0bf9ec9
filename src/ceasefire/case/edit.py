"""Changing a case in place: one value at a path, with comments, order and quotes kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.text.document import read_yaml
from ceasefire.text.problem import suggestion

_DEEPER_LIST = re.compile(r"^( *)[^\s#-][^\n]*:\n\1(  )?- ", re.MULTILINE)


def edited(text: str, path: str, value: str, file: str = "case.yaml") -> str:
    """The text with the value at a dotted path replaced or added; everything else stays as it was written.

    `path` is such as `parties.us.walk_away.level` or `talks.progress.0.said`; `value` is YAML.  Raises MaterialError when the
    value is not YAML or the path leads nowhere.
    """
    document = read_yaml(value.encode(), "VALUE")
    if document.findings:
        raise MaterialError(document.findings)
    return changed(text, Change({path: document.value}), file)


@dataclass(frozen=True)
class Change:
    """Values to set, by dotted path, and paths to drop."""

    set: Mapping[str, Any] = field(default_factory=dict)
    drop: tuple[str, ...] = ()

    def told(self) -> tuple[str, ...]:
        """Each part in words: `status_quo.turkey = deeper`, `without parties.us`."""
        values = {p: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for p, v in self.set.items()}
        return (*(f"{path} = {value}" for path, value in values.items()), *(f"without {path}" for path in self.drop))


def changed(text: str, change: Change, file: str = "case.yaml") -> str:
    """The text of a case with a change made.  Raises MaterialError with every path that leads nowhere."""
    from ruamel.yaml import YAML  # slow import: only when something is edited

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    found = _DEEPER_LIST.search(text)
    deeper = not found or found[2]
    yaml.indent(mapping=2, sequence=4 if deeper else 2, offset=2 if deeper else 0)
    tree = yaml.load(text)
    findings: list[Finding] = []
    for path, value in change.set.items():
        try:
            parent, last = _parent(tree, path, file)
            if isinstance(parent, list) and last == str(len(parent)):
                parent.append(_flow(value))  # the place after the last adds to a list
                continue
            if not isinstance(parent, dict):
                _child(parent, last, path, file)
            parent[last if isinstance(parent, dict) else int(last)] = _flow(value)
        except MaterialError as error:
            findings += error.findings
    for path in change.drop:
        try:
            parent, last = _parent(tree, path, file)
            _child(parent, last, path, file)
            del parent[last if isinstance(parent, dict) else int(last)]
        except MaterialError as error:
            findings += error.findings
    if findings:
        raise MaterialError(findings)
    written = StringIO()
    yaml.dump(tree, written)
    return written.getvalue()


def gather(values: Iterable[str], drop: Iterable[str], files: Iterable[tuple[bytes, str]]) -> Change:
    """One change from `path=value` texts, paths to drop, and files of changes.  Raises MaterialError with all that is wrong."""
    together: dict[str, Any] = {}
    drops: list[str] = []
    findings: list[Finding] = []
    for raw, name in files:
        try:
            one = read_change(raw, name)
            together.update(one.set)
            drops += one.drop
        except MaterialError as error:
            findings += error.findings
    for text in values:
        path, sign, value = text.partition("=")
        try:
            document = read_yaml(value.encode(), text)
            findings += document.findings
            together[path.strip()] = document.value
        except MaterialError as error:
            findings += error.findings
        if not sign or not path.strip():
            findings.append(Finding(Where(text), "change", "this names nothing to change", "write PATH=VALUE"))
    if findings:
        raise MaterialError(findings)
    return Change(together, (*drops, *drop))


def read_change(raw: bytes, file: str) -> Change:
    """A change from YAML: `set` (path: value) and `drop` (a list of paths).  Raises MaterialError."""
    document = read_yaml(raw, file)
    value = document.value
    findings = list(document.findings)
    if (
        not isinstance(value, dict)
        or not set(value) <= {"title", "set", "drop"}
        or not (value.get("set") or value.get("drop"))
    ):
        hint = "write `set:` with paths and values, and `drop:` with a list of paths"
        findings.append(Finding(document.where(()), "change", "this names nothing to change", hint))
    elif not isinstance(value.get("set", {}), dict) or not isinstance(value.get("drop", []), list):
        findings.append(
            Finding(document.where(()), "change", "`set` holds paths with values, `drop` a list of paths", "")
        )
    if findings:
        raise MaterialError(findings)
    return Change(value.get("set", {}), tuple(str(path) for path in value.get("drop", [])))


def _flow(value: Any) -> Any:
    """Lists and mappings to be written on one line, `[30, 35]` and `{rule: ...}`, as a person would in place of a value.

    A mapping that holds lists or other mappings is written one line for each.
    """
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        written: Any = CommentedMap({key: _flow(item) for key, item in value.items()})
        if any(isinstance(item, dict | list) for item in value.values()):
            return written
    elif isinstance(value, list):
        written = CommentedSeq([_flow(item) for item in value])
    else:
        return value
    written.fa.set_flow_style()
    return written


def _parent(tree: Any, path: str, file: str) -> tuple[Any, str]:
    *steps, last = path.split(".")
    parent = tree
    for depth, step in enumerate(steps):
        parent = _child(parent, step, ".".join(steps[: depth + 1]), file)
    return parent, last


def _child(parent: Any, step: str, path: str, file: str) -> Any:
    if isinstance(parent, dict) and step in parent:
        return parent[step]
    if isinstance(parent, list) and step.isdigit() and int(step) < len(parent):
        return parent[int(step)]
    known = (
        [str(key) for key in parent]
        if isinstance(parent, dict)
        else [str(k) for k in range(len(parent))]
        if isinstance(parent, list)
        else []
    )
    raise MaterialError(
        [Finding(Where(file, path=path), "path", f"there is nothing at `{path}`", suggestion(step, known))]
    )
