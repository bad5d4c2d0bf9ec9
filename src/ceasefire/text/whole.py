"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_whole(target: Path, text: str) -> None:
    """Write a text file so that it appears whole or not at all.  Raises OSError."""
    write_lines(target, [text])


def write_lines(target: Path, lines: Iterable[str]) -> None:
    """Write a file so that it appears whole or not at all: to a temporary file beside it, flushed to disk, then renamed.

    A link is followed and the file's permissions are kept.  Raises OSError.
    """
    real = Path(os.path.realpath(target))
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.writelines(lines)
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
