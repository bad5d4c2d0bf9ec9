"""Beginning a case of one's own from a commented one."""

from __future__ import annotations

import json
from pathlib import Path

from ceasefire.case.edit import write_whole
from ceasefire.case.load import case_schema, find_case

_MODELINE = "# yaml-language-server: $schema=./case.schema.json\n"


def begin(folder: Path, source: str = "template") -> Path:
    """Make `folder` with the case.yaml of a shipped case and the schema that editors complete it with.

    Returns the path of the new case.yaml.  Raises FileExistsError when there is one, FileNotFoundError for an unknown source.
    """
    text = find_case(source).read_text(encoding="utf-8")
    path = folder / "case.yaml"
    if path.exists():
        raise FileExistsError(path)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "case.schema.json", json.dumps(case_schema(), ensure_ascii=False, indent=1) + "\n")
    write_whole(path, text if text.startswith(_MODELINE) else _MODELINE + text)
    return path
