"""What is wrong with a file as a whole, as a finding."""

from __future__ import annotations

from ceasefire.errors import Finding, MaterialError, Severity, Where


def finding(file: str, message: str, hint: str = "", line: int = 0) -> Finding:
    """Something wrong with a table, at a line where it has one."""
    return Finding(Where(file, line, 1 if line else 0), "table", message, hint)


def odd(file: str, line: int, code: str, message: str, hint: str = "") -> Finding:
    """Something that a person should look at, and that stops nothing."""
    return Finding(Where(file, line, 1 if line else 0), code, message, hint, Severity.WARNING)


def refused(file: str, message: str, hint: str = "", line: int = 0) -> MaterialError:
    """The error of a file that cannot be read."""
    return MaterialError([finding(file, message, hint, line)])


def noted(file: str, line: int, code: str, message: str) -> Finding:
    """What was done to read a file, said so that it can be seen to be right."""
    return Finding(Where(file, line, 1 if line else 0), code, message, "", Severity.NOTE)
