"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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


@contextmanager
def one_at_a_time(target: Path) -> Iterator[None]:
    """Hold others off who would change a file in the same way, from reading it to writing it; where locks are to be had."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    folder = os.open(Path(os.path.realpath(target)).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
