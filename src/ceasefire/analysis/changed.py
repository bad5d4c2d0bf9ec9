"""A case with some judgements changed, from Python: by their paths, checked before it is one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ceasefire.analysis.examine import examine
from ceasefire.case.edit import Change, changed
from ceasefire.case.load import parse_case
from ceasefire.case.model import Case
from ceasefire.errors import CaseError, Severity


def changed_case(case: Case, values: Mapping[str, Any] | None = None, *, drop: Iterable[str] = ()) -> Case:
    """The case with values set at dotted paths and parts dropped, as `ceasefire set` and `what-if` take them.

    `parties.us.walk_away.level` is such a path; a value is what stands there in the text.  Raises MaterialError for a path that
    leads nowhere, CaseError with every error of the changed case.
    """
    text = json.dumps(case.model_dump(mode="json", by_alias=True, exclude_unset=True), ensure_ascii=False)
    loaded = parse_case(changed(text, Change(dict(values or {}), tuple(drop)), "the case").encode(), "the changed case")
    if loaded.case is None or loaded.errors:
        raise CaseError(loaded.errors)
    errors = [p.finding(loaded.document) for p in examine(loaded.case) if p.severity is Severity.ERROR]
    if errors:
        raise CaseError(errors)
    return loaded.case
