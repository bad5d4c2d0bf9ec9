"""Changing a case in place: one value at a path, with comments, order and quotes kept."""

from __future__ import annotations

import os
import re
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from ceasefire.case.problem import suggestion
from ceasefire.case.text import read_yaml
from ceasefire.errors import CaseError, Finding, Where

_DEEPER_LIST = re.compile(r"^( *)[^\s#-][^\n]*:\n\1(  )?- ", re.MULTILINE)


def edited(text: str, path: str, value: str, file: str = "case.yaml") -> str:
    """The text with the value at a dotted path replaced or added; everything else stays as it was written.

    `path` is such as `parties.us.walk_away.level` or `talks.progress.0.said`; `value` is YAML.  Raises CaseError when the
    value is not YAML or the path leads nowhere.
    """
    document = read_yaml(value.encode(), "VALUE")
    if document.findings:
        raise CaseError(document.findings)
    from ruamel.yaml import YAML  # slow import: only when something is edited

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    found = _DEEPER_LIST.search(text)
    yaml.indent(mapping=2, sequence=4 if not found or found[2] else 2, offset=2 if not found or found[2] else 0)
    tree = yaml.load(text)
    *steps, last = path.split(".")
    parent = tree
    for depth, step in enumerate(steps):
        parent = _child(parent, step, ".".join(steps[: depth + 1]), file)
    if isinstance(parent, dict):
        parent[last] = yaml.load(value)
    else:
        _child(parent, last, path, file)
        parent[int(last)] = yaml.load(value)
    written = StringIO()
    yaml.dump(tree, written)
    return written.getvalue()


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
    raise CaseError([Finding(Where(file, path=path), "path", f"there is nothing at `{path}`", suggestion(step, known))])


def write_whole(target: Path, text: str) -> None:
    """Write a file so that it appears whole or not at all: to a temporary file beside it, flushed to disk, then renamed.

    A link is followed and the file's permissions are kept.  Raises OSError.
    """
    real = Path(os.path.realpath(target))
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(real.stat().st_mode & 0o777 if real.exists() else 0o666 & ~_umask())
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
