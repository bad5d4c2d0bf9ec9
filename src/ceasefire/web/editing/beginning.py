"""A case from nothing: parties and issues on a page become a first text that can be assessed and gone on with."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from ceasefire.case.party import Role
from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.web.editing.changes import Form, change_of, named, new_party

_ROLE = re.compile(r"(?P<name>.*?)\s*\((?P<role>[^()]*)\)\s*")
HEAD = """\
# What each party wants, insists on and could settle for is judgement: say why with `because`.
# `prioritised: []` says that nothing is known of what a party wants: until that is told, no package is better to it than today.
"""


def first_text(form: Form) -> str:
    """The text of a new case from the form of the page `new`.  Raises MaterialError with all that is missing."""
    findings: list[Finding] = []
    for field, what in (("title", "a title"), ("as_of", "the day"), ("parties", "parties"), ("issues", "issues")):
        if not form.get(field, "").strip():
            findings.append(Finding(Where("form", path=field), "missing", f"{what} is missing", "fill it in"))
    tree: dict[str, Any] = {
        "format": "case/1",
        "title": form.get("title", "").strip(),
        "question": form.get("question", "").strip(),
        "as_of": form.get("as_of", "").strip(),
        "parties": {},
        "issues": {},
        "status_quo": {},
    }
    for line in _lines(form.get("parties", "")):
        found = _ROLE.fullmatch(line)
        name, role = (found["name"], found["role"].strip()) if found else (line, Role.SIGNATORY.value)
        if role not in set(Role):
            known = ", ".join(Role)
            findings.append(Finding(Where("form", path="parties"), "role", f"`{role}` is no role", f"known: {known}"))
            continue
        tree["parties"][named(name, tree["parties"], "party")] = new_party(name, Role(role))
    for line in _lines(form.get("issues", "")):
        question, _, options = line.partition(":")
        try:
            change = change_of({"do": "add-issue", "question": question.strip(), "options": options}, tree)
        except MaterialError as error:
            findings += [
                Finding(Where("form", path="issues"), f.code, f"`{line}`: {f.message}", f.hint) for f in error.findings
            ]
            continue
        for path, value in change.set.items():
            part, name = path.split(".", 1)
            tree[part][name] = value
    if findings:
        raise MaterialError(findings)
    return HEAD + _yaml(tree)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _yaml(tree: dict[str, Any]) -> str:
    from ruamel.yaml import YAML  # slow import: only when something is written

    yaml = YAML()
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = StringIO()
    yaml.dump(tree, written)
    return written.getvalue()
