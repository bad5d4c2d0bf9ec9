"""Beginning a case of one's own from a commented one."""

from __future__ import annotations

import json
from errno import ENOTDIR
from pathlib import Path

from ceasefire.case.load import case_schema
from ceasefire.text.whole import write_whole

_MODELINE = "# yaml-language-server: $schema=./case.schema.json\n"


def begin(folder: Path, text: str) -> Path:
    """Make `folder` with a case.yaml that begins as `text`, and the schema that editors complete it with.

    Returns the path of the new case.yaml.  Raises FileExistsError when there is one, OSError where nothing can be written.
    """
    path = folder / "case.yaml"
    if path.exists():
        raise FileExistsError(path)
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, "it is a file", folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "case.schema.json", json.dumps(case_schema(), ensure_ascii=False, indent=1) + "\n")
    write_whole(path, text if text.startswith(_MODELINE) else _MODELINE + text)
    return path
