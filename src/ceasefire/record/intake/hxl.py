"""A table with a line of HXL tags (Humanitarian Exchange Language 1.1): the tags say what its columns are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ceasefire.record.intake.format import Format
from ceasefire.record.intake.mapped import format_of
from ceasefire.record.intake.mapping import Mapped

# the first pattern that fits a tag gives the field; the narrower stand before the wider
_FIELDS = (
    (r"#(event|incident|meta|activity)\+(id|code)\b.*", "key"),
    (r"#date(\+(occurred|reported|start))*", "on"),
    (r"#(event|incident|cause)(\+(type|name|category))*", "what"),
    (r"#group(\+\w+)*", "actors"),
    (r"#country\+code.*", ""),
    (r"#country(\+name)?", "place.country"),
    (r"#adm1(\+name)?", "place.units"),
    (r"#adm2(\+name)?", "place.units"),
    (r"#loc(\+name)?", "place.name"),
    (r"#geo\+lat(\+\w+)*", "place.latitude"),
    (r"#geo\+lon(\+\w+)*", "place.longitude"),
    (r"#affected\+killed", "deaths.best"),
    (r"#affected\+killed\+civilians?", "deaths.civilians"),
    (r"#(description|event\+description|meta\+notes?)(\+\w+)*", "account"),
    (r"#(meta\+source|contact\+name)(\+\w+)*", "reports"),
)


def field_of(tag: str) -> str:
    """The field that a tag gives; empty where it gives none."""
    return next((field for pattern, field in _FIELDS if re.fullmatch(pattern, tag)), "")


def by_tags(tags: Mapping[str, str], file: str) -> Format | None:
    """The format that the tags describe, for incidents; None where they say neither what happened nor when."""
    fields: dict[str, list[str]] = {}
    for column, tag in tags.items():
        found = field_of(tag)
        if found:
            fields.setdefault(found, []).append(column)
    if "on" not in fields or "what" not in fields:
        return None
    key = fields.pop("key", [])[:1]
    columns: dict[str, object] = {}
    for field, names in fields.items():
        listed = field in {"actors", "place.units", "reports"}
        columns[field] = (
            {"columns": names}
            if listed and len(names) > 1
            else {"column": names[0], "date": "day"}
            if field == "on"
            else names[0]
        )
    dataset = "hxl-" + re.sub(r"\W+", "-", file.split(".", maxsplit=1)[0].casefold()).strip("-")
    mapping = Mapped.model_validate(
        {"format": "mapping/1", "dataset": dataset, "kind": "incident", "key": key, "columns": columns}, strict=False
    )
    return format_of(mapping, f"{file}, its HXL tags")
