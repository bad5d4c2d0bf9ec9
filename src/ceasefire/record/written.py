"""A thing of the record from what a person writes: fields with values, on a command line or in a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.record.entry import MODELS, Kind
from ceasefire.record.thing import Thing
from ceasefire.text.document import Document, read_yaml
from ceasefire.text.shape import shaped


def written(
    kind: Kind, fields: Iterable[str], document: Document | None = None, before: Mapping[str, Any] | None = None
) -> Thing:
    """A thing from `FIELD=VALUE` texts, over the fields of a YAML document, over those it had.

    Raises MaterialError with all that is wrong.
    """
    given = document or Document(kind.value, {})
    findings = list(given.findings)
    value = dict(before or {})
    if isinstance(given.value, dict):
        value.update(given.value)
    elif given.value is not None:
        findings.append(Finding(given.where(()), "shape", "expected fields with values", "write `field: value` lines"))
    for text in fields:
        name, sign, said = text.partition("=")
        if sign:
            value[name.strip()] = _value(said, text, findings)
        else:
            findings.append(Finding(Where(text), "field", "this is no field with a value", "write FIELD=VALUE"))
    made, problems = shaped(MODELS[kind], value)
    findings += [p.finding(given) for p in problems]
    if findings or made is None:
        raise MaterialError(findings)
    return made


def _value(said: str, text: str, findings: list[Finding]) -> Any:
    """Lists, mappings and quoted words are YAML; anything else is meant as it stands."""
    if said in {"true", "false"}:
        return said == "true"
    if said[:1] not in {"[", "{"}:
        return said
    try:
        read = read_yaml(said.encode(), text)
    except MaterialError as error:
        findings += error.findings
        return None
    findings += read.findings
    return read.value
