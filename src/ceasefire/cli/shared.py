"""What all commands share: options, opening a case, showing a result.  Data goes to stdout, messages to stderr."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ceasefire.errors import Finding, Severity

if TYPE_CHECKING:
    from ceasefire.case.load import Loaded
    from ceasefire.case.model import Case
    from ceasefire.report.page import Page

Command = Callable[..., None]


target_option = click.option(
    "-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
)


def output(command: Command) -> Command:
    """The options of every command that gives a result."""
    return click.option("--json", "as_json", is_flag=True, help="The result as JSON, with its schema name.")(
        target_option(command)
    )


def locate(target: str) -> Path:
    """The case file meant; a usage error with suggestions when there is none."""
    from ceasefire.case.load import find_case

    try:
        return find_case(target)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None


def examined(target: str) -> tuple[Loaded, tuple[Finding, ...]]:
    """A case and everything found in it, the state space included."""
    from ceasefire.case.load import read_case
    from ceasefire.errors import in_order

    loaded = read_case(locate(target))
    return loaded, in_order([*loaded.findings, *deeper(loaded)])


def deeper(loaded: Loaded) -> list[Finding]:
    """Findings of a case that need its state space; none where it has errors already."""
    if loaded.case is None or loaded.errors:
        return []
    from ceasefire.analysis.examine import examine

    return [problem.finding(loaded.document) for problem in examine(loaded.case)]


def open_case(target: str) -> Case:
    """A case without errors; otherwise every finding goes to stderr and the program ends with 1."""
    loaded, findings = examined(target)
    fail_on(findings)
    if loaded.case is None:  # a case without errors has a shape
        raise AssertionError
    return loaded.case


def fail_on(findings: Iterable[Finding]) -> None:
    """End with 1 and the errors on stderr, if there are any."""
    errors, _ = split(findings)
    if errors:
        for finding in errors:
            click.echo(str(finding), err=True)
        sys.exit(1)


def split(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Errors, and the rest."""
    every = list(findings)
    return [f for f in every if f.severity is Severity.ERROR], [f for f in every if f.severity is not Severity.ERROR]


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values."""
    where = finding.where
    place = {"file": where.file, "line": where.line, "column": where.column, "path": where.path}
    return {
        **place,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
    }


@dataclass(frozen=True)
class Shown:
    """A result to print, with its schema name and what its provenance needs where it does not carry its own."""

    schema: str
    result: object
    case: Case | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    exact: bool = True

    def as_json(self) -> str:
        """The result in its envelope."""
        from ceasefire.analysis.result import envelope, provenance

        method = getattr(self.result, "method", self.schema.split("/")[0])
        made = None if self.case is None else provenance(self.case, method, self.parameters, exact=self.exact)
        return json.dumps(envelope(self.schema, self.result, made), ensure_ascii=False, indent=1) + "\n"


json_option = click.option("--json", "as_json", is_flag=True, help="As JSON, with its schema name.")


def listed_json(schema: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """A list of things on stdout as JSON: `{"schema": "cases/1", "cases": [...]}`."""
    value = {"schema": schema, schema.split("/", maxsplit=1)[0]: list(rows)}
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


@contextmanager
def counting() -> Iterator[Callable[[str], None] | None]:
    """Something to tell how far a long search is; shown on a terminal once it takes long, and cleared."""
    if not sys.stderr.isatty():
        yield None
        return
    started = last = time.monotonic()

    def tell(words: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > 1 and now - last > 0.2:
            last = now
            click.echo(f"\r\x1b[K{words}", nl=False, err=True)

    yield tell
    if last > started:
        click.echo("\r\x1b[K", nl=False, err=True)


def show(shown: Shown, fill: Callable[[Page], None], as_json: bool, target: Path | None) -> None:
    """Print a result as a page or as JSON."""
    if as_json:
        deliver(shown.as_json(), target)
        return
    from ceasefire.report.page import Page

    terminal = target is None and sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, 110) if terminal else 100
    page = Page(width, color=terminal and "NO_COLOR" not in os.environ)
    fill(page)
    deliver(str(page), target)


def deliver_lines(lines: Iterable[str], target: Path | None) -> None:
    """Lines to stdout as they are made, or to a file that appears whole or not at all.

    `-` and the names of our own standard output are standard output; a pipe or a device is written to and stays what it is.
    """
    if target is None or str(target) in {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}:
        for line in lines:
            sys.stdout.write(line)
        sys.stdout.flush()
        return
    from ceasefire.text.whole import write_lines

    try:
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8") as stream:
                stream.writelines(lines)
            return
        write_lines(target, lines)
    except OSError as error:
        raise click.ClickException(f"cannot write {target}: {error.strerror}") from None


def deliver(text: str, target: Path | None) -> None:
    """Text to stdout, or to a file that appears whole or not at all."""
    deliver_lines([text], target)
